"""Whose a party is, where its own words leave that open: "the students", "President Moreno".

A report names its country once and then speaks of "rebels" or "the opposition". A party without a
country takes, in this order: the country of a place in its own phrase; the country in which the
event's clause happens; the only country that the sentence speaks of; the country that most of the
report is about. Bodies that belong to no state (NATO, al-Qaeda) and sides that must be foreign to
each other (two governments) take none: unknown stays unknown.
"""

from __future__ import annotations

import dataclasses
from collections import Counter

from spacy.tokens import Doc, Token

from brinkwatch.extract import syntax
from brinkwatch.knowledge.countries import demonyms
from brinkwatch.knowledge.organisations import organisation
from brinkwatch.model import Actor
from brinkwatch.read.annotations import text_of

STATELY = frozenset({"GOV", "MIL", "LEG", "SPY"})
"""Sectors that act for their state: one of them facing another is facing abroad."""

ARMED = frozenset({"REB", "UNS", "CRM"})
"""Sectors whose victims tell nothing of where they come from, unless it is a state they fight."""

STATELESS = frozenset({"IGO", "NGO"})
DOMINANT = 0.6
"""Share of a report's mentions of states from which it is about one of them."""

DWELLING = frozenset({
    "base", "bear", "born", "live", "reside", "locate", "station", "deploy", "hail", "come", "work",
    "serve", "operate", "rule", "elect", "headquarter", "head", "know", "call", "name",
})
"""Verbs of a clause on a noun that tell where one belongs: "fighters based in Chad"."""

WITHIN = frozenset({
    "in", "of", "from", "throughout", "across", "at", "inside", "within", "around", "near",
})


