"""What the network found in a Doc's windows, as one annotated Doc."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from brinkwatch.read.annotations import FINE, Argument, Predicate, keep_text
from brinkwatch.read.columns import keep_columns
from brinkwatch.read.name_layers import merged_names
from brinkwatch.read.network import Found, Network
from brinkwatch.read.segment import Tokens
from brinkwatch.read.windows import Window

VECTOR = 384


class Layers:
    """The layers of one Doc of `words`, filled in window by window."""

    def __init__(self, words: list[str]) -> None:
        n = len(words)
        self.words = words
        self.upos = ["SPACE"] * n
        self.lemmas = list(words)
        self.heads = list(range(n))
        self.relations = ["dep"] * n
        self.predicates: list[Predicate] = []
        self.names: list[tuple[str, int, int]] = []
        self.fine: dict[tuple[int, int], str] = {}
        self.vectors: list[NDArray[np.float32]] = []
        self._root = 0

    def add(self, window: Window, network: Network) -> None:
        """Take over what the network found in a window."""
        found = window.sentence.found
        if found is None:
            raise ValueError("the window was not read")
        self._words(window, found, network)
        self._predicates(window, found, network)
        index = window.index
        for kind, a, b, detail in merged_names(window.sentence.words, found.names):
            span = (index[a], index[b - 1] + 1)
            self.names.append((kind, *span))
            if detail:
                self.fine[span] = detail
        if window.opens:
            self.vectors.append(found.vector)
        else:
            self.vectors[-1] = self.vectors[-1] + found.vector

    def _words(self, window: Window, found: Found, network: Network) -> None:
        """Part of speech, lemma and tree. A later part of a sentence hangs on the first's root."""
        index, words = window.index, window.sentence.words
        columns = (found.upos, found.lemma, found.heads, found.relations)
        for w, (upos, script, head, relation) in enumerate(
            zip(*(c.tolist() for c in columns), strict=True)
        ):
            i = index[w]
            self.upos[i] = network.upos[upos]
            self.lemmas[i] = network.lemma(words[w], upos, script)
            if head:
                self.heads[i] = index[head - 1]
                self.relations[i] = network.relations[relation]
            elif window.opens:
                self.heads[i], self.relations[i], self._root = i, "ROOT", i
            else:
                self.heads[i], self.relations[i] = self._root, "parataxis"

    def _predicates(self, window: Window, found: Found, network: Network) -> None:
        index = window.index
        for w, sense, arguments in found.predicates:
            i = index[w]
            if self.upos[i] == "AUX" and self.relations[i].startswith("aux"):
                continue
            self.predicates.append(Predicate(
                i, self.lemmas[i], f"{self.lemmas[i].lower()}.{network.senses[sense]}",
                min(3.0, max(-3.0, float(found.factuality[w]))),
                tuple(Argument(label, index[a], index[b - 1] + 1) for label, a, b in arguments),
            ))

    def hang_spaces(self, spaces: NDArray[np.bool_]) -> None:
        """White space hangs on the word before it, at the start of the text on the one after."""
        words = np.flatnonzero(~spaces)
        if not len(words):
            self.heads = [0] * len(spaces)
            if self.relations:
                self.relations[0] = "ROOT"
            return
        for i in np.flatnonzero(spaces).tolist():
            self.heads[i] = int(words[max(0, int(np.searchsorted(words, i)) - 1)])


def assembled(vocab: Vocab, tokens: Tokens, windows: Sequence[Window], network: Network) -> Doc:
    """A Doc of the tokens with every layer of `read.annotations`."""
    layers = Layers(tokens.words)
    for window in windows:
        layers.add(window, network)
    layers.hang_spaces(tokens.blank)
    out = Doc(
        vocab, words=tokens.words, spaces=tokens.spaced.tolist(), pos=layers.upos,
        lemmas=layers.lemmas, heads=layers.heads, deps=layers.relations,
    )
    keep_text(out, tokens.text)
    keep_columns(out, tokens.words, layers.upos, layers.relations, layers.heads, layers.names,
                 tokens.offsets.tolist())
    for predicate in layers.predicates:
        out[predicate.index]._.factuality = predicate.factuality
    out.ents = [Span(out, a, b, label=kind) for kind, a, b in layers.names]
    out.user_data[FINE] = layers.fine
    out._.predicates = tuple(sorted(layers.predicates, key=lambda p: p.index))
    out.user_data["sentence_vectors"] = _unit(layers.vectors, len(tokens.words) > 0)
    return out


def _unit(vectors: list[NDArray[np.float32]], any_word: bool) -> NDArray[np.float32]:
    if not vectors:
        return np.zeros((int(any_word), VECTOR), np.float32)
    stacked = np.stack(vectors).astype(np.float32)
    size = np.linalg.norm(stacked, axis=1, keepdims=True)
    return (stacked / np.maximum(size, 1e-6)).astype(np.float32)
