"""What a page must be.  Each check returns the faults that it found, in words: none, and the page passes.

The tests of the brief and the planted faults of ``test_planted.py`` call the same functions, so a check that
sees nothing is found out.  First come the checks of a page in the browser, then those of its file.
"""

from __future__ import annotations

import copy
import json
import posixpath
import re
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pypdfium2
from lxml import html

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


# In the browser


@cache
def read(name: str) -> str:
    """A script of this folder."""
    return (HERE / name).read_text("utf-8")


def with_axe(page: Page) -> Page:
    """The page with axe in it; evaluated, for the content security policy lets no script in."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(read("node_modules/axe-core/axe.min.js"))
    return page


def inaccessible(page: Page) -> list[str]:
    """Violations of WCAG 2.2 AA and of good practice; what neither axe nor we can decide is one, too."""
    return list(with_axe(page).evaluate(read("accessibility.js"), RULES))


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways, or hides that it would."""
    return list(
        page.evaluate(
            """() => {
              const root = document.documentElement, width = root.clientWidth, faults = [];
              for (const element of [root, document.body])
                if (['hidden', 'clip'].includes(getComputedStyle(element).overflowX))
                  faults.push(`${element.tagName}: cuts what is too wide`);
              if (Math.max(root.scrollWidth, document.body.scrollWidth) > width)
                for (const element of document.body.querySelectorAll('*'))
                  if (element.getBoundingClientRect().right > width + 1)
                    faults.push(`${Math.round(element.getBoundingClientRect().right - width)} px too wide: `
                                + element.cloneNode().outerHTML.slice(0, 120));
              if (root.scrollWidth > width && !faults.length) faults.push('scrolls sideways');
              return faults;
            }"""
        )
    )


def overprinted(page: Page) -> list[str]:
    """Lines of text of which one stands over another."""
    return list(page.evaluate(read("overlaps.js")))


def cut_off(page: Page) -> list[str]:
    """Elements whose text does not fit and is hidden; what is hidden from sight on purpose has no size."""
    return list(
        page.evaluate(
            """() => [...document.body.querySelectorAll('*')].filter(element => {
              const style = getComputedStyle(element), hides = ['hidden', 'clip'];
              if (element.clientWidth <= 1 || !element.innerText?.trim()) return false;
              return hides.includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1
                  || hides.includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
            }).map(element => element.cloneNode().outerHTML.slice(0, 160))"""
        )
    )


@dataclass
class Listener:
    """Hears what a page complains of, and what it asks for, from before it is opened."""

    home: str
    """How the addresses begin that are not external."""
    errors: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list, repr=False)

    def attach(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._asked)
        page.on("requestfailed", self._refused)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:")):
            self.external.append(request.url)

    def _refused(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the next page was opened meanwhile
            self.errors.append(f"{request.failure}: {request.url}")

    def _answered(self, response: Response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            self.errors.append(f"{response.status}: {response.url}")


def lost_on_the_way(page: Page) -> list[str]:
    """Stops of the tab key that are out of sight, covered, nameless or without a visible ring."""
    page.keyboard.press("Tab")
    return list(with_axe(page).evaluate(read("stops.js")))


def ill_printed(page: Page) -> list[str]:
    """What is wrong with a page on paper: a dark ground, navigation, headers of tables or sources that are cut.

    Text counts if it lies inside a sheet; what is cut off lies outside or is not there.  The data of a figure
    are for the screen: on paper there is the figure.
    """
    sheets = list(pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True, prefer_css_page_size=True)))
    printed = letters("".join(sheet.get_textpage().get_text_bounded() for sheet in sheets))
    faults = []
    for number, sheet in enumerate(sheets, 1):
        shades = sheet.render(scale=0.3, grayscale=True).to_pil().histogram()
        if sum(shades[251:]) < sum(shades) / 2:
            faults.append(f"sheet {number} is not white")
    page.emulate_media(media="print")
    shown = "parts => parts.filter(part => part.checkVisibility()).map(part => part.outerHTML.slice(0, 120))"
    faults += [f"printed: {part}" for part in page.locator("nav, form, button, .skip").evaluate_all(shown)]
    page.emulate_media(media="null")
    for kind, query in (("header of a table", ":is(th, caption):not(.figure-data *)"), ("source", ".chip-source")):
        for words in page.locator(query).evaluate_all("all => all.map(e => e.innerText || e.textContent)"):
            if letters(words) not in printed:
                faults.append(f"a {kind} is cut: {' '.join(words.split())}")
    return faults


