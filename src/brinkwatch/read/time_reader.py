"""What the rules for time expressions read: the words of a text one by one, with their case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from brinkwatch.knowledge.numbers import Tokens

BEYOND = 64


@dataclass(slots=True)
class Reader:
    """Tokens with the original text, for the case of a word."""

    t: Tokens
    text: str
    memo: dict[tuple[str, int], object] = field(default_factory=dict)
    word: Callable[[int], str] = field(init=False, repr=False)
    """The token at an index; "" up to `BEYOND` tokens outside the text, where rules look ahead."""

    def __post_init__(self) -> None:
        self.word = [*self.t.words, *[""] * BEYOND].__getitem__

    def upper(self, i: int) -> bool:
        """Whether token `i` begins with a capital in the text."""
        return 0 <= i < len(self.t.words) and self.text[self.t.starts[i]].isupper()

    def glued(self, i: int) -> bool:
        return self.t.glued(i)

    def fraction(self, i: int) -> bool:
        """Whether token `i` is the rest of a longer number: the 1 of "37.1"."""
        return (i > 1 and self.glued(i) and self.glued(i - 1) and self.word(i - 1) in {".", ","}
                and self.word(i - 2)[-1:].isdecimal())

    def number(self, i: int, low: int, high: int, digits: int = 4) -> int | None:
        """The whole number written in digits at `i`, if it lies within the bounds."""
        word = self.word(i)
        if not word.isdecimal() or len(word) > digits:
            return None
        value = int(word)
        return value if low <= value <= high else None
