"""A revision is cut once, from a brief that passes everything, and is read back as it was."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import tarfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from google.protobuf.json_format import Parse, ParseDict
from in_toto_attestation.predicates.provenance.v1.provenance_pb2 import Provenance
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1.statement_pb2 import Statement as StatementPb
from projects import in_a_process

from policybrief import outputs
from policybrief.data.inputs import digest as sha256
from policybrief.outputs.register import READABLE, SCHEMA
from policybrief.outputs.run import Output
from policybrief.revisions import archive, repository
from policybrief.revisions.build_provenance import PROVENANCE, SBOM
from policybrief.revisions.cut import cut
from policybrief.revisions.manifest import FILE
from policybrief.revisions.release import FROZEN, PUBLIC, build_apart, build_edition
from policybrief.revisions.untrusted import RevisionError, hashes
from sphinx_redline import lowered

ROOT = Path(__file__).parents[4]
DATA = (Output("register", PUBLIC), Output("lowered", FROZEN))
PAGES = (*DATA, Output("html", PUBLIC))


def test_a_cut_holds_register_chapters_and_manifest_and_reads_back(brief: Any) -> None:
    folder = brief.cut("0.9")
    revision = archive.one(brief.root, "0.9")
    assert revision.folder == folder
    assert revision.faults() == []
    assert list(revision.chapters()) == ["index", "observed", "asked", "sources"]
    assert [r["id"] for r in revision.register["recommendations"]] == ["publish-counts"]
    manifest = revision.manifest
    assert (manifest.revision, manifest.date, manifest.before) == ("0.9", "2025-07-15", "")
    assert manifest.inputs["material/evidence/counts.toml"] == sha256(brief.root / "material/evidence/counts.toml")
    assert {"conf.py", "refs.bib", "CHANGELOG.md", "source/observed.md"} <= manifest.inputs.keys()
    assert {"python", "sphinx", "typst"} <= manifest.tools.keys()


def test_the_manifest_lists_what_the_build_read_and_nothing_else(brief: Any) -> None:
    """Settings, pages and the process that prints read each their own; what nobody opened was not read."""
    own = {
        "own.py": "",
        "_templates/own.html": "<p>own</p>\n",
        "_static/own.css": "p { color: black }\n",
        "look.typ": Path(outputs.__file__).with_name("brief.typ").read_text("utf-8"),
    }
    unread = {"notes.txt": "unread\n", "source/words.txt": "Words.\n"}
    for name, text in (own | unread).items():
        brief.project.write(name, text)
    settings = (
        "import docutils, os, sys\n"
        "sys.path.insert(0, os.path.dirname(__file__))\n"
        "import own\n"
        "templates_path = ['_templates']\n"
        "html_static_path = ['_static']\n"
        "html_additional_pages = {'own': 'own.html'}\n"
        "html_extra_path = [os.path.dirname(docutils.__file__) + '/writers/html5_polyglot/plain.css']\n"
        "accessible_pdf_documents = [('index', 'brief', 'A title', '', 'look.typ')]\n"
    )
    brief.project.change("conf.py", "import datetime as dt\n", f"import datetime as dt\n{settings}")
    brief.commit()
    cut(brief.root, "0.9", brief.making((*PAGES, Output("accessiblepdf", f"{PUBLIC}/pdf"))))
    read = archive.one(brief.root, "0.9").manifest.inputs
    installed = "installed/docutils/writers/html5_polyglot/plain.css"
    assert {*own, installed, "conf.py", "refs.bib", "CHANGELOG.md", "source/observed.md"} <= read.keys()
    assert [name for name in read if name.startswith("installed/")] == [installed]
    assert not unread.keys() & read.keys()
    assert read["own.py"] == sha256(brief.root / "own.py")


def test_nothing_in_a_cut_names_a_path_of_the_machine_or_an_address_of_a_builder(brief: Any) -> None:
    folder = brief.cut("0.9")
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in (FILE, PROVENANCE):
            text = path.read_text("utf-8")
            assert str(brief.root) not in text
            assert ".html" not in text


def test_a_lowered_chapter_has_numbers_written_out_and_references_by_chapter_and_id(brief: Any) -> None:
    brief.cut("0.9")
    chapter = archive.one(brief.root, "0.9").chapters()["asked"]
    text = lowered.write(chapter)
    assert 'refuri="observed#finding-both-do-it"' in text
    assert '<inline classes="number">R1</inline>' in text
    assert "9\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}10" in text


def test_the_same_brief_cut_elsewhere_is_the_same_bytes(brief: Any, project: Any) -> None:
    first = brief.cut("0.9")
    other = type(brief)(project("test-sound"))
    other.entry("0.9 - 2025-07-15", "- update: all statements are new.", summary="First edition.")
    second = other.cut("0.9")
    names = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(second) for p in second.rglob("*") if p.is_file())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def test_an_edition_is_the_same_before_and_after_its_own_cut(brief: Any) -> None:
    brief.cut("0.9")
    before = archive.one(brief.root, "0.9").manifest
    shutil.rmtree(brief.root / "revisions" / "0.9")
    brief.git("tag", "--delete", "revision-0.9")
    brief.cut("0.9")
    after = archive.one(brief.root, "0.9").manifest
    for name in (PROVENANCE, SBOM):  # the commit is another
        assert before.frozen.pop(name) != after.frozen.pop(name)
    assert (before.outputs, before.frozen) == (after.outputs, after.frozen)


@pytest.mark.parametrize(
    ("number", "said"),
    [("0.8.x", "no revision number"), ("../0.9", "no revision number"), ("1.0", "no entry")],
)
def test_a_number_without_sense_or_entry_is_refused(brief: Any, number: str, said: str) -> None:
    with pytest.raises(RevisionError, match=said):
        brief.cut(number)
    assert archive.read_all(brief.root) == []
    assert not (brief.root / archive.FOLDER).exists()


def test_uncommitted_work_is_refused_by_name(brief: Any) -> None:
    brief.commit()
    brief.project.write("source/observed.md", "# Changed\n")
    with pytest.raises(RevisionError, match=r"uncommitted changes: source/observed\.md"):
        cut(brief.root, "0.9")


def test_a_folder_without_git_is_refused(brief: Any) -> None:
    shutil.rmtree(brief.root / ".git")
    with pytest.raises(RevisionError, match="not a git repository"):
        cut(brief.root, "0.9")


def test_an_entry_that_is_still_a_draft_is_refused(brief: Any) -> None:
    brief.entries.clear()
    brief.entry("0.9 - draft", "- update: all statements are new.")
    with pytest.raises(RevisionError, match="still a draft"):
        brief.cut("0.9")


def test_a_brief_with_a_warning_is_refused(brief: Any) -> None:
    brief.project.change("source/observed.md", ":certainty: high\n:key:\n\nBoth", ":certainty: hig\n:key:\n\nBoth")
    with pytest.raises(RevisionError, match="warnings"):
        brief.cut("0.9")


def test_published_without_anybody_responsible_is_refused(brief: Any) -> None:
    brief.project.change("conf.py", 'brief_status = "review draft"', 'brief_status = "published"')
    with pytest.raises(RevisionError, match="warnings"):
        brief.cut("0.9")
    with (brief.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('suppress_warnings = ["brief.configuration"]\n')
    lacking = "without brief_publisher and brief_responsible and brief_contact"
    with pytest.raises(RevisionError, match=lacking):
        brief.cut("0.9")


def test_nothing_is_written_of_a_brief_whose_warning_was_told_when_it_was_read(brief: Any, tmp_path: Path) -> None:
    day, said = dt.date(2025, 7, 15), io.StringIO()
    sound = build_edition(brief.root, tmp_path / "sound", day, PAGES, said, sound=True)
    assert (sound.warnings, (tmp_path / "sound/public/index.html").is_file()) == (0, True)
    brief.project.change("conf.py", 'brief_status = "review draft"', 'brief_status = "published"')
    result = build_edition(brief.root, tmp_path / "edition", day, PAGES, said, sound=True)
    assert (result.warnings, result.written) == (1, ())
    assert not list((tmp_path / "edition").rglob("*.html"))
    assert not list((tmp_path / "edition").rglob("*.xml"))


def test_a_cut_revision_is_never_cut_again_and_numbers_only_rise(brief: Any) -> None:
    brief.cut("0.9")
    with pytest.raises(RevisionError, match="cut already"):
        brief.cut("0.9")
    brief.entry("0.8 - 2025-08-01", "- editorial: words.")
    with pytest.raises(RevisionError, match="not after the last one"):
        brief.cut("0.8")


def test_a_clock_that_goes_backwards_is_refused(brief: Any) -> None:
    brief.cut("0.9")
    brief.entry("1.0 - 2025-07-01", "- editorial: words.")
    with pytest.raises(RevisionError, match=r"dated 2025-07-01|1\.0 is dated"):
        brief.cut("1.0")


def test_a_changed_recommendation_that_the_changelog_does_not_name_is_refused(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("source/asked.md", ":strength: strong", ":strength: conditional")
    brief.entry("1.0 - 2025-09-01", "- editorial: shorter sentences.")
    with pytest.raises(RevisionError):
        brief.cut("1.0")
    brief.entries.pop(0)
    brief.entry("1.0 - 2025-09-01", "- update `publish-counts`: conditional now. Why: costs rose.")
    assert brief.cut("1.0").name == "1.0"


def test_revisions_are_chained_and_a_changed_older_one_is_named(brief: Any) -> None:
    first = brief.cut("0.9")
    brief.entry("1.0 - 2025-09-01", "- editorial: nothing that matters.")
    brief.cut("1.0")
    assert archive.one(brief.root, "1.0").manifest.before_sha256 == sha256(first / FILE)
    assert archive.chain_faults(archive.read_all(brief.root)) == []
    text = (first / FILE).read_text("utf-8")
    (first / FILE).write_text(text.replace("First edition", "Another edition"), "utf-8")
    assert archive.chain_faults(archive.read_all(brief.root)) == [
        "revisions/0.9/manifest.json differs from what revision 1.0 was cut after"
    ]


def test_the_revisions_that_were_cut_can_be_read_whatever_the_schema_of_their_register() -> None:
    cut = archive.read_all(ROOT)
    assert {revision.register["schema"] for revision in cut} <= set(READABLE)
    for revision in cut:
        schema = json.loads(SCHEMA.with_name(f"register-{revision.register['schema']}.json").read_text("utf-8"))
        jsonschema.Draft202012Validator(schema).validate(revision.register)


def test_a_tampered_chapter_and_a_register_of_an_older_schema_are_named(brief: Any) -> None:
    folder = brief.cut("0.9")
    chapter = folder / "chapters/observed.xml"
    chapter.write_text(chapter.read_text("utf-8").replace("Both systems", "Two systems"), "utf-8")
    assert archive.one(brief.root, "0.9").faults() == ["revisions/0.9/chapters/observed.xml differs"]
    register = json.loads((folder / "register.json").read_text("utf-8"))
    (folder / "register.json").write_text(json.dumps(register | {"schema": 0}), "utf-8")
    with pytest.raises(RevisionError, match="of schema 0"):
        _ = archive.one(brief.root, "0.9").register


# Only what is committed


def test_ignored_hidden_and_replaced_files_and_local_attributes_enter_no_cut(brief: Any) -> None:
    """Nothing enters that the commit does not hold, whatever git is told to overlook."""
    brief.project.write(".gitignore", "build/\n.cache/\nsource/ignored.md\nmaterial/evidence/ignored.toml\n")
    brief.commit()
    clean = brief.cut("0.9")
    before = archive.one(brief.root, "0.9").manifest
    shutil.rmtree(clean)
    brief.git("reset", "--quiet", "--hard", "HEAD~")
    brief.git("tag", "--delete", "revision-0.9")
    brief.project.write("source/ignored.md", "---\norphan: true\n---\n\n# Ignored\n")
    brief.project.write(
        "material/evidence/ignored.toml", (brief.root / "material/evidence/counts.toml").read_text()
    )
    brief.project.write("material/evidence/excluded.toml", "")
    brief.project.write(".git/info/exclude", "excluded.toml\n")
    brief.project.write(".git/info/attributes", "counts.toml export-ignore\nobserved.md filter=forge\n")
    brief.git("config", "filter.forge.smudge", "sed s/Both/No/")
    brief.git("update-index", "--assume-unchanged", "source/observed.md")
    brief.git("update-index", "--skip-worktree", "source/asked.md")
    for name in ("observed", "asked"):
        (brief.root / f"source/{name}.md").write_text("# Forged\n", "utf-8")
    other = brief.git("commit-tree", brief.git("rev-parse", "HEAD:source"), "-m", "another tree")
    brief.git("replace", "HEAD", other)
    (brief.root / ".cache").mkdir(exist_ok=True)
    (brief.root / ".cache/answers.json").write_text("{}", "utf-8")
    assert cut(brief.root, "0.9", brief.making(DATA)) == clean
    after = archive.one(brief.root, "0.9").manifest
    assert (after.outputs, after.inputs, after.frozen) == (before.outputs, before.inputs, before.frozen)


def test_a_cut_commits_its_folder_alone_and_tags_it_and_its_provenance_and_parts_are_sound(brief: Any) -> None:
    brief.commit()
    commit = brief.git("rev-parse", "HEAD")
    folder = cut(brief.root, "0.9", brief.making(DATA))
    assert brief.git("rev-parse", "revision-0.9~") == commit
    assert brief.git("status", "--porcelain") == ""
    changed = brief.git("show", "--format=", "--name-only", "revision-0.9").splitlines()
    assert {name.split("/")[:2] == ["revisions", "0.9"] for name in changed} == {True}
    manifest = archive.one(brief.root, "0.9").manifest
    assert (manifest.commit, manifest.tree) == (commit, brief.git("rev-parse", f"{commit}:"))
    said = (folder / PROVENANCE).read_text("utf-8")
    Parse(said, StatementPb())
    ParseDict(json.loads(said)["predicate"], Provenance())
    statement = json.loads(said)
    Statement(
        [ResourceDescriptor(one["name"], digest=one["digest"]).pb for one in statement["subject"]],
        statement["predicateType"],
        statement["predicate"],
    ).validate()
    assert {one["name"]: one["digest"]["sha256"] for one in statement["subject"]} == manifest.outputs
    assert JsonStrictValidator(SchemaVersion.V1_5).validate_str((folder / SBOM).read_text("utf-8")) is None


def test_an_edition_is_built_apart_with_nothing_of_this_process(
    brief: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default way: another process, whose answer is the same whatever is set here."""
    brief.project.write("packages/own/src/seen.py", "WORD = 'packed'\n")
    brief.project.change(
        "conf.py",
        "import",
        "import seen\nimport",
    )
    brief.commit()
    for name, value in {
        "TZ": "Asia/Tokyo",
        "LC_ALL": "de_DE.UTF-8",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": "/no",
    }.items():
        monkeypatch.setenv(name, value)
    there = []
    for name in ("one", "two"):
        project = tmp_path / name / "project"
        repository.check_out(brief.root, "HEAD", project)
        assert build_apart(project, tmp_path / name / "edition", dt.date(2025, 7, 15))
        there.append(hashes(tmp_path / name / "edition" / PUBLIC))
        monkeypatch.setenv("TZ", "America/New_York")
    assert there[0] == there[1]
    assert "index.html" in there[0]


