"""A sea may be named by the countries on its shores."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from brinkwatch.knowledge.seas import find_between
from brinkwatch.read.places import annotate_places


@pytest.mark.parametrize(("words", "sea"), [
    ("the sea between Korea and Japan", "Sea of Japan"),
    ("waters between Japan and the Korean Peninsula", "Sea of Japan"),
    ("the waters between Taiwan and China", "Taiwan Strait"),
    ("the sea between South Korea and China", "Yellow Sea"),
])
def test_two_shores_name_a_sea(words: str, sea: str) -> None:
    [(start, end, name)] = find_between(f"It fell into {words}.")
    assert name == sea
    assert f"It fell into {words}."[start:end] in words


@pytest.mark.parametrize("words", [
    "talks between Korea and Japan", "the sea between Malta and Peru", "the sea off Japan",
])
def test_other_pairs_do_not(words: str) -> None:
    assert find_between(f"They spoke of {words}.") == []


def test_the_shores_are_no_places_of_their_own() -> None:
    words = "It fell into the sea between Korea and Japan".split()
    doc = Doc(Vocab(), words=words, pos=["X"] * len(words))
    annotate_places(doc)
    assert [(p.name, p.precision, p.text) for p in doc._.places] == [
        ("Sea of Japan", "sea", "sea between Korea and Japan")
    ]
    assert doc._.places[0].lat == pytest.approx(40, abs=1)
