"""Corpora to training examples and padded batches."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from brinkwatch.read.edit_scripts import script_for
from brinkwatch.read.tokenise import WordPieces, shape
from training import corpora
from training.corpora import Sentence

CORE = ("PER", "ORG", "LOC", "MISC")
CROSSNER = ("politician", "person", "politicalparty", "organisation", "country", "location",
            "election", "event", "misc")
DEFENCE = ("WEAPON", "PLATFORM", "ORG", "PER", "LOC")
GUM_NAMES = ("PER", "ORG", "LOC", "MISC")
NER_SCHEMES = {"core": CORE, "crossner": CROSSNER, "defence": DEFENCE, "gum": GUM_NAMES}
IGNORE = -100
LONGEST = 200  # word pieces; longer training sentences are left out


@dataclass
class Example:
    """One sentence with the labels its corpus gives; missing layers are None."""

    set: str
    words: list[str]
    pieces: list[tuple[int, ...]] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    upos: list[int] | None = None
    lemma: list[int] | None = None
    heads: list[int] | None = None
    relations: list[int] | None = None
    names: dict[str, list[int]] = field(default_factory=dict)
    open_misc: bool = False  # the corpus does not mark MISC, so O may hide one
    predicates: list[tuple[int, int, list[int]]] | None = None  # word, sense, argument tags
    factuality: dict[int, float] | None = None
    teacher: np.ndarray | None = None
    source: Sentence | None = None

    @property
    def length(self) -> int:
        return sum(map(len, self.pieces)) + 2


@dataclass
class Labels:
    """The label sets, in the order of the model's outputs."""

    upos: list[str]
    relations: list[str]
    lemma_scripts: list[str]
    roles: list[str]
    senses: list[str]
    schemes: dict[str, list[str]]

    def tags(self, scheme: str) -> list[str]:
        """BIO tags of a name scheme, O first."""
        return bio(self.schemes[scheme])

    @property
    def role_tags(self) -> list[str]:
        return bio(self.roles)


def bio(kinds) -> list[str]:
    """O, then B- and I- of each kind in turn."""
    return ["O", *(f"{p}-{k}" for k in kinds for p in "BI")]


def bio_ids(spans, kinds, length: int, default: int = 0) -> list[int]:
    """Tag ids of `spans` over `length` words; spans of other kinds are left out."""
    order = {k: i for i, k in enumerate(kinds)}
    tags = [default] * length
    for kind, start, end in spans:
        if kind in order:
            tags[start] = 1 + 2 * order[kind]
            for i in range(start + 1, end):
                tags[i] = 2 + 2 * order[kind]
    return tags


_FROM_CROSSNER = {"politician": "PER", "person": "PER", "politicalparty": "ORG",
                  "organisation": "ORG", "country": "LOC", "location": "LOC",
                  "election": "MISC", "event": "MISC", "misc": "MISC"}


