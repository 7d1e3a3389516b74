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

MOST = 3.0
"""Weight that claims of force add to the words at most."""

BETWEEN = 1.5
"""Weight that governments or forces of two countries add, whatever they do."""

UNSPOKEN = 2.0
"""Times the usual weight of words that is asked for where no claim has a known actor."""

HARD = frozenset({"MOBILIZE", "COERCE", "ASSAULT", "SANCTION", "THREATEN", "RETREAT"})
ARMED = frozenset({"MIL", "REB", "SPY", "UAF"})
POLITICAL = frozenset({"GOV", "LEG", "OPP", "PTY", "IGO", "JUD", "UNS", *ARMED})


def unreadable(report: Report) -> str | None:
    """Return why a report cannot be read at all, or None."""
    if not report.text.strip():
        return NO_TEXT
    if report.language not in (None, "en"):
        return NOT_ENGLISH.format(language=report.language)
    return None


def off_topic(judged: Sequence[str | None]) -> str | None:
    """Return why a story belongs in no edition, or None.

    It belongs in one when at least half of its separately written reports do by themselves;
    else the reason is the most frequent of theirs.

    Args:
        judged: for each report what `left_out` gives.
    """
    reasons = Counter(reason for reason in judged if reason is not None)
    if 2 * reasons.total() <= len(judged):
        return None
    return min(reasons, key=lambda reason: (-reasons[reason], reason))


def left_out(report: Report, claims: Sequence[Claim]) -> str | None:
    """Return why a report by itself belongs in no story of the desk's, or None."""
    if not claims:
        return NO_EVENT
    found = domains(report)
    inside = sum(found[d.name] for d in scope().domains if d.inside)
    inside += min(MOST, sum(hard(claim) for claim in claims))
    whole = inside + BETWEEN * (len(states(claims)) >= 2)
    asked = min(scope().minimum, scope().short * len(report.text[:HEAD].split()))
    spoken = any(_speaks(claim) for claim in claims)
    if whole < asked * (1.0 if spoken else UNSPOKEN):
        return NO_EVENT
    other, most = max(
        ((d.name, found[d.name]) for d in scope().domains if not d.inside),
        key=lambda kv: (kv[1], kv[0]),
    )
    if inside < scope().margin * most:
        return OTHER.format(domain=NAMES.get(other, other))
    return None


def _speaks(claim: Claim) -> bool:
    """Tell whether a claim is of a launch, a sign, or a deed or word of a political party to
    it."""
    if isinstance(claim, (Launch, Indicator)):
        return True
    if isinstance(claim, Statement):
        return _known([claim.speaker])
    return isinstance(claim, Event) and _known([*claim.actors, *claim.recipients])


def hard(claim: Claim) -> float:
    """Return how surely a claim alone is about security: launches, and acts of force or pressure
    between two countries, or by armed forces."""
    if isinstance(claim, Launch):
        return 1.5 if any(a.country for a in claim.actors) else 0.0
    if not isinstance(claim, Event) or claim.type not in HARD:
        return 0.0
    countries = {party(a) for a in (*claim.actors, *claim.recipients)
                 if a.country and not is_vague(a)}
    armed = any(a.sector in ARMED and a.country for a in claim.actors)
    return 0.75 if len(countries) >= 2 or armed else 0.0


def states(claims: Sequence[Claim]) -> set[str]:
    """Return the countries whose governments, forces or leaders act or speak in the claims."""
    found = set()
    for claim in claims:
        people = [*claim.actors, *claim.recipients]
        if isinstance(claim, Statement):
            people += [claim.speaker, *claim.addressees]
        found |= {a.country for a in people
                  if a.country and (a.sector in POLITICAL or a.office or not a.sector)}
    return found


def _known(actors: Sequence[Actor]) -> bool:
    return any(
        (a.sector in POLITICAL) or bool(a.office) or (a.country and not a.person and not a.sector)
        for a in actors
    )


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
