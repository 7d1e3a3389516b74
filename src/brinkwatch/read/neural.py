"""The bundled language model: text to an annotated spaCy `Doc`, on a CPU, without a network.

One int8 ONNX file gives everything in one pass over each sentence; `training/` makes it and
docs/model-card.md describes it. Needs onnxruntime, tokenizers, numpy and spaCy's rules alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.tokens import Doc

from brinkwatch.read.annotations import register
from brinkwatch.read.assemble import assembled
from brinkwatch.read.network import WEIGHTS, Network
from brinkwatch.read.segment import Tokens, tokenizer
from brinkwatch.read.windows import windows

_SURROGATE = re.compile("[\ud800-\udfff]")
FLUSH_WORDS = 10_000  # sentences are sorted by length among about so many words

__all__ = ["WEIGHTS", "NeuralReader"]


class NeuralReader:
    """Reads text with the bundled model; load it once and call it many times.

    `threads` is the number of threads of one run (by default 2, or 1 where there is one core).
    Raises ModelError if a file of the model is missing, damaged or of another version.
    """

    def __init__(self, folder: Path | str = WEIGHTS, *, threads: int | None = None) -> None:
        register()
        self.network = Network(Path(folder), threads)
        self._nlp = tokenizer()

    def __call__(self, text: str) -> Doc:
        """The annotated text; `doc.text == text` for any text that UTF-8 can hold. Half of a
        surrogate pair is read as U+FFFD, so that offsets stay right."""
        return next(self.pipe([text]))

    def tokens(self, text: str) -> Tokens:
        """The tokens of a text."""
        return Tokens.of(self._nlp.make_doc(_SURROGATE.sub("\ufffd", text)))

    def pipe(self, texts: Iterable[str], batch_size: int = 64) -> Iterator[Doc]:
        """Annotated texts, in order; sentences of up to `batch_size` texts are read together."""
        waiting: list[Tokens] = []
        words = 0
        for text in texts:
            waiting.append(self.tokens(text))
            words += len(waiting[-1].words)
            if words >= FLUSH_WORDS or len(waiting) >= batch_size:
                yield from self._finish(waiting)
                waiting, words = [], 0
        yield from self._finish(waiting)

    def _finish(self, texts: list[Tokens]) -> Iterator[Doc]:
        found = windows(texts, self.network)
        self.network.read([w.sentence for parts in found for w in parts])
        for tokens, parts in zip(texts, found, strict=True):
            yield assembled(self._nlp.vocab, tokens, parts, self.network)
