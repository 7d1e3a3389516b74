"""Which of today's stories is which of yesterday's: identity that outlives new reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brinkwatch.fuse.keys import digest
from brinkwatch.model import Claim, Incident, Report


def keep(
    clusters: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]
) -> tuple[dict[int, str], dict[str, str]]:
    """Match clusters of report ids with the stories known before.

    A story goes on where most of its reports are; of two known ones in a single cluster the one
    that brings more reports goes on (ties: the id that sorts first).

    Args:
        known: story id to its reports, as last stored.

    Returns:
        Cluster number to the known id it keeps; and retired ids, each to the number of the
        cluster that took the story in, as a key into the first.
    """
    home = {rid: n for n, members in enumerate(clusters) for rid in members}
    shared: list[tuple[int, str, int]] = []
    for story, members in known.items():
        counts: dict[int, int] = {}
        for rid in members:
            if rid in home:
                counts[home[rid]] = counts.get(home[rid], 0) + 1
        if counts:
            n = min(counts, key=lambda c: (-counts[c], c))
            shared.append((counts[n], story, n))
    kept: dict[int, str] = {}
    retired: dict[str, str] = {}
    for _, story, n in sorted(shared, key=lambda s: (-s[0], s[1])):
        if n in kept:
            retired[story] = kept[n]
        else:
            kept[n] = story
    return kept, retired


def fresh_id(
    founder: Report, incidents: Sequence[Incident], claims: Sequence[Claim]
) -> str:
    """Return an id that stands while the story's first report does.

    Its readable part is taken from the first report's own incidents, the latest it tells of, so
    later reports change neither words nor hash.

    Args:
        claims: the founder's.
    """
    own = {c.id for c in claims}
    first = [i for i in incidents if own & set(i.claims)]
    rank = {"launch": 0, "event": 1, "statement": 2, "indicator": 3, "trend": 4}
    today = founder.published.date().isoformat() if founder.published else "9999"

    def order(i: Incident) -> tuple[int, bool, list[int], str]:
        day = (i.begin or "")[:10]
        return rank.get(i.kind, 5), not "" < day <= today, [-ord(c) for c in day], i.id

    stem = min(first, key=order).id.rsplit("-", 1)[0] if first else "report"
    return f"{stem}-{digest('story', founder.id)}"
