"""Stories: what belongs together, whatever the order, and goes on under its name."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuse_kit import (
    BELMAR,
    START,
    claims_of,
    event,
    incidents,
    launch,
    missile,
    partition,
    report,
    strike,
)

from brinkwatch.fuse import changes, fuse
from brinkwatch.fuse.blocks import blocks
from brinkwatch.fuse.keys import order
from brinkwatch.fuse.leads import lead
from brinkwatch.fuse.likeness import Profiles
from brinkwatch.fuse.linkage import average_link
from brinkwatch.fuse.scope import NO_EVENT, OTHER, left_out
from brinkwatch.fuse.stories import cluster

POOL = [*(missile(n) for n in range(4)), *(strike(n) for n in range(4)),
        *(missile(n, days=21 + n / 10) for n in (4, 5))]
CLAIMS = claims_of(
    *(launch(r, km=500) for r in POOL[:4]),
    *(launch(r, km=500, when="2031-05-27") for r in POOL[8:]))


def test_two_matters_are_two_stories_and_two_launches_three_weeks_apart_are_too():
    assert partition(fuse(POOL, CLAIMS)) == {
        frozenset({"m0", "m1", "m2", "m3"}), frozenset({"d0", "d1", "d2", "d3"}),
        frozenset({"m4", "m5"}),
    }


@settings(max_examples=25)
@given(order=st.permutations(POOL), flip=st.booleans())
def test_any_order_of_reports_and_claims_gives_the_same_stories_and_incidents(order, flip):
    table = {rid: list(reversed(cs)) if flip else cs for rid, cs in CLAIMS.items()}
    one, two = fuse(POOL, CLAIMS), fuse(order, table)
    assert one == two
    assert incidents(one) == incidents(two)


@settings(max_examples=10)
@given(order=st.permutations(POOL), cuts=st.sets(st.integers(1, len(POOL) - 1), max_size=4))
def test_reports_added_in_any_batches_leave_the_stories_and_incidents_of_one_run(order, cuts):
    edges = [*sorted(cuts), len(order)]
    known: dict[str, list[str]] = {}
    for edge in edges:
        fusion = fuse(order[:edge], CLAIMS, known=known)
        known = {s.id: list(s.reports) for s in (*fusion.stories, *fusion.aside)}
    whole = fuse(POOL, CLAIMS)
    assert partition(fusion) == partition(whole)
    assert incidents(fusion) == incidents(whole)


def test_a_running_story_keeps_its_id_when_an_older_report_turns_up_later():
    first = fuse([missile(1), missile(2)], {})
    story = (*first.stories, *first.aside)[0]
    known = {story.id: story.reports}
    later = fuse([missile(n) for n in range(4)], {}, known=known)
    assert [s.id for s in (*later.stories, *later.aside)] == [story.id]


def test_of_two_stories_that_prove_to_be_one_the_larger_goes_on_and_the_other_is_retired():
    reports = [missile(n) for n in range(4)]
    fusion = fuse(reports, {}, known={"small": ["m3"], "large": ["m0", "m1"]})
    assert [s.id for s in (*fusion.stories, *fusion.aside)] == ["large"]
    assert fusion.retired == {"small": "large"}


def test_a_report_without_vectors_does_not_take_meaning_from_the_others():
    reports = [missile(0), missile(1), strike(0)]
    towards = np.eye(384, dtype=np.float32)
    vectors = {"m0": towards[:1], "m1": towards[:1], "d0": np.zeros((0, 384), np.float32)}
    assert frozenset({"m0", "m1"}) in partition(fuse(reports, {}, vectors))


def test_a_report_that_cannot_be_read_is_left_out_with_the_reason():
    fusion = fuse([report("e", " \n"), report("k", "Una nave salpó.", language="es")], {})
    assert {left.report: left.reason for left in fusion.left_out} == {
        "e": "no text", "k": "not in English (read as es)"}
    assert not fusion.stories
    assert not fusion.aside


def test_every_report_is_in_one_story_or_left_out():
    fusion = fuse([*POOL, report("e", "")], CLAIMS)
    told = [rid for s in fusion.stories for rid in s.reports]
    told += [left.report for left in fusion.left_out]
    assert sorted(told) == sorted([*(r.id for r in POOL), "e"])


def test_a_side_report_stays_with_its_story_though_it_alone_would_be_off_topic():
    text = ("The military of Belmar tracked the ballistic missile that Arden fired from the Corrin "
            "valley toward the Grey Sea. Troops near Lorne island were put on alert. {}")
    war = [report(f"w{n}", text.format(more), days=n / 10) for n, more in enumerate(
        ("Warships left port.", "The army called up reserves.", "The navy searched the sea."))]
    side = report("side", "Ferries to Lorne island ran late after Arden fired toward the Grey Sea "
                          "from the Corrin valley. Hotels in Lorne had rooms. Belmar shrugged.")
    found = fuse([*war, side], claims_of(*(launch(r) for r in war)))
    assert found.stories
    assert "side" in found.stories[0].reports


def test_what_changed_names_new_reports_values_and_contradictions():
    one, two = missile(0), missile(1)
    before = fuse([one], claims_of(launch(one, km=500))).stories[0]
    after = fuse([one, two], claims_of(launch(one, km=500), launch(two, km=800))).stories[0]
    told = {(c.kind, c.field, c.after) for c in changes(before, after, "2031-05-07T00:00:00+00:00")}
    assert ("report", None, "m1") in told
    assert not changes(after, after, "2031-05-08T00:00:00+00:00")


def test_a_large_set_is_taken_apart_first_and_comes_to_the_same_stories():
    pool = order([*POOL, *(missile(n, days=60 + n / 10) for n in range(12, 16)),
                  *(strike(n, days=90 + n / 10) for n in range(12, 16))])
    whole = cluster(pool, CLAIMS, {}, {})
    assert len(whole) == 5
    assert cluster(pool, CLAIMS, {}, {}, most=4) == whole
    undated = [replace(r, published=None) for r in pool]
    found = blocks(Profiles.of([*undated, *pool], {}, {}), 0.15, most=12)
    assert sorted(int(i) for block in found for i in block) == list(range(2 * len(pool)))
    assert max(map(len, found)) <= 12


def test_pairs_are_as_alike_measured_one_by_one_as_in_the_matrix():
    profiles = Profiles.of(POOL, CLAIMS, {r.id: np.ones((1, 384), np.float32) for r in POOL[:6]})
    matrix = profiles.likeness()
    one, other = np.triu_indices(len(POOL), 1)
    assert np.allclose(profiles.likeness_of(one, other), matrix[one, other], atol=1e-6)
    assert np.allclose(matrix, matrix.T)


def test_alike_reports_that_open_with_launches_of_two_days_are_half_as_like():
    pool = [missile(n, days=n / 2) for n in range(3)]
    days = ("2031-05-06", "2031-05-07", "2031-05-10")
    apart = claims_of(*(launch(r, when=day) for r, day in zip(pool, days, strict=True)))
    together = claims_of(*(launch(r, when=days[0]) for r in pool))
    ratio = Profiles.of(pool, apart, {}).likeness() / Profiles.of(pool, together, {}).likeness()
    assert np.allclose(ratio, [[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]])


def test_a_report_opens_with_its_first_dated_deed_and_with_nothing_it_only_plans():
    r = missile(0)
    assert lead([launch(r)]) == ("launch", START.date().toordinal())
    assert lead([launch(r, certainty="planned")]) is None
    assert lead([replace(launch(r), time=None)]) is None
    assert lead([event(r, "ASSAULT", (), ())])[0] == "force"
    assert lead([event(r, "CONSULT", (), ())]) is None


def test_a_central_bank_that_fires_a_warning_shot_is_business():
    r = report("bank", "The central bank kept its key rate at 2 percent on Tuesday and fired a "
               "warning shot over inflation. Shares of carmakers were bombarded with sell orders "
               "after tariffs on steel took effect, the bank's president told a news conference.",
               title="Central bank holds rates, fires warning shot on inflation")
    assert left_out(r, [event(r, "CONSULT", (BELMAR,))]) in (
        NO_EVENT, OTHER.format(domain="business"))


def test_average_linkage_joins_by_the_mean_and_ties_go_to_the_lower_index():
    likeness = np.array([[1, 0.9, 0.4, 0], [0.9, 1, 0.2, 0], [0.4, 0.2, 1, 0], [0, 0, 0, 1.0]])
    assert average_link(likeness, 0.3) == [[0, 1, 2], [3]]
    assert average_link(likeness, 0.31) == [[0, 1], [2], [3]]
    assert average_link(np.zeros((0, 0)), 0.5) == []


def test_undated_reports_are_clustered_and_told_apart():
    undated = [missile(n, published=None) for n in range(3)]
    undated += [strike(n, published=None) for n in range(3)]
    assert partition(fuse(undated, {})) == {
        frozenset({"m0", "m1", "m2"}), frozenset({"d0", "d1", "d2"})}


def test_a_date_in_the_future_keeps_a_report_out_of_todays_story_but_loses_nothing():
    future = missile(3, published=START + timedelta(days=4000))
    found = partition(fuse([missile(0), missile(1), future], {}))
    assert found == {frozenset({"m0", "m1"}), frozenset({"m3"})}
