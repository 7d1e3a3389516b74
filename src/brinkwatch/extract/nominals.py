"""Who one nominal names: from a word of the tree to an actor."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import MEASURES
from brinkwatch.knowledge.ontology import lexicon
from brinkwatch.model import Actor, Place
from brinkwatch.read.actors import actor_in
from brinkwatch.read.annotations import text_of

GENERIC = frozenset({
    "country", "nation", "side", "state", "government", "party", "leader", "official", "minister",
    "neighbor", "neighbour", "counterpart", "ally", "partner", "capital", "force", "troop",
    "two", "both", "sides", "delegation", "rival", "foe",
})
POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "own"})


class Nominals:
    """The actors and toponyms of one annotated text, with what was looked up once kept."""

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

    def crowd(self, token: Token | None, anyone: bool = False) -> list[Actor]:
        """An actor out of a nominal that resolves to nobody but names a kind of people: "thousands
        of students". Its country is left open.

        Args:
            anyone: whether any people will do ("a man"), not only kinds that act together.
        """
        if token is None:
            return []
        word, lex = syntax.lemma(token), lexicon()
        if word in MEASURES or token.pos_ == "NUM":
            for case, child in syntax.obliques(token):
                found = self.crowd(child, anyone) if case == "of" else []
                if found:
                    return found
        sector = lex.crowds.get(word) or ("CVL" if anyone and lex.human(word) else None)
        if sector is None:
            return []
        start, end = syntax.phrase(token)
        text = text_of(self.doc)[start:end]
        name = text[4:] if text[:4].lower() == "the " else text
        return [Actor(name=name, sector=sector, text=text, start=start, end=end)]

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
