"""Stories over several runs, and `explain` over the record they leave."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuse_kit import BELMAR_MINISTRY, launch, missile, report, strike

from brinkwatch.errors import UsageError
from brinkwatch.explain import explain
from brinkwatch.model import Actor, Evidence, Quantity, Statement
from brinkwatch.reading import Reading
from brinkwatch.running import run_on
from brinkwatch.store import Store

AT = datetime(2031, 5, 7, tzinfo=UTC)
POOL = [*(missile(n) for n in range(4)), *(strike(n) for n in range(2)),
        missile(4, days=22), missile(5, days=22.1)]
CLAIMS = {
    r.id: (launch(r, km=500 if r.id != "m3" else 800,
                  when="2031-05-28" if r.id in ("m4", "m5") else "2031-05-06"),)
    for r in POOL if r.id.startswith("m")
}
READINGS = {
    r.id: Reading(CLAIMS.get(r.id, ()), np.zeros((0, 384), np.float32)) for r in POOL
}


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def take(store, reports, at=AT):
    for r in reports:
        store.add_report(r)
        store.put_claims(r.id, READINGS[r.id].claims, "test")
    found = run_on(store, reports, {r.id: READINGS[r.id] for r in reports},
                   lambda rs: {r.id: READINGS[r.id] for r in rs}, at)
    found.keep(store)
    return found


def stored(store):
    return {
        frozenset(s.reports): {(i.id, i.claims) for i in s.incidents} for s in store.stories()
    }


def test_the_next_days_reports_join_the_running_story_under_its_id(store):
    first = take(store, POOL[:2])
    second = take(store, POOL[2:3], AT + timedelta(days=1))
    assert [s.id for s in second.all] == [s.id for s in first.all]
    assert second.all[0].reports == ("m0", "m1", "m2")
    assert set(second.readings) == {"m0", "m1", "m2"}
    assert [(c.kind, c.after) for c in second.all[0].log if c.kind == "report"] == [
        ("report", "m2")]
    assert second.all[0].log[0].at == "2031-05-08T00:00:00+00:00"


def test_a_launch_three_weeks_later_is_a_story_of_its_own(store):
    first = take(store, POOL[:4])
    later = take(store, POOL[6:], AT + timedelta(days=22))
    assert {s.id for s in later.all}.isdisjoint(s.id for s in first.all)
    assert len(list(store.stories())) == 2


def test_the_same_run_again_changes_nothing_and_logs_nothing(store):
    take(store, POOL)
    before = list(store.stories())
    take(store, POOL, AT + timedelta(days=1))
    assert list(store.stories()) == before


def test_a_contradiction_that_a_later_report_brings_is_in_the_log(store):
    take(store, POOL[:3])
    story = take(store, POOL[3:4], AT + timedelta(days=1)).all[0]
    assert ("contradiction", "distance_km") in {(c.kind, c.field) for c in story.log}


@settings(max_examples=6)
@given(order=st.permutations(POOL), cuts=st.sets(st.integers(1, len(POOL) - 1), max_size=5))
def test_runs_in_any_batches_and_order_leave_the_record_of_one_run(order, cuts):
    with Store.open(":memory:") as whole, Store.open(":memory:") as parts:
        take(whole, POOL)
        begin = 0
        for edge in [*sorted(cuts), len(order)]:
            take(parts, order[begin:edge])
            begin = edge
        assert stored(parts) == stored(whole)


def test_explain_prints_every_claim_behind_a_field_with_words_holder_origin_and_rule(store):
    story = take(store, POOL).stories[0]
    incident = next(i for i in story.incidents if i.kind == "launch")
    told = explain(store, f"{incident.id}.distance_km")
    assert told.kind == "field"
    (row,) = told.rows
    assert (row["field"], row["resolved"]) == ("distance_km", 500)
    assert row["rule"] == incident.fields["distance_km"].rule
    held = {(v["value"], v["by"], v["origin"]) for v in row["values"]}
    assert held == {(500, BELMAR_MINISTRY.name, "state:BEL"), (800, BELMAR_MINISTRY.name,
                                                               "state:BEL")}
    behind = [c for v in row["values"] for c in v["claims"]]
    assert {c["report"] for c in behind} == {"m0", "m1", "m2", "m3"}
    for c in behind:
        text = store.report(c["report"]).text
        assert all(text[a:b] == words for a, b, words in c["spans"])
    assert any("distance_km: 500 / 800 (open, since" in note for note in told.notes)


def test_explain_of_an_incident_has_a_row_for_each_field(store):
    story = take(store, POOL).stories[0]
    incident = story.incidents[0]
    told = explain(store, incident.id)
    assert [row["field"] for row in told.rows] == list(incident.fields)
    assert all(v["claims"] for row in told.rows for v in row["values"])
    (grade,) = explain(store, f"{incident.id}.credibility").rows
    assert {c["claim"] for v in grade["values"] for c in v["claims"]} == set(incident.claims)
    assert explain(store, story.id).kind == "story"
    assert explain(store, incident.claims[0]).kind == "claim"


def test_explain_of_a_figure_shows_the_statement_that_gives_it_too(store):
    said = report("m6", missile(0).text + " It flew 450 km, the Navy of Belmar said.", days=0.5)
    start = said.text.index("450 km")
    navy = Actor("Navy of Belmar", "BEL", "MIL", verb="said")
    claim = Statement(
        id="said", report="m6", evidence=(Evidence(0, len(said.text), said.text),), speaker=navy,
        quote="It flew 450 km", trigger="say",
        quantities=(Quantity("distance", 450.0, "km", text="450 km", start=start, end=start + 6),))
    READINGS["m6"] = Reading((claim,), np.zeros((0, 384), np.float32))
    story = take(store, [*POOL[:3], said]).stories[0]
    incident = next(i for i in story.incidents if i.kind == "launch")
    (row,) = explain(store, f"{incident.id}.distance_km").rows
    assert {v["value"]: v["by"] for v in row["values"]}[450] == navy.name
    assert "said" in {c["claim"] for v in row["values"] for c in v["claims"]}
    assert [(c.field, c.standing) for c in story.contradictions] == [("distance_km", "open")]


def test_explain_says_where_to_find_ids_when_it_knows_none(store):
    with pytest.raises(UsageError, match=r"holds nothing called 'x'; take an id from edition.json"):
        explain(store, "x")
    take(store, POOL[:1])
    incident = next(i for s in store.stories() for i in s.incidents)
    with pytest.raises(UsageError, match="has no field 'speed'; it has date, actor"):
        explain(store, f"{incident.id}.speed")
