"""Incidents: one happening out of many claims, with every value kept and its holder named."""

from dataclasses import replace

from tests import test_fuse_kit as dossier
from tests.fuse_kit import (
    ARDEN,
    ARDEN_MILITARY,
    BELMAR,
    BELMAR_MINISTRY,
    START,
    claims_of,
    event,
    launch,
    missile,
    report,
)

from brinkwatch.fuse import fuse
from brinkwatch.model import Actor, Detail, Measure, Place, TimeRef

BELMAR_NAVY = Actor("Navy of Belmar", "BEL", "MIL", verb="said")


def one_story(*claims, reports):
    stories = fuse(reports, claims_of(*claims)).stories
    assert len(stories) == 1
    return stories[0]


def november():
    fusion = fuse(list(dossier.REPORTS.values()), dossier.claims())
    story = fusion.stories[0]
    found = [i for i in story.incidents if i.kind == "launch"
             and "date" in i.fields and str(i.fields["date"].resolved).startswith("2025-11-07")]
    assert len(found) == 1
    return story, found[0]


def test_the_evening_of_the_sixth_in_washington_and_noon_of_the_seventh_in_korea_are_one_incident():
    story, incident = november()
    assert incident.fields["date"].resolved == dossier.NOON
    assert {v.value for v in incident.fields["date"].values} >= {
        dossier.NOON, dossier.WASHINGTON_NIGHT}
    same = [c for c in story.contradictions if c.standing == "same moment"]
    assert [c.field for c in same] == ["date"]
    assert "03:35 UTC on 7 November 2025" in same[0].note


def test_both_distances_stand_with_their_holders_and_the_dispute_is_dated():
    story, incident = november()
    held = {(v.value, v.by) for v in incident.fields["distance_km"].values}
    assert (700, "Joint Chiefs of Staff (South Korea)") in held
    assert (450, "Shinjiro Koizumi") in held
    open_ = [c for c in story.contradictions
             if (c.incident, c.field, c.standing) == (incident.id, "distance_km", "open")]
    assert len(open_) == 1
    assert {v.value for v in open_[0].values} == {450, 700}
    assert open_[0].since == "2025-11-07T15:50:00+09:00"
    assert open_[0].until is None


def test_a_printed_correction_supersedes_the_figure_it_names_and_both_stay():
    story, incident = november()
    revisions = [r for r in story.revisions if r.incident == incident.id]
    assert [(r.field, r.before.value, r.after.value) for r in revisions] == [
        ("distance_km", 670, 700)]
    assert {r.holder for r in revisions} == {"Pacific Courier"}
    assert {r.when for r in revisions} == {"2025-11-07T02:30:00-05:00"}
    assert any(v.value == 670 and v.superseded_by for v in incident.fields["distance_km"].values)
    revised = [c for c in story.contradictions if c.standing == "revised"]
    assert revised
    assert revised[0].until is not None


def test_a_figure_that_only_the_correction_repeats_is_withdrawn_for_the_one_it_names():
    a = missile(0, km=700)
    b = report("b", a.text + " CORRECTION: An earlier version of this report gave the distance as "
               "670 kilometers. The figure of the ministry is 700 kilometers.", days=0.2)
    at = b.text.index("670 kilometers")
    wrong = replace(launch(b, by=BELMAR_NAVY), distance_km=(Measure(
        670, start=at, end=at + len("670 kilometers")),))
    story = one_story(launch(a, km=700), wrong, reports=[a, b])
    assert [(r.field, r.before.value, r.after.value) for r in story.revisions] == [
        ("distance_km", 670, 700)]
    assert not [c for c in story.contradictions if c.standing == "open"]


def test_a_figure_open_above_is_no_contradiction_to_a_higher_one():
    a, b = missile(0), missile(1)
    over = a.text.index("about 500 kilometers")
    claim = replace(launch(a), distance_km=(Measure(
        500, by="Defense Ministry of Belmar", start=over, end=over + 20),))
    story = one_story(claim, launch(b, km=800, by=BELMAR_NAVY), reports=[a, b])
    assert [c.field for c in story.contradictions] == ["distance_km"]
    a = replace(a, text=a.text.replace("about 500", "over 500 "))
    story = one_story(claim, launch(b, km=800, by=BELMAR_NAVY), reports=[a, b])
    assert not story.contradictions


def test_a_date_given_roughly_contradicts_no_exact_one_and_is_no_second_clock():
    a, b = missile(0), missile(1)
    rough = replace(launch(b), time=TimeRef(
        "2031-05-03", "2031-05-03", "day", "about four days ago", approximate=True))
    found = fuse([a, b], claims_of(launch(a), rough))
    assert not [c for s in found.stories for c in s.contradictions]


