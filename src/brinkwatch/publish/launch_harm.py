"""Injuries and damage of a launch, by whose word."""

from __future__ import annotations

import re

from brinkwatch.model import Incident, Statement, Value
from brinkwatch.publish.cited_names import TITLES
from brinkwatch.publish.excerpts import bounds as bounds_of_sentence
from brinkwatch.publish.launch_values import NO_HARM, context_of, holder, resolved
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import number
from brinkwatch.publish.same import words
from brinkwatch.publish.scene import Draft, Scene


def harm(scene: Scene, incident: Incident) -> list[Draft]:
    """Injuries and damage, by whose word."""
    hurt, damage = resolved(incident, "casualties"), resolved(incident, "damage")
    given = [v for v in (hurt, damage) if v is not None]
    if not given:
        return []
    both = [v for v in (hurt, damage) if v is not None and v.value in ("none", 0, "0")]
    if both:
        harmed = _harm_word(scene, hurt) if hurt is not None and hurt in both else ""
        what = {
            (True, True): f"{harmed} or damage were",
            (True, False): f"{harmed} were",
            (False, True): "damage was",
        }[(hurt in both, damage in both)]
        named = next((v for v in both if scene.namer.by_name(v.by)), both[0])
        who = _teller(scene, named) or _who_said_no_harm(scene)
        spans = tuple(s for v in both for s in (*v.spans[:2], *context_of(scene, v)))
        text = f"no {what} reported"
        made = []
        if who is not None:
            made.append(Draft(f"{text}, {who.text} said", (*spans, *who.spans), (who,)))
        made.append(Draft(text, spans))
        return made
    if hurt is not None and isinstance(hurt.value, (int, float)):
        n = number(hurt.value)
        spans = (*hurt.spans, *context_of(scene, hurt))
        verb = "was" if hurt.value == 1 else "were"
        people = "person" if hurt.value == 1 else "people"
        return [Draft(f"{n} {people} {verb} reported killed or hurt", spans)]
    return []


def _teller(scene: Scene, value: Value) -> Phrase | None:
    """Who told of the harm: the value's holder, where the sentence that tells of it names him."""
    who = holder(scene, value)
    if who is None:
        return None
    names = {w for w in words(who.text) if len(w) > 2 and w not in TITLES}
    for span in (*value.spans, *context_of(scene, value)):
        text = scene.reports[span.report].text
        left, right = bounds_of_sentence(text, span.start, span.end)
        told = text[left:right]
        if NO_HARM.search(told) and names & set(words(told)):
            return who
    return None


def _harm_word(scene: Scene, value: Value) -> str:
    """The report's own word for those hurt."""
    for span in (*value.spans, *context_of(scene, value)):
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
