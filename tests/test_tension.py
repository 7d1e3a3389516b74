"""Tension between two states, against their own past; indicator boards; everything rebuilt."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from brinkwatch import judging
from brinkwatch.assess import assess, boards, changes, counts, deeds, explain, log, tempo, tension
from brinkwatch.assess.counting import BALLISTIC
from brinkwatch.assess.deeds import Deed
from brinkwatch.desk import Desk, reading_key
from brinkwatch.fuse import fuse
from brinkwatch.knowledge.tension import weights
from brinkwatch.model import Actor, Event
from brinkwatch.model.log import Entry
from brinkwatch.store import Store
from test_fuse_kit import REPORTS
from test_fuse_kit import claims as kit_claims

FIRST = date(2030, 1, 1)
PAIR = ("PRK", "USA")


def deed(day, intensity=0.5, recipient="USA", actor="PRK", **more):
    return Deed(**{
        "id": f"d{day}{intensity}", "day": FIRST + timedelta(days=day), "actor": actor,
        "recipient": recipient, "type": "THREATEN", "mode": None, "intensity": intensity,
        "certainty": "asserted", "origins": 5, "source": "record", **more})


def measure(held, last=200):
    return tension.measure(held, PAIR, FIRST, FIRST + timedelta(days=last), "reported events")


def test_an_event_loses_half_its_weight_in_a_half_life():
    w = weights()
    series = tension.daily([deed(0)], PAIR, FIRST, FIRST + timedelta(days=14), w)
    assert series[14] == pytest.approx(series[0] / 2)


def test_more_reports_of_one_origin_weigh_no_more():
    w = weights()
    one = tension.weight(deed(0, origins=1), PAIR, w)
    assert one == pytest.approx(0.5 * w.one_origin)
    assert tension.weight(deed(0, origins=2), PAIR, w) == pytest.approx(0.5 * 0.75)


def test_certainty_and_direction_weigh():
    w = weights()
    whole = tension.weight(deed(0), PAIR, w)
    assert tension.weight(deed(0, certainty="denied"), PAIR, w) == 0
    assert tension.weight(deed(0, certainty="possible"), PAIR, w) == pytest.approx(0.4 * whole)
    assert tension.weight(deed(0, recipient=None), PAIR, w) == pytest.approx(0.5 * whole)


def test_events_with_others_do_not_count():
    assert tension.between([deed(0, recipient="KOR"), deed(0, actor="KOR")], PAIR) == []


def test_a_burst_is_the_brink_and_talks_ease_it():
    quiet = [deed(n) for n in range(0, 180, 30)]
    burst = [deed(n, 0.9) for n in range(195, 201)]
    found = measure(quiet + burst)
    assert found.level == "brink"
    assert found.low <= found.rank
    talks = [deed(n, -0.9, actor="USA", recipient="PRK") for n in range(195, 201)]
    assert measure(quiet + burst + talks).value < found.value
    assert measure(quiet, 190).level in ("calm", "watch")


def test_a_short_or_empty_past_has_no_level():
    assert measure([deed(0)], 30).level == "not judged"
    assert measure([deed(200)]).level == "not judged"
    empty = tension.judge([], PAIR, FIRST, log.build((), {}, {}, []))
    assert (empty.level, empty.rank) == ("not judged", None)


def test_every_weight_is_tried():
    found = measure([deed(n) for n in range(0, 200, 20)])
    tried = {row["weight"] for row in tension.sensitivity(found)}
    assert tried == {"half_life", "undirected", "one_origin", "cooperation", "certainty asserted"}


def test_no_weight_belongs_to_a_country():
    held = [deed(n) for n in range(0, 200, 20)]
    other = [replace(d, actor="AAA", recipient="BBB") for d in held]
    day = FIRST + timedelta(days=200)
    one = tension.measure(held, PAIR, FIRST, day, "x")
    two = tension.measure(other, ("AAA", "BBB"), FIRST, day, "x")
    assert (one.value, one.rank, one.low, one.high) == (two.value, two.rank, two.low, two.high)


def entry(day, **more):
    day = (FIRST + timedelta(days=day)).isoformat()
    return Entry(**{"id": day, "source": "h", "begin": day, "until": day, "party": "PRK",
                    "kind": "ballistic", **more})


def test_tempo_compares_with_the_year_before():
    held = [entry(n) for n in (10, 100, 200, 300)] + [entry(n, count_low=3) for n in range(340, 360,
                                                                                          3)]
    begin, until = FIRST + timedelta(days=335), FIRST + timedelta(days=362)
    found = tempo.measure(held, begin, until, FIRST)
    assert (found["launch_days"], found["launches"], found["missiles"]) == (7, 7, 21)
    ratio, low, high = found["baseline"]["ratios"]["launch_days"]
    assert ratio == pytest.approx(7 / 28 / (4 / 335), abs=0.01)
    assert 1 < low < ratio < high
    assert found["baseline"]["as_many"] == 0
    assert tempo.measure(held, begin, until)["baseline"] is None


def test_a_ratio_widens_with_dispersion_and_holds_for_nothing():
    one = counts.rate_ratio(5, 5, 28, 365)
    wide = counts.rate_ratio(5, 5, 28, 365, dispersion=3)
    assert wide[1] < one[1] < one[0] < one[2] < wide[2]
    assert counts.rate_ratio(0, 4, 28, 365)[:2] == (0.0, 0.0)
    assert counts.rate_ratio(3, 0, 28, 365)[0] is None
    assert counts.poisson_interval(0) == (0.0, pytest.approx(3.689, abs=1e-3))


def test_a_change_of_pace_is_found_and_noise_is_not():
    assert changes.cuts([0, 1, 0, 1, 0, 0, 1, 0, 5, 6, 4, 7, 5, 6]) == [8]
    assert changes.cuts([1, 0, 2, 1, 1, 0, 1, 2, 0, 1, 1, 1]) == []
    assert changes.cuts([]) == []


def record():
    held = {c.id: c for found in kit_claims().values() for c in found}
    fusion = fuse(list(REPORTS.values()), kit_claims(), {})
    return fusion.stories, held


def test_a_board_tells_status_last_claim_and_what_would_change_our_mind():
    stories, held = record()
    story = next(s for s in stories if any(i.kind == "launch" for i in s.incidents))
    (board,) = boards.assess(story, held, REPORTS, date(2025, 11, 8))
    signs = {s["name"]: s for s in board.detail["signs"]}
    seen = signs["preparations at a launch site"]
    assert seen["status"] == "seen"
    assert held[seen["claim"]].evidence[0].text == seen["text"]
    assert all(s["change"] for s in signs.values())
    assert {s["status"] for s in signs.values() if not s["claim"]} == {"not seen"}
    (late,) = boards.assess(story, held, REPORTS, date(2026, 3, 1))
    assert {s["status"] for s in late.detail["signs"]} <= {
        "not seen", "seen, not lately", "planned"}


@pytest.mark.parametrize(("actor", "recipient", "fits"), [
    (("LTU", "GOV"), ("BLR", "GOV"), True),
    (("SDN", "REB"), ("SDN", "MIL"), True),
    (("WSM", "GOV"), ("WSM", "CVL"), False),
    (("WSM", "GOV"), None, False),
])
def test_a_clash_has_two_sides(actor, recipient, fits):
    claim = Event(
        id="c", report="r", evidence=(), type="COERCE",
        actors=(Actor("one", *actor),),
        recipients=(Actor("other", *recipient),) if recipient else (),
    )
    assert boards.two_sides(claim) is fits


def test_an_accusation_told_as_event_and_statement_is_one_deed():
    stories, held = record()
    for story in stories:
        found = deeds.of_incidents(story.incidents, held, REPORTS)
        keys = [(d.day, d.actor, d.recipient, d.type) for d in found]
        assert len(keys) == len(set(keys))


def test_every_assessment_of_the_dossier_can_be_rebuilt():
    stories, held = record()
    made = [a for s in stories for a in assess(s, held, REPORTS)]
    assert {a.kind for a in made} >= {"tempo", "trend check", "indicator board", "forecast"}
    for a in made:
        told = explain(a)
        assert told["agrees"], a.id
        assert "earlier version" not in told["formula"]


def test_deleting_what_is_derived_and_making_it_again_gives_the_same_numbers():
    with Store.open() as store:
        desk = Desk(store)
        for r in REPORTS.values():
            store.add_report(r)
            store.put_reading(r.id, kit_claims().get(r.id, []), np.zeros((0, 384), np.float32),
                              reading_key(r))
        desk.rebuild()
        before = store.assessments()
        forecasts = store.forecasts()
        assert len(before) > 3
        assert forecasts
        store.put_stories(())
        store.put_assessments(())
        assert store.assessments() == []
        desk.rebuild()
        assert store.assessments() == before
        assert store.forecasts() == forecasts


def test_an_imported_history_is_kept_once_and_joins_the_log():
    with Store.open() as store:
        history = log.bundled()
        mine = replace(history, name="mine", digest="d", entries=(
            entry(0, id="mine:1", source="mine"),), begins="2030-01-01", ends="2030-12-31")
        assert store.put_history(mine)
        assert not store.put_history(mine)
        assert store.histories() == [mine]
        held = judging.log(store, (), {}, {})
        assert "mine:1" in {e.id for e in held.launches("PRK", BALLISTIC)}
        assert store.drop_history("mine")
        assert not store.drop_history("mine")


def test_events_listed_by_a_history_are_the_pairs_past_on_the_page():
    stories, held = record()
    story = next(s for s in stories if any(i.kind == "launch" for i in s.incidents))
    coded = deeds.of_incidents(story.incidents, held, REPORTS)
    one, two = tension.pairs(coded)[0]
    day = date(2025, 11, 8)
    rows = tuple(
        Entry(id=f"gdelt:{n}", source="gdelt", begin=(day - timedelta(days=n)).isoformat(),
              until=(day - timedelta(days=n)).isoformat(), party=one, recipient=two, kind="",
              type="THREATEN") for n in range(1, 400, 9))
    listed = history_of("gdelt", rows)
    made = assess(story, held, REPORTS, [log.bundled(), listed])
    (told,) = [a for a in made if a.kind == "tension"]
    assert told.detail["basis"] == "events listed by gdelt"
    assert told.detail["reported"] == len(tension.between(coded, (one, two)))
    assert explain(told)["agrees"]


def history_of(name, rows):
    return replace(log.bundled(), name=name, title=name, entries=rows, complete=(), parties=(),
                   begins=rows[-1].begin, ends=rows[0].begin)
