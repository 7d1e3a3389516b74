"""Story pages for newsrooms and search engines: ninjs 3.0 (IPTC) and schema.org JSON-LD."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from typing import Any

from brinkwatch.export import published, rows
from brinkwatch.export.folder import Folder, file_name
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Selection
from brinkwatch.model import Actor, Claim, Edition, Place, StoryPage

NINJS = "https://iptc.org/std/ninjs/ninjs-schema_3.0.json"
MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/16000000"
"""IPTC media topic: conflict, war and peace."""
DRAFTED = "Parts of this text were drafted by a language model and checked against the sources."
MADE = "Composed by a program from the reports it cites; every sentence names its sources."

Article = dict[str, Any]


def write_ninjs(chosen: Selection, folder: Folder, options: Options) -> None:
    """A file for each story, in `ninjs/`."""
    _write(chosen, folder, options, "ninjs", "json", ninjs)


def write_json_ld(chosen: Selection, folder: Folder, options: Options) -> None:
    """A file for each story, in `jsonld/`."""
    _write(chosen, folder, options, "jsonld", "jsonld", json_ld)


def _write(chosen: Selection, folder: Folder, options: Options, kind: str, suffix: str,
           make: Callable[[StoryPage, Edition, list[Claim], Options], Article]) -> None:
    edition = chosen.edition
    for page in chosen.pages():
        assert edition is not None
        ids = list(dict.fromkeys(id for one in page.incidents for id in one.claims))
        claims = list(chosen.record.claims_by_id(ids).values())
        with folder.file(f"{kind}/{file_name(page.id)}.{suffix}", kind, "stories") as file:
            made = make(page, edition, claims, options)
            file.text.write(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
            file.records = 1


def ninjs(page: StoryPage, edition: Edition, claims: list[Claim], options: Options) -> Article:
    """A story as a ninjs 3.0 object."""
    at = published.utc(edition.published)
    plain, markup = published.text(page), _markup(page)
    notes = [published.correction(r) for r in page.revisions]
    people, bodies = _parties(claims)
    return {
        "uri": published.story_address(options.base, page.id), "type": "text",
        "standard": {"name": "ninjs", "version": "3.0", "schema": NINJS},
        "representationType": "full", "version": at, "versionCreated": at,
        "firstCreated": published.utc(_first(page)) or at,
        "pubStatus": "withheld" if edition.sample else "usable", "language": "en",
        "by": "Brinkwatch",
        "edNote": " ".join([DRAFTED if published.drafted(page) else MADE,
                            *(f"Correction: {note}." for note in notes)]),
        "headlines": [{"role": "main", "contentType": "text/plain", "value": page.title}],
        "descriptions": [{"role": "summary", "contentType": "text/plain",
                          "value": published.abstract(page)}],
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": plain,
             "charCount": len(plain), "wordCount": len(plain.split())},
            {"role": "main", "contentType": "text/html", "value": markup}],
        "people": [{"name": a.name} for a in people],
        "organisations": [{"name": a.name} for a in bodies],
        "places": [{"name": p.name, "geojson": {"type": "Feature", "properties": {}, "geometry": {
            "type": "Point", "coordinates": [p.lon, p.lat]}}} for p in _places(claims)],
        "subjects": [{"name": "conflict, war and peace", "uri": MEDIA_TOPIC,
                      "creator": "Brinkwatch"}],
        "events": [{"id": i.id, "name": i.title or i.id} for i in page.incidents
                   if i.kind in ("launch", "event")],
        "infoSources": [
            {"name": line.source or "unknown", "literal": line.id,
             **({"uri": url} if (url := published.web(line.url)) else {})}
            for line in page.reports],
        "altIds": [{"role": "story", "value": page.id}],
    }


def json_ld(page: StoryPage, edition: Edition, claims: list[Claim], options: Options) -> Article:
    """A story as a schema.org NewsArticle with its corrections, sources and places."""
    at = published.utc(edition.published)
    address = published.story_address(options.base, page.id)
    people, bodies = _parties(claims)
    return {
        "@context": "https://schema.org", "@type": "NewsArticle", "@id": address, "url": address,
        "headline": page.title, "abstract": published.abstract(page),
        "articleBody": published.text(page), "inLanguage": "en",
        "datePublished": published.utc(_first(page)) or at, "dateModified": at,
        "isAccessibleForFree": True,
        "creativeWorkStatus": "Sample" if edition.sample else "Published",
        "creator": {"@type": "SoftwareApplication", "name": "Brinkwatch",
                    "applicationCategory": "News desk"},
        "publisher": {"@type": "Organization", "name": "Brinkwatch", "url": options.base},
        "backstory": DRAFTED if published.drafted(page) else MADE,
        "correction": [
            {"@type": "CorrectionComment", "text": published.correction(r),
             **({"dateCreated": stamp} if (stamp := published.utc(r.when)) else {})}
            for r in page.revisions],
        "citation": [
            {"@type": "NewsArticle", "identifier": line.id,
             **({"url": url} if (url := published.web(line.url)) else {}),
             **({"headline": line.title} if line.title else {}),
             **({"datePublished": line.published} if line.published else {}),
             "provider": {"@type": "Organization", "name": line.source or "unknown"}}
            for line in page.reports],
        "mentions": [*({"@type": "Person", "name": a.name} for a in people),
                     *({"@type": "Organization", "name": a.name} for a in bodies)],
        "contentLocation": [
            {"@type": "Place", "name": p.name, "geo": {
                "@type": "GeoCoordinates", "latitude": p.lat, "longitude": p.lon}}
            for p in _places(claims)],
        "about": [
            {"@type": "Event", "identifier": i.id, "name": i.title or i.id,
             **({"startDate": i.begin} if i.begin else {}),
             **({"endDate": i.until} if i.until else {})}
            for i in page.incidents if i.kind in ("launch", "event")],
    }


def _parties(claims: list[Claim]) -> tuple[list[Actor], list[Actor]]:
    """Persons, and bodies; each once."""
    found: dict[str, Actor] = {}
    for claim in claims:
        for actor in (*claim.actors, *claim.recipients):
            found.setdefault(actor.name, actor)
    return ([a for a in found.values() if a.person], [a for a in found.values() if not a.person])


def _places(claims: list[Claim]) -> list[Place]:
    found: dict[str, Place] = {}
    for claim in claims:
        place = rows.best_place(claim)
        if place is not None:
            found.setdefault(place.name, place)
    return list(found.values())


def _markup(page: StoryPage) -> str:
    return "\n".join(_blocks(page))


def _blocks(page: StoryPage) -> Iterator[str]:
    yield f"<p>{html.escape(published.abstract(page))}</p>"
    for section in page.sections:
        yield f"<h2>{html.escape(section.heading)}</h2>"
        yield f"<p>{html.escape(' '.join(s.text for s in section.sentences))}</p>"


def _first(page: StoryPage) -> str | None:
    """When the first of its reports was published."""
    held = [(m, r.published) for r in page.reports if (m := published.moment(r.published))]
    return min(held, default=(None, None))[1]
