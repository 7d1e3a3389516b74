"""What an editor would strike, and the words for numbers, distances and days."""

from datetime import date

import pytest

from brinkwatch.publish.clauses import find_verb
from brinkwatch.publish.fit import faults, fit_to_print, repeats
from brinkwatch.publish.headlines import present
from brinkwatch.publish.phrasing import distance, fix_days, number, running, sentence

GOOD = [
    "North Korea fired a missile on Friday, 7 November, South Korea’s military said.",
    "“We will answer,” the minister said.",
    "The missile flew about 700 km (435 miles).",
    "Some analysts attribute the tests to the submarine plan.",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_sound_sentence_may_stand(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The minister said “we will answer.", "quotation marks do not match"),
        ("The missile flew 700 km (435 miles.", "brackets do not match"),
        ("It rained.", "2 words"),
        ("the missile flew far away", "no capital"),
        ("The arrival of a carrier in port.", "no finite verb"),
        ("The the missile flew far away.", "doubled word 'The the'"),
        ("He said the missile flew far.", "opens on a conjunction or a pronoun"),
        ("And the missile flew far away.", "opens on a conjunction or a pronoun"),
        ("The missile is unknown to analysts.", "stray characters or an empty value"),
        ("The minister said the talks ended yesterday.", "a day that depends on the reader's"),
        ("The minister said our army was ready.", "first or second person outside a quotation"),
        ("The minister condemned the arrival of the.", "breaks off"),
        ("The military said it flew. The minister agreed.", "two sentences"),
        (
            "A launch is likely, the desk judges with high confidence.",
            "confidence and likelihood in one sentence",
        ),
    ],
)
def test_a_broken_sentence_is_named_for_its_fault(text: str, fault: str) -> None:
    found = faults(text)
    assert found
    assert any(f == fault or (fault.startswith("doubled") and f.startswith("doubled")) for f in found)
    assert not fit_to_print(text)


def test_a_repetition_is_seen_through_another_attribution() -> None:
    before = ["No injuries or damage were reported, the minister said."]
    assert repeats("The president said no damage or injuries were reported.", before)
    assert not repeats("The president said the talks would go on.", before)


def test_distances_are_told_in_kilometres_with_miles_beside() -> None:
    assert distance(700.06, "435 miles") == "700 km (435 miles)"
    assert distance(450, "450 km") == "450 km (280 miles)"
    assert distance(670, "670 kilometers (416 miles)") == "670 km (416 miles)"
    assert [number(n) for n in (1, 10, 11, 1250)] == ["one", "ten", "11", "1,250"]


def test_weekdays_of_running_text_become_dates() -> None:
    day = date(2025, 11, 8)
    assert (
        fix_days("asked lawmakers on Tuesday to act", day) == "asked lawmakers on 4 November to act"
    )
    assert fix_days("met yesterday in Seoul", day) == "met on 7 November in Seoul"
    assert fix_days("will meet next Tuesday", day) == "will meet next Tuesday"
    assert fix_days("said “see you on Tuesday”", day) == "said “see you on Tuesday”"


def test_running_text_is_set_in_the_house_style() -> None:
    assert running("U.S. defense officials traveled 350 kilometers.") == (
        "US defence officials travelled 350 km (217 miles)."
    )
    assert sentence("the army  said so ,") == "The army said so."


def test_a_clause_is_cut_at_its_end() -> None:
    clause = find_verb(
        "Lithuania closed its crossings with Belarus on Wednesday after balloons drifted over "
        "the airport and forced it to halt all of its flights for the fourth night in one week.",
        "close",
    )
    assert clause is not None
    assert (clause.form, clause.rest) == ("past", "its crossings with Belarus on Wednesday")


def test_a_headline_is_in_the_present_and_without_its_date() -> None:
    assert present("North Korea fired a missile on Friday, 7 November, the army said.") == (
        "North Korea fires a missile"
    )
