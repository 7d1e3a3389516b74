"""Chains of attribution: who says what a clause says, outermost source first."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from brinkwatch.extract.speech import Speech, speeches
from brinkwatch.model import Actor


def chain(doc: Doc, i: int) -> tuple[Actor, ...]:
    """Who says the clause that token `i` lies in, outermost first, each with its `verb`.

    "Yonhap, citing the military, said Tokyo believes it flew 450 km": for "flew", Yonhap "said",
    the military "citing", Tokyo "believes". Empty when the report itself says it.
    """
    at = doc[i].idx
    return tuple(voice(said) for said in _around(doc, at, i))


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
    holding.sort(key=lambda s: (-(s.end - s.start), s.lemma == "cite", s.cue))
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
