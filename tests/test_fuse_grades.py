"""Admiralty grades: the item's by counted origins, the source's by its kind, its record or you."""

import pytest

from brinkwatch.errors import ConfigError
from brinkwatch.fuse.grades import grade
from brinkwatch.knowledge.credibility import credibility
from brinkwatch.knowledge.reliability import load, reliability
from brinkwatch.knowledge.sources import sources
from brinkwatch.model import Value


def value(what, by="Navy of Belmar", origin="state:BEL", **more):
    return Value(value=what, by=by, origin=origin, claims=(f"{by}{what}",), **more)


def graded(what, *values, authority=()):
    return grade(what, values, lambda v: v.by in authority).grade


TWO = (value(500), value(500, by="Army of Arden", origin="state:ARD"))


def test_two_independent_origins_confirm_and_two_hedged_ones_make_probable():
    assert graded(500, *TWO) == 1
    hedged = [value(500, certainty="suspected"),
              value(500, by="B", origin="b", certainty="possible")]
    assert graded(500, *hedged) == 2


def test_five_holders_of_one_origin_are_one():
    assert graded(500, *(value(500, by=f"Office {n}") for n in range(5))) == 3


def test_one_authority_at_first_hand_makes_probable():
    assert graded(500, value(500), authority=("Navy of Belmar",)) == 2


def test_conflict_lowers_and_being_outnumbered_lowers_more():
    other = value(800, by="Zed", origin="zed")
    assert graded(500, value(500), other) == 4
    assert graded(500, value(500), other, authority=("Navy of Belmar",)) == 3
    assert graded(800, other, *TWO) == 5


def test_nobody_with_a_name_cannot_be_judged():
    assert graded(500, value(500, by="some analysts", origin="paper")) == 6


def test_what_its_source_withdrew_neither_counts_nor_contradicts():
    assert graded(500, value(500), value(800, by="Zed", origin="zed", superseded_by="x")) == 3


def test_the_rule_tells_what_decided_and_its_version():
    told = grade(500, TWO, lambda v: False)
    assert told.rule == f"admiralty {credibility().version}: 2 independent origins"
    assert told.words == "confirmed by other sources"


def test_a_source_has_the_grade_of_its_kind_with_a_reason_and_unknown_ones_f():
    assert reliability("Reuters")[-1].grade == "B"
    assert reliability("TASS")[-1].grade == "D"
    unknown = reliability("Somebody's blog")[-1]
    assert (unknown.grade, unknown.by) == ("F", "unknown")
    assert unknown.reason


def test_users_grades_go_first_and_keep_their_history(tmp_path):
    mine = tmp_path / "grades.yaml"
    mine.write_text(
        "sources:\n- name: TASS\n  history:\n"
        "  - {since: 2025-11-01, grade: E, reason: later}\n"
        "  - {since: 2024-01-01, grade: C, reason: earlier}\n")
    found = reliability("Itar-Tass", own=load(mine))
    assert [(r.grade, r.by) for r in found] == [("C", "user"), ("E", "user")]
    assert reliability("Reuters", own=load(mine))[-1].by == "kind"


@pytest.mark.parametrize("text", ["", "sources: 3", "sources:\n- name: X\n  history:\n"
                                  "  - {since: 2025-01-01, grade: Z, reason: x}"])
def test_a_broken_file_of_grades_is_refused_with_the_mend(tmp_path, text):
    broken = tmp_path / "grades.yaml"
    broken.write_text(text)
    with pytest.raises(ConfigError, match="Write it as 'sources:'"):
        load(broken)


def test_every_grade_of_a_known_outlet_comes_with_its_reason():
    for one in sources():
        for rating in reliability(one.name):
            assert rating.grade in "ABCDEF"
            assert rating.reason
            assert rating.by in ("kind", "source")
