"""Many feeds with faults injected, for a while: is anything lost or doubled, does memory grow?

    python -m benchmarks.soak --feeds 50 --minutes 30

Feeds of every format are served on loopback and grow all the time; of five answers one is a fault
(`soak_faults`), and the clock jumps. The desk is a process of its own, which watches, reads what is
new to claims and says after each round how much memory it holds. In the last rounds there are no
faults; then every article must be kept, once. Memory is flat when the last third of the rounds
holds no more than a twentieth above the second. Exit code 1 when one of these fails.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.web_kit import article

from benchmarks.soak_faults import FORMATS, Faulty, feed, opened
from brinkwatch.model.watched import OUTCOMES, Source
from brinkwatch.store import Store

WINDOW = 60
"""Items a feed shows; older ones have scrolled out, as on the web."""
GROWTH = 1.05
"""Of memory, from the second third of the rounds to the last: what still counts as flat."""
SETTLED = 10.0
"""Minutes from which memory is judged; before that the desk has not met everything yet."""
JUMP_IN = 40
"""Of this many rounds one has a clock that is wrong, by up to two days."""
WORDS = ("harbour", "minister", "convoy", "border", "ferry", "talks", "radar", "council", "grain",
         "statement", "exercise", "patrol", "border guard", "envoy", "summit", "coast")

DESK = """
import json, sys
from collections import Counter
from datetime import datetime
from brinkwatch import log
from brinkwatch.collect.web.fetching import FetchLimits
from brinkwatch.collect.web.watching import Pace, Watcher
from brinkwatch.config import Settings
from brinkwatch.desk import Desk
from brinkwatch.store import Store
from tests.web_kit import fetcher

log.configure("error")
clock = datetime.now().astimezone()
limits = FetchLimits(size=300_000, seconds=2.0, quiet=0.5, pause=0.0, first_wait=0.0)
with Store.open(sys.argv[1]) as store, fetcher(limits=limits) as reaching, \\
        Watcher(store, reaching, Pace(workers=8), now=lambda: clock) as watcher:
    desk = Desk(store, Settings())
    for line in sys.stdin:
        asked = json.loads(line)
        clock = datetime.fromisoformat(asked["now"])
        visits = list(watcher.round(everything=True))
        read = desk.read_new() if asked["read"] else 0
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[1])
        print(json.dumps({
            "outcomes": Counter(v.outcome for v in visits), "read": read, "memory": pages * 4096,
            "codes": Counter(v.code for v in visits if v.code)}), flush=True)
