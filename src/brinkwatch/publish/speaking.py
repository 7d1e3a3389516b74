"""Statements told as sentences: short exact quotations and attributed clauses."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import past
from brinkwatch.model import Statement
from brinkwatch.publish.clauses import curly, whole
from brinkwatch.publish.predicates import predicate
from brinkwatch.publish.quoting import (
    direct,
    words_as_spoken,
)
from brinkwatch.publish.reported import indirect
from brinkwatch.publish.scene import Draft, Scene

SECOND = re.compile(r"(?:we|you|your|our|us|i|my|me)", re.I)


def statement(scene: Scene, claim: Statement) -> list[Draft]:
    """Drafts for one statement, the best first."""
    who = scene.namer.name(claim.speaker, claim.report)
    if who is None or not claim.quote or SECOND.fullmatch(claim.speaker.text.strip()):
        return []
    if "?" in claim.quote and not claim.direct:
        return []
    if _reversed(claim) or re.search(r"\bsaid\b", re.sub(r"“[^”]*”|\"[^\"]*\"", "", claim.quote)):
        return []
    if _inside_quotation(claim) or not claim.evidence or not whole(claim.evidence[-1].text):
        return []
    if claim.direct and words_as_spoken(scene, claim):
        return direct(scene, claim, who)
    return indirect(scene, claim, who) or predicate(scene, claim, who)


def _reversed(claim: Statement) -> bool:
    """Whether the verb of saying is a participle behind what was said ("the figure announced by
    the army"): then what is taken for its content is not."""
    if not claim.trigger or not re.fullmatch(r"[a-z]+", claim.trigger):
        return False
    return any(
        re.search(rf"\b{past(claim.trigger)}\s+by\b", piece.text)
        and not re.search(r"\b(?:was|were|been|is|are)\s+" + past(claim.trigger), piece.text)
        for piece in claim.evidence[:2]
    )


def _inside_quotation(claim: Statement) -> bool:
    """Whether the speaker's own mention stands inside quotation marks: then it is no speaker."""
    at = claim.speaker.start
    if at is None:
        return False
    if (
        claim.quote_start is not None
        and claim.quote_end is not None
        and claim.quote_start <= at < claim.quote_end
    ):
        return True
    for piece in claim.evidence:
        if piece.start <= at < piece.end:
            before = curly(piece.text)[: at - piece.start]
            return before.count("“") > before.count("”")
    return False
