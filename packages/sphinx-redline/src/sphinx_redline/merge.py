"""One tree of two: the new text with what was deleted, inserted and moved marked in it.

Blocks are paired first by what they print, then by the ids that are chosen once, then by likeness; words are
compared inside pairs.  What has no partner is deleted or inserted as a whole; a deleted and an inserted block
that are alike are a move.  Accepting all marks gives the new tree, rejecting them the old text.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate, repeat
from operator import is_

from docutils import nodes

from sphinx_redline import lowered, marks
from sphinx_redline.marks import DELETED, INSERTED, MOVE, MOVED, RENUMBERED
from sphinx_redline.rows import NEAR, Kin, Stretch, anchored, few, heaviest, near, traits
from sphinx_redline.tokens import NUMBERED, STABLE, Token, plain, tokens

HISTORY = "history"
"""Class of what the generator computes from earlier revisions: never part of what changed."""
ONLY_ONE = (
    nodes.title,
    nodes.tgroup,
    nodes.thead,
    nodes.tbody,
    nodes.caption,
    nodes.legend,
    nodes.term,
    nodes.definition,
)
"""Children of which a parent has one: they are partners whatever they say."""
LEAF, GROUP = 0.4, 0.2
"""How alike two texts, or two blocks that hold blocks, are at least to be partners; found by trying real edits."""
CRUMB = 2
"""Words that may stand in both texts by chance."""
MOVE_WORDS, MOVE_LIKENESS = 4, 0.8
"""A moved block has so many words at least and is so like its old self."""

Pair = tuple[nodes.Element | None, nodes.Element | None]
Marked = tuple[nodes.Element, nodes.Element]
"""A block of one of the texts, and what stands for it in the redline."""


def merge(old: nodes.document, new: nodes.document, locale: str = "en") -> nodes.document:
    """The redline of two lowered documents."""
    merger = _Merger(locale)
    for tree in (old, new):
        for node in tree.findall():
            node.document = tree  # else each copy of a node looks for it from node to node up to the root
    with _without_garbage():
        made = lowered.document(*merger.children(_without_history(old), _without_history(new)))
        merger.mark_moves()
    return made


@contextmanager
def _without_garbage() -> Iterator[None]:
    """Look for no garbage: trees in the making are none, and looking for it takes two fifths of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def _without_history(node: nodes.Element) -> nodes.Element:
    """A tree without it, of which whatever holds none is part as it is."""
    kept = [
        _without_history(child) if isinstance(child, nodes.Element) else child
        for child in node.children
        if not isinstance(child, nodes.Element) or HISTORY not in child["classes"]
    ]
    if len(kept) == len(node.children) and all(map(is_, kept, node.children)):
        return node
    made: nodes.Element = node.copy()
    made.children = kept
    return made


