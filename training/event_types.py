"""The classifier of events where the lexicon is silent: a logistic regression on sentence vectors.

    python -m training.event_types [--data DIR] [--bar P] [--out FILE]

What it learns from: the example of every frame, the sentences of `tests/data/events_written.csv`
and `tests/data/traps.yaml` (written by us from PLOVER's definitions), and what the lexicon reads in
Wikinews sentences (distant labels; the texts stay outside). One example is a verb with two
parties; its label is the type of the event that the lexicon read from it, "none" where it read
nothing. Features are the sentence's vector, which the reader's one pass gives anyway, and the shape
of the verb's clause. Articles of the check half of the gate of whole articles are left out.

The desk does not use it: it does not pay (docs/decisions.md has the figures). It is kept so that
the figures can be made again when the reader or the lexicon changes.

It prints accuracy under cross-validation that holds out whole verbs: how well a verb that the
lexicon does not know would be told; then what it would add on the sets of the accuracy gates, where
the lexicon reads nothing in a sentence.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.tokens import Doc, Token

from brinkwatch.extract import syntax
from brinkwatch.extract.events import Finder
from brinkwatch.extract.parties import Parties, without
from brinkwatch.knowledge.ontology import TYPES, lexicon
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader

ROOT = Path(__file__).parents[1]
CLASSES = (*TYPES, "none")
CASES = ("", "with", "to", "against", "on", "from", "for", "of", "in", "into", "over", "at")
"""Where the second party stands: the object, or a preposition."""
Example = tuple[NDArray[np.float32], str, str]
"""Features, label, verb."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A verb, where its second party stands, and the vector of its sentence."""

    token: Token
    case: str
    vector: NDArray[np.float32]
    same_state: bool

    @property
    def lemma(self) -> str:
        return syntax.lemma(self.token)

    @property
    def sentence_start(self) -> int:
        return syntax.sentence_bounds(self.token)[0]


def pairs(doc: Doc, parties: Parties) -> Iterator[Pair]:
    """The verbs with two parties, in text order; none where the reader gives no vectors."""
    vectors = doc.user_data.get("sentence_vectors")
    if vectors is None:
        return
    for i, sent in enumerate(doc.sents):
        if i >= len(vectors):
            return
        for token in sent:
            if token.pos_ == "VERB":
                yield from _pair(token, parties, vectors[i])


def _pair(token: Token, parties: Parties, vector: NDArray[np.float32]) -> Iterator[Pair]:
    doers = parties.all_of(syntax.agent(token))
    if not doers:
        return
    patient = syntax.patient(token)
    slots = [("", patient)] if patient is not None else []
    slots += [(c, n) for c, n in syntax.obliques(token) if c in CASES[1:]]
    for case, noun in slots:
        told = without(parties.all_of(noun) or parties.around(noun), doers)
        if told:
            states = {a.country for a in doers} & {a.country for a in told}
            yield Pair(token, case, vector, bool(states - {None}))
            return


def features(pair: Pair) -> NDArray[np.float32]:
    """The sentence's vector, where the second party stands, and the shape of the clause."""
    shape = [float(pair.case == c) for c in CASES]
    shape += [
        float(pair.same_state), float(syntax.is_passive(pair.token)),
        float(bool(syntax.complements(pair.token))), float(syntax.is_gerund(pair.token)),
        float(syntax.depth(pair.token) == 0),
    ]
    return np.concatenate([pair.vector * 8, np.array(shape, dtype=np.float32)]).astype(np.float32)


def own_texts() -> list[str]:
    """Sentences written by us: of the lexicon, of the written events and of the traps."""
    lex = lexicon()
    texts = {
        f.example for table in (lex.verbs, lex.nouns, lex.adjectives)
        for frames in table.values() for f in frames if f.example
    }
    tests = ROOT / "tests" / "data"
    with (tests / "events_written.csv").open(newline="", encoding="utf-8") as file:
        texts |= {row["text"] for row in csv.DictReader(file)}
    texts |= {t["text"] for t in yaml.safe_load((tests / "traps.yaml").read_text("utf-8"))}
    return sorted(texts)