def letters(text: str) -> str:
    """The letters and digits of a text, however lines and hyphens divide it."""
    return "".join(re.findall(r"[^\W_]", text.replace("\N{SOFT HYPHEN}", "")))


def heavy(heard: Listener, *, whole: int, fonts: int, scripts: int, requests: int) -> list[str]:
    """Which of the limits a page that was just opened goes beyond, in octets over the wire."""
    sizes = {answer.url: answer.request.sizes()["responseBodySize"] for answer in heard.responses}
    faces = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    code = sum(size for url, size in sizes.items() if url.partition("?")[0].endswith(".js"))
    measured = (
        (sum(sizes.values()) - faces, whole, "octets"),
        (faces, fonts, "octets of fonts"),
        (code, scripts, "octets of scripts"),
        (len(sizes), requests, "requests"),
    )
    return [f"{found} {unit}, more than {limit}" for found, limit, unit in measured if found > limit]


# In the files


class Pages(dict[str, "HtmlElement"]):
    """The pages of a folder, by their place in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for file in sorted(folder.rglob("*.html")):
            self[file.relative_to(folder).as_posix()] = html.document_fromstring(file.read_bytes())


FILE_NAME = re.compile(r"\.(?:svg|png|jpe?g|gif|webp|avif|pdf)$", re.IGNORECASE)


def invalid(folder: Path, java: str) -> list[str]:
    """What the Nu HTML checker calls an error."""
    command = [java, "-jar", str(MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"), "--errors-only"]
    run = subprocess.run(
        [*command, "--format", "json", "--skip-non-html", str(folder)], capture_output=True, text=True, check=False
    )
    messages = json.loads(run.stderr)["messages"]
    return [f"{Path(said.get('url', '')).name}:{said.get('lastLine')}: {said['message']}" for said in messages]


def misframed(pages: Pages) -> list[str]:
    """Pages without a language, a title of their own, a description, one main heading, one main part."""
    faults = []
    titles: dict[str, str] = {}
    for name, page in pages.items():
        title = " ".join((page.findtext("head/title") or "").split())
        if not title:
            faults.append(f"{name}: no title")
        elif title in titles:
            faults.append(f"{name}: has the title of {titles[title]}: {title}")
        titles.setdefault(title, name)
        if not page.get("lang"):
            faults.append(f"{name}: no language")
        if not any(text.strip() for text in page.xpath("head/meta[@name='description']/@content")):
            faults.append(f"{name}: no description")
        for part in ("h1", "main"):
            count = len(page.xpath(f"//{part}"))
            if count != 1:
                faults.append(f"{name}: {count} of {part}, not one")
    return faults


def repeated_ids(pages: Pages) -> list[str]:
    """Ids that stand twice in a page."""
    counted = {name: Counter(page.xpath("//@id")) for name, page in pages.items()}
    return [f"{name}: #{id}" for name, ids in counted.items() for id, count in ids.items() if count > 1]


def mute_images(pages: Pages) -> list[str]:
    """Images whose alternative text is missing, or a file name: docutils writes one, and other checks pass it."""
    faults = []
    for name, page in pages.items():
        for image in page.xpath("//img"):
            alt = image.get("alt")
            if alt is None or FILE_NAME.search(alt.strip()):
                faults.append(f"{name}: {image.get('src')}: {alt!r}")
        for drawing in page.xpath("//*[local-name()='svg'][not(ancestor-or-self::*[@aria-hidden='true'])]"):
            named = drawing.get("aria-label") or drawing.xpath("*[local-name()='title']//text()")
            if drawing.get("role") != "img" or not (named or drawing.get("aria-labelledby")):
                faults.append(f"{name}: a drawing without a name")
    return faults


def headless_cells(pages: Pages) -> list[str]:
    """Header cells that do not say what they head."""
    return [
        f"{name}: {' '.join(cell.text_content().split())!r}"
        for name, page in pages.items()
        for cell in page.xpath("//th[not(@scope)]")
    ]


AROUND = (
    "chip-line",
    "margin",
    "number",
    "section-number",
    "caption-number",
    "headerlink",
    "copy",
    "certainty-mark",
)
"""Classes of what is set around the text: chips, badges, ids."""
TAKEN = "\ue000"
"""Stands where something was taken away."""
UNWHOLE = (
    re.compile(r"\(\s*[,;.]?\s*\)"),  # nothing between parentheses
    re.compile(r"\s[,;.:!?](?=\s|$)"),  # a mark after nothing
    re.compile(r"[,;:(–]\s*[.)]"),  # a mark that waits for something
    re.compile(r"\b(?:of|see|by|in|and|or|the|a|from|with)\s*[.,;)]", re.IGNORECASE),
    re.compile(r"^[,;.)]|[(,]$"),  # a label and its colon may go
)
"""What a sentence looks like that lacks a part."""
WITHIN = " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in AROUND)


def broken_sentences(pages: Pages) -> list[str]:
    """Sentences that are whole only with what is set around them.

    A bracket that held only that goes, too; in a list of ids before a colon, or at the end of a bracket, one that
    goes takes its comma along.
    """
    faults = []
    for name, page in pages.items():
        for block in page.xpath("//main//*[self::p or self::li or self::dd or self::h2 or self::h3]"):
            before = " ".join(block.text_content().split())
            if block.xpath(f"ancestor-or-self::*[{WITHIN}]") or not re.search(r"[.?!][)”]?$", before):
                continue
            bare = copy.deepcopy(block)
            for part in bare.xpath(f".//*[{WITHIN}]"):
                part.text, part[:] = TAKEN, []
            marked = " ".join(bare.text_content().split())
            marked = marked.replace(f"{TAKEN} (withdrawn)", TAKEN)  # a mark goes with its id
            label, colon, said = marked.partition(": ")
            ids = label.split(", ")
            if colon and not any(" " in id for id in ids):
                marked = ", ".join(id for id in ids if id != TAKEN) + colon + said
            marked = re.sub(rf"[,;] {TAKEN}(?=\))", "", marked)
            after = re.sub(rf"\s?\((?:{TAKEN}(?:\s?[,;]\s|\sand\s)?)+\)", "", marked).replace(TAKEN, "").strip()
            if any(len(form.findall(after)) > len(form.findall(before)) for form in UNWHOLE):
                faults.append(f"{name}: {after[:160]}")
    return faults


def inline_code(pages: Pages) -> list[str]:
    """Styles and scripts that stand in the page, which its own security policy refuses."""
    data = "@type='application/ld+json'"
    query = f"//style | //script[not(@src or {data})] | //*[@style] | //*[@*[starts-with(name(), 'on')]]"
    return [
        f"{name}: {html.tostring(element, encoding='unicode')[:120]}"
        for name, page in pages.items()
        for element in page.xpath(query)
    ]


def dead_links(pages: Pages) -> list[str]:
    """Links and parts of pages that lead to no file, or to no place in it."""
    anchors = {name: {*page.xpath("//@id"), *page.xpath("//a/@name")} for name, page in pages.items()}
    faults = []
    for name, page in pages.items():
        for link in {*page.xpath("//@href"), *page.xpath("//@src")}:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            path = posixpath.join(posixpath.dirname(name), unquote(parts.path)) if parts.path else name
            target = posixpath.normpath(path)
            fragment = parts.fragment
            if not (pages.folder / target).is_file():
                faults.append(f"{name}: {link}: no such file")
            elif fragment and target in anchors and unquote(fragment) not in anchors[target]:
                faults.append(f"{name}: {link}: no such place")
    return faults
