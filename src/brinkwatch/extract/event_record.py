"""From a draft to the record of an event."""

from __future__ import annotations

from dataclasses import dataclass

from brinkwatch.extract import attribution, syntax
from brinkwatch.extract.circumstances import clause_places, clause_quantities
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.frames import Match
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.parties import Parties, unique
from brinkwatch.model import Actor, Event, Evidence, Report
from brinkwatch.read.annotations import text_of


@dataclass(slots=True)
class Draft:
    """An event on its way: what the frame found and what the words around it made of it."""

    match: Match
    type: str
    mode: str | None
    cameo: str | None
    actors: list[Actor]
    recipients: list[Actor]
    certainty: str
    depth: int = 0


def event_of(draft: Draft, report: Report, parties: Parties) -> Event:
    """The record of a draft."""
    match = draft.match
    token, governor = match.token, match.governor
    doc = token.doc
    start, end = syntax.sentence_bounds(token)
    evidence = (Evidence(start, end, text_of(doc)[start:end]),)
    obj = _object(match)
    return Event(
        id=claim_id(
            report.id, "event",
            [(start, end), (token.idx, token.idx + len(token))], draft.type,
        ),
        report=report.id,
        evidence=evidence,
        type=draft.type,
        mode=draft.mode,
        cameo=draft.cameo,
        actors=tuple(unique(draft.actors)),
        recipients=tuple(unique(draft.recipients)),
        places=clause_places(governor, parties, match),
        time=nearest_time(governor),
        attribution=tuple(attribution.chain(doc, governor.i)),
        certainty=draft.certainty,
        quantities=clause_quantities(governor),
        trigger=syntax.lemma(token),
        object=obj,
    )


def _object(match: Match) -> str | None:
    """What the deed is about, in the report's own words."""
    token, obj = match.token, match.object
    doc = token.doc
    if token.pos_ in {"VERB", "AUX", "ADJ"}:
        comps = syntax.complements(token)
        node = obj
        if node is None and comps:
            node = comps[0]
        if node is None:
            return None
        left, right = syntax.subtree_span(
            node, drop=frozenset({"parataxis", "acl:relcl", "punct"})
        )
        if left <= token.i < right:
            return None
    else:
        told = frozenset({"parataxis", "acl:relcl", "punct", "advcl"})
        left, right = token.i, token.i + 1
        for child in token.children:
            if child.dep_ in told | {"conj", "cc", "case", "mark"}:
                continue
            first, last = syntax.subtree_span(child, drop=told)
            left, right = min(left, first), max(right, last)
    start, end = doc[left].idx, doc[right - 1].idx + len(doc[right - 1])
    return text_of(doc)[start:end] or None
