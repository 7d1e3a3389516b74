"""Who speaks: from the word that names the speaker to an Actor."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import (
    base,
    case_of,
    children,
    people,
    phrase,
    subject,
    text_of,
    word_set,
)
from brinkwatch.knowledge.speech import speech_words
from brinkwatch.model import Actor

PRONOUNS = word_set(
    "he she they it i we you him her them us me"
)
_NOBODY = word_set(
    "it there this that these those what which who one everything nothing something all"
)
_OFFICIAL = frozenset({"office", "ministry", "government", "spokesman", "spokeswoman",
                       "spokesperson", "cabinet", "administration", "staff", "secretary", "aide"})
_MANY = frozenset({"people", "police", "media", "taliban", "men", "women", "children"})
_HUMAN = word_set(
    "head chief boss official source aide guard judge witness resident student envoy mayor coach "
    "pope bishop king queen prince princess man woman boy girl victim expert diplomat critic "
    "spokesman spokeswoman spokesperson chairman chairwoman secretary president captain general"
)
_HUMAN_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "person", "ant")
_TAIL = re.compile(r" (?:of|for|from|at|in|with|on|who|that|which) |,")
_OWNERS = ("by", "from", "of")
_SHARED = frozenset({"statement", "post", "tweet", "message", "letter", "announcement", "speech",
                     "release", "notice", "communique", "communiqué", "article", "dispatch",
                     "note", "email", "posting", "commentary"})
"""Documents whose unnamed author is the last speaker; a report or study speaks for itself."""


def named(doc: Doc, head: Token) -> Actor | None:
    """The actor a noun phrase stands for, by its head; None for a word that can name nobody."""
    apart = next((k for k in children(head, "appos") if k.pos_ == "PROPN"), None)
    if apart is not None and head.pos_ in ("NOUN", "NUM", "DET", "PRON") and (
        head.pos_ != "NOUN" or any(k.lower_ in ("a", "an", "one", "another") for k in head.children)
    ):
        return named(doc, apart)
    if head.lower_ in _NOBODY and head.lower_ != "it" and head.pos_ != "PROPN":
        return None
    start, end = phrase(head)
    person = _name_beside(doc, head, start, end)
    if person is not None:
        end = max(end, person[1])
    found = _annotated(doc, head, start, end, person)
    if found is not None:
        return _named_behind(doc, found) or found
    if person is not None:
        at, until = doc[start].idx, doc[person[1] - 1].idx + len(doc[person[1] - 1])
        name = text_of(doc)[doc[person[0]].idx:until]
        return Actor(name=" ".join(name.split()), person=" ".join(name.split()),
                     text=text_of(doc)[at:until], start=at, end=until)
    if head.pos_ not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X"):
        return None
    while start < head.i and _no_name(doc[start]):
        start += 1
    text = text_of(doc)[doc[start].idx:doc[end - 1].idx + len(doc[end - 1])].strip(" ,;:\"'“”")
    if not text:
        return None
    owned = _office_of(doc, head, text)
    if owned is not None:
        return owned
    at = text_of(doc).find(text, doc[start].idx)
    return Actor(name=" ".join(text.split()), country=_state_before(doc, start, head), text=text,
                 start=at, end=at + len(text))


def _state_before(doc: Doc, start: int, head: Token) -> str | None:
    """The state that the words before a noun name: "US Geological Survey"."""
    if not Doc.has_extension("actors"):
        return None
    return next((
        a.country for a in doc._.actors or ()
        if a.start is not None and doc[start].idx <= a.start < head.idx and a.country
    ), None)


def _office_of(doc: Doc, head: Token, text: str) -> Actor | None:
    """"his office", "her lawyer": whose it is, with the country and, of an office, the sector."""
    poss = next((k for k in head.children if k.dep_ == "nmod:poss"), None)
    if poss is None or poss.lower_ not in ("his", "her", "its", "their"):
        return None
    whose = named(doc, poss)
    if whose is None or whose.name.lower() in PRONOUNS or whose.name.lower() == poss.lower_:
        return None
    rest = text.split(None, 1)[1] if text.lower().startswith(poss.lower_) else text
    official = whose.sector if head.lemma_.lower() in _OFFICIAL else None
    at = text_of(doc).find(text, doc[poss.i].idx)
    return Actor(name=f"{whose.name}'s {rest}", country=whose.country, sector=official, text=text,
                 start=at, end=at + len(text))


def _named_behind(doc: Doc, found: Actor) -> Actor | None:
    """The name right behind a common noun: "the Iranian news agency Fars"."""
    if found.person is not None or found.end is None or not found.text[-1:].islower() or \
            found.text.split()[-1][:1].isupper():
        return None
    following = next((a for a in doc._.actors or () if a.start == found.end + 1), None)
    if following is None or following.end is None or not following.text[:1].isupper():
        return None
    span = doc.char_span(found.end + 1, following.end, alignment_mode="expand")
    return following if span and span[0].ent_type_ in ("ORG", "PER") else None


def _name_beside(doc: Doc, head: Token, start: int, end: int) -> tuple[int, int] | None:
    """Tokens of a person's name in the phrase or right behind it: "Health Minister Jane Doe"."""
    after = None
    for first, last, label in people(doc):
        if label != "PER" or last <= start or first > end or _owns(doc, first, last, head):
            continue
        if first <= head.i < last:
            return first, last
        if after is None and head.i < first <= min(end, head.i + 8):
            after = (first, last)
    if after is not None:
        return after
    named_by = next((k for k in children(head, "appos") if k.pos_ == "PROPN"), None)
    if named_by is not None and head.pos_ == "NOUN":
        for first, last, _ in people(doc):
            if first <= named_by.i < last:
                return first, last
    return None


