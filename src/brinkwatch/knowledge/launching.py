"""How reports word launches: verbs, nouns of arms, and what words say of kind, class, platform and
outcome (`data/launch_words.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from brinkwatch.knowledge.signs import load

Table = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class LaunchWords:
    """Lemmas by what they do, and (value, pattern) tables in the order they are tried."""

    plain: frozenset[str]
    """Verbs that launch whatever weapon is their object."""
    aimed: frozenset[str]
    """Verbs that launch a weapon only where they aim it at a sea."""
    tried: frozenset[str]
    """Verbs under which a launch was at least attempted ("tried to launch")."""
    departs: frozenset[str]
    """Verbs whose subject is the weapon that leaves ("lifted off", "left the county")."""
    orbits: frozenset[str]
    """Verbs that put a satellite into orbit."""
    held_off: frozenset[str]
    """Determiners under which no particular weapon is meant ("any missile")."""
    measure: frozenset[str]
    """Verbs under which somebody gives a figure ("put the distance at")."""
    nouns: frozenset[str]
    held: frozenset[str]
    """Verbs that hold a launch or test ("conducted a test")."""
    detect: frozenset[str]
    flight: frozenset[str]
    landing: frozenset[str]
    crossing: frozenset[str]
    arms: frozenset[str]
    vague: frozenset[str]
    arms_words: frozenset[str]
    collections: frozenset[str]
    no_arms: frozenset[str]
    kinds: Table
    classes: Table
    platforms: Table
    outcomes: Table
    not_so: re.Pattern[str]
    """Before an outcome: it is denied, feared or of another launch."""
    unsure: re.Pattern[str]
    only_possible: re.Pattern[str]


@cache
def launch_words() -> LaunchWords:
    """The wording of launches.

    Raises:
        KnowledgeError: the data file is broken.
    """
    raw = load("launch_words.yaml")
    verbs = raw["launch verbs"]

    def lemmas(name: str) -> frozenset[str]:
        return frozenset(raw[name])

    def patterns(name: str) -> Table:
        return tuple((row["is"], re.compile(row["words"], re.IGNORECASE)) for row in raw[name])

    return LaunchWords(
        plain=frozenset(verbs["plain"]), aimed=frozenset(verbs["aimed"]),
        tried=frozenset(verbs["tried"]), departs=frozenset(verbs["departs"]),
        orbits=frozenset(verbs["orbits"]), held_off=frozenset(verbs["held off"]),
        measure=lemmas("measure verbs"),
        nouns=lemmas("launch nouns"), held=lemmas("held by"),
        detect=lemmas("detect verbs"), flight=lemmas("flight verbs"),
        landing=lemmas("landing verbs"), crossing=lemmas("crossing verbs"), arms=lemmas("arms"),
        vague=lemmas("vague arms"), arms_words=lemmas("arms words"),
        collections=lemmas("collections"), no_arms=lemmas("no arms"), kinds=patterns("kinds"),
        classes=patterns("classes"), platforms=patterns("platforms"),
        outcomes=patterns("outcomes"), not_so=re.compile(raw["not so"], re.IGNORECASE),
        unsure=re.compile(raw["unsure"], re.IGNORECASE),
        only_possible=re.compile(raw["only possible"], re.IGNORECASE),
    )