class Corpora:
    """All corpora under `data`, as examples: `train` and `dev`, and the label sets."""

    def __init__(self, data: Path, pieces: WordPieces, labels: Labels | None = None,
                 held_out_fold: int = 0) -> None:
        self.pieces = pieces
        self.fold = held_out_fold
        trees = {
            (name, split): list(corpora.conllu(data / path))
            for name, split, path in (
                ("ewt", "train", "ud_ewt/en_ewt-ud-train.conllu"),
                ("ewt", "dev", "ud_ewt/en_ewt-ud-dev.conllu"),
                ("gum", "train", "ud_gum/gum-open-train.conllu"),
                ("gum", "dev", "ud_gum/gum-open-dev.conllu"),
            )
        }
        roles = {s: corpora.propbank(data / f"propbank_ewt/{s}.jsonl") for s in ("train", "dev")}
        facts = {
            s: corpora.factuality(data / f"factuality/uds_ih2_{s}.jsonl") for s in ("train", "dev")
        }
        self.labels = labels or self._labels(trees, roles)
        self.train: list[Example] = []
        self.dev: dict[str, list[Example]] = {}
        for (name, split), sentences in trees.items():
            made = [
                self._tree(s, name, roles[split] if name == "ewt" else {},
                           facts[split] if name == "ewt" else {})
                for s in sentences
            ]
            if split == "train":
                self.train += made
            else:
                self.dev[name] = made
        self._names(data)
        self.train = [x for x in self.train if x.length <= LONGEST]

    @staticmethod
    def _labels(trees, roles) -> Labels:
        train = [s for (_, split), ss in trees.items() if split == "train" for s in ss]
        scripts = Counter(
            script_for(w, m) for s in train for w, m in zip(s.words, s.lemmas, strict=True)
        )
        found: Counter[str] = Counter()
        senses: Counter[str] = Counter()
        for record in roles["train"].values():
            for predicate in record["predicates"]:
                senses[predicate["roleset"].rpartition(".")[2]] += 1
                found.update(label for label, *_ in predicate["spans"] if label != "V")
        return Labels(
            upos=sorted({u for s in train for u in s.upos}),
            relations=sorted({r for s in train for r in s.relations}),
            lemma_scripts=sorted(k for k, n in scripts.items() if n >= 3),
            roles=sorted(k for k, n in found.items() if n >= 20),
            senses=sorted(k for k, n in senses.items() if n >= 20),
            schemes={k: list(v) for k, v in NER_SCHEMES.items()},
        )

    def _example(self, name: str, sentence: Sentence) -> Example:
        return Example(name, sentence.words, self.pieces.of(sentence.words),
                       [shape(w) for w in sentence.words], source=sentence)

    def _tree(self, s: Sentence, name: str, roles: dict, facts: dict) -> Example:
        x = self._example(name, s)
        upos = {u: i for i, u in enumerate(self.labels.upos)}
        relations = {r: i for i, r in enumerate(self.labels.relations)}
        scripts = {r: i for i, r in enumerate(self.labels.lemma_scripts)}
        x.upos = [upos.get(u, IGNORE) for u in s.upos]
        x.relations = [relations.get(r, IGNORE) for r in s.relations]
        x.heads = s.heads
        x.lemma = [
            scripts.get(script_for(w, m), IGNORE) for w, m in zip(s.words, s.lemmas, strict=True)
        ]
        if name == "gum":
            x.names["gum"] = bio_ids(s.names, GUM_NAMES, len(s.words))
        record = roles.get(s.id)
        if record:
            senses = {k: i for i, k in enumerate(self.labels.senses)}
            x.predicates = []
            for p in record["predicates"]:
                spans = [(label, a, b + 1) for label, a, b in p["spans"] if label != "V"]
                x.predicates.append((
                    p["i"],
                    senses.get(p["roleset"].rpartition(".")[2], IGNORE),
                    bio_ids(spans, self.labels.roles, len(s.words)),
                ))
        x.factuality = facts.get(tuple(s.words))
        return x

    def _names(self, data: Path) -> None:
        self.dev["uner"], self.dev["defence"] = [], []
        for s in corpora.iob(data / "uner_ewt/en_ewt-ud-dev.iob2", word=1, tag=2):
            x = self._example("uner", s)
            x.names["core"] = bio_ids(s.names, CORE, len(s.words))
            x.open_misc = True
            held = corpora.fold_of(s.doc) == self.fold
            (self.dev["uner"] if held else self.train).append(x)
        for s in corpora.iob(data / "wikigold/wikigold.conll.txt", separator=" "):
            x = self._example("wikigold", s)
            x.names["core"] = bio_ids(s.names, CORE, len(s.words))
            self.train.append(x)
        for split in ("train", "dev"):
            made = []
            for s in corpora.iob(data / f"crossner_politics/{split}.txt"):
                x = self._example("crossner", s)
                x.names["crossner"] = bio_ids(s.names, CROSSNER, len(s.words))
                if split == "train":
                    mapped = [(_FROM_CROSSNER[k], a, b) for k, a, b in s.names]
                    x.names["core"] = bio_ids(mapped, CORE, len(s.words))
                made.append(x)
            if split == "train":
                self.train += made
            else:
                self.dev["crossner"] = made
        for s in corpora.re3d(data / "re3d"):
            x = self._example("defence", s)
            x.names["defence"] = bio_ids(s.names, DEFENCE, len(s.words))
            held = corpora.fold_of(s.doc, 6) == 0
            (self.dev["defence"] if held else self.train).append(x)


