"""What authors bring in: nothing of it is lost or read otherwise than it is meant, and no right thing is told."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from PIL import Image
from projects import DEFAULT, Project

from policybrief import outputs
from policybrief.commands import new
from policybrief.words import invisible

if TYPE_CHECKING:
    from projects import Built, Projects

PLAIN = "# Brief\n\n{}\n"


def made(project: Projects, text: str, **files: bytes | str) -> Project:
    """A brief of one page with this text, and other files beside it; names have an underscore for their dot."""
    brief = project()
    brief.write("source/index.md", PLAIN.format(text))
    for name, content in files.items():
        path = brief.path / "source" / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return brief


def cells(built: Built) -> list[str]:
    """The cells of the page, row by row."""
    return [entry.astext() for entry in built.read("index").findall(nodes.entry)]


# HTML


def test_comments_in_markdown_are_for_authors_alone(project: Projects) -> None:
    text = "Said.\n\n<!-- not *yet*\n\n# Not a heading -->\n\n- one <!-- {value}`none` --> two\n"
    built = made(project, text).build()
    assert built.complaints == []
    assert built.words("index") == "Brief Said. one two"


def test_a_comment_that_is_never_closed_is_told_for_it_takes_all_that_follows(project: Projects) -> None:
    built = made(project, "Said.\n\n<!-- to check\n\nLost.\n").build()
    assert [(said.place, "never closed" in said.text) for said in built.said("form")] == [
        ("source/index.md:5", True)
    ]


def test_other_html_is_told_with_its_line_and_prints_as_it_is_written(project: Projects) -> None:
    built = made(project, "A<sub>2</sub>.\n\n<div>\nin a box\n</div>\n").build()
    assert [said.place for said in built.said("form")] == ["source/index.md:3", "source/index.md:5"]
    assert built.words("index") == "Brief A<sub>2</sub>. <div> in a box </div>"


@pytest.mark.parametrize("off", [["html_block", "html_inline"], []])
def test_a_list_of_tasks_prints_a_sign_for_each_in_every_output(project: Projects, off: list[str]) -> None:
    values = {"myst_enable_extensions": ["tasklist"], "myst_disable_syntax": off}
    built = made(project, "- [ ] to do\n- [x] done\n").build("text", **values)
    assert (built.complaints, built.words("index")) == (
        [],
        "Brief \N{BALLOT BOX} to do \N{BALLOT BOX WITH CHECK} done",
    )


def test_text_on_the_line_of_a_comment_is_not_lost(project: Projects) -> None:
    built = made(project, "<!-- why --> Said *so*.\n").build()
    assert ["a line of its own" in said.text for said in built.said("form")] == [True]
    assert built.words("index") == "Brief Said *so*."


def test_an_escaped_sign_is_no_html(project: Projects) -> None:
    built = made(project, "a \\<b> c, 3 < 4 > 2\n").build()
    assert (built.complaints, built.words("index")) == ([], "Brief a <b> c, 3 < 4 > 2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "![D](dot.svg){width=25%}",
            "'{width=25%}' prints as text: write {width=\"25%\"} right behind the picture",
        ),
        ("So $x_1 \\leq 3$ holds.", "'$x_1 \\\\leq 3$' prints as text: write {math}`x_1 \\leq 3`"),
        ("- with $n$ trials", "'$n$' prints as text: write {math}`n`"),
        ("$$E = m c^2$$", "'$$E = m c^2$$' prints as text: write {math}`E = m c^2`"),
        ("It costs $5 and $10, US$7 = A$9, or $3-$4 a head; $100/$200.", ""),
        ("Set `$x^2$` or $HOME and $PATH; from 5$ to 7$.", ""),
        (r"An escaped \$x_1\$.", ""),
        ('![D](dot.svg){width="25%"} and {this} = that', ""),
    ],
)
def test_markup_that_prints_as_text_is_told_once_with_its_line_and_its_cure(
    project: Projects, text: str, said: str
) -> None:
    dot = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    built = made(project, f"{text}\n\n{text}\n", dot_svg=dot).build()
    told = [(one.place, one.text[: len(said)]) for one in built.complaints if "prints as text" in one.text]
    assert told == ([("source/index.md:3", said)] if said else [])


@pytest.mark.parametrize("said_before", ["", 'myst_enable_extensions = ["substitution"]'])
def test_the_setting_that_a_message_asks_for_leaves_the_brief_whole(tmp_path: Path, said_before: str) -> None:
    new.begin(tmp_path / "brief", new.Wanted("A brief"), dt.date(2026, 3, 1))
    brief = Project(tmp_path / "brief")
    conf, chapter = ((brief.path / name).read_text("utf-8") for name in ("conf.py", "source/findings.md"))
    brief.write("conf.py", f"{conf}\n{said_before}\n")
    brief.write("source/findings.md", f"{chapter}\nSo $x_1 \\leq 3$ holds.\n")
    (told,) = brief.build().complaints
    (cure,) = re.findall(r"myst_enable_extensions = \[.*?\]", told.text)
    brief.write("conf.py", f"{conf}\n{cure}\n")
    built = brief.build()
    assert built.complaints == []
    assert [node.astext() for node in built.read("findings").findall(nodes.math)] == ["x_1 \\leq 3"]


def test_a_look_of_ones_own_stands_beside_that_of_briefs(project: Projects) -> None:
    own = {"accessible_pdf_looks": {"own": "own.typ"}}
    documents = [("index", "brief", "A brief", "", "brief")]
    assert made(project, "Text.").build(accessible_pdf_documents=documents, **own).complaints == []


def test_a_table_of_markdown_without_a_caption_is_told_where_it_has_one(project: Projects) -> None:
    rows = "| A | B |\n|---|---|\n| 1 | 2 |\n"
    (told,) = made(project, rows).build().said("table")
    opening = told.text.partition("go into one: ")[2]
    assert made(project, f"{opening}\n{rows}```\n").build().complaints == []


# Bytes and characters


@pytest.mark.parametrize("text", ["```{include} part.txt\n```", "```{include} part.txt\n:literal:\n```"])
def test_an_included_file_that_is_no_utf_8_is_told_with_its_line(project: Projects, text: str) -> None:
    built = made(project, text, part_txt="First.\n\nSeñal número\n".encode("latin-1")).build()
    assert [said.place for said in built.said("encoding")] == ["source/part.txt:3"]


def test_a_table_that_names_its_encoding_is_right_and_one_that_does_not_is_told(project: Projects) -> None:
    table = "```{{csv-table}} T\n:file: t.csv\n:header-rows: 1\n{}```\n"
    content = "Año,Coste\n1,5 €\n".encode("cp1252")
    named = made(project, table.format(":encoding: cp1252\n"), t_csv=content).build()
    assert (named.complaints, cells(named)) == ([], ["Año", "Coste", "1", "5 €"])
    unnamed = made(project, table.format(""), t_csv=content).build()
    assert [said.place for said in unnamed.said("encoding")] == ["source/t.csv:1"]


@pytest.mark.parametrize("character", ["\ufeff", "\u200b", "\u00ad", "\u202e", "\u2066", "\u200e"])
def test_a_pasted_invisible_character_is_told_with_its_line_and_left_out(
    project: Projects, character: str
) -> None:
    built = made(
        project, f"One\n\nse{character}cond\n\n```{{include}} p.txt\n```", p_txt=f"\n\nth{character}ird"
    ).build()
    assert [said.place for said in built.said("control_character")] == ["source/index.md:5", "source/p.txt:3"]
    assert built.words("index") == "Brief One second third"


@pytest.mark.parametrize(
    ("character", "prints"), [("\u2028", " "), ("\u2029", " "), ("\ue0ff", "\ufffd"), ("\U000f0001", "\ufffd")]
)
def test_a_separator_or_a_character_for_private_use_is_told_with_its_line(
    project: Projects, character: str, prints: str
) -> None:
    built = made(project, f"One\n\nsec{character}ond").build()
    assert [said.place for said in built.said("control_character")] == ["source/index.md:5"]
    assert built.words("index") == f"Brief One sec{prints}ond"


def test_what_is_wrong_in_a_chapter_that_another_includes_is_told_once_in_its_own_file(project: Projects) -> None:
    chapter = "# Two\n\nA [link](#nowhere), {finding}`none`.\n\n<hr>\n\n```{nonsense}\n```\n\n![a](none.svg)\n"
    include = "One.\n\n```{include} two.md\n```\n\n```{toctree}\ntwo\n```"
    told = made(project, include, two_md=chapter).build().complaints
    lines = [3, 3, 5, 7, 10]
    assert sorted(said.place for said in told) == sorted(f"source/two.md:{line}" for line in lines)


@pytest.mark.parametrize("space", ["", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
def test_the_last_line_of_a_french_chapter_has_whatever_space_before_its_colon(
    project: Projects, space: str
) -> None:
    brief = made(project, "```{toctree}\ntwo\n```", two_md=f"# Deux\n\nDit.\n\nSources{space}: les fiches.\n")
    assert brief.build(language="fr", brief_rules=["ends_with_sources"]).said("form") == []


# Names of files


@pytest.mark.parametrize("builder", ["html", "epub", "accessiblepdf"])
def test_a_picture_is_found_whatever_signs_its_name_has(project: Projects, builder: str) -> None:
    ways = "![A](<a dot.png>)\n\n![B](a%20dot.png)\n\n```{figure} a dot.png\n:alt: C\n\nD\n```\n\n![E](Größe.png)"
    brief = made(project, ways + "\n\n```{image} 50% (b).png\n:alt: F\n```")
    for name in ("a dot.png", "Größe.png", "50% (b).png"):
        Image.new("RGB", (90, 30), "navy").save(brief.path / "source" / name)
    look = shutil.copy(Path(outputs.__file__).with_name("brief.typ"), brief.path)
    document = [("index", "brief", "T", "", Path(look).name, False, {})]
    built = brief.build(builder, accessible_pdf_documents=document)
    assert built.complaints == []
    assert len(list(built.app.builder.images)) == 3
    assert builder != "accessiblepdf" or (built.outdir / "brief.pdf").is_file()


def test_invisible_characters_stay_where_a_script_needs_them() -> None:
    for text in ("שלום \u2067abc\u2069", "ภาษา\u200bไทย", "خانه\u200cها", "👩\u200d🔬"):
        assert (invisible.problems(text), invisible.replaced(text)) == ([], text)
    assert invisible.problems("שלום \u202eabc")


# Tables


def test_signs_at_the_head_of_a_cell_are_no_markup(project: Projects) -> None:
    rows = ["> 5", "- 3", "+ 3", "# 2", "% of all", "3. May", "---", "*so*"]
    built = made(
        project, "```{csv-table} T\n:header: A,B\n\n" + "".join(f'"{row}",x\n' for row in rows) + "```\n"
    ).build()
    assert built.complaints == []
    assert cells(built)[2::2] == ["> 5", "- 3", "+ 3", "# 2", "% of all", "3. May", "—", "so"]


def test_a_table_in_utf_16_needs_no_word_about_it(project: Projects) -> None:
    table = "```{csv-table} T\n:file: t.csv\n:header-rows: 1\n```\n"
    built = made(project, table, t_csv="Ort,Preis\nKöln,5 €\n".encode("utf-16")).build()
    assert (built.complaints, cells(built)) == ([], ["Ort", "Preis", "Köln", "5 €"])


def test_escapes_of_restructuredtext_are_no_control_characters(project: Projects) -> None:
    brief = project()
    brief.write(
        "conf.py", (DEFAULT / "conf.py").read_text("utf-8") + 'source_suffix = {".rst": "restructuredtext"}\n'
    )
    brief.write("source/index.rst", "Brief\n=====\n\nA \\*star and *one*\\ s.\n")
    built = brief.build()
    assert (built.complaints, built.words("index")) == ([], "Brief A *star and ones.")


def test_cells_divided_by_another_mark_are_read_and_told(project: Projects) -> None:
    table = "```{{csv-table}} T\n:file: t.csv\n:header-rows: 1\n{}```\n"
    content = "Land;Preis\nA;5,30\nB;7,10\n"
    guessed = made(project, table.format(""), t_csv=content).build()
    assert [said.subtype for said in guessed.complaints] == ["table"]
    assert cells(guessed) == ["Land", "Preis", "A", "5,30", "B", "7,10"]
    assert made(project, table.format(":delim: ;\n"), t_csv=content).build().complaints == []


def test_shares_and_alignment_of_columns_stand_in_the_page(project: Projects) -> None:
    text = "```{list-table} T\n:width: 33%\n:header-rows: 1\n\n* - A\n* - 1\n```\n\n"
    text += "```{table} U\n| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n```\n"
    built = made(project, text).build("html")
    page, style = built.file("index.html"), built.file("_static/screen.css")
    assert '<table class="w-33 ' in page
    assert ".w-33 { width: 33%; }" in style
    for side in ("left", "center", "right"):
        assert f'class="text-{side}"><p>' in page
        assert f".text-{side} {{ text-align: {side}; }}" in style


# Links


def test_a_plain_link_to_a_label_or_to_an_id_is_right_and_says_nothing(project: Projects) -> None:
    brief = project("test-sound")
    finding = next(iter(brief.build().app.env.get_domain("brief").statements))  # type: ignore[attr-defined]
    brief.write(
        "source/other.md", f"---\norphan: true\n---\n(here)=\n# Other\n\n[x](#here) and [y](#{finding}).\n"
    )
    built = brief.build()
    assert built.complaints == []
    assert len(list(built.resolved("other").findall(nodes.reference))) == 2


@pytest.mark.parametrize("link", ["[x](#metod)", "{ref}`x <metod>`", "{numref}`metod`", "{any}`metod`"])
def test_a_link_with_a_typo_is_told_once_with_the_nearest_name(project: Projects, link: str) -> None:
    built = made(project, f"(method)=\n## Method\n\nSee {link}.").build()
    assert ["did you mean 'method'?" in said.text for said in built.complaints] == [True]


def test_a_link_to_a_file_with_a_typo_is_told_with_the_nearest_file(project: Projects) -> None:
    built = made(project, "[x](methd.md)", method_md="---\norphan: true\n---\n# Method\n").build()
    assert ["did you mean 'method.md'?" in said.text for said in built.said("myst.xref_missing")] == [True]


# Parts that are printed elsewhere


def carried(project: Projects) -> Project:
    """A brief whose finding has a note and a way to another chapter in a part that is printed in the annex."""
    brief = project("test-sound")
    text = (brief.path / "source/observed.md").read_text("utf-8")
    brief.write(
        "source/deep/far.md",
        text.replace("Because\n: ", "Because\n: A[^a], {doc}`near`. ", 1) + "\n[^a]: The note.\n",
    )
    brief.write("source/deep/near.md", "# Near\n\nText.\n")
    (brief.path / "source/observed.md").unlink()
    return brief


def test_notes_and_links_of_a_part_lead_on_wherever_it_is_printed(project: Projects) -> None:
    brief = carried(project)
    index = (brief.path / "source/index.md").read_text("utf-8")
    brief.write("source/index.md", index.replace("observed", "deep/far\ndeep/near\nlast"))
    brief.write("source/last.md", "# Last\n\nOwn[^b].\n\n```{finding-records}\n```\n\n[^b]: My own.\n")
    built = brief.build("html")
    tree = built.resolved("last")
    notes = {note["ids"][0]: note.astext() for note in tree.findall(nodes.footnote)}
    calls = [(call["refid"], call.astext()) for call in tree.findall(nodes.footnote_reference)]
    assert [notes[id].split("\n\n") for id, _number in calls] == [["1", "My own."], ["2", "The note."]]
    assert [number for _id, number in calls] == ["1", "2"]
    assert 'href="deep/near.html"' in built.file("last.html")


# Where nothing can be kept


def test_a_project_that_cannot_be_written_builds_without_a_cache(project: Projects) -> None:
    brief = project("test-sound")
    (brief.path / ".cache").write_text("in the way of a folder", "utf-8")
    assert brief.build("html").complaints == []


def test_a_brief_without_a_changelog_names_no_revision(project: Projects) -> None:
    brief = project("test-sound")
    assert "New in revision" not in "".join(
        path.read_text("utf-8") for path in brief.build("html").outdir.glob("*.html")
    ) or (brief.path / "CHANGELOG.md").read_text("utf-8").count("## ")
