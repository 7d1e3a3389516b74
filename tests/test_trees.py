"""Walking trees: a word is its own head at the root, and every walk ends there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from brinkwatch.extract import event_times, syntax
from brinkwatch.model import TimeRef

SOURCE = Path(syntax.__file__).parents[1]
WORDS = {"token", "node", "head", "noun", "up", "child", "root", "clause", "verb"}


@pytest.fixture
def two_roots() -> Doc:
    """One sentence by its breaks in which the time hangs on a root of its own."""
    return Doc(
        Vocab(), words=["Troops", "fired", "rockets", "noon", "sharp"],
        heads=[1, 1, 1, 3, 3], deps=["nsubj", "ROOT", "obj", "ROOT", "amod"],
        pos=["NOUN", "VERB", "NOUN", "NOUN", "ADJ"], sent_starts=[True, False, False, True, False],
    )


def test_the_way_up_ends_at_the_root(two_roots: Doc) -> None:
    assert [t.text for t in syntax.path(two_roots[2])] == ["rockets", "fired"]
    assert syntax.depth(two_roots[1]) == 0
    assert syntax.distance(two_roots[0], two_roots[2]) == 2
    assert syntax.distance(two_roots[0], two_roots[3]) == 99


def test_a_time_under_another_root_ends_the_search(two_roots: Doc) -> None:
    if not Doc.has_extension("times"):
        Doc.set_extension("times", default=())
    start = two_roots[3].idx
    two_roots._.times = (TimeRef("2025-11-07", "2025-11-07", "day", "noon", start, start + 4),)
    assert event_times.nearest_time(two_roots[3]) is not None
    assert not event_times._crosses(two_roots[1], two_roots[4])


def test_no_word_is_compared_by_identity() -> None:
    """spaCy makes a new Token at every look: `doc[0] is doc[0]` is false."""
    found = []
    for path in sorted([*SOURCE.glob("extract/*.py"), *SOURCE.glob("read/*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot):
                sides = [node.left, node.comparators[0]]
                names = [s.id if isinstance(s, ast.Name) else getattr(s, "attr", "") for s in sides]
                if all(n in WORDS for n in names):
                    found.append(f"{path.name}:{node.lineno}")
    assert not found
