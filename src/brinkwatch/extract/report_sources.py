"""The clause that a source named beside it stands for: "according to X", "as X reported"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import (
    base,
    child,
    clause_head,
    run_around,
)
from brinkwatch.extract.spans import Content


def sourced(phrase: Token, name: Token) -> Content | None:
    """The clause that "according to X" or "as X reported" hangs on, that phrase left out.

    The whole sentence when the phrase opens it or hangs on its main clause, else its own clause;
    where the phrase stands in the middle, the part that holds the predicate.
    """
    doc = phrase.doc
    sentence = phrase.sent
    first = next((t.i for t in sentence if not (t.is_punct or t.is_space)), sentence.start)
    anchor = name.head if name.head.i != name.i else sentence.root
    for _ in range(6):
        # A name that was attached to another word of the phrase itself.
        if phrase.i <= anchor.i <= name.i and anchor.head.i != anchor.i:
            anchor = anchor.head
    head = clause_head(anchor)
    if _closes(phrase, name):
        head = _main_of(head)
    if phrase.i == first:
        head = sentence.root
        if head.i == name.i:
            head = child(name, "parataxis", "ccomp", "acl", "appos", "dep") or head
    if phrase.i <= head.i <= name.i:
        return None
    start, end = run_around(head)
    cut_from, cut_to = _extent(phrase, name)
    if cut_to <= head.i:
        comma = next((t.i for t in doc[cut_to:head.i] if t.text == ","), None)
        if comma is not None and comma - cut_to < 12:
            cut_to = comma + 1
    if cut_from <= head.i < cut_to:
        return None
    if head.i < cut_from:
        end = min(end, cut_from)
        start = min(start, head.i)
    else:
        start = max(start, cut_to)
        if phrase.i == first and head.i == sentence.root.i:
            start, end = _past_name(doc, cut_to, head.i), sentence.end
    if end <= start:
        return None
    return Content(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), head, "that")


def _closes(phrase: Token, name: Token) -> bool:
    """Does the phrase stand last in its sentence, set off by a comma?"""
    last = max((t.i for t in name.subtree), default=name.i)
    after = [t for t in phrase.doc[last + 1:phrase.sent.end] if not (t.is_punct or t.is_space)]
    return not after and phrase.i > 0 and phrase.doc[phrase.i - 1].text == ","


def _main_of(head: Token) -> Token:
    """The clause that a clause of time or reason belongs to: a source at the end of the sentence
    stands for both ("they left when it broke out, according to the town")."""
    for _ in range(4):
        if base(head) not in ("advcl", "xcomp", "ccomp") or head.head.i >= head.i:
            break
        head = clause_head(head.head)
    return head


def _past_name(doc: Doc, start: int, stop: int) -> int:
    """Past a name that stands beside the source: "According to the mayor, Jane Doe, two …"."""
    at = start
    while at < stop and doc[at].ent_type_ == "PER":
        at += 1
    return at + 1 if at > start and doc[at].text == "," else start


def _extent(phrase: Token, name: Token) -> tuple[int, int]:
    """Token range of the phrase, with what belongs to its name."""
    if phrase.i == name.i:
        ids = [t.i for t in phrase.subtree]
        return min(ids), max(ids) + 1
    low = min(phrase.i, name.i)
    high = name.i
    for i in sorted(t.i for t in name.subtree if t.i > name.i):
        if i - high <= 2:
            high = i
    return low, high + 1
