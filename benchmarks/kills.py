"""Kill the desk at random points under load, again and again: is anything lost or doubled?

    python -m benchmarks.kills --kills 200
    python -m benchmarks.kills --kills 40 --postgresql --stops 10

A site on loopback brings new reports all the time. Two desks over one record watch it, read what is
new, fuse it into stories and publish editions; each is killed (SIGKILL) at a random moment and
begun again. With --postgresql the record is in a private cluster, whose server is stopped as in a
crash (`immediate`) and started again on the way. In the end the record must hold what a run left
that nobody disturbed: the same reports, versions, claims, stories and incidents, each once, every
report in a story published once. Exit code 1 where it does not.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.web_kit import Page, Site, article, rss

from brinkwatch.model.watched import Source
from brinkwatch.store import Store

FEEDS = 4
BEGIN = datetime(2019, 3, 4, 6, tzinfo=UTC)
SEASON, APART = 8, timedelta(days=60)
"""Releases that may make one story, and how far the next ones lie off."""
BOTH = 2
"""Desks over one record."""


class Crowd(Site):
    """A site whose pages are never the same twice, to the byte."""

    def answer(self, path: str) -> Page:
        page = super().answer(path)
        if path.startswith("/a/") and isinstance(page.body, str):
            return Page(page.body + f"<!-- {random.random()} -->")
        return page


@dataclass
class World:
    """What is published, season by season."""

    site: Crowd
    dice: random.Random = field(default_factory=lambda: random.Random(3))
    texts: set[str] = field(default_factory=set)
    items: dict[int, list[tuple[str, str]]] = field(
        default_factory=lambda: {n: [] for n in range(FEEDS)})
    released: int = 0

    @property
    def since(self) -> datetime:
        """When the season began."""
        return BEGIN + APART * ((max(1, self.released) - 1) // SEASON)

    @property
    def seasons(self) -> int:
        return (self.released + SEASON - 1) // SEASON

    def show(self, season: int) -> None:
        """Have the feeds show what there was up to the end of a season."""
        for outlet, items in self.items.items():
            shown = [(url, title) for url, title in items
                     if int(url.split("/")[2].split("-")[0]) <= (season + 1) * SEASON]
            self.site.put(f"/f/{outlet}", Page(rss(shown[::-1]), kind="application/rss+xml"))

    def release(self) -> None:
        """Two more reports."""
        season, number = divmod(self.released, SEASON)
        begin = BEGIN + APART * season
        self.released += 1
        for outlet in self.dice.sample(range(FEEDS), 2):
            when = begin + timedelta(hours=3 * number + outlet)
            text, title = report(self.dice, begin, outlet, self.released)
            self.texts.add(text)
            name = f"{self.released}-{outlet}"
            self.site.put(f"/a/{name}", article(
                text, title, article_published_time=when.isoformat()))
            self.items[outlet].append((f"/a/{name}", title))
        self.show(season)


def report(dice: random.Random, day: datetime, outlet: int, number: int) -> tuple[str, str]:
    """A made-up report of a launch by a made-up outlet, unlike every other, and its title."""
    count, reach = dice.choice(("two", "three", "four")), dice.randrange(35, 80) * 10
    town = ("Wonsan", "Sunchon", "Hamhung", "Sariwon")[day.month % 4]
    lines = [
        f"North Korea fired {count} ballistic missiles from {town} toward the Sea of Japan on "
        f"{day:%A}, South Korea's Joint Chiefs of Staff said.",
        f"The missiles flew about {reach} kilometres, Japan's Defence Ministry said in its notice "
        f"number {number}.",
        dice.choice((
            "Japan's prime minister condemned the launch and said it threatened the region.",
            "The United States condemned the launch and called for talks.",
            "South Korea's president ordered the military to strengthen surveillance.")),
    ]
    return "\n".join(lines), f"Sample outlet {outlet}: {count} missiles, report {number}"


WORK = """
import os
import sys
from datetime import datetime, timedelta
from brinkwatch import log
from brinkwatch.collect.web.watching import Pace, Watcher
from brinkwatch.config import Settings
from brinkwatch.desk import Desk
from brinkwatch.errors import StoreError
from brinkwatch.read.neural import NeuralReader
from brinkwatch.read.pipeline import Reader
from brinkwatch.store import Store
from tests.web_kit import fetcher

