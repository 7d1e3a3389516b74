"""A launch told from its incident: one main sentence, then one sentence a field."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from brinkwatch.model import Incident, Launch, Place, Span, Value
from brinkwatch.publish.launch_values import hearsay, launches, resolved, values
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import a, bounds, day_of, number
from brinkwatch.publish.placing import place_name
from brinkwatch.publish.scene import Draft, Scene

CLASSES = {
    "CRBM": "close-range",
    "SRBM": "short-range",
    "MRBM": "medium-range",
    "IRBM": "intermediate-range",
    "ICBM": "intercontinental",
}


KINDS = {
    "ballistic": ("ballistic missile", "ballistic missiles"),
    "cruise": ("cruise missile", "cruise missiles"),
    "rocket artillery": ("artillery rocket", "artillery rockets"),
    "air defence": ("air defence missile", "air defence missiles"),
    "space": ("space launch vehicle", "space launch vehicles"),
    "unknown": ("missile", "missiles"),
}


_resolved = resolved


def weapon(
    incident: Incident,
    claims: list[Launch],
    teller: str | None = None,
) -> tuple[str, bool, tuple[Span, ...]]:
    """ "a suspected short-range ballistic missile", whether it is plural, and its spans.

    With a `teller`, only what that source's own claims give is used: nobody is made to say
    another's figure.
    """
    if teller is not None:
        own = [c for c in claims if any(a.name == teller for a in c.attribution)]
        claims = own or claims
    ids = {c.id for c in claims}

    def resolved(incident: Incident, name: str) -> Value | None:
        value = _resolved(incident, name)
        if value is None or teller is None or ids & set(value.claims):
            return value
        return next((v for v in values(incident, name) if ids & set(v.claims)), None)

    kind_value = resolved(incident, "weapon_kind")
    kind = str(kind_value.value) if kind_value else "unknown"
    count = resolved(incident, "count")
    low, high = bounds(count.value) if count else (None, None)
    spans = [*(count.spans[:1] if count else ())]
    if kind_value is not None:
        spans.extend(kind_value.spans[:1])
    many = (low or 0) > 1 or (high or 0) > 1 or (low is None and high is None and count is not None)
    many = many or (
        count is None
        and any(
            re.search(r"missiles|rockets|projectiles", e.text)
            for c in claims
            for e in c.evidence[:1]
        )
    )
    noun = KINDS.get(kind, KINDS["unknown"])[many]
    if kind == "unknown" and not any(
        "missile" in e.text.lower() for c in claims for e in c.evidence
    ):
        noun = "projectiles" if many else "projectile"
    ranged = resolved(incident, "range_class")
    hedged = (
        any(c.weapon.class_certainty in ("suspected", "possible") for c in claims)
        if ranged
        else False
    )
    if ranged is not None:
        spans.extend(ranged.spans[:1])
        noun = f"{CLASSES.get(str(ranged.value), '')} {noun}".strip()
    if hedged or (claims and all(c.certainty in ("suspected", "possible") for c in claims)):
        noun = f"suspected {noun}"
    amount = ""
    if count is not None and low is not None and low == high and low != 1:
        amount = number(low)
    elif count is not None and many:
        said = re.match(
            r"(?:around|about|at least|more than|over|some|several|multiple|dozens of|"
            r"a number of)\b[^,.]{0,12}?(?=\s|$)",
            count.text or "",
            re.I,
        )
        amount = (
            "several"
            if re.search(r"several|multiple|number of", count.text or "", re.I)
            else (
                ""
                if said is None
                else (count.text or "").lower()
                if re.search(r"\d|dozens", count.text or "")
                else ""
            )
        )
    text = f"{amount} {noun}".strip() if many else a(noun)
    return text, many, tuple(spans)


def main(scene: Scene, incident: Incident) -> list[Draft]:
    """Who fired what, from where, which way, when, by whose word."""
    claims = launches(scene, incident)
    if not claims:
        return []
    shooter = None
    for claim in claims:
        for actor in claim.actors:
            shooter = scene.namer.name(actor, claim.report)
            if shooter is not None:
                break
        if shooter is not None:
            break
    if shooter is None:
        return []
    teller = _teller(scene, incident, claims, shooter)
    told = teller[0] if teller else None
    what, _, weapon_spans = weapon(incident, claims, teller[1] if teller else None)
    verb = "fired"
    parts: list[tuple[str, tuple[Span, ...]]] = []
    start = place_of(claims, "origin")
    toward = place_of(claims, "toward", "target")
    if start:
        parts.append((f"{hearsay(scene, start[1])}from {_origin_name(start[0])}", start[1]))
    if toward and not (start and place_name(start[0]) == place_name(toward[0])):
        parts.append((f"towards {place_name(toward[0])}", toward[1]))
    date_value = resolved(incident, "date")
    dated = ""
    day_spans: tuple[Span, ...] = ()
    days: tuple[date, ...] = ()
    day = day_of(str(date_value.value)) if date_value else None
    if day is not None and date_value is not None:
        dated, days = scene.day(day), (day,)
        day_spans = tuple(
            s
            for v in values(incident, "date")
            if str(v.value)[:10] == day.isoformat()
            for s in v.spans[:2]
        )[:3]
    if teller is not None:
        claims = sorted(claims, key=lambda c: all(a.name != teller[1] for a in c.attribution))
    own = tuple(s for c in claims[:2] for s in scene.first_evidence(c))
    made = []
    for chosen in (parts, parts[-1:], parts[:1], []):
        where = " ".join(p for p, _ in chosen)
        extra = tuple(s for _, spans in chosen for s in spans)
        for with_date in (True, False):
            tail = f" {dated}" if with_date and dated else ""
            text = f"{shooter.text} {verb} {what} {where}".rstrip() + tail
            spans = (*own, *shooter.spans, *weapon_spans, *extra, *(day_spans if tail else ()))
            phrases: tuple[Phrase, ...] = (shooter,)
            if told is not None:
                text = f"{text}, {told.text} said"
                spans, phrases = (*spans, *told.spans), (shooter, told)
            made.append(Draft(text, spans, phrases, days if tail else ()))
    return made


def _teller(
    scene: Scene, incident: Incident, claims: list[Launch], shooter: Phrase
) -> tuple[Phrase, str] | None:
    """The source most claims name, a state's armed forces before others, and its plain name."""
    counts: dict[str, tuple[float, Phrase, str]] = {}
    for claim in claims:
        for actor in claim.attribution:
            phrase = scene.namer.name(actor, claim.report)
            if phrase is None or phrase.key == shooter.key or not phrase.named:
                continue
            weight = 1.0 + 0.5 * (actor.sector in ("MIL", "GOV")) + 0.2 * bool(actor.country)
            old = counts.get(phrase.text, (0.0, phrase, actor.name))
            counts[phrase.text] = (old[0] + weight, old[1], old[2])
    best = max(counts.values(), key=lambda pair: pair[0], default=None)
    return (best[1], best[2]) if best else None


def _origin_name(place: Place) -> str:
    text = place_name(place)
    if place.precision == "county" and not re.search(
        r"county|area|district|province|sea|ocean|strait|bay|port|base|site", text, re.I
    ):
        return f"{text} county"
    return text


def place_of(claims: list[Launch], *roles: str) -> tuple[Place, tuple[Span, ...]] | None:
    finest = {"site": 0, "city": 1, "county": 2, "sea": 2, "province": 3, "region": 4, "country": 5}
    best: tuple[tuple[int, int], Place, str] | None = None
    for n, claim in enumerate(claims):
        for place in claim.places:
            if place.role in roles and place.start is not None and place.text:
                rank = (finest.get(place.precision or "", 4), n)
                if best is None or rank < best[0]:
                    best = (rank, place, claim.report)
    if best is None:
        return None
    texts = Counter(
        (p.text, c.report, p.start, p.end)
        for c in claims
        for p in c.places
        if p.name == best[1].name and p.start is not None and p.text
    )
    spelling = Counter(text for text, *_ in texts.elements()).most_common(1)[0][0]
    text, report, start, end = next(t for t in texts if t[0] == spelling)
    return replace(best[1], text=text, start=start, end=end), (Span(report, start or 0, end or 0),)
