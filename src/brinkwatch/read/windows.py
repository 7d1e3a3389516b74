"""Tokens of a text to the parts the network reads together: sentences, or parts of long ones."""

from __future__ import annotations

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


def windows(tokens: Tokens, network: Network) -> list[Window]:
    """The windows of a text in order; white space is in none."""
    words = np.flatnonzero(~tokens.blank)
    begins = np.flatnonzero(starts(tokens, network)[words])
    if not len(words):
        return []
    out: list[Window] = []
    for part in np.split(words, begins[begins > 0]):
        out += _cut(tokens, part.tolist(), network)
    return out


def starts(tokens: Tokens, network: Network) -> NDArray[np.bool_]:
    """Which tokens start a sentence; never white space but the first token of all."""
    out = hard_breaks(tokens)
    kept = np.flatnonzero(~tokens.blank)
    if len(kept):
        words = [tokens.words[i] for i in kept]
        glued = np.zeros(len(kept), bool)
        glued[1:] = (kept[1:] == kept[:-1] + 1) & ~tokens.spaced[kept[:-1]]
        out[kept] = network.boundary(words, glued, out[kept], network.pieces)
    return out


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
