"""Which of the claimed values of a field stands.

The rules that choose, first that decides wins:

    only value                  nobody gives another
    all agree                   the values are equal within `tolerance`
    corrected by its source     the others were withdrawn by those who gave them
    latest count                the others are older figures of a count that has risen since
    measuring authority         a state's military or government gave it first-hand; applies to
                                figures and harm, where the rest have no instrument
    most independent origins    more origins stand behind it
    most reports                more separately written reports carry it
    latest                      given last
    first given                 of values given at one moment, the one that sorts first
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from brinkwatch.fuse.given import MEASURED
from brinkwatch.fuse.holders import independent
from brinkwatch.fuse.keys import STATE_SECTORS, said
from brinkwatch.fuse.values import agree, base_name, limits, outgrown
from brinkwatch.model import Actor, Field, Value

_NEVER = datetime.min.replace(tzinfo=UTC)

PHYSICAL = (*MEASURED, "count", "casualties", "damage", "outside_eez", "outcome", "range_class",
            "weapon_kind", "weapon_system", "killed", "injured", "captured", "fired",
            "intercepted", "yield", "magnitude", "depth")


def resolve(
    name: str, values: Sequence[Value], texts: Callable[[Value], int],
    authority: Callable[[Value], bool],
) -> Field:
    """Choose the value that stands.

    Args:
        texts: the number of separately written reports behind a value.
        authority: whether its holder could measure it.
    """
    live = [v for v in values if v.superseded_by is None] or list(values)
    if len(live) == 1:
        rule = "only value" if len(values) == 1 else "corrected by its source"
        return Field(live[0].value, rule, tuple(values))
    current = [v for v in live if not any(
        outgrown(name, v, w) and said(w.time) > said(v.time) for w in live)]
    if len(current) < len(live) and len(_camps(current)) == 1:
        return Field(_spokesman(current, texts).value, "latest count", tuple(values))
    live = current
    camps = _camps(live)
    if len(camps) == 1:
        rule = "all agree" if len(live) == len(values) else "corrected by its source"
        return Field(_spokesman(camps[0], texts).value, rule, tuple(values))
    if base_name(name) in PHYSICAL:
        able = [c for c in camps if any(authority(v) for v in c)]
        if len(able) == 1:
            chosen = [v for v in able[0] if authority(v)]
            return Field(_spokesman(chosen, texts).value, "measuring authority", tuple(values))
        camps = able or camps
    for rule, score in (
        ("most independent origins", lambda c: len(independent(v.origin for v in c))),
        ("most reports", lambda c: sum(texts(v) for v in c)),
        ("latest", lambda c: max((said(v.time) for v in c if v.time), default=_NEVER)),
    ):
        ranked: list[Any] = sorted({score(c) for c in camps}, reverse=True)
        camps = [c for c in camps if score(c) == ranked[0]]
        if len(camps) == 1:
            return Field(_spokesman(camps[0], texts).value, rule, tuple(values))
    return Field(_spokesman(camps[0], texts).value, "first given", tuple(values))


def _camps(values: Iterable[Value]) -> list[list[Value]]:
    """Put values that agree together; a vague one joins the first camp it fits."""
    camps: list[list[Value]] = []
    def sharpness(v: Value) -> tuple[float, str]:
        bounds = limits(v.value)
        return (0.0 if bounds is None else bounds[1] - bounds[0], repr(v.value))
    for v in sorted(values, key=sharpness):
        for camp in camps:
            if agree(camp[0].value, v.value):
                camp.append(v)
                break
        else:
            camps.append([v])
    return camps


def _spokesman(camp: Sequence[Value], texts: Callable[[Value], int]) -> Value:
    """Return the value of a camp that most reports give, the sharper and earlier first."""
    def rank(v: Value) -> tuple:
        bounds = limits(v.value)
        width = 0.0 if bounds is None else bounds[1] - bounds[0]
        return (width, -texts(v), said(v.time), repr(v.value))
    return min(camp, key=rank)


def is_authority(actor: Actor | None) -> bool:
    """Tell whether an actor has instruments: a state's armed forces or government."""
    return actor is not None and bool(actor.country) and (
        actor.sector in STATE_SECTORS or bool(actor.office))
