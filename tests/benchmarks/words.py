"""English-looking text without end, the same on every machine: a large vocabulary, rare words rarer than others.

One repeated paragraph would flatter a build: search indexes, stemmers and caches cost what a vocabulary costs.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

ROOTS = """
    act adapt address adjust adopt affirm aid alter amend answer appeal appoint assent assert assess assign
    assist attach attempt attend audit award board bolt bond book brand broach burden button chain chart
    check claim clear collect comment conceal concern conduct confirm conform connect consent consult
    contain contest contract contrast convert correct count court cover craft credit cross deduct defend
    deflect delay demand depart deposit design detach detail detect develop differ digest direct discern
    discount discover discuss dismiss dispatch display doubt draft drain drift earn edit effect elect employ
    enact enjoin enlist enter entrust exceed exert exhaust expand expect expend explain export expound
    express extend extract farm fashion fasten favour filter float fold follow form found frown fund gain
    garden gather grant graft greet group guard harbour harden harvest hint hoist honour impart import
    impress inform inherit insert inspect instruct interest invent invest join journal lament land launch
    lean learn level light limit link list load loan lock maintain mark market master mend mention merit
    mind monitor mount neglect number object obtain offer open order orient own pack paint pair pardon part
    pass patent pattern perform pilot plant plead point pool portion possess post present press prevent
    proceed process profit project prolong protect protest publish question quicken rank reach reason recall
    reckon record recruit redact reflect reform regain regard reject remain remark remind render repair
    repeat report request resist respect respond rest result retain return reveal review reward roof root
    round ruin sail sanction scout screen search season seat select sharpen shelter shift shoulder sign
    signal sort sound sponsor staff stamp start station steer stiffen strain stress subject succeed suggest
    summon support suspect suspend sustain target task temper tend tender test toil train transact transform
    transport treat trust tutor twist uncover utter view visit wait walk warn warrant watch weaken weigh
    widen witness word work yield
"""
"""Verbs that take every ending as they are."""
PREFIXES = ("re", "un", "over", "under", "out", "mis", "pre", "inter", "counter", "sub", "co")
FRAMES = (
    "the {a} {n} {v} the {n} of each {n}",
    "where one {n} {v} its {n}, the {a} {n} {v} again",
    "in most {s} the {n} {v} before any {a} {n}",
    "{s} that {v} early {v} fewer {s} than {a} {s}",
    "no {n} {v} more {s} than its {n} had {v}",
    "of the {s} read here, some {v} the {n} and others {v} none",
    "each {n} for {s} {v} one {a} {n} and left its {n} open",
    "{a} {s} {v} under this {n}, although their {n} was {a}",
)
JOINTS = (", and ", "; ", ", because ", ", while ")


def _plural(root: str) -> str:
    return root + ("es" if root.endswith(("s", "sh", "ch", "x")) else "s")


class Writer:
    """Writes words, phrases and sentences, drawing from *random*."""

    def __init__(self, random: Random) -> None:
        self.random = random
        plain = ROOTS.split()
        prefixed = ["".join(pair) for pair in itertools.product(PREFIXES, plain)]
        random.shuffle(plain)
        random.shuffle(prefixed)
        stems = plain + prefixed  # the first ones become the common ones
        self.forms = {
            "n": [form for stem in stems for form in (stem, f"{stem}er", f"{stem}ing")],
            "s": [form for stem in stems for form in (_plural(stem), f"{stem}ers", f"{stem}ings")],
            "v": [f"{stem}ed" for stem in stems],
            "a": [form for stem in stems for form in (f"{stem}able", f"{stem}ed")],
        }
        self.weights = {
            kind: list(itertools.accumulate(1 / (rank + 3) for rank in range(len(forms))))
            for kind, forms in self.forms.items()
        }

    def word(self, kind: str = "n") -> str:
        """A noun (``n``), nouns (``s``), a verb (``v``) or an adjective (``a``)."""
        return self.random.choices(self.forms[kind], cum_weights=self.weights[kind])[0]

    def phrase(self) -> str:
        """A few words, as for a title."""
        return f"{self.word('a')} {self.word('s')} {self.word('v')} {self.word('a')} {self.word()}".capitalize()

    def clause(self) -> str:
        """A sentence without its capital and full stop."""
        pieces = self.random.choice(FRAMES).split("{")
        return pieces[0] + "".join(self.word(piece[0]) + piece[2:] for piece in pieces[1:])

    def sentence(self, note: str = "") -> str:
        """A sentence of one or two clauses, with *note* before its full stop."""
        text = self.clause()
        if self.random.random() < 0.4:
            text += self.random.choice(JOINTS) + self.clause()
        return text[0].upper() + text[1:] + (f" {note}" if note else "") + "."
