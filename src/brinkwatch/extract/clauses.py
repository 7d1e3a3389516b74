"""Tree helpers for clauses, subjects and the stretch of text a word governs.

Trees are Universal Dependencies; a subtype is looked at only where the helper says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from brinkwatch.extract import syntax
from brinkwatch.extract.syntax import base
from brinkwatch.read.annotations import text_of


def word_set(text: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(text.split())


CLAUSAL = frozenset({"ROOT", "ccomp", "advcl", "parataxis", "acl", "csubj", "conj", "xcomp"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_HANDS_ON_OBJECT = word_set(
    "ask urge tell order quote cite request beg implore advise instruct encourage invite press "
    "appeal call force allow help direct task want expect show see hear find catch"
)
_BE = word_set("am is are was were be been being get gets got getting 's ’s 're ’re")
_MAX_CLIMB = 40
_NAMES = "brinkwatch.names"


def people(doc: Doc) -> tuple[tuple[int, int, str], ...]:
    """(start, end, label) of every name of a person or a body, in text order; kept on the Doc."""
    found = doc.user_data.get(_NAMES)
    if found is None:
        found = doc.user_data[_NAMES] = tuple(
            (e.start, e.end, e.label_) for e in doc.ents if e.label_ in ("PER", "ORG")
        )
    names: tuple[tuple[int, int, str], ...] = found
    return names


def child(token: Token, *relations: str) -> Token | None:
    """First child with one of these relations (subtypes included)."""
    for kid in token.children:
        if base(kid) in relations:
            return kid
    return None


def children(token: Token, *relations: str) -> Iterator[Token]:
    for kid in token.children:
        if base(kid) in relations:
            yield kid


def climb(token: Token) -> Iterator[Token]:
    """The token's ancestors, nearest first; never more than a tree can hold."""
    for _ in range(_MAX_CLIMB):
        if token.head.i == token.i:
            return
        token = token.head
        yield token


def is_passive(verb: Token) -> bool:
    """Passive by its form: a label alone, without "be" or "get" beside a subject, is not enough."""
    if not syntax.is_passive(verb):
        return False
    own = any(base(k) == "nsubj" for k in verb.children)
    helped = any(k.pos_ == "AUX" and k.lower_ in _BE for k in verb.children)
    return helped or not own


def agent(verb: Token) -> Token | None:
    """The "by" phrase of a passive."""
    for kid in verb.children:
        if kid.dep_ == "obl:agent" or (base(kid) == "obl" and case_of(kid) == "by"):
            return kid
    return None


def case_of(noun: Token) -> str:
    """The preposition or marker of a phrase, lower case, "" when it has none."""
    for kid in noun.children:
        if base(kid) in ("case", "mark") and kid.i < noun.i:
            return kid.lower_
    return ""


def subject(verb: Token) -> Token | None:
    """Who does what `verb` says, also where the word stands outside its own clause.

    Through coordination ("said … and added"), control ("asked him to say", "went on to say"),
    participles ("…, adding that") and relative clauses ("the envoy, who said").
    """
    at, seen = verb, 0
    while seen < _MAX_CLIMB:
        seen += 1
        if is_passive(at) and at.i == verb.i:
            return agent(at)
        own = _own_subject(at, passive=at.i != verb.i)
        if own is not None:
            return antecedent(own)
        relation = base(at)
        if at.head.i == at.i:
            return None
        if relation == "acl":
            placed = any(k.lower_ in ("where", "when") for k in children(at, "advmod"))
            return None if placed and at.dep_ == "acl:relcl" else at.head
        if relation in ("xcomp", "advcl", "ccomp", "obl"):
            target = child(at.head, "obj")
            if target is None and at.head.lemma_ in ("quote", "cite"):
                target = child(at.head, "iobj")
            if (
                target is not None and at.head.lemma_ in _HANDS_ON_OBJECT
                and target.i < at.i and not is_passive(at.head)
            ):
                return target
            lost = relation == "ccomp" and at.i == verb.i and not has_marker(at) and [
                k for k in children(at.head, "nsubj", "obj") if at.head.i < k.i < at.i
            ]
            if lost:
                return lost[-1]
            joined = [] if relation != "ccomp" or child(at, "cc") is None else [
                own for k in children(at.head, "ccomp") if k.i < at.i
                and (own := _own_subject(k, passive=True)) is not None
            ]
            if joined:
                return joined[-1]  # "Roe was there and called it …, the agency said"
            at = at.head
        elif relation in ("conj", "parataxis", "aux", "cop", "dep", "list", "reparandum"):
            at = at.head
        else:
            return None
    return None


