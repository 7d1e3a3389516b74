"""Manners: one request at a time to a host, a pause between two, patience that grows."""

from __future__ import annotations

import random
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HOSTS = 4_096
"""Hosts remembered; one not asked for long is polite to ask at once."""


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0
    """Monotonic moment from which it may be asked again."""


class Manners:
    """Args:
        pause: seconds between the end of one request to a host and the start of the next.
        sleep: what waits; replaced in tests.
    """

    def __init__(self, pause: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause
        self._sleep = sleep
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, pause: float | None = None) -> Iterator[None]:
        """Wait until the host may be asked, and let nobody else ask it inside the block."""
        known = self._host(host)
        with known.turn:
            wait = known.free - time.monotonic()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                known.free = time.monotonic() + max(self._pause, pause or 0.0)

    def wait(self, seconds: float) -> None:
        self._sleep(seconds)

    def _host(self, name: str) -> _Host:
        with self._lock:
            known = self._hosts.pop(name, None) or _Host()
            self._hosts[name] = known
            if len(self._hosts) > HOSTS:
                oldest = next(iter(self._hosts))
                if not self._hosts[oldest].turn.locked():
                    del self._hosts[oldest]
            return known


def backoff(attempt: int, first: float, most: float) -> float:
    """Seconds to wait after the attempt of this number (0 is the first): doubled each time, and
    anywhere between half and all of it, so that many do not come back at once."""
    return min(most, first * 2.0 ** min(attempt, 30)) * random.uniform(0.5, 1.0)
