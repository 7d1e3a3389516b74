"""What grouping reports into stories costs as they grow in number, and a flood of near-copies.

    python -m benchmarks.speed.fuse_ratio [--sizes 1000,10000,50000] [--copies 1000,10000]

Each line is a process of its own: CPU seconds of grouping (near-copies found, profiles made,
clustered), the same for one report, as many times the cost of 10,000, peak memory above that of
the generated reports, and B-cubed F1 against the events they were generated from. Reports are
made-up words: each event has names and a vocabulary of its own, mixed with words drawn by Zipf's
law; five and a half reports an event, a year of them whatever their number, one vector a report.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from benchmarks.accuracy.fuse_gate import b_cubed
from brinkwatch.model import Report

START = datetime(2031, 1, 1, tzinfo=UTC)
AN_EVENT = 5.5
COMMON = 20_000
WORDS = 170
BASE = "10000"


def word(dice: random.Random) -> str:
    return "".join(a + b for a, b in zip(
        dice.choices("bdfgklmnprstvz", k=4), dice.choices("aeiou", k=4), strict=True))


def generated(count: int) -> tuple[list[Report], dict[str, np.ndarray], dict[str, str]]:
    """Return reports, one vector each, and the event each tells of."""
    dice = random.Random(7)
    noise = np.random.default_rng(7)
    common = [word(dice) for _ in range(COMMON)]
    weights = list(itertools.accumulate(1 / (n + 1) for n in range(COMMON)))
    shared = noise.standard_normal(384)
    reports: list[Report] = []
    vectors: dict[str, np.ndarray] = {}
    events: dict[str, str] = {}
    number = 0
    while len(reports) < count:
        number += 1
        names = [word(dice).capitalize() for _ in range(5)] + [
            common[dice.randrange(60)].capitalize() for _ in range(3)]
        matter = [word(dice) for _ in range(20)] + dice.choices(common[:2000], k=20)
        begin = START + timedelta(days=365 * dice.random())
        centre = 0.8 * shared + noise.standard_normal(384)
        for n in range(min(count - len(reports), 1 + int(dice.expovariate(1 / (AN_EVENT - 1))))):
            words = dice.choices(common, cum_weights=weights, k=WORDS * 6 // 10)
            words += dice.choices(matter, k=WORDS * 3 // 10) + dice.choices(names, k=WORDS // 10)
            dice.shuffle(words)
            id = f"r{len(reports)}"
            reports.append(Report(
                id=id, text="It is said: " + " ".join(words) + ".", source=f"Paper {n % 40}",
                published=begin + timedelta(days=3 * dice.random()), language="en"))
            own = centre + 0.6 * noise.standard_normal(384)
            vectors[id] = (own / np.linalg.norm(own)).astype(np.float32)[None, :]
            events[id] = str(number)
    return reports, vectors, events


def grouped(count: int) -> None:
    from brinkwatch.fuse.keys import order
    from brinkwatch.fuse.origins import origins
    from brinkwatch.fuse.stories import cluster

    reports, vectors, events = generated(count)
    before = peak()
    began = time.process_time()
    ordered = order(reports)
    clusters = cluster(ordered, {}, vectors, origins(ordered).copy_of)
    took = time.process_time() - began
    found = {rid: str(n) for n, members in enumerate(clusters) for rid in members}
    print(count, took, peak() - before, b_cubed(found, events)[2])


def flooded(count: int) -> None:
    """A cluster of near-copies, each with a sentence of its own and a launch claim."""
    from tests.fuse_kit import claims_of, launch, near_copy

    from brinkwatch.fuse import fuse

    pool = [near_copy(n) for n in range(count)]
    claims = claims_of(*(launch(r, km=500) for r in pool))
    before = peak()
    began = time.process_time()
    story = fuse(pool, claims).stories[0]
    took = time.process_time() - began
    right = len(story.reports) == count and len(story.origins) == len(story.incidents) == 1
    print(count, took, peak() - before, float(right))


def peak() -> float:
    """Most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(argv: list[str] | None = None) -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sizes", default="1000,10000,50000")
    arguments.add_argument("--copies", default="1000,10000")
    arguments.add_argument("--one", choices=("grouped", "flooded"), help=argparse.SUPPRESS)
    asked = arguments.parse_args(argv)
    if asked.one:
        (grouped if asked.one == "grouped" else flooded)(int(asked.sizes))
        return
    for kind, sizes, measure in (
        ("grouped", asked.sizes, "F1"), ("flooded", asked.copies, "one story")
    ):
        print(f"{kind:<10}{'reports':>9}{'CPU s':>9}{'ms each':>9}{'times':>8}{'MB':>7}"
              f"{measure:>11}")
        first = math.nan
        for size in sizes.split(","):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.speed.fuse_ratio", "--one", kind,
                 "--sizes", size], check=True, capture_output=True, text=True)
            count, took, memory, right = map(float, done.stdout.split())
            if size == BASE or math.isnan(first):
                first = took
            print(f"{'':<10}{count:9,.0f}{took:9.1f}{1000 * took / count:9.2f}"
                  f"{took / first:8.2f}{memory:7.0f}{right:11.3f}", flush=True)


if __name__ == "__main__":
    main()
