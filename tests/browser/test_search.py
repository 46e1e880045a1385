"""The search in a browser: in a policymaker's words, behind a server and from a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.browser import checks
from tests.browser.conftest import VIEWS, Open, Site, View

if TYPE_CHECKING:
    from playwright.sync_api import Page

ASKED = [
    ("what is self-replication", "glossary.html#term-self-replication"),
    ("self-copying", "glossary.html#term-self-replication"),
    ("AI clone", "glossary.html#term-self-replication"),
    ("virus", "glossary.html#term-self-replication"),
    ("kyc", "observed.html#finding-spread-only-to-weak-targets"),
    ("know your customer", "observed.html#finding-spread-only-to-weak-targets"),
    ("red line", "glossary.html#term-red-line"),
    ("ban", "options.html#red-line-now-is-clear-and-nobody-can-yet-check-it"),
    ("treaty", "options.html#three-asks-offer-every-alarm-the-same-first-answer"),
    ("EU law", "rules.html#finding-rules-stop-short"),
    ("california law", "rules.html#figure-july"),
    ("testing network", "recommendations.html#recommendation-joint-round"),
    ("AI summit", "decide-now.html#in-2027-countries-can-answer-together"),
    ("china", "rules.html#several-texts-name-the-risk-and-china-s-came-before-fudan-s-paper"),
    ("treshold", "glossary.html#term-threshold"),
    ("reprot standard", "recommendations.html#recommendation-require-reporting-standard"),
    ("how many trials are enough", "recommendations.html#table-designs"),
    ("sample size", "shows.html#finding-existence-is-not-rate"),
    ("margin of error", "glossary.html#term-interval"),
    ("incident reporting", "recommendations.html#recommendation-report-containment-breaches"),
    ("notification of incidents", "recommendations.html#recommendation-report-containment-breaches"),
    ("did an AI escape", "decide-now.html#finding-tests-have-reached-outside"),
    ("hugging face", "decide-now.html#figure-stop"),
    ("security before tests", "recommendations.html#recommendation-containment-first"),
    ("open source models", "glossary.html#term-open-weight-model"),
    ("has ability risen", "evidence-annex.html#finding-measured-ability-has-risen"),
    ("unordered spread", "observed.html#finding-unordered-spread-not-shown"),
    ("going rogue", "decide-now.html#table-drift"),
    ("peer review", "glossary.html#term-preprint"),
    ("deadline", "doing-it.html#table-steps"),
    ("who must act", "doing-it.html#table-steps"),
    ("small countries", "doing-it.html#states-without-a-testing-institute-have-a-route-too"),
    ("company policies", "evidence-register.html#evidence-company-policies-2026"),
    ("who pays for repeats", "recommendations.html#recommendation-standing-second-team"),
    ("trade secrets", "reporting-standard.html#it-lets-delicate-detail-stay-out-of-public-view"),
    ("is it hype", "objections.html#what-speaks-against-the-seven-steps"),
    ("R4", "recommendations.html#recommendation-require-reporting-standard"),
    ('"go rogue"', "decide-now.html#table-drift"),
]
"""What an official types, and what must be among the first three results."""

SEEN = """[...document.querySelectorAll('#search-results a')].map(link => link.getAttribute('href'))"""
RESULTS = """[...document.querySelectorAll('#search-results li')].map(item => item.innerText)"""
FOREIGN = """[...document.querySelectorAll('#search-results *, #search-status *')].map(element => element.tagName)
  .filter(name => !['LI', 'H2', 'A', 'P', 'SPAN', 'MARK'].includes(name))"""


def search(page: Page, words: str) -> list[str]:
    """Type *words* and send them; where the results lead."""
    page.fill("#search-query", words)
    page.press("#search-query", "Enter")
    return list(page.evaluate(SEEN))


def status(page: Page) -> str:
    """What is told of the search."""
    return page.inner_text("#search-status")


@pytest.fixture(params=["server", "disk"])
def search_page(request: pytest.FixtureRequest, site: Site, open_tab: Open) -> Iterator[Page]:
    """The search page of the brief; afterwards nothing was complained of, and nothing asked from outside."""
    home = site.address if request.param == "server" else site.folder.as_uri()
    with open_tab(home=home) as tab:
        tab.page.goto(f"{home}/search.html", wait_until="load")
        yield tab.page
        assert tab.heard.errors == []
        assert tab.heard.external == []


@pytest.fixture
def small(project: Callable[..., Any], open_tab: Open) -> Callable[..., Any]:
    """Builds a small brief and opens its search page from the disk."""

    @contextmanager
    def opened(*roots: str, files: dict[str, str] | None = None, **values: object) -> Iterator[Page]:
        brief = project(*roots)
        for name, text in (files or {}).items():
            brief.write(name, text)
        home = brief.build("html", **values).outdir.as_uri()
        with open_tab(home=home) as tab:
            tab.page.goto(f"{home}/search.html", wait_until="load")
            yield tab.page
            assert tab.heard.errors == []

    return opened


# The real brief


def test_what_an_official_asks_is_among_the_first_three_results(search_page: Page) -> None:
    missed = {
        words: found[:3] for words, wanted in ASKED if wanted not in (found := search(search_page, words))[:3]
    }
    assert missed == {}


def test_a_result_says_what_it_is_how_certain_and_its_sentence(search_page: Page) -> None:
    search(search_page, "F2")
    first = search_page.evaluate(RESULTS)[0]
    assert first.startswith("F2 Agents under test have reached beyond the test\n")
    assert "Finding · Moderate certainty · " in first
    assert "acted on systems or people outside" in first


def test_a_passage_is_shown_around_the_words(search_page: Page) -> None:
    search(search_page, "certify")
    first = search_page.locator("#search-results li").first
    assert "Walls that you can certify" in first.inner_text()
    assert first.locator("mark").all_inner_texts() == ["certify"]


def test_every_result_leads_to_a_place_that_exists(search_page: Page, site: Site) -> None:
    for words in ("test", "copy", "evidence", "report", "certainty"):
        search(search_page, words)
        if search_page.is_visible("#search-more"):
            search_page.click("#search-more")
        for link in search_page.evaluate(SEEN):
            name, _hash, anchor = link.partition("#")
            text = (site.folder / name).read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in text, link


def test_the_words_stay_in_the_address_and_the_way_back_leads_to_the_words_before(search_page: Page) -> None:
    search(search_page, "red line")
    assert search_page.url.endswith("/search.html?q=red+line")
    search(search_page, "treaty")
    search_page.go_back()
    assert search_page.input_value("#search-query") == "red line"
    assert "“red line”" in status(search_page)
    search_page.reload(wait_until="load")
    assert search_page.evaluate(SEEN)[0] == "glossary.html#term-red-line"


def test_the_number_of_results_is_told_politely(search_page: Page) -> None:
    found = search(search_page, "treaty")
    assert status(search_page).strip() == f"{len(found)} results for “treaty”"
    told = search_page.locator("#search-status")
    assert (told.get_attribute("role"), told.get_attribute("aria-live")) == ("status", "polite")
    assert search_page.get_by_role("search").get_by_label("Words, or a phrase in quotation marks").count() == 1
    assert search_page.get_by_role("main").get_by_role("listitem").count() == len(found)
    assert search_page.get_by_role("main").get_by_role("heading", level=2).count() == len(found)


def test_words_that_are_not_there_find_nothing_and_other_ways_are_offered(search_page: Page) -> None:
    assert search(search_page, "zeppelin giraffes") == []
    assert "No result for “zeppelin giraffes”" in status(search_page)
    links = search_page.locator("#search-instead a")
    assert [link.get_attribute("href") for link in links.all()] == ["index.html", "glossary.html", "genindex.html"]
    assert links.first.is_visible()
    search(search_page, "treaty")
    assert not links.first.is_visible()


def test_a_mistake_in_typing_and_a_synonym_are_told(search_page: Page) -> None:
    search(search_page, "treshold")
    assert "“treshold” does not occur in this brief; shown is “threshold”." in status(search_page)
    search(search_page, "kyc")
    assert "For “kyc”, this brief was also searched for “identity checks”." in status(search_page)


def test_a_word_that_is_not_there_does_not_hide_those_that_are(search_page: Page) -> None:
    assert "glossary.html#term-containment" in search(search_page, "containment giraffes")
    assert "Not in this brief: “giraffes”." in status(search_page)


def test_more_results_follow_on_request_and_the_focus_goes_to_them(search_page: Page) -> None:
    assert len(search(search_page, "test")) == 20
    search_page.click("#search-more")
    assert len(search_page.evaluate(SEEN)) > 20
    assert search_page.evaluate("document.activeElement === document.querySelectorAll('#search-results a')[20]")
    assert not search_page.is_visible("#search-more")


def test_signs_of_markup_are_text(search_page: Page) -> None:
    typed = "<img src=x onerror=alert(1)> </script> &amp; treaty"
    search(search_page, typed)
    assert f"“{typed}”" in status(search_page)
    search(search_page, "<b>treaty</b>")
    assert search_page.evaluate(FOREIGN) == []


@given(typed=st.text(max_size=60) | st.text(alphabet="\"“”«»<>&'\\()[]{}*+?.^$|%#=/ \t\u0301éßœ", max_size=20))
def test_any_text_is_searched_without_a_complaint(site: Site, tab: Any, typed: str) -> None:
    tab.page.goto(f"{site.folder.as_uri()}/search.html?q={quote(typed)}", wait_until="load")
    kept = tab.page.evaluate("document.getElementById('search-query').value.trim()")
    told = tab.page.evaluate("document.querySelector('#search-status p')?.textContent ?? ''")
    assert tab.heard.errors == []
    assert tab.page.evaluate(FOREIGN) == []
    assert f"“{kept}”" in told if kept else told == ""


@pytest.fixture
def tab(site: Site, open_tab: Open) -> Iterator[Any]:
    """One tab for many searches."""
    with open_tab(home=site.folder.as_uri()) as opened:
        yield opened


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.width}-{view.scheme}")
def test_results_are_accessible_and_fit_the_page(
    site: Site, open_tab: Open, node_modules: Any, view: View
) -> None:
    with open_tab(view.width, view.scheme) as tab:
        for words in ("treshold", "R1", "zeppelin"):
            tab.page.goto(f"{site.address}/search.html?q={words}", wait_until="load")
            assert checks.inaccessible(tab.page) == []
            assert checks.sideways(tab.page) == []


def test_without_a_script_the_page_says_so_and_where_else_to_look(site: Site, open_tab: Open) -> None:
    with open_tab(java_script_enabled=False) as tab:
        tab.page.goto(f"{site.address}/search.html", wait_until="load")
        assert "needs JavaScript" in tab.page.inner_text("#search-off")
        links = [link.get_attribute("href") for link in tab.page.locator("#search-off a").all()]
        assert links == ["index.html", "glossary.html", "genindex.html"]
        assert not tab.page.is_visible("#search-form")


def test_the_index_is_small(site: Site) -> None:
    """A kilobyte for each record of evidence, whose sentence is the most of it."""
    records = (site.folder / "evidence-register.html").read_text("utf-8").count('class="evidence-record')
    assert records > 100
    assert (site.folder / "searchindex.js").stat().st_size < 1_000 * records


# Small documents


def test_a_phrase_in_quotation_marks_is_searched_as_it_stands(small: Callable[..., Any]) -> None:
    text = "# Phrases\n\n## One\n\nBlue whales sing songs.\n\n## Two\n\nSongs that sing of whales in blue.\n"
    with small("test-sound", files={"source/sources.md": text}) as page:
        assert len(search(page, "blue whales")) == 2
        for typed in ('"blue whales"', "“blue whales”", "«\u00a0Blue Whales\u00a0»", '"blue whales" songs'):
            assert search(page, typed) == ["sources.html#one"], typed
        assert search(page, '"whales blue"') == []


def test_a_finding_that_says_it_comes_before_a_section_that_says_it_more(small: Callable[..., Any]) -> None:
    text = "# Task\n\nTask, task, task: systems do a task.\n"
    with small("test-sound", files={"source/sources.md": text}) as page:
        assert search(page, "task")[:2] == ["observed.html#finding-both-do-it", "sources.html"]


def test_a_withdrawn_finding_comes_behind_the_others_and_says_that_it_is(small: Callable[..., Any]) -> None:
    with small("test-french", language="fr") as page:
        found = search(page, "fait")
        assert found[0] == "index.html#finding-le-fait"
        shown = page.evaluate(RESULTS)[found.index("index.html#finding-ancien")]
        assert "Constat · Retrait · Certitude modérée" in shown


@pytest.mark.parametrize("typed", ["décompte", "decompte", "DÉCOMPTES", "decomptes", "de\u0301compte", "dexompte"])
def test_french_is_searched_by_its_own_stems_with_or_without_accents(
    small: Callable[..., Any], typed: str
) -> None:
    with small("test-french", language="fr") as page:
        assert search(page, typed)[0] == "index.html#recommendation-publier"


def test_a_word_after_an_elision_is_found(small: Callable[..., Any]) -> None:
    with small(
        "test-french", language="fr", files={"source/autre.md": "---\norphan: true\n---\n# Autre\n\nL’œuvre.\n"}
    ) as page:
        assert search(page, "oeuvre") == ["autre.html"]
        assert search(page, "l'œuvre") == ["autre.html"]


def test_the_beginning_of_a_word_is_enough(small: Callable[..., Any]) -> None:
    with small("test-sound") as page:
        assert search(page, "govern")[0] == "asked.html#recommendation-publish-counts"
        assert "does not occur" not in status(page)


def test_names_of_properties_of_objects_are_words_like_others(small: Callable[..., Any]) -> None:
    text = "# Words\n\nA constructor and a __proto__.\n"
    with small("test-sound", files={"source/sources.md": text}) as page:
        assert search(page, "constructor") == ["sources.html"]
        assert search(page, "__proto__") == ["sources.html"]
        assert search(page, "toString") == []
