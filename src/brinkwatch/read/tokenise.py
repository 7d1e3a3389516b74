"""Words to word pieces, and the shape of each word.

The encoder's vocabulary is lower case, so what case tells (names, acronyms, sentence starts) goes
in beside the pieces as one small number a word: its shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

SHAPES = (
    "none",  # padding, [CLS], [SEP]
    "lower",
    "title",
    "upper",
    "capital letter",
    "mixed",
    "number",
    "letters and digits",
    "punctuation",
    "other",
)
_LOWER, _TITLE, _UPPER, _CAPITAL, _MIXED, _NUMBER, _ALNUM, _PUNCT, _OTHER = range(1, 10)


@lru_cache(maxsize=65536)
def shape(word: str) -> int:
    """The index of `word`'s shape in `SHAPES`."""
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdigit() for c in word)
    if not letters:
        if digits:
            return _NUMBER
        return _PUNCT if word.isprintable() and not word.isspace() else _OTHER
    if digits:
        return _ALNUM
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return _LOWER if any(c.islower() for c in letters) else _OTHER
    if upper == len(letters):
        return _CAPITAL if len(letters) == 1 else _UPPER
    if upper == 1 and letters[0].isupper():
        return _TITLE
    return _MIXED


class WordPieces:
    """Splits words into the ids of the encoder's word pieces, remembering frequent words.

    `serialised` is the text of a `tokenizer.json` of the `tokenizers` package. At most
    `longest` pieces are kept for one word, so a run of 10,000 letters costs no more than a name.
    """

    def __init__(self, serialised: str, *, longest: int = 16, remember: int = 100_000) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_str(serialised)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._longest = longest
        self._remember = remember
        self._known: dict[str, tuple[int, ...]] = {}
        self.cls: int = self._tokenizer.token_to_id("[CLS]") or 0
        self.sep: int = self._tokenizer.token_to_id("[SEP]") or 0
        self.pad: int = self._tokenizer.token_to_id("[PAD]") or 0
        self.unknown: int = self._tokenizer.token_to_id("[UNK]") or 0

    def of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The piece ids of each word, never none: a word without pieces is `[UNK]`."""
        known = self._known
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            if len(known) > self._remember:
                known.clear()
                new = list(dict.fromkeys(words))
            cut = [word[:100] for word in new]
            for word, encoded in zip(
                new, self._tokenizer.encode_batch(cut, add_special_tokens=False), strict=True
            ):
                known[word] = tuple(encoded.ids[: self._longest]) or (self.unknown,)
        return [known[word] for word in words]

    def vocabulary(self) -> dict[str, int]:
        """The encoder's pieces and their ids, roughly the more frequent the smaller."""
        return dict(self._tokenizer.get_vocab())
