"""The model's lemma of an inflected word, held against a vocabulary.

The model picks an edit for a word's ending and can pick a wrong one ("suffere" for "suffered"). Of
the stems that English spelling allows, the most frequent one that the encoder's own vocabulary
holds is the better guess; what it holds none of stays as the model has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from brinkwatch.knowledge.lemmas import known_verb, verb_lemma
from brinkwatch.knowledge.reading import reading_words

_DOUBLED = re.compile(r"([bdgklmnprtvz])\1$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_VOWEL = re.compile(r"[aeiouy]")
_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$")


class Lemmatiser:
    """Lemmas by word, part of speech (UPOS) and the model's guess; `rank` gives the vocabulary,
    each word with its place in the order of frequency."""

    def __init__(self, rank: Mapping[str, int]) -> None:
        self._rank = {w: r for w, r in rank.items() if len(w) > 2 and w.isalpha() and w.isascii()}
        self._fixed = reading_words().uninflected

    def __call__(self, word: str, tag: str, guess: str) -> str:
        """The lemma; proper nouns and closed classes keep the guess."""
        if tag == "NUM" and _THOUSANDS.fullmatch(word):
            return word.replace(",", "")
        if tag == "PRON" and word == "i":
            return "I"
        if tag not in ("NOUN", "VERB", "ADJ"):
            return guess
        return self._mended(word, tag, guess)

    def _mended(self, word: str, tag: str, guess: str) -> str:
        low = word.lower()
        if tag == "VERB":
            known = known_verb(word)
            if known is not None:
                return known
        if not (low.isascii() and low.isalpha()) or low in self._fixed:
            return guess
        unchanged = guess.lower() == low
        if not unchanged and (len(guess) < 3 or guess.lower() in self._rank):
            return guess
        if unchanged and (tag == "ADJ" or guess != low):
            return guess
        stems = [s for s in _stems(low, tag) if len(s) > 2 and _VOWEL.search(s)]
        held = [s for s in stems if s in self._rank]
        if held:
            return min(held, key=self._rank.__getitem__)
        if not stems and low in self._rank:
            return low
        if tag == "VERB":
            return verb_lemma(word, guess)
        if unchanged:
            return guess
        return stems[0] if low.endswith("ies") and stems else guess


def _stems(low: str, tag: str) -> Iterator[str]:
    """What the inflected form may come from, the likeliest spelling first."""
    if tag in ("NOUN", "VERB") and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        if low.endswith("ies"):
            yield low[:-3] + "y"
        elif low.endswith("es") and _SIBILANT.search(low[:-2]):
            yield low[:-2]
        if not low.endswith("sses"):
            yield low[:-1]
    elif tag == "VERB" and low.endswith("ed") and not low.endswith("eed"):
        yield from _regular(low[:-2])
        if low.endswith("ied"):
            yield low[:-3] + "y"
    elif tag == "VERB" and low.endswith("ing"):
        yield from _regular(low[:-3])
        if low.endswith("ying"):
            yield low[:-4] + "ie"
    elif tag == "ADJ" and low.endswith(("er", "est")):
        stem = low[:-2] if low.endswith("er") else low[:-3]
        yield from _regular(stem)
        if stem.endswith("i"):
            yield stem[:-1] + "y"


def _regular(stem: str) -> Iterator[str]:
    """A stem as it is, with its silent e, and with its last consonant once."""
    if _DOUBLED.search(stem):
        yield stem[:-1]
    yield stem
    yield stem + "e"
