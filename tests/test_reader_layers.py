"""Times, places and actors as the whole reader gives them, where one layer needs another."""

from datetime import UTC, datetime

import pytest

from brinkwatch.model import Report
from brinkwatch.read.neural import NeuralReader
from brinkwatch.read.pipeline import Reader


@pytest.fixture(scope="module")
def read():
    reader = Reader(NeuralReader(threads=1).pipe)
    return lambda text: reader(Report(id="r", text=text,
                                      published=datetime(2025, 11, 8, tzinfo=UTC)))


@pytest.mark.parametrize("text", [
    "The rocket flew on; it travelled 561 km in 456 seconds.",
    "The missile had covered about 1,000 km in 86 minutes.",
    "The army fired a C-802A missile at a barge.",
])
def test_how_long_a_deed_took_and_codes_are_no_times(read, text):
    assert read(text)._.times == ()


def test_what_is_to_come_in_minutes_and_what_was_in_a_day_are_times(read):
    told = [t.text for t in read("The talks will resume in 30 minutes.")._.times]
    struck = [t.text for t in read("The forces struck 20 targets in 24 hours.")._.times]
    assert told == ["in 30 minutes"] and struck == ["in 24 hours"]


def test_the_date_of_a_log_entry_is_the_past_one(read):
    (found,) = read("15 April - Musudan test from Wonsan.")._.times
    assert found.begin == "2025-04-15"


def test_a_day_after_two_clocks_is_that_of_both(read):
    clocks = read("The missile was fired at 6:24 p.m. (0924 GMT) on Thursday.")._.times[:2]
    assert [t.begin for t in clocks] == ["2025-11-06T18:24+09:00", "2025-11-06T09:24+00:00"]


def test_a_place_that_only_names_a_zone_is_no_place(read):
    doc = read("It lifted off from Wonsan at 1:01 a.m. Pacific Time on Friday.")
    assert [p.name for p in doc._.places] == ["Wonsan"]


def test_a_family_name_alone_is_the_person_named_in_full_before(read):
    doc = read("Carrie Lam, the leader of Hong Kong, spoke. Lam said the talks must end.")
    assert [a.person for a in doc._.actors if a.text == "Lam"] == ["Carrie Lam"]


def test_an_unnamed_foreign_ministry_is_that_of_its_sentence(read):
    doc = read("Cambodia's defence ministry denied it. Thailand has recalled its ambassador, the "
               "foreign ministry said. The ministry gave no reason.")
    named = {a.text: a.country for a in doc._.actors}
    assert named["the foreign ministry"] == named["The ministry"] == "THA"
