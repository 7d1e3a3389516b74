"""Which claims speak of one happening: event coreference across reports.

Claims are compared within blocks (same kind of record, same party), in one fixed order, and each
joins the group it agrees with best, provided no member rules it out. So the result depends on
the set of claims alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from brinkwatch.fuse.agreement import agreement, clash
from brinkwatch.fuse.mentions import Group, Mention, mention
from brinkwatch.model import Claim, Event, Report

WEEK = 7 * 86_400
HALF_DAY = 43_200
"""Seconds."""

MOST_WEEKS = 8
"""Weeks a claim may be spread over and still be looked for in each."""

SAME = 0.5
"""Agreement from which two claims are one incident; the parts' weights are in `agreement`."""


def gather(reports: Mapping[str, Report], claims: Mapping[str, Sequence[Claim]]) -> list[Group]:
    """Group the claims of `reports` into incidents, in order of time."""
    mentions = [
        mention(claim, reports[report])
        for report in reports for claim in claims.get(report, ())
    ]
    mentions.sort(key=lambda m: m.order)
    blocks: dict[tuple[str, str, int], list[Group]] = defaultdict(list)
    groups: list[Group] = []
    for m in mentions:
        seen: set[int] = set()
        best: tuple[float, int] | None = None
        for block in _blocks(m):
            for at in range(len(blocks[block]) - 1, -1, -1):
                group = blocks[block][at]
                if group.number in seen:
                    continue
                seen.add(group.number)
                if _long_past(group, m):
                    continue
                score = _fit(m, group)
                if score >= SAME and (best is None or (score, -group.number) > best):
                    best = (score, -group.number)
        if best is None:
            group = Group(number=len(groups))
            groups.append(group)
        else:
            group = groups[-best[1]]
        group.add(m)
        for block in _blocks(m):
            if not any(known is group for known in blocks[block]):
                blocks[block].append(group)
    return groups


def _blocks(m: Mention) -> list[tuple[str, str, int]]:
    """Return the blocks a claim is compared in: its kind, a party or country, and its weeks.

    Deeds are also met by their victims and places, since many reports name no doer ("a car bomb
    killed twelve"); launches by their time alone, for the same reason.
    """
    kinds, keys = [m.kind], m.who
    if m.kind == "launch":
        keys = frozenset()
    elif isinstance(m.claim, Event):
        kinds = [f"event:{_FAMILY.get(m.claim.type or '', m.claim.type)}"]
        if m.claim.kind:  # a kind of happening may go under several types
            kinds.append(f"event:{m.claim.kind}")
        keys = m.who | m.whom | {p.country or p.name for p in m.places}
    return [
        (kind, key, week)
        for kind in kinds for week in _weeks(m) for key in sorted(keys) or [""]]


def _weeks(m: Mention) -> list[int]:
    """Return the numbers of the weeks a claim's time touches, half a day about it included."""
    if m.span is None:
        return [-1]
    begin = min(s[0] for s in m.spans).timestamp() - HALF_DAY
    end = max(s[1] for s in m.spans).timestamp() + HALF_DAY
    first, last = int(begin // WEEK), int(end // WEEK)
    return list(range(first, min(last, first + MOST_WEEKS) + 1))


_FAMILY = {
    "AGREE": "talk", "CONSULT": "talk", "COOPERATE": "talk", "SUPPORT": "talk",
    "ACCUSE": "words", "REJECT": "words", "THREATEN": "words",
    "COERCE": "force", "ASSAULT": "force", "SANCTION": "force",
}
"""PLOVER types coders confuse; claims of other types never corefer."""


def _long_past(group: Group, m: Mention) -> bool:
    if m.span is None:
        return False
    return all(
        f.span is not None and f.span[1] + timedelta(days=20) < m.span[0] for f in group.faces
    )


def _fit(m: Mention, group: Group) -> float:
    """Return the mean agreement of the three best faces; 0 when one rules the newcomer out."""
    scores = []
    for face in group.faces:
        if clash(m, face):
            return 0.0
        scores.append(agreement(m, face))
    scores.sort(reverse=True)
    return sum(scores[:3]) / len(scores[:3])
