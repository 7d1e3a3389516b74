"""Chains of attribution: who says what a clause says, outermost source first."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import base
from brinkwatch.extract.speech import Speech, speeches
from brinkwatch.model import Actor

_TIME = frozenset({"while", "as", "after", "before", "when", "since", "until", "once"})
_RANK = {"relay": 0, "cite": 2}
"""Of voices over the same words, who passes them on comes first and who is cited last."""
_MEASURES = frozenset({"days", "hours", "weeks", "months", "minutes", "shortly", "just", "hour",
                       "day"})


def chain(doc: Doc, i: int) -> tuple[Actor, ...]:
    """Who says the clause that token `i` lies in, outermost first, each with its `verb`.

    A clause that only says when ("…, while Doe was meeting Roe, the navy said", "days before the
    summit opens") is the report's own, unless it is quoted.

    "Yonhap, citing the military, said Tokyo believes it flew 450 km": for "flew", Yonhap "said",
    the military "citing", Tokyo "believes". Empty when the report itself says it.
    """
    at = doc[i].idx
    own = _background(doc[i])
    return tuple(
        voice(said) for said in _around(doc, at, i)
        if own is None or said.form == "direct" or not said.start <= own.idx <= at
        or (said.head is not None and own.i <= said.head)
    )


def _background(token: Token) -> Token | None:
    """The first token of a clause of time that holds `token` and is set off from its sentence."""
    at = token
    for _ in range(12):
        if base(at) == "advcl":
            marks = [k for k in at.children if base(k) in ("mark", "advmod", "case")]
            low = {k.lower_ for k in marks}
            first = min((t for t in at.subtree if not t.is_punct), key=lambda t: t.i)
            apart = first.i > 0 and at.doc[first.i - 1].text in (",", "—", "–")
            measured = any(base(k) in ("obl", "nmod", "obl:unmarked") for m in marks
                           for k in m.children) or first.like_num or first.lower_ in _MEASURES
            if low & _TIME and (apart or "while" in low or measured):
                return first
        if at.head.i == at.i or base(at) in ("ccomp", "parataxis"):
            return None
        at = at.head
    return None


def relay(doc: Doc, said: Speech) -> tuple[Actor, ...]:
    """Who relays a statement: the chain of its word of saying, the speaker himself left out."""
    at = doc[said.cue].idx
    return tuple(
        voice(other) for other in _around(doc, at, said.cue)
        if other is not said and not _same(other, said)
    )


def _around(doc: Doc, at: int, i: int) -> list[Speech]:
    """Speeches whose content holds the place, the widest first; a cited source after its citer."""
    holding = [
        s for s in speeches(doc) if s.start <= at < s.end and s.cue != i
    ]
    holding.sort(key=lambda s: (-(s.end - s.start), _RANK.get(s.lemma, 1), s.cue))
    out: list[Speech] = []
    for said in holding:
        if any(_same(said, o) for o in out):
            continue
        out.append(said)
    return out


def _same(one: Speech, other: Speech) -> bool:
    """The same voice over the same words: "he said … , he added"."""
    return one.speaker.name == other.speaker.name and (
        (one.start <= other.start and other.end <= one.end)
        or (other.start <= one.start and one.end <= other.end)
    )


def voice(said: Speech) -> Actor:
    """The speaker, with the word of saying as its `verb`."""
    return replace(said.speaker, verb=said.verb)
