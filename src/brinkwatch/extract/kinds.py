"""Happenings with a field set of their own: attacks, interceptions, incursions, clashes, exercises,
sanctions, deployments, nuclear tests.

Each is an event with a `kind` and `details`. What tells of one is found by `kind_heads`, its fields
by `kind_counts` and `kind_fields`, all after one data file; here mentions of one happening are put
together, joined to the event the lexicon read there, and made one record with every mention as
evidence. A field's value belongs to the nearest mention of its sentence; a sentence that names no
happening may only add what is "carried" (harm, who claims it) to the one told last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from brinkwatch.extract import kind_fields, syntax
from brinkwatch.extract.circumstances import clause_places
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.kind_heads import Head, heads, words_in
from brinkwatch.extract.kind_record import Told, record
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge.event_kinds import Kind, Slot
from brinkwatch.model import Actor, Detail, Event, Place, Report, TimeRef

NEAR = timedelta(days=1)
AFTER = 2
"""Sentences after the last mention in which harm may still be told."""
REACH = 4
"""Steps in the tree between a mention and the event of the lexicon that is the same deed."""
_HARM = frozenset({"kill", "injure", "wound", "hurt", "maim", "destroy", "damage"})
_ANOTHER = frozenset({"another", "second", "third", "separate", "separately", "also", "later",
                      "elsewhere", "further", "meanwhile"})


def find(
    doc: Doc, report: Report, parties: Parties, events: Sequence[Event],
    taken: frozenset[int] = frozenset(),
) -> list[Event]:
    """The events of a text, those of a kind with its fields, one record a happening.

    Args:
        events: what the lexicon read.
        taken: indexes of words that carry launches.
    """
    at = _by_token(doc, report, events)
    groups: list[Told] = []
    for head in heads(doc, parties, taken, lambda head: _event_of(head, at) is not None):
        _place(head, _event_of(head, at), groups, parties)
    groups = [g for g in groups if any(not h.back for h in g.heads)]
    _fill(doc, groups, parties)
    instead: dict[str, Event | None] = {}
    new: list[Event] = []
    for group in groups:
        made, ids = record(doc, report, group, parties)
        instead.update(dict.fromkeys(ids))
        if made.id in ids:
            instead[made.id] = made
        else:
            new.append(made)
    kept = [instead.get(e.id, e) for e in events]
    return [e for e in kept if e is not None] + new


def _by_token(doc: Doc, report: Report, events: Sequence[Event]) -> dict[int, Event]:
    """Events by the index of the word that carries them."""
    found: dict[int, Event] = {}
    for event in events:
        start, end = event.evidence[0].start, event.evidence[0].end
        span = doc.char_span(start, end, alignment_mode="expand")
        for token in span or ():
            if syntax.lemma(token) == event.trigger and event.id == claim_id(
                    report.id, "event", [(start, end), (token.idx, token.idx + len(token))],
                    event.type):
                found[token.i] = event
    return found


def _event_of(head: Head, at: dict[int, Event]) -> Event | None:
    """The event of the lexicon that is the deed a mention tells."""
    for token in (head.token, head.governor):
        event = at.get(token.i)
        if event is not None and _same_type(event, head.kind):
            return event
    sent = head.token.sent
    near = [(syntax.distance(sent.doc[i], head.token), i) for i in at
            if sent.start <= i < sent.end and _same_type(at[i], head.kind)
            and _one_clause(sent.doc[i], head.token)]
    steps, i = min(near, default=(99, -1))
    return at[i] if steps <= REACH - 2 else None


def _same_type(event: Event, kind: Kind) -> bool:
    return event.type in kind.types


def _one_clause(one: Token, other: Token) -> bool:
    """Whether one word stands under the other without a clause or a conjunction between."""
    for low, high in ((one, other), (other, one)):
        way = syntax.path(low)
        if high in way:
            return not any(syntax.base(t) in {"conj", "advcl", "ccomp", "parataxis", "acl"}
                           for t in way[:way.index(high)])
    return False


def _place(head: Head, event: Event | None, groups: list[Told], parties: Parties) -> None:
    """Put a mention with the happening it speaks of, or open one."""
    actors = list(event.actors) if event is not None else _doers(head, parties)
    if head.kind.sides:
        actors = _sides(head, parties) or actors
    places = list(clause_places(head.governor, parties))
    time = nearest_time(head.governor)
    mine = [g for g in groups if g.kind is head.kind]
    group = next((g for g in mine if event is not None and event in g.events), None)
    if group is None:
        fitting = [g for g in mine if _fits(head, actors, places, time, g)]
        group = fitting[-1] if fitting else None
    if group is None:
        if head.back:
            return
        group = Told(head.kind)
        groups.append(group)
    group.heads.append(head)
    group.sents.setdefault(head.token.sent.start, head.token.sent)
    if event is not None and event not in group.events:
        group.events.append(event)
    if not group.actors:
        group.actors = actors
    known = {(p.name, p.role) for p in group.places}
    group.places += [p for p in places if (p.name, p.role) not in known]
    if group.time is None:
        group.time = time


def _fits(
    head: Head, actors: Sequence[Actor], places: Sequence[Place], time: TimeRef | None, group: Told
) -> bool:
    """Whether a mention may speak of a happening told before: nothing it says sets it apart, and
    it points back, stands in the same sentence or says the same place."""
    if any(c.lower_ in _ANOTHER for t in {head.token, head.governor} for c in t.children) \
            and not head.back:
        return False
    mine, theirs = ({a.country or a.name for a in side} for side in (actors, group.actors))
    if mine and theirs and not mine & theirs:
        return False
    one, other = _days(time), _days(group.time)
    if one and other and not (one[0] <= other[1] + NEAR and other[0] <= one[1] + NEAR):
        return False
    where, there = ({p.name for p in side if p.precision != "country"}
                    for side in (places, group.places))
    if where and there and not where & there:
        return False
    if head.back:
        return True
    last = group.heads[-1].token
    if not head.kind.apart and time is None and 0 <= _sentences(last, head.token) <= AFTER:
        return True
    if last.sent == head.token.sent:
        return not (head.kind.apart and _own_clause(head, group))
    points = any(c.lower_ in {"the", "this", "that", "these", "those"} for c in head.token.children)
    return (points and head.token.pos_ != "VERB") or bool(where & there)


def _sentences(one: Token, other: Token) -> int:
    """Sentences from one word to the other."""
    return sum(1 for s in one.doc.sents if one.sent.start < s.start <= other.sent.start)


def _own_clause(head: Head, group: Told) -> bool:
    """Whether both are verbs with doers and things of their own ("struck A and shelled B")."""
    last = group.heads[-1]
    if head.token.pos_ != "VERB" or last.token.pos_ != "VERB" \
            or syntax.lemma(head.token) in _HARM:
        return False
    mine, theirs = syntax.patient(head.token), syntax.patient(last.token)
    return mine is not None and theirs is not None and mine != theirs \
        and words_in(mine) != words_in(theirs) and syntax.base(head.token) == "conj"


def _days(time: TimeRef | None) -> tuple[date, date] | None:
    if time is None or not time.begin:
        return None
    try:
        return (date.fromisoformat(time.begin[:10]),
                date.fromisoformat((time.until or time.begin)[:10]))
    except ValueError:
        return None


def _doers(head: Head, parties: Parties) -> list[Actor]:
    nodes = [syntax.agent(head.governor) if head.governor.pos_ == "VERB" else None]
    if head.token != head.governor:
        nodes += [c for c in head.token.children if c.dep_ == "nmod:poss"]
        nodes += [n for prep, n in syntax.obliques(head.token) if prep == "by"]
    for node in nodes:
        if node is None or node.i == head.token.i:
            continue
        actors = [a for a in parties.all_of(node) if usable(a)]
        if actors:
            return actors
    return [a for a in parties.around(head.token, ("by",)) if usable(a) and a.country][:2] \
        if head.token.pos_ != "VERB" else []


def _sides(head: Head, parties: Parties) -> list[Actor]:
    """Who stands on either side: "between Thai and Cambodian troops"."""
    for node in (head.token, head.governor):
        for prep, child in syntax.obliques(node):
            if prep == "between":
                return [a for a in parties.all_of(child) if usable(a)]
    return []


def _fill(doc: Doc, groups: list[Told], parties: Parties) -> None:
    """Give every group the values of its fields."""
    last: list[Told] = []
    since = 0
    for sent in doc.sents:
        here = [(h, g) for g in groups for h in g.heads if h.token.sent == sent]
        kinds = {g.kind.name: g.kind for _, g in here}
        if here:
            last, since = [g for _, g in here], 0
        else:
            since += 1
            kinds = {g.kind.name: g.kind for g in last}
        for kind in kinds.values():
            mine = [h for h, g in here if g.kind is kind]
            for slot in kind.slots:
                if not mine and (not slot.has("carried")
                                 or (since > AFTER and not slot.has("own"))):
                    continue
                for token, value in kind_fields.values(slot, sent, mine, parties):
                    if slot.has("own"):
                        group = _doer_of(value, [g for g in groups if g.kind is kind
                                                 and g.heads[0].token.i < token.i], parties)
                    else:
                        group = _owner(token, kind, here, slot) if mine else \
                            next((g for g in reversed(last) if g.kind is kind), None)
                    if group is not None:
                        group.values.append((token, value))
                        group.sents.setdefault(sent.start, sent)


def _owner(
    token: Token, kind: Kind, here: Sequence[tuple[Head, Told]], slot: Slot
) -> Told | None:
    """The happening of a kind whose mention in the sentence is nearest, unless one of another
    kind is nearer; a "shared" field may be told by another's words."""
    near = sorted((syntax.distance(token, h.token), abs(h.token.i - token.i), n)
                  for n, (h, g) in enumerate(here))
    best = next((n for *_, n in near if here[n][1].kind is kind), None)
    if best is None:
        return None
    other = here[near[0][2]]
    if slot.has("shared"):
        return here[best][1]
    if near[0][0] == 0 and other[1].kind is not kind:
        return None
    apart = other[1].kind is not kind and other[0].token.i != here[best][0].token.i \
        and near[0][0] < syntax.distance(token, here[best][0].token) \
        and not kind.related & {other[1].kind.name}
    return None if apart else here[best][1]


def _doer_of(value: Detail, groups: Sequence[Told], parties: Parties) -> Told | None:
    """The happening that somebody claims or denies: the last one laid to him, else one laid to
    nobody."""
    actor = next((a for a in parties.mentions if a.start == value.start), None)
    who = {actor.country or actor.name, actor.name} if actor is not None else {value.value}
    mine = [g for g in groups if who & {x for a in g.actors for x in (a.country, a.name)}]
    fitting = mine or [g for g in groups if not g.actors]
    return fitting[-1] if fitting else None
