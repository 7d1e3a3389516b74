"""Places in a sentence: "in Busan", "the Sea of Japan"."""

from __future__ import annotations

import re

from brinkwatch.model import Claim, Place, Span
from brinkwatch.publish.phrasing import running
from brinkwatch.publish.same import countries_in, other_names, words
from brinkwatch.publish.scene import Scene


def places_phrase(
    scene: Scene,
    claim: Claim,
    roles: tuple[str, ...] = ("at",),
    subject_text: str = "",
) -> tuple[str, tuple[Span, ...]]:
    """ "in Busan" for the first place of a role that the subject does not name already."""
    taken = {iso for _, _, iso in countries_in(words(subject_text))}
    for place in claim.places:
        if taken & {iso for _, _, iso in countries_in(words(place.text))}:
            continue
        if place.role in roles and place.text:
            return f"{_preposition(place)} {place_name(place)}", place_span(claim, place)
    return "", ()


def place_name(place: Place) -> str:
    """A place by its name, or in the report's own words where they say more, with the article
    that seas and straits take."""
    text = running(place.text or place.name)
    if (
        place.name
        and place.precision == "sea"
        and (tuple(words(text)) in other_names(tuple(words(place.name))))
    ):
        text = place.name
    text = re.sub(r"^the\s+", "", text, flags=re.I)
    if place.precision == "sea" or re.search(
        r"\b(?:Sea|Ocean|Strait|Gulf|Peninsula|Bay|Channel|area|region|capital)\b", text
    ):
        return f"the {text}"
    return text


def _preposition(place: Place) -> str:
    return "at" if place.precision == "site" else "in"


def place_span(claim: Claim, place: Place) -> tuple[Span, ...]:
    if place.start is None or place.end is None:
        return ()
    return (Span(claim.report, place.start, place.end),)
