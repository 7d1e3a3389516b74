"""What is new about a story since the edition before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from brinkwatch.fuse.values import value_key
from brinkwatch.model import Change, Contradiction, Revision, Story


def changes(
    before: Story | None, after: Story, at: str, taken_in: Sequence[str] = ()
) -> list[Change]:
    """Return what differs between two versions of one story.

    Where there is none before, all its reports and incidents are new and go without saying; what
    remains is where accounts differ and what has been corrected.

    Args:
        at: when the newer one is published, ISO 8601 UTC.
        taken_in: ids of stories that were merged into it.
    """
    first = before is None
    before = before or replace(after, reports=(), incidents=(), contradictions=(), revisions=())
    return [
        *(Change(at, "merged", after=other) for other in sorted(taken_in)),
        *(() if first else _reports(before, after, at)),
        *(() if first else _incidents(before, after, at)),
        *_contradictions(before, after, at),
        *_revisions(before, after, at),
    ]


def _reports(before: Story, after: Story, at: str) -> Iterator[Change]:
    seen = set(before.reports)
    for rid in after.reports:
        if rid not in seen:
            yield Change(at, "report", after=rid)


def _incidents(before: Story, after: Story, at: str) -> Iterator[Change]:
    old = {i.id: i for i in before.incidents}
    for incident in after.incidents:
        known = old.get(incident.id)
        if known is None:
            yield Change(at, "incident", incident=incident.id, after=incident.title)
            continue
        for name, field in incident.fields.items():
            was = known.fields.get(name)
            if was is None or value_key(was.resolved) != value_key(field.resolved):
                yield Change(
                    at, "value", incident=incident.id, field=name,
                    before=was.resolved if was is not None else None, after=field.resolved)


def _contradictions(before: Story, after: Story, at: str) -> Iterator[Change]:
    def open_of(story: Story) -> dict[tuple[str, str], Contradiction]:
        return {(c.incident, c.field): c for c in story.contradictions if c.standing == "open"}

    old, new = open_of(before), open_of(after)
    for incident, name in sorted(new.keys() - old.keys()):
        since = new[incident, name].since
        yield Change(
            at, "contradiction", incident=incident, field=name, after="open", when=since)
    now = {(c.incident, c.field): c for c in after.contradictions}
    for key in sorted(old.keys() - new.keys()):
        ended = now.get(key)
        yield Change(
            at, "settled", incident=key[0], field=key[1], before="open",
            after=ended.standing if ended is not None else None,
            when=ended.until if ended is not None else None)


def _revisions(before: Story, after: Story, at: str) -> Iterator[Change]:
    def key(r: Revision) -> tuple[str, str, str, str]:
        return r.incident, r.field, r.holder, value_key(r.after.value)

    old = set(map(key, before.revisions))
    for r in after.revisions:
        if key(r) not in old:
            yield Change(
                at, "revision", incident=r.incident, field=r.field,
                before=r.before.value, after=r.after.value, when=r.when, holder=r.holder)
