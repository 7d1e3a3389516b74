"""Where a text speaks of a weapons launch or test: deeds, names of deeds, and words that point back.

A missile fired at somebody's land is an attack, not a launch on record; what is planned, threatened
or feared has not been launched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from brinkwatch.extract import certainty, syntax
from brinkwatch.extract.events import nearest_time
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge import weapons
from brinkwatch.model import Actor, TimeRef

VERBS = frozenset({"launch", "fire", "test", "test-fire", "lob", "shoot", "test-launch", "send"})
PLAIN = VERBS - {"send", "shoot"}
DEEDS = frozenset({"launch", "test", "firing", "launching", "test-firing", "test-launch", "shot"})
ARMS = frozenset({
    "missile", "rocket", "projectile", "icbm", "slbm", "irbm", "srbm", "weapon", "satellite",
    "warhead", "vehicle",
})
SURE_ARMS = ARMS - {"weapon", "warhead", "vehicle"}
FLIGHT = frozenset({
    "fly", "travel", "land", "fall", "splash", "reach", "cover", "soar", "crash", "explode",
    "plunge", "peak", "strike", "come",
})
HYPOTHETICAL = frozenset({"planned", "threatened", "possible", "conditional", "denied"})
AIMED = frozenset({"at", "on", "against", "into", "toward", "towards", "to", "onto"})
_PAST_SERIES = re.compile(r"\b(series|string|spate|flurry|wave|pace|testing)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(previous|earlier|last|prior|preceding|similar)\b", re.IGNORECASE)


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


def mentions(doc: Doc, parties: Parties) -> list[Mention]:
    """All mentions in text order."""
    found: list[Mention] = []
    for sent in doc.sents:
        taken: set[int] = set()
        told = [m for t in sent for m in _told(t, parties)]
        for mention in told:
            taken.update(t.i for t in (mention.token, mention.arms) if t is not None)
        back = [
            m for t in sent if t.i not in taken for m in _back(t, parties, bool(found or told))
        ]
        found += sorted([*told, *back], key=lambda m: m.token.i)
    return found


def is_arms(token: Token | None) -> bool:
    """Whether a noun names something launched, by its head, a system's name or what it is of."""
    if token is None:
        return False
    lemma = syntax.lemma(token)
    if lemma in SURE_ARMS:
        return True
    if lemma in ARMS and any(
        c.lower_ in {"nuclear", "new", "guided", "reentry", "hypersonic", "tactical", "ballistic"}
        for c in token.children
    ):
        return True
    start, end = syntax.phrase(token)
    if any(s <= token.idx < e for s, e, _ in weapons.find(token.doc.text, start, end)):
        return True
    return any(prep == "of" and is_arms(child) for prep, child in syntax.obliques(token))


def _weapon_of(token: Token | None) -> Token | None:
    """The noun of the weapon in a nominal: itself, a conjunct, or what a measure is of."""
    if token is None:
        return None
    for part in syntax.conjuncts(token):
        if is_arms(part):
            if syntax.lemma(part) not in ARMS:
                for prep, child in syntax.obliques(part):
                    if prep == "of" and is_arms(child):
                        return child
            return part
    return None


def _told(token: Token, parties: Parties) -> list[Mention]:
    lemma = syntax.lemma(token)
    if token.pos_ == "VERB" and lemma in VERBS:
        patient = syntax.patient(token)
        arms = _weapon_of(patient)
        if arms is None or (lemma not in PLAIN and not _to_sea(token, parties)):
            return []
        if _aimed_at_land(token, parties) and not _is_test(token.sent):
            return []
        certain = certainty.of(token.doc, token.i)
        if certain in HYPOTHETICAL or _is_habit(token, arms):
            return []
        doer = syntax.agent(token)
        actor = parties.of(doer) if doer is not None else None
        return [_mention(token, arms, _points_back(arms) and lemma in PLAIN, actor, certain)]
    if token.pos_ in {"NOUN", "PROPN"} and lemma in DEEDS:
        arms = next(
            (c for c in token.children
             if syntax.base(c) in {"compound", "amod", "nmod"} and is_arms(c)), None,
        )
        if arms is None:
            return []
        if _is_habit(token, token) or _plural(token):
            return []
        certain = certainty.of(token.doc, token.i)
        if certain in HYPOTHETICAL or (syntax.case_of(token) in {"for", "of", "against", "to"} \
                and not _points_back(token)):
            return []
        owner = syntax.owner(token)
        actor = parties.of(owner) if owner is not None else None
        if actor is None:
            actor = next(
                (parties.of(c) for c in token.children
                 if syntax.base(c) in {"amod", "compound"} and usable(parties.of(c))), None,
            )
        return [_mention(token, arms, _points_back(token), actor, certain)]
    return []


def _back(token: Token, parties: Parties, after: bool) -> list[Mention]:
    if not after:
        return []
    lemma = syntax.lemma(token)
    if token.pos_ == "NOUN" and lemma in SURE_ARMS | DEEDS and _points_back(token) \
            and not _is_habit(token, token):
        return [_mention(token, token if lemma in SURE_ARMS else None, True, None, "asserted")]
    if token.pos_ == "PRON" and token.lower_ in {"it", "they"} and token.dep_ in syntax.SUBJECTS \
            and syntax.lemma(token.head) in FLIGHT:
        return [_mention(token.head, None, True, None, "asserted")]
    return []


def _mention(
    token: Token, arms: Token | None, back: bool, actor: Actor | None, certain: str
) -> Mention:
    earlier = any(
        _EARLIER.fullmatch(c.text) is not None
        for node in (token, arms) if node is not None for c in node.children
    )
    return Mention(
        token, arms, back, actor if usable(actor) else None, nearest_time(token), certain, earlier
    )


def _points_back(noun: Token) -> bool:
    return any(
        c.dep_ in {"det", "nmod:poss"} and (c.lower_ in {"the", "this", "that", "these", "those"}
                                           or c.dep_ == "nmod:poss")
        for c in noun.children
    )


def _plural(noun: Token) -> bool:
    return noun.lower_ != syntax.lemma(noun) and noun.lower_.endswith("s")


def _is_habit(token: Token, noun: Token) -> bool:
    """A series or a practice rather than one launch."""
    above = token.head
    if syntax.base(token) in {"nmod", "obl"} and _PAST_SERIES.search(above.text):
        return True
    return _plural(token) and token.pos_ == "NOUN" and not any(
        c.pos_ == "NUM" for c in noun.children
    ) and not _points_back(token)


def _is_test(sent: object) -> bool:
    return re.search(r"\btest", str(sent), re.IGNORECASE) is not None


def _to_sea(token: Token, parties: Parties) -> bool:
    return any(
        place is not None and place.precision == "sea"
        for node in token.subtree if (place := parties.place(node)) is not None
    )


def _aimed_at_land(token: Token, parties: Parties) -> bool:
    for prep, child in syntax.obliques(token):
        if prep not in AIMED:
            continue
        for part in syntax.conjuncts(child):
            place = parties.place(part)
            if place is not None and place.precision != "sea":
                return True
            if place is None and prep in {"at", "on", "against"} and usable(parties.of(part)):
                return True
    return False
