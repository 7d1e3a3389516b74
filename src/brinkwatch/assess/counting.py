"""What a count counts: weapon kinds, range classes, systems."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from brinkwatch.knowledge import weapons
from brinkwatch.model.log import Entry


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of launch that can be counted.

    `kinds` None is every kind. Entries of unknown kind are never counted for certain: they may
    belong (`may_hold`).
    """

    name: str
    kinds: tuple[str, ...] | None = None
    range_classes: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()

    def holds(self, e: Entry) -> bool:
        if not e.kind or (self.kinds is not None and e.kind not in self.kinds):
            return False
        if self.range_classes and e.range_class not in self.range_classes:
            return False
        return not self.systems or e.system in self.systems

    def may_hold(self, e: Entry) -> bool:
        """Whether an entry that is not counted could belong, for all the source says."""
        if not e.kind or self.holds(e):
            return False
        if self.kinds is not None and e.kind not in (*self.kinds, "unknown"):
            return False
        if self.range_classes and e.range_class not in (*self.range_classes, None):
            return False
        return not self.systems or e.system in (*self.systems, None)

    def within(self, complete: Collection[str]) -> bool:
        """Whether a list complete for these kinds holds all that is counted."""
        if "all" in complete:
            return True
        return self.kinds is not None and all(k in complete for k in self.kinds)


ALL = Counted("all weapons tests")
BALLISTIC = Counted("ballistic missiles", ("ballistic",))
MISSILES = Counted("ballistic and cruise missiles", ("ballistic", "cruise"))
CRUISE = Counted("cruise missiles", ("cruise",))
ROCKETS = Counted("rocket artillery", ("rocket artillery",))
SPACE = Counted("space launches", ("space",))
NUCLEAR = Counted("nuclear tests", ("nuclear",))
AIR_DEFENCE = Counted("air defence missiles", ("air defence",))

BY_NAME = {c.name: c for c in (
    ALL, BALLISTIC, MISSILES, CRUISE, ROCKETS, SPACE, NUCLEAR, AIR_DEFENCE)}

_RANGES = (
    (r"\bICBMs?\b|intercontinental|inter-continental", ("ICBM",), "intercontinental"),
    (r"\bIRBMs?\b|intermediate[- ]range", ("IRBM",), "intermediate-range"),
    (r"\bMRBMs?\b|medium[- ]range", ("MRBM",), "medium-range"),
    (r"\bSRBMs?\b|short[- ]range ballistic", ("SRBM", "CRBM"), "short-range"),
    (r"long[- ]range ballistic|long[- ]range missile", ("IRBM", "ICBM"), "long-range"),
)
UNKNOWABLE = re.compile(
    r"\b(?:hypersonic|submarine[- ]launched|SLBMs?|solid[- ]fuel\w*|underwater|drones?|warheads?|"
    r"engine|parades?|exercises?|drills?)\b", re.IGNORECASE)
"""What the log does not tell apart, so that it cannot be counted."""


def read(words: str) -> tuple[Counted, ...]:
    """What a phrase counts, as worded first, then what else it may plausibly mean.

    Empty when it names nothing that the log can count ("exercises", "hypersonic missiles").
    """
    if UNKNOWABLE.search(words):
        return ()
    for pattern, classes, name in _RANGES:
        if re.search(pattern, words, re.I):
            return (Counted(f"{name} ballistic missiles", ("ballistic",), classes),)
    named = [s for _, _, s in weapons.find(words)]
    if named:
        return (Counted(named[0].name, (named[0].kind,), (), (named[0].name,)),)
    for pattern, counted in (
        (r"\bnuclear (?:weapons? )?(?:tests?|detonations?)\b|\bnuclear device", (NUCLEAR,)),
        (r"\bballistic", (BALLISTIC,)),
        (r"\bcruise missile", (CRUISE,)),
        (r"\b(?:rocket )?artillery|rocket launcher|\bMLRS\b|multiple[- ]launch", (ROCKETS,)),
        (r"\bsatellite|\bspace (?:launch|rocket)|\bspy rocket", (SPACE,)),
        (r"\banti-aircraft|\bair[- ]defen[cs]e|surface-to-air", (AIR_DEFENCE,)),
        (r"\bmissiles?\b", (MISSILES, BALLISTIC)),
        (r"\bweapons?\b|\btest|\blaunch|\bprovocation|\bfir(?:ed|ing|es)\b|\bprojectile|\bsalvo"
         r"|\bbarrage", (ALL, BALLISTIC)),
    ):
        if re.search(pattern, words, re.I):
            return counted
    return ()


LONG_RANGE = Counted(
    "intermediate-range or intercontinental ballistic missiles", ("ballistic",), ("IRBM", "ICBM"))
"""The escalation that a forecast asks about besides any launch at all."""
BY_NAME[LONG_RANGE.name] = LONG_RANGE
