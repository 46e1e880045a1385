"""The command: check, new, profile, explain, generate.

Each part imports what it needs when it runs, so that `check` costs little more than jsonschema.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, WRONG = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one part and return its exit code."""
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m reporting_standard",
        description="Report evaluations of self-replication, and check reports.",
        epilog="Start with `new > report.toml`, fill it in, then `check report.toml` until it is valid.  "
        "`explain core` and `explain full` say what a valid report reaches.",
    )
    parts = parser.add_subparsers(required=True, metavar="PART")

    check = parts.add_parser("check", help="check reports, or codings of published evaluations")
    check.add_argument("files", nargs="+", metavar="FILE", help="TOML or JSON; - for standard input")
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.set_defaults(run=_check)

    new = parts.add_parser("new", help="print a blank report with comments")
    new.add_argument("--format", choices=("toml", "json"), default="toml")
    new.set_defaults(run=_new)

    profile = parts.add_parser("profile", help="show what published evaluations report, by domain")
    profile.add_argument("files", nargs="*", metavar="FILE", help="codings; default material/evaluations/*.toml")
    profile.add_argument("--format", choices=("text", "json", "svg"), default="text")
    profile.set_defaults(run=_profile)

    explain = parts.add_parser("explain", help="show one question with its reason and an example")
    explain.add_argument(
        "field",
        metavar="FIELD",
        help="B1, system.models, models, or a part such as temperature; or a class: core, full, restricted",
    )
    explain.set_defaults(run=_explain)

    generate = parts.add_parser("generate", help="write schemas, templates and tables from fields.toml")
    generate.add_argument("--check", action="store_true", help="write nothing; say what is stale")
    generate.add_argument("--pdf", metavar="FILE", help="write the printable checklist as PDF instead")
    generate.set_defaults(run=_generate)
    return parser


def _check(options: argparse.Namespace) -> int:
    from .check import check
    from .standard import load, path_of

    results = [check(file) for file in options.files]
    if options.format == "json":
        print(json.dumps([asdict(r) | {"valid": r.valid} for r in results], indent=2, ensure_ascii=False))
    else:
        for result in results:
            for fault in result.faults:
                subject = " ".join(part for part in (fault.id, fault.where) if part)
                lead = f"{subject}: " if subject else ""
                print(f"{result.file}:{fault.line}: {lead}{fault.wrong}\n    -> {fault.right}")
            if result.faults:
                count = len(result.faults)
                print(f"{result.file}: {count} fault{'s' if count > 1 else ''}")
                if not result.readable:
                    print("    the answers are checked once the file can be read")
            elif result.reached:
                print(f"{result.file}: valid. {load().classes[result.reached]}.")
                if result.reached == "core" and result.open:
                    fields = (load().field(id) for id in result.open)
                    names = ", ".join(f"{field.id} {path_of(field)}" for field in fields if field)
                    print(f"    for Full, answer these too (see `explain`): {names}")
            else:
                print(f"{result.file}: valid {result.kind}")
    return OK if all(result.valid for result in results) else WRONG


def _new(options: argparse.Namespace) -> int:
    from .standard import load
    from .template import json_template, toml_template

    print((toml_template if options.format == "toml" else json_template)(load()), end="")
    return OK


def _profile(options: argparse.Namespace) -> int:
    from pathlib import Path

    from . import drawing
    from .agreement import agreement
    from .evaluations import UnusableCoding, load_files
    from .profile import as_data, profile

    files = options.files or sorted(Path("material/evaluations").glob("*.toml"))
    if not files:
        print("material/evaluations holds no codings; name the files", file=sys.stderr)
        return WRONG
    try:
        evaluations = load_files(files)
    except UnusableCoding as problem:
        print(problem, file=sys.stderr)
        return WRONG
    profiles, agreements = profile(evaluations), agreement(evaluations)
    if options.format == "json":
        data = as_data(profiles) | {"agreement": [asdict(record) for record in agreements]}
        print(json.dumps(data, indent=2, ensure_ascii=False))
    elif options.format == "svg":
        print(drawing.svg(profiles), end="")
    else:
        print(drawing.text(profiles, agreements), end="")
    return OK


def _explain(options: argparse.Namespace) -> int:
    from .pages import explanation
    from .standard import load

    standard = load()
    if options.field.lower() in standard.classes:
        print(f"{standard.classes[options.field.lower()]}.")
        return OK
    fields = standard.find(options.field)
    if not fields:
        right = "ask for A1 to J5, system.models, models, or a class: " + ", ".join(standard.classes)
        print(f"{options.field!r} is no field; {right}", file=sys.stderr)
        return WRONG
    print("\n".join(explanation(field, standard) for field in fields), end="")
    return OK


def _generate(options: argparse.Namespace) -> int:
    if options.pdf:
        return _generate_pdf(options.pdf)
    from .generate import stale, write

    if options.check:
        for name in (found := stale()):
            print(f"reporting_standard/generated/{name} is stale; run `python -m reporting_standard generate`")
        return WRONG if found else OK
    for name in write():
        print(f"wrote reporting_standard/generated/{name}")
    return OK


def _generate_pdf(file: str) -> int:
    from pathlib import Path

    from .printable import pdf
    from .standard import load

    try:
        Path(file).write_bytes(pdf(load()))
    except ModuleNotFoundError as missing:
        print(f"the PDF needs the package {missing.name}; the HTML checklist prints too", file=sys.stderr)
        return WRONG
    except OSError as problem:
        print(f"{file} cannot be written: {problem.strerror}", file=sys.stderr)
        return WRONG
    print(f"wrote {file}")
    return OK


if __name__ == "__main__":
    try:
        code = main()
    except BrokenPipeError:  # the reader of our output left
        code = WRONG
    sys.exit(code)
