"""Where and how much: the places and quantities of a sentence that belong to one predicate."""

from __future__ import annotations

import dataclasses

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import Match
from brinkwatch.extract.parties import OUTSIDE, Parties
from brinkwatch.model import Place, Quantity


def clause_quantities(token: Token) -> tuple[Quantity, ...]:
    """Quantities under a predicate, those of subordinate reports left out."""
    left, right = syntax.subtree_span(token, drop=frozenset({"parataxis", "acl:relcl"}))
    doc = token.doc
    start, end = doc[left].idx, doc[right - 1].idx + len(doc[right - 1])
    return tuple(
        q for q in (doc._.quantities or ())
        if q.start is not None and q.end is not None and start <= q.start and q.end <= end
    )


TOWARD = frozenset({"toward", "towards", "into", "to"})


def clause_places(
    token: Token, parties: Parties, match: Match | None = None
) -> tuple[Place, ...]:
    """Toponyms under a predicate with the role their preposition gives them."""
    found: list[Place] = []
    seen: set[int] = set()
    left, right = syntax.subtree_span(token, drop=frozenset({"parataxis", "acl:relcl", "ccomp"}))
    for i in range(left, right):
        node = token.doc[i]
        place = parties.place(node)
        if place is None or place.start is None or place.start in seen or _beyond(node, token):
            continue
        seen.add(place.start)
        found.append(dataclasses.replace(place, role=place_role(node, match)))
    return tuple(found)


def _beyond(node: Token, token: Token) -> bool:
    """Whether a word stands in a clause or a circumstance of its own below a predicate ("hours
    after talks in Doha")."""
    for up in syntax.path(node):
        if up.i == token.i:
            return False
        if syntax.base(up) in {"advcl", "ccomp", "parataxis"} or up.dep_ == "acl:relcl":
            return True
        if syntax.base(up) in {"obl", "nmod"} and syntax.case_of(up) in OUTSIDE - {"by"}:
            return True
    return False


def place_role(node: Token, match: Match | None = None) -> str:
    """Role of a toponym by the preposition above it."""
    for up in syntax.path(node):
        if syntax.base(up) in {"obl", "nmod", "advcl", "acl"} and up.dep_ != "nmod:poss":
            case = syntax.case_of(up)
            if case in {"from", "out of", "off from"}:
                return "origin"
            if case in TOWARD or case.endswith("direction of"):
                return "toward"
            if case in {"against", "at", "on"} and match is not None \
                    and match.frame.type in {"ASSAULT", "COERCE"}:
                return "target"
            if case in {"in", "near", "off", "along", "around", "outside", "over"}:
                return "at"
        if syntax.base(up) in {"obj"} and match is not None \
                and match.frame.type in {"ASSAULT", "COERCE"}:
            return "target"
        if syntax.is_predicate(up) and up.pos_ == "VERB":
            break
    return "at"
