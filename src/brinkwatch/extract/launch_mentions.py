"""Where a text speaks of a weapons launch or test: what tells of one, what points back."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from brinkwatch.extract import certainty, launch_arms, syntax
from brinkwatch.extract.launch_mention import (
    HYPOTHETICAL,
    Mention,
    is_habit,
    mention_at,
    plural,
    points_back,
)
from brinkwatch.extract.launch_told import told
from brinkwatch.extract.parties import Parties
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words


def mentions(doc: Doc, parties: Parties) -> list[Mention]:
    """All mentions in text order."""
    found: list[Mention] = []
    for sent in doc.sents:
        taken: set[int] = set()
        fresh = [m for t in sent for m in told(t, parties)]
        for mention in fresh:
            taken.update(t.i for t in (mention.token, mention.arms) if t is not None)
        back = [
            m for t in sent if t.i not in taken and t.head.i not in taken
            for m in _back(t, bool(found or fresh))
        ]
        found += sorted([*fresh, *back], key=lambda m: m.token.i)
    return found


def _back(token: Token, after: bool) -> list[Mention]:
    if not after:
        return []
    words = launch_words()
    lemma = launch_arms.singular(token)
    moves = words.flight | words.detect | words.plain | words.departs
    if token.pos_ in {"NOUN", "PROPN"} and (lemma in words.nouns or launch_arms.is_arms(token)):
        governs = base(token) in syntax.SUBJECTS and syntax.lemma(token.head) in moves \
            and certainty.of(token.doc, token.head.i) not in HYPOTHETICAL
        if (points_back(token) or (governs and not is_habit(token, token))) \
                and not (plural(token) and is_habit(token, token)):
            arms = token if lemma not in words.nouns else None
            return [mention_at(token, arms, True, None, "asserted")]
    if token.pos_ == "NUM" and token.dep_ in syntax.SUBJECTS and syntax.is_passive(token.head) \
            and syntax.lemma(token.head) in words.plain and any(
                c.lower_ in {"further", "another", "additional"} or c.lower_ == "more"
                for c in token.children):
        more = mention_at(token.head, token, False, None, "asserted")
        more.another = True
        return [more]
    if token.pos_ in {"PRON", "DET", "NUM"} and token.dep_ in syntax.SUBJECTS \
            and token.lower_ in {"it", "they", "both", "each", "one", "another", "all"} \
            and syntax.lemma(token.head) in moves:
        return [mention_at(token.head, None, True, None, "asserted")]
    if token.pos_ == "PRON" and token.dep_ in syntax.SUBJECTS and token.lower_ in {
            "it", "this", "they", "these"} and _names_system(token):
        return [mention_at(token, None, True, None, "asserted")]
    return []


def _names_system(token: Token) -> bool:
    """Whether a pronoun is said to be some system ("this was the new Hwasong-18")."""
    head = token.head
    if not any(c.dep_ == "cop" for c in head.children) and syntax.lemma(head) not in {
            "appear", "seem", "involve", "use", "resemble"}:
        return False
    left, right = syntax.subtree_span(head)
    doc = token.doc
    return bool(launch_arms.systems_in(token, doc[left].idx, doc[right - 1].idx
                                       + len(doc[right - 1])))
