"""Indicators, trend claims, corrections and the desk's own verdicts told as sentences."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import forms
from brinkwatch.model import Assessment, Indicator, Revision, Trend
from brinkwatch.publish.clauses import find_verb
from brinkwatch.publish.launch_values import holder
from brinkwatch.publish.phrasing import bounds, clean, distance, number, running
from brinkwatch.publish.scene import Draft, Scene
from brinkwatch.publish.spotting import find
from brinkwatch.publish.telling import event, subject

MEASURES = {
    "distance_km": "the distance",
    "altitude_km": "the altitude",
    "count": "the number",
    "casualties": "the number of casualties",
    "date": "the date",
}


def indicator(scene: Scene, claim: Indicator) -> list[Draft]:
    """A sign, in its own words where they can be cut, else by its kind."""
    made = event(scene, claim)
    if made:
        return made
    who = subject(scene, claim)
    source = next(
        (p for a in claim.attribution if (p := scene.namer.name(a, claim.report)) is not None), None
    )
    teller = who or source
    if teller is None:
        return []
    body = {
        "preparations detected": "detected signs of preparations",
        "monitoring": "kept watch for further activity",
    }.get(claim.indicator)
    if body is None:
        return []
    own = scene.first_evidence(claim)
    plain = Draft(f"{teller.text} {body}", (*own, *teller.spans), (teller,))
    if who is None or source is None or source.key == who.key:
        return [plain]
    told = Draft(f"{plain.text}, {source.text} said", (*plain.spans, *source.spans), (who, source))
    return [told, plain]


LAUNCHED = re.compile(
    r"\b(?:(?:missile|rocket|weapons?|nuclear)s? tests?|launch(?:es)?|firings?)\b"
)


def trend(scene: Scene, claim: Trend) -> list[Draft]:
    """A claim about a series, in the holder's name or the outlet's."""
    who = subject(scene, claim)
    own = scene.first_evidence(claim)
    if who is None or not own:
        return []
    text = clean(claim.evidence[0].text)
    outlet, outlet_ok = outlet_name(scene, claim.report)
    source = next(
        (
            p
            for a in reversed(claim.attribution)
            if (p := scene.namer.name(a, claim.report)) is not None and p.text != who.text
        ),
        None,
    )
    tail = f", {source.text} said" if source else (f", {outlet} reported" if outlet_ok else "")
    spans = (*own, *who.spans, *(source.spans if source else ()))
    phrases = (who, source) if source else (who,)
    made: list[Draft] = []
    published = scene.published(claim.report)
    if claim.direction:
        verb = {
            "accelerating": "accelerat",
            "rising": "(?:ris|increas|grow|boost|step)",
            "falling": "(?:fall|declin|reduc|slow)",
            "steady": "(?:stead|hold)",
        }.get(claim.direction, "$^")
        match = re.search(
            rf"\b(?:(?P<adverb>steadily|rapidly|sharply|quickly)\s+)?(?P<verb>{verb}\w*)\s+(?P<rest>[^,.;]+)",
            text,
        )
        if match and match["verb"].endswith("ing"):
            be = "have" if who.plural else "has"
            rest = running(match["rest"], published)
            adverb = f"{match['adverb']} " if match["adverb"] else ""
            made.append(
                Draft(f"{who.text} {be} been {adverb}{match['verb']} {rest}{tail}", spans, phrases)
            )
    match = re.search(
        r"(?:It was |was |is |marks? |marked )(?P<np>(?:the |its |his |"
        r"(?:[A-Z][\w.]*\s){0,3}[A-Z]?[\w.]+['’]s )(?:latest|first|second|third|fourth|fifth|"
        r"sixth|seventh|eighth|ninth|tenth|\d+th|largest|biggest|longest|most)[^,.;]+)",
        text,
    )
    if match:
        np = running(match["np"], published, scene.year())
        np = re.sub(r"^(?:the North’s|its|the South’s|his|the country’s)\b", _poss(who.text), np)
        made.append(
            Draft(
                f"the launch was {np}{tail}" if LAUNCHED.search(np) else "",
                spans,
                phrases,
            )
        )
    return [d for d in made if d.text]


def _poss(name: str) -> str:
    return name + ("’" if name.endswith("s") else "’s")


def outlet_name(scene: Scene, report: str) -> tuple[str, bool]:
    """The outlet as a sentence names it, and whether it can be named."""
    source = scene.reports[report].source or ""
    name = clean(re.sub(r"\s*\([^)]*\)", "", source))
    if not name or not re.match(r"[A-Z]", name):
        return "", False
    return name, True


def revision(scene: Scene, item: Revision) -> list[Draft]:
    """A source that corrected itself."""
    what = MEASURES.get(item.field)
    if what is None:
        return []
    before, after = item.before, item.after
    report = next((s.report for s in after.spans), None)
    if report is None:
        return []
    spans = (*before.spans[:2], *after.spans[:3])
    low, high = bounds(before.value)[0], bounds(after.value)[0]
    if low is None or high is None:
        return []
    if item.field.endswith("_km"):
        told = f"from {distance(low, before.text)} to {distance(high, after.text)}"
    else:
        told = f"from {number(low)} to {number(high)}"
    outlet, ok = outlet_name(scene, report)
    made = []
    if ok and any(s.report in set(scene.reports) for s in before.spans):
        note = next(
            (
                m
                for m in re.finditer(
                    r"(?i)\bcorrection\b|\bcorrected\b|earlier version", scene.reports[report].text
                )
            ),
            None,
        )
        if note is not None:
            made.append(Draft(f"{outlet} corrected its figure for {what} {told}", spans))
    who = holder(scene, after)
    if who is not None:
        made.append(Draft(f"{who.text} revised {what} {told}", (*spans, *who.spans), (who,)))
    return made


VERDICTS = {
    "supported": "The launches on record support that claim",
    "contradicted": "The launches on record contradict that claim",
    "not judged": "The record of launches is too thin to judge that claim",
}


def verdict(scene: Scene, assessment: Assessment) -> list[Draft]:
    """The desk's verdict on a trend claim, without its counts: those stand in the record."""
    words = VERDICTS.get(assessment.verdict)
    spans = assessment.spans or tuple(
        s
        for i in assessment.inputs
        if i in scene.claims
        for s in scene.first_evidence(scene.claims[i])
    )
    if words is None or not spans:
        return []
    return [Draft(words, spans)]


__all__ = ["find", "find_verb", "forms", "indicator", "revision", "trend", "verdict"]
