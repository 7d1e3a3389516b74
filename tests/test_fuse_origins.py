"""Origins and hostile input: echoes are not corroboration, and nobody can force a merger."""

import random
import time
from dataclasses import replace

import pytest
from tests.fuse_kit import (
    MISSILES,
    STRIKES,
    claims_of,
    launch,
    missile,
    near_copy,
    partition,
    report,
    strike,
)

from brinkwatch.fuse import fuse
from brinkwatch.fuse.origins import origins
from brinkwatch.model import Actor, Measure

TEXT = " ".join(m.format(km=500) for m in MISSILES[:3])


def test_a_reprint_with_cuts_and_a_local_paragraph_shares_the_first_ones_origin():
    parts = TEXT.split(". ")
    cut = ". ".join(parts[:-2]) + ". The market in our town was held as usual on Wednesday."
    found = origins([report("a", TEXT), report("b", cut, days=0.1)])
    assert found.of["a"] == found.of["b"]
    assert found.reasons["b"] == "near-copy"
    assert found.copy_of == {"b": "a"}


def test_separately_written_reports_of_one_event_are_origins_of_their_own():
    other = report("b", "Belmar's armed forces saw a rocket rise out of Corrin at dawn. It came "
                        "down off Lorne after some five hundred kilometers, a spokesman said.")
    found = origins([report("a", TEXT), other])
    assert found.of["a"] != found.of["b"]


def test_a_credited_wire_is_the_origin_and_the_credit_holds_for_copies_that_cut_it():
    first = report("a", TEXT + " (Harbor Wire)", source="Paper A")
    copy = report("b", TEXT, source="Paper B", days=0.1)
    own = report("w", "Something else altogether was sent out by this agency today.",
                 source="Harbor Wire")
    found = origins([first, copy, own])
    assert found.of["a"] == found.of["b"] == found.of["w"]
    assert found.reasons["a"] == "wire credit"


def test_two_papers_of_one_family_are_one_origin():
    found = origins([
        report("a", TEXT, source="Sputnik"),
        report("b", "Arden's minister spoke of peace and left.", source="RIA Novosti")])
    assert found.of["a"] == found.of["b"]
    assert {found.reasons["a"], found.reasons["b"]} == {"publisher family"}


def test_claims_by_one_source_in_five_papers_have_one_origin():
    reports = [missile(n) for n in range(5)]
    story = fuse(reports, claims_of(*(launch(r, km=500) for r in reports))).stories[0]
    assert story.incidents[0].origins == ("state:BEL",)
    assert story.incidents[0].outlets == 5


def test_two_outlets_with_one_name_are_told_apart_by_their_address():
    one = missile(0, source="The Herald", url="https://belmar-herald.example/1")
    two = missile(1, source="The Herald", url="https://herald.co.uk/9")
    same = missile(2, source="The Herald", url="https://www.belmar-herald.example/2")
    story = fuse([one, two, same], claims_of(*(launch(r) for r in (one, two, same)))).stories[0]
    assert {(o.name, o.reports) for o in story.origins} == {
        ("The Herald (belmar-herald.example)", ("m0", "m2")),
        ("The Herald (herald.co.uk)", ("m1",))}
    assert story.incidents[0].outlets == 2
    alone = fuse([one, same], {})
    assert [o.name for s in (*alone.stories, *alone.aside) for o in s.origins] == ["The Herald"]


def test_a_flood_of_near_copies_is_one_origin_and_its_cost_grows_with_its_length():
    """Measured on 500 and on 2,000; `benchmarks.speed.fuse_ratio` prints 10,000."""
    def run(count: int) -> float:
        pool = [near_copy(n) for n in range(count)]
        claims = claims_of(*(launch(r, km=500) for r in pool))
        began = time.process_time()
        fusion = fuse(pool, claims)
        took = time.process_time() - began
        story = fusion.stories[0]
        assert len(story.reports) == count
        assert len(story.origins) == 1
        assert len(story.incidents) == 1
        return took

    small = run(500)
    assert run(2000) < 6 * small + 0.5


