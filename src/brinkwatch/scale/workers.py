"""Processes that each load the work once and are given shards one by one.

Each has a pipe of its own, so one that is killed costs its shard alone, which another does again;
and when the parent is killed, its pipes close and the workers end.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from brinkwatch.errors import BrinkwatchError, StoreError
from brinkwatch.scale.shards import Shard

Work = Callable[[Shard], Mapping[str, int]]
"""Does a shard, puts its files in place, and returns counts."""
Load = Callable[[], Work]
"""Gives the work, in the process that does it; can be pickled."""

DEATHS = 3
"""Workers that may end in a row, with no shard done between them, before it is given up."""


class _Hand:
    def __init__(self, load: Load) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(other, load), daemon=True)
        self.process.start()
        other.close()
        self.shard: Shard | None = None

    def give(self, shard: Shard) -> None:
        self.shard = shard
        with suppress(OSError):  # it has ended; the wait will tell
            self.pipe.send(shard)

    def end(self) -> None:
        self.process.terminate()
        self.process.join()
        self.pipe.close()


def each(todo: Iterable[Shard], load: Load, count: int) -> Iterator[tuple[Shard, dict[str, int]]]:
    """Do shards on `count` processes; yield each as it is done. At most one shard a process is
    out at a time.

    Raises:
        BrinkwatchError: the work raised it.
        StoreError: workers end again and again.
    """
    feed, again, hands, deaths = iter(todo), list[Shard](), list[_Hand](), 0
    try:
        while True:
            while len([h for h in hands if h.shard is not None]) < count:
                shard = again.pop() if again else next(feed, None)
                if shard is None:
                    break
                free = next((h for h in hands if h.shard is None), None)
                if free is None:
                    hands.append(free := _Hand(load))
                free.give(shard)
            busy = {h.pipe: h for h in hands if h.shard is not None}
            if not busy:
                return
            for pipe in wait(list(busy)):
                hand = busy[pipe]  # type: ignore[index]
                given = hand.shard
                assert given is not None
                try:
                    result = hand.pipe.recv()
                except (EOFError, OSError):
                    hand.end()
                    hands.remove(hand)
                    again.append(given)
                    deaths += 1
                    if deaths >= DEATHS:
                        raise StoreError(
                            f"shard {given.number}: {deaths} workers in a row have ended before "
                            "it was done (killed, or out of memory). What is done is kept; run "
                            "the same command again with fewer --workers.") from None
                    continue
                if isinstance(result, BrinkwatchError):
                    raise result
                hand.shard, deaths = None, 0
                yield given, result
    finally:
        for hand in hands:
            hand.end()


def _serve(pipe: Connection, load: Load) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    work: Work | None = None
    while True:
        result: Any
        try:
            shard = pipe.recv()
            work = work or load()
            result = dict(work(shard))
        except EOFError:
            return
        except BrinkwatchError as error:
            result = error
        try:
            pipe.send(result)
        except OSError:
            return
