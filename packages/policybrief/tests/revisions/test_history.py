"""What earlier revisions mean for the next: tags, the list of revisions, what changed, ids that must hold."""

from __future__ import annotations

import io
from typing import Any

from docutils import nodes

from policybrief.revisions import comparison

HISTORY = "# History\n\n:::{changes}\n:::\n\n:::{revisions}\n:::\n"


def with_history(brief: Any) -> None:
    """Add the chapter that prints the history."""
    brief.project.write("source/history.md", HISTORY)
    brief.project.change("source/index.md", "asked\nsources\n", "asked\nhistory\nsources\n")


def tag(brief: Any, docname: str = "asked") -> str:
    """The history line of the recommendation."""
    built = brief.project.build("dummy", fresh=True)
    assert built.complaints == []
    lines = [n.astext() for n in built.resolved(docname).findall(nodes.paragraph) if n["classes"] == ["history"]]
    assert len(lines) == 1
    return lines[0].replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_is_new_in_a_brief_without_revisions(brief: Any) -> None:
    built = brief.project.build("dummy", fresh=True, brief_changelog="none.md")
    assert [n for n in built.resolved("asked").findall(nodes.paragraph) if n["classes"] == ["history"]] == []


def test_a_recommendation_says_when_it_was_new_reviewed_amended_corrected_and_withdrawn(brief: Any) -> None:
    assert tag(brief) == "New in revision 0.9, 15 July 2025."
    brief.cut("0.9")
    brief.entry("1.0 - draft", "- editorial: words.")
    assert tag(brief) == "New in revision 0.9, 15 July 2025; unchanged in revision 1.0, draft."

    brief.project.change("source/asked.md", ":review: 2027-12-31", ":review: 2028-06-30")
    brief.entries.pop(0)
    brief.entry("1.0 - 2025-08-01", "- update `publish-counts`: looked at again. Why: its review was due.")
    assert tag(brief).endswith("; reviewed and unchanged in revision 1.0, 1 August 2025.")
    brief.cut("1.0")

    brief.project.change("source/asked.md", ":strength: strong", ":strength: conditional")
    brief.entry("1.1 - 2025-09-01", "- update `publish-counts`: conditional. Why: costs rose.")
    assert tag(brief).endswith("; amended in revision 1.1, 1 September 2025.")
    brief.cut("1.1")

    brief.project.change("source/asked.md", ":by: 2027-06-30", ":by: 2027-09-30")
    brief.entry("1.2 - 2025-09-15", "- erratum `publish-counts`: the date read June. Why: a slip.")
    assert tag(brief).endswith("; corrected in revision 1.2, 15 September 2025: the date read June.")
    brief.cut("1.2")

    brief.project.change("source/asked.md", ":review: 2028-06-30", ":review: 2028-06-30\n:status: withdrawn")
    brief.entry("1.3 - 2025-10-01", "- withdrawal `publish-counts`: no longer asked. Why: all publish.")
    line = tag(brief)
    assert line.startswith("New in revision 0.9, 15 July 2025; reviewed and unchanged in revision 1.0")
    assert line.endswith("; withdrawn in revision 1.3, 1 October 2025: all publish.")


