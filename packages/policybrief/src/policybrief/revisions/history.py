"""What earlier revisions mean for this one: the history of each statement, what changed, ids that must hold.

Nothing of it is typed: it follows from the registers of the cut revisions, from this brief as data, and from
the kinds and reasons that the changelog gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from policybrief.chapters import publication
from policybrief.data import changelog, inputs, translations
from policybrief.outputs import register
from policybrief.revisions import archive, meaning, telling
from policybrief.revisions.manifest import Told
from policybrief.revisions.meaning import Difference, Nature, Sort
from policybrief.revisions.untrusted import RevisionError
from policybrief.words.complaints import Complaint, Rule, complaint, tell

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from policybrief.chapters.domain import BriefDomain
    from policybrief.data.changelog import RevisionEntry


class StatementEvent(StrEnum):
    """What happened to a statement in a revision."""

    NEW = "new"
    AMENDED = "amended"
    CORRECTED = "corrected"
    REWORDED = "reworded"
    REVIEWED = "reviewed"
    """Its review date moved and nothing else did."""
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Happened:
    """One event in the history of a statement."""

    event: StatementEvent
    revision: str
    date: dt.date | None
    """None in a draft."""
    reason: str = ""


@dataclass(frozen=True)
class Stage:
    """One revision as the history sees it."""

    revision: str
    date: dt.date | None
    register: dict[str, Any]
    changes: tuple[Told, ...]


@dataclass(frozen=True)
class History:
    """What this brief prints of its past."""

    events: dict[str, tuple[Happened, ...]] = field(default_factory=dict)
    """By id of finding or recommendation, oldest first."""
    since: str = ""
    """The revision that this one is compared with; empty for the first."""
    report: tuple[telling.Account, ...] = ()
    """What changed since then."""
    entries: tuple[RevisionEntry, ...] = ()
    """The changelog, newest first."""


def told(entry: RevisionEntry) -> tuple[Told, ...]:
    """The items of a changelog entry as a manifest keeps them."""
    return tuple(Told(str(c.kind), c.ids, c.what, c.why, c.effect, c.by, c.revision) for c in entry.changes)


def events_of(sort: Sort, id: str, stages: Sequence[Stage]) -> Iterator[Happened]:
    """The history of one statement through all stages, the last being this brief."""
    last: dict[str, Any] | None = None
    before = stages[0]
    for stage in stages:
        now = meaning.by_id(stage.register, sort).get(id)
        if now is None:
            continue
        items = [change for change in stage.changes if id in change.ids]
        event = StatementEvent.NEW
        if last is not None:
            unlike = meaning.Wording(before.register, stage.register)
            printed = meaning.renumbered(sort, last, now, unlike)
            items += [one for one in stage.changes if one not in items and _erratum(one) and printed & {*one.ids}]
            event = _event(list(meaning.differences(sort, id, last, now, unlike)), items, bool(printed))
        if last is None and now.get("status") == "withdrawn":
            event = StatementEvent.WITHDRAWN
        if event is not StatementEvent.UNCHANGED or stage is stages[-1]:
            for reason in _reasons(event, items) or [""]:
                yield Happened(event, stage.revision, stage.date, reason)
        last, before = now, stage


def _event(changes: list[Difference], items: list[Told], renumbered: bool) -> StatementEvent:
    if any(change.nature is Nature.WITHDRAWN for change in changes):
        return StatementEvent.WITHDRAWN
    if any(map(_erratum, items)):
        return StatementEvent.CORRECTED  # of the statement itself, or of no more than a number that it prints
    update = any(item.kind == changelog.ChangeKind.UPDATE for item in items)
    if not changes:
        return StatementEvent.AMENDED if update and renumbered else StatementEvent.UNCHANGED
    if all(change.aspect == "review" for change in changes):
        return StatementEvent.REVIEWED
    if not update and all(change.nature is Nature.WORDING for change in changes):
        return StatementEvent.REWORDED  # what its author calls an update is more, though only words differ
    return StatementEvent.AMENDED


def _erratum(item: Told) -> bool:
    return item.kind == changelog.ChangeKind.ERRATUM


def _reasons(event: StatementEvent, items: list[Told]) -> list[str]:
    """What the changelog says of an event: of each erratum what was wrong, of a withdrawal why."""
    if event is StatementEvent.CORRECTED:
        return [item.what for item in items if _erratum(item)]
    return [item.why for item in items[:1]] if event is StatementEvent.WITHDRAWN else []


def history(stages: Sequence[Stage], entries: tuple[RevisionEntry, ...]) -> History:
    """The history of a brief whose last stage is the brief itself."""
    draft = stages[-1]
    events = {
        id: tuple(events_of(sort, id, stages))
        for sort in (Sort.RECOMMENDATION, Sort.FINDING)
        for id in meaning.by_id(draft.register, sort)
    }
    if len(stages) == 1:
        return History(events, entries=entries)
    last = stages[-2]
    changes = meaning.compare(last.register, draft.register)
    report = tuple(telling.report(changes, last.register, draft.register))
    return History(events, last.revision, report, entries)


def id_complaints(stages: Sequence[Stage], place: tuple[str, int]) -> Iterator[Complaint]:
    """Ids that mean something else now, and statements that are gone."""
    draft = stages[-1]
    seen: set[str] = set()
    for at, stage in enumerate(stages[:-1]):
        between = [set(_ids(later.register)) for later in stages[at + 1 : -1]]
        left = {id for id in _ids(stage.register) if any(id not in ids for ids in between)}
        for id, was in meaning.reused(stage.register, draft.register, left):
            if id not in seen:
                seen.add(id)
                problem = (
                    f"the id {id!r} meant something else in revision {stage.revision} ({was}); choose a new id"
                )
                yield complaint(Rule.ID_REUSED, *place, problem)
        for sort, id in meaning.lost(stage.register, draft.register):
            if id not in seen:
                seen.add(id)
                problem = f"the {sort} {id!r} of revision {stage.revision} is gone; "
                yield complaint(Rule.ID_LOST, *place, problem + "a withdrawn one stays, with :status: withdrawn")


def unnamed(last: dict[str, Any], draft: dict[str, Any], entry: RevisionEntry) -> list[str]:
    """Findings and recommendations that changed and that the changelog entry does not name."""
    changed = {c.id for c in meaning.compare(last, draft) if c.sort in (Sort.RECOMMENDATION, Sort.FINDING)}
    return sorted(id for id in changed if not entry.names(id))


def next_step(root: Path, changelog_file: str, now: dict[str, Any]) -> str:
    """What to do where the newest entry is cut and the brief has changed since; nothing in any other state."""
    newest = changelog.read_changelog(root / changelog_file, changelog_file).newest
    cut = next((one for one in archive.read_all(root) if newest and one.number == newest.revision), None)
    if cut is None:
        return ""
    try:
        changed = {change.id for change in meaning.compare(cut.register, now)}
    except RevisionError:  # a broken revision is told with the other checks
        return ""
    if not changed:
        return ""
    number = following(cut.number)
    return (
        f"Changed since revision {cut.number} was cut: {', '.join(sorted(changed))}. "
        f"Next: `make redline FROM={cut.number}` shows what; "
        f"say it at the head of {changelog_file}, under '## {number} - draft', naming what changed; "
        f"when it stands, give the entry its date, commit, and `make cut REVISION={number}`."
    )


def changed_values(root: Path, now: dict[str, Any]) -> list[tuple[str, str]]:
    """The values of records that print something else than in the last cut revision, each with its record."""
    try:
        changes = [
            change for last in archive.read_all(root)[-1:] for change in meaning.compare(last.register, now)
        ]
    except RevisionError:  # which is told with the other checks
        return []
    changes = [one for one in changes if one.old and one.new and one.old != one.new]
    values = ((one.id, one.aspect.partition("values.")) for one in changes)
    return [(id, name) for id, (before, found, name) in values if found and not before]


def following(number: str) -> str:
    """The least number that a revision after this one may have."""
    *above, last = number.split(".")
    return ".".join([*above, str(int(last) + 1)])


def unknown_ids(stages: Sequence[Stage], entry: RevisionEntry) -> list[str]:
    """Ids that a changelog entry names and that neither this brief nor an earlier revision has."""
    known = {one["id"] for stage in stages for one in stage.register.get("evidence", [])}
    known |= {id for stage in stages for id in _ids(stage.register)}
    return sorted({id for change in entry.changes for id in change.ids} - known)


def _ids(data: dict[str, Any]) -> list[str]:
    return [one["id"] for name in ("recommendations", "findings") for one in data.get(name, [])]


# In Sphinx


def stages_of(app: Sphinx, env: BuildEnvironment) -> list[Stage]:
    """The cut revisions before this one, and this one."""
    domain = cast("BriefDomain", env.get_domain("brief"))
    return domain.once("stages", lambda: _stages(app, env))


def _stages(app: Sphinx, env: BuildEnvironment) -> list[Stage]:
    root = Path(app.confdir)
    edition = publication.of(env)
    log = changelog.read_changelog(root / env.config.brief_changelog, env.config.brief_changelog)
    stages = [
        Stage(r.number, dt.date.fromisoformat(r.manifest.date), r.register, r.manifest.changes)
        for r in archive.before(root, edition.revision)
    ]
    entry = log.entry(edition.revision)
    date = None if edition.draft else edition.date
    return [*stages, Stage(edition.revision, date, register.register(env), told(entry) if entry else ())]


def note_history(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Once all chapters are read and numbered: the history; all pages anew when it changed."""
    if app.config.brief_redline:
        return []
    domain = cast("BriefDomain", env.get_domain("brief"))
    root = Path(app.confdir)
    made_of = _made_of(root, app, domain)
    if domain.store.history_made_of == made_of:
        return []  # the next builder of the same run
    log = changelog.read_changelog(root / app.config.brief_changelog, app.config.brief_changelog)
    try:
        found = history(stages_of(app, env), tuple(log.entries))
    except RevisionError as error:
        tell(complaint(Rule.REVISION, archive.FOLDER, 1, str(error)))
        found = History(entries=tuple(log.entries))
    return sorted(env.found_docs) if domain.note_history(found, made_of) else []


