"""Launches told by what the weapon does: lifts off, flies, falls into the sea, reaches orbit."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import aimed, certainty, launch_arms, syntax
from brinkwatch.extract.launch_mention import (
    HYPOTHETICAL,
    Mention,
    any_such,
    is_habit,
    mention_at,
    points_back,
)
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Actor


def departure(token: Token, lemma: str, parties: Parties) -> list[Mention]:
    """"A missile lifted off": the weapon is the subject."""
    subject = syntax.surface_subject(token)
    if subject is not None and not launch_arms.is_arms(subject) and base(token) == "acl":
        subject = next((up for up in syntax.path(token)[1:5] if launch_arms.is_arms(up)), None)
    if subject is None or not launch_arms.is_arms(subject) or any_such(subject):
        return []
    if lemma in {"rise", "soar", "ascend"} and not any(
            prep == "from" for prep, _ in syntax.obliques(token)):
        return []
    if lemma in {"lift", "take", "blast"} and not syntax.particles(token) & {"off"}:
        return []
    certain = certainty.of(token.doc, token.i)
    if certain in HYPOTHETICAL or is_habit(token, subject):
        return []
    whose = whose_arms(subject, parties)
    return [mention_at(token, subject, points_back(subject), whose, certain)]


def fall(token: Token, parties: Parties) -> list[Mention]:
    """"Two missiles fell into waters off the coast": somebody fired them, nobody says so."""
    subject = syntax.surface_subject(token)
    if syntax.lemma(token) not in launch_words().landing | {"fly", "travel"} or subject is None \
            or not launch_arms.is_arms(subject) or points_back(subject) or any_such(subject) \
            or not aimed.to_sea(token, parties):
        return []
    certain = certainty.of(token.doc, token.i)
    if certain in HYPOTHETICAL or is_habit(token, subject):
        return []
    return [mention_at(token, subject, False, whose_arms(subject, parties), certain)]


def flown(token: Token, parties: Parties) -> list[Mention]:
    """"The Hwasong-18 flew for 74 minutes": points back, or tells where nothing did before."""
    subject = syntax.surface_subject(token)
    if subject is None or not launch_arms.is_arms(subject) or any_such(subject) \
            or token.lower_ == syntax.lemma(token) or token.lower_.endswith("s") \
            or certainty.of(token.doc, token.i) in HYPOTHETICAL or is_habit(token, subject):
        return []
    first, last = syntax.subtree_span(token)
    start, end = token.doc[first].idx, token.doc[last - 1].idx
    lasts = {"duration"} if syntax.lemma(token) in {"fly", "stay", "remain"} else set()
    if not any(q.kind in {"distance", "altitude"} | lasts and q.start is not None
               and start <= q.start <= end for q in token.doc._.quantities or ()):
        return []
    return [mention_at(token, subject, True, whose_arms(subject, parties), "asserted")]


def whose_arms(arms: Token, parties: Parties) -> Actor | None:
    """Whose weapon it is, or whose ship fired it: "India's cruise missile", "from the British
    submarine"."""
    if any(c.lower_.endswith(("made", "built", "era", "supplied", "style", "designed"))
           for c in arms.subtree):
        return None
    owners = [arms]
    for node in (arms, arms.head, *arms.children):
        owners += [child for prep, child in syntax.obliques(node) if prep == "from"
                   and syntax.lemma(child) in _SHIPS]
    for owner in owners:
        actor = parties.of(owner)
        if usable(actor) and actor is not None and actor.country and actor.sector != "MED":
            return actor
    return None


_SHIPS = frozenset({"submarine", "frigate", "destroyer", "warship", "ship", "vessel", "corvette",
                    "cruiser", "boat", "bomber", "jet", "aircraft"})