def test_a_finding_that_was_corrected_says_so_and_one_that_was_not_says_nothing(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change(
        "source/observed.md", ":certainty: high\n:key:\n\nBoth", ":certainty: moderate\n:key:\n\nBoth"
    )
    brief.entry("1.0 - 2025-08-01", "- erratum `both-do-it`: `both-do-it` read high. Why: a slip.")
    assert tag(brief, "observed") == (
        "New in revision 0.9, 15 July 2025; corrected in revision 1.0, 1 August 2025: F1 read high."
    )


def test_an_erratum_stands_at_a_statement_whose_record_alone_changed_in_the_draft_and_in_what_follows(
    brief: Any,
) -> None:
    brief.cut("0.9")
    brief.project.change("material/evidence/counts.toml", "successes = 9\n", "successes = 8\n")
    brief.entry("1.0 - draft", "- erratum `both-do-it`, `publish-counts`: a trial was counted twice. Why: a slip.")
    corrected = "; corrected in revision 1.0, {when}: a trial was counted twice."
    assert tag(brief, "observed") == "New in revision 0.9, 15 July 2025" + corrected.format(when="draft")
    assert tag(brief).endswith(corrected.format(when="draft"))
    brief.entries[0] = brief.entries[0].replace("draft", "2025-08-01")
    brief.entry("1.1 - draft", "- editorial: words.")
    brief.project.write("CHANGELOG.md", "# Changes\n\n" + "\n".join(brief.entries[1:]))
    brief.cut("1.0")
    brief.project.write("CHANGELOG.md", "# Changes\n\n" + "\n".join(brief.entries))
    when = "1 August 2025"
    assert corrected.format(when=when).removesuffix(".") + "; unchanged in revision 1.1, draft." in tag(brief)
    assert corrected.format(when=when).removesuffix(".") in tag(brief, "observed")


def test_an_erratum_of_a_record_stands_at_the_statements_that_print_its_number_and_at_no_other(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("material/evidence/counts.toml", "successes = 9\n", "successes = 8\n")
    brief.entry("1.0 - draft", "- erratum `counts`: a trial was counted twice. Why: a slip.")
    assert tag(brief, "observed").endswith("corrected in revision 1.0, draft: a trial was counted twice.")
    assert tag(brief).endswith("; unchanged in revision 1.0, draft.")


def test_an_update_of_a_statement_whose_number_alone_changed_is_an_amendment(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("material/evidence/counts.toml", "successes = 9\n", "successes = 8\n")
    brief.entry("1.0 - draft", "- update `both-do-it`, `publish-counts`: counted anew. Why: asked. Effect: none.")
    assert tag(brief, "observed").endswith("; amended in revision 1.0, draft.")
    assert tag(brief).endswith("; unchanged in revision 1.0, draft.")


def test_each_erratum_of_an_entry_stands_at_its_statement_whatever_else_names_it(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change(
        "source/observed.md", ":certainty: high\n:key:\n\nBoth", ":certainty: moderate\n:key:\n\nBoth"
    )
    brief.entry(
        "1.0 - draft",
        "- update `both-do-it`: less sure. Why: a third team failed. Effect: none yet.",
        "- erratum `both-do-it`: one system was left out. Why: a slip.",
        "- erratum `both-do-it`: the title named two. Why: a slip.",
    )
    line = tag(brief, "observed")
    assert "; corrected in revision 1.0, draft: one system was left out;" in line
    assert line.endswith("; corrected in revision 1.0, draft: the title named two.")
    printed = brief.project.build("accessibletypst").words("index")
    assert printed.count("Corrected in revision 1.0, draft.") == 1


def test_print_says_at_a_statement_what_was_corrected_and_leaves_the_rest_to_the_list(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("source/asked.md", ":by: 2027-06-30", ":by: 2027-09-30")
    brief.entry("1.0 - 2025-08-01", "- erratum `publish-counts`: the date read June. Why: a slip.")
    printed = brief.project.build("accessibletypst").words("index")
    assert "Corrected in revision 1.0, 1 August 2025." in printed
    assert "New in revision" not in printed


def test_only_other_words_are_a_rewording(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("source/asked.md", "Some work.", "A little work.")
    brief.entry("1.0 - draft", "- editorial `publish-counts`: plainer.")
    assert tag(brief).endswith("; reworded in revision 1.0, draft.")


def test_what_its_author_calls_an_update_is_no_rewording(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("source/asked.md", "Some work.", "Twice the work.")
    brief.entry("1.0 - draft", "- update `publish-counts`: costs more. Why: priced. Effect: none.")
    assert tag(brief).endswith("; amended in revision 1.0, draft.")


def test_the_chapter_lists_revisions_and_what_changed_by_meaning(brief: Any) -> None:
    with_history(brief)
    text = brief.project.build("dummy").words("history")
    assert "This is the first revision" in text
    brief.cut("0.9")
    brief.project.change("source/observed.md", ":certainty: high\n:key:\n\nBoth", ":certainty: low\n:key:\n\nBoth")
    brief.entry(
        "1.0 - draft",
        "- update `both-do-it`: less sure. Why: a third team failed. Effect: none yet.",
        summary="Doubt.",
    )
    built = brief.project.build("dummy", fresh=True)
    text = built.words("history")
    assert "Since revision 0.9" in text
    assert "F1 Both systems do the task: certainty high → low." in text
    assert "F1: less sure. Why: a third team failed." in text
    assert "0.9, 15 July 2025" in text
    assert "none yet" in text


def test_in_a_redline_something_stands_where_a_revision_says_what_changed(brief: Any) -> None:
    with_history(brief)
    brief.cut("0.9")
    brief.entry("1.0 - draft", "- editorial: words.")
    before = comparison.of_cut(brief.root, "0.9")
    after = comparison.of_draft(brief.root, brief.root / "build/draft", io.StringIO())
    (chapter,) = [one for one in comparison.compare(before, after).tree if "chapter:history" in one["ids"]]
    lines = [one.astext() for one in chapter.findall(nodes.paragraph)]
    assert lines[0] == "Each change is marked in the text."
    assert not any("Since revision" in line for line in lines)


def test_above_what_changed_a_new_number_is_that_of_a_statement_and_no_value(brief: Any) -> None:
    with_history(brief)
    brief.cut("0.9")
    brief.project.change("material/evidence/counts.toml", "successes = 9\n", "successes = 8\n")
    brief.entry("1.0 - draft", "- update `both-do-it`: counted anew. Why: asked. Effect: none.")
    text = brief.project.build("dummy", fresh=True).words("history")
    said = "that a statement is now F2 instead of F1, or stands elsewhere, counts as no change."
    assert f"Since revision 0.9, by meaning; {said} Evidence" in text
    assert "9 of 10 (60–98%) → 8 of 10" in text


def test_an_id_in_backticks_is_named_wherever_a_change_says_it(brief: Any) -> None:
    with_history(brief)
    brief.entry(
        "1.0 - draft",
        "- update `both-do-it`: like `both-do-it`. Why: `alpha`, `both-do-it`. Effect: `both-do-it`.",
    )
    text = brief.project.build("dummy").words("history")
    whole = "F1 Both systems do the task"
    assert f"F1: like {whole}. Why: alpha, {whole}. {whole}" in " ".join(text.split())


def test_a_page_is_written_again_when_a_revision_was_cut(brief: Any) -> None:
    with_history(brief)
    brief.cut("0.9")
    brief.entry("1.0 - draft", "- editorial: words.")
    assert "unchanged in revision 1.0, draft" in " ".join(brief.project.build("text").file("asked.txt").split())
    brief.entries.pop(0)
    brief.entry("1.0 - 2025-08-01", "- editorial: words.")
    assert "1.0, 1 August 2025" in " ".join(brief.project.build("text").file("asked.txt").split())


def test_a_statement_that_is_gone_is_named(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("source/observed.md", "{finding} counts-are-due", "{finding} duty-to-count")
    brief.project.change("source/asked.md", "both-do-it, counts-are-due", "both-do-it, duty-to-count")
    brief.entry(
        "1.0 - draft", "- update `counts-are-due`, `duty-to-count`, `publish-counts`: renamed. Why: no reason."
    )
    said = brief.project.build("dummy", fresh=True).complaints
    assert [(one.place, one.subtype) for one in said] == [("CHANGELOG.md:3", "id_lost")]
    assert "'counts-are-due' of revision 0.9 is gone" in said[0].text


def test_an_id_in_the_changelog_that_nothing_has_is_named(brief: Any) -> None:
    brief.entry("1.0 - draft", "- update `both-did-it`: new. Why: none.")
    said = brief.project.build("dummy", fresh=True).said("changelog")
    assert [one.text for one in said] == [
        "the entry names 'both-did-it', which is nothing in this brief; name an id of it"
    ]


def test_an_id_that_means_something_else_is_named(brief: Any) -> None:
    brief.cut("0.9")
    swap = (
        "{finding} both-do-it\n:title: Both systems do the task\n:evidence: counts",
        "{finding} both-do-it\n:title: Votes fall\n:evidence: duty",
    )
    brief.project.change("source/observed.md", *swap)
    brief.project.change(
        "source/observed.md", "Both systems did it, one in {value}`counts.first` trials.", "Elections came early."
    )
    brief.entry("1.0 - draft", "- update `both-do-it`, `publish-counts`: new. Why: none.")
    said = brief.project.build("dummy", fresh=True).said("id_reused")
    assert len(said) == 1
    assert "'both-do-it' meant something else in revision 0.9 (finding 'Both systems do the task')" in said[0].text


def test_an_id_that_changes_from_finding_to_recommendation_is_named(brief: Any) -> None:
    brief.cut("0.9")
    text = (brief.root / "source/asked.md").read_text("utf-8")
    brief.project.write(
        "source/asked.md",
        text.replace("{recommendation} publish-counts", "{recommendation} counts-are-due").replace(
            "both-do-it, counts-are-due", "both-do-it"
        ),
    )
    observed = (brief.root / "source/observed.md").read_text("utf-8")
    brief.project.write("source/observed.md", observed.partition(":::{finding} counts-are-due")[0])
    brief.entry("1.0 - draft", "- update `counts-are-due`, `publish-counts`: mixed up. Why: none.")
    built = brief.project.build("dummy", fresh=True)
    assert len(built.said("id_reused")) == 1


def test_a_withdrawn_id_that_stands_again_with_other_words_is_named(brief: Any) -> None:
    brief.project.change("source/asked.md", ":review: 2027-12-31", ":review: 2027-12-31\n:status: withdrawn")
    brief.cut("0.9")
    brief.project.change("source/asked.md", "\n:status: withdrawn", "")
    brief.project.change("source/asked.md", ":title: Publish counts", ":title: Publish all counts")
    brief.entry("1.0 - draft", "- update `publish-counts`: stands again. Why: none.")
    built = brief.project.build("dummy", fresh=True)
    assert len(built.said("id_reused")) == 1


def test_a_change_that_the_draft_entry_does_not_name_is_told(brief: Any) -> None:
    brief.cut("0.9")
    brief.project.change("source/asked.md", ":strength: strong", ":strength: conditional")
    brief.entry("1.0 - draft", "- editorial: words.")
    (said,) = brief.project.build("dummy", fresh=True).complaints
    assert (said.place, said.subtype) == ("CHANGELOG.md:3", "changelog")
    assert "'publish-counts' changed since revision 0.9" in said.text
