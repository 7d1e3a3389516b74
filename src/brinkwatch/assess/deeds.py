"""Coded events for the tension score: who did what to whom, on which day, once each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from brinkwatch.assess import record
from brinkwatch.knowledge.ontology import score
from brinkwatch.model import Claim, Incident, Launch, Report, Statement
from brinkwatch.model.claims import CERTAINTIES
from brinkwatch.model.log import Entry

KINDS = ("event", "launch", "statement")


@dataclass(frozen=True, slots=True)
class Deed:
    """One event between states.

    Attributes:
        intensity: +1 the worst conflict, -1 the best cooperation.
        certainty: the surest telling.
        origins: independent origins that tell of it.
        dated: whether the day is its own, not its first report's.
    """

    id: str
    day: date
    actor: str
    recipient: str | None
    type: str
    mode: str | None
    intensity: float
    certainty: str
    origins: int
    source: str
    title: str = ""
    dated: bool = True
    launch: bool = False


def of_incidents(
    incidents: Iterable[Incident], claims: Mapping[str, Claim], reports: Mapping[str, Report]
) -> list[Deed]:
    """The coded events among incidents, once for each day, pair and type.

    An event without a day of its own counts on the day of its first report. An accusation that is
    told both as an event and as a statement is one.
    """
    found: dict[tuple[date, str, str | None, str], Deed] = {}
    for incident in incidents:
        if incident.kind not in KINDS:
            continue
        told = [c for cid in incident.claims if (c := claims.get(cid)) is not None and c.type]
        if not told:
            continue
        begin = record.day_of(incident.begin, None)
        days = [d for c in told if (r := reports.get(c.report)) is not None
                and (d := record.published_day(r)) is not None]
        day = begin or min(days, default=None)
        if day is None:
            continue
        for actor, recipient in sorted(_pairs(told), key=str):
            deed = _deed(incident, told, day, actor, recipient, begin is not None)
            if deed is None:
                continue
            key = (day, actor, recipient, deed.type)
            held = found.get(key)
            if held is None or abs(deed.intensity) > abs(held.intensity):
                found[key] = replace(deed, origins=max(deed.origins, held.origins if held else 0))
            else:
                found[key] = replace(held, origins=max(deed.origins, held.origins))
    return sorted(found.values(), key=lambda d: (d.day, d.id, str(d.recipient)))


def _pairs(told: Iterable[Claim]) -> set[tuple[str, str | None]]:
    pairs: set[tuple[str, str | None]] = set()
    for c in told:
        actors = {a.country for a in c.actors if a.country}
        if isinstance(c, Statement) and c.speaker.country:
            actors = {c.speaker.country}
        others = {a.country for a in c.recipients if a.country}
        if isinstance(c, Statement):
            others |= {a.country for a in c.addressees if a.country}
        for actor in actors:
            named = {o for o in others if o != actor}
            pairs |= {(actor, o) for o in named} or {(actor, None)}
    directed = {a for a, o in pairs if o is not None}
    return {(a, o) for a, o in pairs if o is not None or a not in directed}


def _deed(
    incident: Incident, told: list[Claim], day: date, actor: str, recipient: str | None, dated: bool
) -> Deed | None:
    coded = [(s, c) for c in told if c.type and (s := score(c.type, c.mode)) is not None]
    if not coded:
        return None
    worst, claim = max(coded, key=lambda pair: (abs(pair[0]), pair[1].id))
    sure = min((c.certainty for c in told), key=_rank)
    return Deed(
        id=incident.id, day=day, actor=actor, recipient=recipient, type=str(claim.type),
        mode=claim.mode, intensity=round(-worst / 10, 3), certainty=sure,
        origins=max(1, len(incident.origins)), source="record", title=incident.title, dated=dated,
        launch=any(isinstance(c, Launch) for c in told))


def _rank(certainty: str) -> int:
    return CERTAINTIES.index(certainty) if certainty in CERTAINTIES else len(CERTAINTIES)


def of_entries(entries: Iterable[Entry]) -> list[Deed]:
    """The coded events of a launch log or history, those with a known day."""
    found = []
    for e in entries:
        kind, mode = e.type or ("MOBILIZE" if e.kind else None), e.mode or (
            "weapons-test" if e.kind else None)
        worth = score(kind, mode) if kind else None
        if worth is None or kind is None or not e.dated:
            continue
        # A list's row is its publisher's finding, not one report's word.
        origins = max(3 if e.source != "record" else 1, e.origins)
        found.append(Deed(
            id=e.id, day=date.fromisoformat(e.begin), actor=e.party, recipient=e.recipient,
            type=kind, mode=mode, intensity=round(-worth / 10, 3), certainty=e.certainty,
            origins=origins, source=e.source, title=f"{e.kind} launch" if e.kind else "",
            launch=bool(e.kind)))
    return found
