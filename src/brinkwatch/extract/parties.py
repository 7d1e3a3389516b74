"""Who stands in a place of the tree: nominals with their conjuncts, their owners and countries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import MEASURES
from brinkwatch.extract.nominals import (
    GENERIC,
    Nominals,
    bundles,
    placed,
    unique,
    usable,
    without,
)
from brinkwatch.knowledge.countries import countries, demonyms
from brinkwatch.model import Actor
from brinkwatch.read.actors import actor_in

LOCAL = frozenset({
    "in", "at", "near", "into", "along", "outside", "around", "across", "over", "off", "inside",
    "within", "through", "throughout", "toward", "towards", "to", "of", "from", "on", "against",
})
"""Prepositions under which a toponym stands for the country it lies in."""

PAIRED = frozenset({
    "country", "nation", "side", "neighbor", "neighbour", "state", "government", "rival", "foe",
    "capital", "party", "army", "ally", "leader", "president", "minister", "premier", "delegation",
    "official",
})

OUTSIDE = frozenset({
    "amid", "amidst", "after", "before", "during", "since", "despite", "following", "because of",
    "in response to", "while", "as", "throughout", "ahead of", "until", "by",
    "according to", "due to", "owing to", "thanks to", "prior to", "contrary to", "in addition to",
    "subsequent to", "with regard to", "in relation to", "instead of", "in view of", "in light of",
    "away from", "along with",
})
"""Prepositions of circumstances and of sources: what stands under them has no part in the deed."""


class Parties(Nominals):
    """Actors of one annotated text as the sides of what it tells."""

    def all_of(self, token: Token | None) -> list[Actor]:
        """Actors of a nominal and its conjuncts, and of coordinated adjectives before it ("Kenyan
        and Somali officials")."""
        found: list[Actor] = []
        if token is None:
            return found
        if self._is_pair(token):
            return self._pair(token)
        for part in syntax.conjuncts(token):
            sides = self._sides(part) or self._abroad(part)
            one = self.of(part)
            if sides:
                found.extend(sides)
            elif one is not None:
                found.append(one)
            elif syntax.lemma(part) in MEASURES | GENERIC or part.pos_ == "NUM" or bundles(part):
                for prep, child in syntax.obliques(part):
                    if prep in {"of", "from", "between", "in"}:
                        found.extend(self.all_of(child))
                        if found:
                            break
        return unique(found)

    def _abroad(self, token: Token) -> list[Actor]:
        """"His counterparts in both countries": who they are stands behind, not in "his"."""
        if syntax.lemma(token) not in {"counterpart", "colleague", "ally"} or not any(
            c.dep_ == "nmod:poss" and c.pos_ == "PRON" for c in token.children
        ):
            return []
        for case, child in syntax.obliques(token):
            if case in {"in", "of", "from"}:
                return self.all_of(child)
        return []

    def _is_pair(self, token: Token) -> bool:
        """"both countries", "the two sides": two actors told of before."""
        return syntax.lemma(token) in PAIRED and any(
            c.lower_ in {"both", "two"} and syntax.base(c) in {"det", "nummod", "amod"}
            for c in token.children
        ) and not any(syntax.case_of(c) in {"of", "from"} for c in token.children)

    def _pair(self, token: Token) -> list[Actor]:
        """The last two states or groups named before it in the sentence, else in those before."""
        sent = token.sent
        for lowest, highest in ((sent.start_char, token.idx), (0, sent.start_char)):
            found: dict[str, Actor] = {}
            for actor in reversed(self.mentions):
                key = actor.country or (actor.name if actor.sector == "REB" else None)
                if key is None or actor.start is None or actor.sector == "MED":
                    continue
                if lowest <= actor.start < highest and len(found) < 2:
                    country = countries().get(actor.country or "")
                    if actor.sector != "REB" and country is not None:
                        actor = dataclasses.replace(
                            actor, name=country.name, sector="GOV", person=None, office=None
                        )
                    found.setdefault(key, actor)
            if len(found) == 2:
                return list(found.values())[::-1]
        return []

    def _sides(self, token: Token) -> list[Actor]:
        """Several countries coordinated before one head, each with the head's sector."""
        found: list[Actor] = []
        head = actor_in(self.doc, *syntax.phrase(token))
        for child in token.children:
            if syntax.base(child) in {"amod", "compound"} or child.dep_ == "nmod:poss":
                for part in [child, *self._coordinated(child)]:
                    actor = self.mention(part)
                    if usable(actor) and actor is not None and actor.country is not None:
                        found.append(actor)
        for case, child in syntax.obliques(token):
            if case in {"of", "from"} and not found:
                found.extend(
                    actor for part in syntax.conjuncts(child)
                    if (actor := self.mention(part)) is not None and actor.country is not None
                )
        if len({a.country for a in found}) < 2:
            return []
        sector = head.sector if head is not None else None
        return [dataclasses.replace(a, sector=sector or a.sector) for a in unique(found)]

    def _coordinated(self, token: Token) -> Iterator[Token]:
        for child in token.children:
            if child.dep_ == "conj":
                yield child
                yield from self._coordinated(child)

    def around(self, noun: Token, prepositions: Iterable[str] = ()) -> list[Actor]:
        """Actors that a noun belongs to or is about: under the given prepositions first, then its
        possessor and adjectives, then whatever "of", "by", "from", "with" hang on it."""
        wanted = [p for p in prepositions if p not in {"obj", "iobj", "comp", "place", "subj"}]
        hanging = syntax.obliques(noun)
        for prep in wanted:
            for case, child in hanging:
                if case == prep:
                    found = self.all_of(child) or self.around(child, prepositions)
                    if found:
                        return found
        beside = sorted(
            syntax.modifiers(noun), key=lambda c: c.dep_ == "nmod:poss" and c.pos_ == "PRON"
        )
        for child in beside:
            if syntax.base(child) in {"amod", "compound", "flat"} or child.dep_ == "nmod:poss":
                found = self.all_of(child) if child.dep_ == "nmod:poss" else []
                if not found and child.dep_ == "nmod:poss":
                    found = self.crowd(child) or self.person(child)
                for node in (child, *child.children):
                    mention = self.mention(node)
                    if not found and usable(mention) and mention is not None:
                        found = [mention]
                if found:
                    return found
        for case, child in hanging:
            if case in {"of", "by", "from", "with", "to", "between", "against", "on", "in", "for"}:
                found = self.all_of(child) or self.around(child, prepositions)
                if found:
                    return found
        for child in noun.children:
            if child.dep_ == "acl":
                doer = syntax.agent(child) or syntax.patient(child)
                if doer is not None and doer.i != noun.i:
                    found = self.all_of(doer)
                    if found:
                        return found
        return []

    def opposed(self, sent: Span) -> list[Actor]:
        """Whom "anti-American" slogans of a sentence are against."""
        for token in sent:
            word = token.text
            if token.lower_ == "anti" and token.i + 2 < len(self.doc):
                word = "anti-" + self.doc[token.i + 2].text
            if word.lower().startswith("anti-") and word[5:] in demonyms():
                country = countries().get(demonyms()[word[5:]][0].iso3)
                if country is not None:
                    return [Actor(name=country.name, country=country.iso3, sector="GOV",
                                  text=token.text, start=token.idx,
                                  end=token.idx + len(token.text))]
        return []

    def within(self, token: Token) -> list[Actor]:
        """Whoever is named anywhere under a word, in text order, circumstances and clauses told
        beside it left out; a toponym stands for its country."""
        found: list[Actor] = []
        stack = [token]
        while stack:
            node = stack.pop(0)
            mention = self.mention(node)
            if usable(mention) and mention is not None:
                found.append(mention)
            elif self.place(node) is not None and (country := self.country_of(node)) is not None:
                found.append(country)
            stack.extend(
                c for c in node.children
                if syntax.base(c) not in {"parataxis", "advcl"} and c.dep_ != "acl:relcl"
                and not (syntax.base(c) in {"obl", "nmod"} and syntax.case_of(c) in OUTSIDE)
            )
        return unique(found)

    def country_of(self, token: Token, home: Iterable[Actor] = ()) -> Actor | None:
        """The country a toponym lies in, as an actor whose words are the toponym's; a place in the
        actors' own country keeps its own name.

        Args:
            home: who acts.
        """
        states = {a.country for a in home}
        for node in token.subtree:
            if syntax.base(node) in {"advcl", "parataxis"}:
                continue
            place = self.place(node)
            if place is None or place.country is None:
                continue
            country = countries().get(place.country)
            name = country.name if country else place.country
            if place.country in states and place.precision != "country":
                name = place.name
            return Actor(
                name=name, country=place.country,
                text=place.text, start=place.start, end=place.end,
            )
        return None


__all__ = ["LOCAL", "OUTSIDE", "Parties", "placed", "unique", "usable", "without"]