def test_a_report_built_of_two_stories_joins_one_and_merges_neither():
    pool = [*(missile(n) for n in range(4)), *(strike(n) for n in range(4))]
    trap = report("trap", f"{missile(0).text} {strike(0).text}", days=0.2)
    found = partition(fuse([*pool, trap], {}))
    assert len(found) == 2
    assert any({"m0", "m1", "m2", "m3"} <= s and "d0" not in s for s in found)


def test_three_hostile_reports_that_name_both_matters_do_not_merge_them():
    pool = [*(missile(n) for n in range(5)), *(strike(n) for n in range(5))]
    traps = [report(f"t{n}", text, days=n / 10) for n, text in enumerate((
        "Arden and Tessaly: the union of dockers praised the missile over the Grey Sea.",
        "A missile from Corrin, said pickets in Tessaly, hits the harbor company as Belmar does.",
        "Lorne's dockers and Tessaly's troops: talks of a strike with missiles near the quay."))]
    found = partition(fuse([*pool, *traps], {}))
    assert not any({"m0", "d0"} <= s for s in found)


def bridges(count):
    """Reports of many outlets that speak of two matters at once, each in words of its own."""
    dice = random.Random(3)
    one = [w for m in MISSILES for w in m.format(km=500).split()]
    other = [w for s in STRIKES for w in s.split()]
    return [
        report(f"t{n}", " ".join(dice.sample(one, 22) + dice.sample(other, 22)) + f". By {n}.",
               days=n / 20)
        for n in range(count)]


@pytest.mark.parametrize("count", [20, 60])
def test_a_flood_of_reports_of_two_matters_does_not_make_them_one_story(count):
    pool = [*(missile(n) for n in range(5)), *(strike(n) for n in range(5)), *bridges(count)]
    assert not any(
        len(s & {f"m{n}" for n in range(5)}) and len(s & {f"d{n}" for n in range(5)})
        for s in partition(fuse(pool, {})))


GHOST = Actor("Ministry of Truth", None, None, verb="said")


def test_a_flood_by_one_hand_confirms_nothing_whatever_outlets_and_wires_it_names():
    """Sixty outlets, one text: with made-up datelines, credits, look-alike letters and cuts."""
    text = missile(0).text
    dressed = [
        text, f"CORRIN, May 6 (Harbor Wire) - {text}", f"{text} (Zed Press)",
        text.replace("a", "\u0430").replace("o", "\u043e"), text.replace(" ", " \u200b", 9),
        "\ufeff" + text.upper(), f"{text}\nSource: Han River Wire", f"{text} — Northern Line",
        text.replace("fired", "fir\u0435d")]
    pool = [missile(1, source="Corrin Post")] + [
        report(f"x{n}", dressed[n % len(dressed)] + f" Seen in town {n}.", days=0.1 + n / 500)
        for n in range(60)]
    claims = [launch(pool[0], km=500)] + [
        replace(launch(r, km=900), attribution=(),
                distance_km=(Measure(900.0),)) for r in pool[1:]]
    story = fuse(pool, claims_of(*claims)).stories[0]
    (incident,) = story.incidents
    distance = incident.fields["distance_km"]
    assert distance.resolved == 500
    assert len({v.origin for v in distance.values if v.value == 900}) == 1
    assert len(story.origins) == 2


def test_an_invented_source_cannot_lift_a_grade_to_confirmed():
    pool = [missile(n) for n in range(6)]
    alone = [launch(pool[0], km=500)]
    flood = [launch(r, km=500, by=replace(GHOST, name="Ministry of Truth")) for r in pool[1:]]
    before = fuse(pool[:1], claims_of(*alone)).stories[0].incidents[0].fields["credibility"]
    story = fuse(pool, claims_of(*flood)).stories[0]
    assert story.incidents[0].fields["credibility"].resolved >= before.resolved


def test_an_empty_text_copies_nothing():
    found = origins([report("a", "", source="A"), report("b", "", source="B")])
    assert found.of["a"] != found.of["b"]
    assert not found.copy_of