class _Merger:
    """One comparison, with what it has found out about each node."""

    def __init__(self, locale: str) -> None:
        self.plain = plain(locale)
        self.deleted: list[Marked] = []
        self.inserted: list[Marked] = []
        self._tokens: dict[int, list[Token]] = {}
        self._prints: dict[int, Hashable] = {}
        self._bags: dict[int, Counter[Hashable]] = {}
        self._alive: list[nodes.Element] = []  # keeps nodes alive, for their id() is the key of what is known

    # Blocks

    def children(self, old: nodes.Element, new: nodes.Element) -> list[nodes.Node]:
        """The children of two partners as one row."""
        made: list[nodes.Node] = []
        olds, news = _elements(old), _elements(new)
        # the only text of a cell or of a definition is the same text, however much of it was changed
        only = [type(row[0]) if len(row) == 1 and _holds_text(row[0]) else None for row in (olds, news)]
        for before, after in [(olds[0], news[0])] if only[0] and only[0] is only[1] else self.align(olds, news):
            if before is not None and after is not None:
                made.append(self.block(before, after))
            elif before is not None:
                made.append(self.delete(before))
            elif after is not None:
                made.append(self.insert(after))
        return made

    def block(self, old: nodes.Element, new: nodes.Element) -> nodes.Element:
        """Two partners as one block."""
        if self.prints(old) == self.prints(new) and not self._renumbered(old, new):
            same: nodes.Element = new.deepcopy()
            return same
        if isinstance(new, nodes.tgroup) and isinstance(old, nodes.tgroup):
            return self.columns(old, new)
        made: nodes.Element = new.copy()
        if _holds_text(new) or _holds_text(old):
            made += self.text(old, new)
        else:
            made += self.children(old, new)
        return made

    def delete(self, old: nodes.Element) -> nodes.Element:
        """A block that only the old text has."""
        made = marks.without_ids(old)
        assert isinstance(made, nodes.Element)
        made["classes"] = [*made["classes"], DELETED]
        self.deleted.append((old, made))
        return made

    def insert(self, new: nodes.Element) -> nodes.Element:
        """A block that only the new text has."""
        made: nodes.Element = new.deepcopy()
        made["classes"] = [*made["classes"], INSERTED]
        self.inserted.append((new, made))
        return made

    def mark_moves(self) -> None:
        """Pair what was deleted here with what was inserted there."""
        gone, come = list(self.deleted), list(self.inserted)
        taken: set[int] = set()
        for (old, away), places in zip(gone, self._move_places(gone, come, taken), strict=True):
            likenesses = {at: self._as_move(old, come[at][0]) for at in places if at not in taken}
            found = max(likenesses, key=likenesses.__getitem__, default=None)
            if found is None or likenesses[found] < MOVE_LIKENESS:
                continue
            taken.add(found)
            new, here = come[found]
            move = f"{MOVE}{len(taken)}"
            away["classes"] += [MOVED, move]
            here.children = []
            here += self.block(old, new).children
            here["classes"] += [MOVED, move]

    def _move_places(self, gone: list[Marked], come: list[Marked], taken: set[int]) -> Iterator[Iterable[int]]:
        """For each deleted block the places of inserted ones that may be its new self: of few blocks, all."""
        if few(len(gone), len(come)):
            yield from repeat(range(len(come)), len(gone))
            return
        kin = Kin(self._move_traits(new) for new, _made in come)
        for old, _made in gone:
            yield kin.free(self._move_traits(old), taken)

    def _move_traits(self, node: nodes.Element) -> Iterator[Hashable]:
        """What a block and its moved self have in common: the id, or all that is printed, or many words."""
        if _stable(node) is not None:
            yield node.tagname, _stable(node)
        if not _is_small(self.bag(node)):
            yield self.prints(node)
            yield from traits(self.bag(node), node.tagname)

    def _as_move(self, old: nodes.Element, new: nodes.Element) -> float:
        if type(old) is not type(new):
            return 0.0
        if _stable(old) is not None and _stable(old) == _stable(new):
            return 1.0
        return 0.0 if _is_small(self.bag(old)) or _is_small(self.bag(new)) else self.likeness(old, new)

    # Pairing

    def align(self, olds: list[nodes.Element], news: list[nodes.Element]) -> list[Pair]:
        """Partners in order: those that print the same first, what lies between by id, then by likeness."""
        pairs: list[Pair] = []
        for before, after, equal in anchored([self.prints(n) for n in olds], [self.prints(n) for n in news], NEAR):
            if equal:
                pairs += zip(olds[before], news[after], strict=True)
            else:
                pairs += self._by_id(olds[before], news[after])
        return pairs

    def _by_id(self, olds: list[nodes.Element], news: list[nodes.Element]) -> list[Pair]:
        pairs: list[Pair] = []
        first = [_stable(node) or ("old", i) for i, node in enumerate(olds)]
        second = [_stable(node) or ("new", i) for i, node in enumerate(news)]
        for before, after, equal in anchored(first, second, NEAR):
            if equal:
                pairs += zip(olds[before], news[after], strict=True)
            else:
                pairs += self._by_likeness(olds[before], news[after])
        return pairs

    def _by_likeness(self, olds: list[nodes.Element], news: list[nodes.Element], again: int = 1) -> list[Pair]:
        """The pairs in order that are most alike together, of those that stand near or have rare words in common.

        Between pairs other blocks are near than in the whole, so what is left there is looked at again, unless the
        pairs are so few that they stand there by chance.
        """
        found = heaviest(
            {at: likeness for at in places if (likeness := self._partners(old, news[at]))}
            for old, places in zip(olds, self._partner_places(olds, news), strict=True)
        )
        most = 0 if few(len(olds), len(news)) else NEAR * len(found) * again
        pairs: list[Pair] = []
        i = j = 0
        for old, new in [*found, (len(olds), len(news))]:
            if 0 < (old - i) + (new - j) <= most:
                pairs += self._by_likeness(olds[i:old], news[j:new], again - 1)
            else:
                pairs += [*((one, None) for one in olds[i:old]), *((None, one) for one in news[j:new])]
            pairs += zip(olds[old : old + 1], news[new : new + 1], strict=True)
            i, j = old + 1, new + 1
        return pairs

    def _partner_places(self, olds: list[nodes.Element], news: list[nodes.Element]) -> Iterator[Iterable[int]]:
        """For each old block the places of new ones that may be its partners: of few blocks, all."""
        if few(len(olds), len(news)):
            yield from repeat(range(len(news)), len(olds))
            return
        kin = Kin(traits(self.bag(new)) for new in news)
        for old, places in zip(olds, near(len(olds), len(news)), strict=True):
            yield {*places, *kin.rare(traits(self.bag(old)))}

    def _partners(self, old: nodes.Element, new: nodes.Element) -> float:
        """How alike two blocks are; 0 when they cannot be partners."""
        if type(old) is not type(new) or _role(old) != _role(new):
            return 0.0
        if _stable(old) is not None and _stable(new) is not None:
            return 0.0  # ids that are equal were paired before
        if isinstance(old, nodes.table) and not _same_grid(old, new):
            return 0.0
        if isinstance(old, ONLY_ONE):
            return 1.0
        if isinstance(old, nodes.image):
            return 0.0
        likeness = self.likeness(old, new)
        return likeness if likeness >= (LEAF if _holds_text(old) else GROUP) else 0.0

    def likeness(self, old: nodes.Element, new: nodes.Element) -> float:
        """The share of words that two blocks have in common."""
        one, other = self.bag(old), self.bag(new)
        total = one.total() + other.total()
        common = sum(min(one[word], other[word]) for word in one.keys() & other.keys())
        return 2 * common / total if total else 1.0

    # Tables

    def columns(self, old: nodes.tgroup, new: nodes.tgroup) -> nodes.tgroup:
        """Two tables cell by cell: columns are paired by their heads, rows by what they say."""
        if _spans(old) or _spans(new):
            pairs: list[tuple[int | None, int | None]] = [(i, i) for i in range(new["cols"])]
        else:
            pairs = self._paired_columns(old, new)
        made: nodes.tgroup = new.copy()
        specs = [[c for c in group.children if isinstance(c, nodes.colspec)] for group in (old, new)]
        for before, after in pairs:
            given = (specs[1], after) if after is not None else (specs[0], before)
            if given[1] is None or given[1] >= len(given[0]):
                continue
            column = given[0][given[1]].deepcopy()
            if before is None or after is None:
                column["classes"] = [*column["classes"], INSERTED if before is None else DELETED]
            made += column
        made["cols"] = len(made.children)
        for part in (nodes.thead, nodes.tbody):
            olds, news = ([c for c in _elements(group) if isinstance(c, part)] for group in (old, new))
            rows = _elements(olds[0]) if olds else [], _elements(news[0]) if news else []
            if not olds and not news:
                continue
            body: nodes.Element = (news or olds)[0].copy()
            if not news:
                body["classes"] = [*body["classes"], DELETED]
            elif not olds:
                body["classes"] = [*body["classes"], INSERTED]
            spans = bool(_spans(old) or _spans(new))
            row_pairs: list[Pair] = list(zip(*rows, strict=True)) if spans else self.align(*rows)
            body += [self._row(before, after, pairs, spans=spans) for before, after in row_pairs]
            made += body
        return made

    def _paired_columns(self, old: nodes.tgroup, new: nodes.tgroup) -> list[tuple[int | None, int | None]]:
        heads = [next((_elements(row) for row in group.findall(nodes.row)), []) for group in (old, new)]
        position = [{id(cell): i for i, cell in enumerate(row)} for row in heads]
        aligned = [
            (
                position[0][id(before)] if before is not None else None,
                position[1][id(after)] if after is not None else None,
            )
            for before, after in self.align(*heads)
        ]
        return _renamed(aligned)

    def _row(
        self,
        old: nodes.Element | None,
        new: nodes.Element | None,
        columns: list[tuple[int | None, int | None]],
        *,
        spans: bool,
    ) -> nodes.Element:
        given = new if new is not None else old
        assert given is not None
        made: nodes.Element = given.copy()
        if spans and old is not None and new is not None:
            made += [self.block(a, b) for a, b in zip(_elements(old), _elements(new), strict=True)]
            return made
        if old is None or new is None:
            made = marks.without_ids(made) if new is None else made  # type: ignore[assignment]
            made["classes"] = [*made["classes"], INSERTED if old is None else DELETED]
        for before, after in columns:
            was = _cell(old, before)
            now = _cell(new, after)
            if was is not None and now is not None:
                made += self.block(was, now)
                continue
            if now is not None:
                cell = now.deepcopy()
            elif was is not None:
                cell = marks.without_ids(was)  # type: ignore[assignment]
            else:
                cell = nodes.entry()
            if before is None or after is None:
                cell["classes"] = [*cell["classes"], INSERTED if before is None else DELETED]
            made += cell
        pair = self.deleted if new is None else self.inserted if old is None else None
        if pair is not None:
            pair.append((given, made))
        return made

    # Words

    def text(self, old: nodes.Element, new: nodes.Element) -> list[nodes.Node]:
        """The words of two partners as one run."""
        before, after = self.tokens(old), self.tokens(new)
        silent: dict[int, list[Token]] = {}  # places to jump to: no reader sees them, they follow the word behind
        words: list[Token] = []
        for token in after:
            if token.visible:
                words.append(token)
            else:
                silent.setdefault(len(words), []).append(token)
        row: list[tuple[str, Token]] = []
        olds = [token for token in before if token.visible]

        def take(token: Token, at: int, status: str) -> None:
            row.extend(("", quiet) for quiet in silent.get(at, ()))
            row.append((status, token))

        for first, second, equal in _calmed(anchored([t.key for t in olds], [t.key for t in words]), olds, words):
            if equal:
                for a, b, at in zip(olds[first], words[second], range(second.start, second.stop), strict=True):
                    if NUMBERED & set(b.node["classes"] if b.node else ()) and a.text != b.text:
                        row.append((f"{DELETED} {RENUMBERED}", a))
                        take(b, at, f"{INSERTED} {RENUMBERED}")
                    else:
                        take(b, at, "")
            else:
                row += [(DELETED, token) for token in olds[first]]
                for token, at in zip(words[second], range(second.start, second.stop), strict=True):
                    take(token, at, INSERTED)
        row.extend(("", quiet) for quiet in silent.get(len(words), ()))
        return _grown(_placed(_smoothed(row)))

    # What is known of a node

    def tokens(self, node: nodes.Element) -> list[Token]:
        """Its words."""
        if id(node) not in self._tokens:
            self._alive.append(node)
            self._tokens[id(node)] = tokens(node, self.plain)
        return self._tokens[id(node)]

    def prints(self, node: nodes.Element) -> Hashable:
        """All that a reader sees of it; counted numbers apart."""
        if id(node) not in self._prints:
            self._alive.append(node)
            if _holds_text(node):
                seen: Hashable = tuple(token.key for token in self.tokens(node) if token.text or token.visible)
            elif isinstance(node, nodes.image):
                seen = (node.get("uri"), node.get("alt"))
            else:
                seen = tuple(self.prints(child) for child in _elements(node))
            span = (node.get("morecols", 0), node.get("morerows", 0))
            self._prints[id(node)] = hash((node.tagname, _role(node), span, seen))
        return self._prints[id(node)]

    def bag(self, node: nodes.Element) -> Counter[Hashable]:
        """Its words without order."""
        if id(node) not in self._bags:
            self._alive.append(node)
            bag: Counter[Hashable] = Counter()
            if _holds_text(node):
                bag.update(token.key for token in self.tokens(node) if token.word)
            elif isinstance(node, nodes.image):
                bag[("image", node.get("uri"), node.get("alt"))] += 1
            else:
                for child in _elements(node):
                    bag.update(self.bag(child))
            self._bags[id(node)] = bag
        return self._bags[id(node)]

    def _renumbered(self, old: nodes.Element, new: nodes.Element) -> bool:
        """Whether two blocks that print the same differ in numbers that the generator counts."""
        counted = [
            [n.astext() for n in node.findall(nodes.inline) if NUMBERED & set(n["classes"])] for node in (old, new)
        ]
        return counted[0] != counted[1]


