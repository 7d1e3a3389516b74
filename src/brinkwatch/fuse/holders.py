"""Whose value is it, and who stands behind it: holders and the origins of claims.

A report's origin says who wrote the text; a claim's origin says who made the assertion. Ten
outlets that each write up one statement of the Joint Chiefs have one origin for its figures. The
offices of one state are one origin too: they measure with the same radars and clear their lines
with each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brinkwatch.fuse.keys import (
    STATE_SECTORS,
    actor_key,
    is_vague,
    outlet_name,
    slug,
)
from brinkwatch.knowledge.sources import source
from brinkwatch.model import Actor, Claim, Report, Statement


@dataclass(frozen=True, slots=True)
class Holder:
    """Who gives a value, and the independent origin behind it."""

    name: str
    origin: str
    actor: Actor | None = None


class Holders:
    """Names the holders of values in one set of reports.

    Args:
        reports: by id.
        origins: report id to the id of its text's origin.
        voices: report id to the name of whoever wrote its text: for a reprint not the outlet.
        claims: every claim of the record, to find an actor by the name a measure gives, and
            the country of a body that one report names without it.
    """

    def __init__(
        self,
        reports: Mapping[str, Report],
        origins: Mapping[str, str],
        voices: Mapping[str, str],
        claims: Iterable[Claim],
    ) -> None:
        self._reports = reports
        self._voices = voices
        self._origins = origins
        self._by_name: dict[str, Actor] = {}
        seats: dict[str, set[str]] = defaultdict(set)
        full: dict[str, set[str]] = defaultdict(set)
        for claim in sorted(claims, key=lambda c: (c.report, c.id)):
            for actor in _everyone(claim):
                if actor.country and not actor.person:
                    seats[_stem(actor.name)].add(actor.country)
                    full[_stem(actor.name)].add(actor.name)
                for name in (actor.name, actor.person, actor.text):
                    known = self._by_name.get(name.casefold()) if name else None
                    if name and (known is None or (actor.country and not known.country)):
                        self._by_name[name.casefold()] = actor
        self._seat = {stem: next(iter(found)) for stem, found in seats.items() if len(found) == 1}
        self._full = {stem: max(full[stem], key=lambda n: (len(n), n)) for stem in self._seat}

    def of_claim(self, claim: Claim) -> Holder:
        """Return the holder of what a claim asserts: its innermost nameable source."""
        chain = claim.attribution
        if isinstance(claim, Statement) and not chain:
            chain = (claim.speaker,)
        return self._of_chain(claim, chain)

    def of_measure(self, claim: Claim, by: str | None) -> Holder:
        """Return the holder of one figure; `by` names it, else the claim's own source."""
        if not by:
            return self.of_claim(claim)
        actor = self._by_name.get(by.casefold())
        if actor is None:
            return Holder(by, f"body:{slug(by)}", None)
        return self._of_chain(claim, (actor,))

    def of_text(self, claim: Claim) -> Holder:
        """Return the outlet itself as holder, for a reprint the one it is copied from."""
        report = self._reports[claim.report]
        name = self._voices.get(report.id) or outlet_name(report)
        return Holder(name, self._origins.get(report.id, report.id))

    def _of_chain(self, claim: Claim, chain: Sequence[Actor]) -> Holder:
        for actor in reversed(chain):
            if not is_vague(actor):
                return Holder(self._name(actor), self.origin_of(actor), actor)
        own = self.of_text(claim)
        if chain:
            return Holder(chain[-1].name, own.origin, chain[-1])
        return own

    def _name(self, actor: Actor) -> str:
        """Return a body's name with its country where any report tells it."""
        if actor.country or actor.person:
            return actor.name
        return self._full.get(_stem(actor.name), actor.name)

    def origin_of(self, actor: Actor) -> str:
        """Return the id of the origin an actor speaks for."""
        outlet = source(actor.name)
        if outlet is not None and outlet.kind in ("state", "office") and outlet.country:
            return f"state:{outlet.country}"
        if actor.sector == "MED" or (outlet is not None and outlet.kind in ("wire", "outlet")):
            return f"origin:{slug(outlet.name if outlet else actor.name)}"
        if not actor.country and not actor.person:
            seat = self._seat.get(_stem(actor.name))
            if seat is not None:
                actor = replace(actor, country=seat)
        if actor.country and (actor.sector in STATE_SECTORS or actor.office):
            return f"state:{actor.country}"
        if actor.country and not actor.sector and not actor.person:
            return f"state:{actor.country}"
        return actor_key(actor)


def independent(origins: Iterable[str]) -> set[str]:
    """Return the origins that count as independent.

    Where somebody is named as the source, a report that only repeats the matter in its own
    voice adds none: it does not say how it knows.
    """
    found = set(origins)
    return {o for o in found if not o.startswith("origin:")} or found


def _stem(name: str) -> str:
    """Return a body's name without its country: "Joint Chiefs of Staff (South Korea)"."""
    return slug(name.split("(")[0])


def _everyone(claim: Claim) -> Iterable[Actor]:
    yield from claim.attribution
    if isinstance(claim, Statement):
        yield claim.speaker
        yield from claim.addressees
    yield from claim.actors
    yield from claim.recipients
