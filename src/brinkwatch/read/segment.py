"""Text to tokens and sentences: spaCy's rules brought near treebank habits, then boundaries.

Blank lines and line ends that no wrapping explains are always boundaries. Inside a paragraph a
small network over the tokens decides (`read.boundary`), as the shape of a full stop alone does not
tell an abbreviation from an end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from brinkwatch.knowledge.furniture import furniture
from brinkwatch.knowledge.reading import reading_words

RUNS = (r"[!?]{2,}", r"([-=_*~#+<>/|])\1+")  # marks that are one token however often repeated


def tokenizer() -> Language:
    """A blank English pipeline whose tokens are near those of the Universal Dependencies.

    Hyphens split inside words and numbers ("15-year" is three tokens) but not after a prefix
    ("non-nuclear"), as do dashes; a run of one mark ("!!!", "=====") is one token, and so are
    numbers of three parts and more ("2025-11-07").
    """
    words = reading_words()
    nlp = spacy.blank("en")
    rules = nlp.tokenizer
    assert isinstance(rules, Tokenizer)
    prefixed = "".join(rf"(?<!\b{p})(?<!\b{p.title()})" for p in words.prefixes)
    hyphens = rf"(?:{HYPHENS})"
    infixes = [
        *(x for x in nlp.Defaults.infixes or () if hyphens not in str(x)),
        rf"(?<=[0-9{ALPHA}]){prefixed}{hyphens}(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]){prefixed}-(?=[0-9])",
        r"(?<=\w)[–—](?=\w)",
    ]
    rules.infix_finditer = compile_infix_regex(infixes).finditer
    rules.prefix_search = compile_prefix_regex([*RUNS, *(nlp.Defaults.prefixes or ())]).search
    rules.suffix_search = compile_suffix_regex(
        [*RUNS, r"(?<=[0-9])[APap]\.?[Mm]\.?", *(nlp.Defaults.suffixes or ())]
    ).search
    rules.token_match = re.compile(r"\d+(?:-\d+){2,}$").match
    for short in words.abbreviations:
        rules.add_special_case(short, [{ORTH: short}])
    nlp.max_length = 1 << 31
    return nlp


@dataclass(frozen=True, slots=True)
class Tokens:
    """What is asked of every token of a Doc again and again, taken out of it once: texts, offsets
    of their first characters (N), whether each is white space, and has a space behind it (N)."""

    text: str
    words: list[str]
    offsets: NDArray[np.int64]
    blank: NDArray[np.bool_]
    spaced: NDArray[np.bool_]

    @classmethod
    def of(cls, doc: Doc) -> Tokens:
        words = [t.text for t in doc]
        flags = doc.to_array(["IS_SPACE", "SPACY"]).astype(bool).reshape(-1, 2)
        sizes = np.fromiter(map(len, words), np.int64, len(words)) + flags[:, 1]
        return cls(doc.text, words, np.cumsum(sizes) - sizes, flags[:, 0], flags[:, 1])


def hard_breaks(tokens: Tokens) -> NDArray[np.bool_]:
    """Which tokens must start a sentence: the first, those after a break between paragraphs, and
    those after a dateline, byline or credit and at its start.

    A single line end is taken for wrapping, and so as no break, only where the next word would
    not have fitted on the line above in a text wrapped at no more than 120 characters.
    """
    n = len(tokens.words)
    out = np.zeros(n, bool)
    if not n:
        return out
    out[0] = True
    blocks: list[tuple[int, int]] | None = None
    block = 0
    pending = False
    for i in np.flatnonzero(tokens.blank).tolist():
        space = tokens.words[i]
        newlines = space.count("\n")
        if newlines > 1 or "\f" in space or "\u2029" in space:
            pending = True
        elif newlines and not pending:
            if blocks is None:
                blocks = _blocks(tokens.text)
            offset = int(tokens.offsets[i])
            while block + 1 < len(blocks) and blocks[block][0] <= offset:
                block += 1
            width = blocks[block][1] if blocks else 0
            pending = not _wrapped(tokens.text, offset + space.index("\n"), width)
        if pending and i + 1 < n and not tokens.blank[i + 1]:
            out[i + 1] = True
            pending = False
    words = np.flatnonzero(~tokens.blank)
    for stretch in furniture(tokens.text):
        for at in (stretch.start, stretch.end):
            place = np.searchsorted(tokens.offsets[words], at)
            if place < len(words):
                out[words[place]] = True
    return out


def _blocks(text: str) -> list[tuple[int, int]]:
    """Runs of lines without a blank one: where each ends, and the length of its longest line."""
    return [
        (match.end(), max(map(len, match.group().split("\n"))))
        for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text)
    ]


def _wrapped(text: str, at: int, width: int) -> bool:
    """Whether the line end at `at` only wraps a paragraph of lines up to `width` long."""
    if not 40 <= width <= 120:
        return False
    line = text[text.rfind("\n", 0, at) + 1 : at]
    following = re.match(r"\n[ \t]*(\S*)", text[at:])
    word = following.group(1) if following else ""
    return len(line.rstrip()) + 1 + len(word) > width
