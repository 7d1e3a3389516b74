"""What a user types into search, whatever it is, as terms. No database's syntax gets through.

    missile launch      both words, in any form ("launches", "launched")
    "Sea of Japan"      these words in this order
    hypers*             words that begin so, from two letters on
    -exercise           without this word
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from brinkwatch.errors import UsageError

MOST_TERMS = 32
MOST_CHARACTERS = 1_000
SHORTEST_PREFIX = 2
"""Letters before a "*"; what begins with a single one is half the record."""
SYNTAX = 'Write words, "a phrase", begin* or -without'

_TERM = re.compile(r'-?"[^"]*"?\*?|\S+')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\x00": " "})


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand together in this order; most often just one."""

    words: tuple[str, ...]
    prefix: bool = False
    """The last word may go on."""
    excluded: bool = False


def parse(text: str) -> tuple[Term, ...]:
    """Split what was typed into terms, at least one of them not excluded.

    Raises:
        UsageError: there is nothing to search for, or too much.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"search: {len(text):,} characters are too many; the most is "
                         f"{MOST_CHARACTERS:,}. Search for the words that matter.")
    terms = [term for piece in _TERM.findall(text.translate(_QUOTES)) if (term := _term(piece))]
    if len(terms) > MOST_TERMS:
        raise UsageError(f"search: {len(terms)} words are too many; the most is {MOST_TERMS}. "
                         "Search for the words that matter.")
    if not any(not term.excluded for term in terms):
        raise UsageError(f"search: {text.strip()!r} holds no word to look for. {SYNTAX}.")
    return tuple(dict.fromkeys(terms))


def words_of(text: str) -> tuple[str, ...]:
    """Runs of letters, digits and private-use characters: what SQLite's unicode61 calls a token.
    Combining marks stay inside a word."""
    return tuple("".join(c if _counts(c) else " " for c in text).split())


def _term(piece: str) -> Term | None:
    excluded = piece.startswith("-") and len(piece) > 1 and (piece[1] == '"' or _counts(piece[1]))
    words = words_of(piece)
    prefix = piece.endswith("*") and bool(words) and len(words[-1]) >= SHORTEST_PREFIX
    return Term(words, prefix, excluded) if words else None


def _counts(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LNM" or category == "Co"
