"""What a page must be.  Each check returns the faults that it found, in words: none, and the page passes.

The tests of the brief and the planted faults of ``test_planted.py`` call the same functions, so a check that
sees nothing is found out.  First come the checks of a page in the browser, then those of its file.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

MODULES = Path(__file__).parent / "node_modules"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


# In the browser


@cache
def axe_source() -> str:
    """The accessibility rules, as a script."""
    return (MODULES / "axe-core" / "axe.min.js").read_text("utf-8")


def with_axe(page: Page) -> Page:
    """The page with axe in it; evaluated, for the content security policy lets no script in."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    return page


UNROLLED = """*, ::before, ::after { overflow: visible !important; max-height: none !important; }
.contents { position: static !important; }"""
"""What scrolls in a frame of its own, laid out whole: axe cannot tell the ground of text that is scrolled away."""

AXE = """async ([rules, unrolled]) => {
  // axe leaves single letters and signs undecided unless told that they are text
  axe.configure({checks: [{id: 'color-contrast', options: {...axe._audit.checks['color-contrast'].options,
    ignoreUnicode: false, ignoreLength: true}}]});
  const told = (verdict, found) => found.flatMap(rule => rule.nodes.map(node => {
    const drawn = node.target.length === 1 && document.querySelector(node.target[0])?.closest('svg');
    return {verdict, rule: rule.id, html: node.html.slice(0, 160), drawn: !!drawn};
  }));
  const run = wanted => axe.run(document, {
    runOnly: wanted, resultTypes: ['violations', 'incomplete'], preload: false
  });
  const first = await run({type: 'tag', values: rules});
  const faults = told('violates', first.violations);
  if (first.incomplete.length) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(unrolled);
    document.adoptedStyleSheets.push(sheet);
    const second = await run({type: 'rule', values: first.incomplete.map(rule => rule.id)});
    document.adoptedStyleSheets.pop();
    faults.push(...told('violates', second.violations), ...told('undecided', second.incomplete));
  }
  return faults;
}"""

CONTRAST = """() => {
  const channel = part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const luminance = colour => parts(colour).slice(0, 3).map(part => channel(part / 255))
    .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0);
  const opaque = colour => colour.startsWith('rgb') && (parts(colour)[3] ?? 1) === 1;
  const ground = (text, svg) => {
    const box = text.getBoundingClientRect();
    const under = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      .find(element => svg.contains(element) && element !== svg && !element.closest('text, g:empty')
                       && opaque(getComputedStyle(element).fill));
    if (under) return getComputedStyle(under).fill;
    let element = svg;
    while (element && !opaque(getComputedStyle(element).backgroundColor)) element = element.parentElement;
    return getComputedStyle(element ?? document.documentElement).backgroundColor;
  };
  return [...document.querySelectorAll('svg text')].flatMap(text => {
    text.scrollIntoView({block: 'center'});
    const fill = getComputedStyle(text).fill, behind = ground(text, text.closest('svg'));
    const [dark, light] = [luminance(fill), luminance(behind)].sort((one, other) => one - other);
    const ratio = (light + .05) / (dark + .05);
    return ratio >= 4.5 ? [] : [`${ratio.toFixed(2)}:1, ${fill} on ${behind}: ${text.textContent.slice(0, 80)}`];
  });
}"""
"""The contrast of text in drawings, of which axe says that it cannot see its ground."""


def inaccessible(page: Page) -> list[str]:
    """Violations of WCAG 2.2 AA and of good practice; what axe cannot decide is one, too.

    Two things it cannot decide are decided here: text in drawings, and text that is scrolled away in a frame.
    """
    found = with_axe(page).evaluate(AXE, [RULES, UNROLLED])
    decided = [
        fault
        for fault in found
        if not (fault["verdict"] == "undecided" and fault["rule"] == "color-contrast" and fault["drawn"])
    ]
    faults = [f"{fault['verdict']} {fault['rule']}: {fault['html']}" for fault in decided]
    if len(decided) < len(found):
        faults += [f"contrast in a drawing: {fault}" for fault in page.evaluate(CONTRAST)]
        page.evaluate("scrollTo(0, 0)")
    return faults


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
    responses: list[Response] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._asked)
        page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:")):
            self.external.append(request.url)

    def _answered(self, response: Response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            self.errors.append(f"{response.status}: {response.url}")
