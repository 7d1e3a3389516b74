"""Who did it: the subject of a told deed, and whether the words make him its doer."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import may_be_finite
from brinkwatch.model import Actor, Claim, Span
from brinkwatch.publish._names import adjective
from brinkwatch.publish.clauses import Clause, unstopped
from brinkwatch.publish.nouns import PRONOUNS, lower_first
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import listed, running
from brinkwatch.publish.same import words
from brinkwatch.publish.scene import Scene

POSSESSIVE = frozenset(["its", "their", "his", "her", "our", "my", "your", "whose"])


PLANS = re.compile(r"['’]s\s+(?:\w+\s+){0,2}plans?\s+to")


LINKS = frozenset(
    [
        "whose",
        "where",
        "when",
        "if",
        "the",
        "a",
        "an",
        "its",
        "their",
        "and",
        "or",
        "but",
        "who",
        "which",
        "that",
        "to",
        "as",
        "for",
        "because",
        "while",
    ]
)


AUXILIARY = re.compile(
    r"\b(?:has|have|had|was|were|is|are|been|being|will|would|also|already|reportedly|later|then|"
    r"first|recently|now|since|still|not|[a-z]+ly|to)\b"
)


def subject(scene: Scene, claim: Claim, who: tuple[Actor, ...] | None = None) -> Phrase | None:
    """The claim's actors as one noun phrase."""
    actors = claim.actors if who is None else who
    named: list[Phrase] = []
    for actor in actors[:3]:
        phrase = scene.namer.name(actor, claim.report)
        if phrase is not None and all(phrase.text != p.text for p in named):
            named.append(phrase)
    if not named:
        return None
    spans = tuple(s for p in named for s in p.spans)
    return Phrase(
        listed([p.text for p in named]),
        spans,
        len(named) > 1 or named[0].plural,
        named[0].key,
        named[0].person and len(named) == 1,
        any(p.named for p in named),
    )


def governs(claim: Claim, clause: Clause, n: int, passive: bool) -> bool:
    """Whether the actor's own words stand where the verb's subject stands: right before it, but
    for auxiliaries, an aside between commas, or an earlier verb of the same subject."""
    actors = claim.recipients if passive else claim.actors
    piece = claim.evidence[n]
    text = unstopped(piece.text)
    for actor in actors[:2]:
        if actor.start is None or actor.end is None or actor.text.lower() in POSSESSIVE:
            continue
        start, end = actor.start - piece.start, actor.end - piece.start
        if start < 0 or end > len(piece.text):
            continue
        end += len(unstopped(piece.text[:end])) - end
        if end > clause.start:
            continue
        between = text[end : clause.start]
        if re.search(r"\b(?:what|which|whom|that)\s*$", text[: max(0, start)]):
            continue
        if re.search(r"[.!?;:“”\"]\s", between):
            continue
        if clause.form == "infinitive" and PLANS.fullmatch(between.strip()):
            return True
        if clause.form in ("present", "base", "gerund") and re.match(r"['’]s\b", between):
            continue
        bare = AUXILIARY.sub("", between).strip()
        tokens = re.findall(r"[A-Za-z’'-]+", bare)
        if not bare:
            return True
        if re.fullmatch(r"(?:['’]s )?[A-Za-z’'-]+(?: [A-Za-z’'-]+){0,4}", bare) and not any(
            may_be_finite(w) or w.endswith("ing") or w.lower() in LINKS or w.lower() in PRONOUNS
            for w in tokens
        ):
            return True
        if re.fullmatch(r",[^,]{3,90},", bare) or re.fullmatch(r"\([^)]{1,60}\)", bare):
            return True
        if (
            re.search(r"\b(?:and|then|to)$", bare)
            and re.match(r"[a-z]+", bare)
            and any(may_be_finite(w) for w in bare.split()[:3])
        ):
            return True
    return False


def longer(scene: Scene, claim: Claim, clause: Clause, n: int, passive: bool) -> Phrase | None:
    """The subject in the report's own words where the actor is only part of it ("an American
    aircraft carrier" for an actor "American"); None where the actor is all of it."""
    actors = claim.recipients if passive else claim.actors
    piece = claim.evidence[n]
    if not actors or actors[0].person or actors[0].start is None or actors[0].end is None:
        return None
    start, end = actors[0].start - piece.start, actors[0].end - piece.start
    text = unstopped(piece.text)
    shift = len(unstopped(piece.text[:end])) - end
    if start < 0 or end + shift > clause.start:
        return None
    between = AUXILIARY.sub("", text[end + shift : clause.start])
    between = re.sub(r"^['’]s\b", "’s", between).strip()
    if re.match(r"(?:on|in|at|by|for|with|last|this|early|late)\b", between):
        return None
    pair = re.fullmatch(r"and [A-Z][\w.]*(?: [A-Z][\w.]*)? [a-z]+", between)
    if pair and actors[0].country and words(actors[0].text) == words(adjective(actors[0].country)):
        noun = running(f"{text[start + shift : end + shift]} {between}")
        return Phrase(noun, (Span(claim.report, piece.start, piece.end),), True, "", False, True)
    if not between or not re.fullmatch(r"(?:’s )?[A-Za-z’-]+(?: [A-Za-z’-]+){0,4}", between):
        return None
    if any(
        may_be_finite(w) or w.lower() in ("and", "or", "who", "that", "which", "to")
        for w in between.replace("’s", "").split()
    ):
        return None
    lead = re.search(
        r"(?:\b(?:an?|the|its|two|three|several|some)\s+)?(?:[a-z-]+\s+)?$",
        unstopped(piece.text[:start]),
        re.I,
    )
    before = lead.group(0).strip() if lead else ""
    if before and not re.match(r"(?:an?|the|two|three|several|some)\b", before, re.I):
        before = ""
    noun = f"{before} {text[start + shift if shift else start : end + shift]} {between}".strip()
    noun = re.sub(r" (?=’s|-\w)", "", noun)
    if not before and not re.match(r"[A-Z]", noun):
        return None
    noun = running(lower_first(noun) if before[:1].isupper() else noun)
    plural = noun.endswith("s") and not noun.endswith("ss")
    return Phrase(noun, (Span(claim.report, piece.start, piece.end),), plural, "", False, True)
