"""What an editor would strike, and the words for numbers, distances and days."""

from datetime import date

import pytest

from brinkwatch.publish.clauses import find_verb
from brinkwatch.publish.fit import faults, fit_to_print, repeats
from brinkwatch.publish.headline_words import present, toll
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
        ("The president claimed was unfair to his party.", "a clause without its subject"),
        ("The police attacked of a protester in the square.", "a clause without its subject"),
        ("Egypt’s an assembly of ministers met in Cairo.", "two articles"),
        ("MOSCOW — Russia respects the right of its neighbour.", "a dateline"),
        ("The minister said that MOSCOW — Russia respects the right.", "a dateline"),
        ("The rebels stormed the camp, rescuers said, witnesses said.", "attributed twice"),
        ("The his office said the meeting was put off.", "two articles"),
        ("The ministry declined to comment on the launch.", "says that nothing was said"),
        ("The president said allies have refused to repatriate.", "an object cut off"),
        (
            "Anna Kowalska said that Anna Kowalska, on Monday, spoke.",
            "the speaker named again in what is said",
        ),
        (
            "China claimed that the island as its own, has stepped up pressure.",
            "a clause without its subject",
        ),
        ("The talks will be held next month in Geneva.", "a day that depends on the reader's"),
        (
            "A launch is likely, the desk judges with high confidence.",
            "confidence and likelihood in one sentence",
        ),
    ],
)
def test_a_broken_sentence_is_named_for_its_fault(text: str, fault: str) -> None:
    found = faults(text)
    assert found
    kind = fault.split()[0] if fault.startswith("doubled") else fault
    assert any(f == fault or (kind != fault and f.startswith(kind)) for f in found)
    assert not fit_to_print(text)


def test_one_state_under_two_names_is_one_in_a_repetition() -> None:
    before = ["British Foreign Secretary Yvette Cooper asked Iran to return to talks."]
    assert repeats("Cooper urged Tehran to return to talks.", before)
    assert not repeats("Cooper urged Israel to return to talks.", before)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("flew about 1,200 km (746 miles) north", "flew about 1,200 km (746 miles) north"),
        ("flew about 1,200 kilometers (746 miles)", "flew about 1,200 km (746 miles)"),
        ("flew 435 miles", "flew 700 km (435 miles)"),
    ],
)
def test_a_distance_is_converted_once(told: str, shown: str) -> None:
    assert running(told) == shown


def test_months_near_the_report_are_named() -> None:
    assert running("will meet next month", date(2025, 12, 3)) == "will meet in January 2026"
    assert running("met last month", date(2025, 11, 3)) == "met in October"
    assert running("to leave next month on 2 August", date(2025, 7, 25)) == "to leave on 2 August"


def test_the_dead_lead_a_headline() -> None:
    told = (
        "Local rescuers said at least 30 people were killed when fighters stormed a camp outside "
        "El Fasher on 6 November."
    )
    assert toll(told) == "at least 30 people killed outside El Fasher, local rescuers say"
    assert toll("Local rescuers said the camp was stormed.") == ""


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


def test_words_in_another_script_are_not_printed() -> None:
    assert "another script" in faults("The Weston Herald said \uc720\uc5b8 was found at his home.")
    assert "another script" not in faults("Łukasz Żółć met Recep Tayyip Erdoğan in São Tomé.")