# Runs of words


class _Run:
    """A row of words, of which any stretch is measured in one step."""

    def __init__(self, row: list[Token]) -> None:
        self._words = [0, *accumulate(token.word for token in row)]
        self._lengths = [0, *accumulate(len(token.text) for token in row)]

    def words(self, part: slice) -> int:
        """How many words a stretch has."""
        return _between(self._words, part)

    def length(self, part: slice) -> int:
        """How many characters."""
        return _between(self._lengths, part)


def _between(sums: list[int], part: slice) -> int:
    first, last = int(part.start), int(part.stop)
    return sums[last] - sums[first]


def _calmed(stretches: list[Stretch], olds: list[Token], news: list[Token]) -> list[Stretch]:
    """Without the crumbs of a rewritten sentence: spaces, and a word or two that happen to stand in both texts.

    A reader then meets one deletion and one insertion instead of a word salad.
    """
    runs = _Run(olds), _Run(news)

    def is_space(crumb: slice, _left: Stretch, _right: Stretch) -> bool:
        return all(token.key == " " for token in news[crumb])

    def is_crumb(crumb: slice, left: Stretch, right: Stretch) -> bool:
        size = runs[1].length(crumb)
        rewritten = (
            any(run.words(part) > 1 and run.length(part) > size for run, part in zip(runs, side[:2], strict=True))
            for side in (left, right)
        )
        return runs[1].words(crumb) <= CRUMB and all(rewritten)

    def is_counted(before: slice, after: slice) -> bool:
        return any(a.text != b.text for a, b in zip(olds[before], news[after], strict=False))

    for joins in (is_space, is_crumb):
        made, at = stretches[:1], 1
        while at < len(stretches):
            (before, after, same), left = stretches[at], made[-1]
            right = stretches[at + 1] if at + 1 < len(stretches) else None
            if same and right and joins(after, left, right) and not is_counted(before, after):
                made[-1] = slice(left[0].start, right[0].stop), slice(left[1].start, right[1].stop), False
                at += 2
            else:
                made.append(stretches[at])
                at += 1
        stretches = made
    return stretches