def test_a_killed_cut_is_tidied_up_by_the_next_and_one_that_lacked_its_tag_is_completed(
    brief: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    brief.commit()

    def killed(*_given: object) -> bool:
        os._exit(9)

    def killed_by_git(*_given: object) -> None:
        os._exit(9)

    assert in_a_process(lambda: cut(brief.root, "0.9", killed)) == 9
    assert [path.name for path in (brief.root / "revisions").iterdir()] == [".0.9.building.unfinished"]
    for name, make in {"keep": brief.making(DATA), "tag": lambda *_given: pytest.fail("built again")}.items():
        with monkeypatch.context() as patched:
            patched.setattr(repository, name, killed_by_git)
            assert in_a_process(lambda make=make: cut(brief.root, "0.9", make)) == 9  # type: ignore[misc]
        assert [path.name for path in (brief.root / "revisions").iterdir()] == ["0.9"]
        assert brief.git("tag") == ""
    cut(brief.root, "0.9", lambda *_given: pytest.fail("built again"))
    assert brief.git("tag") == "revision-0.9"
    assert brief.git("status", "--porcelain") == ""


def test_a_tag_that_stands_already_is_refused_before_anything_is_built(brief: Any) -> None:
    brief.commit()
    brief.git("tag", "revision-0.9")
    with pytest.raises(RevisionError, match=r"the tag revision-0\.9 stands already"):
        cut(brief.root, "0.9", lambda *_given: pytest.fail("built"))


def test_a_cut_that_is_refused_leaves_nothing(brief: Any) -> None:
    brief.commit()
    with pytest.raises(RevisionError, match="warnings"):
        cut(brief.root, "0.9", lambda *_given: False)
    assert not (brief.root / "revisions").exists()
    assert brief.git("status", "--porcelain") == ""


def test_the_build_names_what_is_wrong_with_frozen_revisions_and_goes_on(brief: Any) -> None:
    folder = brief.cut("0.9")
    brief.entry("1.0 - draft", "- editorial: words.")
    (folder / "chapters/observed.xml").unlink()
    built = brief.project.build("dummy", fresh=True)
    assert [said.text for said in built.said("revision")] == ["revisions/0.9/chapters/observed.xml is missing"]
    assert "Both systems did it" in built.words("observed")


def test_what_is_laid_out_of_a_commit_is_the_commit_whatever_its_attributes_say(
    brief: Any, tmp_path: Path
) -> None:
    names = ("export-ignore", "export-subst", "ident", "text eol=crlf")
    for at, name in enumerate(names):
        brief.project.write(f"source/page{at}.md", "$Format:%H$ $Id$\n")
        with (brief.root / ".gitattributes").open("a", encoding="utf-8") as file:
            file.write(f"source/page{at}.md {name}\n")
    brief.commit()
    repository.check_out(brief.root, brief.git("rev-parse", "HEAD"), tmp_path / "laid")
    for at, name in enumerate(names):
        committed = brief.git("cat-file", "blob", f"HEAD:source/page{at}.md")
        assert (tmp_path / f"laid/source/page{at}.md").read_bytes().decode() == f"{committed}\n", name


@pytest.mark.parametrize("old", [False, True], ids=["a Python of today", "Python before 3.11.4"])
def test_a_commit_is_laid_out_by_any_python_and_no_link_leads_out_of_it(
    brief: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bool
) -> None:
    if old:
        monkeypatch.delattr(tarfile, "data_filter")
        extractall = tarfile.TarFile.extractall
        monkeypatch.setattr(tarfile.TarFile, "extractall", lambda tar, path: extractall(tar, path))
    brief.commit()
    repository.check_out(brief.root, "HEAD", tmp_path / "laid")
    assert (tmp_path / "laid/source/index.md").is_file()
    (brief.root / "source/out.md").symlink_to("/etc/hostname")
    brief.commit()
    with pytest.raises(RevisionError, match="cannot be laid out"):
        repository.check_out(brief.root, "HEAD", tmp_path / "again")


def test_a_revision_without_commit_and_tag_is_built_from_the_commit_that_is_noted(brief: Any) -> None:
    brief.project.write("revisions/0.9/manifest.json", "{}")
    brief.commit()
    brief.commit()
    noted = brief.git("rev-parse", "HEAD")
    manifest = SimpleNamespace(commit="")
    revision: Any = SimpleNamespace(manifest=manifest, number="0.9", shown="revisions/0.9")
    assert repository.commit_of(brief.root, revision) == brief.git("rev-parse", "HEAD~")
    brief.project.write("revisions/commits.txt", f"# ours\n0.9 {noted}\n")
    assert repository.commit_of(brief.root, revision) == noted
    brief.project.write("revisions/commits.txt", "0.9 HEAD\n")
    with pytest.raises(RevisionError, match=r"'0\.9 HEAD' is no revision with its commit"):
        repository.commit_of(brief.root, revision)


def test_our_own_revisions_without_tags_name_their_commits() -> None:
    for revision in archive.read_all(ROOT):
        if not revision.manifest.commit:
            assert len(repository.commit_of(ROOT, revision)) >= 40
