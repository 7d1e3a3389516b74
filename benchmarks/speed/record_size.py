"""How fast a large record answers, and what a report costs that is added to it.

    python -m benchmarks.speed.record_size --claims 1000000
    python -m benchmarks.speed.record_size --claims 1000000 --postgresql

Prints the 50th and 95th percentile in milliseconds of each kind of request to the served desk, one
process, no network, wall clock and processor time of this process; before it the processor time of
storing a report with twenty claims into records of a hundredth, a tenth and all of them, in turn.
The claims are generated: words drawn with Zipf's law (exponent 1) from a made-up vocabulary, five
to thirty a claim, twenty claims a report; an edition of sixty stories, each of twenty reports and
ten incidents, cites them. With --postgresql the record is in a private cluster, whose own processor
time is not counted in the last column.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import insert

from brinkwatch.desk import Desk
from brinkwatch.model import (
    Actor,
    Edition,
    Event,
    Evidence,
    Field,
    Incident,
    Report,
    Section,
    Sentence,
    SourceLine,
    Span,
    StoryPage,
    Value,
)
from brinkwatch.store import Store
from brinkwatch.store.base import packed
from brinkwatch.store.schema import actor_claims, actors, claims, reports

A_REPORT, A_STORY, STORIES, INCIDENTS = 20, 20, 60, 10
VOCABULARY, ACTORS = 20_000, 2_000
ROUNDS = 60
ADDED = 40
"""Reports stored to see what one costs."""


@dataclass
class Words:
    """A made-up vocabulary, commonest word first."""

    dice: random.Random = field(default_factory=lambda: random.Random(1))
    all: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        choices = self.dice.choices
        self.all = ["".join(choices("bdfgklmnprstv", k=2)) + "".join(
            a + b for a, b in zip(choices("aeiou", k=3), choices("lmnrst", k=3), strict=True))
            + str(n) for n in range(VOCABULARY)]
        self._weights = list(itertools.accumulate(1 / (n + 1) for n in range(VOCABULARY)))

    def sentence(self) -> str:
        return " ".join(self.dice.choices(
            self.all, cum_weights=self._weights, k=self.dice.randint(5, 30))) + "."


def made(first: int, words: Words) -> tuple[Report, list[Event]]:
    """A report and its claims; `first` is the number of its first claim."""
    id = f"r-{first}"
    texts = [words.sentence() for _ in range(A_REPORT)]
    found, at = [], 0
    for number, text in enumerate(texts):
        found.append(Event(
            id=f"c-{first + number}", report=id, type="MOBILIZE" if number % 10 else "CONSULT",
            evidence=(Evidence(at, at + len(text), text),), actors=(_actor(words.dice),)))
        at += len(text) + 1
    return Report(id=id, text="\n".join(texts), title=texts[0][:60], source="Haven Post",
                  language="en"), found


def _actor(dice: random.Random) -> Actor:
    """A few actors have a part in much."""
    return Actor(f"Actor {int(ACTORS * dice.random() ** 3)}", "HVN")


def fill(store: Store, begin: int, end: int, words: Words) -> None:
    """Put claims into a store by hand, quicker than one report after another."""
    with store._write() as connection:
        connection.execute(store._insert(actors).on_conflict_do_nothing(), [
            {"seq": n + 1, "name": f"Actor {n}", "country": "HVN", "words": f"Actor {n}"}
            for n in range(ACTORS)])
    for start in range(begin, end, A_REPORT * 250):
        stop = min(end, start + A_REPORT * 250)
        rows = [made(first, words) for first in range(start, stop, A_REPORT)]
        with store._write() as connection:
            connection.execute(insert(reports), [
                {"id": r.id, "text": r.text, "title": r.title, "notes": "[]", "source": r.source,
                 "published": "2025-11-07", "language": "en", "reader": "made"} for r, _ in rows])
            connection.execute(insert(claims), [_row(c) for _, cs in rows for c in cs])
            connection.execute(insert(actor_claims), [
                {"actor": int(c.actors[0].name[6:]) + 1, "claim": int(c.id[2:]) + 1,
                 "role": "actor"} for _, cs in rows for c in cs])
    if store.engine.dialect.name == "postgresql":
        with store._write() as connection:
            for table in ("actors", "claims"):
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'seq'), "
                    f"(SELECT max(seq) FROM {table}))")
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _row(claim: Event) -> dict[str, Any]:
    number = int(claim.id[2:])
    return {
        "seq": number + 1, "id": claim.id, "report": claim.report, "record": "event",
        "type": claim.type, "actor": claim.actors[0].name, "country": "HVN",
        "certainty": "asserted", "body": packed(claim), "words": claim.evidence[0].text,
        "begin": f"{2021 + number % 5}-{1 + number // 7 % 12:02}-{1 + number % 28:02}"}


def edition(store: Store, count: int) -> Edition:
    """An edition over reports all through the record."""
    dice = random.Random(4)
    return Edition("A large record", "Sixty stories.", "2025-11-08T00:00:00+00:00", tuple(
        _story(store, n, dice.sample(range(count // A_REPORT), A_STORY)) for n in range(STORIES)))


def _story(store: Store, number: int, picked: list[int]) -> StoryPage:
    ids = [f"r-{n * A_REPORT}" for n in picked]
    held = {id: list(store.claims(id)) for id in ids}
    sentences = tuple(
        Sentence(c.evidence[0].text, (Span(id, c.evidence[0].start, c.evidence[0].end),))
        for id, found in held.items() for c in found[:2])
    incidents = []
    for n in range(INCIDENTS):
        behind = [held[id][n] for id in ids]
        values = tuple(Value(500 + k, "Haven Post", c.report, (c.id,), spans=(
            Span(c.report, c.evidence[0].start, c.evidence[0].end),)) for k, c in enumerate(behind))
        incidents.append(Incident(
            f"i-{number}-{n}", "MOBILIZE", "event", {"distance_km": Field(500, "latest", values)},
            tuple(c.id for c in behind), tuple(ids), 5, begin="2025-11-07", title=f"Incident {n}"))
    return StoryPage(
        f"s-{number}", f"Story {number}", sentences[:3], (Section("What is known", sentences[3:]),),
        tuple(SourceLine(id, "Haven Post", None, None, id) for id in ids), (), (),
        tuple(incidents))


def requests(words: Words, count: int) -> Iterator[tuple[str, Callable[[], str]]]:
    """Kinds of requests by name, each with what makes an address."""
    dice = random.Random(2)
    common = lambda: words.all[dice.randrange(5)]  # noqa: E731
    yield "a story", lambda: f"/stories/s-{dice.randrange(STORIES)}"
    yield "an incident", lambda: (
        f"/incidents/i-{dice.randrange(STORIES)}-{dice.randrange(INCIDENTS)}")
    yield "search claims, a common word", lambda: f"/search?kind=claims&q={common()}"
    yield "search claims, two common words", lambda: f"/search?kind=claims&q={common()}+{common()}"
    yield "search claims, a word", lambda: (
        f"/search?kind=claims&q={words.all[dice.randrange(50, 2_000)]}")
    yield "search claims, a rare word", lambda: (
        f"/search?kind=claims&q={words.all[dice.randrange(5_000, VOCABULARY)]}")
    yield "search claims, a beginning", lambda: "/search?kind=claims&q=bd*"
    yield "search reports, a common word", lambda: f"/search?q={common()}"
    yield "search people", lambda: f"/search?kind=people&q=actor+{1 + dice.randrange(ACTORS)}"
    yield "incidents", lambda: "/incidents"
    yield "reports", lambda: "/reports"
    yield "a report", lambda: f"/reports/r-{dice.randrange(count // A_REPORT) * A_REPORT}"
    yield "a person", lambda: f"/people/{1 + dice.randrange(ACTORS)}"
    yield "the person named most", lambda: "/people/1"
    yield "claims by API, common type", lambda: "/api/claims?type=MOBILIZE"
    yield "claims by API, no such country", lambda: "/api/claims?country=CPV"
    yield "claims by API, a month", lambda: "/api/claims?since=2024-03-01&until=2024-03-31"
    yield "a claim by API", lambda: f"/api/claims/c-{dice.randrange(count)}"
    yield "state", lambda: "/state"


def measured(run: Callable[[], object]) -> tuple[float, float, float]:
    """Wall clock at the 50th and 95th percentile, processor time at the 95th, in milliseconds."""
    walls, busy = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        walls.append((time.perf_counter() - wall) * 1000)
        busy.append((time.process_time() - cpu) * 1000)
    walls.sort()
    busy.sort()
    return walls[ROUNDS // 2], walls[int(ROUNDS * 0.95)], busy[int(ROUNDS * 0.95)]


def costs(stores: list[Store], words: Words) -> list[float]:
    """Processor time, in milliseconds, of storing a report with its claims and vectors in each
    store: the median of several, one store after the other in turn."""
    vectors = np.ones((A_REPORT, 384), np.float32)
    times: list[list[float]] = [[] for _ in stores]
    for number in range(ADDED):
        report, found = made(10_000_000 + number * A_REPORT, words)
        for store, spent in zip(stores, times, strict=True):
            begin = time.process_time()
            with store.batch():
                store.add_report(report)
                store.put_reading(report.id, found, vectors, "made")
            spent.append((time.process_time() - begin) * 1000)
    return [sorted(spent)[ADDED // 2] for spent in times]


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--claims", type=int, default=100_000)
    arguments.add_argument("--postgresql", action="store_true")
    given = arguments.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        if given.postgresql:
            from tests import postgresql_kit

            cluster = stack.enter_context(postgresql_kit.running())
            places = [cluster.database() for _ in range(3)]
        else:
            places = [f"{folder}/{n}.sqlite" for n in range(3)]
        _run([stack.enter_context(Desk.open(place)) for place in places], given.claims)


def _run(desks: list[Desk], count: int) -> None:
    """Desks over records of a hundredth, a tenth and all of the claims."""
    from starlette.testclient import TestClient

    words, sizes = Words(), (count // 100, count // 10, count)
    for desk, size in zip(desks, sizes, strict=True):
        begin = time.process_time()
        fill(desk.store, 0, size, words)
        print(f"{size:,} claims in {size // A_REPORT:,} reports, made in "
              f"{time.process_time() - begin:.0f} s of processor time", flush=True)
    spent = costs([desk.store for desk in desks], words)
    for size, ms in zip(sizes, spent, strict=True):
        print(f"one more report into {size:>9,} claims: {ms:5.1f} ms, {ms / spent[0]:.2f} times "
              "the first", flush=True)
    desk = desks[-1]
    desk.store.put_edition(edition(desk.store, count))
    client = TestClient(desk.site())
    print(f"\n{'ms at the':<34} {'50th':>8} {'95th':>8} {'95th, processor':>16}")
    for name, path in requests(words, count):
        def run(path: Callable[[], str] = path) -> None:
            answer = client.get(path())
            assert answer.status_code == 200, answer.text

        middle, slow, busy = measured(run)
        print(f"{name:<34} {middle:8.1f} {slow:8.1f} {busy:16.1f}", flush=True)


if __name__ == "__main__":
    main()
