"""Launches: what counts as one, how many records, each field. Reports are of our own wording."""

from __future__ import annotations

from datetime import datetime

import pytest

from brinkwatch.extract import launches
from brinkwatch.model import Launch, Report
from brinkwatch.read.pipeline import Reader


@pytest.fixture(scope="module")
def told():
    """Text to the launches told in it, on a report of 8 November 2025, noon in Seoul."""
    reader = Reader()

    def read(text: str) -> list[Launch]:
        report = Report(id="r", text=text, title="", language="en",
                        published=datetime.fromisoformat("2025-11-08T12:00+09:00"))
        return launches.find(reader(report), report)

    return read


@pytest.mark.parametrize("text", [
    "The ministry launched an investigation into the missile deal.",
    "Tehran may launch a satellite before the end of the month, an official said.",
    "The navy is preparing to test-fire a cruise missile next week.",
    "If provoked, the army will launch missiles at the base, the general warned.",
    "The engine of the new rocket was tested on a stand at the launch site.",
    "The striker fired a rocket into the top corner and the cup final was over.",
    "The radar can track any missile launched from the north.",
    "No missile was launched during the exercise, the navy said.",
    "The country has launched missiles and rockets in recent weeks as well.",
    "Analysts said a nuclear test or a satellite launch could follow.",
    "The start-up launched a phone that its rivals called a missile aimed at the market.",
])
def test_no_launch_is_read_into(told, text):
    assert told(text) == []


def test_mentions_of_one_launch_are_one_record(told):
    [launch] = told(
        "North Korea fired a ballistic missile toward the East Sea on Friday. The missile was "
        "launched from Kusong at 6:40 a.m. and flew about 700 kilometers (435 miles), the South "
        "Korean military said. Japan's defence ministry put the distance at 450 km. The launch was "
        "the third this year. It fell outside Japan's exclusive economic zone and no damage was "
        "reported."
    )
    assert len(launch.evidence) == 5
    assert launch.actors[0].country == "PRK"
    assert (launch.weapon.kind, launch.count.low, launch.count.high) == ("ballistic", 1, 1)
    assert [(m.value, m.by) for m in launch.distance_km] == [
        (700.0, "South Korea's military"), (450.0, "Japan's defence ministry")]
    assert launch.time.begin == "2025-11-07T06:40+09:00"
    assert {(p.name, p.role) for p in launch.places} >= {("Kusong", "origin"),
                                                         ("Sea of Japan", "toward")}
    assert launch.outside_eez is True
    assert launch.damage == "none"


def test_two_launches_are_two_records(told):
    first, second = told(
        "Iran fired a medium-range ballistic missile from Semnan on Friday. It also launched two "
        "cruise missiles into the Gulf of Oman."
    )
    assert (first.weapon.kind, first.weapon.range_class) == ("ballistic", "MRBM")
    assert (second.weapon.kind, second.count.low) == ("cruise", 2)


def test_coordinated_weapons_are_two_records(told):
    kinds = [x.weapon.kind for x in told(
        "Pakistan fired a ballistic missile and two cruise missiles over the Arabian Sea.")]
    assert kinds == ["ballistic", "cruise"]


def test_an_earlier_launch_keeps_its_own_date(told):
    new, old = told(
        "North Korea fired at least one ballistic missile on Friday, Seoul said. North Korea last "
        "fired ballistic missiles on Oct 22."
    )
    assert (new.count.low, new.count.high) == (1, None)
    assert old.time.begin == "2025-10-22"


@pytest.mark.parametrize(("words", "low", "high"), [
    ("a missile", 1, 1), ("three missiles", 3, 3), ("at least two missiles", 2, None),
    ("more than 10 missiles", 10, None), ("several missiles", 2, None),
    ("multiple missiles", 2, None), ("a barrage of missiles", 2, None), ("missiles", 2, None),
    ("a pair of missiles", 2, 2), ("a new type of missile", 1, 1), ("up to six missiles", None, 6),
    ("five to seven missiles", 5, 7),
])
def test_how_many(told, words, low, high):
    [launch] = told(f"North Korea fired {words} into the East Sea on Friday.")
    assert (launch.count.low, launch.count.high) == (low, high)


@pytest.mark.parametrize(("words", "system", "kind"), [
    ("a KN-25", "KN-25", "ballistic"),
    ("a 600-mm multiple rocket launcher", "KN-25", "rocket artillery"),
    ("a super-large multiple rocket launcher", "KN-25", "rocket artillery"),
    ("a Hwasong-11Ra missile", "Hwasong-11Ra", "ballistic"),
    ("a Hwasong-11D missile", "Hwasong-11Ra", "ballistic"),
    ("an Agni-V missile", "Agni-V", "ballistic"),
    ("a DF-21 missile", "DF-21", "ballistic"),
    ("a Shahab-3 missile", "Shahab-3", "ballistic"),
    ("a Kalibr cruise missile", "Kalibr", "cruise"),
])
def test_systems_by_any_name(told, words, system, kind):
    [launch] = told(f"The army tested {words} on Friday, state media said.")
    assert (launch.weapon.system, launch.weapon.kind) == (system, kind)


