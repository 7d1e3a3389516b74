"""A parsed sentence with its children at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from brinkwatch.model import Word

Parse = Callable[[Sequence[str]], list[list[Word]]]
"""Texts to their words, one list a text."""


class Tree:
    """A parsed sentence with its children at hand."""

    def __init__(self, found: Sequence[Word], text: str) -> None:
        self.words, self.text = list(found), text
        self.below: dict[int, list[int]] = {}
        for i, word in enumerate(self.words):
            if word.head != i:
                self.below.setdefault(word.head, []).append(i)
        self.quoted = quoted_words(self.words)

    def children(self, i: int, *relations: str) -> Iterator[int]:
        """Children of a word, of these relations (with their subtypes) where any are given."""
        for c in self.below.get(i, ()):
            relation = self.words[c].relation
            if not relations or relation in relations or relation.split(":")[0] in relations:
                yield c

    def has(self, i: int, *relations: str) -> bool:
        return next(self.children(i, *relations), None) is not None

    def subtree(self, i: int) -> list[int]:
        """Indexes of a word and of all below it, in order."""
        out, todo = [], [i]
        while todo:
            n = todo.pop()
            out.append(n)
            todo.extend(self.below.get(n, ()))
        return sorted(out)

    def part(self, first: int, last: int, offset: int, text: str) -> Tree:
        """The words from `first` to `last` as a tree of their own, offsets counted from
        `offset`."""
        return Tree(
            [
                Word(w.text, w.lemma, w.pos, w.relation, w.head - first, w.start - offset)
                for w in self.words[first : last + 1]
            ],
            text,
        )

    def root(self) -> int | None:
        return next((i for i, w in enumerate(self.words) if w.relation == "ROOT"), None)

    def text_of(self, kept: Iterable[int]) -> str:
        """The words of these indexes as they are written; a blank where others are left out."""
        out, last = "", None
        for i in sorted(kept):
            word = self.words[i]
            if last is not None:
                end = self.words[last].start + len(self.words[last].text)
                out += self.text[end : word.start] if i == last + 1 else " "
            out += word.text
            last = i
        out = re.sub(r"\s+([,.;:!?’”])", r"\1", out)
        return re.sub(r"(?:,\s*)+,", ",", re.sub(r"\s+", " ", out)).strip(" ,")

    def phrase(self, i: int) -> str:
        return " ".join(self.words[n].text for n in self.subtree(i))


def quoted_words(found: Sequence[Word]) -> list[bool]:
    """Whether each word stands inside quotation marks."""
    out, inside = [], False
    for word in found:
        if "“" in word.text:
            inside = True
        out.append(inside)
        if "”" in word.text:
            inside = False
    return out
