"""What a site asks robots not to do (RFC 9309)."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from brinkwatch.collect.web.addresses import origin_of
from brinkwatch.errors import FetchError

LARGEST = 512 * 1024
"""Bytes of robots.txt that are read (RFC 9309 section 2.5 asks for at least 500 KiB)."""
KEPT, KEPT_BROKEN = 24 * 3600.0, 600.0
"""Seconds an answer holds (section 2.4: a day at most), and the lack of one."""
SLOWEST = 30.0
"""Longest crawl delay that is kept, in seconds; a site cannot stop the desk with it."""
ORIGINS = 4_096


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin says; `parsed` None is everything allowed."""

    parsed: Protego | None
    until: float
    fault: str | None = None
    """Why it gave no answer: then nothing is fetched until it does (section 2.3.1.4)."""


class Robots:
    """Args:
        agent: how the desk calls itself.
        fetch: gives status and body of an address, after redirects; raises `FetchError`.
    """

    def __init__(self, agent: str, fetch: Callable[[str], tuple[int, bytes]]) -> None:
        self._agent, self._fetch = agent, fetch
        self._rules: OrderedDict[str, Rules] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, url: str) -> float:
        """Seconds the site wants between requests, if the address may be fetched.

        Raises:
            FetchError: it may not, or the site does not answer the question.
        """
        rules = self._of(origin_of(url))
        if rules.fault is not None:
            raise FetchError(f"{url}: the site's robots.txt gives no answer ({rules.fault}). "
                             "It is asked again later.", "robots")
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(url, self._agent):
            raise FetchError(f"{url}: the site's robots.txt asks robots not to fetch it. "
                             "Ask the site, or remove the source.", "robots", lasting=True)
        return min(float(rules.parsed.crawl_delay(self._agent) or 0.0), SLOWEST)

    def _of(self, origin: str) -> Rules:
        with self._lock:
            known = self._rules.get(origin)
            if known is not None and known.until > time.monotonic():
                return known
        rules = self._asked(origin)
        with self._lock:
            self._rules.pop(origin, None)
            self._rules[origin] = rules
            if len(self._rules) > ORIGINS:
                self._rules.popitem(last=False)
        return rules

    def _asked(self, origin: str) -> Rules:
        now = time.monotonic()
        try:
            status, body = self._fetch(f"{origin}/robots.txt")
        except FetchError as error:
            if error.code in ("private", "address"):
                raise
            if error.code == "too large":  # its rules cannot be told; a normal file is far smaller
                return Rules(None, now + KEPT_BROKEN, "it is too large")
            return Rules(None, now + KEPT_BROKEN, error.code)
        if status >= 500 or status == 429:
            return Rules(None, now + KEPT_BROKEN, f"status {status}")
        if status >= 400 or status < 200:
            return Rules(None, now + KEPT)
        return Rules(Protego.parse(body.decode("utf-8", "replace")), now + KEPT)