def _renamed(columns: list[tuple[int | None, int | None]]) -> list[tuple[int | None, int | None]]:
    """A column deleted where one is inserted has another head and is the same column."""
    made: list[tuple[int | None, int | None]] = []
    run: tuple[list[int], list[int]] = ([], [])

    def close() -> None:
        both = list(zip(*run, strict=False)) if len(run[0]) == len(run[1]) else []
        if both:
            made.extend(both)
        else:
            made.extend([*((i, None) for i in run[0]), *((None, j) for j in run[1])])
        run[0].clear()
        run[1].clear()

    for before, after in columns:
        if before is not None and after is not None:
            close()
            made.append((before, after))
        elif before is not None:
            run[0].append(before)
        elif after is not None:
            run[1].append(after)
    close()
    return made


# Kinds of nodes


def _elements(node: nodes.Element) -> list[nodes.Element]:
    return [child for child in node.children if isinstance(child, nodes.Element)]


def _holds_text(node: nodes.Element) -> bool:
    return isinstance(node, nodes.TextElement) and not isinstance(node, nodes.image)


def _is_small(bag: Counter[Hashable]) -> bool:
    return bag.total() < MOVE_WORDS


def _stable(node: nodes.Element) -> str | None:
    """The id of a node that was chosen once, if it has one; those of sections follow their titles."""
    if isinstance(node, nodes.section):
        return None
    return next((id for id in node["ids"] if STABLE.fullmatch(id)), None)


