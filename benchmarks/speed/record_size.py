"""How fast a large record answers: search and the served desk's pages over generated claims.

    python -m benchmarks.speed.record_size --claims 1000000

Prints the 50th and 95th percentile in milliseconds of each kind of request, one process, no
network. The claims are generated: words drawn with Zipf's law (exponent 1) from a made-up
vocabulary, five to thirty a claim, twenty claims a report.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import insert

from brinkwatch.desk import Desk
from brinkwatch.model import Actor, Event, Evidence
from brinkwatch.store import Store
from brinkwatch.store.base import packed
from brinkwatch.store.schema import actor_claims, actors, claims, reports

A_REPORT = 20
VOCABULARY = 20_000
ACTORS = 2_000
ROUNDS = 60


def fill(store: Store, count: int) -> list[str]:
    """Generate claims into an empty store; return the vocabulary, commonest word first."""
    dice = random.Random(1)
    words = ["".join(dice.choices("bdfgklmnprstv", k=2)) + "".join(
        a + b for a, b in zip(dice.choices("aeiou", k=3), dice.choices("lmnrst", k=3),
                              strict=True)) + str(n) for n in range(VOCABULARY)]
    weights = list(itertools.accumulate(1 / (n + 1) for n in range(VOCABULARY)))
    with store.batch(), store._write() as connection:
        connection.execute(insert(actors), [
            {"seq": n + 1, "name": f"Actor {n}", "country": "HVN", "words": f"Actor {n}"}
            for n in range(ACTORS)])
        for begin in range(0, count, A_REPORT * 100):
            rows = list(_reports(begin, min(count, begin + A_REPORT * 100), dice, words, weights))
            connection.execute(insert(reports), [r for r, _ in rows])
            made = [c for _, cs in rows for c in cs]
            connection.execute(insert(claims), made)
            connection.execute(insert(actor_claims), [
                {"actor": 1 + int(ACTORS * dice.random() ** 3), "claim": c["seq"], "role": "actor"}
                for c in made])
    return words


def _reports(begin: int, end: int, dice: random.Random, words: list[str], weights: list[float]
             ) -> Iterator[tuple[dict, list[dict]]]:
    for first in range(begin, end, A_REPORT):
        id = f"r-{first}"
        texts = [" ".join(dice.choices(words, cum_weights=weights, k=dice.randint(5, 30))) + "."
                 for _ in range(A_REPORT)]
        made, at = [], 0
        for number, text in enumerate(texts):
            claim = Event(id=f"c-{first + number}", report=id, type="MOBILIZE",
                          evidence=(Evidence(at, at + len(text), text),),
                          actors=(Actor("Actor 1", "HVN"),))
            made.append({
                "seq": first + number + 1, "id": claim.id, "report": id, "record": "event",
                "type": "MOBILIZE", "actor": "Actor 1", "country": "HVN", "certainty": "asserted",
                "begin": f"2025-{1 + first % 12:02}-{1 + first % 28:02}", "body": packed(claim),
                "words": text, "mode": None})
            at += len(text) + 1
        yield {"id": id, "text": "\n".join(texts), "title": texts[0][:60], "notes": "[]",
               "source": "Haven Post", "published": "2025-11-07", "language": "en"}, made


def measured(run: Callable[[], object]) -> tuple[float, float]:
    """50th and 95th percentile in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        run()
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    return times[ROUNDS // 2], times[int(ROUNDS * 0.95)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--claims", type=int, default=100_000)
    count = arguments.parse_args().claims
    from starlette.testclient import TestClient

    with tempfile.TemporaryDirectory() as folder, Desk.open(Path(folder) / "s.sqlite") as desk:
        begin = time.perf_counter()
        words = fill(desk.store, count)
        print(f"{count:,} claims in {count // A_REPORT:,} reports, made in "
              f"{time.perf_counter() - begin:.0f} s")
        client = TestClient(desk.site())
        dice = random.Random(2)

        def get(path: str) -> Callable[[], object]:
            def run() -> None:
                answer = client.get(path.format(
                    common=words[dice.randrange(5)], word=words[dice.randrange(50, 2_000)],
                    rare=words[dice.randrange(5_000, VOCABULARY)],
                    report=f"r-{dice.randrange(count // A_REPORT) * A_REPORT}",
                    actor=1 + dice.randrange(ACTORS), claim=f"c-{dice.randrange(count)}"))
                assert answer.status_code == 200, answer.text
            return run

        for name, path in (
            ("search claims, a common word", "/search?kind=claims&q={common}"),
            ("search claims, two common words", "/search?kind=claims&q={common}+{common}"),
            ("search claims, a word", "/search?kind=claims&q={word}"),
            ("search claims, a rare word", "/search?kind=claims&q={rare}"),
            ("search claims, a beginning", "/search?kind=claims&q=bd*"),
            ("search reports, a common word", "/search?q={common}"),
            ("search people", "/search?kind=people&q=actor+{actor}"),
            ("reports", "/reports"), ("a report", "/reports/{report}"),
            ("a person", "/people/{actor}"), ("claims by API", "/api/claims?type=MOBILIZE"),
            ("a claim by API", "/api/claims/{claim}"), ("state", "/state"),
        ):
            middle, slow = measured(get(path))
            print(f"{name:<34} {middle:8.1f} {slow:8.1f}")


if __name__ == "__main__":
    main()
