"""Trend claims against a small synthetic log: supported, contradicted, not judged."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from brinkwatch.assess import explain, histories, log, trends
from brinkwatch.model import Actor, Evidence, Incident, Report, Trend

DATA = Path(__file__).parent / "data" / "assess"
CASES = list(csv.DictReader(
    (DATA / "trend_claims.csv").read_text(encoding="utf-8").splitlines()))
NORTH = Actor("North Korea", "PRK", "GOV")
SOUTH = Actor("South Korea", "KOR", "GOV")


def synthetic():
    """A made-up history, complete for every kind of weapon from 2030 to mid-2031."""
    return replace(
        histories.load(DATA / "launches.csv"), begins="2030-01-01", ends="2031-06-30",
        parties=("PRK",), complete=("all",))


def trend(sentence, day="2030-10-26", actor=None, report="r1", **fields):
    low = sentence.lower()
    if "direction" not in fields and "ordinal" not in fields:
        for word, direction in (("accelerat", "accelerating"), ("stepped up", "accelerating"),
                                ("slow", "falling")):
            if word in low:
                fields["direction"] = direction
        if any(word in low for word in ("largest", "longest", "highest")):
            fields |= {"direction": "rising", "ordinal": 1}
    actor = actor or (SOUTH if sentence.startswith("It was South") else NORTH)
    return Trend(
        id=f"t-{report}", report=report, evidence=(Evidence(0, len(sentence), sentence),),
        actors=(actor,), measure="weapons tests", **fields)


def report(day, rid="r1"):
    return Report(id=rid, text="", published=datetime.fromisoformat(f"{day}T03:00+00:00"),
                  published_precision="minute")


def check(claims, reports, history=None):
    held = {c.id: c for c in claims}
    by_id = {r.id: r for r in reports}
    incidents = [
        Incident(id=f"i-{c.id}", type="", kind="trend", fields={}, claims=(c.id,), origins=("o",),
                 outlets=1) for c in claims]
    joined = log.build((), held, by_id, [synthetic()] if history is None else history)
    return trends.checks(incidents, held, by_id, joined)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['day']} {c['sentence'][:60]}")
def test_a_claim_gets_its_verdict(case):
    claim = trend(case["sentence"])
    (found,) = check([claim], [report(case["day"])])
    assert found.verdict == case["verdict"], found.note


def test_the_set_holds_every_verdict():
    assert len(CASES) >= 40
    assert {c["verdict"] for c in CASES} == {"supported", "contradicted", "not judged"}


def test_a_claim_told_by_three_reports_is_judged_once():
    sentence = "It was the North's first ballistic missile launch in a week."
    claims = [replace(trend(sentence, report=f"r{n}"), id=f"t{n}") for n in range(3)]
    reports = [report("2030-10-20", f"r{n}") for n in range(3)]
    (found,) = check(claims, reports)
    assert found.detail["reports"] == 3
    assert {s.report for s in found.spans} == {"r0", "r1", "r2"}


def test_the_launch_a_claim_speaks_of_is_counted_though_the_log_lacks_it():
    (found,) = check([trend("It was its second ballistic missile launch this month.")],
                     [report("2030-09-20")])
    reading = found.detail["asked"][0]["readings"][0]
    assert found.verdict == "supported"
    assert (reading["now"], reading["days"]) == (2, ("2030-09-01",))
    assert reading["own"] is None


def test_a_selection_of_reports_contradicts_no_count():
    sentence = "It was the North's fourth ballistic missile launch this month."
    days = [datetime(2030, 10, 1, tzinfo=UTC) + timedelta(days=n) for n in range(0, 24, 3)]
    reports = [Report(id=f"r{n}", text="", published=d) for n, d in enumerate(days, start=1)]
    claims = [trend(sentence, report=r.id, ordinal=4) for r in reports]
    found = check(claims[-1:], reports, history=[])
    assert [a.verdict for a in found] == ["not judged"]


def test_an_empty_record_judges_nothing():
    (found,) = check([trend("It was the North's first missile launch in two weeks.")],
                     [report("2030-10-20")], history=[])
    assert found.verdict == "not judged"
    assert "covers" in found.note


def test_a_claim_without_a_date_is_not_judged():
    undated = Report(id="r1", text="", published=None)
    (found,) = check([trend("It was the North's first missile launch in two weeks.")], [undated])
    assert (found.verdict, found.note) == (
        "not judged", "The claim has no date to count back from.")


def test_every_count_of_a_check_can_be_rebuilt():
    for case in CASES:
        (found,) = check([trend(case["sentence"])], [report(case["day"])])
        told = explain(found)
        assert told["agrees"], (case["sentence"], told["stated"], told["rebuilt"])


def test_known_gaps_are_told():
    history = replace(synthetic(), gaps=("It lists no drones.",))
    (found,) = check([trend("It was the North's first missile launch in two weeks.")],
                     [report("2030-10-20")], history=[history])
    assert "It lists no drones." in found.note
