"""A launch told from its incident: one main sentence, then one sentence a field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from brinkwatch.model import Incident, Launch, Place, Span, Statement, Value
from brinkwatch.publish.excerpts import bounds as bounds_of_sentence
from brinkwatch.publish.naming import Phrase
from brinkwatch.publish.phrasing import a, bounds, day_of, distance, listed, number, possessive
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.telling import place_name

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


def launches(scene: Scene, incident: Incident) -> list[Launch]:
    return [c for c in scene.of_incident(incident) if isinstance(c, Launch)]


def live(values: Iterable[Value]) -> list[Value]:
    return [v for v in values if v.superseded_by is None]


def holder(scene: Scene, value: Value) -> Phrase | None:
    """Who gave a value, as a phrase; None when it is the outlet's own word."""
    actor = scene.namer.by_name(value.by)
    report = next((s.report for s in value.spans if s.report in scene.reports), None)
    if report is None:
        report = next((scene.claims[c].report for c in value.claims if c in scene.claims), None)
    if actor is None or report is None:
        return None
    for claim_id in value.claims:
        claim = scene.claims.get(claim_id)
        if claim is None:
            continue
        for own in (*claim.attribution, *claim.actors):
            if own.name == value.by:
                return scene.namer.name(own, claim.report)
    return scene.namer.name(actor, report)


def values(incident: Incident, name: str) -> list[Value]:
    field = incident.fields.get(name)
    return live(field.values) if field else []


def resolved(incident: Incident, name: str) -> Value | None:
    """The value that stands, as it was given; None when the field is empty."""
    field = incident.fields.get(name)
    if field is None:
        return None
    same = [v for v in live(field.values) if v.value == field.resolved]
    return next(iter(same or live(field.values)), None)


HEARSAY = re.compile(r"\b(reportedly|apparently|allegedly)\b", re.I)


def hearsay(scene: Scene, spans: Iterable[Span]) -> str:
    """The report's own hedge in the sentences around these spans, with a blank after; "" when
    one of them states it plainly."""
    found = ""
    for span in spans:
        text = scene.reports[span.report].text
        left, right = bounds_of_sentence(text, span.start, span.end)
        match = HEARSAY.search(text[left:right])
        if match is None:
            return ""
        found = match[1].lower() + " "
    return found


NO_HARM = re.compile(r"\bno (?:\w+ ){0,2}(?:injur|damage|casualt|harm)", re.I)
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
            r"(?:around|about|at least|more than|over|some|several|multiple|dozens of|a number of)\b[^,.]{0,12}?(?=\s|$)",
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
    start = _place(claims, "origin")
    toward = _place(claims, "toward", "target")
    if start:
        parts.append((f"{hearsay(scene, start[1])}from {_origin_name(start[0])}", start[1]))
    if toward:
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


def _place(claims: list[Launch], *roles: str) -> tuple[Place, tuple[Span, ...]] | None:
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


def flight(scene: Scene, incident: Incident) -> list[list[Draft]]:
    """How far, how high, how long: one group of drafts for each sentence."""
    claims = launches(scene, incident)
    many = weapon(incident, claims)[1]
    thing = "the missiles" if many else "the missile"
    kind = resolved(incident, "weapon_kind")
    if kind is not None and kind.value == "rocket artillery":
        thing = "the rockets"
    groups = [
        _measure(scene, incident, "distance_km", f"{thing} flew", thing),
        _measure(scene, incident, "altitude_km", f"{thing} rose to", thing),
    ]
    return [g for g in groups if g]


def camps(given: list[Value]) -> list[Value]:
    """One value for each figure that differs, those with a named holder first."""
    out: list[Value] = []
    for value in given:
        low, _ = bounds(value.value)
        if low is None:
            continue
        if all(abs(low - (bounds(o.value)[0] or 0)) > 0.04 * max(low, 1) for o in out):
            out.append(value)
    return out


def _measure(scene: Scene, incident: Incident, name: str, lead: str, thing: str) -> list[Draft]:
    given = values(incident, name)
    given.sort(key=lambda v: (scene.namer.by_name(v.by) is None, v.time or "9"))
    field = incident.fields.get(name)
    if not given or field is None:
        return []
    distinct = camps(given)
    if len(distinct) > 1:
        return _at_odds(scene, distinct[:3], lead, thing, name)
    value = next((v for v in given if scene.namer.by_name(v.by)), given[0])
    low, high = bounds(value.value)
    if low is None:
        return []
    amount = (
        distance(low, value.text)
        if low == high or high is None
        else (f"between {distance(low)} and {distance(high)}")
    )
    about = "" if low != high else "about "
    who = holder(scene, value)
    own = (*value.spans[:2], *_context(scene, value))
    if who is None and (hedge := hearsay(scene, value.spans[:2])):
        lead = f"{thing} {hedge}{lead.removeprefix(thing + ' ')}"
    text = f"{lead} {about}{amount}"
    if who is not None:
        return [Draft(f"{text}, {who.text} said", (*own, *who.spans), (who,)), Draft(text, own)]
    return [Draft(text, own)]


def _context(scene: Scene, value: Value) -> tuple[Span, ...]:
    """The evidence of the claims behind a value, where its words stand."""
    out: list[Span] = []
    for claim_id in value.claims[:2]:
        claim = scene.claims.get(claim_id)
        if claim is None:
            continue
        for span in value.spans:
            out.extend(
                Span(claim.report, e.start, e.end)
                for e in claim.evidence
                if span.report == claim.report and e.start <= span.start and span.end <= e.end
            )
    return tuple(out)


