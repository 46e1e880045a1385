"""The rules about recommendations: who acts, with what power, by when, and how one will know."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from sphinx.addnodes import pending_xref

from policybrief.chapters import publication
from policybrief.chapters.lists import standing
from policybrief.checks.rules import of_brief
from policybrief.words import fields
from policybrief.words.complaints import Rule, closest

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain
    from policybrief.checks.rules import Faults

YEAR = re.compile(r"\b20\d\d\b")
FARTHEST = 50
"""Years from now in which somebody can still be asked."""


@of_brief(Rule.RECOMMENDATION)
def actors(brief: BriefDomain) -> Faults:
    """Who is asked to act has a name in ``brief_actors``, where that names anybody."""
    known = brief.env.config.brief_actors
    for recommendation in standing(brief):
        for actor in recommendation.actors if known else ():
            if actor not in known:
                problem = (
                    f"{recommendation.id!r} asks {actor!r}, who is not in brief_actors; write the id of who acts, "
                )
                yield brief.place(recommendation), f"{problem}one of {', '.join(known)}; {closest(actor, known)}"


@of_brief(Rule.RECOMMENDATION)
def dates(brief: BriefDomain) -> Faults:
    """What is asked for falls due after evidence and revision, and is reviewed when it was due."""
    cut_off, revision = brief.env.config.brief_cut_off, publication.of(brief.env).date
    for recommendation in standing(brief):
        by, review = recommendation.by, recommendation.review
        if by and cut_off and by <= cut_off:
            problem = f"{recommendation.id!r} falls due on {by}, not after the evidence cut-off of {cut_off}"
            yield brief.place(recommendation), f"{problem}; set a later date"
        elif by and revision and by < revision:
            problem = f"{recommendation.id!r} falls due on {by}, before this revision of {revision}"
            yield brief.place(recommendation), f"{problem}; set a later date"
        for day in filter(None, (by, review)):
            if day.year > dt.date.today().year + FARTHEST:
                problem = f"{recommendation.id!r} names {day}, when nobody of today is asked any more"
                yield brief.place(recommendation), f"{problem}; correct the year"
        if by and review and review < by:
            problem = f"{recommendation.id!r} is reviewed on {review}, before it falls due on {by}"
            yield brief.place(recommendation), f"{problem}; set a later date"


@of_brief(Rule.RECOMMENDATION, optional=True)
def dated_targets(brief: BriefDomain) -> Faults:
    """A target names the year in which it is to be reached."""
    for recommendation in standing(brief):
        target = recommendation.parts.get("target")
        if target and not YEAR.search(target):
            part = fields.term(brief.profile.recommendation.words["target"])
            yield (
                brief.place(recommendation),
                f"the part {part!r} of {recommendation.id!r} names no year; say by when",
            )


@of_brief(Rule.RECOMMENDATION, optional=True)
def shown_power(brief: BriefDomain) -> Faults:
    """The power that a recommendation names is shown by a record."""
    for recommendation in standing(brief):
        id, blocks = recommendation.id, brief.body(recommendation.id).get("power", [])
        found = [one for block in blocks for one in block.findall(pending_xref)]
        if blocks and not any(one.get("reftype") == "evidence" for one in found):
            part = fields.term(brief.profile.recommendation.words["power"])
            problem = (
                f"the part {part!r} of {id!r} links no record; show the law, mandate or promise with {{evidence}}"
            )
            yield brief.place(recommendation), problem
