"""A figure is referred to by its id or by the name that its author gives it."""

from __future__ import annotations

from docutils import nodes

REFERENCES = "\nSee {numref}`rates`, {ref}`rates`, [](#links), {numref}`first-figure` and {numref}`numbers`.\n"


def links(built):
    """The words and the place of each reference of the chapter that says where one is led."""
    found = built.resolved("observed").findall(nodes.reference)
    return [(one.astext(), one["refuri"]) for one in found if "figures" in one.get("refuri", "")]


def test_a_figure_is_referred_to_by_its_id_or_its_name(brief):
    brief.change("source/figures.md", "```{chart} rates\n", "```{chart} rates\n:name: first-figure\n")
    brief.change("source/figures.md", "```{figure-data} rates\n", "```{figure-data} rates\n:name: numbers\n")
    brief.write("source/observed.md", (brief.path / "source/observed.md").read_text("utf-8") + REFERENCES)
    built = brief.build("html")
    assert built.complaints == []
    title = built.resolved("figures").next_node(nodes.caption).astext()
    assert links(built)[-5:] == [
        ("Fig. 1", "figures.html#figure-rates"),
        (title, "figures.html#figure-rates"),
        ("One study tested one link", "figures.html#figure-links"),
        ("Fig. 1", "figures.html#figure-rates"),
        ("Table 1", "figures.html#table-rates"),
    ]


def test_what_else_has_a_label_keeps_it_in_every_build(brief):
    text = (brief.path / "source/observed.md").read_text("utf-8")
    brief.write("source/observed.md", f"{text}\nSee {{ref}}`words <rates>`.\n")
    assert links(brief.build("html"))[-1][1] == "figures.html#figure-rates"
    brief.write("source/asked-too.md", "---\norphan: true\n---\n(rates)=\n# Rates\n\nWords.\n")
    taken = brief.build("html")
    assert taken.complaints == []
    uris = [one["refuri"] for one in taken.resolved("observed").findall(nodes.reference) if "refuri" in one]
    assert "asked-too.html#rates" in uris
    (brief.path / "source/asked-too.md").unlink()
    assert links(brief.build("html"))[-1][1] == "figures.html#figure-rates"


def test_of_a_figure_that_is_printed_twice_the_first_is_meant(brief):
    brief.change(
        "source/index.md", "```{toctree}", "```{chart} rates\n```\n\nSee {numref}`rates`.\n\n```{toctree}"
    )
    built = brief.build("html")
    assert built.complaints == []
    (link,) = [one for one in built.resolved("index").findall(nodes.reference) if "Fig. 1" in one.astext()]
    assert link["refid"] == "figure-rates"
