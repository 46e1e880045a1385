"""What a publication shows of its revisions: all of it follows from the folders that are there.

`derive` gives each file its content; the same folders always give the same bytes, so that `verify` can tell
what is behind.  ``versions.json`` comes last: whoever reads it finds everything that it names.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape as escape_xml

from policybrief.data.changelog import ChangeKind
from policybrief.pages import companions
from policybrief.pages.companions import PLAIN
from policybrief.revisions.chapter import KINDS, PRINTED, what_happened
from policybrief.revisions.history import Stage, StatementEvent, events_of
from policybrief.revisions.meaning import Sort
from policybrief.revisions.published import INDEX, Published, sentence, withdrawn
from policybrief.revisions.witnesses import HEADS, log
from policybrief.words import palette
from policybrief.words.messages import _, speak
from policybrief.words.scales import colon

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSIONS, FEED, STYLE, LATEST = "versions.json", "feed.xml", "revisions.css", "latest"
SITEMAP = companions.SITEMAP
SCHEMA = 1
NAMESPACE = uuid.UUID("6f1d6a3e-3f0b-5d0a-9f57-0c9d7c1f2a11")
"""For the feed's entry ids where no address is assigned; made once, never changed."""

CSS = """\
:root { color-scheme: light dark; }
html { background: var(--paper); color: var(--ink); }
html { font: 1.125rem/1.55 "Source Sans 3", "Segoe UI", system-ui, sans-serif; }
body > header, main { margin: 0 auto; max-width: 44rem; padding: 1rem 1rem 0; }
.logo img { display: block; height: auto; max-height: 4rem; max-width: 100%; }
h1 { line-height: 1.2; }
li { margin-block: 0.75rem; }
a { color: var(--link); display: inline-block; min-height: 24px; overflow-wrap: anywhere; }
.state { font-weight: 700; }
.notice { border-inline-start: 4px solid currentColor; padding-inline-start: 0.75rem; }
"""
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
)
LOOK = "_static/screen.css"
"""The look of a brief in the folder of a revision; what is derived wears that of the newest."""

STATES = {
    "current": _("current"),
    "superseded": _("superseded"),
    "withdrawn": _("withdrawn"),
}


def derive(found: list[Published]) -> Iterator[tuple[str, bytes]]:
    """Path and content of each derived file, in the order in which they are written."""
    if not found:
        return
    speak(_language(found[-1]))
    notices = withdrawn(found)
    yield PLAIN, b""
    yield STYLE, (palette.css(palette.palette()) + CSS).encode()
    yield from _latest(found)
    yield from _statements(found)
    yield HEADS, log(found).encode()
    yield FEED, _feed(found, notices).encode()
    if base := _base(found[-1]):
        yield SITEMAP, _sitemap(found[-1], base).encode()
    yield INDEX, _index(found, notices).encode()
    yield VERSIONS, _versions(found, notices).encode()


def state(revision: Published, found: list[Published], notices: dict[str, str]) -> str:
    """Whether a revision is current, superseded or withdrawn."""
    if revision.number in notices:
        return "withdrawn"
    return "current" if revision.number == found[-1].number else "superseded"


def _versions(found: list[Published], notices: dict[str, str]) -> str:
    entries: list[dict[str, Any]] = []
    for revision in reversed(found):
        manifest = revision.manifest
        entries.append(
            {
                "revision": revision.number,
                "date": manifest.date,
                "shown": _dated(revision),
                "status": manifest.status,
                "state": str(STATES[state(revision, found, notices)]),
                "withdrawn": notices.get(revision.number),
                "title": manifest.title,
                "summary": revision.summary,
                "kinds": sorted({change.kind for change in manifest.changes}),
                "href": f"{revision.number}/",
                "pages": revision.pages,
            }
        )
    return json.dumps({"schema": SCHEMA, "revisions": entries}, ensure_ascii=False, indent=1) + "\n"


def _index(found: list[Published], notices: dict[str, str]) -> str:
    newest = found[-1].manifest
    title = str(_("All revisions of “{title}”")).format(title=newest.title)
    items = []
    for revision in reversed(found):
        name = str(_("Revision {revision}")).format(revision=revision.number)
        line = f'<a href="{revision.number}/{INDEX}">{escape(name)}</a> '
        stands = escape(str(STATES[state(revision, found, notices)]))
        line += f'<span class="state">{stands}</span>, {escape(_dated(revision))}.'
        line += f" {escape(' '.join(_told(revision)))}"
        if notice := notices.get(revision.number):
            line += f'<p class="notice">{escape(notice)}</p>'
        items.append(f"<li>{line}</li>")
    feed, kept = str(_("Feed of new revisions")), str(_("Every revision stays as it was published."))
    body = f"<h1>{escape(title)}</h1>\n<ul>\n" + "\n".join(items) + "\n</ul>\n"
    body += f'<p><a href="{FEED}">{escape(feed)}</a></p>\n<p>{escape(kept)}</p>'
    return _page(title, body, "", found[-1])


