"""How reports open: the first sentences of each, in their trees.

News puts first what is new. The claims of a report tell what the ontology of crises knows; a death,
a verdict, a vote or an earthquake opens a report all the same, and a page that leaves it out tells
the background before the news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from brinkwatch.model import Report
from brinkwatch.publish.clauses import curly
from brinkwatch.publish.namebook import DATELINE
from brinkwatch.publish.trees import Parse, Tree

REACH = 640
"""Characters of a report in which its opening sentences are looked for."""
MOST = 3
"""Sentences of an opening."""
LINE = re.compile(r"[^\n]+")
ENDED = re.compile(r"[.!?…][\"”’')\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Opening:
    """One of the first sentences of a report."""

    report: str
    n: int
    """0 for the first."""
    start: int
    """Offsets into the report's stored text."""
    end: int
    tree: Tree
    """The sentence alone: word offsets count from `start`."""


def opening_text(report: Report) -> tuple[int, str]:
    """Offset and text of the lines a report opens with, what stands above them (a title, a date,
    a dateline) left out; an empty text when there are none."""
    start = end = None
    for line in LINE.finditer(report.text, 0, min(len(report.text), 4 * REACH)):
        text = line.group()
        if len(text.split()) < 7 or not ENDED.search(text):
            if start is not None:
                break
            continue
        if start is None:
            start = line.start()
        end = line.end()
        if end - start > REACH // 2:
            break
    if start is None or end is None:
        return 0, ""
    dateline = DATELINE.match(report.text, start)
    if dateline is not None and dateline.end() < end:
        start = dateline.end()
    text = report.text[start : min(end, start + REACH)]
    if start + len(text) < end:  # a long paragraph, cut at the end of a sentence
        stops = list(re.finditer(r"[.!?][\"”’]?(?=\s)", text))
        text = text[: stops[-1].end()] if stops else ""
    return start, text


def openings(reports: Iterable[Report], parse: Parse) -> dict[str, tuple[Opening, ...]]:
    """The first sentences of each report, by report id; one parse for all of them."""
    found = [(r, *opening_text(r)) for r in reports if r.language in ("en", None)]
    found = [f for f in found if f[2]]
    trees = parse([curly(text) for _, _, text in found])
    out: dict[str, tuple[Opening, ...]] = {}
    for (report, start, text), words in zip(found, trees, strict=True):
        whole = Tree(words, curly(text))
        sentences: list[Opening] = []
        for root in (i for i, w in enumerate(words) if w.relation == "ROOT"):
            inside = [i for i in whole.subtree(root) if words[i].text.strip()]
            first, last = inside[0], inside[-1]
            left = words[first].start
            right = words[last].start + len(words[last].text)
            piece = curly(text)[left:right]
            if len(piece.split()) < 5:
                continue
            sentences.append(
                Opening(report.id, len(sentences), start + left, start + right,
                        mended(whole.part(first, last, left, piece)))
            )
            if len(sentences) == MOST:
                break
        out[report.id] = tuple(sentences)
    return out


def mended(tree: Tree) -> Tree:
    """The tree with the subject of its verb of saying where it belongs: in "rebels backed by their
    neighbour said they had seized the town" the reader hangs both subjects on the last verb."""
    root = tree.root()
    if root is None or tree.has(root, "nsubj"):
        return tree
    for clause in tree.children(root, "ccomp"):
        subjects = sorted(tree.children(clause, "nsubj"))
        if len(subjects) > 1 and subjects[0] < root < subjects[1]:
            words = list(tree.words)
            words[subjects[0]] = replace(words[subjects[0]], head=root)
            return Tree(words, tree.text)
    return tree
