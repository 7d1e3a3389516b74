"""The model's lemma of an inflected word, held against a vocabulary.

The model picks an edit for a word's ending and can pick a wrong one ("suffere" for "suffered"). Of
the stems that English spelling allows, the most frequent one that the encoder's own vocabulary
holds is the better guess; what it holds none of stays as the model has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from brinkwatch.knowledge.lemmas import known_verb, verb_lemma
from brinkwatch.knowledge.reading import reading_words

_DOUBLED = re.compile(r"([bdgklmnprtvz])\1$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_VOWEL = re.compile(r"[aeiouy]")
_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$")
_SHORT = frozenset({"be", "do", "go"})
"""The verbs of two letters."""
_NO_PLURAL = ("ss", "us", "is")
ENDINGS = (4, 3, 2)
"""Last letters of a stem that are compared, the most first."""


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
        if not unchanged and (guess.lower() in _SHORT or guess.lower() in self._rank):
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
            known = verb_lemma(word, guess)
            return known if unchanged or known != guess else self._spelled(low) or guess
        if unchanged:
            return guess
        if not stems:
            return low if len(guess) < 3 or low.endswith(_NO_PLURAL) else guess
        return stems[0] if tag == "NOUN" else guess

    def _spelled(self, low: str) -> str | None:
        """The verb behind a form in -ed or -ing that no list holds, spelled as most verbs of the
        vocabulary with the same end are: "compiled" as "smiled", "inflicted" as "predicted"."""
        stem = low[:-2] if low.endswith("ed") else low[:-3] if low.endswith("ing") else ""
        if len(stem) < 3:
            return stem[0] + "ie" if stem[1:] in ("i", "y") else None
        if stem.endswith("i"):
            return stem[:-1] + "y"
        for n in ENDINGS:
            kinds = self._endings.get(stem[-n:])
            if kinds is not None and kinds.total() > 1:
                return _SPELLINGS[kinds.most_common(1)[0][0]](stem)
        return None

    @cached_property
    def _endings(self) -> dict[str, Counter[str]]:
        """How the verbs of the vocabulary are spelled, by the last letters of their stems."""
        out: dict[str, Counter[str]] = {}
        for form in self._rank:
            stem = form[:-2] if form.endswith("ed") else form[:-3] if form.endswith("ing") else ""
            held = [k for k, spell in _SPELLINGS.items() if spell(stem) in self._rank
                    and (k != "once" or _DOUBLED.search(stem))] if len(stem) > 2 else []
            if len(held) == 1:
                for n in ENDINGS:
                    out.setdefault(stem[-n:], Counter())[held[0]] += 1
        return out


_SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda stem: stem, "e": lambda stem: stem + "e", "once": lambda stem: stem[:-1],
}
"""What becomes of a stem: nothing, a silent e behind it, its last consonant once."""


def _stems(low: str, tag: str) -> Iterator[str]:
    """What the inflected form may come from, the likeliest spelling first."""
    if tag in ("NOUN", "VERB") and low.endswith("s") and not low.endswith(_NO_PLURAL):
        if low.endswith("ies"):
            yield low[:-3] + "y"
        elif low.endswith("es") and _SIBILANT.search(low[:-2]):
            yield low[:-2]
        if tag == "NOUN" and low.endswith("ses"):
            yield low[:-2] + "is"
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