def _dated(revision: Published) -> str:
    """Its day, and what it calls itself, which says nothing of how it stands now."""
    status = revision.manifest.status
    return f"{revision.day} ({_('Status')}{colon()}{status})" if status else revision.day


def _told(revision: Published) -> list[str]:
    """What a revision changed, in sentences: as its changelog sums it up, else item by item."""
    if revision.summary:
        return [revision.summary]
    named, told = revision.known, []
    for change in revision.changes:
        about = [f"{named[id]['number']} {named[id]['title']}" if id in named else id for id in change.ids]
        if change.revision:
            about.append(str(_("revision {revision}")).format(revision=change.revision))
        kind = str(KINDS[ChangeKind(change.kind)])
        told.append(sentence(f"{', '.join([kind, *about])}{colon()}{change.what}"))
        if change.why:
            told.append(str(_("Why: {reason}")).format(reason=change.why))
    return told


def _latest(found: list[Published]) -> Iterator[tuple[str, bytes]]:
    """A lasting address for each page that any revision had; it leads to the newest."""
    newest = found[-1]
    there = set(newest.pages)
    base = _base(newest)
    title = str(_("Newest revision: {revision}")).format(revision=newest.number)
    go = str(_("Go to revision {revision}")).format(revision=newest.number)
    for name in sorted({page for revision in found for page in revision.pages}):
        up = "../" * (name.count("/") + 1)
        place = f"{newest.number}/{quote(name if name in there else INDEX)}"
        goal = up + place
        body = f'<h1>{escape(title)}</h1>\n<p><a href="{goal}">{escape(go)}</a></p>'
        address = base and base + place
        page = _page(f"{title} · {newest.manifest.title}", body, up, newest, goal, address)
        yield f"{LATEST}/{name}", page.encode()


def _statements(found: list[Published]) -> Iterator[tuple[str, bytes]]:
    """A lasting address for each finding and recommendation; for a withdrawn one a stone with its reason."""
    stones = _stones(found)
    for sort in (Sort.RECOMMENDATION, Sort.FINDING):
        having: dict[str, list[Published]] = {}
        for revision in found:
            for id in revision.statements[sort]:
                having.setdefault(id, []).append(revision)
        for id in sorted(having):
            yield f"{sort}/{id}/{INDEX}", _statement(sort, id, having[id], found[-1], stones.get(id)).encode()


def _statement(sort: Sort, id: str, having: list[Published], newest: Published, stone: str | None) -> str:
    last = having[-1].statements[sort][id]
    gone = having[-1] is not newest or last["status"] == "withdrawn"
    name = f"{last['number']} {last['title']}"

    def place(revision: Published, statement: dict[str, Any]) -> str:
        return "../../" + quote(revision.page(statement["chapter"], f"{sort}-{id}"), safe="/#")

    body = [f"<h1>{escape(name)}</h1>"]
    if gone:
        lost = _("No longer stands; revision {revision} was the last to have it.")
        notice = stone or str(lost).format(revision=having[-1].number)
        body.append(f'<p class="notice">{escape(notice)}</p>')
    if after := last.get("successor"):
        replaced = str(_("Replaced by"))
        body.append(f'<p>{escape(replaced)} <a href="../{quote(after)}/{INDEX}">{escape(after)}</a></p>')
    happened = _happened(sort, id, having)
    body.append("<ul>")
    for revision in reversed(having):
        was = revision.statements[sort][id]
        words = str(_("Revision {revision}")).format(revision=f"{revision.number}, {revision.day}")
        link = f'<a href="{place(revision, was)}">{escape(words)}</a>'
        notices = "".join(f'<p class="notice">{escape(said)}</p>' for said in happened[revision.number])
        body.append(f"<li>{link} {escape(was['number'])}{colon()}{escape(was['text'])}{notices}</li>")
    body.append(f'</ul>\n<p><a href="../../{INDEX}">{escape(str(_("All revisions")))}</a></p>')
    goal = "" if gone else place(having[-1], last)
    return _page(name, "\n".join(body), "../../", newest, goal)


