"""Deeds and names of deeds that tell of a launch.

A missile fired at somebody's land is an attack, not a launch on record; what is planned, threatened
or feared has not been launched.
"""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import (
    aimed,
    certainty,
    launch_aloft,
    launch_arms,
    launch_named,
    syntax,
)
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.launch_mention import (
    HYPOTHETICAL,
    Mention,
    any_such,
    dated,
    is_habit,
    mention_at,
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
    if token.pos_ == "VERB" and lemma in words.departs and (
            lifted := launch_aloft.departure(token, lemma, parties)):
        return lifted
    if token.pos_ == "VERB" and lemma in words.orbits:
        return _orbited(token, parties)
    if token.pos_ == "VERB" and lemma in words.flight:
        return launch_aloft.fall(token, parties) or launch_aloft.flown(token, parties)
    if token.pos_ in {"NOUN", "PROPN"} and lemma in words.nouns:
        return launch_named.named_deed(token, parties)
    if token.pos_ == "NOUN" and launch_arms.singular(token) in words.arms and dated(token):
        return [mention_at(token, token, False, None, "asserted")]
    return []


def _deed(token: Token, lemma: str, parties: Parties) -> list[Mention]:
    arms = launch_arms.of(_patient(token)) or _rounds(token) or _spoken_of(token)
    if not arms and lemma == "launch" and _from_a_site(token, parties):
        certain, tried = _certainty(token)
        actor = _launcher(token, tried, parties)
        return [] if certain in HYPOTHETICAL or actor is None else [
            mention_at(token, None, False, actor, certain)]
    up = {"up", "aloft", "off"} & syntax.particles(token)
    if not arms or (lemma in launch_words().aimed and not up and not aimed.to_sea(token, parties)):
        return []
    if not aimed.is_test(token.sent.text) and (
            aimed.at_land(token, _patient(token), parties) or aimed.stopped(arms[0])):
        return []
    certain, tried = _certainty(token)
    if certain in HYPOTHETICAL or is_habit(token, arms[0]) or any_such(arms[0]) \
            or _in_sport(token, arms[0]):
        return []
    actor = _launcher(token, tried, parties) or launch_aloft.whose_arms(arms[0], parties)
    found = []
    for kinds in _by_kind(arms):
        back = points_back(kinds[0]) and not (
            base(token) == "acl" and token.head == kinds[0]
            and (actor is not None or nearest_time(token) is not None))
        mention = mention_at(token, kinds[0], back, actor, certain)
        mention.also, mention.tried = kinds[1:], tried
        found.append(mention)
    return found


def _spoken_of(token: Token) -> list[Token]:
    """What "it was launched" speaks of: the arms named last in its sentence or the one before."""
    patient = _patient(token)
    if patient is None or patient.lower_ not in {"it", "they"} or not syntax.is_passive(token):
        return []
    start = max(0, token.sent.start - 1)
    first = token.doc[start].sent.start
    return [t for t in token.doc[first:patient.i] if launch_arms.is_arms(t)][-1:]


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
    parts = syntax.conjuncts(rounds)
    pairs = [(noun, node) for noun in parts for node in (noun, *noun.children)]
    for part, node in [*pairs, (parts[-1], token)]:
        for prep, child in syntax.obliques(node):
            start, end = syntax.phrase(child)
            if prep in {"from", "by", "with", "of"} and rocketry.search(text_of(doc)[start:end]):
                return [part]
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
    doc = token.doc
    if token.i > 2 and doc[token.i - 1].text == "-" and doc[token.i - 2].lower_ in {
            "test", "flight"}:  # "the navy test-fired", read as three words
        doers.append(doc[token.i - 3])
    if tried is not None:
        doers += [syntax.agent(token.head), syntax.surface_subject(token.head)]
    if not syntax.is_passive(token):
        doers += list(reversed([t for t in token.doc[max(token.sent.start, token.i - 5):token.i]
                                if t.pos_ == "PROPN"]))
    for doer in doers:
        actor = parties.of(doer) if doer is not None else None
        if actor is None and doer is not None and doer.pos_ in {"NOUN", "PROPN"}:
            actor = next((a for a in parties.around(doer, ("of",)) if a.country), None)
        if usable(actor) and actor is not None and actor.sector != "MED":
            return actor
    return None


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
                and (syntax.case_of(child) in {"", "off", "up"} or _is_amount(child)) \
                and launch_arms.of(child):
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


def _orbited(token: Token, parties: Parties) -> list[Mention]:
    """"Put a satellite into orbit"."""
    patient, subject = _patient(token), syntax.surface_subject(token)
    arms = [a for a in launch_arms.of(patient) if launch_arms.singular(a) == "satellite"]
    if not arms and patient is not None and syntax.lemma(patient) in {"payload", "satellite"}:
        arms = [subject] if subject is not None and launch_arms.is_arms(subject) else []
    if not arms or not any(t.lower_ == "orbit" for t in token.subtree):
        return []
    certain, tried = _certainty(token)
    if certain in HYPOTHETICAL:
        return []
    actor = _launcher(token, tried, parties) or launch_aloft.whose_arms(arms[0], parties)
    mention = mention_at(token, arms[0], points_back(arms[0]), actor, certain)
    mention.tried = tried
    return [mention]
