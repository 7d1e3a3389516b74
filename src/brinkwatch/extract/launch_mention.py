"""One mention of a launch, and what its noun says: definite, counted, dated, a habit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from brinkwatch.extract import launch_arms, syntax
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.parties import usable
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Actor, TimeRef

HYPOTHETICAL = frozenset({"planned", "threatened", "possible", "conditional", "denied"})
_SERIES = re.compile(r"\b(series|string|spate|flurry|wave|pace|testing|history|years?)\b",
                     re.IGNORECASE)
_EARLIER = frozenset({"previous", "earlier", "last", "prior", "preceding", "similar", "past"})
_ANOTHER = frozenset({"another", "also", "again", "later", "then", "additional", "more", "further",
                      "separately", "lastly", "subsequently"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "each", "its", "their",
                       "his", "latest", "all"})


@dataclass(slots=True)
class Mention:
    """One mention of a launch: the word that carries it, and what it says by itself."""

    token: Token
    arms: Token | None
    """The weapon's noun, where one is named."""
    back: bool
    """Whether it points back ("the missile") rather than tells."""
    actor: Actor | None = None
    time: TimeRef | None = None
    certainty: str = "asserted"
    earlier: bool = False
    """Whether it is set apart as an earlier one ("the previous launch")."""
    another: bool = False
    """Whether it is set apart as one more ("then fired two more")."""
    tried: str | None = None
    """The verb under which it was attempted ("fail")."""
    also: list[Token] = field(default_factory=list)
    """Further nouns of the same weapon."""


def mention_at(
    token: Token, arms: Token | None, back: bool, actor: Actor | None, certain: str
) -> Mention:
    nodes = [node for node in (token, arms) if node is not None]
    beside = {c.lower_ for node in nodes for c in node.children}
    if token.pos_ == "VERB":
        beside -= {"last", "past"}
    another = bool(beside & _ANOTHER) or (
        bool(beside & {"second", "third", "fourth", "fifth"}) and bool(beside & {"a", "an"}))
    return Mention(
        token, arms, back, actor if usable(actor) else None, nearest_time(token), certain,
        bool(beside & _EARLIER), another,
    )


def points_back(noun: Token) -> bool:
    return any(
        (c.dep_ in {"det", "nmod:poss", "amod"} and c.lower_ in _DEFINITE)
        or c.dep_ == "nmod:poss" for c in noun.children
    )


def plural(noun: Token) -> bool:
    return noun.lower_ != launch_arms.singular(noun) and noun.lower_.endswith("s")


def counted(noun: Token) -> bool:
    return any(c.pos_ == "NUM" for c in noun.children) or points_back(noun)


def vaguely_counted(noun: Token) -> bool:
    return any(c.lower_ in {"several", "multiple", "many", "some", "numerous", "more"}
               for c in noun.children)


def _over_a_while(token: Token) -> bool:
    """Whether the verb's time is a stretch ("in recent weeks", "this year")."""
    ref = nearest_time(token)
    return ref is not None and ref.precision in {"span", "month", "season", "year"} \
        and "T" not in (ref.begin or "")


def is_habit(token: Token, noun: Token) -> bool:
    """A series or a practice rather than one launch."""
    if base(token) in {"nmod", "obl"} and _SERIES.search(token.head.text):
        return True
    if token.pos_ == "VERB":
        return plural(noun) and not counted(noun) and not vaguely_counted(noun) and (
            _over_a_while(token)
            or any(c.lower_ in {"often", "regularly", "routinely", "frequently", "repeatedly",
                             "never"} for c in token.children)
            or (syntax.is_gerund(token)
                and not any(base(c) == "aux" for c in token.children))
        )
    return plural(token) and not any(
        c.pos_ == "NUM" for c in noun.children
    ) and not points_back(token)


def dated(noun: Token) -> bool:
    """Whether a time owns the noun ("Friday's launch")."""
    return any(
        ref.start is not None and ref.end is not None and ref.start <= child.idx < ref.end
        for child in noun.children if child.dep_ == "nmod:poss"
        for ref in noun.doc._.times or ()
    )


def any_such(noun: Token) -> bool:
    """Whether no particular weapon is meant ("any missile launched from the north")."""
    return any(c.lower_ in launch_words().held_off for c in noun.children)