class Homes:
    """Countries of the parties of one annotated text; what was looked up is kept."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._named = self._all_named()
        counts = Counter(country for _, country, _ in self._named)
        best = counts.most_common(1)
        total = sum(counts.values())
        self._dominant = best[0][0] if best and best[0][1] >= max(2, DOMINANT * total) else None

    def _all_named(self) -> tuple[tuple[int, str, bool], ...]:
        """(character, country, is it a place) of whatever names a state, media and firms left
        out."""
        found = {
            a.start: (a.start, a.country, False) for a in self.doc._.actors or ()
            if a.country and a.start is not None and a.sector not in {"MED", "BUS"}
        }
        for place in self.doc._.places or ():
            if place.country and place.start is not None:
                found.setdefault(place.start, (place.start, place.country, True))
        return tuple(sorted(found.values()))

    def settle(
        self, sides: list[Actor], others: list[Actor], governor: Token, friendly: bool = False
    ) -> list[Actor]:
        """The actors, each with a country where one can be told.

        Args:
            others: who stands on the other side of the event.
            governor: the event's predicate.
            friendly: whether one side helps the other; rebels that a state backs are not its own.
        """
        return [self._settle(a, sides, others, governor, friendly) for a in sides]

    def _settle(
        self, actor: Actor, sides: list[Actor], others: list[Actor], governor: Token,
        friendly: bool,
    ) -> Actor:
        if self._ethnic(actor) and actor.sector in {"CVL", "REB", None}:
            actor = dataclasses.replace(actor, country=None)
        if actor.country or not self._ownable(actor):
            return actor
        country = self._full_name(actor) or self._own_phrase(actor)
        if country is None and actor.sector != "REB":
            country = next((a.country for a in sides if a.country), None)
        if country is None:
            country = self._scene(governor, [*sides, *others])
        if country is None and self._at_sea(governor):
            return actor
        if country is None:
            country = self._only(governor)
        if country is None:
            country = self._dominant
        if country is None or self._foreign(actor, others, country) or (
            friendly and actor.sector in ARMED and any(a.country == country for a in others)
        ):
            return actor
        return dataclasses.replace(actor, country=country)

    def _full_name(self, actor: Actor) -> str | None:
        """The country of the person whose full name the report gives elsewhere."""
        if actor.person is None:
            return None
        words = set(actor.person.split())
        return next((
            a.country for a in self.doc._.actors or ()
            if a.person and a.country and words < set(a.person.split())
        ), None)

    def _ownable(self, actor: Actor) -> bool:
        if actor.sector in STATELESS:
            return False
        if actor.person is not None:
            return True
        known = organisation(actor.name)
        return actor.sector is not None and known is None

    def _foreign(self, actor: Actor, others: list[Actor], country: str) -> bool:
        """Would the country be that of a side that cannot be the actor's own?"""
        theirs = [a for a in others if a.country == country]
        if not theirs:
            return False
        if actor.sector in ARMED:
            return not any(a.sector in STATELY | {"COP"} for a in theirs)
        return (actor.sector in STATELY or actor.sector is None) and any(
            a.sector in STATELY and a.person is None for a in theirs
        )

    def _ethnic(self, actor: Actor) -> bool:
        """"Ethnic Albanians" live in another state than the one their name tells."""
        if actor.start is None:
            return False
        return "ethnic" in text_of(self.doc)[max(0, actor.start - 7):actor.end].lower()

    def _head(self, actor: Actor) -> Token | None:
        if actor.start is None or actor.end is None:
            return None
        return syntax.head_of(self.doc, actor.start, actor.end)

    def _own_phrase(self, actor: Actor) -> str | None:
        for word in actor.text.split():
            if word in demonyms() and not self._ethnic(actor):
                return demonyms()[word][0].iso3
        head = self._head(actor)
        if head is None:
            return None
        for case, child in syntax.obliques(head):
            if case in WITHIN:
                country = self._country_under(child)
                if country is not None:
                    return country
        for child in head.children:
            if syntax.base(child) in {"appos", "compound", "amod"} or (
                child.dep_ in {"nmod:poss", "nmod:desc"}
            ) or (
                child.dep_ == "acl" and syntax.lemma(child) in DWELLING
            ):
                country = self._country_under(child)
                if country is not None:
                    return country
        return None

    def _country_under(self, token: Token) -> str | None:
        left, right = syntax.subtree_span(token, drop=frozenset({"acl:relcl", "parataxis"}))
        start, end = self.doc[left].idx, self.doc[right - 1].idx + len(self.doc[right - 1])
        return next((c for at, c, _ in self._named if start <= at < end), None)

    def _scene(self, governor: Token, parties: list[Actor]) -> str | None:
        """The country of a place in which the clause happens."""
        taken = [(a.start, a.end) for a in parties if a.start is not None and a.end is not None]
        for case, child in syntax.obliques(governor):
            if case not in {"in", "at", "near", "outside", "inside", "across", "throughout"}:
                continue
            for node in child.subtree:
                for at, country, is_place in self._named:
                    if is_place and node.idx == at and not any(
                        s <= at < e for s, e in taken if s is not None and e is not None
                    ):
                        return country
        return None

    def _at_sea(self, governor: Token) -> bool:
        """Whether the sentence puts the deed at sea, where whoever suffers may be anybody's."""
        sent = governor.sent
        return any(
            p.precision == "sea" and p.start is not None
            and sent.start_char <= p.start < sent.end_char for p in self.doc._.places or ()
        )

    def _only(self, governor: Token) -> str | None:
        """The one country that the sentence speaks of, whoever reports it left out."""
        sent = governor.sent
        aside = self._reporting(governor)
        found = {
            country for at, country, _ in self._named
            if sent.start_char <= at < sent.end_char and not any(s <= at < e for s, e in aside)
        }
        return found.pop() if len(found) == 1 else None

    def _reporting(self, governor: Token) -> list[tuple[int, int]]:
        """Characters of the clauses that only say who tells the event."""
        spans = []
        node = governor
        while node.head.i != node.i:
            if syntax.base(node) == "ccomp":
                subject = syntax.surface_subject(node.head)
                if subject is not None and subject.i > governor.i:
                    left, right = syntax.subtree_span(subject)
                    spans.append((left, right))
            node = node.head
        for child in governor.children:
            if syntax.base(child) == "parataxis":
                left, right = syntax.subtree_span(child)
                spans.append((left, right))
        doc = self.doc
        return [(doc[a].idx, doc[b - 1].idx + len(doc[b - 1])) for a, b in spans]


__all__ = ["Homes"]
