"""How surely a predicate is said: one of `model.CERTAINTIES`.

Cues from `knowledge/data/hedges.yaml`, each with the reach its place in the tree gives it: on the
word itself, from a governing verb or noun, through coordination, from a condition. The reader's
factuality decides only where no cue speaks. What other people believe is not looked at here: the
attribution chain carries that.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from brinkwatch.extract import acts
from brinkwatch.extract.certainty_cues import Cues
from brinkwatch.extract.clauses import base, child
from brinkwatch.extract.speech import Speech, speeches
from brinkwatch.knowledge.hedges import hedges

_ORDER = ("denied", "threatened", "conditional", "possible", "planned", "suspected")
_KEY = "brinkwatch.threats"

_UNREAL = -1.0
"""Factuality (UDS, -3 to 3) under which a predicate without a cue counts as yet to come; a denial
has its cue, a future or a wish may have none."""


def of(doc: Doc, i: int) -> str:
    """How surely the predicate at token `i` is said by whoever says it.

    "asserted" without any cue; "suspected" for the holder's own hedge; "possible" for a mere
    chance; "planned" for what is intended, asked for or to come; "threatened" for harm promised;
    "conditional" under an if; "denied" when negated, refused or called false.
    """
    token = doc[i]
    found = Cues(hedges()).along(token)
    best = next((c for c in _ORDER if c in found), None)
    if best == "denied" and _under_if(token):
        return "conditional"
    if best in ("planned", "conditional") and _within_threat(doc, token):
        return "threatened" if best == "planned" else best
    if best is not None:
        return best
    if token.has_extension("factuality"):
        value = token._.factuality
        if value is not None and value < _UNREAL:
            return "planned"
    return "asserted"


def _under_if(token: Token) -> bool:
    """"if talks do not resume": a condition, whatever it denies."""
    at = token
    for _ in range(4):
        if any(k.lower_ in ("if", "unless") and base(k) in ("mark", "advmod") for k in at.children):
            return True
        if base(at) not in ("conj", "xcomp", "aux", "cop") or at.head.i == at.i:
            return False
        at = at.head
    return False


def _within_threat(doc: Doc, token: Token) -> bool:
    """Is the predicate part of words that threaten, and its doer the one who threatens?"""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = tuple(
            said for said in speeches(doc) if acts.act(doc, said) == "threaten"
        )
    threats: tuple[Speech, ...] = doc.user_data[_KEY]
    return any(said.start <= token.idx < said.end for said in threats)


__all__ = ["child", "of"]
