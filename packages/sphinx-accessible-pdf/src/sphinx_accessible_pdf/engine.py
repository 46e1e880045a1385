"""The print engine: one for a build, so that faces are loaded and pictures decoded once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import typst


FAULT = re.compile(r"^(?:error|warning): ", re.MULTILINE)
WHERE = re.compile(r"┌─ ([^\n]+?):(\d+):(\d+)$", re.MULTILINE)
MARK = re.compile(r"/\*(.+?):(\d+)\*/")
"""A comment by which the writer leaves the chapter, or other file, and line that code comes from."""
LACKING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")

PANIC = "PanicException"
"""The class of what a fault of the engine itself raises; it cannot be imported."""
SAYS = "the print engine says: "
OURS = re.compile("unknown font family: (?=the formula )")
"""How what our own templates have to say arrives, by the only warning that the engine lets them cause."""

Place = tuple[str, int] | str | None
"""Chapter or file with the line, or the file and line of a template."""


class Fault(NamedTuple):
    """What the engine complains of, and where its cause was written."""

    message: str
    place: Place


class Made(NamedTuple):
    """What one run of the engine gave."""

    pdf: bytes | None
    faults: list[Fault]
    """What it refused, or what it warned of while it printed."""


class Engine:
    """The engine with the faces of a build."""

    def __init__(self, root: Path, fonts: Sequence[str], kept: Path) -> None:
        # threads of the engine wait for each other: two cost a fifth more CPU and save a tenth of the time
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        self.root = root
        self.fonts = list(fonts)
        self.kept = kept
        """Folder of what the last build printed, so that the same is not printed again."""
        self._compiler: typst.Compiler | None = None

    @property
    def compiler(self) -> typst.Compiler:
        """Made when it is first needed: a build that prints nothing anew loads no face."""
        import typst  # when it is needed: a process in which the engine has run can no longer be forked

        if self._compiler is None:
            faces = typst.Fonts(include_system_fonts=False, font_paths=list(self.fonts))
            packages = str(self.kept / "packages")  # not those of the machine, which no other has
            self._compiler = typst.Compiler(
                root=str(self.root),
                font_paths=faces,
                ignore_system_fonts=True,
                package_path=packages,
                package_cache_path=packages,
            )
        return self._compiler

    def printed(
        self,
        source: Path,
        standards: list[Any],
        inputs: dict[str, str],
        beside: Iterable[str],
        *,
        apart: bool = False,
    ) -> Made:
        """The PDF of a source, with what the engine warned of, or nothing with what it refused.

        *beside* names the files that the source uses; *apart* asks for a process that ends with the run.  Where
        all is as it was when the last build printed it, its PDF is taken, and what was told is told again.
        """
        digest = self._digest(source, standards, inputs, beside)
        name = f"{source.stem}-{'-'.join(standards) or 'plain'}"
        record, pdf = self.kept / f"{name}.json", self.kept / f"{name}.pdf"
        if record.is_file():
            last = json.loads(record.read_text("utf-8"))
            if last["digest"] == digest:
                faults = [Fault(m, tuple(p) if isinstance(p, list) else p) for m, p in last["faults"]]
                return Made(pdf.read_bytes() if last["printed"] else None, faults)
        self.kept.mkdir(parents=True, exist_ok=True)
        compiled = self._compiled_apart if apart else self.compiled
        made = compiled(source, standards, inputs)
        record.unlink(missing_ok=True)  # last, so that a build that is stopped leaves no record of half a PDF
        if made.pdf is not None:
            pdf.write_bytes(made.pdf)
        facts = {"digest": digest, "printed": made.pdf is not None, "faults": made.faults}
        record.write_text(json.dumps(facts), "utf-8")
        return made

    def _compiled_apart(self, source: Path, standards: list[Any], inputs: dict[str, str]) -> Made:
        """One run in a process of its own: what the engine remembers of a run, it keeps as long as it lives."""
        target = self.kept / "apart.pdf"
        order = [str(self.root), self.fonts, str(self.kept), str(source), standards, inputs, str(target)]
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(order),
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["it may lack memory"])[-1]
            return Made(None, [Fault(f"the print engine ended with status {done.returncode}: {reason}", None)])
        faults = [Fault(message, tuple(p) if isinstance(p, list) else p) for message, p in json.loads(done.stdout)]
        if not target.is_file():
            return Made(None, faults)
        pdf = target.read_bytes()
        target.unlink()
        return Made(pdf, faults)

    def compiled(self, source: Path, standards: list[Any], inputs: dict[str, str]) -> Made:
        """One run of the engine."""
        import typst

        moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
        try:
            with _told_apart():
                pdf, warnings = self.compiler.compile_with_warnings(
                    str(source), pdf_standards=standards, sys_inputs=inputs, timestamp=moment
                )
        except typst.TypstError as error:
            return Made(None, located(error.diagnostic, source))
        except Broken as error:
            return Made(
                None, [Fault(f"{SAYS}{error} and names no place: leave out half of the chapters to find it", None)]
            )
        assert isinstance(pdf, bytes)
        return Made(pdf, [fault for warning in warnings for fault in located(warning.diagnostic, source)])

    def _digest(self, source: Path, standards: list[Any], inputs: dict[str, str], beside: Iterable[str]) -> str:
        moment = os.environ.get("SOURCE_DATE_EPOCH", "0")
        facts = [version("typst"), moment, standards, inputs]
        made_of = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
        templates = sorted((source.parent / "templates").iterdir())
        for path in (source, *templates, *(source.parent / name for name in sorted(set(beside)))):
            made_of.update(f"\0{path.name}\0".encode())
            made_of.update(hashlib.sha256(path.read_bytes()).digest())
        for folder in self.fonts:
            for face in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
                facts_of = face.stat()
                made_of.update(f"\0{face.name}\0{facts_of.st_size}\0{facts_of.st_mtime_ns}".encode())
        return made_of.hexdigest()

    def refuses(self, picture: str, standards: list[Any] | None = None) -> str:
        """Why the engine cannot draw a picture of the output folder, or not with some claims, or nothing."""
        import typst

        page = f'#set page(width: auto, height: auto)\n#set document(title: "x")\n#image("{picture}", alt: "x")'
        try:
            # without a PDF: what is decoded here is at hand when the document is printed
            with _told_apart():
                if standards is None:
                    self.compiler.compile(page.encode(), format="svg")
                else:
                    self.compiler.compile(page.encode(), pdf_standards=standards)
        except Broken as error:
            return str(error)
        except typst.TypstError as error:
            return " ".join(str(error.diagnostic if standards else error.message).split())
        return ""

    def lacking(self, characters: Iterable[str]) -> set[str]:
        """The characters without a face, asked in one run: for accessibility, the engine names each."""
        import typst

        signs = sorted(set(characters))
        if not signs:
            return set()
        body = "\n\n".join(f'#text(font: "DejaVu Sans Mono", "\\u{{{ord(sign):x}}}")' for sign in signs)
        try:
            self.compiler.compile(f'#set document(title: "x")\n{body}'.encode(), pdf_standards=["ua-1"])
        except typst.TypstError as error:
            found = LACKING.findall(error.diagnostic)
            said = "".join(ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text) for text in found)
            return set(signs) & set(said)
        return set()

    def query(self, source: Path, label: str, inputs: dict[str, str]) -> list[Any]:
        """The values of all metadata of a source with this label."""
        import typst

        found = typst.query(
            str(source),
            f"<{label}>",
            field="value",
            sys_inputs=inputs,
            root=str(self.root),
            font_paths=self.fonts,
            ignore_system_fonts=True,
            package_path=str(self.kept / "packages"),
            package_cache_path=str(self.kept / "packages"),
        )
        values: list[Any] = json.loads(found)
        return values


class Broken(Exception):
    """The engine broke down by a fault of its own."""


@contextmanager
def _told_apart() -> Iterator[None]:
    """What the engine raises when it breaks down, which is no `Exception`, as one."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise Broken(f"{error}; it broke down") from error


