"""A site that goes wrong in every way a soak asks for, and counts how often it did."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import socket

from tests.web_kit import Page, Site

FAULTS_IN = 5
"""Of this many answers one is a fault."""
BOMB = gzip.compress(bytes(40_000_000))
HUGE = 200_000_000
FORMATS = ("rss", "atom", "json", "lie", "shifting")


class Faulty(Site):
    """Pages by path, and of five answers one that is a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.dice = random.Random(1)
        self.faults = True
        self.requests = 0
        self.injected: Counter[str] = Counter()

    def answer(self, path: str) -> Page:
        self.requests += 1
        self.asked.clear()
        path = path.partition("?")[0]  # the site does not mind what else is asked
        if self.faults and path != "/robots.txt" and self.dice.randrange(FAULTS_IN) == 0:
            name = self.dice.choice([name for name in sorted(FAULTS)
                                     if name not in OF_FEEDS or not path.startswith("/a/")])
            self.injected[name] += 1
            return FAULTS[name](super().answer(path))
        page = super().answer(path)
        if path.startswith("/shifting/"):
            return shifted(page, self.dice)
        return page


def _status(code: int, **headers: str) -> Callable[[Page], Page]:
    return lambda _: Page("", code, headers={k.replace("_", "-"): v for k, v in headers.items()})


def _raw(send: Callable[[socket], None]) -> Callable[[Page], Page]:
    return lambda _: Page(raw=send)


def _endless(connection: socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")
    with suppress(OSError):
        while True:
            connection.sendall(b"<item/>" * 5_000)


def _huge(connection: socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
                       + b"Content-Length: %d\r\n\r\n<rss>" % HUGE)
    with suppress(OSError):
        for _ in range(HUGE // 100_000):
            connection.sendall(b" " * 100_000)


def _wrong_bytes(page: Page) -> Page:
    """Says it is UTF-8 and is not."""
    return Page(b'<?xml version="1.0" encoding="utf-8"?>' + b"\xff\xfe\x00<rss>\x80\x81" * 300,
                kind="text/xml; charset=utf-8")


def _half(page: Page) -> Page:
    """The right page, cut in the middle."""
    body = page.body.encode() if isinstance(page.body, str) else page.body
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {page.kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return Page(raw=lambda s: s.sendall(head.encode() + body[:len(body) // 2]))


FAULTS: dict[str, Callable[[Page], Page]] = {
    "429 with Retry-After": _status(429, Retry_After="120"),
    "503 with Retry-After": _status(503, Retry_After="600"),
    "500": _status(500), "404": _status(404),
    "closed at once": _raw(lambda s: None),
    "cut in the middle": _half,
    "stalls": _raw(lambda s: time.sleep(0.7)),
    "wrong encoding": _wrong_bytes,
    "gzip bomb": lambda _: Page(BOMB, headers={"Content-Encoding": "gzip"}),
    "200 MB": _raw(_huge), "never ends": _raw(_endless),
    "redirect into a private network": _status(302, Location="http://10.0.0.1/"),
    "redirect to another page": _status(302, Location="/robots.txt"),
    "web page in place of a feed": lambda _: Page("<!doctype html><html><p>Sorry.</p></html>"),
}


OF_FEEDS = ("web page in place of a feed",)
"""Faults that would be another article in place of one."""


def feed(kind: str, items: list[tuple[str, str]], tag: str) -> Page:
    """A feed of (address, title) pairs in one of `FORMATS`, with a validator."""
    headers = {} if kind == "shifting" else {"ETag": f'"{tag}"'}
    if kind == "json":
        return Page(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Feed",
                                "items": [{"id": u, "url": u, "title": t} for u, t in items]}),
                    kind="application/feed+json", headers=headers)
    if kind == "atom":
        inner = "".join(f'<entry><id>{u}</id><title>{t}</title><link href="{u}"/></entry>'
                        for u, t in items)
        body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title>{inner}</feed>'
    else:
        inner = "".join(f"<item><link>{u}</link><guid>{u}</guid><title>{t}</title></item>"
                        for u, t in items)
        body = f"<rss version='2.0'><channel><title>Feed</title>{inner}</channel></rss>"
    lie = '<?xml version="1.0" encoding="iso-8859-1"?>' if kind == "lie" else ""
    return Page((lie + body).encode(), kind="text/xml", headers=headers)


def shifted(page: Page, dice: random.Random) -> Page:
    """The feed with other ids and other addresses at each visit."""
    body = page.body.decode() if isinstance(page.body, bytes) else page.body
    key = f"{dice.getrandbits(40):x}"
    return Page(body.replace("</guid>", f"#{key}</guid>").replace("</link>", f"?sid={key}</link>"),
                page.status, page.kind)


@contextmanager
def opened() -> Iterator[Faulty]:
    site = Faulty()
    try:
        yield site
    finally:
        site.close()
