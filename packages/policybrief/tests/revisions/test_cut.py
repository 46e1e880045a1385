"""A revision is cut once, from a brief that passes everything, and is read back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policybrief.outputs.register import READABLE, SCHEMA
from policybrief.revisions import archive
from policybrief.revisions.manifest import FILE, RevisionError, sha256
from sphinx_redline import lowered

ROOT = Path(__file__).parents[4]


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


def test_nothing_in_a_cut_names_a_path_of_the_machine_or_an_address_of_a_builder(brief: Any) -> None:
    folder = brief.cut("0.9")
    for path in folder.rglob("*"):
        if path.is_file() and path.name != FILE:
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
    (brief.root / "revisions" / "0.9").rename(brief.root / "kept")
    brief.project.write(".gitignore", "build/\nkept/\n")
    brief.cut("0.9")
    after = archive.one(brief.root, "0.9").manifest
    assert (before.outputs, before.frozen) == (after.outputs, after.frozen)


@pytest.mark.parametrize(
    ("number", "said"),
    [("0.8.x", "no revision number"), ("../0.9", "no revision number"), ("1.0", "no entry")],
)
def test_a_number_without_sense_or_entry_is_refused(brief: Any, number: str, said: str) -> None:
    with pytest.raises(RevisionError, match=said):
        brief.cut(number)
    assert archive.read_all(brief.root) == []


def test_uncommitted_work_is_refused_by_name(brief: Any) -> None:
    brief.commit()
    brief.project.write("source/observed.md", "# Changed\n")
    from policybrief.revisions.cut import cut

    with pytest.raises(RevisionError, match=r"uncommitted changes: source/observed\.md"):
        cut(brief.root, "0.9")


def test_a_folder_without_git_is_refused(brief: Any) -> None:
    import shutil

    from policybrief.revisions.cut import cut

    shutil.rmtree(brief.root / ".git")
    with pytest.raises(RevisionError, match="git cannot say"):
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
    with pytest.raises(RevisionError, match="no publisher and no responsible and no contact"):
        brief.cut("0.9")


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
    with pytest.raises(RevisionError, match="register of schema 0"):
        _ = archive.one(brief.root, "0.9").register


def test_the_build_names_what_is_wrong_with_frozen_revisions_and_goes_on(brief: Any) -> None:
    folder = brief.cut("0.9")
    brief.entry("1.0 - draft", "- editorial: words.")
    (folder / "chapters/observed.xml").unlink()
    built = brief.project.build("dummy", fresh=True)
    assert [said.text for said in built.said("revision")] == ["revisions/0.9/chapters/observed.xml is missing"]
    assert "Both systems did it" in built.words("observed")
