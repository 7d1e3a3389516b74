"""A mention of an actor, and the sheet on which the finders of mentions write."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from brinkwatch.read.actor_index import POSSESSIVES, Index, Known, ends_sentence
from brinkwatch.read.actor_titles import NEUTRAL, Title, display
from brinkwatch.read.frame import framed

OWNERS = frozenset({"his", "her", "its", "their"})
COLLECTIVE = frozenset({"police", "media", "troops", "forces", "people", "rebels"})


@dataclass(slots=True)
class Mention:
    """Words that name an actor: tokens [start, end), `head` the token that carries it.

    `kind`: "person", "government", "organisation", "body", "group", "nominal" (a title alone),
    "anaphor" ("the group") or "pronoun"; `label` groups bodies and titles; `chain` is filled by
    coreference."""

    start: int
    end: int
    head: int
    kind: str
    name: str
    country: str | None = None
    sector: str | None = None
    person: str | None = None
    office: str | None = None
    sex: str | None = None
    plural: bool = False
    definite: bool = False
    label: str = ""
    past: bool = False
    chain: int = -1


class Sheet:
    """The mentions found in one Doc so far; every token belongs to one mention at most."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.index = Index(doc)
        self.of = self.index.of
        self.ents = self.index.ents
        self.taken = bytearray(len(doc))
        self.mentions: list[Mention] = []
        self.by_token: dict[int, Mention] = {}
        self.floor = [0] * len(doc)
        """First token of the sentence each token is in."""
        start = 0
        for i in range(len(doc)):
            if i and ends_sentence(self.of, i):
                start = i
            self.floor[i] = start

    def add(self, mention: Mention) -> None:
        if framed(self.doc, self.of.at[mention.start]):
            return
        self.mentions.append(mention)
        for i in range(mention.start, mention.end):
            self.taken[i] = 1
            self.by_token[i] = mention

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def trim(self, start: int, end: int) -> int:
        """The end of a name without its possessive and punctuation."""
        words = self.of.text
        while end > start and (
            words[end - 1] in POSSESSIVES or words[end - 1].isspace()
            or not any(c.isalnum() for c in words[end - 1])
        ):
            end -= 1
        return end

    def head(self, start: int, end: int) -> int:
        """The token of [start, end) whose head lies outside."""
        for i, head in enumerate(self.of.head[start:end], start):
            if not start <= head < end or head == i:
                return i
        return end - 1

    def possessor(self, start: int) -> Known | None:
        """The known name just before token `start`, with or without a possessive."""
        stop = start - 1 if start and self.of.text[start - 1] in POSSESSIVES else start
        return self.index.by_end.get(stop)

    @staticmethod
    def owned(owner: Known | None, title: Title | None) -> tuple[str | None, str | None]:
        """(country, sector) of a title with its owner."""
        sector = title.sector if title else None
        if owner is None:
            return None, sector
        body = owner.organisation or owner.metonym
        if body is None:
            return owner.country, sector
        generic = title is None or title.office in NEUTRAL or sector in ("CVL", "PTY", "BUS")
        return owner.country, body.sector if generic else sector

    def office(self, title: Title) -> str:
        """The title with the body it belongs to: "Hezbollah Leader", "Commander of the Third
        Fleet"; a state is left out, it is the actor's country."""
        words, owner = title.words, title.owner
        if owner is not None and (owner.organisation is not None or (
                owner.metonym is not None and owner.metonym.kind in ("seat", "body"))):
            name = self.index.slice(owner.start, owner.end)
            if owner.end <= title.bare_start:
                words = f"{name} {words}"
            elif owner.start - title.end < 4:
                words = self.index.slice(title.bare_start, owner.end)
        return display(" ".join(words.split()), title.past)


def possessive(name: str) -> str:
    """"Japan's", "the United States'" (without the article)."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def is_plural(token: Token) -> bool:
    """Plural by the tagger where there is one, else by a lemma that is not the word."""
    if token.lower_ in COLLECTIVE:
        return True
    if token.tag_ in ("NN", "NNP", "NNS", "NNPS"):
        return token.tag_ in ("NNS", "NNPS")
    lemma, word = token.lemma_.lower(), token.lower_
    return lemma not in ("", word) and word.endswith(("s", "men", "people", "children"))
