"""Text to tokens and sentences: spaCy's rules brought near treebank habits, then boundaries.

Blank lines and line ends that no wrapping explains are always boundaries. Inside a paragraph a
small convolution over the tokens decides (`boundary.npz`), as the shape of a full stop alone does
not tell an abbreviation from an end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

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
from brinkwatch.read.tokenise import WordPieces, shape

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


def hard_breaks(doc: Doc) -> NDArray[np.bool_]:
    """Which tokens must start a sentence: the first, and those after a break between paragraphs.

    A single line end is taken for wrapping, and so as no break, only where the next word would
    not have fitted on the line above in a text wrapped at no more than 120 characters.
    """
    starts = np.zeros(len(doc), bool)
    if not len(doc):
        return starts
    text = doc.text
    block_of: list[tuple[int, int, int]] = []  # start and end of a block, its longest line
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        longest = max(len(line) for line in match.group().split("\n"))
        block_of.append((match.start(), match.end(), longest))
    starts[0] = True
    block = 0
    pending = False
    for token in doc:
        if token.is_space:
            newlines = token.text.count("\n")
            if newlines > 1 or "\f" in token.text or "\u2029" in token.text:
                pending = True
            elif newlines:
                while block + 1 < len(block_of) and block_of[block][1] <= token.idx:
                    block += 1
                at = token.idx + token.text.index("\n")
                pending = pending or not _wrapped(text, at, block_of[block][2] if block_of else 0)
        elif pending:
            starts[token.i] = True
            pending = False
    for stretch in furniture(text):
        for at in (stretch.start, stretch.end):
            ahead = doc.char_span(at, min(len(text), at + 40), alignment_mode="expand") or ()
            first = next((t for t in ahead if not t.is_space), None)
            if first is not None and first.idx >= at:
                starts[first.i] = True
    return starts


def _wrapped(text: str, at: int, width: int) -> bool:
    """Whether the line end at `at` only wraps a paragraph of lines up to `width` long."""
    if not 40 <= width <= 120:
        return False
    line = text[text.rfind("\n", 0, at) + 1 : at]
    following = re.match(r"\n[ \t]*(\S*)", text[at:])
    word = following.group(1) if following else ""
    return len(line.rstrip()) + 1 + len(word) > width


FEATURES = 4  # glued to the word before, after a line end, in a quotation, end mark before


class Boundary:
    """The boundary network: piece and shape embeddings, two convolutions, one logit a token.

    `weights` maps names to arrays, as `training.boundary` writes them.
    """

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self.w = {
            k: v.astype(np.float32) * weights["piece_scale"] if k == "piece" else v
            for k, v in weights.items()
        }

    @classmethod
    def load(cls, path: Path) -> Boundary:
        with np.load(path) as stored:
            return cls({k: stored[k] for k in stored.files})

    def __call__(self, first: NDArray[np.int64], last: NDArray[np.int64],
                 shapes: NDArray[np.int64], features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Logits (n) that each token starts a sentence."""
        out = np.empty(len(first), np.float32)
        step, margin = 8192, 16
        for at in range(0, len(first), step):
            a, b = max(0, at - margin), min(len(first), at + step + margin)
            logits = self._run(first[a:b], last[a:b], shapes[a:b], features[a:b])
            out[at : at + step] = logits[at - a : at - a + step]
        return out

    def _run(self, first, last, shapes, features):
        w = self.w
        x = np.concatenate(
            [w["piece"][first], w["piece"][last], w["shape"][shapes], features], -1
        )
        for i in (1, 2, 3):
            x = _convolve(x, w[f"conv{i}.weight"], w[f"conv{i}.bias"])
            np.maximum(x, 0, out=x)
        return (x @ w["out.weight"].T + w["out.bias"])[:, 0]


def _convolve(x, weight, bias):
    """Same-length convolution over tokens; `weight` is (out, in, kernel)."""
    reach = weight.shape[2] // 2
    padded = np.pad(x, ((reach, reach), (0, 0)))
    out = np.broadcast_to(bias, (len(x), len(bias))).copy()
    for k in range(weight.shape[2]):
        out += padded[k : k + len(x)] @ weight[:, :, k].T
    return out


def boundary_inputs(words: Sequence[str], glued: Sequence[bool], line: Sequence[bool],
                    pieces: WordPieces):
    """The four arrays `Boundary` takes, for words in running text."""
    ids = pieces.of(words)
    first = np.array([p[0] for p in ids], np.int64)
    last = np.array([p[-1] for p in ids], np.int64)
    shapes = np.array([shape(w) for w in words], np.int64)
    features = np.zeros((len(words), FEATURES), np.float32)
    features[:, 0] = glued
    features[:, 1] = line
    inside = False
    ended = 99
    for i, word in enumerate(words):
        features[i, 2] = inside
        features[i, 3] = 1.0 if ended <= 2 else 0.0
        if word in ('"', "“", "”", "``", "''"):
            inside = (not inside) if word == '"' else word in ("“", "``")
        ended = 0 if word[-1:] in ".!?…" else ended + 1
    return first, last, shapes, features