def news(data: Path) -> list[str]:
    """Wikinews articles, those of a check half left out; none where the corpus is missing."""
    marks = ROOT / "benchmarks" / "accuracy" / "annotations" / "article_events.jsonl"
    held = {
        m["article"] for m in map(json.loads, marks.read_text("utf-8").splitlines())
        if m["split"] == "check"
    }
    csv.field_size_limit(10_000_000)
    texts = []
    for path in sorted((data / "wikinews").glob("wikinews_*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            texts += [r["text"] for r in csv.DictReader(file) if r["url"] not in held]
    return texts


def examples(texts: list[str]) -> Iterator[Example]:
    """Every verb with two parties, labelled by what the lexicon reads from it."""
    reports = [Report(id=str(i), text=t, language="en") for i, t in enumerate(texts)]
    for doc, report in zip(Reader().pipe(reports), reports, strict=True):
        finder = Finder(doc, report)
        events = finder.find()
        read = {(e.evidence[0].start, e.trigger): e.type for e in events}
        starts = {e.evidence[0].start for e in events}
        for pair in pairs(doc, finder.parties):
            start = pair.sentence_start
            label = read.get((start, pair.lemma))
            if label is None and start in starts:
                continue
            yield features(pair), label or "none", pair.lemma


def fit(x: NDArray[np.float32], y: NDArray[np.int64], l2: float) -> NDArray[np.float64]:
    """Weights (features + 1, classes) of a multinomial logistic regression, by L-BFGS; classes are
    weighted by the root of their rarity."""
    count, width, classes = len(x), x.shape[1], len(CLASSES)
    ones = np.hstack([x, np.ones((count, 1))]).astype(np.float64)
    truth = np.eye(classes)[y]
    sizes = np.maximum(truth.sum(0), 1)
    weight = np.sqrt(count / sizes)[y]
    weight /= weight.mean()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(width + 1, classes)
        z = ones @ w
        z -= z.max(1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(1, keepdims=True)
        value = -(weight * np.log((p * truth).sum(1) + 1e-12)).sum() / count
        grad = ones.T @ (weight[:, None] * (p - truth)) / count
        grad[:-1] += l2 * w[:-1]
        return value + 0.5 * l2 * float((w[:-1] ** 2).sum()), grad.ravel()

    found = minimize(loss, np.zeros((width + 1) * classes), jac=True, method="L-BFGS-B",
                     options={"maxiter": 300})
    return np.asarray(found.x).reshape(width + 1, classes)


def predict(w: NDArray[np.float64], x: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities (examples, classes)."""
    z = np.hstack([x, np.ones((len(x), 1))]) @ w
    z -= z.max(1, keepdims=True)
    p = np.exp(z)
    return np.asarray(p / p.sum(1, keepdims=True))


def held_out(data: list[Example], l2: float, folds: int = 5) -> NDArray[np.float64]:
    """Probabilities under cross-validation over verbs: no verb is in both parts."""
    verbs = sorted({v for _, _, v in data})
    random.Random(4).shuffle(verbs)
    fold = {v: i % folds for i, v in enumerate(verbs)}
    x = np.stack([f for f, _, _ in data])
    y = np.array([CLASSES.index(label) for _, label, _ in data])
    out = np.zeros((len(data), len(CLASSES)))
    which = np.array([fold[v] for _, _, v in data])
    for k in range(folds):
        out[which == k] = predict(fit(x[which != k], y[which != k], l2), x[which == k])
    return out


Marked = tuple[str, list[tuple[int, int, set[str]]]]
"""A text and its marked sentences: offsets and the types that would be right there."""


def marked(data: Path) -> dict[str, list[Marked]]:
    """The sentences of the accuracy gates by set."""
    from benchmarks.accuracy import article_events_gate, events_gate
    from benchmarks.accuracy.false_alarms_gate import articles

    table = events_gate.conversion(data)
    gold = events_gate.records(data)
    sets: dict[str, list[Marked]] = {"gold": [], "gold, never read": [], "no event": [],
                                     "articles": []}
    for i, record in enumerate(gold):
        one = (record["text"], [(0, len(record["text"]),
                                 events_gate.wanted(record, table)["types"])])
        sets["gold, never read" if i % 4 == 3 else "gold"].append(one)
    texts = articles(data)
    folder = ROOT / "benchmarks" / "accuracy" / "annotations"
    quiet: dict[str, list[tuple[int, int, set[str]]]] = {}
    for line in (folder / "no_event.jsonl").read_text("utf-8").splitlines():
        mark = json.loads(line)
        quiet.setdefault(mark["url"], []).append((mark["start"], mark["end"], set()))
    sets["no event"] = [(texts[url]["text"], where) for url, where in quiet.items()]
    told: dict[str, list[tuple[int, int, set[str]]]] = {}
    for mark in article_events_gate.marks():
        types = {t for e in mark["events"] for t in e["types"]}
        told.setdefault(mark["article"], []).append((mark["start"], mark["end"], types))
    sets["articles"] = [(texts[url]["text"], where) for url, where in told.items()]
    return sets


def added(w: NDArray[np.float64], texts: list[Marked], bar: float) -> tuple[int, int, int]:
    """(marked sentences in which the lexicon reads nothing, records added there, those right)."""
    silent = said = right = 0
    reports = [Report(id=str(i), text=t, language="en") for i, (t, _) in enumerate(texts)]
    for doc, report, (_, where) in zip(Reader().pipe(reports), reports, texts, strict=True):
        finder = Finder(doc, report)
        read = [e.evidence[0].start for e in finder.find()]
        told = list(pairs(doc, finder.parties))
        for start, end, types in where:
            if any(start <= at < end for at in read):
                continue
            silent += 1
            here = [p for p in told if start <= p.token.idx < end]
            if not here:
                continue
            p = predict(w, np.stack([features(pair) for pair in here]))
            best = int(p.max(1).argmax())
            label = CLASSES[int(p[best].argmax())]
            if label != "none" and p[best].max() >= bar:
                said += 1
                right += label in types
    return silent, said, right


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get("BRINKWATCH_DATA", ROOT.parent / "shared" / "data")
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--out", type=Path, help="write the weights here")
    parser.add_argument("--l2", type=float, default=2e-4)
    parser.add_argument("--bar", type=float, default=0.8, help="how sure it must be to speak")
    args = parser.parse_args()
    data = list(examples(own_texts() + news(args.data)))
    labels = np.array([CLASSES.index(label) for _, label, _ in data])
    print(len(data), "verbs with two parties:", dict(Counter(label for _, label, _ in data)))
    p = held_out(data, args.l2)
    best, sure, none = p.argmax(1), p.max(1), CLASSES.index("none")
    for bar in (0.0, 0.5, 0.7, 0.8, 0.9, 0.95):
        said = (best != none) & (sure >= bar)
        right = (best == labels) & said
        false = said & (labels == none)
        print(f"p >= {bar:.2f}: {said.sum()} said, {right.sum() / max(said.sum(), 1):.3f} right, "
              f"{false.sum() / max((labels == none).sum(), 1):.3f} of those without an event, "
              f"{right.sum() / max((labels != none).sum(), 1):.3f} of the events found")
    w = fit(np.stack([f for f, _, _ in data]), labels, args.l2)
    for name, texts in marked(args.data).items():
        silent, told, good = added(w, texts, args.bar)
        print(f"{name}: in {silent} sentences without a record {told} would get one, {good} of "
              "the right type")
    if args.out:
        np.savez_compressed(args.out, weights=w.astype(np.float16))
        print("wrote", args.out)


if __name__ == "__main__":
    main()
