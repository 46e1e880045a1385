"""A build reads what stands below the root of the project, reaches no network, and says what it refused."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from policybrief.data import confinement
from policybrief.outputs import run

if TYPE_CHECKING:
    from projects import Project, Projects

SECRET = "what only this machine knows"
SYNTAX = {
    "include": "```{include} NAME\n```",
    "literal include": "```{include} NAME\n:literal:\n```",
    "include from docutils": "```{include} <../../../../../../../../../../../../../../../../../..ABSOLUTE>\n```",
    "literalinclude": "```{literalinclude} NAME\n```",
    "table": "```{csv-table} A table\n:file: NAME\n```",
    "picture": "```{image} NAME\n:alt: A dot\n```",
    "figure": "```{figure} NAME\n:alt: A dot\n\nA caption\n```",
    "download": "{download}`a file <NAME>`",
    "link": "[a file](NAME)",
}


@pytest.fixture
def brief(project: Projects) -> Project:
    """A brief beside files that are none of its own."""
    made = project("test-sound")
    made._complete()  # it looks through files, and one that never ends is still to come
    (made.path.parent / "secret.txt").write_text(SECRET, "utf-8")
    return made


def with_page(brief: Project, text: str) -> None:
    """One page more, its text on the fourth line."""
    brief.write("source/page.md", f"---\norphan: true\n---\n{text}\n")


def leaked(brief: Project, builder: str = "html") -> list[str]:
    """The written files that hold the secret."""
    files = (path for path in (brief.path / "build" / builder).rglob("*") if path.is_file())
    return [path.name for path in files if SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize("syntax", SYNTAX.values(), ids=SYNTAX.keys())
def test_a_file_outside_is_told_with_its_line_and_stands_in_no_output(brief: Project, syntax: str) -> None:
    outside = brief.path.parent / "secret.txt"
    with_page(brief, syntax.replace("NAME", "../../secret.txt").replace("ABSOLUTE", str(outside)))
    built = brief.build("html")
    assert leaked(brief) == []
    told = [said.place for said in built.complaints if "not below the root" in said.text]
    assert told == ["source/page.md:4"]
    assert "Both systems did it" in built.words("observed")


@pytest.mark.parametrize("syntax", ["include", "literalinclude", "download"])
def test_a_link_out_of_the_project_is_a_file_outside(brief: Project, syntax: str) -> None:
    os.symlink(brief.path.parent / "secret.txt", brief.path / "source/linked.txt")
    with_page(brief, SYNTAX[syntax].replace("NAME", "linked.txt"))
    built = brief.build("html")
    assert leaked(brief) == []
    assert [said.place for said in built.said("confinement")] == ["source/page.md:4"]


def test_what_the_system_shares_is_outside(brief: Project) -> None:
    shared = next(path for path in sorted(Path("/usr/share").rglob("*")) if path.is_file() and path.suffix == "")
    with_page(brief, f"# Page\n\n```{{csv-table}} A table\n:file: {shared}\n```")
    assert "source/page.md:6" in [said.place for said in brief.build().complaints if "not below" in said.text]


def test_a_folder_of_chapters_that_is_a_link_out_is_outside(brief: Project) -> None:
    shutil.move(brief.path / "source", brief.path.parent / "chapters")
    os.symlink(brief.path.parent / "chapters", brief.path / "source")
    with pytest.raises(ConfigError, match="the chapters are not below the root of the project"):
        brief.build()


def test_a_file_that_never_ends_is_not_begun(brief: Project) -> None:
    os.mkfifo(brief.path / "source/pipe.txt")
    os.mkfifo(brief.path / "material/evidence/pipe.toml")
    with_page(brief, "```{literalinclude} pipe.txt\n```")
    built = brief.build()
    assert {(said.place, said.text.partition(": ")[2] or said.text) for said in built.said("confinement")} == {
        ("source/page.md:4", "this is no regular file; put one in its place"),
        ("material/evidence/pipe.toml:1", "this is no regular file; put one in its place"),
    }


def test_a_chapter_a_record_and_a_bibliography_that_are_links_out_are_left_out(brief: Project) -> None:
    outside = brief.path.parent
    (outside / "chapter.md").write_text(f"# A chapter\n\n{SECRET}\n", "utf-8")
    (outside / "record.toml").write_text(
        (brief.path / "material/evidence/counts.toml").read_text("utf-8"), "utf-8"
    )
    (outside / "more.bib").write_text(f"@misc{{x, title = {{{SECRET}}}}}", "utf-8")
    os.symlink(outside / "chapter.md", brief.path / "source/linked.md")
    os.symlink(outside / "record.toml", brief.path / "material/evidence/linked.toml")
    os.symlink(outside / "more.bib", brief.path / "more.bib")
    built = brief.build("html", bibtex_bibfiles=["refs.bib", "more.bib"])
    assert leaked(brief) == []
    assert sorted(said.place.partition(":")[0] for said in built.said("confinement")) == [
        "conf.py",
        "material/evidence/linked.toml",
        "source/linked.md",
    ]
    assert "linked" not in built.app.env.get_domain("brief").evidence


def test_the_keys_of_the_history_are_no_text(brief: Project) -> None:
    brief.write(".git/config", SECRET)
    with_page(brief, "```{literalinclude} ../.git/config\n```")
    assert [said.place for said in brief.build("html").said("confinement")] == ["source/page.md:4"]
    assert leaked(brief) == []


def test_a_projects_own_files_are_read_wherever_they_stand_below_its_root(brief: Project) -> None:
    brief.write("code/own.py", "ours = 1\n")
    brief.write(
        "pictures/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>'
    )
    names = (
        "```{literalinclude} ../code/own.py\n```\n\n![A dot](../pictures/dot.svg)\n\n{download}`../code/own.py`"
    )
    with_page(brief, f"# Own\n\n{names}\n\n```{{include}} <isonum.txt>\n```")
    built = brief.build("html")
    assert built.said("confinement") == []
    assert "ours = 1" in built.words("page")
    assert (built.outdir / "_images/dot.svg").exists()


def test_a_wider_root_is_named_in_the_configuration(brief: Project) -> None:
    with_page(brief, "# Own\n\n```{literalinclude} ../../secret.txt\n```")
    assert brief.build("html", brief_root="..").said("confinement") == []


@pytest.mark.parametrize(
    "name", ["html_logo", "html_extra_path", "brief_hazards", "templates_path", "locale_dirs", "html_theme_path"]
)
def test_a_setting_that_names_a_file_outside_holds_no_more(brief: Project, name: str) -> None:
    path = "../../secret.txt" if name == "locale_dirs" else "../secret.txt"  # from the chapters, or from conf.py
    built = brief.build("html", **{name: path if name == "html_logo" else [path]})
    (said,) = built.said("confinement")
    assert said.text.startswith(f"{name} names {path!r}: the file is not below the root")
    assert leaked(brief) == []


def test_a_folder_of_files_to_add_holds_no_link_out(brief: Project) -> None:
    brief.write("extra/own.txt", "ours")
    os.symlink(brief.path.parent / "secret.txt", brief.path / "extra/linked.txt")
    assert len(brief.build("html", html_extra_path=["extra"]).said("confinement")) == 1
    assert leaked(brief) == []


LINKED = {
    "changelog": ("CHANGELOG.md", f"# Changes\n\n## 0.1 - draft\n\n{SECRET}\n", "```{revisions}\n```"),
    "bibliography": ("refs.bib", f"@misc{{x, title = {{{SECRET}}}}}\n", "```{bibliography}\n:all:\n```"),
}


@pytest.mark.parametrize(("name", "text", "shown"), LINKED.values(), ids=LINKED.keys())
def test_what_no_setting_names_is_no_link_out(brief: Project, name: str, text: str, shown: str) -> None:
    (brief.path.parent / name).write_text(text, "utf-8")
    (brief.path / name).unlink()
    os.symlink(brief.path.parent / name, brief.path / name)
    with_page(brief, f"# Page\n\n{shown}")
    assert len(brief.build("html").said("confinement")) == 1
    assert leaked(brief) == []


def test_catalogues_that_are_a_link_out_are_not_compiled_there(brief: Project) -> None:
    folder = brief.path.parent / "catalogues/fr/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "observed.po").write_text(f'msgid "Both systems did it."\nmsgstr "{SECRET}"\n', "utf-8")
    os.symlink(brief.path.parent / "catalogues", brief.path / "locales")
    assert len(brief.build("html", language="fr").said("confinement")) == 1
    assert [path.name for path in folder.iterdir()] == ["observed.po"]


NAMING = {
    "latex_additional_files": ["../secret.txt"],
    "html_search_scorer": "../secret.txt",
    "epub_cover": ("../secret.txt", ""),
    "accessible_pdf_logo": "../secret.txt",
    "accessible_pdf_template": "../secret.txt",
    "accessible_pdf_looks": {"own": "../secret.txt"},
    "accessible_pdf_fonts": [{"en": "../secret.txt"}],
    "accessible_pdf_documents": [("index", "brief", "A brief", "", "../secret.txt")],
}


@pytest.mark.parametrize("name", NAMING)
def test_a_setting_of_any_form_that_names_a_file_outside_holds_no_more(brief: Project, name: str) -> None:
    built = brief.build("html", **{name: NAMING[name]})
    (said,) = built.said("confinement")
    assert said.text.startswith(f"{name} names '../secret.txt': the file is not below the root")
    assert "secret.txt" not in str(built.app.config[name])


@pytest.mark.parametrize("name", ["../../secret.txt", "ABSOLUTE"])
@pytest.mark.parametrize("road", ["include", "page"])
def test_a_template_outside_is_filled_in_nowhere(brief: Project, road: str, name: str) -> None:
    name = name.replace("ABSOLUTE", str(brief.path.parent / "secret.txt"))
    brief.write("_templates/own.html", f"{{% include {name!r} %}}<p>ours</p>")
    page = {"own": name if road == "page" else "own.html"}
    built = brief.build("html", templates_path=["_templates"], html_additional_pages=page)
    assert [said.text.split(":")[0] for said in built.said("confinement")] == [
        f"a template or a setting names {name!r}"
    ]
    assert leaked(brief) == []
    assert road == "page" or "<p>ours</p>" in built.file("own.html")


def test_settings_of_docutils_are_told_and_write_nothing_elsewhere(brief: Project) -> None:
    written = brief.path.parent / "written.txt"
    brief.write("docutils.conf", f"[general]\nrecord_dependencies: {written}\nreport_level: 5\n")
    with_page(brief, "# Page\n\n```{include} nowhere.md\n```")
    built = brief.build()
    assert [said.place for said in built.said("confinement")] == ["docutils.conf:1"]
    assert built.said("docutils")
    assert not written.exists()


def test_a_template_of_print_takes_no_package_of_the_machine_or_of_the_network(
    brief: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = brief.path.parent / "typst/packages/local/own/0.1.0"
    folder.mkdir(parents=True)
    (folder / "typst.toml").write_text('[package]\nname = "own"\nversion = "0.1.0"\nentrypoint = "own.typ"\n')
    (folder / "own.typ").write_text(f'#let secret = "{SECRET}"\n', "utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(brief.path.parent))
    brief.write("own.typ", '#import "@local/own:0.1.0": secret\n#let document(..given) = secret\n')
    document = ("index", "brief", "A brief", "", "own.typ")
    told = brief.build("accessiblepdf", accessible_pdf_documents=[document]).complaints
    assert any("package not found" in said.text for said in told), told
    brief.write("own.typ", '#import "@preview/cetz:0.3.1"\n')
    told = brief.build("accessiblepdf", accessible_pdf_documents=[document]).complaints
    assert any("failed to download package" in said.text and "Dns" not in said.text for said in told), told


@pytest.mark.parametrize("name", [".GIT/config", ".jj/store", "part/_darcs/prefs"])
def test_the_history_of_any_system_is_no_text(brief: Project, name: str) -> None:
    brief.write(name, SECRET)
    with_page(brief, f"```{{literalinclude}} ../{name}\n```")
    assert [said.place for said in brief.build("html").said("confinement")] == ["source/page.md:4"]
    assert leaked(brief) == []


@pytest.mark.parametrize("event", ["builder-inited", "source-read", "doctree-resolved"])
def test_a_build_reaches_no_network(brief: Project, event: str) -> None:
    code = "import socket\ndef reach(*given):\n    socket.socket().connect(('192.0.2.1', 9))\n"
    connected = f"def setup(app):\n    app.connect({event!r}, reach)\n"
    brief.write("conf.py", (brief.path / "conf.py").read_text("utf-8") + code + connected)
    with pytest.raises(Exception, match="a build uses no network"):
        brief.build()


def test_a_table_from_an_address_is_told_with_its_line(brief: Project) -> None:
    with_page(brief, "```{csv-table} A table\n:url: https://192.0.2.1/table.csv\n```")
    told = [said.place for said in brief.build().complaints if "a build uses no network" in said.text]
    assert told == ["source/page.md:4"]


def test_after_a_build_and_while_links_are_checked_the_network_is_there(
    brief: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    brief.build()
    assert confinement._Guard.connected
    guard = "import policybrief.data.confinement as c\n"
    told = "lambda *given: print('connected', c._Guard.connected)"
    look = f"def setup(app):\n    app.connect('write-started', {told})\n"
    brief.write("conf.py", (brief.path / "conf.py").read_text("utf-8") + guard + look)
    brief.build("linkcheck", linkcheck_ignore=[".*"])
    brief.build("dummy")
    assert capsys.readouterr().out.split() == ["connected", "True", "connected", "False"]


def test_an_application_that_built_nothing_leaves_the_network(brief: Project) -> None:
    made = run.Settings(brief.path, brief.path / "source", brief.path / "build/doctrees", {})
    with run.application(made, brief.path / "build", "dummy", io.StringIO()):
        assert not confinement._Guard.connected
    assert confinement._Guard.connected
