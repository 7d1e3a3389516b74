"""What of the record goes out.

A filter chooses claims; what rests on a chosen claim comes along: its report and the capture
behind it, the incidents that use it, their stories. Without a filter everything does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property

from brinkwatch.errors import UsageError
from brinkwatch.export.record import Capture, Record
from brinkwatch.knowledge.countries import countries, country_named, demonym
from brinkwatch.knowledge.ontology import TYPES
from brinkwatch.knowledge.reliability import Ratings
from brinkwatch.model import Actor, Claim, Edition, Incident, Report, Statement, Story, StoryPage
from brinkwatch.model.codec import RECORDS


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters; each that is given must hold."""

    since: str | None = None
    """First day, ISO 8601. A claim is dated by its time, else by its report's publication; one
    without either is dropped by a bound."""
    until: str | None = None
    """Last day, inclusive."""
    types: tuple[str, ...] = ()
    """PLOVER types ("ASSAULT") or kinds of record ("launch"); any of them."""
    actors: tuple[str, ...] = ()
    """Words of the name of who acts, suffers or speaks, without regard to case; any of them."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3 of a party or place; any of them."""
    stories: tuple[str, ...] = ()
    """Story ids; any of them."""

    @property
    def everything(self) -> bool:
        return not any(getattr(self, f.name) for f in fields(self))


