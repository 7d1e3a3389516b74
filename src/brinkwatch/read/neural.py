"""The bundled language model: text to an annotated spaCy `Doc`, on a CPU, without a network.

One int8 ONNX file gives everything in one pass over each sentence; `training/` makes it and
docs/model-card.md describes it. Needs onnxruntime, tokenizers, numpy and spaCy's rules alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from brinkwatch.errors import ModelError
from brinkwatch.knowledge.lemmas import verb_lemma
from brinkwatch.knowledge.reading import reading_words
from brinkwatch.read import heads
from brinkwatch.read.annotations import FINE, Argument, Predicate, register
from brinkwatch.read.edit_scripts import apply_script
from brinkwatch.read.segment import Boundary, boundary_inputs, hard_breaks, tokenizer
from brinkwatch.read.tokenise import WordPieces, shape

WEIGHTS = Path(__file__).with_name("weights")
MEND = "reinstall brinkwatch, or make the file with python -m training.export"
WINDOW_WORDS, WINDOW_PIECES = 160, 250  # a sentence longer than this is read in parts
BATCH_PIECES = 1600  # word pieces in one run of the network, padding counted
FLUSH_WORDS = 6000  # sentences are sorted by length among about so many words


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


@dataclass(slots=True)
class Sentence:
    """Words that the network reads together, and what it found. Indexes are within `words`."""

    words: list[str]
    pieces: list[tuple[int, ...]]
    forced: list[int] | None = None  # read exactly these words as predicates
    upos: NDArray[np.int64] | None = None
    lemma: NDArray[np.int64] | None = None
    heads: NDArray[np.int64] | None = None  # counted from 1; 0 is the root
    relations: NDArray[np.int64] | None = None
    factuality: NDArray[np.float32] | None = None
    names: dict[str, list[tuple[str, int, int]]] | None = None
    predicates: list[tuple[int, int, list[tuple[str, int, int]]]] | None = None
    vector: NDArray[np.float32] | None = None

    @property
    def size(self) -> int:
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
        self.boundary = Boundary.load(
            checked(folder / "boundary.npz", files.get("boundary.npz"))
        )
        self.upos: list[str] = labels["upos"]
        self.relations: list[str] = labels["relations"]
        self.scripts: list[str] = labels["lemma_scripts"]
        self.roles: list[str] = labels["roles"]
        self.senses: list[str] = labels["senses"]
        self.schemes: dict[str, list[str]] = labels["schemes"]
        self.pieces = WordPieces(json.dumps(self.card["tokenizer"]))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or min(2, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def sentence(self, words: list[str], forced: list[int] | None = None) -> Sentence:
        """A sentence to read; `forced` names the predicates instead of finding them."""
        return Sentence(words, self.pieces.of(words), forced)

    def read(self, sentences: Sequence[Sentence], batch_pieces: int = BATCH_PIECES) -> None:
        """Fill in `sentences`, in batches of like length."""
        order = sorted(range(len(sentences)), key=lambda i: sentences[i].size)
        batch: list[Sentence] = []
        for i in order:
            s = sentences[i]
            if batch and s.size * (len(batch) + 1) > batch_pieces:
                self._run(batch)
                batch = []
            batch.append(s)
        if batch:
            self._run(batch)

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

    def _run(self, batch: Sequence[Sentence]) -> None:
        (upos, lemma, arcs, top_heads, relations, names, _, fact, where, roles, senses,
         vectors) = self._session.run(None, self.inputs(batch))
        lengths = np.array([len(s.words) for s in batch], np.int64)
        chosen = heads.trees(arcs, lengths)
        rank = (top_heads == chosen[:, :, None]).argmax(-1)
        relation = np.take_along_axis(relations, rank[:, :, None], 2)[:, :, 0]
        tags: dict[str, NDArray[np.int64]] = {}
        at = 0
        for scheme, kinds in self.schemes.items():
            tags[scheme] = heads.best_tags(names[:, :, at : at + 1 + 2 * len(kinds)])
            at += 1 + 2 * len(kinds)
        named = {scheme: np.atleast_1d(t.any(1)) for scheme, t in tags.items()}
        role_tags = heads.best_tags(roles)
        for i, s in enumerate(batch):
            n = len(s.words)
            s.upos, s.lemma = upos[i, :n], lemma[i, :n]
            s.heads, s.relations = chosen[i, :n], relation[i, :n]
            s.factuality = fact[i, :n]
            s.vector = vectors[i]
            s.names = {
                scheme: heads.spans(t[i, :n], self.schemes[scheme]) if named[scheme][i] else []
                for scheme, t in tags.items()
            }
            s.predicates = []
        for p, (i, w) in enumerate(where.tolist()):
            s = batch[i]
            found = heads.spans(role_tags[p, : len(s.words)], self.roles)
            assert s.predicates is not None
            s.predicates.append((w, int(senses[p]), found))


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
        """The annotated text; `doc.text == text` for any text."""
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str], batch_size: int = 64) -> Iterator[Doc]:
        """Annotated texts, in order; sentences of up to `batch_size` texts are read together."""
        waiting: list[tuple[Doc, list[Window]]] = []
        words = 0
        for text in texts:
            doc = self._nlp.make_doc(text)
            windows = self._windows(doc)
            waiting.append((doc, windows))
            words += len(doc)
            if words >= FLUSH_WORDS or len(waiting) >= batch_size:
                yield from self._finish(waiting)
                waiting, words = [], 0
        yield from self._finish(waiting)

    def _finish(self, waiting: list[tuple[Doc, list[Window]]]) -> Iterator[Doc]:
        sentences = [w.sentence for _, windows in waiting for w in windows]
        self.network.read(sentences)
        for doc, windows in waiting:
            yield self._annotate(doc, windows)

    def starts(self, doc: Doc) -> NDArray[np.bool_]:
        """Which tokens of `doc` start a sentence; never a token of white space but the first."""
        starts = hard_breaks(doc)
        kept = [t for t in doc if not t.is_space]
        if kept:
            words = [t.text for t in kept]
            glued = [t.i > 0 and not doc[t.i - 1].whitespace_ and not doc[t.i - 1].is_space
                     for t in kept]
            line = [t.i > 0 and doc[t.i - 1].is_space for t in kept]
            logits = self.network.boundary(
                *boundary_inputs(words, glued, line, self.network.pieces)
            )
            for token, logit in zip(kept, logits, strict=True):
                if logit > 0:
                    starts[token.i] = True
        return starts

    def _windows(self, doc: Doc) -> list[Window]:
        """The parts of `doc` that are read together: sentences, or parts of very long ones."""
        starts = self.starts(doc)
        windows: list[Window] = []
        group: list[int] = []
        for token in doc:
            if starts[token.i] and group:
                windows += self._cut(doc, group)
                group = []
            if not token.is_space:
                group.append(token.i)
        if group:
            windows += self._cut(doc, group)
        return windows

    def _cut(self, doc: Doc, group: list[int]) -> list[Window]:
        words = [doc[i].text for i in group]
        whole = self.network.sentence(words)
        if len(words) <= WINDOW_WORDS and whole.size <= WINDOW_PIECES:
            return [Window(whole, group, True)]
        out: list[Window] = []
        begin = 0
        while begin < len(group):
            end, size = begin, 2
            while (end < len(group) and end - begin < WINDOW_WORDS
                   and size + len(whole.pieces[end]) <= WINDOW_PIECES):
                size += len(whole.pieces[end])
                end += 1
            if end < len(group):  # rather after a mark in the last third
                for back in range(end, begin + 2 * (end - begin) // 3, -1):
                    if words[back - 1] in (",", ";", ":", ".", "-", "–", "—", ")"):
                        end = back
                        break
            part = Sentence(words[begin:end], whole.pieces[begin:end])
            out.append(Window(part, group[begin:end], begin == 0))
            begin = end
        return out

    def _annotate(self, doc: Doc, windows: list[Window]) -> Doc:
        n = len(doc)
        net = self.network
        if not n:
            doc.user_data["sentence_vectors"] = np.zeros((0, 384), np.float32)
            return doc
        upos = ["SPACE"] * n
        lemmas = [t.text for t in doc]
        above = list(range(n))
        relations = ["dep"] * n
        factuality: dict[int, float] = {}
        predicates: list[Predicate] = []
        names: list[tuple[str, int, int]] = []
        fine: dict[tuple[int, int], str] = {}
        vectors: list[NDArray[np.float32]] = []
        weight: list[int] = []
        root = 0
        for window in windows:
            s, index = window.sentence, window.index
            assert s.upos is not None and s.lemma is not None and s.heads is not None
            assert s.relations is not None and s.factuality is not None
            assert s.names is not None and s.predicates is not None and s.vector is not None
            for w, i in enumerate(index):
                upos[i] = net.upos[s.upos[w]]
                lemmas[i] = apply_script(s.words[w], net.scripts[s.lemma[w]])
                if upos[i] == "VERB":
                    lemmas[i] = verb_lemma(s.words[w], lemmas[i])
                head = int(s.heads[w])
                if head:
                    above[i] = index[head - 1]
                    relations[i] = net.relations[s.relations[w]]
                elif window.opens:
                    above[i], relations[i], root = i, "ROOT", i
                else:
                    above[i], relations[i] = root, "parataxis"
            for w, sense, arguments in s.predicates:
                i = index[w]
                if upos[i] == "AUX" and relations[i].startswith("aux"):
                    continue
                value = float(np.clip(s.factuality[w], -3, 3))
                factuality[i] = value
                found = tuple(
                    Argument(label, index[a], index[b - 1] + 1) for label, a, b in arguments
                )
                roleset = f"{lemmas[i].lower()}.{net.senses[sense]}"
                predicates.append(Predicate(i, lemmas[i], roleset, value, found))
            for kind, a, b, detail in merged_names(s):
                span = (index[a], index[b - 1] + 1)
                names.append((kind, *span))
                if detail:
                    fine[span] = detail
            if window.opens:
                vectors.append(s.vector)
                weight.append(1)
            else:
                vectors[-1] = vectors[-1] + s.vector
                weight[-1] += 1
        self._attach_spaces(doc, windows, above, relations)
        starts = np.zeros(n, bool)
        starts[0] = True
        for window in windows:
            if window.opens and window.index[0] != windows[0].index[0]:
                starts[window.index[0]] = True
        annotated = Doc(
            doc.vocab,
            words=[t.text for t in doc],
            spaces=[bool(t.whitespace_) for t in doc],
            pos=upos,
            lemmas=lemmas,
            heads=above,
            deps=relations,
        )
        for i, value in factuality.items():
            annotated[i]._.factuality = value
        annotated.ents = [Span(annotated, a, b, label=kind) for kind, a, b in names]
        annotated.user_data[FINE] = fine
        annotated._.predicates = tuple(sorted(predicates, key=lambda p: p.index))
        stacked = (
            np.stack([v / max(1e-6, float(np.linalg.norm(v))) for v in vectors])
            if vectors else np.zeros((1, 384), np.float32)
        )
        annotated.user_data["sentence_vectors"] = stacked.astype(np.float32)
        for i in range(n):
            wanted = bool(starts[i])
            if annotated[i].is_sent_start is not wanted:
                raise AssertionError(f"sentence start at token {i} of {n}")
        return annotated

    @staticmethod
    def _attach_spaces(doc: Doc, windows: list[Window], above: list[int],
                       relations: list[str]) -> None:
        """White space hangs on the word before it, at the start of the text on the one after."""
        words = [i for window in windows for i in window.index]
        if not words:
            for i in range(len(doc)):
                above[i], relations[i] = 0, "ROOT" if i == 0 else "dep"
            return
        present = set(words)
        before = words[0]
        for i in range(len(doc)):
            if i in present:
                before = i
            else:
                above[i] = before


@dataclass(slots=True)
class Window:
    """A sentence, or part of one, with its tokens' indexes; `opens` is true of a first part."""

    sentence: Sentence
    index: list[int]
    opens: bool


