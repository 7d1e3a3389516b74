"""When a thing happened that a word tells of: the time words of its own clause, else what the
clauses around it say of its time.

A clause of a word of saying dates the saying, not what is said. "While Doe met Roe" shares the time
of its main clause; "two days after the ship arrived" lies two days before it; what has no time word
of its own and borrows none has no time (the report's date bounds it, that is the reader's to say).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.knowledge.hedges import hedges
from brinkwatch.knowledge.numbers import ONES, TENS
from brinkwatch.knowledge.speech import speech_words
from brinkwatch.model import TimeRef
from brinkwatch.read.annotations import text_of

_CLAUSAL = frozenset({"advcl", "ccomp", "parataxis", "csubj"})
_SHARING = frozenset({"while", "as", "when", "whilst", "amid", "with"})
_DAYS = {"day": 1, "week": 7}
_VERBAL = frozenset({"VERB", "AUX"})
REACH = 6
"""Steps in the tree within which a time word belongs to a word."""


def nearest_time(token: Token, reach: int = REACH) -> TimeRef | None:
    """The time of what `token` tells, None where the text gives it none.

    The nearest time in the tree within its own clause; without one, that of the clause it depends
    on where the two share their time, or a time counted from it ("two days after …").
    """
    at: Token = token
    for _ in range(6):
        own = _own(at, reach) or _beside(at, reach)
        if own is not None:
            return own
        clause = _clause(at)
        above = clause.head
        if above.i == clause.i:
            return None
        shift = _shift(clause)
        if shift is not None:
            main = nearest_time(above, reach)
            return _shifted(main, shift, clause) if main is not None else None
        if not _shares(clause, above, token):
            return None
        at = above
    return None


def _own(token: Token, reach: int) -> TimeRef | None:
    """The nearest time that stands in the clause of `token`, nobody else's clause between."""
    best: tuple[int, int, TimeRef] | None = None
    bounds = token.sent.start_char, token.sent.end_char
    for ref in token.doc._.times or ():
        if ref.start is None or ref.end is None or ref.begin is None:
            continue
        if not bounds[0] <= ref.start < bounds[1]:
            continue
        head = syntax.head_of(token.doc, ref.start, ref.end)
        if head is None:
            continue
        home = _home(head)
        steps = syntax.distance(token, home) + (home.i != head.i)
        if steps > reach or _crosses(token, home):
            continue
        key = (steps, abs(head.i - token.i))
        if best is None or key < best[:2]:
            best = (*key, ref)
    return best[2] if best else None


def _beside(token: Token, reach: int) -> TimeRef | None:
    """The time of the clause that says what went on meanwhile: "while Doe met Roe on Monday"."""
    for clause in syntax.children(token, "advcl"):
        if {k.lower_ for k in syntax.children(clause, "mark", "advmod")} & _SHARING:
            found = _own(clause, reach)
            if found is not None:
                return found
    return None


def _crosses(token: Token, other: Token) -> bool:
    """Does the way between the words leave a clause, on either side of where they meet?"""
    up, down = syntax.path(token), syntax.path(other)
    above = {node.i for node in down}
    meet = next((node.i for node in up if node.i in above), None)
    return any(
        _leaves(node) for way in (up, down) for node in _until(way, meet)
    )


def _home(time: Token) -> Token:
    """The word a time belongs to where the parser hung it on a clause beyond a word of saying:
    "said on Friday that it had struck", "it had struck, the army said on Friday"."""
    clause = time.head
    if clause.i < clause.head.i < time.i and _leaves(clause):
        return clause.head
    for kid in syntax.children(clause, "parataxis"):
        if clause.i < kid.i < time.i and kid.pos_ in _VERBAL:
            return kid
    misplaced = time.i < clause.i and clause.head.i < time.i and _leaves(clause) and any(
        k.lower_ == "that" and time.i < k.i for k in syntax.children(clause, "mark"))
    return clause.head if misplaced else time


