"""Actors of a report: every mention, with country, PLOVER sector, person and office.

`annotate_actors` sets `doc._.actors`. What the report says of a person goes first; the holders
file at the report's date fills what it leaves open.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from spacy.tokens import Doc

from brinkwatch.knowledge.actor_words import words
from brinkwatch.knowledge.offices import Holder, american, in_office, once_in_office, term
from brinkwatch.knowledge.tables import fold
from brinkwatch.model import Actor
from brinkwatch.read.actor_bodies import find_bodies
from brinkwatch.read.actor_mentions import Mention, Sheet
from brinkwatch.read.actor_persons import find_persons
from brinkwatch.read.actor_states import find_states
from brinkwatch.read.actor_titles import display
from brinkwatch.read.annotations import text_of
from brinkwatch.read.coref import link
from brinkwatch.read.coref_chains import Chain

CHAINS = "brinkwatch.actor_chains"
"""Key of `doc.user_data`: the chain of each actor of `doc._.actors`, in the same order."""


def register() -> None:
    """Add `doc._.actors` to spaCy; harmless when done twice."""
    if not Doc.has_extension("actors"):
        Doc.set_extension("actors", default=())


register()


def annotate_actors(doc: Doc, when: date | None) -> None:
    """Set `doc._.actors`: mentions in text order, none overlapping; pronouns and short names carry
    what their chain knows, and a pronoun without an antecedent is left out.

    Args:
        when: the report's date, for who held which office; None: who holds it now.
    """
    sheet = Sheet(doc)
    find_persons(sheet)
    find_bodies(sheet)
    find_states(sheet)
    chains, mentions = link(doc, sorted(sheet.mentions, key=lambda m: m.start), when)
    dominant = _dominant(mentions)
    said = {}
    for chain in chains:
        said[chain.id] = _describe(chain, when, dominant)
    actors, ids, written = [], [], text_of(doc)
    for mention in mentions:
        name, country, sector, person, office = said[mention.chain]
        own = mention
        if own.kind in ("body", "organisation", "government", "group") and own.name:
            name = name if own.country is None else own.name
            if own.country is None and own.definite and name != own.name:
                sector = sector or own.sector
            else:
                country, sector = own.country or country, own.sector or sector
        start, last = doc[own.start].idx, doc[own.end - 1]
        end = last.idx + len(last)
        actors.append(Actor(
            name=name, country=country, sector=sector, person=person, office=office,
            text=written[start:end], start=start, end=end,
        ))
        ids.append(own.chain)
    doc._.actors = tuple(actors)
    doc.user_data[CHAINS] = tuple(ids)
    doc.user_data[HEADS] = tuple(m.head for m in mentions)


HEADS = "brinkwatch.actor_heads"
"""Key of `doc.user_data`: the head token of each actor of `doc._.actors`."""


def actor_in(doc: Doc, start: int, end: int) -> Actor | None:
    """The actor that the noun phrase at characters [start, end) names, by its head; None when
    its head is no actor and no actor's head lies on the way to it.

    "the visit of the minister" is no actor; "Israeli air strikes" is none either (ask for the
    adjective), "three South Korean soldiers" is the soldiers.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    actors: tuple[Actor, ...] = doc._.actors
    heads: tuple[int, ...] = doc.user_data.get(HEADS, ())
    root = span.root.i
    by_head = dict(zip(heads, actors, strict=False))
    if root in by_head:
        return by_head[root]
    at = doc[root].idx
    for actor in actors:
        if actor.start is not None and actor.end is not None and actor.start <= at < actor.end:
            return actor
    for actor, head in zip(actors, heads, strict=False):
        if span.start <= head < span.end and doc[head].head.i == root and doc[head].dep_ in (
            "flat", "appos", "nmod:desc", "compound", "conj",
        ) and doc[head].dep_ in ("flat", "appos", "nmod:desc"):
            return actor
    return None


def chain_of(doc: Doc, actor: Actor) -> tuple[Actor, ...]:
    """Every mention of the same actor in the report, in text order; empty for a stranger."""
    ids: tuple[int, ...] = doc.user_data.get(CHAINS, ())
    actors: tuple[Actor, ...] = doc._.actors
    own = next((i for a, i in zip(actors, ids, strict=False)
                if (a.start, a.end) == (actor.start, actor.end)), None)
    return tuple(a for a, i in zip(actors, ids, strict=False) if i == own and own is not None)


