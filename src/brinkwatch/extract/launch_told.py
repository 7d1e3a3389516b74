"""Deeds and names of deeds that tell of a launch.

A missile fired at somebody's land is an attack, not a launch on record; what is planned, threatened
or feared has not been launched.
"""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import aimed, certainty, launch_arms, syntax
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.launch_mention import (
    HYPOTHETICAL,
    Mention,
    any_such,
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
from brinkwatch.knowledge.scope import scope
from brinkwatch.model import Actor
from brinkwatch.read.annotations import text_of


def told(token: Token, parties: Parties) -> list[Mention]:
    words = launch_words()
    lemma = syntax.lemma(token)
    if token.pos_ == "VERB" and (lemma in words.plain or lemma in words.aimed):
        return _deed(token, lemma, parties)
    if token.pos_ == "VERB" and lemma in words.departs:
        return _departure(token, lemma)
    if token.pos_ == "VERB" and lemma in words.landing | {"fly"}:
        return _fall(token, parties)
    if token.pos_ in {"NOUN", "PROPN"} and lemma in words.nouns:
        return _named_deed(token, parties)
    if token.pos_ == "NOUN" and launch_arms.singular(token) in words.arms and dated(token):
        return [mention_at(token, token, False, None, "asserted")]
    return []


def _deed(token: Token, lemma: str, parties: Parties) -> list[Mention]:
    arms = launch_arms.of(_patient(token)) or _rounds(token)
    if not arms and lemma == "launch" and _from_a_site(token, parties):
        certain, tried = _certainty(token)
        actor = _launcher(token, tried, parties)
        return [] if certain in HYPOTHETICAL or actor is None else [
            mention_at(token, None, False, actor, certain)]
    if not arms or (lemma in launch_words().aimed and not _to_sea(token, parties)):
        return []
    if not aimed.is_test(token.sent.text) and (
            aimed.at_land(token, _patient(token), parties) or aimed.stopped(arms[0])):
        return []
    certain, tried = _certainty(token)
    if certain in HYPOTHETICAL or is_habit(token, arms[0]) or any_such(arms[0]) \
            or _in_sport(token, arms[0]):
        return []
    actor = _launcher(token, tried, parties)
    found = []
    for kinds in _by_kind(arms):
        back = points_back(kinds[0]) and not (
            base(token) == "acl" and token.head == kinds[0]
            and (actor is not None or nearest_time(token) is not None))
        mention = mention_at(token, kinds[0], back, actor, certain)
        mention.also, mention.tried = kinds[1:], tried
        found.append(mention)
    return found


def _from_a_site(token: Token, parties: Parties) -> bool:
    """"It launched at dawn from Sohae": no object, but a site and something that then flew."""
    if any(base(c) in {"obj", "ccomp", "xcomp", "nsubj:pass"} for c in token.children):
        return False
    return any(
        prep == "from" and parties.place(child) is not None
        for prep, child in syntax.obliques(token)
    ) and any(syntax.lemma(t) in launch_words().flight and t.pos_ == "VERB" for t in token.sent)


def _rounds(token: Token) -> list[Token]:
    """What rocket launchers fire, where it is named by its number only ("ten rounds")."""
    rounds = syntax.patient(token)
    if rounds is None or syntax.lemma(rounds) not in {"round", "shot", "shell", "salvo", "volley"}:
        return []
    doc = token.doc
    rocketry = next(p for k, p in launch_words().kinds if k == "rocket artillery")
    for node in (token, rounds, *rounds.children):
        for prep, child in syntax.obliques(node):
            start, end = syntax.phrase(child)
            if prep in {"from", "by", "with", "of"} and rocketry.search(text_of(doc)[start:end]):
                return [rounds]
    return []


def _in_sport(token: Token, noun: Token) -> bool:
    """A striker's rocket: a bare noun of arms in a text on sport."""
    start, end = syntax.phrase(noun)
    bare = len(text_of(noun.doc)[start:end].split()) <= 2
    return bare and any(
        domain.name == "sport" and domain.strong.search(text_of(noun.doc).lower())
        for domain in scope().domains
    )


def _launcher(token: Token, tried: str | None, parties: Parties) -> Actor | None:
    """Who launches: the doer of the verb or of the attempt, never the medium that tells of it."""
    doers = [syntax.agent(token)]
    if tried is not None:
        doers += [syntax.agent(token.head), syntax.surface_subject(token.head)]
    if not syntax.is_passive(token):
        doers += list(reversed([t for t in token.doc[max(token.sent.start, token.i - 5):token.i]
                                if t.pos_ == "PROPN"]))
    for doer in doers:
        actor = parties.of(doer) if doer is not None else None
        if usable(actor) and actor is not None and actor.sector != "MED":
            return actor
    return None


def _departure(token: Token, lemma: str) -> list[Mention]:
    """"A missile lifted off": the weapon is the subject."""
    subject = syntax.surface_subject(token)
    if subject is None or not launch_arms.is_arms(subject) or any_such(subject):
        return []
    if lemma in {"lift", "take", "blast"} and not syntax.particles(token) & {"off"}:
        return []
    certain = certainty.of(token.doc, token.i)
    if certain in HYPOTHETICAL or is_habit(token, subject):
        return []
    return [mention_at(token, subject, points_back(subject), None, certain)]


def _fall(token: Token, parties: Parties) -> list[Mention]:
    """"Two missiles fell into waters off the coast": somebody fired them, nobody says so."""
    subject = syntax.surface_subject(token)
    if subject is None or not launch_arms.is_arms(subject) or points_back(subject) \
            or any_such(subject) or not _to_sea(token, parties):
        return []
    certain = certainty.of(token.doc, token.i)
    if certain in HYPOTHETICAL or is_habit(token, subject):
        return []
    actor = parties.of(subject)
    return [mention_at(token, subject, False, actor, certain)]


def _by_kind(arms: list[Token]) -> list[list[Token]]:
    """Coordinated arms, those of one kind together."""
    groups: list[tuple[str | None, list[Token]]] = []
    for noun in arms:
        start, end = syntax.phrase(noun)
        text = text_of(noun.doc)[start:end]
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
        if child.i > token.i and base(child) in {"obl", "dep", "nmod", "xcomp", "ccomp"} \
                and (not syntax.case_of(child) or _is_amount(child)) and launch_arms.of(child):
            return child
    return found


def _is_amount(noun: Token) -> bool:
    """Whether what looks like a preposition belongs to the number ("up to six missiles")."""
    case = next((c for c in noun.children if base(c) == "case"), noun)
    return any(
        q.kind == "count" and q.start is not None and q.end is not None
        and q.start <= case.idx < q.end for q in noun.doc._.quantities or ()
    )


def _certainty(token: Token) -> tuple[str, str | None]:
    """How surely it was launched, and the verb under which it was tried."""
    certain = certainty.of(token.doc, token.i)
    head = token.head
    tried = next((v for v in launch_words().tried
                  if v in {syntax.lemma(head), head.lower_.removesuffix("ed")}), None)
    if certain in {"planned", "denied"} and base(token) in {"xcomp", "acl", "ccomp"} \
            and tried is not None:
        own = "asserted" if head.pos_ == "NOUN" else certainty.of(token.doc, head.i)
        if head.pos_ == "NOUN" and not _fared(head):
            return certain, None
        if own in {"asserted", "suspected"} or tried == "fail":
            return "asserted", tried
    return certain, None


def _fared(noun: Token) -> bool:
    """Whether the text says how an attempt went ("ended in failure")."""
    return base(noun) in {"nsubj", "nmod"} and syntax.lemma(noun.head) in {
        "end", "fail", "succeed", "fizzle", "follow", "come", "take", "blow", "explode"}


def _named_deed(token: Token, parties: Parties) -> list[Mention]:
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
    if arms is None and dated(token):
        arms = next((t for t in token.sent if launch_arms.is_arms(t)), None)
    if arms is None:
        return []
    if syntax.lemma(token.head) in words.plain and base(token) in {"obj", "nsubj"}:
        return []
    held = base(token) == "obj" and syntax.lemma(token.head) in words.held
    if is_habit(token, token) or (plural(token) and not counted(token)):
        return []
    certain = certainty.of(token.doc, token.i)
    if held:
        certain = certainty.of(token.doc, token.head.i)
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


def _to_sea(token: Token, parties: Parties) -> bool:
    return any(
        (place is not None and place.precision == "sea")
        or (place is None and node.lower_ in {"waters", "sea", "ocean"} and node.pos_ == "NOUN")
        for node in token.subtree for place in (parties.place(node),)
    )
