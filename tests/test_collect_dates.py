"""Publication dates are read in every usual form, with their zone and precision."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkwatch.collect import gather_bytes
from brinkwatch.collect.dates import is_date, published

NOW = datetime(2025, 11, 20, tzinfo=UTC)
KOREA = timezone(timedelta(hours=9))


@pytest.mark.parametrize("value", [
    "2025-11-07", "20251107", "2025/11/07", "2025-11-07 00:00:00", "7 November 2025",
    "November 7, 2025", "Nov. 7, 2025", "Friday, 7th November 2025", "7-Nov-2025", "7.11.2025",
    "2025年11月7日", "2025. 11. 7.", "7 novembre 2025",
])
def test_a_day(value):
    found = published(value, NOW)
    assert (found.when, found.precision, found.note) == (datetime(2025, 11, 7), "day", None)


@pytest.mark.parametrize("value", [
    "2025-11-07T13:10:00+09:00", "2025-11-07T13:10+0900", "2025-11-07T04:10:00.123Z",
    "2025-11-07 13:10 KST", "Nov. 7, 2025, 1:10 p.m. KST", "Fri, 07 Nov 2025 04:10:00 GMT",
    "Fri, 07 Nov 2025 13:10:00 +0900", "Friday, 7 November 2025 at 13:10 (UTC+9)",
    "20251107T041000Z", "20251107041000", 1762488600, "1762488600", 1762488600123,
    "Updated 04:10 GMT, November 7, 2025", "November 6, 2025 11:10 PM ET",
])
def test_a_minute_with_its_zone(value):
    found = published(value, NOW)
    assert found.when == datetime(2025, 11, 7, 13, 10, tzinfo=KOREA)
    assert (found.precision, found.note) == ("minute", None)


def test_the_zone_is_kept_as_given():
    assert published("7 Nov 2025 13:10 KST", NOW).when.utcoffset() == timedelta(hours=9)
    assert published("4 July 2025 1:10 p.m. ET", NOW).when.utcoffset() == timedelta(hours=-4)
    assert published("2025-11-07 13:10", NOW).when.tzinfo is None


@pytest.mark.parametrize(("value", "note"), [
    ("11/07/2025", "the date '11/07/2025' can be read two ways; write it as 2025-MM-DD"),
    ("2025-13-45", "the date '2025-13-45' is not on the calendar"),
    ("soon", "the date 'soon' could not be read; write it as 2025-11-07"),
    ({"day": 7}, "the date is a dict, not text"), (5, "the number 5 is not a date"),
    ("", None), ("N/A", None), (None, None), (True, None),
])
def test_what_is_no_date_is_unknown(value, note):
    found = published(value, NOW)
    assert (found.when, found.precision, found.note) == (None, None, note)


def test_the_other_rows_tell_how_slashed_dates_are_meant():
    rows = b"text,date\nOne.,07/11/2025\nTwo.,25/10/2025\n"
    assert [r.published for r in gather_bytes(rows, kind="csv", now=NOW)] == [
        datetime(2025, 11, 7), datetime(2025, 10, 25)]
    rows = b"text,date\nOne.,11/07/2025\nTwo.,10/25/2025\n"
    assert [r.published for r in gather_bytes(rows, kind="csv", now=NOW)] == [
        datetime(2025, 11, 7), datetime(2025, 10, 25)]


def test_a_line_that_is_a_date_and_nothing_else():
    assert is_date("Friday, January 4, 2019 ")
    assert not is_date("Remembering January 4, 2019")


@given(st.datetimes(datetime(1950, 1, 1), datetime(2025, 11, 1)), st.integers(-11, 13))
def test_iso_dates_survive(when, hours):
    when = when.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    assert published(when.isoformat(), NOW).when == when


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.binary(max_size=5)))
def test_nothing_is_too_odd_to_be_refused(value):
    published(value, NOW)
