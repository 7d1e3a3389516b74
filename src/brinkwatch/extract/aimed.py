"""What a weapon is fired at: somebody's land or ships (an attack), or sea and sky (a test)."""

from __future__ import annotations

import re

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.extract.parties import Parties, usable

AT = frozenset({"at", "on", "against", "into", "toward", "towards", "onto", "over", "across", "to"})
_OPEN = frozenset({"coast", "waters", "sea", "ocean", "air", "sky", "orbit", "space", "direction",
                   "range", "target", "desert", "wasteland", "interior", "altitude", "distance",
                   "speed", "apogee", "trajectory"})
_BUILT = frozenset({"village", "town", "city", "market", "camp", "base", "position", "hospital",
                    "house", "convoy", "port", "airport", "ship", "vessel", "building", "school",
                    "area", "district", "neighbourhood", "neighborhood", "outpost", "settlement",
                    "troop", "crowd", "target", "carrier", "freighter", "patrol", "demonstrator",
                    "protester", "tanker", "boat", "checkpoint", "mosque", "church"})
_TEST = re.compile(r"\btest|\bdrills?\b|\bexercises?\b|\bmock\b|\btraining\b", re.IGNORECASE)
_STOPPED = frozenset({"intercept", "shoot", "down", "destroy", "repel", "neutralise", "neutralize"})


def at_land(token: Token, patient: Token | None, parties: Parties) -> bool:
    """Whether what a verb fires is fired at a place on land, at a ship or at somebody."""
    for thing in () if patient is None else patient.children:
        if syntax.base(thing) == "acl" \
                and syntax.lemma(thing) in {"target", "hit", "strike", "aim"} \
                and syntax.lemma(syntax.patient(thing) or thing) not in _OPEN:
            return True
    for node in (token, *(() if patient is None else syntax.conjuncts(patient))):
        for prep, child in syntax.obliques(node):
            if prep in AT and _is_land(prep, child, parties):
                return True
    return False


def _is_land(prep: str, child: Token, parties: Parties) -> bool:
    own = [c for c in child.children if syntax.base(c) in {"compound", "amod", "flat"}]
    if any(c.lower_ in _OPEN or syntax.lemma(c) in _OPEN for c in (child, *own)):
        return False
    if any(r.start is not None and r.end is not None and r.start <= child.idx < r.end
           for r in child.doc._.times or ()):
        return False
    for part in syntax.conjuncts(child):
        place = parties.place(part)
        if place is not None and part.pos_ == "PROPN":
            if place.precision != "sea" and prep not in {"on", "over", "to"}:
                return True
            if place.precision not in {"sea", "site"} and prep in {"on"}:
                return True
            continue
        named = part.pos_ in {"NOUN", "PROPN"} and (
            prep in {"at", "against", "into"} or (prep == "on" and any(
                syntax.lemma(n) in _BUILT for n in (part, *part.children))))
        if named or (usable(parties.of(part)) and prep not in {"over", "to"}):
            return True
    return False


def stopped(arms: Token) -> bool:
    """Whether the weapon is what somebody shot down: "intercepted two of the missiles launched"."""
    for up in syntax.path(arms)[1:6]:
        if up.pos_ == "VERB":
            return syntax.lemma(up) in _STOPPED
        if up.pos_ not in syntax.NOMINAL:
            return False
    return False


def is_test(text: str) -> bool:
    return _TEST.search(text) is not None


def to_sea(token: Token, parties: Parties) -> bool:
    """Whether a sea or waters stand under a verb."""
    return any(
        (place is not None and place.precision == "sea")
        or (place is None and node.lower_ in {"waters", "sea", "ocean"} and node.pos_ == "NOUN")
        for node in token.subtree for place in (parties.place(node),)
    )