def day(option: str, text: str | None) -> str | None:
    """An ISO 8601 day as given.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{option} {text!r}: not an ISO date; write it as 2025-11-08") from None


def types_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """PLOVER types and kinds of record as `Choice` wants them.

    Raises:
        UsageError: one is neither.
    """
    found = []
    for name in names:
        if name.upper() in TYPES:
            found.append(name.upper())
        elif name.lower() in RECORDS:
            found.append(name.lower())
        else:
            raise UsageError(f"--type {name!r}: no PLOVER type and no kind of record; take one of "
                             f"{', '.join((*TYPES, *RECORDS))}")
    return tuple(found)


def countries_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """ISO-3 of countries given as code, name or adjective.

    Raises:
        UsageError: there is no such country.
    """
    found = []
    for name in names:
        code = name.strip().upper()
        people = demonym(name) or demonym(name.title())
        known = (code if code in countries() else None) or country_named(name) or country_named(
            name.title()) or (people.iso3 if people else None)
        if known is None:
            raise UsageError(f"--country {name!r}: no country of this name; give its ISO 3166 code")
        found.append(known)
    return tuple(found)


AT_HAND = 300
"""Reports kept in memory at once."""


@dataclass(frozen=True)
class Selection:
    """The chosen part of a record, read again at each pass.

    `ratings` are the user's own grades of sources.
    """

    record: Record
    choice: Choice = Choice()
    ratings: Ratings | None = None
    _at_hand: dict[str, Report | None] = field(default_factory=dict, repr=False)
    _of_story: dict[str, dict[str, Claim]] = field(default_factory=dict, repr=False)

    def reports(self) -> Iterator[Report]:
        for report in self.record.reports():
            if self.choice.everything or report.id in self._kept_reports:
                yield report

    def captures(self) -> Iterator[Capture]:
        """The bytes behind the chosen reports; without a filter also of what was refused."""
        wanted = None if self.choice.everything else {
            report.sha256 for report in self.reports()}
        for row in self.record.captures():
            if wanted is None or row[0] in wanted:
                yield Capture(*row)

    def claims(self) -> Iterator[Claim]:
        for claim in self.record.claims():
            if self._holds(claim):
                yield claim

    def report(self, id: str) -> Report | None:
        """A report of the record; the last few hundred are kept at hand."""
        if id not in self._at_hand:
            if len(self._at_hand) >= AT_HAND:
                self._at_hand.clear()
            self._at_hand[id] = self.record.report(id)
        return self._at_hand[id]

    def claims_of(self, story: Story) -> dict[str, Claim]:
        """The claims of a story by id; those of the last one asked for are kept at hand."""
        if story.id not in self._of_story:
            self._of_story.clear()
            ids = list(dict.fromkeys(
                [*story.claims, *(id for one in story.incidents for id in one.claims)]))
            self._of_story[story.id] = self.record.claims_by_id(ids)
        return self._of_story[story.id]

    def stories(self) -> Iterator[Story]:
        """Stories with a chosen claim, cut to what is chosen of them."""
        for story in self._all_stories():
            if self.choice.everything:
                yield story
            elif any(id in self._kept_claims for id in story.claims):
                yield self._cut(story)

    def incidents(self) -> Iterator[tuple[Story, Incident]]:
        for story in self.stories():
            for incident in story.incidents:
                yield story, incident

    def pages(self) -> Iterator[StoryPage]:
        """Stories of the latest edition, as they were published."""
        edition = self.edition
        for page in edition.stories if edition is not None else ():
            if self.choice.everything or any(
                    id in self._kept_claims for one in page.incidents for id in one.claims):
                yield page

    @cached_property
    def edition(self) -> Edition | None:
        """The latest edition, whole."""
        return self.record.latest_edition()

    @cached_property
    def incident_of(self) -> dict[str, tuple[str, str, int | None]]:
        """Claim id to its incident, that one's story and its credibility (1 to 6)."""
        found: dict[str, tuple[str, str, int | None]] = {}
        for story in self._all_stories():
            for incident in story.incidents:
                held = incident.fields.get("credibility")
                grade = held.resolved if held is not None else None
                for id in incident.claims:
                    found.setdefault(id, (incident.id, story.id, grade))
        return found

    def _cut(self, story: Story) -> Story:
        incidents = tuple(i for i in story.incidents
                          if any(id in self._kept_claims for id in i.claims))
        kept = {i.id for i in incidents}
        origins = (replace(o, reports=self._those(o.reports)) for o in story.origins)
        return replace(
            story, reports=self._those(story.reports), incidents=incidents,
            origins=tuple(o for o in origins if o.reports),
            claims=tuple(id for id in story.claims if id in self._kept_claims),
            contradictions=tuple(c for c in story.contradictions if c.incident in kept),
            revisions=tuple(r for r in story.revisions if r.incident in kept))

    def _those(self, reports: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id for id in reports if id in self._kept_reports)

    def _all_stories(self) -> Iterator[Story]:
        for story in self.record.stories():
            if not self.choice.stories or story.id in self.choice.stories:
                yield story

    @cached_property
    def _in_stories(self) -> frozenset[str]:
        return frozenset(id for story in self._all_stories() for id in story.claims)

    @cached_property
    def _dates(self) -> dict[str, str]:
        """Report id to its day of publication."""
        return {r.id: r.published.date().isoformat() for r in self.record.reports() if r.published}

    @cached_property
    def _kept(self) -> tuple[frozenset[str], frozenset[str]]:
        claims, reports = set(), set()
        for claim in self.claims():
            claims.add(claim.id)
            reports.add(claim.report)
        return frozenset(claims), frozenset(reports)

    @property
    def _kept_claims(self) -> frozenset[str]:
        return self._kept[0]

    @property
    def _kept_reports(self) -> frozenset[str]:
        return self._kept[1]

    def _holds(self, claim: Claim) -> bool:
        wanted = self.choice
        if wanted.everything:
            return True
        if wanted.types and claim.type not in wanted.types and claim.record not in wanted.types:
            return False
        if wanted.stories and claim.id not in self._in_stories:
            return False
        if wanted.since or wanted.until:
            begin = claim.time.begin if claim.time else None
            begin = begin or self._dates.get(claim.report)
            end = (claim.time.until if claim.time else None) or begin
            if begin is None or end is None:
                return False
            if wanted.since and end[:10] < wanted.since:
                return False
            if wanted.until and begin[:10] > wanted.until:
                return False
        people = parties(claim)
        if wanted.actors:
            names = [n.casefold() for a in people for n in (a.name, a.person) if n]
            if not any(word.casefold() in name for word in wanted.actors for name in names):
                return False
        if wanted.countries:
            held = {a.country for a in people} | {p.country for p in claim.places}
            if held.isdisjoint(wanted.countries):
                return False
        return True


def parties(claim: Claim) -> tuple[Actor, ...]:
    """Who acts, suffers, speaks or is addressed."""
    found = (*claim.actors, *claim.recipients)
    if isinstance(claim, Statement):
        found = (claim.speaker, *claim.addressees, *found)
    return found