_COARSE = {"politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG",
           "country": "LOC", "location": "LOC", "election": "EVENT", "event": "EVENT",
           "misc": "MISC"}


def merged_names(s: Sentence) -> list[tuple[str, int, int, str | None]]:
    """One flat set of names (kind, start, end, fine kind) out of the three name layers.

    Weapons and platforms come first, then PER, ORG, LOC and MISC of the core layer, then events
    and elections of the politics layer. A place or organisation whose last word says so ("the
    Natanz plant") is a FACILITY.
    """
    assert s.names is not None
    facilities = reading_words().facilities
    taken: set[int] = set()
    out: list[tuple[str, int, int, str | None]] = []
    politics = s.names.get("crossner", [])
    details = {(a, b): kind for kind, a, b in politics}

    def add(kind: str, a: int, b: int) -> None:
        if taken.isdisjoint(range(a, b)):
            taken.update(range(a, b))
            out.append((kind, a, b, details.get((a, b))))

    for kind, a, b in s.names.get("defence", []):
        if kind in ("WEAPON", "PLATFORM"):
            add(kind, a, b)
    for kind, a, b in s.names.get("core", []):
        detail = details.get((a, b))
        if kind in ("LOC", "ORG") and b - a > 1 and s.words[b - 1].lower() in facilities:
            kind = "FACILITY"
        elif kind == "MISC" and detail in ("election", "event"):
            kind = "EVENT"
        add(kind, a, b)
    for kind, a, b in politics:
        if _COARSE[kind] == "EVENT":
            add("EVENT", a, b)
    return sorted(out, key=lambda name: name[1])