def has_marker(verb: Token) -> bool:
    """Does "to", "that" or the like open the clause?"""
    return any(base(k) in ("mark", "aux") and k.lower_ == "to" for k in verb.children)


def _own_subject(verb: Token, passive: bool) -> Token | None:
    own = [
        kid for kid in verb.children
        if base(kid) == "nsubj" and kid.dep_ != "nsubj:outer"
        and (passive or kid.dep_ != "nsubj:pass")
    ]
    before = [kid for kid in own if kid.i < verb.i]
    # Of two the nearer one: the parser hung a word of the clause before on the verb as well.
    return before[-1] if before else own[0] if own else None


def antecedent(word: Token) -> Token:
    """The noun a relative pronoun stands for, else the word itself."""
    if word.lower_ not in RELATIVE:
        return word
    beside = word.doc[word.i - 1] if word.i else word
    if word.lower_ == "who" and beside.pos_ == "PROPN" and beside.ent_type_ in ("PER", "ORG"):
        return next((up for up in (beside, *climb(beside)) if up.dep_ != "flat"), beside)
    for up in climb(word):
        if base(up) == "acl":
            return up.head
        if up.pos_ in ("NOUN", "PROPN"):
            break
    at = word.i - 1
    while at >= word.sent.start and (word.doc[at].is_punct or word.doc[at].pos_ == "ADP"):
        at -= 1
    before = word.doc[max(at, 0)]
    return before if word.lower_ != "that" and before.pos_ in ("NOUN", "PROPN") else word


def subtree(head: Token, without: Iterable[Token] = ()) -> list[Token]:
    """Tokens under `head` in text order, leaving out the subtrees of `without`."""
    barred = {t.i for t in without}
    out, stack = [], [head]
    while stack:
        token = stack.pop()
        if token.i in barred:
            continue
        out.append(token)
        stack.extend(token.children)
    return sorted(out, key=lambda t: t.i)


def run_around(head: Token, without: Iterable[Token] = ()) -> tuple[int, int]:
    """Token range [start, end) of the unbroken stretch under `head` that holds it.

    Punctuation and spaces that hang elsewhere do not break the stretch.
    """
    doc = head.doc
    inside = {t.i for t in subtree(head, without)}
    sentence = head.sent
    start = end = head.i
    at = head.i - 1
    while at >= sentence.start and (at in inside or doc[at].is_punct or doc[at].is_space):
        if at in inside:
            start = at
        at -= 1
    at = head.i + 1
    while at < sentence.end and (at in inside or doc[at].is_punct or doc[at].is_space):
        if at in inside:
            end = at
        at += 1
    return start, end + 1


def phrase(head: Token) -> tuple[int, int]:
    """Token range of a noun phrase: the run around its head, relative clauses and asides off."""
    off = [
        kid for kid in head.children
        if kid.dep_ == "acl:relcl" or (
            base(kid) == "acl" and kid.i and kid.doc[kid.i - 1].text == ","
        ) or base(kid) in ("parataxis", "appos", "conj", "cc", "case",
                                                     "punct", "advcl", "ccomp", "dep")
    ]
    return run_around(head, off)


def clause_head(token: Token) -> Token:
    """The word at the top of the clause that `token` lies in."""
    if base(token) in CLAUSAL and not (base(token) == "conj" and not _is_clause(token)):
        return token
    for up in climb(token):
        if base(up) in CLAUSAL and not (base(up) == "conj" and not _is_clause(up)):
            return up
    return token


def _is_clause(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or any(
        base(kid) in ("nsubj", "cop", "csubj") for kid in token.children
    )


def words(doc: Doc, start: int, end: int) -> str:
    """The characters of tokens [start, end)."""
    return text_of(doc)[doc[start].idx:doc[end - 1].idx + len(doc[end - 1])]
