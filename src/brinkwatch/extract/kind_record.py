"""One record of a happening out of its mentions and the values found for its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.circumstances import clause_quantities
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.kind_heads import Head
from brinkwatch.extract.parties import Parties, unique, usable
from brinkwatch.knowledge.countries import countries
from brinkwatch.knowledge.event_kinds import Kind, Slot, event_kinds
from brinkwatch.model import Actor, Detail, Event, Evidence, Place, Report, TimeRef
from brinkwatch.read.annotations import text_of


@dataclass(slots=True)
class Told:
    """The mentions of one happening."""

    kind: Kind
    heads: list[Head] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    time: TimeRef | None = None
    values: list[tuple[Token, Detail]] = field(default_factory=list)
    sents: dict[int, Span] = field(default_factory=dict)


def _details(doc: Doc, group: Told) -> tuple[Detail, ...]:
    """The values in the order of the kind's fields, repeats out, each with who says it."""
    found: list[Detail] = []
    deeds = [(v.start, v.end) for _, v in group.values if any(
        s.name == v.name and s.has("with verb") for s in group.kind.slots)]
    for slot in group.kind.slots:
        mine = [(t, v) for t, v in group.values if v.name == slot.name and not (
            slot.filler == "all words" and any(
                s is not None and e is not None and v.start is not None and s <= v.start < e
                for s, e in deeds))]
        kept: list[Detail] = []
        for token, value in _one_of(slot, mine):
            said = attribution.chain(doc, token.i)
            who = str(value.value) if slot.has("own") else said[-1].name if said else None
            sure = certainty.of(doc, token.i)
            value = dataclasses.replace(
                value, by=who,
                certainty=sure if sure != "denied" else "asserted")
            if not any(_content(v) == _content(value) or v.start == value.start for v in kept):
                kept.append(value)
        found += _without_vague(kept)
    if not any(v.name == "count" and v.start not in {o.start for o in found if o is not v}
               for v in found):
        found = [v for v in found if v.name != "crossed" or not any(
            o.name == "count" and o.start == v.start for o in found)]
    finer = {v.start for v in found if any(s.name == v.name and s.has("second")
                                           for s in group.kind.slots)}
    return tuple(v for v in found if v.start not in finer or any(
        s.name == v.name and s.has("second") for s in group.kind.slots))


def _content(value: Detail) -> tuple[object, ...]:
    return value.value, value.low, value.high, value.of, value.by


def _one_of(slot: Slot, mine: list[tuple[Token, Detail]]) -> list[tuple[Token, Detail]]:
    """A closed list gives one value, the first row of it that the first sentence to tell has."""
    if slot.filler == "words" and mine:
        first = mine[0][0].sent.start
        order = [name for name, _ in slot.table]
        here = [m for m in mine if m[0].sent.start == first]
        return [min(here, key=lambda m: order.index(str(m[1].value)))]
    if slot.filler in {"proper name", "rank", "pattern"}:
        return mine[:1]
    if slot.filler in {"all words", "actors"}:
        return list({m[1].value: m for m in reversed(mine)}.values())[::-1]
    return mine


def _without_vague(values: list[Detail]) -> list[Detail]:
    """"reported" gives way to a number of the same field; "none" to one as well."""
    vague = [v for v in values if v.value in {"reported", "none"}]
    return [v for v in values if v not in vague] or vague[:1]


def record(
    doc: Doc, report: Report, group: Told, parties: Parties
) -> tuple[Event, set[str]]:
    """One record of a group, and the ids of the events it stands for."""
    told = [h for h in group.heads if not h.back]
    lead = next((h for h in told if h.certainty == "asserted"), told[0])
    event = group.events[0] if group.events else None
    evidence = tuple(
        Evidence(start, end, text_of(doc)[start:end])
        for _, sent in sorted(group.sents.items())
        for start, end in [syntax.sentence_bounds(sent[0])])
    kind, details = group.kind, _details(doc, group)
    party = {d.start for d in details if d.name == "participants"}
    held = tuple(unique(a for a in parties.mentions if a.start in party)) or (
        tuple(group.actors) if kind.sides and len(group.actors) > 1 else ())
    held = held or _by_ship(doc, details, event.actors if event is not None else group.actors)
    if event is None:
        recipients = _recipients(lead, kind, parties, group.actors)
        event = Event(
            id=claim_id(report.id, "event", [(e.start, e.end) for e in evidence] + [
                (lead.token.idx, lead.token.idx + len(lead.token))], kind.name),
            report=report.id, evidence=evidence, type=kind.type, mode=kind.mode,
            actors=tuple(unique(group.actors)), recipients=tuple(recipients),
            certainty=lead.certainty, attribution=attribution.chain(doc, lead.governor.i),
            quantities=clause_quantities(lead.governor), trigger=syntax.lemma(lead.token),
            object=_object(lead))
    places = {(p.name, p.role): p for p in (*event.places, *group.places)}
    named = {name for name, role in places if role != "at"}
    same = {e.id for e in group.events if e.type == event.type and e.certainty == event.certainty}
    return dataclasses.replace(
        event, evidence=evidence, kind=kind.name, details=details, actors=held or event.actors,
        places=tuple(p for (name, role), p in places.items() if role != "at" or name not in named),
        time=event.time or group.time), same


def _by_ship(
    doc: Doc, details: Sequence[Detail], actors: Sequence[Actor]
) -> tuple[Actor, ...]:
    """Whose ship it is by the prefix of its name, where nobody is named."""
    ship = next((d for d in details if d.name == "name" and d.start is not None), None)
    if ship is None or ship.start is None or ship.end is None or actors:
        return ()
    words = text_of(doc)[max(0, ship.start - 5):ship.start].split()
    state = countries().get(event_kinds().ships.get(words[-1] if words else "", ""))
    if state is None:
        return ()
    return (Actor(name=state.name, country=state.iso3, sector="MIL", text=ship.text,
                  start=ship.start, end=ship.end),)


def _recipients(head: Head, kind: Kind, parties: Parties, actors: Sequence[Actor]) -> list[Actor]:
    if kind.type not in {"ASSAULT", "SANCTION", "COERCE"}:
        return []
    nodes = [syntax.patient(head.governor)] + [
        n for t in (head.token, head.governor) for prep, n in syntax.obliques(t)
        if prep in {"on", "against", "at", "into"}]
    names = {a.name for a in actors}
    for node in nodes:
        if node is not None and node.i != head.token.i:
            found = [a for a in parties.all_of(node) if usable(a) and a.name not in names]
            if found:
                return unique(found)
    return []


def _object(head: Head) -> str | None:
    node = head.token if head.token.pos_ != "VERB" else syntax.patient(head.token)
    if node is None:
        return None
    start, end = syntax.phrase(node)
    return text_of(head.token.doc)[start:end]
