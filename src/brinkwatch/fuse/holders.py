"""Whose value is it, and who stands behind it: holders and the origins of claims.

A report's origin says who wrote the text; a claim's origin says who made the assertion. Ten
outlets that each write up one statement of the Joint Chiefs have one origin for its figures. The
offices of one state are one origin too: they measure with the same radars and clear their lines
with each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from brinkwatch.fuse.keys import (
    STATE_SECTORS,
    actor_key,
    is_vague,
    outlet_name,
    slug,
)
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
        claims: every claim, to find an actor by the name a measure gives.
        state_media: keys of outlets that speak for a state, to ISO 3166-1 alpha-3.
    """

    def __init__(
        self,
        reports: Mapping[str, Report],
        origins: Mapping[str, str],
        claims: Iterable[Claim],
        state_media: Mapping[str, str] | None = None,
    ) -> None:
        self._reports = reports
        self._origins = origins
        self._state_media = state_media or {}
        self._by_name: dict[str, Actor] = {}
        for claim in sorted(claims, key=lambda c: (c.report, c.id)):
            for actor in _everyone(claim):
                for name in (actor.name, actor.person, actor.text):
                    if name:
                        self._by_name.setdefault(name.casefold(), actor)

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
            outer = self.of_claim(claim)
            return Holder(by, outer.origin if outer.actor else f"body:{slug(by)}", None)
        return self._of_chain(claim, (actor,))

    def of_text(self, claim: Claim) -> Holder:
        """Return the outlet itself as holder."""
        report = self._reports[claim.report]
        return Holder(outlet_name(report), self._origins.get(report.id, report.id))

    def _of_chain(self, claim: Claim, chain: Sequence[Actor]) -> Holder:
        for actor in reversed(chain):
            if not is_vague(actor):
                return Holder(actor.name, self.origin_of(actor), actor)
        own = self.of_text(claim)
        if chain:
            return Holder(chain[-1].name, own.origin, chain[-1])
        return own

    def origin_of(self, actor: Actor) -> str:
        """Return the id of the origin an actor speaks for."""
        key = slug(actor.name)
        if key in self._state_media:
            return f"state:{self._state_media[key]}"
        if actor.sector == "MED":
            return f"origin:{key}"
        if actor.country and (actor.sector in STATE_SECTORS or actor.office):
            return f"state:{actor.country}"
        if actor.country and not actor.sector and not actor.person:
            return f"state:{actor.country}"
        return actor_key(actor)


def _everyone(claim: Claim) -> Iterable[Actor]:
    yield from claim.attribution
    if isinstance(claim, Statement):
        yield claim.speaker
        yield from claim.addressees
    yield from claim.actors
    yield from claim.recipients