def _at_odds(scene: Scene, given: list[Value], lead: str, thing: str, name: str) -> list[Draft]:
    pieces: list[tuple[str, Phrase, Value]] = []
    spans: list[Span] = []
    phrases: list[Phrase] = []
    for value in given:
        low, _ = bounds(value.value)
        who = holder(scene, value)
        if low is None or who is None:
            continue
        pieces.append((f"about {distance(low, value.text)}", who, value))
        spans.extend((*value.spans[:2], *who.spans, *_context(scene, value)))
        phrases.append(who)
    if len(pieces) < 2:
        return []
    states = [_state_of(scene, p[2]) for p in pieces]
    if all(states) and len({s.text for s in states if s}) == len(states):
        names = [s for s in states if s]
        texts = [
            f"{amount} by {possessive(s.text)} count"
            for (amount, _, _), s in zip(pieces, names, strict=True)
        ]
        texts = [texts[0], *[re.sub(r" count$", "", t) for t in texts[1:]]]
        return [Draft(f"{lead} {listed(texts)}", (*spans, *[x for s in names for x in s.spans]))]
    texts = [f"{amount} according to {who.text}" for amount, who, _ in pieces]
    return [Draft(f"{lead} {listed(texts)}", tuple(spans), tuple(phrases))]


def _state_of(scene: Scene, value: Value) -> Phrase | None:
    actor = scene.namer.by_name(value.by)
    report = next((s.report for s in value.spans if s.report in scene.reports), None)
    if actor is None or not actor.country or report is None:
        return None
    return scene.namer.state(actor.country, report, value.spans[0].start)


def harm(scene: Scene, incident: Incident) -> list[Draft]:
    """Injuries and damage, by whose word."""
    hurt, damage = resolved(incident, "casualties"), resolved(incident, "damage")
    given = [v for v in (hurt, damage) if v is not None]
    if not given:
        return []
    both = [v for v in (hurt, damage) if v is not None and v.value in ("none", 0, "0")]
    if both:
        harmed = _harm_word(scene, hurt) if hurt is not None and hurt in both else ""
        words = {
            (True, True): f"{harmed} or damage were",
            (True, False): f"{harmed} were",
            (False, True): "damage was",
        }[(hurt in both, damage in both)]
        named = next((v for v in both if scene.namer.by_name(v.by)), both[0])
        who = holder(scene, named) or _who_said_no_harm(scene)
        spans = tuple(s for v in both for s in (*v.spans[:2], *_context(scene, v)))
        text = f"no {words} reported"
        made = []
        if who is not None:
            made.append(Draft(f"{text}, {who.text} said", (*spans, *who.spans), (who,)))
        made.append(Draft(text, spans))
        return made
    if hurt is not None and isinstance(hurt.value, (int, float)):
        n = number(hurt.value)
        spans = (*hurt.spans, *_context(scene, hurt))
        verb = "was" if hurt.value == 1 else "were"
        people = "person" if hurt.value == 1 else "people"
        return [Draft(f"{n} {people} {verb} reported killed or hurt", spans)]
    return []


def _harm_word(scene: Scene, value: Value) -> str:
    """The report's own word for those hurt."""
    for span in (*value.spans, *_context(scene, value)):
        text = scene.reports[span.report].text
        left, right = bounds_of_sentence(text, span.start, span.end)
        found = re.search(r"casualties|injuries|deaths", text[left:right], re.I)
        if found:
            return found[0].lower()
    return "injuries"


def _who_said_no_harm(scene: Scene) -> Phrase | None:
    """The speaker of a statement that tells of no harm, for harm the report gives as its own."""
    for claim in scene.claims.values():
        if isinstance(claim, Statement) and not claim.direct and NO_HARM.search(claim.quote):
            who = scene.namer.name(claim.speaker, claim.report)
            if who is not None and who.named:
                return Phrase(
                    who.text,
                    (*who.spans, *scene.first_evidence(claim)),
                    who.plural,
                    who.key,
                    who.person,
                )
    return None


def landing(scene: Scene, incident: Incident) -> list[Draft]:
    """Where it came down as against an economic zone."""
    value = resolved(incident, "outside_eez")
    if value is None or value.value is not True:
        return []
    who = holder(scene, value)
    own = (*value.spans[:2], *_context(scene, value))
    many = weapon(incident, launches(scene, incident))[1]
    thing = "the missiles" if many else "the missile"
    japan = scene.namer.state("JPN", own[0].report, own[0].start) if own else None
    zone = (
        f"{possessive(japan.text)} exclusive economic zone"
        if japan
        else "the exclusive economic zone"
    )
    text = f"{thing} came down outside {zone}"
    spans = (*own, *(japan.spans if japan else ()))
    made = []
    if who is not None:
        made.append(Draft(f"{text}, {who.text} said", (*spans, *who.spans), (who,)))
    made.append(Draft(text, spans))
    return made


def clock(scene: Scene, incident: Incident) -> list[Draft]:
    """The local time of a launch, where a report gives one."""
    for value in values(incident, "date"):
        match = re.match(r"\d{4}-\d\d-\d\dT(\d\d):(\d\d)", str(value.value))
        if match and re.search(r"\d{1,2}[.:]\d\d|[ap]\.?m|noon", value.text or ""):
            field = incident.fields["date"]
            if str(field.resolved)[:16] != str(value.value)[:16]:
                continue
            many = weapon(incident, launches(scene, incident))[1]
            thing = "the missiles" if many else "the missile"
            who = holder(scene, value)
            text = f"{thing} lifted off at {match[1]}:{match[2]} local time"
            spans = (*value.spans[:2], *_context(scene, value))
            made = []
            if who is not None:
                made.append(Draft(f"{text}, {who.text} said", (*spans, *who.spans), (who,)))
            made.append(Draft(text, spans))
            return made
    return []