log.configure("error")
reader = Reader(NeuralReader(threads=1).pipe)
next(reader.syntax(["Words are read once, so that all is loaded."]))
import brinkwatch.extract, brinkwatch.publish, brinkwatch.fuse, brinkwatch.assess.forecast.issue


def work(where, since):
    with Store.open(where, busy_ms=60_000) as store, fetcher() as reaching:
        desk = Desk(store, Settings(), reader)
        list(Watcher(store, reaching, Pace(back=timedelta(days=36_500))).round(True))
        desk.read_new()
        desk.edition_since(since)


print("up", flush=True)
for line in sys.stdin:
    where, since = line.split()
    child = os.fork()
    if child == 0:
        code = 0
        try:
            work(where, datetime.fromisoformat(since))
        except StoreError as error:
            print(error.message, file=sys.stderr)
            code = 3 if error.passing else 4
        except BaseException:
            import traceback
            traceback.print_exc()
            code = 5
        os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Worker:
    """Has everything loaded and makes a desk of itself, over and over, by forking."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[1])

    def ready(self) -> None:
        assert self._line() == "up"

    def begin(self, where: str, since: datetime) -> int:
        """Begin; the process to kill."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{where} {since.isoformat()}\n")
        self._process.stdin.flush()
        return int(self._line())

    def end(self) -> int:
        """Wait for the end; the exit code, or less than 0 the signal."""
        return int(self._line())

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def workers() -> Iterator[list[Worker]]:
    made = [Worker() for _ in range(BOTH)]
    try:
        for one in made:
            one.ready()
        yield made
    finally:
        for one in made:
            one.close()


def watched(where: str, site: Site) -> None:
    with Store.open(where) as store:
        for number in range(FEEDS):
            store.add_source(Source(url=f"{site.url}/f/{number}", added=datetime.now(UTC)))


def disturbed(team: list[Worker], where: str, world: World, kills: int,
              crash: Callable[[], None] | None, stops: int) -> Counter[int]:
    """Kill desks until there were `kills` of them; how each ended."""
    dice, ends, longest = random.Random(5), Counter[int](), 1.0
    watched(where, world.site)
    while ends[-signal.SIGKILL] < kills or stops > 0:
        if world.released % SEASON == 0 and world.released:
            season_done(team[0], where, world.seasons - 1)
        world.release()
        begun = time.monotonic()
        victims = [worker.begin(where, world.since) for worker in team]
        waits = sorted((dice.uniform(0, longest), victim) for victim in victims)
        for wait, victim in waits:
            time.sleep(max(0.0, begun + wait - time.monotonic()))
            if crash is not None and stops > 0 and dice.random() < 0.3:
                crash()
                stops -= 1
            else:
                with suppress(ProcessLookupError):  # it was done before
                    os.kill(victim, signal.SIGKILL)
        codes = [worker.end() for worker in team]
        ends.update(codes)
        if not any(codes) or (all(codes) and dice.random() < 0.15):  # now and then one gets through
            begun = time.monotonic()
            team[0].begin(where, world.since)
            ends[team[0].end()] += 1
            longest = min(10.0, max(longest, time.monotonic() - begun))
    return ends


def season_done(worker: Worker, where: str, season: int) -> None:
    """Let all of a season be done, undisturbed, before its reports are too old for an edition."""
    worker.begin(where, BEGIN + APART * season)
    code = worker.end()
    assert code == 0, f"the undisturbed desk ended with {code}"


def undisturbed(worker: Worker, where: str, world: World) -> None:
    """The same reports, with nobody in the way: a season at a time."""
    watched(where, world.site)
    for season in range(world.seasons):
        world.show(season)
        season_done(worker, where, season)


def held(store: Store) -> dict[str, Any]:
    """What the record holds, told by words and not by keys, ids or moments."""
    texts = {r.id: r.text for r in store.reports()}
    claims = Counter(
        (texts[c.report], c.record, c.type, c.certainty, tuple(e.text for e in c.evidence))
        for c in store.claims())
    stories = Counter(
        (frozenset(texts[r] for r in s.reports), tuple(sorted(
            (i.type or "", i.kind or "", len(i.claims)) for i in s.incidents)))
        for s in store.stories())
    return {
        "reports": Counter(texts.values()), "claims": claims, "stories": stories,
        "versions": Counter({"all": store.stats()["versions"]}),
        "links of actors": Counter({"all": store.stats()["actor_claims"]}),
    }


