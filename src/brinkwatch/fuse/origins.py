"""Who first said it: near-copies, wire credits and publisher families."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brinkwatch.fuse.copies import Text, copies, prepare
from brinkwatch.fuse.keys import order, outlet, outlet_name, slug
from brinkwatch.knowledge import sources as publisher
from brinkwatch.model import Origin, Report


@dataclass(frozen=True, slots=True)
class Origins:
    """Origins of a set of reports. `of` maps each report id to its origin's id."""

    all: tuple[Origin, ...]
    of: Mapping[str, str]
    copy_of: Mapping[str, str]
    """A near-copy's report id to that of the first appearance of its text."""
    reasons: Mapping[str, str]
    """Report id to why it has the origin it has."""

    @property
    def voices(self) -> dict[str, str]:
        """Report id to the name of its origin, for reports that an outlet took from another."""
        names = {origin.id: origin.name for origin in self.all}
        return {
            rid: names[self.of[rid]] for rid, reason in self.reasons.items()
            if reason in ("near-copy", "wire credit")
        }

    def reason(self, origin: str, reports: Sequence[str]) -> str:
        """Return why `reports` share `origin`: the strongest reason among them."""
        found = {self.reasons[r] for r in reports if self.of.get(r) == origin}
        return next((r for r in REASONS if r in found), REASONS[-1])


REASONS = ("near-copy", "wire credit", "publisher family", "own reporting")


def origins(reports: Sequence[Report]) -> Origins:
    """Partition `reports` (in any order) by who first wrote them.

    An origin is an outlet, a wire or a publisher family, with all its reports here: two
    dispatches of one outlet are one origin, and so is every reprint of them. Families come from
    the desk's list of sources.
    """
    outlets = _outlets(reports)
    texts = [prepare(r, outlets) for r in order(reports)]
    root: dict[str, Text] = {}
    copied: set[str] = set()
    for copy, first in copies(texts):
        root[copy.report.id] = root.get(first.report.id, first)
        copied.add(copy.report.id)
    members: dict[str, list[Report]] = defaultdict(list)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, str] = {}
    of: dict[str, str] = {}
    credits = _credits_of_groups(texts, root)
    for t in texts:
        source = root.get(t.report.id, t)
        credit = credits.get(source.report.id)
        if credit:
            key, name = credit
        else:
            key, name = source.outlet or source.report.id, outlet_name(source.report)
        reason = "own reporting"
        family = publisher.family(name) or (
            None if credit else publisher.family(source.report.source, source.report.url))
        if family is not None and slug(family) != key:
            name, key, reason = family, slug(family), "publisher family"
        if t.report.id in copied and source.outlet != t.outlet:
            reason = "near-copy"
        elif credit and credit[0] != t.outlet:
            reason = "wire credit"
        members[key].append(t.report)
        names[key][name] += 1
        of[t.report.id] = f"origin:{key}"
        reasons[t.report.id] = reason
    made = tuple(
        Origin(
            id=f"origin:{key}",
            name=min((-count, name) for name, count in names[key].items())[1],
            reports=tuple(r.id for r in members[key]),
            reason=min((reasons[r.id] for r in members[key]), key=REASONS.index),
        )
        for key in sorted(members)
    )
    return Origins(
        all=made, of=of, reasons=reasons,
        copy_of={rid: first.report.id for rid, first in root.items()},
    )


def _outlets(reports: Sequence[Report]) -> dict[str, str]:
    return {outlet(r): outlet_name(r) for r in reports if r.source}


def _credits_of_groups(
    texts: Sequence[Text], root: Mapping[str, Text]
) -> dict[str, tuple[str, str]]:
    """A credit kept in one reprint holds for the others, whose editors cut it; of several the one
    that most reprints keep, so that no copy makes itself another origin by naming another wire."""
    votes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for t in texts:
        source = root.get(t.report.id, t)
        if t.credit:
            votes[source.report.id][t.credit] += 1
    return {
        report: min(found, key=lambda c: (-found[c], c))
        for report, found in votes.items()
    }