"""


@dataclass
class World:
    """Feeds that grow."""

    site: Faulty
    feeds: int
    dice: random.Random = field(default_factory=lambda: random.Random(2))
    shown: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)

    def path(self, number: int) -> str:
        kind = FORMATS[number % len(FORMATS)]
        return f"/{'shifting' if kind == 'shifting' else 'f'}/{number}"

    def grow(self, number: int) -> None:
        items = self.shown.setdefault(number, [])
        name = f"{number}-{len(items)}"
        self.published.add(name)
        words = " ".join(self.dice.choices(WORDS, k=40))
        self.site.put(f"/a/{name}", article(f"Text {name} é. The {words}.", f"T {name}"))
        items.append((f"/a/{name}", f"T {name}"))
        self.site.put(self.path(number), feed(
            FORMATS[number % len(FORMATS)], items[-WINDOW:][::-1], name))


def soak(feeds: int, minutes: float, *, read: bool = True) -> tuple[dict[str, Any], list[str]]:
    """Run it; figures, and what is wrong."""
    figures: dict[str, Any] = {"outcomes": Counter(), "codes": Counter(), "read": 0, "jumps": 0}
    memory: list[int] = []
    with tempfile.TemporaryDirectory() as folder, opened() as site:
        place = str(Path(folder) / "s.sqlite")
        world = World(site, feeds)
        with Store.open(place) as store:
            for number in range(feeds):
                world.grow(number)
                store.add_source(Source(url=site.url + world.path(number), added=datetime.now(UTC)))
        desk = subprocess.Popen([sys.executable, "-c", DESK, place], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
        assert desk.stdin is not None and desk.stdout is not None

        def round(now: datetime) -> None:
            desk.stdin.write(json.dumps({"now": now.isoformat(), "read": read}) + "\n")
            desk.stdin.flush()
            answer = json.loads(desk.stdout.readline())
            for name in ("outcomes", "codes"):
                figures[name].update(answer[name])
            figures["read"] += answer["read"]
            memory.append(answer["memory"])

        clock, end = datetime.now(UTC), time.monotonic() + minutes * 60
        while time.monotonic() < end or len(memory) < 3:
            for number in world.dice.sample(range(feeds), max(1, feeds // 10)):
                world.grow(number)
            wrong_clock = world.dice.randrange(JUMP_IN) == 0
            figures["jumps"] += wrong_clock
            round(clock + timedelta(hours=world.dice.uniform(-48, 48) if wrong_clock else 0))
            clock += timedelta(minutes=15)
        rounds = len(memory)
        site.faults = False
        for _ in range(10):
            clock += timedelta(hours=12)
            round(clock)
        desk.stdin.close()
        desk.wait()
        desk.stdout.close()
        with Store.open(place) as store:
            kept = Counter(report.text.split()[1] for report in store.reports())
            figures["unread"] = sum(1 for _ in store.unread())
            figures["kept"] = store.stats()["reports"]
            waiting = [a.url for a in store.articles() if a.versions == 0 and a.due is not None]
    lost = sorted(world.published - set(kept))
    doubled = sorted(name for name, n in kept.items() if n > 1)
    figures |= {"rounds": rounds, "requests": site.requests, "published": len(world.published),
                "lost": len(lost), "doubled": len(doubled), "injected": site.injected,
                "memory": memory[:rounds]}
    wrong = []
    if lost or doubled:
        wrong.append(f"lost: {lost[:10]} doubled: {doubled[:10]} never kept: {waiting[:10]}")
    if read and figures["unread"]:
        wrong.append(f"{figures['unread']} reports were not read")
    second, last = _thirds(figures["memory"])
    if minutes >= SETTLED and last > second * GROWTH:
        wrong.append(f"memory grows: {second / 1e6:.0f} MB, then {last / 1e6:.0f} MB")
    return figures, wrong


def _thirds(memory: list[int]) -> tuple[float, float]:
    """Mean memory in the second and the last third of the rounds."""
    third = max(1, len(memory) // 3)
    second, last = memory[third:2 * third] or memory, memory[-third:]
    return sum(second) / len(second), sum(last) / len(last)


def printed(figures: dict[str, Any]) -> str:
    lines = [
        f"{figures['rounds']} rounds, {figures['requests']:,} requests, {figures['jumps']} clock "
        f"jumps, {figures['read']:,} reports read",
        f"{figures['published']:,} articles published, {figures['kept']:,} kept: "
        f"{figures['lost']} lost, {figures['doubled']} doubled",
        "visits: " + ", ".join(f"{figures['outcomes'][o]:,} {o}" for o in OUTCOMES),
        "", f"{'fault injected':<34}{'times':>8}",
        *(f"{name:<34}{n:>8,}" for name, n in sorted(figures["injected"].items())),
        "", f"{'visits failed as':<34}{'times':>8}",
        *(f"{name:<34}{n:>8,}" for name, n in sorted(figures["codes"].items())),
    ]
    memory = figures["memory"]
    tenths = [memory[min(len(memory) - 1, len(memory) * n // 10)] / 1e6 for n in range(1, 11)]
    second, last = _thirds(memory)
    lines += ["", "memory (MB) at each tenth: " + " ".join(f"{m:.0f}" for m in tenths),
              f"second third {second / 1e6:.1f}, last third {last / 1e6:.1f} "
              f"({last / second - 1:+.1%})"]
    return "\n".join(lines)


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--feeds", type=int, default=50)
    arguments.add_argument("--minutes", type=float, default=30.0)
    arguments.add_argument("--no-read", action="store_true", help="only watch")
    given = arguments.parse_args()
    figures, wrong = soak(given.feeds, given.minutes, read=not given.no_read)
    print(printed(figures))
    if wrong:
        print("\n".join(wrong))
        sys.exit(1)


if __name__ == "__main__":
    main()
