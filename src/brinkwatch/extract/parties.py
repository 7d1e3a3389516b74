"""Who: from words of the tree to actors, and from a frame's slots to its parties."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import MEASURES, Match
from brinkwatch.knowledge.countries import countries
from brinkwatch.model import Actor, Place
from brinkwatch.read.actors import actor_in

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


class Parties:
    """Actors of one annotated text, with what was looked up once kept."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions: tuple[Actor, ...] = tuple(doc._.actors or ())
        self.places: tuple[Place, ...] = tuple(doc._.places or ())
        self._at: dict[int, Actor] = {}
        for mention in self.mentions:
            if mention.start is not None and mention.end is not None:
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
        found = actor_in(self.doc, start, end)
        if usable(found):
            return found
        own = self.mention(token)
        if usable(own):
            return own
        for child in syntax.modifiers(token):
            if child.dep_ in {"nmod:poss", "amod", "compound", "flat"} or (
                syntax.base(child) == "compound"
            ) or syntax.base(child) == "appos":
                beside = self.mention(child)
                if usable(beside):
                    return beside
        if syntax.lemma(token) in MEASURES | GENERIC or token.pos_ == "NUM":
            for prep, child in syntax.obliques(token):
                if prep in {"of", "from", "in", ""}:
                    beside = self.of(child)
                    if usable(beside):
                        return beside
        return None

    def all_of(self, token: Token | None) -> list[Actor]:
        """Actors of a nominal and its conjuncts, and of coordinated adjectives before it ("Kenyan
        and Somali officials")."""
        found: list[Actor] = []
        if token is None:
            return found
        for part in syntax.conjuncts(token):
            sides = self._sides(part)
            one = self.of(part)
            if len(sides) > 1:
                found.extend(sides)
            elif one is not None:
                found.append(one)
            elif syntax.lemma(part) in MEASURES | GENERIC or part.pos_ in {"NUM"}:
                for prep, child in syntax.obliques(part):
                    if prep in {"of", "from", "between", "in"}:
                        found.extend(self.all_of(child))
                        if found:
                            break
        return unique(found)

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
        for child in syntax.modifiers(noun):
            if syntax.base(child) in {"amod", "compound", "flat"} or child.dep_ == "nmod:poss":
                found = self.all_of(child) if child.dep_ == "nmod:poss" else []
                mention = self.mention(child)
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
            if child.dep_ in {"acl", "acl:relcl"}:
                doer = syntax.patient(child) or syntax.surface_subject(child)
                if doer is not None and doer.i != noun.i:
                    found = self.all_of(doer)
                    if found:
                        return found
        return []

    def country_of(self, token: Token) -> Actor | None:
        """The country a toponym lies in, as an actor whose words are the toponym's."""
        for node in token.subtree:
            if syntax.base(node) in {"advcl", "parataxis"}:
                continue
            place = self.place(node)
            if place is None or place.country is None:
                continue
            country = countries().get(place.country)
            return Actor(
                name=country.name if country else place.country, country=place.country,
                text=place.text, start=place.start, end=place.end,
            )
        return None


def usable(actor: Actor | None) -> bool:
    """Whether an actor is resolved: to a country, or at least to a kind of body."""
    return actor is not None and bool(actor.country or actor.sector)


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


def doers(match: Match, parties: Parties) -> list[Actor]:
    """Who does what a frame tells."""
    token, frame = match.token, match.frame
    if token.pos_ in {"NOUN", "PROPN"} or (match.verb is None and not syntax.is_predicate(token)):
        return _noun_doers(match, parties)
    subject = syntax.agent(token)
    found = parties.all_of(subject)
    if not found and subject is not None:
        found = _through(subject, token, parties)
    if not found and syntax.is_passive(token):
        for case, child in syntax.obliques(token):
            if case in {"by", "in"} and frame.type in {"COERCE", "ACCUSE", "SANCTION", "ASSAULT"}:
                found = parties.all_of(child)
                if case == "in":
                    country = parties.country_of(child)
                    found = found or ([country] if country else [])
                if found:
                    break
    return found


def _through(subject: Token, token: Token, parties: Parties) -> list[Actor]:
    """A subject that names nobody itself: a pronoun of a reported clause is its speaker; a thing
    that belongs to somebody acts for them ("Israel's jets", "a raid by Chad killed")."""
    if subject.pos_ == "PRON" or subject.lower_ in {"it", "they", "he", "she", "we", "i"}:
        node = token
        for _ in range(6):
            head = node.head
            if head == node:
                break
            if syntax.base(node) in {"ccomp", "advcl", "acl", "conj", "parataxis"}:
                speaker = syntax.agent(head) if syntax.is_predicate(head) else None
                if speaker is not None and speaker.i != subject.i:
                    found = parties.all_of(speaker)
                    if found:
                        return found
            node = head
        return []
    if syntax.base(subject) in {"nsubj", "obl", "conj"} or subject.pos_ in {"NOUN", "PROPN", "NUM"}:
        return parties.around(subject, ("by", "of", "from", "in"))
    return []