ROLES = {"body", "margin", "finding", "recommendation", "box", "card", "fields", "evidence-record", "chapter"}


def _role(node: nodes.Element) -> str:
    """What a block is for, where its class of node does not tell."""
    return next((name for name in node["classes"] if name in ROLES), "")


def _spans(group: nodes.Element) -> list[tuple[int, int, int]]:
    return [
        (i, cell.get("morecols", 0), cell.get("morerows", 0))
        for i, cell in enumerate(group.findall(nodes.entry))
        if cell.get("morecols") or cell.get("morerows")
    ]


def _same_grid(old: nodes.Element, new: nodes.Element) -> bool:
    """Whether two tables can be merged: without joined cells always, with them when the grid is the same."""
    if not _spans(old) and not _spans(new):
        return True
    shapes = [[len(row) for row in table.findall(nodes.row)] for table in (old, new)]
    heads = [[len(head) for head in table.findall(nodes.thead)] for table in (old, new)]
    return _spans(old) == _spans(new) and shapes[0] == shapes[1] and heads[0] == heads[1]


def _cell(row: nodes.Element | None, at: int | None) -> nodes.Element | None:
    if row is None or at is None:
        return None
    cells = _elements(row)
    return cells[at] if at < len(cells) else None


def _smoothed(row: list[tuple[str, Token]]) -> list[tuple[str, Token]]:
    """Of a run of changes first what is deleted, then what is inserted."""
    made: list[tuple[str, Token]] = []
    run: list[tuple[str, Token]] = []
    for status, token in [*row, ("", None)]:
        if status in (DELETED, INSERTED) and token is not None:
            run.append((status, token))
            continue
        made += sorted(run, key=lambda item: item[0] != DELETED)
        run.clear()
        if token is not None:
            made.append((status, token))
    return made


