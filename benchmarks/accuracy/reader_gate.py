"""The eval gate of the bundled reader: the int8 file on the development sets, floors pinned.

`python -m benchmarks.accuracy.reader_gate [--data DIR]` prints task, set, score and floor, and
exits 1 where a score is under its floor. Corpora are not bundled: without them the gate says so
and checks nothing. Gold tokens where the task has them; `raw` rows start from running text
(paragraphs with blank lines between) and are scored as in the CoNLL 2018 shared task, by F1 over
words aligned by their characters.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from spacy.tokens import Doc
from training import corpora

from brinkwatch.read.network import Found, Network
from brinkwatch.read.neural import NeuralReader

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors") / "reader.yaml"
CARD = ROOT / "docs/model-card.md"
MARKS = ("<!-- scores -->\n", "<!-- end of scores -->")  # what the gate writes lies between them
DRIFT = 0.3  # points by which the card may differ: int8 sums round differently from CPU to CPU
PLAIN = frozenset(["PER", "ORG", "LOC"])
Scores = dict[str, float]
Chars = tuple[int, int]


def f1(right: int, found: int, gold: int) -> float:
    """F1 in percent."""
    return 200 * right / max(1, found + gold)


def read(net: Network, words: Iterable[list[str]],
         forced: Iterable[list[int] | None] | None = None) -> list[Found]:
    """Gold-token sentences through the network."""
    rows = list(words)
    marks = list(forced) if forced is not None else [None] * len(rows)
    out = [net.sentence(w, f) for w, f in zip(rows, marks, strict=True)]
    net.read(out)
    return [s.found for s in out if s.found is not None]


def trees(net: Network, gold: list[corpora.Sentence]) -> Scores:
    """Part of speech, attachment and lemmas on gold tokens, percent of words."""
    words = upos = uas = las = lemma = 0
    for g, s in zip(gold, read(net, [g.words for g in gold]), strict=True):
        for i in range(len(g.words)):
            words += 1
            upos += net.upos[s.upos[i]] == g.upos[i]
            attached = int(s.heads[i]) == g.heads[i]
            uas += attached
            las += attached and net.relations[s.relations[i]] == g.relations[i]
            lemma += net.lemma(g.words[i], s.upos[i], s.lemma[i]) == g.lemmas[i]
    return {"upos": 100 * upos / words, "uas": 100 * uas / words, "las": 100 * las / words,
            "lemma": 100 * lemma / words}


def names(net: Network, gold: list[corpora.Sentence], scheme: str, kinds: set[str]) -> Scores:
    """F1 of names of `kinds`, exact span and kind, in percent."""
    right = found = total = 0
    for g, s in zip(gold, read(net, [g.words for g in gold]), strict=True):
        mine = {n for n in s.names[scheme] if n[0] in kinds}
        theirs = {n for n in g.names if n[0] in kinds}
        right += len(mine & theirs)
        found += len(mine)
        total += len(theirs)
    return {"ner": f1(right, found, total)}


def roles(net: Network, records: dict[str, dict]) -> Scores:
    """Argument F1 given the predicates, roleset accuracy, and F1 of predicates found."""
    rows = [r for r in records.values() if r["tokens"]]
    args = [0, 0, 0]
    sense = senses = 0
    forced = [[p["i"] for p in r["predicates"]] for r in rows]
    for r, s in zip(rows, read(net, [r["tokens"] for r in rows], forced), strict=True):
        mine = {w: (sense_id, spans) for w, sense_id, spans in s.predicates}
        for p in r["predicates"]:
            theirs = {(label, a, b + 1) for label, a, b in p["spans"] if label != "V"}
            sense_id, spans = mine[p["i"]]
            args = [args[0] + len(theirs & set(spans)), args[1] + len(spans),
                    args[2] + len(theirs)]
            sense += net.senses[sense_id] == p["roleset"].rpartition(".")[2]
            senses += 1
    right = found = total = 0
    for r, s in zip(rows, read(net, [r["tokens"] for r in rows]), strict=True):
        here = {w for w, *_ in s.predicates}
        there = {p["i"] for p in r["predicates"]}
        right, found, total = right + len(here & there), found + len(here), total + len(there)
    return {"arguments": f1(*args), "senses": 100 * sense / max(1, senses),
            "predicates": f1(right, found, total)}


def factuality(net: Network, gold: dict[tuple[str, ...], dict[int, float]]) -> Scores:
    """Pearson's r of factuality over annotated words."""
    truth: list[float] = []
    guess: list[float] = []
    for targets, s in zip(gold.values(), read(net, [list(k) for k in gold]), strict=True):
        for w, value in targets.items():
            truth.append(value)
            guess.append(float(s.factuality[w]))
    return {"factuality": float(np.corrcoef(truth, guess)[0, 1])}


@dataclass
class Running:
    """One document of a treebank as running text, with its gold by character offsets."""

    text: str
    words: list[list[Chars]]  # of each sentence in turn
    sentences: list[corpora.Sentence]


