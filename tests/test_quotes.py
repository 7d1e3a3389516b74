"""Where a text quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkwatch.extract.quotes import quotations


def quoted(text: str) -> list[tuple[str, int]]:
    return [(text[q.start:q.end], q.depth) for q in quotations(text)]


@pytest.mark.parametrize(("text", "found"), [
    ('He said "no" and left.', [("no", 0)]),
    ("He said “no” and left.", [("no", 0)]),
    ("Il a dit «non» hier.", [("non", 0)]),
    ("They vowed 'swift action' today.", [("swift action", 0)]),
    ("It was called ‘the long wait’ here.", [("the long wait", 0)]),
])
def test_every_kind_of_mark(text, found):
    assert quoted(text) == found


@pytest.mark.parametrize("text", [
    "The rivals' ships don't sail.",
    "The boss' car and the states' rights.",
    "The '90s were rock 'n' roll.",
    'A 12" pipe and a 5" gun.',
    "Nothing is quoted here.",
])
def test_apostrophes_inches_and_elisions_are_no_quotations(text):
    assert quoted(text) == []


def test_a_possessive_inside_single_marks_does_not_close_them():
    assert quoted("She wrote 'the rivals' plan is real' twice.") == [
        ("the rivals' plan is real", 0),
    ]


def test_quotations_nest():
    assert quoted("“He called it ‘a sad day’ for us,” she said.") == [
        ("He called it ‘a sad day’ for us,", 0), ("a sad day", 1),
    ]


def test_the_same_straight_mark_may_nest():
    text = 'He wrote: "The "Free Port" is closed. They know it." Then "fine".'
    assert quoted(text) == [
        ('The "Free Port" is closed. They know it.', 0), ("Free Port", 1), ("fine", 0),
    ]


def test_paragraphs_that_open_anew_are_one_quotation():
    text = '"The first part.\n\n"The second part," he said.'
    assert quoted(text) == [('The first part.\n\n"The second part,', 0)]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    assert quoted('He said, "We go on.\n\nRain fell.') == [("We go on.", 0)]
    assert quoted('The 6" word "was here.\n\nRain fell.') == []


@given(st.text(alphabet="ab \"'“”‘’«».,\n1s", max_size=80))
def test_any_text_gives_spans_inside_it_and_nested_properly(text):
    spans = quotations(text)
    for q in spans:
        assert 0 <= q.start < q.end <= len(text)
    for one in spans:
        for other in spans:
            crossing = one.start < other.start < one.end < other.end
            assert not crossing
