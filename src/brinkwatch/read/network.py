"""The bundled network: one int8 ONNX file that reads batches of sentences in one pass each."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brinkwatch.errors import ModelError
from brinkwatch.read import heads
from brinkwatch.read.boundary import Boundary
from brinkwatch.read.edit_scripts import apply_script
from brinkwatch.read.lemmatise import Lemmatiser
from brinkwatch.read.tokenise import WordPieces, shape

WEIGHTS = Path(__file__).with_name("weights")
MEND = "reinstall brinkwatch, or make the file with python -m training.export"
BATCH_PIECES = 500  # word pieces in one run of the network, padding counted
REMEMBERED = 1 << 17  # lemmas
DECODED = 12  # runs whose scores are kept to be decoded together
USED = ("core", "crossner", "defence")  # the schemes of names that are decoded


def checked(path: Path, digest: str | None) -> Path:
    """`path`, if its SHA-256 is `digest`; raises ModelError if missing or different."""
    if not path.is_file():
        raise ModelError(f"{path}: the language model's file is missing; {MEND}")
    if digest is None:
        raise ModelError(f"{path}: no checksum is recorded in reader.json; {MEND}")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != digest:
        raise ModelError(
            f"{path}: the checksum is {found[:12]}…, not {digest[:12]}…: the file is damaged or of "
            f"another version; {MEND}"
        )
    return path


@dataclass(frozen=True, slots=True)
class Found:
    """What the network found in W words; indexes are within them, labels numbers of `Network`'s
    lists but for names and arguments, which are (label, start, end) with the end exclusive."""

    upos: NDArray[np.int64]
    lemma: NDArray[np.int64]
    heads: NDArray[np.int64]  # counted from 1; 0 is the root
    relations: NDArray[np.int64]
    factuality: NDArray[np.float32]
    names: dict[str, list[tuple[str, int, int]]]  # by scheme
    predicates: list[tuple[int, int, list[tuple[str, int, int]]]]  # word, sense, arguments
    vector: NDArray[np.float32]


@dataclass(slots=True)
class Sentence:
    """Words that the network reads together; `forced` are the only predicates, if given."""

    words: list[str]
    pieces: list[tuple[int, ...]]
    forced: list[int] | None = None
    found: Found | None = None

    @property
    def size(self) -> int:
        """Word pieces with [CLS] and [SEP]."""
        return sum(map(len, self.pieces)) + 2


class Network:
    """The ONNX file and its labels; reads batches of `Sentence`s in place."""

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        import onnxruntime

        card = folder / "reader.json"
        if not card.is_file():
            raise ModelError(f"{card}: the language model's file is missing; {MEND}")
        try:
            self.card: dict[str, Any] = json.loads(card.read_text(encoding="utf-8"))
            files, labels = self.card["files"], self.card["labels"]
        except (ValueError, KeyError) as error:
            raise ModelError(f"{card}: not a model's description ({error}); {MEND}") from error
        path = checked(folder / "reader.onnx", files.get("reader.onnx"))
        self.upos: list[str] = labels["upos"]
        self.relations: list[str] = labels["relations"]
        self.scripts: list[str] = labels["lemma_scripts"]
        self.roles: list[str] = labels["roles"]
        self.senses: list[str] = labels["senses"]
        self.schemes: dict[str, list[str]] = labels["schemes"]
        self.pieces = WordPieces(json.dumps(self.card["tokenizer"]))
        self._lemmas = Lemmatiser(self.pieces.vocabulary())
        self._known: dict[tuple[str, int, int], str] = {}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(2, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self.boundary = Boundary(
            checked(folder / "boundary.onnx", files.get("boundary.onnx")), options
        )

    def lemma(self, word: str, upos: int, script: int) -> str:
        """The lemma of a word by the numbers of its part of speech and lemma script."""
        key = word, upos, script
        found = self._known.get(key)
        if found is None:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._lemmas(
                word, self.upos[upos], apply_script(word, self.scripts[script]))
        return found

    def sentence(self, words: list[str], forced: list[int] | None = None) -> Sentence:
        """A sentence to read; `forced` names the predicates instead of finding them."""
        return Sentence(words, self.pieces.of(words), forced)

    def read(self, sentences: Sequence[Sentence], batch_pieces: int = BATCH_PIECES) -> None:
        """Fill in `sentences`, in batches of like length."""
        order = sorted(range(len(sentences)), key=lambda i: sentences[i].size)
        waiting: list[tuple[list[Sentence], list[Any]]] = []
        batch: list[Sentence] = []
        for i in order:
            s = sentences[i]
            if batch and s.size * (len(batch) + 1) > batch_pieces:
                waiting.append((batch, self._session.run(None, self.inputs(batch))))
                batch = []
                if len(waiting) == DECODED:
                    self._decode(waiting)
                    waiting = []
            batch.append(s)
        if batch:
            waiting.append((batch, self._session.run(None, self.inputs(batch))))
        if waiting:
            self._decode(waiting)

    def inputs(self, batch: Sequence[Sentence]) -> dict[str, NDArray[Any]]:
        """The graph's inputs: padded to the longest sentence, at least three words wide."""
        b = len(batch)
        length = max(s.size for s in batch)
        width = max(3, *(len(s.words) for s in batch))
        ids = np.full((b, length), self.pieces.pad, np.int64)
        shapes = np.zeros((b, length), np.int64)
        first = np.zeros((b, width), np.int64)
        last = np.zeros((b, width), np.int64)
        words = np.zeros((b, width), bool)
        bias = np.zeros((b, width), np.float32)
        for i, s in enumerate(batch):
            n = len(s.words)
            counts = np.fromiter(map(len, s.pieces), np.int64, n)
            ends = np.cumsum(counts)
            flat = [p for word in s.pieces for p in word]
            ids[i, 0] = self.pieces.cls
            ids[i, 1 : 1 + len(flat)] = flat
            ids[i, 1 + len(flat)] = self.pieces.sep
            shapes[i, 1 : 1 + len(flat)] = np.repeat(
                np.fromiter(map(shape, s.words), np.int64, n), counts
            )
            last[i, :n] = ends
            first[i, :n] = ends - counts + 1
            words[i, :n] = True
            if s.forced is not None:
                bias[i, :n] = -1e4
                bias[i, s.forced] = 1e4
        return {"ids": ids, "shapes": shapes, "first": first, "last": last, "words": words,
                "predicate_bias": bias}

    def _decode(self, batches: Sequence[tuple[list[Sentence], list[Any]]]) -> None:
        """From the outputs of the graph to each sentence's `found`, many batches together."""
        lengths = [np.array([len(s.words) for s in batch], np.int64) for batch, _ in batches]
        names: dict[str, list[list[list[tuple[str, int, int]]]]] = {}
        at = 0
        for scheme, kinds in self.schemes.items():
            begin, at = at, at + 1 + 2 * len(kinds)
            if scheme in USED:
                tags = heads.all_best_tags([out[5][:, :, begin:at] for _, out in batches])
                names[scheme] = [heads.spans(t, n, kinds)
                                 for t, n in zip(tags, lengths, strict=True)]
        role_tags = heads.all_best_tags([out[8] for _, out in batches])
        for k, ((batch, out), n) in enumerate(zip(batches, lengths, strict=True)):
            upos, lemma, arcs, edges, relations, _, fact, where, _, senses, vectors = out
            chosen = heads.trees(arcs, n)
            relation = heads.relations(chosen, edges, relations)
            predicates: list[list[tuple[int, int, list[tuple[str, int, int]]]]] = [
                [] for _ in batch]
            arguments = heads.spans(role_tags[k], n[where[:, 0]], self.roles)
            for (i, w), sense, found in zip(
                    where.tolist(), senses.tolist(), arguments, strict=True):
                predicates[i].append((w, sense, found))
            for i, s in enumerate(batch):
                w = len(s.words)
                s.found = Found(
                    upos[i, :w], lemma[i, :w], chosen[i, :w], relation[i, :w], fact[i, :w],
                    {scheme: rows[k][i] for scheme, rows in names.items()}, predicates[i],
                    vectors[i],
                )
