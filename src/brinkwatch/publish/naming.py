"""Who is meant, as a page says it: office and full name at first mention, short after.

Every name comes with the spans that carry it, so that the sentence can cite them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from brinkwatch.model import Actor, Claim, Report, Statement
from brinkwatch.publish._names import adjective, country_name
from brinkwatch.publish.naming_bodies import Bodies
from brinkwatch.publish.naming_persons import Persons
from brinkwatch.publish.nouns import (
    PLURAL_HEADS,
    PRONOUNS,
    UNNAMED,
    is_proper,
    looks_personal,
    lower_first,
)
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import clean
from brinkwatch.publish.same import countries_in, words


class Namer(Persons, Bodies):
    """Names the actors of one page. `commit` what a kept sentence introduced."""

    __slots__ = ()

    @classmethod
    def of(cls, reports: Mapping[str, Report], claims: Iterable[Claim]) -> Namer:
        """A namer that knows every actor of these claims by name."""
        namer = cls(reports)
        for claim in claims:
            chain = [*claim.attribution, *claim.actors, *claim.recipients]
            if isinstance(claim, Statement):
                chain = [claim.speaker, *claim.addressees, *chain]
            for actor in chain:
                for name in (actor.name, actor.person):
                    if not name:
                        continue
                    old = namer.actors.get(name)
                    if (
                        old is None
                        or len(actor.office or "") > len(old.office or "")
                        or (actor.sector and not old.sector and not old.office)
                    ):
                        namer.actors[name] = actor
        return namer

    def name(self, actor: Actor, report: str, *, short: bool | None = None) -> Phrase | None:
        """The phrase for an actor in a sentence that draws on `report`; None when it cannot be
        named. `short` forces the short or the long form; by default the page's memory decides."""
        if is_proper(actor.person or "") or looks_personal(actor):
            return None if self._in_dateline(actor, report) else self._person(actor, report, short)
        text = clean(actor.name or actor.text).strip(" .,;:")
        if not text or text.lower() in PRONOUNS or self._in_dateline(actor, report):
            return None
        lower = lower_first(text)
        if (
            text != lower
            and (" " not in text or re.match(r"(?:Some|Several|Many|Other)\b", text))
            and (PLURAL_HEADS.fullmatch(lower.split()[-1]) and not countries_in(words(text)))
        ):
            text = lower
            actor = replace(actor, name=lower, text=lower_first(actor.text), country=None)
        if (
            actor.sector == "MIL"
            and actor.country
            and words(text) == words(country_name(actor.country))
        ):
            own = self._generic(actor, report)
            if own is not None:
                return own
        if actor.country and words(text) == words(adjective(actor.country)):
            return self._state(actor, report)
        if actor.country and not actor.sector and words(text) == words(country_name(actor.country)):
            return self._state(actor, report)
        if words(text) == words(country_name(actor.country or "")):
            return self._state(actor, report)
        if UNNAMED.match(text) and not re.search(r"[A-Z]", text[1:]):
            return self._unnamed(actor, report)
        return self._body(actor, report, short)