Described = tuple[str, str | None, str | None, str | None, str | None]
"""(name, country, sector, person, office)."""


def _describe(chain: Chain, when: date | None, dominant: str | None) -> Described:
    named = [m for m in chain.mentions if m.kind != "pronoun"]
    if chain.kind == "person":
        return _person(named, when)
    best = max(named, key=lambda m: (m.country is not None, -m.start))
    sector = next((m.sector for m in named if m.sector), None)
    office = next((m.office for m in named if m.office), None)
    country = best.country
    if country is None and best.kind == "body" and best.label in _NATIONAL and dominant:
        country = dominant
    return best.name, country, sector, None, office if chain.kind == "nominal" else None


_NATIONAL = frozenset({"joint chiefs of staff"})


def _person(named: list[Mention], when: date | None) -> Described:
    full = max(
        (m for m in named if m.kind == "person"), key=lambda m: (len(m.name.split()), -m.start)
    )
    name = full.name
    country = _most(m.country for m in named)
    titled = [m for m in named if m.office and m.kind == "person"] or [m for m in named if m.office]
    main = max(titled, key=lambda m: (len((m.office or "").split()) > 1, -m.start), default=None)
    office = main.office if main else None
    sector = main.sector if main else next((m.sector for m in named if m.sector), None)
    holder = _holder(name, country, office, when)
    if holder is not None:
        current = holder.at(when)
        if len(name.split()) == 1 and name.lower() != holder.person.lower():
            name = holder.person
        country = country or holder.country
        vague = main is not None and main.label == "Leader" and not holder.office.endswith("Leader")
        if current and (office is None or vague):
            office = display(holder.office)
        if main is None or main.past or sector is None or holder.organisation or (
                sector in ("CVL", "PTY") and current):
            sector = holder.sector if current or sector is None else sector
        if sector == "GOV" and holder.sector in ("REB", "IGO") and not holder.country:
            sector = holder.sector
    return name, country, sector, name, office


def _most(values: object) -> str | None:
    counts = Counter(v for v in values if v)  # type: ignore[attr-defined]
    return counts.most_common(1)[0][0] if counts else None


def _holder(
    name: str, country: str | None, office: str | None, when: date | None
) -> Holder | None:
    """The holder meant: by full name, else by a family name that fits country and title."""
    found = term(name, when)
    if found is not None and (len(name.split()) > 1 or fold(name) != fold(found.person)):
        if country is None or found.country in (None, country):
            return found
        return None
    options = [h for h in in_office(name.split()[-1] if len(name.split()) == 1 else name, when)
               if country is None or h.country in (None, country)]
    if office is not None:
        word = american(office).split()[-1]
        fitting = [h for h in options if american(h.office).split()[-1] == word
                   or american(h.office) in american(office) or word in american(h.office).split()]
        if not fitting and when is None and country is None:
            fitting = _of_one_state(name, word)
        return fitting[0] if len(fitting) == 1 else None
    if len(options) == 1 and country is not None:
        return options[0]
    return _by_name_alone(name, when) if country is None and not options[1:] else None


HIGHEST = frozenset({
    "president", "minister", "premier", "chancellor", "leader", "king", "emir", "pope", "secretary",
})


def _by_name_alone(name: str, when: date | None) -> Holder | None:
    """Whom a family name means that only one holder of a high office has ("Putin"); in an undated
    report also one of the past."""
    if len(name.split()) > 1 or fold(name) in words("common surnames"):
        return None
    known = in_office(name, when) or (once_in_office(name) if when is None else ())
    if len({h.person for h in known}) != 1:
        return None
    found = known[-1]
    return found if american(found.office).split()[-1] in HIGHEST else None


def _of_one_state(name: str, word: str) -> list[Holder]:
    """Who a title and a family name mean in a report without a date: the last to hold such an
    office, where all who ever did are of one state ("President Bush")."""
    past = [h for h in once_in_office(name.split()[-1]) if word in american(h.office).split()]
    if len(name.split()) > 1:
        past = [h for h in past if h.person.split()[0][:3] == name.split()[0][:3]]
    return past[-1:] if len({h.country for h in past}) == 1 else []


def _dominant(mentions: list[Mention]) -> str | None:
    """The country that at least half of the report's mentions of states are about."""
    counts = Counter(m.country for m in mentions if m.country)
    if not counts:
        return None
    country, count = counts.most_common(1)[0]
    return country if 2 * count >= sum(counts.values()) else None
