"""What a coder by dictionary misreads: names, idioms, sports, negations (`data/traps.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from brinkwatch.extract import claims
from brinkwatch.model import Actor, Claim, Report
from brinkwatch.read.pipeline import Reader

TRAPS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "traps.yaml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def read() -> dict[str, list[Claim]]:
    """Every trap's events and launches, by its text."""
    reports = [Report(id=trap["text"], text=trap["text"], language="en") for trap in TRAPS]
    found = {}
    for report, doc in zip(reports, Reader().pipe(reports), strict=True):
        found[report.text] = [
            c for c in claims(doc, report) if c.record in ("event", "launch")
        ]
    return found


def codes(side: tuple[Actor, ...]) -> set[str]:
    """Countries of a side; "IGO" and the like for who has none."""
    return {a.country or a.sector or "" for a in side}


def caught(claim: Claim, trap: str) -> bool:
    """Whether a claim is what the trap says must not be read."""
    kind, _, rest = trap.partition(" ")
    if kind == "any":
        return True
    if kind == "launch":
        return claim.record == "launch"
    if kind == "two-sided":
        return bool(claim.actors and claim.recipients)
    if kind == "two-sided-with":
        names = {a.name for a in (*claim.actors, *claim.recipients)}
        return any("United Nations" in name for name in names)
    if kind == "with":
        return rest in codes(claim.actors) | codes(claim.recipients)
    if kind == "asserted":
        return claim.type == rest and claim.certainty in ("asserted", "suspected")
    if kind == "asserted-by-report":
        return claim.type == rest and claim.certainty == "asserted" and not claim.attribution
    return claim.type == kind


def wrong(trap: dict[str, Any], found: list[Claim]) -> list[str]:
    """What is wrong with a trap's reading; empty when it was passed by."""
    faults = [
        f"{bad}: {c.type} {c.trigger} {codes(c.actors)} -> {codes(c.recipients)} {c.certainty}"
        for bad in trap.get("no", ()) for c in found if caught(c, bad)
    ]
    if "yes" in trap:
        kind, actor, recipient = trap["yes"]
        if not any(
            (kind is None or c.type == kind)
            and (actor is None or actor in codes(c.actors))
            and (recipient is None or recipient in codes(c.recipients))
            for c in found
        ):
            faults.append(f"missing {trap['yes']}: " + "; ".join(
                f"{c.type} {codes(c.actors)} -> {codes(c.recipients)}" for c in found
            ))
    return faults


def test_there_are_at_least_a_hundred_traps() -> None:
    texts = [trap["text"] for trap in TRAPS]
    assert len(set(texts)) == len(texts) >= 100


@pytest.mark.parametrize("trap", TRAPS, ids=lambda t: t["text"][:60])
def test_no_trap_is_fallen_into(trap: dict[str, Any], read: dict[str, list[Claim]]) -> None:
    assert wrong(trap, read[trap["text"]]) == []
