"""What a report is about, as counted terms: stems of its content words, and the names in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from brinkwatch.fuse.keys import STOP, actor_key, content_words, is_vague, words
from brinkwatch.knowledge.countries import capitals, country_named, demonym
from brinkwatch.knowledge.tables import fold
from brinkwatch.model import Claim, Report, Statement

HEAD = 6000
"""Characters of a text that are looked at."""

TITLE_WEIGHT = 2

_SUFFIXES = ("ings", "ing", "ers", "ies", "ied", "ed", "er", "es", "s", "ly")
_KEPT = 4
"""Letters that must be left of a stem."""

_RUN = re.compile(r"[A-Z][\w’'.-]*(?:[ \u00a0](?:of |and |the )?[A-Z][\w’'.-]*)*")
_OPENS = re.compile(r"(?:^|[.!?:”\"’]\s+|\n\s*)$")


@cache
def stem(word: str) -> str:
    """Return a word without inflection, roughly: "hackers", "hacked" and "hack" are one."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _KEPT - (suffix == "s"):
            word = word[: -len(suffix)] + ("y" if suffix in ("ies", "ied") else "")
            break
    if len(word) > _KEPT and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _KEPT else word


def terms(report: Report) -> Counter[str]:
    """Count stems of content words in the text and, doubled, in the title."""
    counts = Counter(map(stem, content_words(report.text[:HEAD])))
    for word in content_words(report.title or ""):
        counts[stem(word)] += TITLE_WEIGHT
    return counts


def names(report: Report, claims: Sequence[Claim]) -> Counter[str]:
    """Count the names in a report, whether or not the reader made anything of them.

    Countries are counted under one key with their people and capitals ("Irish", "Ireland",
    "Dublin"), since headlines use one for another.
    """
    counts = _written(report)
    for claim in claims:
        people = [*claim.actors, *claim.recipients]
        if isinstance(claim, Statement):
            people += [claim.speaker, *claim.addressees]
        for actor in people:
            if not is_vague(actor):
                counts[actor_key(actor)] += 1
                if actor.country:
                    counts[f"country:{actor.country}"] += 1
        for place in claim.places:
            counts[f"place:{place.name.casefold()}"] += 1
    return counts


def _written(report: Report) -> Counter[str]:
    title, text = report.title or "", report.text[:HEAD]
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for part in (title, text):
        for run in _RUN.finditer(part):
            opens = bool(_OPENS.search(part[max(0, run.start() - 4) : run.start()]))
            for n, key in enumerate(_keys(run.group())):
                first = opens and n == 0 and not key.startswith("country:")
                (opening if first else inside)[key] += 1
    for key, n in opening.items():  # the first word of a sentence is a name if it is one elsewhere
        if key in inside:
            inside[key] += n
    return inside


def _keys(run: str) -> Iterator[str]:
    """Yield keys for a run of capitalised words: countries first, then single words."""
    parts = [p.strip(".'’-") for p in run.split()]
    at = 0
    while at < len(parts):
        for size in (3, 2, 1):
            whole = re.sub(r"[’']s$", "", " ".join(parts[at : at + size]))
            country = _country(whole) if at + size <= len(parts) else None
            if country is not None:
                yield f"country:{country}"
                at += size
                break
        else:
            for word in words(parts[at]):
                if word not in STOP and len(word) > 2:
                    yield f"name:{stem(word)}"
            at += 1


@cache
def _country(name: str) -> str | None:
    found = country_named(name) or capitals().get(fold(name))
    if found is None:
        people = demonym(name)
        found = people.iso3 if people is not None else None
    return found
