"""What a launch did on the ground, and whether it fell in somebody's zone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Span

from brinkwatch.extract import launch_arms, syntax

_NO_HARM = re.compile(
    r"\b(?:no|without|nor any|neither)\b[^.;]{0,60}?\b(injur\w*|casualt\w*|damage|deaths?|harm)"
    r"(?:[^.;]{0,40}?\b(?:or|and|nor)\b[^.;]{0,20}?\b(injur\w*|casualt\w*|damage|deaths?))?",
    re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:no one|nobody)\b[^.;]{0,30}\b(?:hurt|injured|harmed|killed)",
                     re.IGNORECASE)
_HURTS = frozenset({"kill", "injure", "wound", "hurt"})
_BREAKS = frozenset({"damage", "destroy", "wreck"})
_FALLING = frozenset({"debris", "fragment", "wreckage", "part", "piece", "booster", "explosion",
                      "blast"})
_ZONE = re.compile(r"exclusive economic zone|\bEEZ\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:outside|short of|not (?:reach|enter|fall)\w*|clear of|beyond|none|"
    r"n.t (?:reach|enter|fall))\b", re.IGNORECASE)


def harm(texts: Iterable[str]) -> tuple[int | str | None, int | str | None]:
    """(casualties, damage): "none" where the sentences rule them out, a number or "reported" where
    they tell of them."""
    casualties: int | str | None = None
    damage: int | str | None = None
    for text in texts:
        for found in _NO_HARM.finditer(text):
            words = " ".join(filter(None, found.groups())).lower()
            if re.search(r"injur|casual|death|harm", words):
                casualties = casualties or "none"
            if "damage" in words:
                damage = damage or "none"
        if _NOBODY.search(text):
            casualties = casualties or "none"
    return casualties, damage


def done(sents: Iterable[Span]) -> tuple[int | str | None, str | None]:
    """(casualties, damage) that the sentences say the weapon did, a number or "reported"."""
    casualties: int | str | None = None
    damage: str | None = None
    for token in (t for sent in sents for t in sent if t.pos_ == "VERB"):
        lemma = syntax.lemma(token)
        if lemma not in _HURTS | _BREAKS:
            continue
        doer, hit = syntax.agent(token), syntax.patient(token)
        if doer is None or hit is None or syntax.is_negated(token) or not (
                launch_arms.is_arms(doer) or syntax.lemma(doer) in _FALLING):
            continue
        if lemma in _BREAKS:
            damage = "reported"
            continue
        start, end = syntax.phrase(hit)
        found = next((q for q in token.doc._.quantities or () if q.kind == "count"
                      and q.start is not None and start <= q.start < end), None)
        exact = found is not None and found.value is not None
        casualties = int(found.value) if exact and found and found.value else "reported"
    return casualties, damage


def speaks_of_harm(text: str) -> bool:
    return _NO_HARM.search(text) is not None or _NOBODY.search(text) is not None


def outside_eez(texts: Iterable[str]) -> bool | None:
    """Whether it fell outside an exclusive economic zone, where the sentences say."""
    for text in texts:
        if _ZONE.search(text):
            return _OUTSIDE.search(text) is not None
    return None


def speaks_of_eez(text: str) -> bool:
    return _ZONE.search(text) is not None