def _happened(sort: Sort, id: str, having: list[Published]) -> dict[str, list[str]]:
    """In which revision a statement was corrected, and what was wrong, or reviewed; of withdrawals tell stones."""
    days = {one.number: one.day for one in having}
    stages = [
        Stage(one.number, dt.date.fromisoformat(one.manifest.date), one.register, tuple(one.changes))
        for one in having
    ]
    told: dict[str, list[str]] = {number: [] for number in days}
    for event in events_of(sort, id, stages):
        if event.event in PRINTED - {StatementEvent.WITHDRAWN}:
            phrase = what_happened(event, days[event.revision])
            told[event.revision].append(sentence(f"{phrase}{colon()}{event.reason}" if event.reason else phrase))
    return told


def _stones(found: list[Published]) -> dict[str, str]:
    """Why each withdrawn statement no longer stands, as the first changelog that withdrew it says."""
    stones: dict[str, str] = {}
    withdrawal = _("Withdrawn in revision {revision}, {date}.")
    for revision in found:
        for change in revision.changes:
            if change.kind == ChangeKind.WITHDRAWAL:
                words = [
                    str(withdrawal).format(revision=revision.number, date=revision.day),
                    sentence(change.what),
                    str(_("Why: {reason}")).format(reason=change.why),
                ]
                if change.effect:
                    words.append(str(_("What follows: {effect}")).format(effect=change.effect))
                for id in change.ids:
                    stones.setdefault(id, " ".join(words))
    return stones


def _feed(found: list[Published], notices: dict[str, str]) -> str:
    newest = found[-1]
    base = _base(newest)
    author = newest.register["brief"]["publisher"] or str(_("Publisher not yet assigned"))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape_xml(_language(newest))}">',
        f"<title>{escape_xml(newest.manifest.title)}</title>",
        f"<id>{escape_xml(base or _urn(found[0], 'feed'))}</id>",
        f"<updated>{newest.manifest.date}T00:00:00Z</updated>",
        f"<author><name>{escape_xml(author)}</name></author>",
    ]
    if base:
        lines.append(f'<link rel="self" href="{escape_xml(base + FEED)}"/>')
    for revision in reversed(found):
        manifest = revision.manifest
        summary = notices.get(revision.number) or " ".join(_told(revision))
        name = str(_("Revision {revision}")).format(revision=revision.number)
        title = f"{name}, {STATES[state(revision, found, notices)]}"
        lines += [
            "<entry>",
            f"<title>{escape_xml(title)}</title>",
            f"<id>{escape_xml(f'{base}{revision.number}/' if base else _urn(found[0], revision.number))}</id>",
            f"<updated>{manifest.date}T00:00:00Z</updated>",
            f'<link href="{escape_xml(base)}{revision.number}/index.html"/>',
            f"<summary>{escape_xml(summary)}</summary>",
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _sitemap(newest: Published, base: str) -> str:
    """The chapters of the newest revision for search engines; older ones are for who has their address."""
    named = (newest.page(chapter) for chapter in newest.manifest.chapters)
    pages = set(newest.pages)
    there = (name for name in named if name.partition("/")[2] in pages)
    return companions.sitemap_of([base + quote(name) for name in there], newest.manifest.date)


def _base(revision: Published) -> str:
    """The address of the whole publication, where one is assigned."""
    address = revision.register["brief"]["address"] or ""
    return str(address).removesuffix(f"{revision.number}/")


def _urn(first: Published, name: str) -> str:
    return uuid.uuid5(NAMESPACE, f"{first.manifest.title} {name}").urn


def _language(revision: Published) -> str:
    return str(revision.register["brief"]["language"])


def _page(title: str, body: str, up: str, newest: Published, goal: str = "", address: str = "") -> str:
    """A page without script; with a *goal* it goes there by itself, and search engines take that *address*."""
    language = _language(newest)
    look = (
        f'<link rel="stylesheet" href="{up}{newest.number}/{LOOK}">\n' if LOOK in newest.manifest.outputs else ""
    )
    refresh = f'<meta http-equiv="refresh" content="0; url={escape(goal)}">\n' if goal else ""
    refresh += f'<link rel="canonical" href="{escape(address)}">\n' if address else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{refresh}<title>{escape(title)}</title>\n"
        f'<link rel="stylesheet" href="{up}{STYLE}">\n{look}'
        f'<link rel="alternate" type="application/atom+xml" href="{up}{FEED}" title="{escape(title)}">\n'
        f"</head>\n<body>\n{_house(up, newest)}<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _house(up: str, newest: Published) -> str:
    """The sign and the name of who publishes, as the cover of the newest revision has them."""
    parts = ""
    if newest.logo:
        place, said = newest.logo
        parts += f'<p class="logo"><img src="{up}{newest.number}/{place}" alt="{said}"></p>\n'
    if publisher := newest.register["brief"]["publisher"]:
        parts += f"<p>{escape(publisher)}</p>\n"
    return f"<header>\n{parts}</header>\n" if parts else ""
