"""Incidents told one by one: the first draft that may be printed, nothing told twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brinkwatch.model import (
    Claim,
    Event,
    Incident,
    Indicator,
    Launch,
    Sentence,
    Statement,
    Trend,
)
from brinkwatch.publish import (
    launch_flight,
    launching,
    leading,
    plan,
    signs,
    speaking,
    telling,
    typed,
)
from brinkwatch.publish.launch_values import NO_HARM
from brinkwatch.publish.phrasing import clean, day_of
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.tolls import counted_already

TRIES = 3


VOICE, QUOTES = 2, 6
"""Quotations of one speaker, and of all, that a page bears."""


TOLD_FIELDS = ("distance_km", "altitude_km", "origin", "toward", "weapon_kind", "range_class")


def drafts(scene: Scene, claim: Claim) -> list[Draft]:
    """Drafts for one claim by its kind."""
    if claim.id in scene.told_openings:
        return leading.drafts(scene, scene.told_openings[claim.id])
    if isinstance(claim, Statement):
        speaker = claim.speaker
        if (
            claim.direct
            and len(scene.reports) > 3
            and not (speaker.person or speaker.country or speaker.sector)
        ):
            return []  # a passer-by's words have no place on a page of many reports
        return speaking.statement(scene, claim)
    if isinstance(claim, Indicator):
        return signs.indicator(scene, claim)
    if isinstance(claim, Trend):
        return signs.trend(scene, claim)
    return telling.event(scene, claim)


def tell(scene: Scene, incident: Incident) -> list[Sentence]:
    """An incident's sentences: one, or two for a launch that gives its flight."""
    out = _tell(scene, incident)
    scene.tells.update({s.text: incident.id for s in out[:1]})
    return out


def _tell(scene: Scene, incident: Incident) -> list[Sentence]:
    claims = scene.of_incident(incident)
    if not claims:
        return []
    if any(c.id in scene.done for c in claims):
        return _own_fields(scene, incident) if incident.kind == "event" else []
    if isinstance(claims[0], Launch):
        groups = [launching.main(scene, incident)]
        out = []
        first = scene.take(groups[0])
        if first is None:
            return []
        out.append(first)
        scene.cover(incident, *TOLD_FIELDS)
        for group in launch_flight.flight(scene, incident):
            if (kept := scene.take(group)) is not None:
                out.append(kept)
        return out
    sign = f"sign: {claims[0].indicator}" if isinstance(claims[0], Indicator) else ""
    if sign in scene.told:
        return []
    for claim in claims[:TRIES]:
        if isinstance(claim, Statement) and claim.direct and (
            scene.voices[claim.speaker.name] >= VOICE or scene.voices.total() >= QUOTES
        ):
            scene.dropped.append((claim.quote[:80], "enough has been quoted"))
            continue
        if isinstance(claim, Statement) and (
            scene.is_covered(claim, claim.quote_start, claim.quote_end)
            or ("harm" in scene.told and NO_HARM.search(claim.quote))
        ):
            scene.dropped.append((claim.quote[:80], "told already from the launch's fields"))
            continue
        if ahead_of_print(scene, claim):
            continue
        kept = scene.take([d for d in drafts(scene, claim) if not _says_again(scene, d)])
        if kept is None:
            continue
        if sign in ("sign: preparations detected", "sign: monitoring"):
            scene.told.add(sign)
        if claim.id in scene.told_openings:
            scene.done.update(
                c.id for c in leading.covered(scene, scene.told_openings[claim.id], kept.text)
            )
        if isinstance(claim, Statement) and claim.direct:
            scene.quoted.add(clean(claim.quote).lower())
            scene.voices[claim.speaker.name] += 1
        out = [kept]
        if isinstance(claim, Event) and claim.kind:
            out.extend(_own_fields(scene, incident))
        if isinstance(claim, Trend):
            for assessment in scene.assessments:
                if (
                    claim.id in assessment.inputs
                    and assessment.kind == "trend check"
                    and assessment.verdict != "not judged"
                ):
                    verdict = scene.take(signs.verdict(scene, assessment))
                    if verdict is not None:
                        out.append(verdict)
                    break
        return out
    return _own_fields(scene, incident) if incident.kind == "event" else []


def _own_fields(scene: Scene, incident: Incident) -> list[Sentence]:
    """The first sentence that an incident's typed fields give and the page has not given yet."""
    for group in typed.groups(scene, incident):
        kept = scene.take([d for d in group if not counted_already(scene, d)])
        if kept is not None:
            return [kept]
    return []


def _says_again(scene: Scene, draft: Draft) -> bool:
    """Whether a draft only repeats the harm or the figures of flight that the page has told."""
    if "harm" in scene.told and NO_HARM.search(draft.text):
        return True
    if (
        "launch" in scene.told
        and FIRED.search(draft.text)
        and set(draft.days) <= {scene.main_day}
        and not re.search(r"\d{1,2} [A-Z][a-z]+", re.sub(_main_date(scene), "", draft.text))
    ):
        return True
    if "sign: preparations detected" in scene.told and DETECTED.search(draft.text):
        return True
    figures = set(re.findall(r"[\d,.]+ km", draft.text))
    told = {f for text in scene.kept for f in re.findall(r"[\d,.]+ km", text)}
    return bool(figures) and figures <= told and bool(re.search(r"\bflew|missile", draft.text))


def ahead_of_print(scene: Scene, claim: Claim) -> bool:
    """Whether a deed told as done is dated after the report that tells it: a misread plan."""
    if not isinstance(claim, Event) or claim.time is None or claim.certainty != "asserted":
        return False
    day, told = day_of(claim.time.begin), scene.published(claim.report)
    return day is not None and told is not None and (day - told).days > 1


def _has_words(scene: Scene, incident: Incident) -> bool:
    """Whether any of an incident's first claims can be told at all."""
    return any(
        isinstance(c, Launch) or drafts(scene, c) for c in scene.of_incident(incident)[:TRIES]
    )


DETECTED = re.compile(r"\bdetected (?:\w+ ){0,2}preparations\b")


FIRED = re.compile(
    r"\b(?:fired|launched)\b (?:\S+ ){0,7}(?:missiles?|projectiles?|rockets?)\b(?! (?:launch|"
    r"that|which))"
    r"(?! [^.]*\b\d+ km)"
)


def _main_date(scene: Scene) -> str:
    """A pattern for the day of the main incident as the page writes it."""
    day = scene.main_day
    return f"{day.day} {day:%B}" if day else r"(?!)"


def tell_all(scene: Scene, found: Sequence[plan.Item], most: int) -> list[Sentence]:
    """The weightiest incidents that can be told, in order of time.

    Realising depends on what has been told before, so the choice is made first and widened once.
    """
    out: list[Sentence] = []
    heavy = sorted(found, key=lambda i: (-i.weight, i.incident.id))[: most * 3]
    tellable = [i for i in heavy if _has_words(scene, i.incident)]
    for item in plan.chosen(tellable, most + 2):
        if len(out) >= most:
            break
        out.extend(tell(scene, item.incident))
    return out
