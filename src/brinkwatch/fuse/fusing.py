"""The stage's one door: reports and claims in, stories out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from brinkwatch.fuse.build import build
from brinkwatch.fuse.flight_told import flight_told
from brinkwatch.fuse.holders import Holders
from brinkwatch.fuse.identity import fresh_id, keep
from brinkwatch.fuse.incidents import gather
from brinkwatch.fuse.keys import believed, order
from brinkwatch.fuse.mentions import Group
from brinkwatch.fuse.origins import Origins, origins
from brinkwatch.fuse.outlets import told_apart
from brinkwatch.fuse.scope import left_out, off_topic, unreadable
from brinkwatch.fuse.stories import cluster
from brinkwatch.model import Claim, LeftOut, Origin, Report, Story


@dataclass(frozen=True, slots=True)
class Fusion:
    """What a set of reports comes to; every report is in one story or left out."""

    stories: tuple[Story, ...]
    """Those that belong in an edition: the largest first, then the latest."""
    left_out: tuple[LeftOut, ...]
    aside: tuple[Story, ...] = ()
    """Stories on other matters than the desk's, whose reports are left out."""
    retired: Mapping[str, str] = field(default_factory=dict)
    """Ids of known stories that another took in, to the id of that one."""


def fuse(
    reports: Sequence[Report],
    claims: Mapping[str, Sequence[Claim]],
    vectors: Mapping[str, np.ndarray] | None = None,
    known: Mapping[str, Sequence[str]] | None = None,
) -> Fusion:
    """Fuse reports into stories.

    Pure, and independent of the order of `reports` and of `claims`. All that can be read is
    clustered, whatever it is about; whether a story belongs in an edition is judged from its
    reports together, so that a side report is not lost for lack of the right words.

    Args:
        reports: any order; of two with one id the first by publication is kept. A date of
            publication after the report's capture is not believed: the report counts as undated.
        claims: report id to its claims.
        vectors: report id to its sentence vectors, float32 (sentences, 384), unit rows; a
            single row is taken as the report's own vector. May be empty.
        known: story id to its report ids as last stored; a running story keeps its id.
    """
    dated = order(map(believed, reports))
    ordered = told_apart(order({r.id: r for r in reversed(dated)}.values()))
    by_id = {r.id: r for r in ordered}
    reasons = {r.id: unreadable(r) for r in ordered}
    readable = [r for r in ordered if reasons[r.id] is None]
    sources = origins(ordered)
    clusters = cluster(readable, claims, vectors or {}, sources.copy_of)
    kept, retired = keep(clusters, known or {})
    holders = Holders(
        by_id, sources.of, sources.voices, (c for r in ordered for c in claims.get(r.id, ())))
    judged = {
        r.id: left_out(r, claims.get(r.id, ()))
        for r in readable if sources.copy_of.get(r.id, r.id) == r.id
    }
    stories: list[Story] = []
    aside: list[Story] = []
    for n, members in enumerate(clusters):
        groups = gather({rid: by_id[rid] for rid in members}, claims)
        story = _story(members, groups, by_id, sources, claims, holders)
        reason = off_topic([judged[rid] for rid in members if rid in judged] or [
            left_out(by_id[members[0]], claims.get(members[0], ()))])
        story = replace(story, id=kept.get(n, story.id), off_topic=reason)
        (stories if reason is None else aside).append(story)
        if reason is not None:
            reasons |= {rid: judged.get(rid) or reason for rid in members}

    def rank(s: Story) -> tuple[int, float, str]:
        return -len(s.reports), _newest_first(s, by_id), s.id

    return Fusion(
        stories=tuple(sorted(stories, key=rank)),
        left_out=tuple(
            LeftOut(r.id, reason) for r in ordered if (reason := reasons[r.id]) is not None
        ),
        aside=tuple(sorted(aside, key=rank)),
        retired=retired,
    )


def _newest_first(story: Story, reports: Mapping[str, Report]) -> float:
    published = reports[story.reports[-1]].published
    return -published.timestamp() if published is not None else 0.0


def _story(
    members: Sequence[str], groups: Sequence[Group], reports: Mapping[str, Report],
    sources: Origins, claims: Mapping[str, Sequence[Claim]], holders: Holders,
) -> Story:
    own = [c for rid in members for c in claims.get(rid, ())]
    told = flight_told(groups, own, reports, holders)
    built = [build(g, reports, sources.of, holders, told.get(g.number, ())) for g in groups]
    built.sort(key=lambda b: (b.incident.begin or "9999", b.incident.id))
    incidents = tuple(b.incident for b in built)
    days = sorted(i.begin for i in incidents if i.begin and len(i.begin) >= 10)
    return Story(
        id=fresh_id(reports[members[0]], incidents, claims.get(members[0], ())),
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