def running(gold: Iterable[corpora.Sentence], gap: str = "\n\n") -> list[Running]:
    """Documents as the treebank has them: words joined by their SpaceAfter, `gap` before each
    sentence that its newpar mark opens a paragraph with."""
    documents: dict[str, list[corpora.Sentence]] = {}
    for g in gold:
        documents.setdefault(g.doc, []).append(g)
    out = []
    for sentences in documents.values():
        text, words = "", []
        for g in sentences:
            if g.paragraph_start and text:
                text = text.rstrip() + gap
            spans = []
            for word, space in zip(g.words, g.space_after, strict=True):
                spans.append((len(text), len(text) + len(word)))
                text += word + (" " if space else "")
            words.append(spans)
        out.append(Running(text.rstrip(), words, sentences))
    return out


def chars(doc: Doc, start: int, end: int) -> Chars:
    """The characters of tokens `start` to `end`."""
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


def raw(reader: NeuralReader, gold: list[corpora.Sentence], gap: str = "\n\n") -> Scores:
    """Tokens, sentences, UPOS and LAS from running text; `gap` stands between paragraphs.

    `boundaries` is F1 of sentence starts but for a document's first, `sentences` F1 of sentences
    whole, both ends right.
    """
    texts = running(gold, gap)
    tokens = upos = las = found = total = 0
    sentence, boundary = [0, 0, 0], [0, 0, 0]
    for doc, one in zip(reader.pipe(t.text for t in texts), texts, strict=True):
        truth: dict[Chars, tuple[str, str, Chars | None]] = {}
        for g, spans in zip(one.sentences, one.words, strict=True):
            for i, span in enumerate(spans):
                head = spans[g.heads[i] - 1] if g.heads[i] else None
                truth[span] = (g.upos[i], g.relations[i], head)
        bounds = {(spans[0][0], spans[-1][1]) for spans in one.words}
        total += len(truth)
        for t in doc:
            if t.is_space:
                continue
            found += 1
            span = (t.idx, t.idx + len(t))
            if span not in truth:
                continue
            tokens += 1
            pos, relation, gold_head = truth[span]
            upos += t.pos_ == pos
            mine = None if t.head.i == t.i else (t.head.idx, t.head.idx + len(t.head))
            rel = "root" if t.dep_ == "ROOT" else t.dep_
            las += mine == gold_head and rel == relation
        mine_bounds = set()
        for s in doc.sents:
            kept = [t for t in s if not t.is_space]
            if kept:
                mine_bounds.add((kept[0].idx, kept[-1].idx + len(kept[-1])))
        sentence = added(sentence, bounds, mine_bounds)
        boundary = added(boundary, {a for a, _ in bounds} - {0}, {a for a, _ in mine_bounds} - {0})
    return {"tokens": f1(tokens, found, total), "sentences": f1(*sentence),
            "boundaries": f1(*boundary), "upos": f1(upos, found, total),
            "las": f1(las, found, total)}


def added(counts: list[int], gold: set[Any], mine: set[Any]) -> list[int]:
    """`counts` of right, found and gold, with those of one more document."""
    return [counts[0] + len(gold & mine), counts[1] + len(mine), counts[2] + len(gold)]


def raw_names(reader: NeuralReader, gold: list[corpora.Sentence],
              marked: dict[str, corpora.Sentence]) -> Scores:
    """F1 of PER, ORG and LOC among the Doc's entities, by characters; `marked` is by `sent_id`."""
    texts = running(g for g in gold if g.id in marked)
    counts = [0, 0, 0]
    for doc, one in zip(reader.pipe(t.text for t in texts), texts, strict=True):
        theirs = {
            (kind, spans[a][0], spans[b - 1][1])
            for g, spans in zip(one.sentences, one.words, strict=True)
            for kind, a, b in marked[g.id].names if kind in PLAIN
        }
        mine = {(e.label_, e.start_char, e.end_char) for e in doc.ents if e.label_ in PLAIN}
        counts = added(counts, theirs, mine)
    return {"ner": f1(*counts)}


def raw_events(reader: NeuralReader, gold: list[corpora.Sentence], records: dict[str, dict],
               facts: dict[tuple[str, ...], dict[int, float]]) -> Scores:
    """Predicates, arguments of all gold predicates, and factuality where a predicate is found."""
    texts = running(g for g in gold if records.get(g.id, {}).get("tokens") == g.words)
    predicate, argument = [0, 0, 0], [0, 0, 0]
    truth: list[float] = []
    guess: list[float] = []
    for doc, one in zip(reader.pipe(t.text for t in texts), texts, strict=True):
        mine = {chars(doc, p.index, p.index + 1): p for p in doc._.predicates}
        found = {
            (at, a.label, *chars(doc, a.start, a.end))
            for at, p in mine.items() for a in p.arguments
        }
        theirs, there = set(), set()
        for g, spans in zip(one.sentences, one.words, strict=True):
            record = records[g.id]
            for p in record["predicates"]:
                at = spans[p["i"]]
                there.add(at)
                theirs |= {(at, label, spans[a][0], spans[b][1])
                           for label, a, b in p["spans"] if label != "V"}
            for w, value in facts.get(tuple(g.words), {}).items():
                if spans[w] in mine:
                    truth.append(value)
                    guess.append(mine[spans[w]].factuality)
        predicate = added(predicate, there, set(mine))
        argument = added(argument, theirs, found)
    return {"arguments": f1(*argument), "predicates": f1(*predicate),
            "factuality": float(np.corrcoef(truth, guess)[0, 1])}


