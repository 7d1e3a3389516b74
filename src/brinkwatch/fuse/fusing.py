"""The stage's one door: reports and claims in, stories out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from brinkwatch.fuse.build import build
from brinkwatch.fuse.holders import Holders
from brinkwatch.fuse.incidents import Group, gather
from brinkwatch.fuse.keys import digest, order
from brinkwatch.fuse.origins import Origins, origins
from brinkwatch.fuse.scope import left_out
from brinkwatch.fuse.stories import cluster
from brinkwatch.model import Claim, Incident, LeftOut, Origin, Report, Story


@dataclass(frozen=True, slots=True)
class Fusion:
    """What a set of reports comes to; every report is in one story or left out."""

    stories: tuple[Story, ...]
    """The largest first, then the latest."""
    left_out: tuple[LeftOut, ...]


def fuse(
    reports: Sequence[Report],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, np.ndarray] | None = None,
) -> Fusion:
    """Fuse reports into stories.

    Pure, and independent of the order of `reports` and of `claims`.

    Args:
        reports: any order; of two with one id the first by publication is kept.
        claims: report id to its claims.
        vectors: report id to its sentence vectors, float32 (sentences, 384), unit rows; a
            single row is taken as the report's own vector. May be empty.
    """
    ordered = list({r.id: r for r in reversed(order(reports))}.values())
    ordered = order(ordered)
    by_id = {r.id: r for r in ordered}
    sources = origins(ordered)
    reasons = {r.id: left_out(r, claims.get(r.id, ())) for r in ordered}
    for rid, first in sources.copy_of.items():
        if reasons.get(first) is None and reasons[rid] is not None and by_id[rid].text.strip():
            reasons[rid] = None
    inside = [r for r in ordered if reasons[r.id] is None]
    inside_ids = {r.id: r for r in inside}
    groups = gather(inside_ids, claims)
    clusters = cluster(inside, claims, vectors or {}, sources.copy_of)
    home = {rid: n for n, members in enumerate(clusters) for rid in members}
    parts: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        for n, mentions in _split(group, home).items():
            parts[n].append(Group(number=group.number, mentions=mentions))
    holders = Holders(by_id, sources.of, (c for r in ordered for c in claims.get(r.id, ())))
    stories = [
        _story(members, parts[n], by_id, sources, claims, holders)
        for n, members in enumerate(clusters)
    ]
    stories.sort(key=lambda s: (-len(s.reports), _newest_first(s, by_id), s.id))
    return Fusion(
        stories=tuple(stories),
        left_out=tuple(
            LeftOut(r.id, reason) for r in ordered if (reason := reasons[r.id]) is not None
        ),
    )


def _split(group: Group, home: Mapping[str, int]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for m in group.mentions:
        found[home[m.report.id]].append(m)
    return found


def _newest_first(story: Story, reports: Mapping[str, Report]) -> float:
    published = reports[story.reports[-1]].published
    return -published.timestamp() if published is not None else 0.0


def _story(
    members: Sequence[str], groups: Sequence[Group], reports: Mapping[str, Report],
    sources: Origins, claims: Mapping[str, Sequence[Claim]], holders: Holders,
) -> Story:
    own = [c for rid in members for c in claims.get(rid, ())]
    built = [build(g, reports, sources.of, holders) for g in groups]
    built.sort(key=lambda b: (b.incident.begin or "9999", b.incident.id))
    incidents = tuple(b.incident for b in built)
    days = sorted(i.begin for i in incidents if i.begin and len(i.begin) >= 10)
    return Story(
        id=_story_id(members, incidents, reports, claims),
        reports=tuple(members),
        incidents=incidents,
        origins=_origins_of(members, sources),
        contradictions=tuple(c for b in built for c in b.contradictions),
        revisions=tuple(r for b in built for r in b.revisions),
        claims=tuple(dict.fromkeys(c.id for c in own)),
        begin=days[0] if days else None,
        until=days[-1] if days else None,
    )


def _origins_of(members: Sequence[str], sources: Origins) -> tuple[Origin, ...]:
    inside = set(members)
    found = []
    for origin in sources.all:
        kept = tuple(r for r in origin.reports if r in inside)
        if kept:
            found.append(replace(origin, reports=kept, reason=sources.reason(origin.id, kept)))
    return tuple(found)


def _story_id(
    members: Sequence[str], incidents: Sequence[Incident], reports: Mapping[str, Report],
    claims: Mapping[str, Sequence[Claim]],
) -> str:
    """Return an id that stands while the story's first report does.

    Its readable part is taken from the first report's own incidents, so later reports change
    neither words nor hash.
    """
    founder = members[0]
    own = {c.id for c in claims.get(founder, ())}
    first = [i for i in incidents if own & set(i.claims)]
    rank = {"launch": 0, "event": 1, "statement": 2, "indicator": 3, "trend": 4}
    first.sort(key=lambda i: (rank.get(i.kind, 5), i.begin or "9999", i.id))
    stem = first[0].id.rsplit("-", 1)[0] if first else "report"
    return f"{stem}-{digest('story', founder)}"
