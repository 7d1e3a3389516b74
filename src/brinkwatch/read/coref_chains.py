"""Chains of mentions, and what a linker asks of the text around them."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from brinkwatch.knowledge.speech import speech_words
from brinkwatch.read.actor_mentions import Mention
from brinkwatch.read.columns import Columns, columns

SUBJECT, OBJECT, OTHER = 3.0, 1.6, 1.0
STATES = frozenset({"government", "body", "organisation"})


@dataclass(slots=True)
class Chain:
    """Mentions of one actor. `keys` are its names, `offices` its titles or kinds of body."""

    id: int
    kind: str
    mentions: list[Mention] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    sex: str | None = None
    plural: bool = False
    country: str | None = None
    sectors: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)

    def add(self, mention: Mention) -> None:
        mention.chain = self.id
        self.mentions.append(mention)
        if mention.kind == "pronoun":
            return
        self.sex = self.sex or mention.sex
        self.country = self.country or mention.country
        self.plural = self.plural or mention.plural
        if mention.sector:
            self.sectors.add(mention.sector)
        if mention.label:
            self.offices.add(mention.label)


class Context:
    """The Doc with its sentences and quotes, and the mentions linked so far by position."""

    def __init__(self, doc: Doc, when: date | None) -> None:
        self.doc = doc
        self.when = when
        self.speech = speech_words().verbs
        self.chains: list[Chain] = []
        self.of = columns(doc)
        self.sentence, self.first = _sentences(self.of)
        self.quoted = _quoted(self.of)
        self._placed: list[tuple[int, int, Mention]] = []
        self.by_head: dict[int, Mention] = {}

    def new(self, mention: Mention) -> Chain:
        chain = Chain(len(self.chains), mention.kind)
        self.chains.append(chain)
        return self.join(chain, mention)

    def join(self, chain: Chain, mention: Mention) -> Chain:
        chain.add(mention)
        insort(self._placed, (mention.head, len(self._placed), mention), key=lambda x: x[:2])
        self.by_head[mention.head] = mention
        return chain

    def before(self, i: int, sentences: int) -> dict[int, list[Mention]]:
        """Chain to its mentions, in text order, that end before token `i` within so many
        sentences back."""
        floor = self.first[max(0, self.sentence[i] - sentences)]
        out: dict[int, list[Mention]] = {}
        low = bisect_left(self._placed, (floor, -1), key=lambda x: x[:2])
        high = bisect_left(self._placed, (i, -1), key=lambda x: x[:2])
        for _, _, mention in self._placed[low:high]:
            out.setdefault(mention.chain, []).append(mention)
        return out

    def distance(self, first: int, second: int) -> int:
        """Sentences from one token to a later one."""
        return self.sentence[second] - self.sentence[first]

    def role(self, mention: Mention) -> float:
        """Salience by grammatical role: subjects over objects over the rest."""
        dep = self.of.dep[mention.head]
        if dep.startswith("nsubj"):
            return SUBJECT
        if dep == "conj" and self.of.dep[self.of.head[mention.head]].startswith("nsubj"):
            return SUBJECT - 0.4
        if dep in ("obj", "iobj", "obl:agent", "appos", "ROOT"):
            return OBJECT
        if dep in ("amod", "compound", "nmod:poss"):
            return OTHER - 0.2
        return OTHER

    def speaks(self, mention: Mention) -> bool:
        """Is it the subject of a word of saying?"""
        return self.of.dep[mention.head].startswith("nsubj") and (
            self.doc[mention.head].head.lemma_.lower() in self.speech)


def _sentences(of: Columns) -> tuple[list[int], list[int]]:
    """(sentence of each token, first token of each sentence)."""
    numbers: list[int] = []
    firsts: list[int] = []
    for i, opens in enumerate(of.opens):
        if opens or not firsts:
            firsts.append(i)
        numbers.append(len(firsts) - 1)
    return numbers, firsts


def _quoted(of: Columns) -> list[bool]:
    """Whether each token stands between quotation marks; a blank line ends a quote."""
    out, inside = [], False
    for word in of.text:
        if word == "“":
            inside = True
        elif word == "”" or word.count("\n") > 1:
            inside = False
        elif word in ('"', "''", "``"):
            inside = not inside
        out.append(inside)
    return out
