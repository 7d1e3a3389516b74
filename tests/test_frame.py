"""Datelines, bylines and credits frame a report: they date and place it and say nothing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkwatch.extract import claims
from brinkwatch.knowledge.furniture import dateline, furniture
from brinkwatch.model import Report
from brinkwatch.read.frame import anchor_of, zone_of
from brinkwatch.read.pipeline import Reader

DATELINES = [
    ("SEOUL, Oct 22 (Tide Wire) — The navy", "SEOUL", "Oct 22", "Tide Wire", "Asia/Seoul"),
    ("SEOUL, South Korea (Tide Wire) -- The navy", "SEOUL", "", "Tide Wire", "Asia/Seoul"),
    ("MOSCOW — The ministry", "MOSCOW", "", "", "Europe/Moscow"),
    ("MOSCOW, November 7. /TIDE/. The ministry", "MOSCOW", "November 7", "TIDE", "Europe/Moscow"),
    ("Seoul, Nov. 7 (Tide) -- The navy", "Seoul", "Nov. 7", "Tide", "Asia/Seoul"),
    ("ISLAMABAD: The army", "ISLAMABAD", "", "", "Asia/Karachi"),
    ("PORT SUDAN, Sudan, 3 March — The army", "PORT SUDAN", "3 March", "", "Africa/Khartoum"),
    ("SEOUL/TOKYO, Nov 7 (Tide) - The navy", "SEOUL", "Nov 7", "Tide", "Asia/Seoul"),
    ("Nov. 7 (Tide) -- The navy", "", "Nov. 7", "Tide", None),
    ("By Ann Lee SEOUL, Nov. 7 (Tide) -- The navy", "SEOUL", "Nov. 7", "Tide", "Asia/Seoul"),
    ("Missile launched\nSEOUL, Nov 7 — The navy", "SEOUL", "Nov 7", "", "Asia/Seoul"),
    ("UNITED NATIONS (Tide) — The council", "UNITED NATIONS", "", "Tide", None),
    ("TUCSON — The port", "TUCSON", "", "", None),
]


@pytest.mark.parametrize(("text", "place", "when", "wire", "zone"), DATELINES,
                         ids=[d[0] for d in DATELINES])
def test_a_dateline_gives_place_date_agency_and_zone(text, place, when, wire, zone):
    line = dateline(text)
    assert (line.place, line.when, line.wire, line.zone) == (place, when, wire, zone)
    assert text[line.end:].startswith("The ")


@pytest.mark.parametrize("text", [
    "BREAKING: Missile fired toward the sea",
    "NATO — the alliance — said it was ready",
    "North Korea - a country of 26 million - said it was ready",
    "US — China trade fell in May",
    "The U.S.-led coalition struck a depot",
    "Kim (the leader) - the son of Kim - spoke",
    "EXCLUSIVE — The minister resigned",
])
def test_an_opening_that_only_looks_like_a_dateline_is_none(text):
    assert dateline(text) is None


def test_bylines_dates_and_credits_are_found_on_lines_of_their_own():
    text = ("By Ann Lee and Bob Moe, Tide Wire\nKYIV, Ukraine (Tide Wire) — Two men died.\n\n"
            "(Reporting by Ann Lee; Editing by Cy Roe)")
    assert [(s.kind, text[s.start:s.end].strip()[:12]) for s in furniture(text)] == [
        ("byline", "By Ann Lee a"), ("dateline", "KYIV, Ukrain"), ("credit", "(Reporting b"),
    ]


@given(st.text(max_size=300))
def test_furniture_never_fails_and_never_overlaps(text):
    found = furniture(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def report(text, published=None):
    return Report(id="r", text=text, language="en", published=published)


def test_relative_words_count_from_the_datelines_day():
    late = datetime(2025, 11, 8, 1, 0, tzinfo=UTC)
    assert anchor_of(report("SEOUL, Nov 7 — It fired.", late)).date() == date(2025, 11, 7)
    assert anchor_of(report("SEOUL, Feb 7 — It fired.", late)).date() == date(2025, 2, 7)
    assert anchor_of(report("SEOUL, Nov 9 — It fired.", late)).date() == date(2025, 11, 8)
    assert anchor_of(report("Friday, November 7, 2025\nIt fired.")).date() == date(2025, 11, 7)
    assert anchor_of(report("SEOUL — It fired.")) is None


def test_the_datelines_zone_serves_where_the_publication_has_only_utc():
    text = "SEOUL, Nov 7 — It fired at 7:50 a.m."
    assert zone_of(report(text, datetime(2025, 11, 7, 1, 0, tzinfo=UTC))) == "Asia/Seoul"
    assert zone_of(report(text, datetime(2025, 11, 7, 1, 0))) is None


@pytest.fixture(scope="module")
def reader():
    return Reader()


TEXT = ("By Ann Lee, Tide Wire\nSEOUL, Nov 7 (Tide Wire) — The missile flew 700 km, the Defense "
        "Ministry said on Friday.\n\nReporting by Ann Lee in Seoul; Editing by Cy Roe")


def test_no_layer_and_no_content_lies_in_what_frames_a_report(reader):
    read = report(TEXT, datetime(2025, 11, 7, 6, 0, tzinfo=UTC))
    doc = reader(read)
    framed = doc._.furniture
    assert [s.kind for s in framed] == ["byline", "dateline", "credit"]
    for layer in (doc._.places, doc._.actors, doc._.times, doc._.quantities):
        assert not [x.text for x in layer for s in framed if s.start <= x.start < s.end]
    said, = [c for c in claims(doc, read) if getattr(c, "quote", None)]
    assert said.quote == "The missile flew 700 km"
    assert said.evidence[0].text.startswith("The missile")
    assert said.time.begin == "2025-11-07"
