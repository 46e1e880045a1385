"""How the brief reads: its outline, and a report on length and ease by chapter.

Readability figures are a smoke test and fail nothing; the brief is also read aloud.  What is counted are
the words of running text: not tables, bibliography, margins and the lists that the generator makes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean
from typing import TYPE_CHECKING, cast

from docutils import nodes

from policybrief.chapters.nodes import box, margin, statement
from policybrief.checks.language import sentences, words
from policybrief.outputs.register import OneRunBuilder
from policybrief.words import scales
from policybrief.words.messages import _

if TYPE_CHECKING:
    from policybrief.chapters.domain import BriefDomain

APART = (nodes.table, nodes.citation, nodes.footnote, margin)
"""What is not running text."""


@dataclass(frozen=True)
class Ease:
    """How one chapter reads."""

    docname: str
    words: int
    sentences: int
    longest: int
    mean: float
    """Words a sentence."""
    grade: float
    """Flesch–Kincaid grade: years of schooling in the United States."""


def running_text(tree: nodes.Element) -> Iterator[str]:
    """The paragraphs of running text of a chapter, in order."""
    for child in tree.children:
        if isinstance(child, APART) or not isinstance(child, nodes.Element):
            continue
        if "toctree-wrapper" in child["classes"]:
            continue
        if isinstance(child, nodes.paragraph):
            yield child.astext()
        else:
            yield from running_text(child)


def ease(docname: str, tree: nodes.document, language: str) -> Ease:
    """Measure one resolved chapter."""
    found = [words(sentence) for text in running_text(tree) for sentence in sentences(text)]
    lengths = [len(sentence) for sentence in found if sentence] or [0]
    total = sum(lengths)
    syllables = sum(_syllables(word, language) for sentence in found for word in sentence)
    grade = 0.39 * mean(lengths) + 11.8 * syllables / max(total, 1) - 15.59
    return Ease(docname, total, len(lengths), max(lengths), mean(lengths), grade)


class ReadingBuilder(OneRunBuilder):
    """``sphinx-build -b reading``: ``outline.txt`` and ``readability.txt``."""

    name = "reading"
    format = "text"
    epilog = "Outline and readability report are in %(outdir)s."

    def files(self) -> Iterator[tuple[str, str]]:
        """The two reports."""
        trees = {name: self.env.get_and_resolve_doctree(name, self) for name in self._chapters()}
        domain = cast("BriefDomain", self.env.get_domain("brief"))
        yield "outline.txt", "\n".join(line for tree in trees.values() for line in _outline(tree, domain)) + "\n"
        measured = [ease(name, tree, self.config.language) for name, tree in trees.items()]
        yield "readability.txt", "\n".join(_table(measured)) + "\n"

    def _chapters(self) -> list[str]:
        return cast("BriefDomain", self.env.get_domain("brief")).reading_order()


def _outline(tree: nodes.document, domain: BriefDomain) -> Iterator[str]:
    """Headings by depth, and the sentences that carry the argument, with what they weigh."""
    for node in tree.findall(nodes.Element):
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            depth = sum(isinstance(above, nodes.section) for above in _above(node)) - 1
            yield ("\n" if depth == 0 else "") + "  " * depth + node.astext()
        elif isinstance(node, statement):
            title, body = node.children[:2]
            sentence = next((p for p in body.findall(nodes.paragraph) if "statement" in p["classes"]), None)
            said = " ".join(sentence.astext().split()) if sentence else ""
            yield f"    {title.astext()}: {said} [{_weight(node, domain)}]"
        elif isinstance(node, box) and "main-message" in node["classes"]:
            yield f"    {' '.join(node.astext().split())}"


def _weight(node: statement, domain: BriefDomain) -> str:
    """How sure a finding is; how firm a recommendation is, on what it rests and until when."""
    id = node["statement_id"]
    if finding := domain.findings.get(id):
        return scales.certainty(finding.certainty)
    asked = domain.recommendations[id]
    line = next(p.astext() for p in node.findall(nodes.paragraph) if "strength-line" in p["classes"])
    due = str(_("By when")) + scales.colon() + domain.style.date(asked.by) + "." if asked.by else ""
    return " ".join(filter(None, (*line.split(), due)))


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _table(measured: list[Ease]) -> Iterator[str]:
    yield f"{'chapter':24}{'words':>8}{'sentences':>11}{'mean':>7}{'longest':>9}{'grade':>7}"
    for one in measured:
        yield (f"{one.docname:24}{one.words:8}{one.sentences:11}{one.mean:7.1f}{one.longest:9}{one.grade:7.1f}")


def _syllables(word: str, language: str) -> int:
    import pyphen

    return max(1, len(pyphen.Pyphen(lang=pyphen.language_fallback(language) or "en_US").positions(word)) + 1)
