"""Where a launch was fired from, what it was aimed at, and where it came down."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from spacy.tokens import Span, Token

from brinkwatch.extract import syntax
from brinkwatch.extract.launch_flight import tells, verb_of
from brinkwatch.extract.launch_mention import Mention
from brinkwatch.extract.parties import Parties
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Place

_OCCASIONS = frozenset({"drill", "exercise", "manoeuvre", "maneuver", "training", "test"})
_SEA_WORDS = frozenset({"water", "sea", "ocean", "coast", "shore", "zone", "eez"})
INTO = frozenset({"toward", "towards", "into", "to", "in the direction of", "over", "in", "at",
                  "off", "on", "near"})
AT_START = frozenset({"at", "in", "near", "around", "outside", "off", "inside", "by", "on", "along",
                      "over", "within"})
FROM = frozenset({"from", "off from", "out of", "form"})


def places(mentions: Sequence[Mention], sents: Sequence[Span], parties: Parties
           ) -> tuple[Place, ...]:
    """Toponyms in the clauses of this launch, with what the prepositions above them make them:
    "origin", "toward" (aimed at or fell into), "target" (fell on land) or "at"."""
    found: dict[tuple[str, str], Place] = {}
    for sent in sents:
        for node in sent:
            place = parties.place(node)
            if place is None or place.start is None or node.idx > place.start \
                    or _within_time(node):
                continue
            role = role_of(node, place)
            if role is None or (place.precision == "country" and role not in {"target", "at"}):
                continue
            if place.precision == "country" and role == "at":
                continue
            found.setdefault((place.name, role), dataclasses.replace(place, role=role))
    named = {name for name, role in found if role != "at"}
    return tuple(p for (name, role), p in found.items() if role != "at" or name not in named)


def _within_time(node: Token) -> bool:
    """The Pacific of "1:01 a.m. Pacific Time"."""
    return any(r.start is not None and r.end is not None and r.start < node.idx < r.end
               for r in node.doc._.times or ())


def role_of(node: Token, place: Place) -> str | None:
    """The role of a toponym by the outermost preposition between it and a verb of the launch; None
    where that verb tells of something else."""
    head = node
    if place.start is not None and place.end is not None:
        head = syntax.head_of(node.doc, place.start, place.end) or node
    case, verb, sea = "", None, place.precision == "sea"
    own = syntax.case_of(head)
    if own in FROM | {"toward", "towards"} or (own in {"to", "into"} and sea):
        return _by_itself(head, own)
    for up in syntax.path(head):
        if up != head and syntax.lemma(up) in {"target", "range", "impact"} \
                and syntax.case_of(up) in {"at", "on", "to", "in"}:
            return "target" if not sea else "toward"
        if up.pos_ in {"VERB", "AUX"} or (syntax.base(up) == "ROOT" and up != head) or (
                up != head and syntax.lemma(up) in launch_words().nouns):
            verb = up
            break
        own = syntax.case_of(up)
        if own and not (own in {"during", "in", "as part of"} and syntax.lemma(up) in _OCCASIONS):
            case = own
        if up != head and own and syntax.lemma(up) in _SEA_WORDS | {"direction"}:
            sea = True
        if syntax.base(up) in {"acl", "advcl", "parataxis"} and up != head:
            return None
    if verb is None:
        return None
    told = tells(verb)
    if told is None and verb.pos_ != "VERB" and syntax.lemma(verb) in {"missile", "projectile"}:
        told = "launch"
    if told is None:
        bare = verb.pos_ not in {"VERB", "AUX"} and case in FROM
        return "origin" if bare and verb == node.sent.root else None
    if syntax.lemma(verb) in {"leave", "depart"} and not case:
        return "origin"
    if case in FROM:
        return "origin" if told != "landing" or place.precision != "sea" else None
    if case in {"toward", "towards", "into", "in the direction of", "onto"} \
            or case.endswith("direction of"):
        return "toward" if sea or told != "landing" else "target"
    if case == "to":
        return "toward"
    if told in {"launch", "detect"} and case in AT_START and place.precision != "country":
        if case == "over" and place.precision == "sea":
            return "toward"
        if case == "in" and sea:
            return "at" if _from_a_ship(verb) or _passive_or_of(verb) else "toward"
        if sea and case == "over" and place.precision != "sea":
            return "at"
        return "origin" if place.precision != "sea" or _passive_or_of(verb) else "toward"
    if told == "landing" and case in INTO:
        return "toward" if sea else "target"
    if told == "flight":
        return "toward" if sea and case in INTO else "at"
    return "at"


def _from_a_ship(verb: Token) -> bool:
    """"fired from a frigate in the sea": the sea is where the ship is."""
    return any(prep in FROM for prep, _ in syntax.obliques(verb)) or any(
        prep in FROM for c in verb.children if base(c) == "obj"
        for prep, _ in syntax.obliques(c))


def _by_itself(head: Token, case: str) -> str | None:
    """The role that a toponym's own preposition gives it under a verb of the launch."""
    told = tells(verb_of(head))
    if told is None:
        told = next((t for up in syntax.path(head) if (t := tells(up)) is not None), None)
    if told is None and verb_of(head).pos_ in {"VERB", "AUX"}:
        return None
    return "origin" if case in FROM else "toward"


def _passive_or_of(verb: Token) -> bool:
    return syntax.is_passive(verb) or verb.pos_ == "NOUN"
