"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from brinkwatch.model import Actor, Claim, Indicator, Launch, Report, Statement, Trend

if TYPE_CHECKING:
    from brinkwatch.doctor import Finding

WIDTH = 70
"""Longest evidence shown, in characters."""


def claims_table(report: Report, claims: Sequence[Claim]) -> Table:
    """One report's claims, in the order of their words."""
    title = report.title or report.path or report.id
    table = Table(title=Text(title), title_justify="left", header_style="bold", expand=False)
    for heading in ("record", "type", "who", "to whom", "what", "how sure", "said by", "words"):
        table.add_column(heading, overflow="fold")
    for claim in sorted(claims, key=lambda c: c.evidence[0].start if c.evidence else -1):
        table.add_row(*(Text(cell) for cell in _cells(claim)))
    if not claims:
        table.caption = "no claims read"
    return table


def _cells(claim: Claim) -> tuple[str, ...]:
    who, to = claim.actors, claim.recipients
    if isinstance(claim, Statement):
        who, to = (claim.speaker,), claim.addressees
    return (
        claim.record,
        "/".join(filter(None, (claim.type, claim.mode))),
        _names(who),
        _names(to),
        _what(claim),
        claim.certainty,
        " < ".join(a.name for a in claim.attribution),
        _short(claim.evidence[0].text) if claim.evidence else "",
    )


def _what(claim: Claim) -> str:
    if isinstance(claim, Launch):
        weapon = claim.weapon
        parts = [claim.count.text if claim.count else "", weapon.range_class, weapon.kind]
        parts.append(weapon.system)
        parts += [f"{m.value:g} km" for m in claim.distance_km if m.value is not None]
        return " ".join(filter(None, parts))
    if isinstance(claim, Statement):
        return f"{claim.act}: {_short(claim.quote)}"
    if isinstance(claim, Trend):
        return " ".join(filter(None, (claim.measure, claim.direction, claim.window)))
    if isinstance(claim, Indicator):
        return f"{claim.indicator} ({claim.status})"
    return claim.trigger or ""


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(a.name + (f" ({a.country})" if a.country else "") for a in actors)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else text[: WIDTH - 1].rstrip() + "…"


def findings_table(findings: Iterable[Finding]) -> Table:
    """What `doctor` found."""
    table = Table(header_style="bold")
    for heading in ("level", "what", "where", "mend"):
        table.add_column(heading, overflow="fold")
    colours = {"error": "bold red", "warning": "yellow", "ok": "green"}
    for f in findings:
        table.add_row(
            Text(f.level, colours.get(f.level, "")), Text(f.what), Text(f.place), Text(f.mend)
        )
    return table
