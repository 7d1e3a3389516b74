"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from brinkwatch.model import (
    Actor,
    Claim,
    Detail,
    Event,
    Indicator,
    Launch,
    Place,
    Report,
    Statement,
    Trend,
)

if TYPE_CHECKING:
    from brinkwatch.doctor import Finding

WIDTH = 60
"""Longest evidence shown, in characters."""


HEADINGS = ("who", "what", "whom", "when", "where", "certainty", "according to")
COLOURS = {
    "suspected": "yellow", "possible": "yellow", "planned": "cyan", "threatened": "red",
    "conditional": "yellow", "denied": "magenta",
}
"""Colours of what is less than asserted."""


def claims_table(report: Report, claims: Sequence[Claim]) -> Table:
    """One report's claims, in the order of their words."""
    title = report.title or report.path or report.id
    table = Table(
        title=Text(title), title_justify="left", header_style="bold", expand=False,
        show_lines=True,
    )
    for heading in HEADINGS:
        table.add_column(heading, overflow="fold", ratio=3 if heading == "what" else None)
    for claim in sorted(claims, key=lambda c: c.evidence[0].start if c.evidence else -1):
        cells = claim_row(claim)
        styles = ["", "bold" if claim.record == "launch" else "", "", "", "",
                  COLOURS.get(claim.certainty, ""), ""]
        table.add_row(*(Text(c, s) for c, s in zip(cells, styles, strict=True)))
    if not claims:
        table.caption = "no claims read"
    return table


def claim_row(claim: Claim) -> tuple[str, ...]:
    """A claim under `HEADINGS`; empty where the report leaves a thing open."""
    who, whom = claim.actors, claim.recipients
    if isinstance(claim, Statement):
        who, whom = (claim.speaker,), claim.addressees
    return (
        _names(who),
        _what(claim),
        "each other" if len(who) > 1 and set(whom) == set(who) else _names(whom),
        _when(claim),
        "; ".join(dict.fromkeys(_where(p) for p in claim.places if not _party(p, who, whom))),
        claim.certainty,
        " ← ".join(a.name for a in claim.attribution),
    )


def _when(claim: Claim) -> str:
    if claim.time is None or claim.time.begin is None:
        return ""
    begin, until = claim.time.begin, claim.time.until
    begin = begin.replace("T", " ")
    if claim.time.precision == "span" and until and until[:10] != begin[:10]:
        return f"{begin} to {until.replace('T', ' ')}"
    return ("about " if claim.time.approximate else "") + begin


def _where(place: Place) -> str:
    word = {"origin": "from ", "toward": "toward ", "target": "against "}.get(place.role, "")
    return word + place.name


def _party(place: Place, *sides: Iterable[Actor]) -> bool:
    """Whether a toponym only names who acts or suffers."""
    return any(
        a.start is not None and a.end is not None and place.start is not None
        and a.start <= place.start < a.end for side in sides for a in side
    )


def _what(claim: Claim) -> str:
    kind = " ".join(filter(None, (claim.type, claim.mode)))
    if isinstance(claim, Launch):
        weapon = claim.weapon
        kind_of = weapon.kind if weapon.kind != "unknown" else None
        parts = ["launch:", claim.count.text if claim.count else "", weapon.range_class, kind_of]
        parts.append(weapon.system)
        parts += [f"{m.value:g} km" for m in claim.distance_km[:1] if m.value is not None]
        return " ".join(filter(None, parts)).rstrip(":")
    if isinstance(claim, Statement):
        return f"{claim.act}: “{_short(claim.quote)}”"
    if isinstance(claim, Trend):
        return "trend: " + " ".join(filter(None, (claim.measure, claim.direction, claim.window)))
    if isinstance(claim, Indicator):
        return f"sign: {claim.indicator} ({claim.status})"
    if isinstance(claim, Event) and claim.kind is not None:
        return f"{claim.kind}: " + "; ".join(_details(claim))
    about = getattr(claim, "object", None) or ""
    trigger = claim.trigger or ""
    named = bool(trigger) and trigger in about.lower()
    words = about if named else " ".join(filter(None, (trigger, about)))
    return f"{kind}: {_short(words)}" if words else kind


def _details(claim: Event) -> list[str]:
    """"killed at least 12; weapon drone": each field once, its values side by side."""
    found: dict[str, list[str]] = {}
    for d in claim.details:
        words = _amount(d)
        if d.of and d.name not in ("killed", "injured"):
            words += f" {d.of}" + ("s" if words not in ("1", d.of) else "")
        found.setdefault(d.name.replace("_", " "), []).append(words)
    return [f"{name} {', '.join(dict.fromkeys(words))}" for name, words in found.items()] or [
        _short(" ".join(filter(None, (claim.trigger, claim.object))))]


def _amount(d: Detail) -> str:
    """A value with its bounds and unit, hours and minutes for seconds."""
    if isinstance(d.value, str):
        return _short(d.value)
    if d.value is not None:
        if d.unit == "s":
            return f"{d.value / 3600:g} h" if d.value >= 3600 else f"{d.value / 60:g} min"
        return f"{d.value:g}" + (f" {d.unit}" if d.unit else "")
    if d.low is not None and d.high is not None:
        return f"{d.low:g} to {d.high:g}"
    return f"at least {d.low:g}" if d.low is not None else f"up to {d.high or 0:g}"


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