def _until(way: list[Token], meet: int | None) -> Iterator[Token]:
    for node in way:
        if node.i == meet:
            return
        yield node


def _leaves(node: Token) -> bool:
    """Is it the head of a clause with a verb of its own?"""
    if syntax.base(node) in _CLAUSAL or node.dep_ == "acl:relcl":
        return node.pos_ in _VERBAL or syntax.is_predicate(node)
    if syntax.base(node) == "xcomp":
        return _awaited(node)
    if node.pos_ == "NOUN" and node.dep_ in ("obj", "obl", "nsubj:pass"):
        # "condemned the attack on Friday" dates the words
        known = speech_words().verb(node.head.lower_, syntax.lemma(node.head))
        return known is not None and known.kind not in ("announce", "request")
    return syntax.base(node) == "conj" and node.pos_ in _VERBAL and bool(
        syntax.children(node, "nsubj"))


def _clause(token: Token) -> Token:
    """The word at the head of the clause that `token` stands in."""
    return next((node for node in syntax.path(token) if _leaves(node)),
                syntax.path(token)[-1])


def _awaited(node: Token) -> bool:
    """"threatened on Friday to attack": what is yet to come has another time."""
    head = node.head
    known = hedges().governors.get(syntax.lemma(head))
    return known in ("planned", "possible", "threatened") or (
        speech_words().verb(head.lower_, syntax.lemma(head)) is not None)


def _shares(clause: Token, above: Token, token: Token) -> bool:
    """May what stands in a clause take the time of the clause it depends on?"""
    relation = syntax.base(clause)
    if relation == "advcl":
        marks = {k.lower_ for k in syntax.children(clause, "mark", "advmod", "case")}
        if marks & _SHARING:
            return True
        participle = clause.lower_.endswith("ing") and not marks
        return participle
    if relation == "conj":
        first = next((ref.start for ref in token.doc._.times or ()
                      if ref.start is not None and ref.start >= above.sent.start_char), None)
        lead = min((t.idx for t in above.subtree if t.i < above.i and not t.is_punct),
                   default=above.idx)
        return first is not None and first <= lead + 4
    return False


def _shift(clause: Token) -> int | None:
    """Days to the clause from the one it depends on: "two days after the ship arrived" is -2."""
    if syntax.base(clause) != "advcl":
        return None
    marks = {k.lower_ for k in syntax.children(clause, "mark", "case", "advmod")}
    sign = -1 if "after" in marks else 1 if "before" in marks else 0
    if not sign:
        return None
    measure = _measure(clause)
    count = _count(measure) if measure is not None else None
    if measure is None or count is None:
        return None
    return sign * _DAYS[syntax.lemma(measure)] * count


def _measure(clause: Token) -> Token | None:
    """"days" of "two days after …": the unit right before the mark."""
    mark = next((k for k in clause.children if k.lower_ in ("after", "before")), None)
    if mark is None or mark.i == 0:
        return None
    unit = clause.doc[mark.i - 1]
    return unit if syntax.lemma(unit) in _DAYS else None


def _count(noun: Token) -> int | None:
    for kid in noun.children:
        low = kid.lower_
        if low in ("a", "one") and noun.lower_ == syntax.lemma(noun):
            return 1
        if low.isdecimal() and len(low) < 4:
            return int(low)
        if low in ONES or low in TENS:
            return int(ONES.get(low) or TENS[low])
    return None


def _shifted(main: TimeRef, days: int, clause: Token) -> TimeRef | None:
    """A day counted from another; None when that is no day."""
    if main.begin is None or main.precision not in ("day", "hour", "minute", "part of day"):
        return None
    day = (date.fromisoformat(main.begin[:10]) + timedelta(days=days)).isoformat()
    measure = _measure(clause)
    if measure is None:
        return None
    mark = next(k for k in clause.children if k.lower_ in ("after", "before"))
    start = min(t.idx for t in measure.subtree if not t.is_punct)
    end = mark.idx + len(mark)
    return TimeRef(day, day, "day", text_of(clause.doc)[start:end], start, end)
