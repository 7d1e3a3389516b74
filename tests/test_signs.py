"""Signs of what may come, and claims about a series."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from benchmarks.accuracy import signs_gate

from brinkwatch.extract import indicators, trends
from brinkwatch.knowledge.indicators import signs
from brinkwatch.knowledge.signs import directions, measures
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader


@pytest.fixture(scope="module")
def read():
    reader = Reader()

    def find(text: str, finder):
        report = Report(id="r", text=text, title="", language="en",
                        published=datetime(2025, 11, 8, 12, tzinfo=UTC))
        return finder(reader(report), report)

    return find


@pytest.mark.parametrize(("name", "finder"), [("indicators", indicators), ("trends", trends)])
def test_hardly_a_sentence_without_a_sign_is_given_one(name, finder):
    quiet = [row for row in signs_gate.cases(name) if not row["is"]]
    texts = signs_gate.reports(quiet)
    alarms = [r.text for r, doc in zip(texts, Reader().pipe(texts), strict=True)
              if finder.find(doc, r)]
    assert len(quiet) > 20
    assert len(alarms) <= 1, alarms


def test_who_recalls_is_the_actor(read):
    [sign] = read("Kenya recalled its ambassador from Khartoum on Friday.", indicators.find)
    assert (sign.indicator, sign.status, sign.actors[0].country) == (
        "recall of envoys", "reported", "KEN")
    assert sign.time.begin == "2025-11-07"


def test_all_who_hold_an_exercise_are_named(read):
    [sign] = read("Russia and Belarus will hold a joint military exercise next week.",
                  indicators.find)
    assert [a.country for a in sign.actors] == ["RUS", "BLR"]
    assert (sign.indicator, sign.status) == ("exercise", "planned")


def test_ranks_with_stretches_of_their_own_are_two_claims(read):
    found = read("It was Iran's third missile test this year and its first since March.",
                 trends.find)
    assert [(t.ordinal, t.window, t.since) for t in found] == [
        (3, "this year", None), (1, None, "March")]


@pytest.mark.parametrize(("text", "ordinal", "stretch"), [
    ("It was the second missile test in as many days.", 2, "two days"),
    ("It was the fourth straight day of air strikes.", 4, "days in a row"),
])
def test_stretches_counted_by_the_rank(read, text, ordinal, stretch):
    [trend] = read(text, trends.find)
    assert (trend.ordinal, trend.window) == (ordinal, stretch)


def test_a_missile_attack_is_no_missile_test(read):
    [trend] = read("It was the third missile attack on the port this week.", trends.find)
    assert trend.measure == "attacks"


def test_the_wording_is_whole():
    assert len({s.indicator for s in signs().signs}) == len(signs().signs)
    assert all(s.phrases or (s.what and (s.verbs or s.nouns)) for s in signs().signs)
    assert {"rising", "falling", "steady", "accelerating"} == {name for name, _ in directions()}
    assert measures()
