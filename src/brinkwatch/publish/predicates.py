"""A verb of saying with what follows it in the report: "claimed responsibility"."""

from __future__ import annotations

import re
from dataclasses import replace

from brinkwatch.knowledge.prose import past
from brinkwatch.knowledge.speech import speech_words
from brinkwatch.model import Statement
from brinkwatch.publish.clauses import find_verb, whole
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import running
from brinkwatch.publish.quoting import (
    OUTSIDE,
    own_spans,
)
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.telling import IDLE, frame, governs, in_quotation

OBJECTS = frozenset(["np", "as", "label", "for", "of", "on", "against", "over", "about", "to-np"])
"""Frames (see `knowledge.speech`) in which a word of saying takes an object of its own."""


def predicate(scene: Scene, claim: Statement, who: Phrase) -> list[Draft]:
    """The verb of saying with what follows it in the report: "claimed responsibility",
    "described the attacks as …"."""
    if not claim.evidence or not claim.trigger or not re.fullmatch(r"[a-z]+", claim.trigger):
        return []
    verb = speech_words().verbs.get(claim.trigger)
    if verb is not None and not verb.frames & OBJECTS:
        return []
    made: list[Draft] = []
    speaker = replace(claim, actors=(claim.speaker,))
    for n, piece in enumerate(claim.evidence[:2]):
        clause = find_verb(piece.text, claim.trigger) if whole(piece.text) else None
        if (
            clause is None
            or clause.negated
            or clause.form not in ("past", "perfect", "present", "gerund")
        ):
            continue
        if in_quotation(piece.text, clause.start) or not governs(speaker, clause, n, False):
            continue
        rest = running(clause.rest, scene.published(claim.report), scene.year())
        bare = re.sub(r"“[^”]*”", "“”", rest)
        lead = re.match(r"(on|in|at|by|to|from|with|amid|during|about|of|for|against|over)\b", rest)
        if lead and (verb is None or lead[1] not in verb.frames):
            continue
        if not rest or IDLE.match(rest) or OUTSIDE.search(re.sub(r"^that it\b", "", bare)):
            continue
        made.extend(
            frame(scene, claim, who, f"{past(claim.trigger)} {rest}", own_spans(scene, claim))
        )
    return made