def test_a_figure_nobody_is_named_for_is_not_put_on_one_who_gave_another():
    a = missile(0)
    claim = replace(launch(a), distance_km=(
        Measure(450, by=BELMAR_MINISTRY.name), Measure(700, by=None)))
    (field,) = [i.fields["distance_km"] for s in fuse([a], claims_of(claim)).stories
                for i in s.incidents]
    assert {(v.value, v.by) for v in field.values} == {
        (450, BELMAR_MINISTRY.name), (700, "Outlet m0")}


def test_two_figures_of_one_voice_in_one_report_are_two_things_and_no_contradiction():
    a = missile(0)
    claim = replace(launch(a), distance_km=(
        Measure(450, by=BELMAR_MINISTRY.name), Measure(700, by=BELMAR_MINISTRY.name)))
    fusion = fuse([a], claims_of(claim))
    assert not [c for s in fusion.stories for c in s.contradictions]


def test_a_figure_in_other_units_or_rounded_is_no_contradiction():
    a, b = missile(0), missile(1)
    story = one_story(launch(a, km=700), launch(b, km=700.06, by=BELMAR_NAVY), reports=[a, b])
    assert not story.contradictions
    assert story.incidents[0].fields["distance_km"].rule == "all agree"


def test_two_launches_of_one_day_from_far_places_are_two_incidents():
    a, b = missile(0), missile(1)
    story = one_story(launch(a, lat=40), launch(b, lat=49), reports=[a, b])
    assert len([i for i in story.incidents if i.kind == "launch"]) == 2


def test_a_launch_told_without_its_doer_joins_the_one_that_names_it():
    a, b = missile(0), missile(1)
    story = one_story(launch(a), launch(b, actor=None), reports=[a, b])
    assert len(story.incidents) == 1


def test_a_bombing_whose_doer_one_report_does_not_know_is_one_incident():
    a = report("a", "A car bomb killed twelve soldiers at a checkpoint in Belmar on Tuesday.")
    b = report("b", "Arden's guards killed twelve soldiers of Belmar at a checkpoint with a car "
                    "bomb on Tuesday.", days=0.1)
    c = report("c", "Arden's guards burned a mill in Belmar on Saturday.", days=4)
    found = fuse([a, b, c], claims_of(
        event(a, "ASSAULT", (), (BELMAR,), trigger="kill"),
        event(b, "ASSAULT", (ARDEN,), (BELMAR,), trigger="kill"),
        event(c, "ASSAULT", (ARDEN,), (BELMAR,), trigger="burn", when="2031-05-10")))
    sizes = sorted(len(i.claims) for s in (*found.stories, *found.aside) for i in s.incidents)
    assert sizes == [1, 2]


def test_a_denial_by_the_other_side_is_a_contradiction():
    a, b = missile(0), missile(1)
    story = one_story(
        launch(a), launch(b, by=ARDEN_MILITARY, certainty="denied"), reports=[a, b])
    assert [c.field for c in story.contradictions] == ["certainty"]


def test_a_report_that_changes_at_its_address_takes_its_own_figure_back():
    a = missile(0, url="https://paper.example/1", source="Paper", captured=START)
    b = replace(a, id="m0#2", text=a.text.replace("500", "800"),
                captured=START.replace(hour=20))
    story = one_story(
        launch(a, km=500, id="old"), launch(b, km=800, id="new"), reports=[a, b])
    field = story.incidents[0].fields["distance_km"]
    assert field.resolved == 800
    assert field.rule == "corrected by its source"
    assert [(r.before.value, r.after.value) for r in story.revisions] == [(500, 800)]


def test_of_unequal_clocks_the_order_of_saying_is_that_of_the_moments():
    """09:00 in the east comes before 01:00 of the same date in the west."""
    east = missile(0, published=START.fromisoformat("2031-05-07T09:00:00+09:00"))
    west = missile(1, published=START.fromisoformat("2031-05-07T01:00:00-05:00"))
    story = one_story(
        launch(east, km=500), launch(west, km=800, by=BELMAR_NAVY), reports=[east, west])
    assert [v.value for v in story.incidents[0].fields["distance_km"].values] == [500, 800]
    assert story.contradictions[0].since == "2031-05-07T01:00:00-05:00"


def test_an_undated_claim_of_an_undated_report_is_kept():
    a = report("a", "Arden fired a missile.", published=None)
    claim = replace(launch(a), time=None)
    fusion = fuse([a], {"a": [claim]})
    assert [i.claims for s in (*fusion.stories, *fusion.aside) for i in s.incidents] == [
        (claim.id,)]


def test_a_vague_week_does_not_swallow_two_launches():
    a, b, c = missile(0), missile(1), missile(2)
    week = replace(launch(c), time=TimeRef("2031-05-05", "2031-05-11", "week", "this week"))
    story = one_story(
        launch(a, when="2031-05-06"), launch(b, when="2031-05-08"), week, reports=[a, b, c])
    assert len(story.incidents) == 2