def measure(data: Path, reader: NeuralReader) -> dict[str, Scores]:
    """Every score, by set."""
    net = reader.network
    ewt = list(corpora.conllu(data / "ud_ewt/en_ewt-ud-dev.conllu"))
    gum = list(corpora.conllu(data / "ud_gum/gum-open-dev.conllu"))
    uner = [s for s in corpora.iob(data / "uner_ewt/en_ewt-ud-dev.iob2", word=1, tag=2)
            if corpora.fold_of(s.doc) == net.card.get("held_out_fold", 0)]
    politics = list(corpora.iob(data / "crossner_politics/dev.txt"))
    defence = [s for s in corpora.re3d(data / "re3d") if corpora.fold_of(s.doc, 6) == 0]
    propbank = corpora.propbank(data / "propbank_ewt/dev.jsonl")
    facts = corpora.factuality(data / "factuality/uds_ih2_dev.jsonl")
    spaced = raw(reader, gum, gap=" ")
    return {
        "ud_ewt dev": trees(net, ewt),
        "ud_gum open dev": trees(net, gum),
        "uner_ewt dev, held-out fold": names(net, uner, "core", set(PLAIN)),
        "crossner_politics dev": names(
            net, politics, "crossner", {k for s in politics for k, *_ in s.names}),
        "re3d, held-out documents": names(net, defence, "defence", {"WEAPON", "PLATFORM", *PLAIN}),
        "propbank_ewt dev": roles(net, propbank),
        "uds_ih2 dev": factuality(net, facts),
        "ud_ewt dev, raw": raw(reader, ewt),
        "ud_gum open dev, raw": raw(reader, gum),
        "ud_gum open dev, raw, no paragraphs": {
            k: spaced[k] for k in ("sentences", "boundaries")},
        "uner_ewt dev, held-out fold, raw": raw_names(reader, ewt, {s.id: s for s in uner}),
        "propbank_ewt and uds_ih2 dev, raw": raw_events(reader, ewt, propbank, facts),
    }


def table(scores: dict[str, Scores], floors: dict[str, Scores]) -> str:
    """The scores as a Markdown table, in the order of `measure`."""
    rows = ["| set | task | score | floor |", "|---|---|---|---|"]
    for name, row in scores.items():
        for task, value in row.items():
            floor = floors.get(name, {}).get(task)
            rows.append(f"| {name} | {task} | {value:.2f} | {'' if floor is None else floor} |")
    return "\n".join(rows) + "\n"


def on_card(text: str) -> dict[tuple[str, str], float]:
    """The scores that a card's table gives, by set and task."""
    written = text.partition(MARKS[0])[2].partition(MARKS[1])[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| (-?[\d.]+) \|", written, re.M)
    return {(name, task): float(value) for name, task, value in rows}


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 if a score is under its floor or not as the model card has it, else 0."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path,
                       default=Path(os.environ.get("BRINKWATCH_DATA", ROOT / "../shared/data")))
    parse.add_argument("--model", type=Path, help="a folder of weights other than the bundled one")
    parse.add_argument("--json", type=Path, help="also write the scores here")
    parse.add_argument("--card", action="store_true", help="write the table into the model card")
    args = parse.parse_args(argv)
    if not (args.data / "ud_ewt").is_dir():
        print(f"reader gate: SKIPPED, no corpora under {args.data} (set --data)")
        return 0
    reader = NeuralReader(args.model) if args.model else NeuralReader()
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    scores = measure(args.data, reader)
    if args.json:
        args.json.write_text(json.dumps(scores, indent=1))
    card = CARD.read_text(encoding="utf-8")
    if args.card:
        head, _, rest = card.partition(MARKS[0])
        card = head + MARKS[0] + table(scores, floors) + MARKS[1] + rest.partition(MARKS[1])[2]
        CARD.write_text(card, encoding="utf-8")
    printed = {} if args.model else on_card(card)
    failed = 0
    print(f"{'task':12} {'set':38} {'score':>7} {'floor':>7}")
    for name, row in scores.items():
        for task, value in row.items():
            floor = (floors.get(name) or {}).get(task)
            under = floor is not None and value < floor
            there = printed.get((name, task))
            stale = not args.model and (there is None or abs(there - value) > DRIFT)
            failed += under or stale
            mark = "  BELOW" if under else ""
            mark += f"  the model card says {there}" if stale else ""
            shown = "" if floor is None else f"{floor:7.2f}"
            print(f"{task:12} {name:38} {value:7.2f} {shown:>7}{mark}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
