"""Fetching one address: conditional, polite, patient, bounded, and never inside a private network.

    with Fetcher(FetchLimits(), Reach()) as fetcher:
        got = fetcher.get("https://haven.example/feed", etag='"abc"')
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType

import httpcore2
import httpx2

import brinkwatch
from brinkwatch.collect.web.addresses import Reach, canonical, host_of
from brinkwatch.collect.web.bodies import ACCEPTED, unpacked
from brinkwatch.collect.web.guard import Guard, GuardedTransport
from brinkwatch.collect.web.manners import Manners, backoff
from brinkwatch.collect.web.robots import LARGEST, Robots
from brinkwatch.errors import FetchError

AGENT = "Brinkwatch"
REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much patience and room one fetch gets."""

    size: int = 20_000_000
    """Bytes of a body, unpacked."""
    seconds: float = 60.0
    """For one attempt, from connecting to the last byte, redirects included."""
    quiet: float = 20.0
    """Seconds without a byte."""
    attempts: int = 3
    hops: int = 5
    pause: float = 1.0
    """Seconds between two requests to one host."""
    first_wait: float = 1.0
    """Seconds before the second attempt; doubled for the third, and shaken."""
    most_wait: float = 30.0
    """A server that asks to wait longer is left alone until the next round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave."""

    url: str
    """Where it was found in the end."""
    status: int
    """200, or 304 when nothing has changed."""
    body: bytes = b""
    kind: str = ""
    """The media type, in lower case and without parameters."""
    header: str = ""
    """The Content-Type header as sent."""
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None
    """Its new address, where every redirect was for good."""
    seconds: float = 0.0
    size: int = field(default=0)

    @property
    def unchanged(self) -> bool:
        return self.status == 304


class Fetcher:
    """Fetches addresses; safe to use from several threads.

    Args:
        limits: patience and room.
        reach: which IP addresses may be connected to.
        robots: ask each site's robots.txt first.
        sleep: what waits; replaced in tests.
    """

    def __init__(self, limits: FetchLimits | None = None, reach: Reach | None = None, *,
                 robots: bool = True, sleep: Callable[[float], None] = time.sleep) -> None:
        self.limits = limits or FetchLimits()
        self._guard = Guard(reach or Reach())
        self._client = httpx2.Client(
            transport=GuardedTransport(self._guard), follow_redirects=False, trust_env=False,
            timeout=httpx2.Timeout(self.limits.quiet),
            headers={"User-Agent": f"{AGENT}/{brinkwatch.__version__}",
                     "Accept-Encoding": ACCEPTED, "Accept-Language": "en, *;q=0.5"})
        self._manners = Manners(self.limits.pause, sleep)
        self._robots = Robots(AGENT, self._robots_txt) if robots else None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._client.close()

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None,
            accept: str = "*/*") -> Fetched:
        """Fetch an address; what fails in passing is tried again.

        Args:
            etag, modified: of the last answer, to be spared an unchanged body.

        Raises:
            FetchError: it gave nothing; the message says why and `code` which way.
        """
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        attempt = 0
        while True:
            try:
                return self._once(canonical(url), headers, self.limits.size, self._robots)
            except FetchError as error:
                attempt += 1
                wait = max(backoff(attempt - 1, self.limits.first_wait, self.limits.most_wait),
                           error.retry_after or 0.0)
                if error.lasting or attempt >= self.limits.attempts or \
                        wait > self.limits.most_wait:
                    raise
                self._manners.wait(wait)

    def _once(self, asked: str, headers: dict[str, str], size: int, robots: Robots | None
              ) -> Fetched:
        url, begin = asked, time.monotonic()
        seen, for_good = {asked}, True
        for _ in range(self.limits.hops + 1):
            pause = robots.check(url) if robots else 0.0
            with self._manners.turn(host_of(url), pause), \
                    self._guard.within(self.limits.seconds - (time.monotonic() - begin)):
                status, answer, body = self._asked(url, headers, size)
            target = answer.get("Location")
            if status in REDIRECTS and target:
                for_good = for_good and status in FOR_GOOD
                url = canonical(target, url)
                if url in seen:
                    raise FetchError(f"{asked}: it redirects in a circle. Check the address.",
                                     "redirects", lasting=True)
                seen.add(url)
                continue
            _must_be_good(asked, status, answer, conditional="If-None-Match" in headers
                          or "If-Modified-Since" in headers)
            header = answer.get("Content-Type", "")[:200]
            return Fetched(
                url=url, status=status, body=body, header=header,
                kind=header.partition(";")[0].strip().lower(),
                etag=_short(answer.get("ETag")), modified=_short(answer.get("Last-Modified")),
                moved_to=url if for_good and url != asked else None,
                seconds=time.monotonic() - begin, size=len(body))
        raise FetchError(f"{asked}: it redirects more than {self.limits.hops} times. "
                         "Check the address.", "redirects", lasting=True)

    def _asked(self, url: str, headers: dict[str, str], size: int
               ) -> tuple[int, httpx2.Headers, bytes]:
        """One request, its answer's status, headers and, where it is wanted, body."""
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                body = b""
                if answer.status_code == 200:
                    length = answer.headers.get("Content-Length", "")
                    if length.isdigit() and int(length) > size:
                        raise FetchError(
                            f"{url}: it is over the limit of {size:,} bytes. Raise fetch_bytes in "
                            "the settings if it is worth it.", "too large", lasting=True)
                    body = unpacked(answer.iter_raw(CHUNK),
                                    answer.headers.get("Content-Encoding", ""), size, url)
                return answer.status_code, answer.headers, body
        except (httpx2.TimeoutException, httpcore2.TimeoutException):
            raise FetchError(f"{url}: it took too long. It is tried again later.",
                             "timeout") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.NetworkError,
                httpcore2.ProtocolError, OSError, ValueError) as error:
            said = str(error).strip()[:200] or type(error).__name__
            raise FetchError(f"{url}: no connection, or a broken one ({said}). It is tried again "
                             "later.", "connection") from error

    def _robots_txt(self, url: str) -> tuple[int, bytes]:
        for attempt in range(2):
            try:
                got = self._once(url, {"Accept": "text/plain"}, LARGEST, None)
                return got.status, got.body
            except FetchError as error:
                if error.status is not None:
                    return error.status, b""
                if error.lasting or attempt:
                    raise
        raise AssertionError


def _must_be_good(url: str, status: int, answer: httpx2.Headers, conditional: bool) -> None:
    """Raises:
        FetchError: the status is neither 200 nor, where it was asked for, 304.
    """
    if status == 200 or (status == 304 and conditional):
        return
    if status in (404, 410):
        what = "it is gone for good" if status == 410 else "there is no such page"
        raise FetchError(f"{url}: {what} (status {status}). Look for its new address.",
                         "gone" if status == 410 else "status", lasting=True, status=status)
    if status in (401, 402, 403, 451):
        raise FetchError(f"{url}: the site refuses it (status {status}). Ask the site.", "status",
                         lasting=True, status=status)
    again = status in TRY_AGAIN
    raise FetchError(
        f"{url}: the site answers with status {status}. "
        + ("It is tried again later." if again else "Check the address."),
        "busy" if status in (429, 503) else "status", lasting=not again, status=status,
        retry_after=_seconds(answer.get("Retry-After")) if again else None)


def _seconds(value: str | None) -> float | None:
    """A Retry-After header: seconds, or a date."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _short(value: str | None) -> str | None:
    """A validator to be sent back; a monstrous one is no use."""
    return value if value and len(value) <= 500 and value.isprintable() else None
