"""The network's layers of names, merged to one flat set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brinkwatch.knowledge.reading import reading_words

_COARSE = {"politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG",
           "country": "LOC", "location": "LOC", "election": "EVENT", "event": "EVENT",
           "misc": "MISC"}


def merged_names(
    words: Sequence[str], layers: Mapping[str, Sequence[tuple[str, int, int]]]
) -> list[tuple[str, int, int, str | None]]:
    """One flat set of names (kind, start, end, fine kind) out of the three name layers.

    Weapons and platforms come first, then PER, ORG, LOC and MISC of the core layer, then events
    and elections of the politics layer. A place or organisation whose last word says so ("the
    Natanz plant") is a FACILITY.
    """
    facilities = reading_words().facilities
    taken: set[int] = set()
    out: list[tuple[str, int, int, str | None]] = []
    politics = layers.get("crossner", [])
    details = {(a, b): kind for kind, a, b in politics}

    def add(kind: str, a: int, b: int) -> None:
        if taken.isdisjoint(range(a, b)):
            taken.update(range(a, b))
            out.append((kind, a, b, details.get((a, b))))

    for kind, a, b in layers.get("defence", []):
        if kind in ("WEAPON", "PLATFORM"):
            add(kind, a, b)
    for kind, a, b in layers.get("core", []):
        detail = details.get((a, b))
        if kind in ("LOC", "ORG") and b - a > 1 and words[b - 1].lower() in facilities:
            kind = "FACILITY"
        elif kind == "MISC" and detail in ("election", "event"):
            kind = "EVENT"
        add(kind, a, b)
    for kind, a, b in politics:
        if _COARSE[kind] == "EVENT":
            add("EVENT", a, b)
    return sorted(out, key=lambda name: name[1])
