"""Tokens of a text to the parts the network reads together: sentences, or parts of long ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brinkwatch.read.network import Network, Sentence
from brinkwatch.read.segment import Tokens, hard_breaks

WORDS, PIECES = 160, 250  # a sentence longer than this is read in parts
_MARKS = frozenset([",", ";", ":", ".", "-", "–", "—", ")"])


@dataclass(slots=True)
class Window:
    """A sentence, or part of one, with its tokens' indexes; `opens` is true of a first part."""

    sentence: Sentence
    index: list[int]
    opens: bool


def windows(texts: Sequence[Tokens], network: Network) -> list[list[Window]]:
    """The windows of each text in order; white space is in none."""
    out: list[list[Window]] = []
    for tokens, opens in zip(texts, starts(texts, network), strict=True):
        words = np.flatnonzero(~tokens.blank)
        begins = np.flatnonzero(opens[words])
        parts = np.split(words, begins[begins > 0]) if len(words) else []
        out.append([w for part in parts for w in _cut(tokens, part.tolist(), network)])
    return out


def starts(texts: Sequence[Tokens], network: Network) -> list[NDArray[np.bool_]]:
    """Which tokens of each text start a sentence; never white space but the first token of all."""
    found = [hard_breaks(tokens) for tokens in texts]
    kept = [np.flatnonzero(~tokens.blank) for tokens in texts]
    words: list[str] = []
    glued, hard = [], []
    for tokens, at, breaks in zip(texts, kept, found, strict=True):
        words += [tokens.words[i] for i in at.tolist()]
        joined = np.zeros(len(at), bool)
        joined[1:] = (at[1:] == at[:-1] + 1) & ~tokens.spaced[at[:-1]]
        glued.append(joined)
        opens = breaks[at]
        opens[:1] = True  # texts stand side by side here: none goes on the one before
        hard.append(opens)
    if words:
        opens = network.boundary(words, np.concatenate(glued), np.concatenate(hard), network.pieces)
        cuts = np.cumsum([len(at) for at in kept])[:-1]
        for breaks, at, mine in zip(found, kept, np.split(opens, cuts), strict=True):
            breaks[at] = mine
    return found


def _cut(tokens: Tokens, group: list[int], network: Network) -> list[Window]:
    words = [tokens.words[i] for i in group]
    whole = network.sentence(words)
    if len(words) <= WORDS and whole.size <= PIECES:
        return [Window(whole, group, True)]
    out: list[Window] = []
    begin = 0
    while begin < len(group):
        end, size = begin, 2
        while (end < len(group) and end - begin < WORDS
               and size + len(whole.pieces[end]) <= PIECES):
            size += len(whole.pieces[end])
            end += 1
        if end < len(group):  # rather after a mark in the last third
            for back in range(end, begin + 2 * (end - begin) // 3, -1):
                if words[back - 1] in _MARKS:
                    end = back
                    break
        part = Sentence(words[begin:end], whole.pieces[begin:end])
        out.append(Window(part, group[begin:end], begin == 0))
        begin = end
    return out
