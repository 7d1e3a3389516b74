"""Attempts to carry a false sentence past the citation check. Every one must fail.

The reports are ours. Each case takes a true report and a sentence that says something else.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from brinkwatch.model import Report, Sentence, Span
from brinkwatch.publish.citation import check_sentence

KYIV = timezone(timedelta(hours=2))
REPORT = Report(
    id="a",
    text=(
        "General Olena Moroz said on Tuesday that 14 drones and 3 missiles were shot down near "
        "Odesa at 3:20 a.m. The debris fell 25 miles from the port, she said, and burned 1.5 "
        "hectares. About a third of the city lost power. Repairs will cost $2.4 million, up 12 "
        "percent on March, Deputy Mayor Ivan Petrenko told Kharkiv Radio. “We did not ask for "
        "this war, but we will not lose it,” Moroz said. The attack was the seventh since May 3. "
        "Twenty-one people were treated; none died. Poland and the U.K. sent 1,200 generators. "
        "The column moved at 60 km/h. The aid weighs 40 tons and covers 900 square metres."
    ),
    source="Delta Post (sample)",
    published=datetime(2025, 11, 12, 9, 0, tzinfo=KYIV),
    published_precision="minute",
)

TRUE = [
    "General Olena Moroz said on Tuesday, 11 November that 14 drones were shot down near Odesa.",
    "The debris fell about 40 km (25 miles) from the port.",
    "The repairs will cost $2.4 million.",
    "The cost rose by 12%.",
    "“We did not ask for this war, but we will not lose it,” Moroz said.",
    "It was the seventh attack since 3 May.",
    "Poland and the United Kingdom sent 1,200 generators.",
    "Twenty-one people were treated.",
    "The attack came at 03:20.",
]

FALSE = {
    "another number": "General Olena Moroz said 15 drones were shot down.",
    "numbers swapped": "General Olena Moroz said 14 missiles and 3 drones were shot down.",
    "a digit dropped": "Poland sent 120 generators.",
    "a digit added": "Poland sent 11,200 generators.",
    "a decimal moved": "The debris burned 15 hectares.",
    "another unit of the same kind": "The debris fell 25 km from the port.",
    "another kind of unit": "The debris burned 1.5 km of grass.",
    "rounded past the unit": "The debris fell 45 km from the port.",
    "percent for number": "General Moroz said 14% of the drones were shot down.",
    "number for percent": "The repairs cost 12 million.",
    "percent in words": "The cost rose by twelve people.",
    "money scaled": "The repairs will cost $2.4 billion.",
    "another currency": "The repairs will cost €2.4 million.",
    "money without its scale": "The repairs will cost $2.4.",
    "a number word": "Twenty-two people were treated.",
    "a fraction": "About half of the city lost power.",
    "another ordinal": "It was the eighth attack since 3 May.",
    "an ordinal for a number": "It was the 14th attack since 3 May.",
    "another weekday": "General Olena Moroz spoke on Wednesday.",
    "weekday and day that disagree": "General Olena Moroz spoke on Tuesday, 12 November.",
    "another day": "General Olena Moroz spoke on 10 November.",
    "another month": "General Olena Moroz spoke on 11 October.",
    "another year": "General Olena Moroz spoke on 11 November 2024.",
    "day and month swapped": "It was the seventh attack since 5 March.",
    "another hour": "The attack came at 4:20 am.",
    "afternoon for night": "The attack came at 3:20 pm.",
    "another zone": "The attack came at 3:20 am Moscow time.",
    "another first name": "General Iryna Moroz spoke.",
    "another family name": "General Olena Marchenko spoke.",
    "another rank": "Colonel Olena Moroz spoke.",
    "another office": "Mayor Ivan Petrenko and Prime Minister Olena Moroz spoke.",
    "names crossed": "General Ivan Moroz spoke.",
    "another city": "The drones were shot down near Lviv.",
    "another state": "Romania sent 1,200 generators.",
    "a state's capital": "Warsaw and Paris sent generators.",
    "another outlet": "Ivan Petrenko told Odesa Radio.",
    "a name the source only resembles": "The Delta Gazette reported the attack.",
    "a quotation with a word changed": (
        "“We did not ask for this war, but we will never lose it,” Moroz said."
    ),
    "a quotation with a word left out": "“We did ask for this war,” Moroz said.",
    "a quotation run together": "“We did not ask for this war, we will not lose it,” Moroz said.",
    "a paraphrase in quotation marks": "Moroz called the war “not our choice”.",
    "single quotation marks": "Moroz said ‘we did not want this war’.",
    "a vague number": "Dozens of drones were shot down.",
    "a doubled number": "Twice as many drones were shot down.",
    "speed for distance": "The column moved 60 km.",
}


def failing(text: str) -> list[str]:
    sentence = Sentence(text, (Span("a", 0, len(REPORT.text)),))
    return [f.token for f in check_sentence(sentence, {"a": REPORT})]


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_passes(text: str) -> None:
    assert failing(text) == []


@pytest.mark.parametrize("text", FALSE.values(), ids=list(FALSE))
def test_a_false_sentence_fails(text: str) -> None:
    assert failing(text)


def test_a_name_of_another_report_does_not_help() -> None:
    other = Report(id="b", text="Romania sent 900 generators.")
    reports = {"a": REPORT, "b": other}
    at = REPORT.text.index("Poland")
    sentence = Sentence("Romania sent 1,200 generators.", (Span("a", at, at + 48),))
    assert [f.token for f in check_sentence(sentence, reports)] == ["Romania"]


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\U000e0041"])
def test_hidden_characters_do_not_split_or_join_words(hidden: str) -> None:
    assert failing(f"General Olena Mo{hidden}roz spoke.") == []
    assert failing(f"General Olena Mar{hidden}chenko spoke.")