def _noun_doers(match: Match, parties: Parties) -> list[Actor]:
    noun, verb = match.token, match.verb
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            found = parties.all_of(child)
            if found:
                return found
    hanging = syntax.obliques(noun)
    for case, child in hanging:
        if case == "by":
            found = parties.all_of(child)
            if found:
                return found
    if verb is not None:
        subject = syntax.agent(verb)
        if subject is not None and subject.i != noun.i:
            found = parties.all_of(subject) or _through(subject, verb, parties)
            if found:
                return found
    for case, child in hanging:
        if case in {"between", "among"}:
            found = parties.all_of(child)
            if found:
                return found
    if match.frame.two_sided or match.frame.type == "MOBILIZE" or match.frame.mode == "resign":
        for case, child in hanging:
            if case == "of":
                found = parties.all_of(child) or parties.around(child, ("from",))
                if found:
                    return found
    sides = parties._sides(noun)
    if sides:
        return sides
    for child in noun.children:
        if syntax.base(child) in {"amod", "compound"}:
            mention = parties.mention(child)
            if usable(mention) and mention is not None:
                return [mention]
    if verb is None and syntax.base(noun) in {"obl", "nmod"} and noun.head != noun:
        head = noun.head
        if syntax.base(noun) == "nmod" and syntax.lemma(head) in MEASURES:
            return parties.around(head, ("by", "of"))
    return []


def targets(match: Match, parties: Parties, actors: list[Actor]) -> list[Actor]:
    """To whom a frame is done: its slots in order, then whoever else hangs on the predicate."""
    frame = match.frame
    for slot in frame.recipients:
        found = without(unique(_slot(slot, match, parties)), actors)
        if found:
            return found
    return []


def _slot(slot: str, match: Match, parties: Parties) -> list[Actor]:
    token, obj, verb = match.token, match.object, match.verb
    frame = match.frame
    if slot == "obj":
        noun = obj
        if noun is None and verb is not None:
            noun = token if verb.i != token.i else None
        if noun is None:
            return []
        return (parties.all_of(noun) if noun != token else []) or parties.around(
            noun, frame.recipients
        )
    if slot == "iobj":
        for node in filter(None, (token, verb)):
            for child in node.children:
                if syntax.base(child) == "iobj":
                    return parties.all_of(child) or parties.around(child)
        return []
    if slot == "comp":
        return _from_complement(token, parties) or (
            _from_complement(verb, parties) if verb is not None else []
        )
    if slot == "place":
        for node in filter(None, (token, verb)):
            for case, child in syntax.obliques(node):
                if case in LOCAL:
                    country = parties.country_of(child)
                    if country is not None:
                        return [country]
        if obj is not None:
            country = parties.country_of(obj)
            if country is not None:
                return [country]
        return []
    for node in filter(None, (token, verb, obj)):
        for case, child in syntax.obliques(node):
            if case != slot and not case.endswith(" " + slot):
                continue
            found = parties.all_of(child) or parties.around(child, frame.recipients)
            if not found and slot in LOCAL:
                country = parties.country_of(child)
                found = [country] if country else []
            if found:
                return found
    return []


def _from_complement(token: Token, parties: Parties, depth: int = 0) -> list[Actor]:
    """The party in a governed clause: its own subject, else its object or what hangs on it."""
    governor = syntax.agent(token) if syntax.is_predicate(token) else None
    for comp in syntax.complements(token):
        subject = next(
            (c for c in comp.children if c.dep_ in {"nsubj", "nsubj:pass"}), None
        )
        if subject is not None and (governor is None or subject.i != governor.i):
            found = parties.all_of(subject)
            if found:
                return found
        obj = syntax.patient(comp)
        if obj is not None and (subject is None or obj.i != subject.i):
            found = parties.all_of(obj) or parties.around(
                obj, ("with", "to", "from", "on", "against", "of", "by", "in")
            )
            if found:
                return found
        for case, child in syntax.obliques(comp):
            if case and case not in {"by", "after", "before", "during", "since", "until"}:
                found = parties.all_of(child) or parties.around(child)
                if not found and case in LOCAL:
                    country = parties.country_of(child)
                    found = [country] if country else []
                if found:
                    return found
        if depth < 3:
            found = _from_complement(comp, parties, depth + 1)
            if found:
                return found
    return []


def land_target(match: Match, parties: Parties) -> bool:
    """Whether something is fired at people or land, not out to sea."""
    for node in filter(None, (match.token, match.verb)):
        for case, child in syntax.obliques(node):
            if case in {"at", "on", "into", "against", "across", "toward", "towards", "near", "over",
                        "in"}:
                if is_sea(child, parties):
                    return False
                if case in {"at", "against", "on"} and child.ent_type_ != "MISC":
                    if not _is_time(child):
                        return True
                if parties.all_of(child) or parties.country_of(child) is not None:
                    return True
    return False


def _is_time(token: Token) -> bool:
    return any(
        t.start is not None and t.end is not None and t.start < token.idx + len(token)
        and token.idx < t.end for t in (token.doc._.times or ())
    )


SEA_WORDS = frozenset({"sea", "ocean", "water", "waters", "gulf", "bay", "strait", "pacific",
                       "atlantic"})


def is_sea(token: Token, parties: Parties) -> bool:
    """Whether a nominal names water."""
    for node in token.subtree:
        if node.lower_ in SEA_WORDS and syntax.distance(node, token) <= 2:
            return True
        place = parties.place(node)
        if place is not None and place.precision == "sea":
            return True
    return False


__all__ = ["LOCAL", "Parties", "doers", "is_sea", "land_target", "targets", "unique",
           "usable", "without"]
