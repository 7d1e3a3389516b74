"""Who: from words of the tree to actors, and from a frame's slots to its parties."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import MEASURES
from brinkwatch.knowledge.countries import countries, demonyms
from brinkwatch.knowledge.ontology import lexicon
from brinkwatch.model import Actor, Place
from brinkwatch.read.actors import actor_in
from brinkwatch.read.annotations import text_of

LOCAL = frozenset({
    "in", "at", "near", "into", "along", "outside", "around", "across", "over", "off", "inside",
    "within", "through", "throughout", "toward", "towards", "to", "of", "from", "on", "against",
})
"""Prepositions under which a toponym stands for the country it lies in."""

GENERIC = frozenset({
    "country", "nation", "side", "state", "government", "party", "leader", "official", "minister",
    "neighbor", "neighbour", "counterpart", "ally", "partner", "capital", "force", "troop",
    "two", "both", "sides", "delegation", "rival", "foe",
})


PAIRED = frozenset({
    "country", "nation", "side", "neighbor", "neighbour", "state", "government", "rival", "foe",
    "capital", "party", "army", "ally", "leader", "president", "minister", "premier", "delegation",
    "official",
})

OUTSIDE = frozenset({
    "amid", "amidst", "after", "before", "during", "since", "despite", "following", "because of",
    "in response to", "while", "as", "throughout", "ahead of", "until", "by",
})
"""Prepositions of circumstances: what stands under them has no part in the deed."""

POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "own"})


class Parties:
    """Actors of one annotated text, with what was looked up once kept."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions: tuple[Actor, ...] = tuple(doc._.actors or ())
        self.places: tuple[Place, ...] = tuple(doc._.places or ())
        self._at: dict[int, Actor] = {}
        seas = [(p.start, p.end) for p in self.places if p.precision == "sea"]
        for mention in self.mentions:
            if mention.start is not None and mention.end is not None:
                if any(s <= mention.start and mention.end <= e for s, e in seas
                       if s is not None and e is not None):
                    continue
                span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
                if span is not None:
                    for token in span:
                        old = self._at.get(token.i)
                        if old is None or _width(mention) > _width(old):
                            self._at[token.i] = mention
        self._place_at: dict[int, Place] = {}
        for place in self.places:
            if place.start is not None and place.end is not None:
                span = doc.char_span(place.start, place.end, alignment_mode="expand")
                if span is not None:
                    for token in span:
                        self._place_at.setdefault(token.i, place)
        self._heads: dict[int, Actor | None] = {}

    def mention(self, token: Token) -> Actor | None:
        """The actor whose words cover this one."""
        return self._at.get(token.i)

    def place(self, token: Token) -> Place | None:
        """The toponym whose words cover this one."""
        return self._place_at.get(token.i)

    def of(self, token: Token) -> Actor | None:
        """The actor a nominal names or belongs to ("Israeli tanks" → Israel), or None."""
        if token.i not in self._heads:
            self._heads[token.i] = self._of(token)
        return self._heads[token.i]

    def _of(self, token: Token) -> Actor | None:
        start, end = syntax.phrase(token)
        own = actor_in(self.doc, start, end)
        if not usable(own):
            own = self.mention(token)
        group = self._group_owner(own)
        if group is not None:
            return group
        if placed(own):
            return own
        beside = self._beside(token)
        if usable(own) and own is not None:
            if placed(beside) and beside is not None and beside.start != own.start:
                return dataclasses.replace(
                    own, country=beside.country, sector=beside.sector
                    if beside.sector == "IGO" else own.sector or beside.sector,
                )
            return own
        if beside is not None:
            return self._people(token, beside)
        if syntax.lemma(token) in MEASURES | GENERIC or token.pos_ == "NUM" or bundles(token):
            for prep, child in syntax.obliques(token):
                if prep in {"of", "from", "in", ""}:
                    beside = self.of(child)
                    if usable(beside):
                        return beside
        return None

    def _group_owner(self, own: Actor | None) -> Actor | None:
        """The armed group that "its" in "its forces" speaks of, whatever state they are in."""
        if own is None or own.start is None or own.sector not in {"MIL", "REB", "GOV"}:
            return None
        span = self.doc.char_span(own.start, own.start + 1, alignment_mode="expand")
        if span is None or span.start == 0 or self.doc[span.start - 1].lower_ not in POSSESSIVES:
            return None
        owner = self.mention(self.doc[span.start - 1])
        return owner if owner is not None and owner.sector in {"REB", "IGO"} else None

    def _beside(self, token: Token) -> Actor | None:
        """The actor that stands before a nominal as adjective, owner or apposition; what a pronoun
        owns comes last."""
        pronouns: list[Token] = []
        for child in syntax.modifiers(token):
            if child.dep_ == "nmod:poss" and child.pos_ == "PRON":
                pronouns.append(child)
                continue
            if child.dep_ in {"nmod:poss", "amod", "compound", "flat", "nmod:desc"} or (
                syntax.base(child) in {"compound", "appos"}
            ):
                beside = self.mention(child)
                if usable(beside):
                    return beside
                for grandchild in child.children:
                    if syntax.base(grandchild) in {"compound", "amod"}:
                        beside = self.mention(grandchild)
                        if placed(beside):
                            return beside
        for child in pronouns:
            beside = self.mention(child)
            if usable(beside):
                return beside
        return None

    def _people(self, token: Token, beside: Actor) -> Actor:
        """"Algerian landowners" are people of Algeria, "Algerian tanks" are Algeria."""
        sector = lexicon().crowds.get(syntax.lemma(token))
        if sector is None or sector in {"GOV", "MIL", "COP"} or beside.sector != "GOV" or (
            beside.person is not None
        ):
            return beside
        start, end = syntax.phrase(token)
        text = text_of(self.doc)[start:end]
        name = text[4:] if text[:4].lower() == "the " else text
        return Actor(name=name, country=beside.country, sector=sector, text=text, start=start,
                     end=end)

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
                    found = self.crowd(child)
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

    def crowd(self, token: Token | None) -> list[Actor]:
        """An actor out of a nominal that resolves to nobody but names a kind of people: "thousands
        of students". Its country is left open."""
        if token is None:
            return []
        word = syntax.lemma(token)
        sector = lexicon().crowds.get(word)
        if sector is None:
            if word not in MEASURES and token.pos_ != "NUM":
                return []
            return next(
                (found for case, child in syntax.obliques(token)
                 if case == "of" and (found := self.crowd(child))), [],
            )
        start, end = syntax.phrase(token)
        text = text_of(self.doc)[start:end]
        name = text[4:] if text[:4].lower() == "the " else text
        return [Actor(name=name, sector=sector, text=text, start=start, end=end)]

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

    def person(self, token: Token | None) -> list[Actor]:
        """The named person that a nominal is, whether or not anything else is known of them."""
        if token is None:
            return []
        mention = self.mention(token)
        if mention is not None:
            return [mention] if mention.person else []
        for ent in self.doc.ents:
            if ent.label_ == "PER" and ent.start <= token.i < ent.end:
                return [Actor(name=ent.text, person=ent.text, text=ent.text,
                              start=ent.start_char, end=ent.end_char)]
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

    def owned(self, actor: Actor) -> bool:
        """Whether a pronoun says whose the actor is ("its troops")."""
        if actor.start is None or actor.end is None:
            return False
        span = self.doc.char_span(actor.start, actor.end, alignment_mode="expand")
        if span is None:
            return False
        first = span[0].lower_ if len(span) > 1 else ""
        before = self.doc[span.start - 1].lower_ if span.start else ""
        return bool({first, before} & POSSESSIVES)

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