def _owns(doc: Doc, first: int, last: int, head: Token) -> bool:
    """Is the name only an owner or a complement of the head: "Doe's critics", "aide to Doe"?"""
    if first <= head.i < last:
        return False
    if last < len(doc) and doc[last].lower_ in ("'s", "’s", "'", "’"):
        return True
    before = doc[first - 1]
    if before.pos_ == "DET" and first > 1:
        before = doc[first - 2]
    return head.i < first and before.pos_ == "ADP"


def _annotated(
    doc: Doc, head: Token, start: int, end: int, person: tuple[int, int] | None
) -> Actor | None:
    if not Doc.has_extension("actors"):
        return None
    actors: tuple[Actor, ...] = doc._.actors or ()
    if person is not None:
        first, last = doc[person[0]].idx, doc[person[1] - 1].idx
        for actor in actors:
            if actor.person and actor.start is not None and actor.end is not None \
                    and actor.start <= last and first < actor.end:
                return actor
    at, until = head.idx, head.idx + len(head)
    holding = [
        a for a in actors
        if a.start is not None and a.end is not None and a.start <= at and until <= a.end
    ]
    if holding:
        return max(holding, key=lambda a: (a.person is not None, (a.end or 0) - (a.start or 0)))
    finder: Any = _actor_in()
    if finder is None:
        return None
    found: Actor | None = finder(doc, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
    if found is not None and found.end is not None and found.end <= at and any(
        k.dep_ == "nmod:poss" and k.idx + len(k) <= at and found.start is not None
        and found.start <= k.idx < found.end for k in head.children
    ):
        return None
    return found


def _actor_in() -> Any:
    from brinkwatch.read.actors import actor_in

    return actor_in


def _no_name(token: Token) -> bool:
    """Is the word no part of a name: an article, a mark, a blank?"""
    return base(token) in ("det", "punct", "cc", "case") or token.is_space


def agrees(pronoun: str, actor: Actor) -> bool:
    """May the pronoun stand for this speaker, by number and by being a person or not?"""
    core = _TAIL.split(actor.name.lower(), maxsplit=1)[0].split()
    last = core[-1] if core else ""
    many = actor.person is None and (
        (last.endswith("s") and not last.endswith("ss")) or last in _MANY
    )
    human = actor.person is not None or (
        not many and (last in _HUMAN or last.endswith(_HUMAN_ENDINGS))
    )
    if pronoun in ("he", "she"):
        return human
    if pronoun == "they":
        return actor.person is None and not (human and not many)
    if pronoun == "it":
        return not human and not many
    return True


class Speakers:
    """Resolves speakers in text order, remembering the last one."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._words = speech_words()

    def of(self, head: Token, last: Actor | None = None) -> Actor | None:
        """The speaker that `head` names; a document gives its author, a pronoun that the
        reader left open gives the last speaker."""
        if head.lower_ in PRONOUNS:
            actor = named(self.doc, head)
            if actor is not None and actor.name.lower() not in PRONOUNS:
                return actor
            return _as_mention(last, head) if last is not None else actor
        if head.lemma_.lower() in self._words.documents and head.pos_ == "NOUN":
            owner = self.owner(head)
            if owner is not None:
                return owner
            if head.lemma_.lower() in _SHARED and base(head) == "obj":
                issuer = subject(head.head)
                actor = self.of(issuer, last) if issuer is not None else None
                if actor is not None and actor.name.lower() not in PRONOUNS:
                    return actor
            if head.lemma_.lower() in _SHARED and last is not None and _definite(head):
                return _as_mention(last, head)
        return named(self.doc, head)

    def owner(self, noun: Token) -> Actor | None:
        """Whose statement it is: "Seoul's statement", "a statement by the ministry"."""
        for kid in children(noun, "nmod", "compound", "amod"):
            if kid.dep_ == "nmod:poss" or (base(kid) == "nmod" and case_of(kid) in _OWNERS):
                actor = named(self.doc, kid)
                if actor is not None and actor.name.lower() not in PRONOUNS and (
                    actor.country or actor.person or actor.sector or kid.ent_type_
                    or kid.pos_ == "NOUN"
                ):
                    state = _state_before(self.doc, phrase(noun)[0], noun)
                    return actor if actor.country or actor.person else replace(
                        actor, country=state)
        for kid in children(noun, "compound"):
            actor = named(self.doc, kid)
            known = actor is not None and (
                actor.sector or kid.lemma_.lower() in self._words.voices
            ) and actor.sector not in ("MED", "CVL")  # "media reports" are not one outlet's
            if actor is not None and known and (actor.end or 0) <= noun.idx:
                start = phrase(noun)[0]
                while start < noun.i and _no_name(self.doc[start]):
                    start += 1
                text = text_of(self.doc)[self.doc[start].idx:noun.idx + len(noun)]
                return Actor(
                    name=" ".join(text.split()), country=actor.country, sector=actor.sector,
                    text=text, start=self.doc[start].idx, end=noun.idx + len(noun),
                )
        for kid in children(noun, "acl"):
            for grandkid in kid.children:
                if base(grandkid) == "obl" and case_of(grandkid) in _OWNERS:
                    actor = self.owner(grandkid) if grandkid.lemma_.lower() in \
                        self._words.documents else named(self.doc, grandkid)
                    if actor is not None:
                        return actor
        return None

    def coordinated(self, head: Token, last: Actor | None = None) -> list[Actor]:
        """Further speakers joined to `head`: "the ministry and the army said"."""
        out = []
        for kid in children(head, "conj"):
            if kid.pos_ in ("NOUN", "PROPN"):
                actor = self.of(kid, last)
                if actor is not None:
                    out.append(actor)
        return out


def _definite(noun: Token) -> bool:
    return any(
        (base(kid) == "det" and kid.lower_ in ("the", "this", "that")) or kid.dep_ == "nmod:poss"
        for kid in noun.children
    )


def _as_mention(actor: Actor, head: Token) -> Actor:
    return replace(actor, text=head.text, start=head.idx, end=head.idx + len(head), verb=None)