def _made_of(root: Path, app: Sphinx, domain: BriefDomain) -> str:
    """A print of all that the history follows from: revisions, changelog, language, and what is in the store."""
    parts = [inputs.digest(root / app.config.brief_changelog)]
    for revision in archive.read_all(root):
        try:
            parts.append(revision.hash)
        except RevisionError as error:
            parts.append(str(error))  # which is told with the other checks
    return "".join([*parts, app.config.language, domain.store.printed])


def check_history(app: Sphinx, env: BuildEnvironment) -> None:
    """With the other checks: the changelog, the frozen revisions, and the ids that they promise."""
    if app.config.brief_redline or app.config.brief_checked:
        return
    root = Path(app.confdir)
    shown = app.config.brief_changelog
    log = changelog.read_changelog(root / shown, shown)
    if not (root / shown).is_file():
        problem = "there is no changelog, so this revision has no number; begin one: '## 0.1 - draft'"
        tell(complaint(Rule.CHANGELOG, shown, 1, problem))
    for found in log.complaints:
        tell(found)
    for line, text in log.texts:
        if problem := translations.current.of(translations.CHANGELOG, text)[1]:
            tell(complaint(Rule.TRANSLATION, shown, line, f"the translation is not used: {problem}"))
    revisions = archive.read_all(root)
    try:
        for problem in archive.chain_faults(revisions) + [told for r in revisions for told in r.faults()]:
            tell(complaint(Rule.REVISION, archive.FOLDER, 1, problem))
        stages = stages_of(app, env)
    except RevisionError as error:
        tell(complaint(Rule.REVISION, archive.FOLDER, 1, str(error)))
        return
    line = log.newest.line if log.newest else 1
    for found in id_complaints(stages, (shown, line)):
        tell(found)
    entry = log.newest
    if entry is not None and entry.revision == stages[-1].revision:
        for id in unknown_ids(stages, entry):
            problem = f"the entry names {id!r}, which is nothing in this brief; name an id of it"
            tell(complaint(Rule.CHANGELOG, shown, entry.line, problem))
    if len(stages) > 1 and entry is not None and entry.revision == stages[-1].revision:
        for id in unnamed(stages[-2].register, stages[-1].register, entry):
            problem = f"{id!r} changed since revision {stages[-2].revision} and the entry does not name it"
            tell(complaint(Rule.CHANGELOG, shown, entry.line, problem))


def of(env: BuildEnvironment) -> History:
    """The history that was noted."""
    return cast("BriefDomain", env.get_domain("brief")).store.history or History()
