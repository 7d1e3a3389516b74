"""Credibility of an item on the Admiralty scale, by a written rule over counted origins.

The rule is data (`knowledge/data/credibility.yaml`). Reliability of a source, the other axis,
belongs to the source and is not mixed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from brinkwatch.fuse.holders import independent
from brinkwatch.fuse.keys import VAGUE
from brinkwatch.fuse.values import agree
from brinkwatch.knowledge.credibility import credibility
from brinkwatch.model import Value

METHOD = "admiralty"


@dataclass(frozen=True, slots=True)
class Grade:
    """`grade` runs from 1 (confirmed) to 6 (cannot be judged); `facts` are what decided."""

    grade: int
    words: str
    rule: str
    facts: dict[str, bool | int]


def grade(
    value: object, values: Sequence[Value], authority: Callable[[Value], bool],
    *, exclusive: bool = True,
) -> Grade:
    """Grade one value against all given for the same field.

    Args:
        authority: whether a value's holder could know at first hand.
        exclusive: whether the field has one true value, so that another contradicts this one.
    """
    rules = credibility()
    live = [v for v in values if v.superseded_by is None]
    mine = [v for v in live if agree(v.value, value)]
    others = [v for v in live if not agree(v.value, value)] if exclusive else []
    origins = independent(v.origin for v in mine)
    against: dict[str, set[str]] = {}
    for v in others:
        if v.origin not in {m.origin for m in mine}:
            against.setdefault(repr(v.value), set()).add(v.origin)
    facts: dict[str, bool | int] = {
        "origins_at_least": len(origins),
        "authority": any(authority(v) for v in mine),
        "hedged": bool(mine) and all(v.certainty != "asserted" for v in mine),
        "named": any(v.by and not VAGUE.match(v.by) for v in mine),
        "conflict": bool(against),
        "outnumbered": len(origins) < max(
            (len(independent(o)) for o in against.values()), default=0),
    }
    for rule in rules.grades:
        if all(_holds(facts[name], wanted) for name, wanted in rule.when.items()):
            return Grade(rule.grade, rule.words, f"{METHOD} {rules.version}: {_told(facts)}", facts)
    return Grade(6, "truth cannot be judged", f"{METHOD} {rules.version}: {_told(facts)}", facts)


def _told(facts: dict[str, bool | int]) -> str:
    n = facts["origins_at_least"]
    said = [f"{n} independent origin{'s' if n != 1 else ''}"]
    for name, yes, no in (
        ("authority", "an authority at first hand", ""), ("hedged", "all hedged", ""),
        ("named", "", "no named holder"), ("conflict", "another origin differs", ""),
        ("outnumbered", "more origins against it", ""),
    ):
        said.append(yes if facts[name] else no)
    return ", ".join(s for s in said if s)


def _holds(fact: bool | int, wanted: bool | int) -> bool:
    if isinstance(wanted, bool):
        return bool(fact) is wanted
    return int(fact) >= wanted