# how often a set is seen in one epoch; the small name sets are seen more
REPEAT = {"uner": 2, "crossner": 4, "wikigold": 1, "defence": 2}


def epoch_batches(examples: list[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """Shuffled batches of at most `pieces` word pieces (padding counted), alike in length."""
    pool = [x for x in examples for _ in range(REPEAT.get(x.set, 1))]
    rng.shuffle(pool)
    pool.sort(key=lambda x: x.length + rng.uniform(-3, 3))
    batches: list[list[Example]] = []
    current: list[Example] = []
    longest = 0
    for x in pool:
        longest = max(longest, x.length)
        if current and longest * (len(current) + 1) > pieces:
            batches.append(current)
            current, longest = [], x.length
        current.append(x)
    batches.append(current)
    rng.shuffle(batches)
    return batches


def shuffled_case(shapes: list[int], rng: random.Random) -> list[int]:
    """Case noise: now and then a sentence in capitals, in title case or without case."""
    roll = rng.random()
    if roll < 0.03:
        return [3 if 1 <= s <= 5 else s for s in shapes]
    if roll < 0.06:
        return [1 if 1 <= s <= 5 else s for s in shapes]
    if roll < 0.10:
        return [2 if 1 <= s <= 5 else s for s in shapes]
    return shapes


def collate(batch: list[Example], pieces: WordPieces, rng: random.Random | None = None) -> dict:
    """Padded tensors. B sentences, L pieces, W words (at least 3), P gold predicates in all."""
    b = len(batch)
    length = max(x.length for x in batch)
    width = max(3, *(len(x.words) for x in batch))
    out = {
        "ids": torch.full((b, length), pieces.pad, dtype=torch.long),
        "shapes": torch.zeros((b, length), dtype=torch.long),
        "first": torch.zeros((b, width), dtype=torch.long),
        "last": torch.zeros((b, width), dtype=torch.long),
        "words": torch.zeros((b, width), dtype=torch.bool),
    }
    for key in ("upos", "lemma", "heads", "relations", *NER_SCHEMES):
        out[key] = torch.full((b, width), IGNORE, dtype=torch.long)
    out["open_misc"] = torch.tensor([x.open_misc for x in batch])
    out["factuality"] = torch.full((b, width), float("nan"))
    out["is_predicate"] = torch.full((b, width), float("nan"))
    out["teacher"] = torch.zeros((b, 384))
    predicates, senses, tags = [], [], []
    for i, x in enumerate(batch):
        shapes = shuffled_case(x.shapes, rng) if rng else x.shapes
        position = 1
        ids, piece_shapes, first, last = [pieces.cls], [0], [], []
        for word, s in zip(x.pieces, shapes, strict=True):
            first.append(position)
            position += len(word)
            last.append(position - 1)
            ids += word
            piece_shapes += [s] * len(word)
        ids.append(pieces.sep)
        n = len(x.words)
        out["ids"][i, : len(ids)] = torch.tensor(ids)
        out["shapes"][i, : len(piece_shapes)] = torch.tensor(piece_shapes)
        out["first"][i, :n] = torch.tensor(first)
        out["last"][i, :n] = torch.tensor(last)
        out["words"][i, :n] = True
        for key in ("upos", "lemma", "heads", "relations"):
            if getattr(x, key) is not None:
                out[key][i, :n] = torch.tensor(getattr(x, key))
        for scheme, labels in x.names.items():
            out[scheme][i, :n] = torch.tensor(labels)
        if x.factuality:
            for w, value in x.factuality.items():
                out["factuality"][i, w] = value
        if x.predicates is not None:
            out["is_predicate"][i, :n] = 0.0
            for w, sense, labels in x.predicates:
                out["is_predicate"][i, w] = 1.0
                predicates.append((i, w))
                senses.append(sense)
                tags.append(labels + [IGNORE] * (width - n))
        if x.teacher is not None:
            out["teacher"][i] = torch.from_numpy(x.teacher)
    out["predicates"] = torch.tensor(predicates, dtype=torch.long).reshape(-1, 2)
    out["senses"] = torch.tensor(senses, dtype=torch.long)
    out["roles"] = torch.tensor(tags, dtype=torch.long).reshape(-1, width)
    return out
