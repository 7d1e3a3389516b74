"""Quantities: what a number measures, its bounds, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from brinkwatch.read.quantities import annotate_quantities
from brinkwatch.read.segment import tokenizer

NLP = tokenizer()


def quantities(text: str):
    doc: Doc = NLP.make_doc(text)
    for token in doc:
        token.pos_ = "NUM" if token.text[:1].isdigit() else "NOUN"
    annotate_quantities(doc)
    return doc._.quantities


@pytest.mark.parametrize(("text", "kind", "low", "high"), [
    ("flew 435 miles (700 km)", "distance", 700, 700),
    ("flew over 6,000 km (3,728 miles)", "distance", 6000, None),
    ("about 1500 km to 2000 km", "distance", 1500, 2000),
    ("between 5 and 7 percent", "percent", 5, 7),
    ("8.2 percent", "percent", 8.2, 8.2),
    ("up to 30 minutes", "duration", None, 1800),
    ("at least $2 billion", "money", 2e9, None),
    ("nearly 300 km", "distance", 300, 300),
    ("below the 700 km announced", "distance", 700, 700),
])
def test_what_is_measured_and_within_which_bounds(text, kind, low, high):
    [found] = quantities(text)
    assert found.kind == kind
    assert found.low == (low if low is None else pytest.approx(low, rel=0.01))
    assert found.high == (high if high is None else pytest.approx(high, rel=0.01))


@pytest.mark.parametrize("text", ["on 7 November", "at 9:40 p.m.", "a 15-year-old boy"])
def test_dates_clocks_and_ages_are_no_quantities(text):
    assert quantities(text) == ()


WORDS = st.lists(st.sampled_from([
    "about", "more than", "between", "and", "to", "435", "1,200", "2.5", "three", "dozen",
    "several", "km", "miles", "(", ")", "percent", "$", "million", "tonnes", "minutes", "missiles",
    "altitude", "of", ",", ".", "-", "–", "or", "x", "½", "é", "\n", "10-15", "½ km", "up to", "a",
]), max_size=25)


@settings(max_examples=150)
@given(WORDS)
def test_spans_slice_the_text_in_order_and_bounds_agree(words):
    text = " ".join(words)
    found = quantities(text)
    for q in found:
        assert text[q.start:q.end] == q.text
        if q.low is not None and q.high is not None:
            assert q.low <= q.high
        if None not in (q.low, q.value, q.high):
            assert q.low <= q.value <= q.high
    starts = [q.start for q in found]
    assert starts == sorted(starts)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
