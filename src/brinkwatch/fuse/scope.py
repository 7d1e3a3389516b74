"""Which reports belong in an edition at all, and why the others do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log2

from brinkwatch.fuse.keys import is_vague, party
from brinkwatch.knowledge.scope import STRONG, WEAK, scope
from brinkwatch.model import Actor, Claim, Event, Indicator, Launch, Report, Statement

HEAD = 3000
"""Characters of the text that are weighed: a dispatch says early what it is about."""

TITLE_WEIGHT = 2
"""Times a title counts: an editor has said there what the report is about."""

NO_EVENT = "no security or political event read"
OTHER = "not about security or politics ({domain})"
NO_TEXT = "no text"
NOT_ENGLISH = "not in English (read as {language})"

NAMES = {
    "crime": "crime and courts", "accident": "an accident", "disaster": "a natural disaster",
    "science": "science and health", "sport": "sport", "culture": "culture",
    "obituary": "an obituary", "business": "business",
}

HARD = frozenset({"MOBILIZE", "COERCE", "ASSAULT", "SANCTION", "THREATEN", "RETREAT"})
ARMED = frozenset({"MIL", "REB", "SPY", "UAF"})
POLITICAL = frozenset({"GOV", "LEG", "OPP", "PTY", "IGO", "JUD", "UNS", *ARMED})


def left_out(report: Report, claims: Sequence[Claim]) -> str | None:
    """Return why a report belongs in no story, or None when it belongs in one."""
    if not report.text.strip():
        return NO_TEXT
    if report.language not in (None, "en"):
        return NOT_ENGLISH.format(language=report.language)
    weight = evidence(claims)
    if weight <= 0:
        return NO_EVENT
    found = domains(report)
    inside = sum(found[d.name] for d in scope().domains if d.inside)
    other, most = max(
        ((d.name, found[d.name]) for d in scope().domains if not d.inside),
        key=lambda kv: (kv[1], kv[0]),
    )
    inside += min(weight, 6.0) / 3
    if inside < scope().minimum and weight < 3:
        return NO_EVENT
    if inside < scope().margin * most:
        return OTHER.format(domain=NAMES.get(other, other))
    return None


def evidence(claims: Sequence[Claim]) -> float:
    """Return how much the claims of a report speak of security or politics."""
    total = 0.0
    for claim in claims:
        if isinstance(claim, Launch):
            total += 3.0
        elif isinstance(claim, Indicator):
            total += 1.0
        elif isinstance(claim, Statement):
            total += 0.5 * _known([claim.speaker])
        elif isinstance(claim, Event):
            known = _known([*claim.actors, *claim.recipients])
            between = len({party(a) for a in (*claim.actors, *claim.recipients)
                           if a.country and not is_vague(a)}) >= 2
            total += known * ((1.0 if claim.type in HARD else 0.5) + 0.5 * between)
    return total


def _known(actors: Sequence[Actor]) -> float:
    return float(any(
        (a.sector in POLITICAL) or bool(a.office) or (a.country and not a.person and not a.sector)
        for a in actors
    ))


def domains(report: Report) -> dict[str, float]:
    """Return the weight of each domain's words in a report.

    A word met n times counts log2(1 + n); strong words weigh 1, weak ones 0.35.
    """
    title = ((report.title or "") + "\n").lower() * TITLE_WEIGHT
    text = title + report.text[:HEAD].lower()
    total: dict[str, float] = defaultdict(float)
    for domain in scope().domains:
        for pattern, weight in ((domain.strong, STRONG), (domain.weak, WEAK)):
            met = Counter(m.group() for m in pattern.finditer(text))
            total[domain.name] += sum(weight * log2(1 + n) for n in met.values())
        if domain.title is not None and domain.title.search(report.title or ""):
            total[domain.name] += scope().title_weight
    return dict(total)
