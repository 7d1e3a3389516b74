"""What a statement does: threaten, condemn, praise, pledge, request, deny, support, assess,
report or announce; and the PLOVER type it counts as."""

from __future__ import annotations

from spacy.tokens import Doc

from brinkwatch.extract.act_words import ActWords
from brinkwatch.extract.speech import Speech
from brinkwatch.knowledge.speech import act_cues
from brinkwatch.model import ACTS

_FIXED = frozenset({"threaten", "condemn", "praise", "request", "pledge", "deny", "support"})
_ACCUSING = frozenset({"accuse", "blame", "allege", "claim"})

LONG = 60
"""Tokens of an interview's answer from which single words no longer tell what it does."""


def act(doc: Doc, said: Speech) -> str:
    """One of `model.ACTS`, from the word of saying and, where that is neutral, the content."""
    words = ActWords(doc, said)
    if said.kind in ("pledge", "support") and words.threatens():
        return "threaten"
    if said.kind == "reject":
        return "condemn" if words.count("blame") > 1 else "deny"
    if said.lemma == "reaffirm" or said.kind == "support":
        return "support"
    if said.lemma == "call" and said.frame in ("for", "on", "whom"):
        return "request"
    if said.kind in _FIXED:
        return said.kind
    if said.frame == "whom" and said.kind == "say":
        return "request"
    if said.kind == "warn":
        return "threaten" if words.threatens() else "assess"
    if said.frame == "turn" and len(words.tokens) > LONG:
        return "report"
    found = words.told()
    if found is not None:
        return found
    if said.judges and said.kind == "say" and said.lemma != "cite":
        return "assess"
    if said.frame == "to" and said.lemma == "describe":
        return "report"
    if said.kind == "claim":
        return "condemn" if said.lemma == "allege" else "report"
    return said.kind if said.kind in ACTS else "report"


def plover(doc: Doc, said: Speech, what: str) -> tuple[str | None, str | None, str | None]:
    """(type, mode, CAMEO code) of a statement that does `what`; three None when PLOVER has none."""
    words = ActWords(doc, said)
    table = act_cues().plover
    shade = what
    if what == "threaten" and words.any("violent"):
        shade = "threaten-violence"
    elif what == "condemn" and said.lemma in _ACCUSING:
        shade = "condemn-allege"
    elif what == "pledge":
        shade = "pledge-cooperate" if words.any("cooperative") else "pledge"
    elif what == "deny" and said.kind == "reject":
        shade = "reject"
    return table.get(shade, (None, None, None))
