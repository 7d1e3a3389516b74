"""Many feeds with faults injected, for a while: is anything lost or doubled, does memory grow?

    python -m benchmarks.soak --feeds 50 --minutes 30

Feeds of every format are served on loopback and grow all the time. Of each five answers one is a
fault: a status, a cut line, a stall, garbage, a gzip bomb, a page in place of a feed, a redirect
into a private network, a feed that never ends. In the last rounds there are no faults; then every
article must be kept, once. Exit code 1 when one is lost or doubled.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.web_kit import Page, Site, article, fetcher

from brinkwatch.collect.web.fetching import FetchLimits
from brinkwatch.collect.web.watching import Pace, Watcher
from brinkwatch.model.watched import OUTCOMES, Source
from brinkwatch.store import Store

FAULTS_IN = 5
WINDOW = 60
"""Items a feed shows; older ones have scrolled out, as on the web."""
BOMB = gzip.compress(bytes(40_000_000))


class Faulty(Site):
    """A site whose answers go wrong now and then."""

    dice = random.Random(1)
    faults = True
    requests = 0

    def answer(self, path: str) -> Page:
        self.requests += 1
        self.asked.clear()  # the log of a long run is not the desk's memory
        if self.faults and path != "/robots.txt" and self.dice.randrange(FAULTS_IN) == 0:
            return self.fault()
        return super().answer(path)

    def fault(self) -> Page:
        return self.dice.choice((
            Page("", 503), Page("", 500), Page("", 429, headers={"Retry-After": "0"}),
            Page("", 404), Page(raw=lambda s: None),
            Page(raw=lambda s: s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<rss")),
            Page(raw=lambda s: time.sleep(0.7)), Page(b"\x00\xff" * 500, kind="text/xml"),
            Page(BOMB, headers={"Content-Encoding": "gzip"}),
            Page("", 302, headers={"Location": "http://10.0.0.1/"}),
            Page(raw=endless), Page("", 302, headers={"Location": "/robots.txt"}),
        ))


def endless(connection: object) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")  # type: ignore[attr-defined]
    with suppress(OSError):
        while True:
            connection.sendall(b"<item/>" * 5_000)  # type: ignore[attr-defined]


def feed(kind: str, items: list[tuple[str, str]]) -> Page:
    """A feed of (address, title) pairs in one of the formats."""
    if kind == "json":
        return Page(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Feed",
                                "items": [{"id": u, "url": u, "title": t} for u, t in items]}),
                    kind="application/feed+json")
    if kind == "atom":
        inner = "".join(f'<entry><id>{u}</id><title>{t}</title><link href="{u}"/></entry>'
                        for u, t in items)
        body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title>{inner}</feed>'
    else:
        inner = "".join(f"<item><link>{u}</link><title>{t}</title></item>" for u, t in items)
        body = f"<rss version='2.0'><channel><title>Feed</title>{inner}</channel></rss>"
    lie = '<?xml version="1.0" encoding="iso-8859-1"?>' if kind == "lie" else ""
    return Page((lie + body).encode(), kind="text/xml")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--feeds", type=int, default=50)
    arguments.add_argument("--minutes", type=float, default=30.0)
    given = arguments.parse_args()
    dice, site = random.Random(2), Faulty()
    shown: dict[int, list[tuple[str, str]]] = {n: [] for n in range(given.feeds)}
    published: set[str] = set()

    def grow(number: int) -> None:
        name = f"{number}-{len(shown[number])}"
        published.add(name)
        site.put(f"/a/{name}", article(f"Text {name} é. " + "Words follow on. " * 20, f"T {name}"))
        shown[number].append((f"/a/{name}?utm_source=feed", f"T {name}"))
        site.put(f"/f/{number}", feed(("rss", "atom", "json", "lie")[number % 4],
                                      shown[number][-WINDOW:][::-1]))

    limits = FetchLimits(size=300_000, seconds=2.0, quiet=0.5, pause=0.0, first_wait=0.0)
    outcomes: Counter[str] = Counter()
    memory: list[int] = []
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "s.sqlite") as store, \
            fetcher(limits=limits) as reaching:
        for number in range(given.feeds):
            grow(number)
            store.add_source(Source(url=f"{site.url}/f/{number}", added=datetime.now(UTC)))
        clock = datetime.now(UTC)
        watcher = Watcher(store, reaching, Pace(workers=8), now=lambda: clock)
        end, rounds = time.monotonic() + given.minutes * 60, 0
        while time.monotonic() < end or rounds < 3:
            for number in dice.sample(range(given.feeds), max(1, given.feeds // 3)):
                grow(number)
            outcomes.update(visit.outcome for visit in watcher.round(everything=True))
            clock += timedelta(minutes=15)
            rounds += 1
            memory.append(resident())
        site.faults = False
        for _ in range(30):
            clock += timedelta(hours=12)
            list(watcher.round(everything=True))
        kept = Counter(report.text.split()[1] for report in store.reports())
        waiting = [a.url for a in store.articles() if a.versions == 0]
    site.close()
    lost, doubled = published - set(kept), [name for name, n in kept.items() if n > 1]
    third = max(1, len(memory) // 3)
    print(f"{given.feeds} feeds, {rounds} rounds, {site.requests:,} requests, "
          f"{len(published):,} articles: {len(lost)} lost, {len(doubled)} doubled")
    print(", ".join(f"{outcomes[o]:,} {o}" for o in OUTCOMES))
    print(f"memory (MB) after a third {memory[third - 1] / 1e6:.0f}, two thirds "
          f"{memory[2 * third - 1] / 1e6:.0f}, at the end {memory[-1] / 1e6:.0f}")
    if lost or doubled:
        print("lost:", sorted(lost)[:10], "doubled:", doubled[:10], "never kept:", waiting[:10])
        sys.exit(1)


def resident() -> int:
    """Bytes of memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
