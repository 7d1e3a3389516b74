"""Whether a headline's subject takes a plural verb."""

from __future__ import annotations

import re

from brinkwatch.publish.nouns import PLURAL_HEADS

PLURAL = re.compile(r"\b(?:and)\b|\b[a-z]+[^s’u]s$|\b(?:[Pp]olice|forces|people)$")


def is_plural(who: str) -> bool:
    """Whether a subject takes a plural verb, by its form."""
    crowd = PLURAL_HEADS.search(who) or PLURAL_HEADS.fullmatch(who.lower())
    return bool(PLURAL.search(who) or crowd) and not re.search(
        r"(?:States|Nations|Philippines|Netherlands)$", who
    )
