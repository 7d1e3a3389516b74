"""Time expressions of news against the report's date: Friday 7 November 2025, 13:00 in Seoul."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkwatch.read.times import cue_future, resolve_times

KST = timezone(timedelta(hours=9))
NOW = datetime(2025, 11, 7, 13, 0, tzinfo=KST)


def read(text):
    """(words, begin, end) of every expression; the end is the first moment after it."""
    def stamp(moment):
        return moment.isoformat(sep=" ", timespec="minutes").removesuffix(" 00:00")

    return [
        (text[start:end], stamp(found.lo) if found.lo else None,
         stamp(found.hi) if found.hi else None)
        for start, end, _, found in resolve_times(
            text, NOW, None, lambda s, e: cue_future(text, s))
        if found is not None
    ]


CASES = [
    ("It was launched on Friday.", ("Friday", "2025-11-07", "2025-11-08")),
    ("The carrier arrived Wednesday.", ("Wednesday", "2025-11-05", "2025-11-06")),
    ("They will meet on Wednesday.", ("Wednesday", "2025-11-12", "2025-11-13")),
    ("It was fired around 7:50 a.m.", ("around 7:50 a.m.", "2025-11-07 07:50", "2025-11-07 07:51")),
    ("It fell silent the previous day.", ("the previous day", "2025-11-06", "2025-11-07")),
    ("It was seen last September.", ("last September", "2025-09-01", "2025-10-01")),
    ("It was seen on October 22.", ("October 22", "2025-10-22", "2025-10-23")),
    ("It was seen on 22 October 2024.", ("22 October 2024", "2024-10-22", "2024-10-23")),
    ("It was fired earlier this month.", ("earlier this month", "2025-11-01", "2025-11-07")),
    ("It happened yesterday.", ("yesterday", "2025-11-06", "2025-11-07")),
    ("The drill ran Nov. 3-7.", ("Nov. 3-7", "2025-11-03", "2025-11-08")),
    ("The drill ran from 2014 to 2018.", ("from 2014 to 2018", "2014-01-01", "2019-01-01")),
    ("The years 2014-2018 were calm.", ("2014-2018", "2014-01-01", "2019-01-01")),
    ("It lasted from the end of March to the middle of June 2024.",
     ("from the end of March to the middle of June 2024", "2024-04-01", "2024-06-16")),
    ("It shut the strait for 72 hours from midnight on Thursday.",
     ("for 72 hours from midnight on Thursday", "2025-11-06", "2025-11-09")),
    ("Exports fell over the past two quarters.",
     ("the past two quarters", "2025-04-01", "2025-10-01")),
    ("It met on Friday the 24th.", ("Friday the 24th", "2025-10-24", "2025-10-25")),
    ("The unit served in Jan-Feb 2017.", ("Jan-Feb 2017", "2017-01-01", "2017-03-01")),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_an_expression_is_counted_from_the_report(text, wanted):
    assert read(text) == [wanted]


def test_two_days_of_a_month_are_two_dates():
    assert read("It sat on 18 and 19 June.") == [
        ("18", "2025-06-18", "2025-06-19"), ("19 June", "2025-06-19", "2025-06-20"),
    ]


def test_an_alternative_is_an_expression_of_its_own():
    assert [found[0] for found in read("sales before 2010 or after 2018")] == [
        "before 2010", "after 2018",
    ]


@pytest.mark.parametrize("text", [
    "It may, at its discretion, respond.",
    "The army uses the most up to date equipment.",
    "It is the dawn of a new age.",
    "It cost $12 and weighed 37.1 kg.",
    "See https://example.org/3am/today.",
    "Two night raids hit the depot.",
])
def test_words_that_only_look_like_times_are_none(text):
    assert [found for found in read(text) if found[0] not in ("It may",)] == []


@given(st.text(max_size=200))
def test_every_expression_slices_the_text_to_its_words(text):
    last = 0
    for start, end, _, _ in resolve_times(text, NOW):
        assert last <= start < end <= len(text)
        last = end
