"""The proofreader: every composed sentence is read again by the reader before it is printed."""

from __future__ import annotations

from collections.abc import Iterable

from brinkwatch.publish.grammar import slips
from brinkwatch.publish.trees import Parse


class Proofreader:
    """Reads sentences by their tree and remembers what it found.

    `parse` is the read stage's syntax, handed in by the desk: this stage imports no other.
    """

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        """Texts to their words in their trees."""
        self._known: dict[str, str | None] = {}

    def faults(self, texts: Iterable[str]) -> dict[str, str]:
        """The sentences that should not be printed, each with its first fault."""
        wanted = list(dict.fromkeys(texts))
        new = [t for t in wanted if t not in self._known]
        if new:
            for text, found in zip(new, self.parse(new), strict=True):
                self._known[text] = next(iter(slips(found, text)), None)
        return {t: fault for t in wanted if (fault := self._known[t]) is not None}