def attack(r, *details, kind="attack", **more):
    return replace(event(r, "ASSAULT", (ARDEN,), (BELMAR,), trigger="strike", **more),
                   kind=kind, details=details)


def fields_of(*claims, reports):
    fusion = fuse(reports, claims_of(*claims))
    found = [i for s in (*fusion.stories, *fusion.aside) for i in s.incidents]
    assert len(found) == 1
    return found[0].fields, [c for s in (*fusion.stories, *fusion.aside) for c in s.contradictions]


def test_counts_of_different_things_are_different_fields_and_no_contradiction():
    a = report("a", "Arden struck Belmar with 31 missiles and 598 drones; four children died.")
    fields, apart = fields_of(attack(
        a, Detail("fired", 31, of="missile"), Detail("fired", 598, of="drone"),
        Detail("killed", 4, of="child"), Detail("killed", 18, of="people")), reports=[a])
    assert {n: f.resolved for n, f in fields.items() if n.partition(" ")[0] in ("fired", "killed")
            } == {"fired missile": 31, "fired drone": 598, "killed child": 4, "killed": 18}
    assert not apart


def test_a_toll_that_rises_by_the_next_day_is_an_update_and_the_latest_stands():
    a, b = report("a", "Arden struck Belmar."), report("b", "Belmar was hit by Arden.", days=1)
    fields, apart = fields_of(
        attack(a, Detail("killed", 18, of="people", by="Belmar's army")),
        attack(b, Detail("killed", 23, of="people", by="Belmar's rescuers")), reports=[a, b])
    assert (fields["killed"].resolved, fields["killed"].rule) == (23, "latest count")
    assert not apart


def test_two_tolls_of_one_hour_or_a_lower_one_later_differ_but_an_open_bound_does_not():
    a, b = report("a", "Arden struck Belmar."), report("b", "Belmar was hit by Arden.", days=0.1)
    one = attack(a, Detail("killed", 18, of="people", by="Belmar's army"))
    _, apart = fields_of(one, attack(b, Detail("killed", 30, by="Arden's army")), reports=[a, b])
    assert [(c.field, c.standing) for c in apart] == [("killed", "open")]
    _, apart = fields_of(one, attack(
        b, Detail("killed", None, low=12, high=None, by="Arden's army")), reports=[a, b])
    assert not apart
    late = replace(b, published=START.replace(day=9))
    _, apart = fields_of(one, attack(
        late, Detail("killed", 3, by="Arden's army")), reports=[a, late])
    assert [c.field for c in apart] == ["killed"]


def test_a_target_in_words_is_a_field_and_no_place():
    a = report("a", "Arden struck a fuel depot in Belmar.")
    start = a.text.index("a fuel depot")
    fields, _ = fields_of(attack(
        a, Detail("target", "a fuel depot", text="a fuel depot", start=start, end=start + 12)),
        reports=[a])
    assert fields["target"].resolved == "a fuel depot"
    assert [(s.start, s.end) for s in fields["target"].values[0].spans] == [(start, start + 12)]


def test_a_nuclear_test_is_no_launch_though_both_are_weapons_tests():
    a = missile(0)
    test = replace(event(a, "MOBILIZE", (ARDEN,), mode="weapons-test", trigger="test"),
                   kind="nuclear test")
    fusion = fuse([a], claims_of(launch(a), test))
    found = [i for s in (*fusion.stories, *fusion.aside) for i in s.incidents]
    assert sorted(i.kind for i in found) == ["event", "launch"]


def test_two_spellings_of_a_place_that_the_gazetteer_sets_apart_are_one():
    a, b = missile(0), missile(1)
    there = Place("Suncheon", 34.9, 127.5, "KOR", "city", "origin")
    here = Place("Sunchon", 39.4, 125.9, "PRK", "city", "origin")
    story = one_story(replace(launch(a), places=(here,)), replace(launch(b), places=(there,)),
                      reports=[a, b])
    assert len(story.incidents) == 1


def test_a_date_after_its_own_capture_is_not_believed_and_makes_no_figure_the_latest():
    a = report("a", "Arden struck Belmar.")
    b = report("b", "Belmar was hit by Arden.", days=0.1)
    forged = report("f", "Arden hit Belmar hard.", days=900, captured=START.replace(day=7))
    deaths = [(a, 18), (b, 18), (forged, 900)]
    fields, apart = fields_of(*(
        attack(r, Detail("killed", n, by=f"Office {r.id}")) for r, n in deaths),
        reports=[a, b, forged])
    assert fields["killed"].resolved == 18
    assert {v.time for v in fields["killed"].values if v.value == 900} == {None}
    assert [c.field for c in apart] == ["killed"]
