"""Launches told by a noun: "conducted a test", "the failed firing", "Friday's launch"."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import certainty, launch_arms, syntax
from brinkwatch.extract.launch_mention import (
    HYPOTHETICAL,
    Mention,
    counted,
    dated,
    is_habit,
    mention_at,
    plural,
    points_back,
)
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Actor


def named_deed(token: Token, parties: Parties) -> list[Mention]:
    words = launch_words()
    if base(token) in {"compound", "amod"} and token.head.i > token.i:
        return []
    arms = next(
        (c for c in token.children
         if base(c) in {"compound", "amod", "nmod", "dep"} and c.i < token.i
         and launch_arms.is_arms(c)), None,
    )
    if arms is None:
        arms = next((a for prep, child in syntax.obliques(token) if prep == "of"
                     for a in launch_arms.of(child)), None)
    if syntax.lemma(token) == "flight" and not any(
            c.lower_ in {"first", "maiden", "inaugural", "second", "third", "successful", "test"}
            for c in token.children):
        return []
    if arms is None and dated(token):
        arms = next((t for t in (*token.sent, *token.doc) if launch_arms.is_arms(t)), None)
    if arms is None:
        return []
    if syntax.lemma(token.head) in words.plain and base(token) in {"obj", "nsubj"}:
        return []
    held = base(token) == "obj" and (syntax.lemma(token.head) in words.held or (
        syntax.lemma(token.head) in {"announce", "confirm", "claim", "report", "hail"}
        and any(c.lower_ in {"successful", "failed"} for c in token.children)))
    if is_habit(token, token) or (plural(token) and not counted(token)):
        return []
    certain = certainty.of(token.doc, token.i)
    if held:
        certain = certainty.of(token.doc, token.head.i)
    failed = base(token) == "nsubj" and syntax.lemma(token.head) in {"fail", "misfire"} \
        and not syntax.is_negated(token.head)
    if failed:
        certain = "asserted"
    if _to_come(token):
        return []
    if certain in HYPOTHETICAL or (syntax.case_of(token) in {"for", "of", "against", "to", "on"}
                                   and not points_back(token)):
        return []
    owner = syntax.agent(token.head) if held else syntax.owner(token)
    actor = parties.of(owner) if owner is not None else None
    if actor is None:
        actor = next(
            (parties.of(c) for c in token.children
             if base(c) in {"amod", "compound"} and usable(parties.of(c))), None,
        )
    if actor is None:
        actor = _whose(token, parties)
    fresh = arms.i > token.i and not points_back(arms)
    fared = base(token) == "nsubj" and syntax.lemma(token.head) in {
        "fail", "succeed", "occur", "happen"}
    back = points_back(token) and not fresh and not dated(token) and not fared
    return [mention_at(token, arms, back, actor, certain)]


def _whose(noun: Token, parties: Parties) -> Actor | None:
    """Whose the noun above it is: "the North's first launch since the firing of two missiles"."""
    for up in syntax.path(noun)[1:]:
        for child in up.children:
            if child.dep_ == "nmod:poss":
                actor = parties.of(child)
                if usable(actor) and actor is not None and actor.country:
                    return actor
        if up.pos_ == "VERB":
            return None
    return None


def _to_come(token: Token) -> bool:
    """Whether a verb says of the named deed that it may come ("a launch could follow")."""
    node = token
    while node.dep_ == "conj" and node.head.pos_ in {"NOUN", "PROPN"}:
        node = node.head
    return base(node) == "nsubj" and certainty.of(node.doc, node.head.i) in {
        "possible", "planned", "conditional", "threatened"}