@pytest.mark.parametrize(("tail", "outcome"), [
    ("It exploded shortly after launch, officials said.", "failure"),
    ("The launch ended in failure.", "failure"),
    ("The missile successfully hit its target.", "success"),
    ("The missile flew 300 km.", None),
    ("It came weeks after a failed test in May.", None),
])
def test_how_it_went(told, tail, outcome):
    launch = told(f"India fired a ballistic missile from Odisha on Friday. {tail}")[0]
    assert launch.outcome == outcome


def test_a_class_is_as_sure_as_its_words(told):
    [sure] = told("North Korea fired a short-range ballistic missile on Friday.")
    [not_sure] = told("North Korea fired a suspected short-range ballistic missile on Friday.")
    assert sure.weapon.class_certainty == "asserted"
    assert (not_sure.weapon.range_class, not_sure.weapon.class_certainty) == ("SRBM", "suspected")


@pytest.mark.parametrize(("text", "country"), [
    ("The Hwasong-18 flew for 74 minutes and rose to 6,648 km, Tokyo said.", None),
    ("India's BrahMos cruise missile was test-fired from a warship on Friday.", "IND"),
    ("Two North Korean missiles fell into waters off the east coast on Friday.", "PRK"),
    ("North Korea's attempt to place a satellite in orbit ended in failure on Friday.", "PRK"),
    ("A Trident II missile fired from a British submarine off Florida failed.", "GBR"),
])
def test_a_launch_is_told_in_many_ways(told, text, country):
    [launch] = told(text)
    assert (launch.actors[0].country if launch.actors else None) == country


def test_missiles_fired_at_land_or_shot_down_are_no_launch(told):
    assert told("Iran fired 180 ballistic missiles at Israel on Tuesday.") == []
    assert told("Ukraine shot down two of three ballistic missiles launched by Russia.") == []


def test_hours_and_minutes_of_flight_are_one_duration(told):
    [launch] = told("North Korea fired four cruise missiles on Friday; they flew for 2 hours and "
                    "50 minutes.")
    assert [m.value for m in launch.flight_seconds] == [10200]


def test_range_and_offset_are_no_flight(told):
    [launch] = told(
        "Iran fired a missile with a range of 2,000 km on Friday. It flew 900 km at an altitude of "
        "120 km for eight minutes and came down 50 km off the coast of Oman."
    )
    assert [m.value for m in launch.distance_km] == [900.0]
    assert [m.value for m in launch.altitude_km] == [120.0]
    assert [m.value for m in launch.flight_seconds] == [480.0]


def test_the_clock_is_that_of_the_place_of_firing(told):
    [launch] = told("India fired a missile from Odisha at 9:30 a.m. on Friday.")
    assert launch.time.begin == "2025-11-07T09:30+05:30"


@pytest.mark.parametrize(("words", "platform"), [
    ("from a submarine off Sinpo", "submarine"), ("from a train in the mountains", "train"),
    ("from a destroyer in the Yellow Sea", "ship"), ("from a silo near Sohae", "silo"),
])
def test_what_it_was_fired_from(told, words, platform):
    [launch] = told(f"North Korea fired a cruise missile {words} on Friday.")
    assert launch.platform == platform


def test_a_time_before_the_deed_is_its_time(told):
    [launch] = told("On November 6, 2025 at 6:05 a.m., North Korea fired a missile from Sunan.")
    assert launch.time.begin == "2025-11-06T06:05+09:00"


def test_what_leaves_its_pad_is_launched(told):
    [launch] = told(
        "A ballistic missile lifted off from Sunan at 7 a.m. on Friday and flew 300 km.")
    assert launch.time.begin == "2025-11-07T07:00+09:00"
    assert [m.value for m in launch.distance_km] == [300.0]


def test_a_day_owns_its_launch(told):
    [launch] = told("Friday's launch of a ballistic missile from Kusong worried Tokyo.")
    assert (launch.time.begin, launch.weapon.kind) == ("2025-11-07", "ballistic")


def test_an_attempt_that_failed_is_a_launch(told):
    [launch] = told("North Korea attempted to launch a missile from Sinpo on Friday. It exploded.")
    assert launch.outcome == "failure"
    assert launch.actors[0].country == "PRK"


def test_harm_the_weapon_did(told):
    [launch] = told("India test-fired a missile from Odisha on Friday. Debris from the missile "
                    "injured three people and damaged a house.")
    assert (launch.casualties, launch.damage) == (3, "reported")
    [launch] = told("India test-fired a missile on Friday, weeks after an attack killed 12 people.")
    assert (launch.casualties, launch.damage) == (None, None)


def test_evidence_slices_the_text(told):
    text = ("Iran test-fired two missiles from Semnan on Friday, and Oman closed its airspace. "
            "The missiles flew 1,200 km, according to the Guards.")
    for launch in told(text):
        for piece in launch.evidence:
            assert text[piece.start:piece.end] == piece.text
        for measure in launch.distance_km:
            assert "1,200 km" in text[measure.start:measure.end]