def located(diagnostic: str, source: Path) -> list[Fault]:
    """Each fault of the engine with the chapter and line that it comes from, or with the line of the template."""
    text = source.read_text("utf-8")
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    faults: list[Fault] = []
    for report in filter(None, FAULT.split(diagnostic)):
        offset, template = -1, None
        for named, line, column in WHERE.findall(report):
            # the engine names files from where it was started
            *_folders, folder, name = ("", *Path(named).parts)
            if name == source.name and folder != "templates":
                offset = starts[int(line) - 1] + int(column)
                break
            if folder == "templates" and template is None:
                template = f"{name}:{line}"
        marks = MARK.findall(text[: max(offset, 0)])
        place: Place = (marks[-1][0], int(marks[-1][1])) if marks else template
        message = report.partition("\n")[0]
        if template and marks and not OURS.match(message):
            message += f" (in the template {template})"
        faults.append(Fault(OURS.sub("", message) if OURS.match(message) else f"{SAYS}{message}", place))
    return faults


def gathered(files: Iterable[Path], folder: Path) -> str | None:
    """A folder with copies of single font files, since the engine takes folders only."""
    files = list(files)
    if not files:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, file in enumerate(files):
        shutil.copyfile(file, folder / f"{number}-{file.name}")
    return str(folder)


def _run_apart() -> None:
    """The run that `Engine._compiled_apart` asks for."""
    root, fonts, kept, source, standards, inputs, target = json.load(sys.stdin)
    made = Engine(Path(root), fonts, Path(kept)).compiled(Path(source), standards, inputs)
    if made.pdf is not None:
        Path(target).write_bytes(made.pdf)
    json.dump(made.faults, sys.stdout)


if __name__ == "__main__":
    _run_apart()