def usable(actor: Actor | None) -> bool:
    """Whether an actor is resolved: to a country, or at least to a kind of body."""
    return actor is not None and bool(actor.country or actor.sector)


def placed(actor: Actor | None) -> bool:
    """Whether an actor has a country, or needs none."""
    return actor is not None and bool(actor.country or actor.sector in {"IGO", "NGO"})


def bundles(token: Token) -> bool:
    """Whether a noun only counts what stands after it: "a first batch of Bengali soldiers"."""
    return any(c.lower_ in {"a", "an"} for c in token.children) and any(
        case == "of" and syntax.lemma(n) != n.lower_ and n.pos_ == "NOUN"
        for case, n in syntax.obliques(token)
    )


def _width(actor: Actor) -> int:
    return (actor.end or 0) - (actor.start or 0)


def unique(actors: Iterable[Actor]) -> list[Actor]:
    """The actors without repeats, first mentions first."""
    found: list[Actor] = []
    seen: set[tuple[str, str | None]] = set()
    for actor in actors:
        key = (actor.name, actor.person)
        if key not in seen:
            seen.add(key)
            found.append(actor)
    return found


def without(actors: Iterable[Actor], others: Iterable[Actor]) -> list[Actor]:
    """The actors that are none of the others, by name or by the words they stand for."""
    names = {a.name for a in others}
    spans = {(a.start, a.end) for a in others if a.start is not None}
    return [a for a in actors if a.name not in names and (a.start, a.end) not in spans]


__all__ = ["LOCAL", "OUTSIDE", "Parties", "placed", "unique", "usable", "without"]
