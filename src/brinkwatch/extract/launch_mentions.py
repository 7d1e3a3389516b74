"""Where a text speaks of a weapons launch or test: deeds, their names, and what points back.

A missile fired at somebody's land is an attack, not a launch on record; what is planned, threatened
or feared has not been launched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from brinkwatch.extract import certainty, launch_arms, syntax
from brinkwatch.extract.events import nearest_time
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Actor, TimeRef

HYPOTHETICAL = frozenset({"planned", "threatened", "possible", "conditional", "denied"})
AIMED = frozenset({"at", "on", "against", "into", "toward", "towards", "to", "onto"})
_SERIES = re.compile(r"\b(series|string|spate|flurry|wave|pace|testing|history|years?)\b",
                     re.IGNORECASE)
_EARLIER = frozenset({"previous", "earlier", "last", "prior", "preceding", "similar", "past"})
_ANOTHER = frozenset({"another", "also", "again", "later", "then", "additional", "more", "further",
                      "separately", "second", "third", "fourth", "fifth", "lastly", "subsequently"})
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


def mentions(doc: Doc, parties: Parties) -> list[Mention]:
    """All mentions in text order."""
    found: list[Mention] = []
    for sent in doc.sents:
        taken: set[int] = set()
        told = [m for t in sent for m in _told(t, parties)]
        for mention in told:
            taken.update(t.i for t in (mention.token, mention.arms) if t is not None)
        back = [
            m for t in sent if t.i not in taken and t.head.i not in taken
            for m in _back(t, bool(found or told))
        ]
        found += sorted([*told, *back], key=lambda m: m.token.i)
    return found


def _told(token: Token, parties: Parties) -> list[Mention]:
    words = launch_words()
    lemma = syntax.lemma(token)
    if token.pos_ == "VERB" and (lemma in words.plain or lemma in words.aimed):
        return _deed(token, lemma, parties)
    if token.pos_ in {"NOUN", "PROPN"} and lemma in words.nouns:
        return _named_deed(token, parties)
    return []


def _deed(token: Token, lemma: str, parties: Parties) -> list[Mention]:
    arms = launch_arms.of(_patient(token))
    if not arms or (lemma in launch_words().aimed and not _to_sea(token, parties)):
        return []
    if _aimed_at_land(token, parties) and not _is_test(token.sent):
        return []
    certain, tried = _certainty(token)
    if certain in HYPOTHETICAL or _is_habit(token, arms[0]):
        return []
    doer = syntax.agent(token)
    if doer is None and tried is not None:
        doer = syntax.agent(token.head) or syntax.surface_subject(token.head)
    actor = parties.of(doer) if doer is not None else None
    found = []
    for kinds in _by_kind(arms):
        back = points_back(kinds[0])
        mention = _mention(token, kinds[0], back, actor, certain)
        mention.also, mention.tried = kinds[1:], tried
        found.append(mention)
    return found


def _by_kind(arms: list[Token]) -> list[list[Token]]:
    """Coordinated arms, those of one kind together."""
    groups: list[tuple[str | None, list[Token]]] = []
    for noun in arms:
        start, end = syntax.phrase(noun)
        text = noun.doc.text[start:end]
        kind = next((k for k, p in launch_words().kinds if p.search(text)), None)
        same = next((g for k, g in groups if k == kind or kind is None), None)
        if same is None:
            groups.append((kind, [noun]))
        else:
            same.append(noun)
    return [g for _, g in groups]


def _patient(token: Token) -> Token | None:
    """The object, also where the reader made it a bare oblique."""
    found = syntax.patient(token)
    if found is not None and launch_arms.of(found):
        return found
    for child in token.children:
        if child.i > token.i and syntax.base(child) in {"obl", "dep", "nmod", "xcomp", "ccomp"} \
                and not syntax.case_of(child) and launch_arms.of(child):
            return child
    return found


def _certainty(token: Token) -> tuple[str, str | None]:
    """How surely it was launched, and the verb under which it was tried."""
    certain = certainty.of(token.doc, token.i)
    head = token.head
    if certain in {"planned", "denied"} and syntax.base(token) in {"xcomp", "acl", "ccomp"} \
            and syntax.lemma(head) in {"attempt", "try", "fail", "manage", "claim", "purport"}:
        own = "asserted" if head.pos_ == "NOUN" else certainty.of(token.doc, head.i)
        if head.pos_ == "NOUN" and not _fared(head):
            return certain, None
        if own in {"asserted", "suspected"} or syntax.lemma(head) == "fail":
            return "asserted", syntax.lemma(head)
    return certain, None


def _fared(noun: Token) -> bool:
    """Whether the text says how an attempt went ("ended in failure")."""
    return syntax.base(noun) in {"nsubj", "nmod"} and syntax.lemma(noun.head) in {
        "end", "fail", "succeed", "fizzle", "follow", "come", "take", "blow", "explode"}


def _named_deed(token: Token, parties: Parties) -> list[Mention]:
    words = launch_words()
    arms = next(
        (c for c in token.children
         if syntax.base(c) in {"compound", "amod", "nmod", "dep"} and c.i < token.i
         and launch_arms.is_arms(c)), None,
    )
    if arms is None:
        arms = next((a for prep, child in syntax.obliques(token) if prep == "of"
                     for a in launch_arms.of(child)), None)
    if arms is None:
        return []
    held = syntax.base(token) == "obj" and syntax.lemma(token.head) in words.held
    if _is_habit(token, token) or (plural(token) and not _counted(token)):
        return []
    certain = certainty.of(token.doc, token.i)
    if held:
        certain = certainty.of(token.doc, token.head.i)
    if certain in HYPOTHETICAL or (syntax.case_of(token) in {"for", "of", "against", "to", "on"}
                                   and not points_back(token)):
        return []
    if syntax.lemma(token) == "test" and syntax.base(token) in {"compound", "amod"}:
        return []
    owner = syntax.agent(token.head) if held else syntax.owner(token)
    actor = parties.of(owner) if owner is not None else None
    if actor is None:
        actor = next(
            (parties.of(c) for c in token.children
             if syntax.base(c) in {"amod", "compound"} and usable(parties.of(c))), None,
        )
    return [_mention(token, arms, points_back(token), actor, certain)]


def _back(token: Token, after: bool) -> list[Mention]:
    if not after:
        return []
    words = launch_words()
    lemma = launch_arms.singular(token)
    moves = words.flight | words.detect | words.plain
    if token.pos_ in {"NOUN", "PROPN"} and (lemma in words.nouns or launch_arms.is_arms(token)):
        governs = syntax.base(token) in syntax.SUBJECTS and syntax.lemma(token.head) in moves
        if (points_back(token) or (governs and not _is_habit(token, token))) \
                and not (plural(token) and _is_habit(token, token)):
            arms = token if lemma not in words.nouns else None
            return [_mention(token, arms, True, None, "asserted")]
    if token.pos_ in {"PRON", "DET", "NUM"} and token.dep_ in syntax.SUBJECTS \
            and token.lower_ in {"it", "they", "both", "each", "one", "another", "all"} \
            and syntax.lemma(token.head) in moves:
        return [_mention(token.head, None, True, None, "asserted")]
    if token.pos_ == "PRON" and token.dep_ in syntax.SUBJECTS and token.lower_ in {
            "it", "this", "they", "these"} and _names_system(token):
        return [_mention(token, None, True, None, "asserted")]
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


def _mention(
    token: Token, arms: Token | None, back: bool, actor: Actor | None, certain: str
) -> Mention:
    nodes = [node for node in (token, arms) if node is not None]
    beside = {c.lower_ for node in nodes for c in node.children}
    if token.pos_ == "VERB":
        beside -= {"last", "past"}
    ordinal = {"second", "third", "fourth", "fifth"}
    return Mention(
        token, arms, back, actor if usable(actor) else None, nearest_time(token), certain,
        bool(beside & _EARLIER), bool(beside & (_ANOTHER - (ordinal if back else set()))),
    )


def points_back(noun: Token) -> bool:
    return any(
        (c.dep_ in {"det", "nmod:poss", "amod"} and c.lower_ in _DEFINITE)
        or c.dep_ == "nmod:poss" for c in noun.children
    )


def plural(noun: Token) -> bool:
    return noun.lower_ != launch_arms.singular(noun) and noun.lower_.endswith("s")


def _counted(noun: Token) -> bool:
    return any(c.pos_ == "NUM" for c in noun.children) or points_back(noun)


def _is_habit(token: Token, noun: Token) -> bool:
    """A series or a practice rather than one launch."""
    if syntax.base(token) in {"nmod", "obl"} and _SERIES.search(token.head.text):
        return True
    if token.pos_ == "VERB":
        return plural(noun) and not _counted(noun) and not _vaguely_counted(noun) and (
            any(c.lower_ in {"often", "regularly", "routinely", "frequently", "repeatedly",
                             "never"} for c in token.children)
            or (syntax.is_gerund(token)
                and not any(syntax.base(c) == "aux" for c in token.children))
        )
    return plural(token) and not any(
        c.pos_ == "NUM" for c in noun.children
    ) and not points_back(token)


def _vaguely_counted(noun: Token) -> bool:
    return any(c.lower_ in {"several", "multiple", "many", "some", "numerous", "more"}
               for c in noun.children)


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
        if any(c.lower_ in {"coast", "waters", "sea", "ocean"} for c in [child, *child.children]):
            continue
        for part in syntax.conjuncts(child):
            place = parties.place(part)
            if place is not None and place.precision != "sea":
                return True
            if place is None and prep in {"at", "on", "against"} and usable(parties.of(part)):
                return True
    return False