Placed = tuple[str, Token, tuple[nodes.Element, ...]]


def _placed(row: list[tuple[str, Token]]) -> list[Placed]:
    """Each word with the elements of the new text around it; deleted ones go where their neighbours are."""
    new_paths = [None if status.startswith(DELETED) else token.path for status, token in row]
    before, after = list(_last(new_paths)), list(_last(reversed(new_paths)))
    placed: list[Placed] = []
    for at, (status, token) in enumerate(row):
        path = new_paths[at]
        if path is None:
            shared = _shared(before[at], after[-1 - at])
            own = token.path[len(shared) :] if _alike(shared, token.path) else ()
            path = (*shared, *own)
        placed.append((status, token, path))
    return placed


def _last(paths: Iterable[tuple[nodes.Element, ...] | None]) -> Iterator[tuple[nodes.Element, ...]]:
    """For each place the last path before it."""
    last: tuple[nodes.Element, ...] = ()
    for path in paths:
        yield last
        last = last if path is None else path


def _shared(one: tuple[nodes.Element, ...], other: tuple[nodes.Element, ...]) -> tuple[nodes.Element, ...]:
    shared = []
    for a, b in zip(one, other, strict=False):
        if a is not b:
            break
        shared.append(a)
    return tuple(shared)


def _alike(shared: tuple[nodes.Element, ...], path: tuple[nodes.Element, ...]) -> bool:
    return len(path) >= len(shared) and all(type(a) is type(b) for a, b in zip(shared, path, strict=False))


def _grown(row: list[Placed], depth: int = 0) -> list[nodes.Node]:
    """The nodes of a run; a mark stands as far out as all that it holds has the same status."""
    pieces: list[tuple[str, nodes.Node]] = []
    start = 0
    while start < len(row):
        status, token, path = row[start]
        end = start + 1
        if len(path) == depth:
            pieces.append((status, _leaf(status, token)))
        else:
            while end < len(row) and len(row[end][2]) > depth and row[end][2][depth] is path[depth]:
                end += 1
            inside = row[start:end]
            statuses = {piece[0] for piece in inside}
            element = path[depth]
            if len(statuses) == 1:
                (whole,) = statuses
                held = _grown([("", *piece[1:]) for piece in inside] if whole else inside, depth + 1)
                made: nodes.Node = element.copy()
                assert isinstance(made, nodes.Element)
                made += held
                pieces.append((whole, marks.without_ids(made) if whole.startswith(DELETED) else made))
            else:
                made = element.copy()
                made += _grown(inside, depth + 1)
                pieces.append(("", made))
        start = end
    return _marked(pieces)


def _leaf(status: str, token: Token) -> nodes.Node:
    if token.node is None:
        return nodes.Text(token.text)
    return marks.without_ids(token.node) if status.startswith(DELETED) else token.node.deepcopy()


def _marked(pieces: list[tuple[str, nodes.Node]]) -> list[nodes.Node]:
    """Neighbours of one status under one mark, neighbouring texts as one."""
    made: list[nodes.Node] = []
    start = 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or pieces[at][0] != pieces[start][0]:
            run = marks.joined(node for _status, node in pieces[start:at])
            status = pieces[start][0]
            made += [marks.mark(run, *status.split())] if status else run
            start = at
    return made
