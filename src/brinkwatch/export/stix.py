"""STIX 2.1: each story a Report, its incidents Notes with Opinions, parties Identities, places
Locations.

`confidence` follows the scales of STIX 2.1, appendix A: that of Admiralty credibility for
incidents, that of likelihood (ICD 203) for forecasts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from brinkwatch.export import published, rows
from brinkwatch.export.folder import Folder
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Selection
from brinkwatch.knowledge import likelihood
from brinkwatch.knowledge.countries import countries
from brinkwatch.model import Actor, Assessment, Incident, Place, Story, StoryPage

CREDIBILITY = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""Admiralty credibility as STIX confidence; 6, cannot be judged, has none."""
OPINIONS = {1: "strongly-agree", 2: "agree", 3: "neutral", 4: "disagree", 5: "strongly-disagree"}
LIKELIHOOD = {"almost no chance": 5, "very unlikely": 15, "unlikely": 30, "roughly even chance": 50,
              "likely": 70, "very likely": 85, "almost certain": 95}
TRENDS = {"supported": "agree", "contradicted": "disagree", "not judged": "neutral"}
TLP = {
    "clear": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "green": "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
    "amber": "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    "red": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
"""The marking definitions fixed by STIX 2.1, section 7.2.1.4; TLP:CLEAR is what it calls white."""
SECTORS = {"GOV": "government", "MIL": "defense", "LEG": "government", "JUD": "government",
           "BUS": "commercial", "NGO": "non-profit"}
SINCE = "2025-11-01T00:00:00.000Z"
"""`created` of what has no time of its own: parties, places, the desk."""

Object = dict[str, Any]
Times = tuple[str, str]
"""When a story's first and its latest report were published: `created` and `modified`, so that an
object which more reports have changed is a newer version of the same."""


def write(chosen: Selection, folder: Folder, options: Options) -> None:
    """One bundle; objects are written as they are made."""
    edition = chosen.edition
    bundle = published.stable_uuid("bundle", chosen.record.latest_edition_id() or "none")
    pages = {p.id: p for p in edition.stories} if edition is not None else {}
    seen: set[str] = set()
    with folder.file("stix.json", "stix", "objects") as file:
        file.text.write(f'{{"type": "bundle", "id": "bundle--{bundle}", "objects": [')
        for one in _Maker(chosen, options).objects(pages):
            if one["id"] in seen:
                continue
            seen.add(one["id"])
            file.text.write(",\n" if file.records else "\n")
            file.text.write(json.dumps(one, ensure_ascii=False))
            file.records += 1
        file.text.write("\n]}\n")


class _Maker:
    def __init__(self, chosen: Selection, options: Options) -> None:
        self._chosen, self._options = chosen, options
        self._desk = _id("identity", "desk")

    def objects(self, pages: dict[str, StoryPage]) -> Iterator[Object]:
        yield {"type": "identity", "spec_version": "2.1", "id": self._desk, "created": SINCE,
               "modified": SINCE, "name": "Brinkwatch", "identity_class": "system",
               "object_marking_refs": [TLP[self._options.tlp]]}
        for story in self._chosen.stories():
            if story.off_topic is None:
                yield from self._story(story, pages.get(story.id))

    def _story(self, story: Story, page: StoryPage | None) -> Iterator[Object]:
        reports = [r for id in story.reports
                   if (r := self._chosen.report(id)) is not None]
        stamps = [s for r in reports if (m := r.published or r.captured) is not None
                  and (s := published.utc(m.isoformat()))]
        at = (min(stamps, default=SINCE), max(stamps, default=SINCE))
        refs: list[str] = []
        for incident in story.incidents:
            for one in self._incident(story, incident, at):
                yield one
                refs.append(one["id"])
        for judged in page.assessments if page is not None else ():
            for one in self._assessment(judged, story, at):
                yield one
                refs.append(one["id"])
        yield {
            **self._common("report", story.id, at), "published": at[1],
            "name": page.title if page is not None else (
                story.incidents[0].title if story.incidents else story.id),
            **({"description": published.text(page)} if page is not None else {}),
            "report_types": ["threat-report"],
            "object_refs": list(dict.fromkeys(refs)) or [self._desk],
            "external_references": [
                {"source_name": r.source or "unknown", "external_id": r.id,
                 **({"url": url} if (url := published.web(r.url)) else {}),
                 **({"description": r.title} if r.title else {})} for r in reports],
        }

    def _incident(self, story: Story, incident: Incident, at: Times) -> Iterator[Object]:
        row = rows.of_incident(self._chosen, story, incident)
        held = self._chosen.claims_of(story)
        claims = [held[id] for id in incident.claims if id in held]
        about: list[str] = []
        parties = [a for c in claims for a in (*c.actors, *c.recipients)]
        for one in (*map(self._identity, parties),
                    self._location(rows.place_of(incident, claims))):
            if one is not None and one["id"] not in about:
                yield one
                about.append(one["id"])
        grade = row["credibility"]
        note = {
            **self._common("note", incident.id, at), "abstract": incident.title or incident.id,
            "content": _told(incident), "object_refs": about or [self._desk],
            "authors": row["sources"] or ["Brinkwatch"],
            "labels": [label for label in (
                f"plover:{incident.type}" if incident.type else None,
                f"admiralty:{row['admiralty']}" if row["admiralty"] else None,
                f"certainty:{row['certainty']}" if row["certainty"] else None) if label],
            "external_references": [{"source_name": "brinkwatch", "external_id": incident.id}],
        }
        if grade in CREDIBILITY:
            note["confidence"] = CREDIBILITY[grade]
        yield note
        if grade in OPINIONS:
            yield {**self._common("opinion", incident.id, at), "opinion": OPINIONS[grade],
                   "explanation": row["credibility_rule"], "object_refs": [note["id"]],
                   "authors": ["Brinkwatch"]}

    def _assessment(self, judged: Assessment, story: Story, at: Times) -> Iterator[Object]:
        ids = {i.id for i in story.incidents}
        checked = judged.id.partition(":")[2]
        if judged.kind == "trend check" and checked in ids:
            yield {**self._common("opinion", judged.id, at), "opinion": TRENDS[judged.verdict],
                   "explanation": f"{judged.method}: {judged.note or judged.verdict}",
                   "object_refs": [_id("note", checked)], "authors": ["Brinkwatch"]}
            return
        note = {**self._common("note", judged.id, at), "abstract": f"{judged.kind}: "
                f"{judged.verdict}", "content": f"{judged.verdict}. {judged.note} "
                f"({judged.method})", "object_refs": [self._desk], "authors": ["Brinkwatch"]}
        if judged.kind == "forecast" and judged.value is not None:
            words = likelihood.words(judged.value).words
            note |= {"confidence": LIKELIHOOD[words], "labels": [f"likelihood:{words}"]}
        yield note

    def _identity(self, actor: Actor) -> Object:
        key = f"{actor.name}|{actor.country or ''}"
        kind = "individual" if actor.person else "group" if actor.sector in ("REB", "CVL", "UNS") \
            else "organization"
        sector = SECTORS.get(actor.sector or "")
        return {**self._common("identity", key, (SINCE, SINCE)), "name": actor.name,
                "identity_class": kind,
                **({"sectors": [sector]} if sector else {}),
                **({"roles": [actor.office]} if actor.office else {})}

    def _location(self, place: Place | None) -> Object | None:
        if place is None or place.lat is None or place.lon is None:
            return None
        country = countries().get(place.country or "")
        key = f"{place.name}|{place.country or ''}|{place.lat:g}|{place.lon:g}"
        return {**self._common("location", key, (SINCE, SINCE)), "name": place.name,
                "latitude": place.lat, "longitude": place.lon,
                **({"precision": place.radius_km * 1000.0} if place.radius_km else {}),
                **({"country": country.iso2} if country else {})}

    def _common(self, kind: str, key: str, at: Times) -> Object:
        return {"type": kind, "spec_version": "2.1", "id": _id(kind, key),
                "created_by_ref": self._desk, "created": at[0], "modified": at[1],
                "object_marking_refs": [TLP[self._options.tlp]]}


def _id(kind: str, key: str) -> str:
    return f"{kind}--{published.stable_uuid('stix-' + kind, key)}"


def _told(incident: Incident) -> str:
    """Every claimed value with who gave it."""
    lines = []
    for name, held in incident.fields.items():
        for value in held.values:
            by = f", by {value.by}" if value.by else ""
            when = f", {value.time}" if value.time else ""
            gone = ", withdrawn" if value.superseded_by else ""
            lines.append(f"{name.replace('_', ' ')}: {published.value_text(value)}{by}{when}{gone}")
    return "\n".join(lines) or incident.title or incident.id
