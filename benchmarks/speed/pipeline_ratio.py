"""Speed of the whole pipeline as a ratio to the bare int8 encoder, by stage, in one run.

The sample dossier is captured, read, turned to claims, stored and fused in a fresh record, in CPU
seconds on one thread; the bare encoder (`reader_ratio`) takes its turn in every round. A stage's
share is its time over the encoder's: the ratio of the whole is one over the sum of the shares.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.speed.reader_ratio import SAMPLE, BareEncoder, seconds
from brinkwatch.desk import Desk
from brinkwatch.extract import claims
from brinkwatch.read.neural import NeuralReader
from brinkwatch.read.pipeline import Reader
from brinkwatch.reading import Reading
from brinkwatch.running import run_on

STAGES = ("capture", "read", "extract", "store", "fuse")


class Clock:
    """CPU seconds by stage, of one round."""

    def __init__(self) -> None:
        self.took = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Count what happens inside to `stage`."""
        began = time.process_time()
        yield
        self.took[stage] += time.process_time() - began


def round_of(reader: Reader) -> dict[str, float]:
    """One pass over the dossier in a new record."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, Desk.open(Path(folder) / "record.sqlite") as desk:
        with clock.of("capture"):
            intake = desk.take([SAMPLE / "dossier.jsonl"])
        with clock.of("read"):
            docs = list(reader.pipe(intake.reports))
        readings = {}
        for report, doc in zip(intake.reports, docs, strict=True):
            with clock.of("extract"):
                found = tuple(claims(doc, report))
            vectors = doc.user_data["sentence_vectors"]
            readings[report.id] = Reading(found, vectors)
            with clock.of("store"):
                desk.store.put_reading(report.id, found, vectors, "benchmark")
        with clock.of("fuse"):
            running = run_on(desk.store, intake.reports, readings, desk.read, datetime.now(UTC))
        with clock.of("store"):
            running.keep(desk.store)
    return clock.took


def main(argv: list[str] | None = None) -> int:
    """Print each stage's time, its share of the bare encoder's, and the ratio of the whole."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--rounds", type=int, default=5)
    args = parse.parse_args(argv)
    neural = NeuralReader(threads=1)
    reader = Reader(neural.pipe)
    with tempfile.TemporaryDirectory() as folder, Desk.open(Path(folder) / "r.sqlite") as desk:
        texts = [r.text for r in desk.take([SAMPLE / "dossier.jsonl"]).reports]
    bare = BareEncoder(neural, texts, threads=1)
    bare()
    round_of(reader)  # caches and lexicons are filled
    shares: list[dict[str, float]] = []
    for _ in range(args.rounds):
        encoder = seconds(bare)
        shares.append({name: took / encoder for name, took in round_of(reader).items()})
    print(f"{len(texts)} reports, {bare.pieces} word pieces, 1 thread; CPU time over the encoder's")
    for name in STAGES:
        print(f"{name:10}{median(s[name] for s in shares):7.2f}")
    whole = median(1 / sum(s.values()) for s in shares)
    print(f"the whole pipeline: ratio {whole:.2f} (should reach 0.50, better 0.80)")
    return 0


if __name__ == "__main__":
    main()
