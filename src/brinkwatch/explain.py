"""What stands behind anything the desk shows: `brinkwatch explain ID`.

Each kind of thing has one explainer, which takes the record and an id and gives None where the id
is not one of its own. `EXPLAINERS` is the only place that knows them; to make another kind
explainable, add its function there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from brinkwatch.errors import UsageError
from brinkwatch.knowledge.reliability import Ratings, reliability
from brinkwatch.model import Claim, Field, Incident, Story, Value
from brinkwatch.model.codec import plain
from brinkwatch.store import Store


@dataclass(frozen=True, slots=True)
class Behind:
    """One claim behind a value."""

    claim: str
    report: str
    source: str | None
    url: str | None
    published: str | None
    spans: tuple[tuple[int, int, str], ...]
    """Offsets into the report's stored text, and the words there."""
    attribution: tuple[str, ...]
    """Names, outermost source first; empty where the report itself says so."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of one id. `rows` are plain values, one for each thing that was weighed."""

    id: str
    kind: str
    """"incident", "field", "story", "claim" or "assessment"."""
    title: str
    rows: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()


Explainer = Callable[[Store, str, Ratings], Explanation | None]


def explain(store: Store, id: str, ratings: Ratings | None = None) -> Explanation:
    """Explain one id of the record.

    Args:
        id: of an incident, of one of its fields (INCIDENT.FIELD, such as
            "launch-prk-2025-11-07-33212de8.distance_km"), of a story, a claim or an assessment.
        ratings: the user's own grades of sources.

    Raises:
        UsageError: the record holds nothing with this id.
    """
    for explainer in EXPLAINERS:
        found = explainer(store, id, ratings or {})
        if found is not None:
            return found
    raise UsageError(
        f"explain: {store.name} holds nothing called {id!r}; take an id from edition.json, and "
        "name the record with --store or the edition's folder with --out")


# --- incidents -------------------------------------------------------------------------------

def incident(store: Store, id: str, ratings: Ratings) -> Explanation | None:
    """Explain an incident, or the one field named after a dot."""
    whole, _, name = id.partition(".")
    story = store.story_with(whole)
    found = next((i for i in story.incidents if i.id == whole), None) if story else None
    if story is None or found is None:
        return None
    if name and name not in found.fields:
        raise UsageError(
            f"explain: {whole} has no field {name!r}; it has {', '.join(found.fields)}")
    shown = {n: _with_values(f, found) for n, f in found.fields.items() if name in ("", n)}
    behind = dict.fromkeys(c for f in shown.values() for v in f.values for c in v.claims)
    claims = {id: c for id in behind if (c := store.claim(id)) is not None}
    rows = tuple(_field(store, story, n, f, claims) for n, f in shown.items())
    return Explanation(
        id, "field" if name else "incident", found.title, rows,
        (f"{len(found.claims)} claims, {found.outlets} outlets, {len(found.origins)} independent "
         f"origins; in the story {story.id}", *_disputes(story, found, name)),
    )


def _with_values(field: Field, incident: Incident) -> Field:
    """A field with the values it rests on: a grade rests on how surely each holder said so."""
    basis = incident.fields.get("certainty")
    return replace(field, values=basis.values) if not field.values and basis is not None else field


def _field(
    store: Store, story: Story, name: str, field: Field, claims: dict[str, Claim]
) -> dict[str, Any]:
    return {
        "field": name, "resolved": plain(field.resolved), "rule": field.rule,
        "values": [_value(store, story, v, claims) for v in field.values],
    }


def _value(store: Store, story: Story, value: Value, claims: dict[str, Claim]) -> dict[str, Any]:
    names = {o.id: o.name for o in story.origins}
    return {
        "value": plain(value.value), "words": value.text, "by": value.by,
        "origin": value.origin, "origin_name": names.get(value.origin),
        "time": value.time, "certainty": value.certainty, "superseded_by": value.superseded_by,
        "claims": [plain(_behind(store, claims[c], value)) for c in value.claims if c in claims],
    }


def _behind(store: Store, claim: Claim, value: Value | None = None) -> Behind:
    report = store.report(claim.report)
    text = report.text if report is not None else ""
    exact = [(s.start, s.end) for s in value.spans if s.report == claim.report] if value else []
    spans = exact or [(e.start, e.end) for e in claim.evidence]
    return Behind(
        claim=claim.id, report=claim.report,
        source=report.source if report else None, url=report.url if report else None,
        published=report.published.isoformat() if report and report.published else None,
        spans=tuple((a, b, text[a:b]) for a, b in spans),
        attribution=tuple(a.name for a in claim.attribution),
    )


def _disputes(story: Story, incident: Incident, name: str) -> list[str]:
    found = [
        f"{c.field}: {' / '.join(str(plain(v.value)) for v in c.values)} ({c.standing}"
        f"{', since ' + c.since if c.since else ''}). {c.note}".rstrip()
        for c in story.contradictions
        if c.incident == incident.id and name in ("", c.field)
    ]
    found.extend(
        f"{r.field}: {r.holder} revised {plain(r.before.value)} to {plain(r.after.value)} "
        f"({r.when})"
        for r in story.revisions if r.incident == incident.id and name in ("", r.field)
    )
    return found


# --- the others ------------------------------------------------------------------------------

def story(store: Store, id: str, ratings: Ratings) -> Explanation | None:
    """Explain why reports are one story, and whose texts they are."""
    found = store.story(id)
    if found is None:
        return None
    rows = []
    for origin in found.origins:
        for rid in origin.reports:
            report = store.report(rid)
            rows.append({
                "report": rid, "source": report.source if report else None,
                "published": report.published.isoformat() if report and report.published else None,
                "title": report.title if report else None,
                "origin": origin.name, "shares it by": origin.reason,
                "reliability": str(reliability(
                    report.source if report else None, report.url if report else None, ratings
                )[-1]),
            })
    notes = [f"{len(found.reports)} reports, {len(found.origins)} origins, "
             f"{len(found.incidents)} incidents"]
    if found.off_topic:
        notes.append(f"in no edition: {found.off_topic}")
    notes.extend(
        f"{c.at}: {c.kind} {c.field or ''} {plain(c.before)} -> {plain(c.after)}".replace("  ", " ")
        for c in found.log)
    return Explanation(id, "story", id, tuple(rows), tuple(notes))


def claim(store: Store, id: str, ratings: Ratings) -> Explanation | None:
    """Explain a claim: its words, who stands behind them, and what was read in them."""
    found = store.claim(id)
    if found is None:
        return None
    row = {**plain(_behind(store, found)), "read as": plain(found)}
    return Explanation(id, "claim", found.record, (row,))


def assessment(store: Store, id: str, ratings: Ratings) -> Explanation | None:
    """Explain a judgement of the latest edition by rebuilding it from its rows."""
    from brinkwatch.assess.explain import explain as rebuild

    edition = store.latest_edition()
    for page in edition.stories if edition is not None else ():
        for found in page.assessments:
            if found.id == id:
                told = dict(rebuild(found))
                rows = tuple(told.pop("rows"))
                notes = tuple(f"{name}: {told[name]}" for name in told if name != "id")
                return Explanation(id, "assessment", found.kind, rows, notes)
    return None


EXPLAINERS: tuple[Explainer, ...] = (incident, story, assessment, claim)