def faults(store: Store, world: World) -> list[str]:
    """What no record may show, whatever was done to it."""
    found = []
    texts = Counter(r.text for r in store.reports())
    lost, doubled = world.texts - set(texts), [t for t, n in texts.items() if n > 1]
    if lost or doubled:
        found.append(f"{len(lost)} reports lost, {len(doubled)} doubled")
    unread = list(store.unread())
    if unread:
        found.append(f"{len(unread)} reports not read")
    where: Counter[str] = Counter(r for s in store.stories() for r in s.reports)
    if any(n > 1 for n in where.values()):
        found.append("a report is in two stories")
    upto = [e["upto"] for e in store.editions()]
    if len(set(upto)) != len(upto) or upto != sorted(upto):
        found.append(f"editions were published twice or out of turn: {upto}")
    shown: set[str] = set()
    for line in store.editions():
        edition = store.edition(line["id"])
        assert edition is not None
        shown |= {r.id for page in edition.stories for r in page.reports}
        shown |= {left.report for left in edition.left_out}
    missing = {r.id for r in store.reports()} - shown
    if missing:
        found.append(f"{len(missing)} reports are in no edition")
    found += [f"capture {sha[:8]}: {fault}" for sha, _, fault in store.verify_captures() if fault]
    stories = {s.id for s in store.stories()}
    with store.engine.connect() as connection:
        stray = [row[0] for row in connection.exec_driver_sql("SELECT story FROM assessments")
                 if row[0] not in stories]
        if stray:
            found.append(f"{len(stray)} assessments of stories that are no more")
        if store.engine.dialect.name == "sqlite":
            for pragma in ("integrity_check", "foreign_key_check"):
                for row in connection.exec_driver_sql(f"PRAGMA {pragma}"):
                    if row[0] != "ok":
                        found.append(f"{pragma}: {row}")
    return found


def compared(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where two records differ."""
    return [f"{name}: {len(one[name] - other[name])} only where it was disturbed, "
            f"{len(other[name] - one[name])} only where it was not"
            for name in one if one[name] != other[name]]


def run(places: tuple[str, str], kills: int, crash: Callable[[], None] | None = None,
        stops: int = 0) -> list[str]:
    """Do it in the first place, and undisturbed in the second; what is wrong."""
    world = World(Crowd())
    begun = time.monotonic()
    try:
        with workers() as team:
            ends = disturbed(team, places[0], world, kills, crash, stops)
            season_done(team[0], places[0], world.seasons - 1)
            undisturbed(team[0], places[1], world)
    finally:
        world.site.close()
    with Store.open(places[0]) as store, Store.open(places[1]) as other:
        wrong = [*faults(store, world), *(f"undisturbed: {w}" for w in faults(other, world)),
                 *compared(held(store), held(other))]
        count = store.stats()
    print(f"{ends[-signal.SIGKILL]} killed, {ends[3]} met a stopped server, {ends[0]} got through, "
          f"{time.monotonic() - begun:.0f} s")
    print(f"{len(world.texts)} reports published: {count['reports']} kept, {count['claims']} "
          f"claims, {count['stories']} stories, {count['editions']} editions")
    strange = {code: n for code, n in ends.items() if code not in (0, 3, -signal.SIGKILL)}
    if strange:
        wrong.append(f"desks ended on their own: {strange}")
    print("\n".join(wrong) if wrong else "nothing lost, nothing doubled")
    return wrong


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--postgresql", action="store_true")
    arguments.add_argument("--stops", type=int, default=0, help="times the server is stopped")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.postgresql:
            from tests import postgresql_kit

            with postgresql_kit.running() as cluster:
                wrong = run((cluster.database(), cluster.database()), given.kills,
                            cluster.crash, given.stops)
        else:
            wrong = run((f"{folder}/one.sqlite", f"{folder}/two.sqlite"), given.kills)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
