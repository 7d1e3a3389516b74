"""A web server on loopback that serves what a test puts up, faults included."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from brinkwatch.collect.web.addresses import Reach
from brinkwatch.collect.web.fetching import Fetcher, FetchLimits

LOOPBACK = Reach.of(["127.0.0.0/8"])
QUICK = FetchLimits(size=200_000, seconds=3.0, quiet=1.0, pause=0.0, first_wait=0.0)


@dataclass
class Page:
    """What an address answers. `raw` replaces the whole answer by what it writes to the socket."""

    body: bytes | str = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[socket.socket], None] | None = None


class Site:
    """Pages by path, and a log of what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | list[Page]] = {}
        self.asked: list[tuple[str, Message]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def put(self, path: str, *pages: Page | bytes | str, **options: object) -> str:
        """Put something up; several are answered one after the other, the last for good."""
        made = [p if isinstance(p, Page) else Page(p, **options) for p in pages]  # type: ignore[arg-type]
        self.pages[path] = made if len(made) > 1 else made[0]
        return self.url + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str) -> Page:
        held = self.pages.get(path, Page("", 404))
        if isinstance(held, list):
            return held.pop(0) if len(held) > 1 else held[0]
        return held

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers))
                page = site.answer(self.path)
                body = page.body.encode() if isinstance(page.body, str) else page.body
                with suppress(OSError):
                    if page.raw is not None:
                        page.raw(self.connection)
                        self.close_connection = True
                        return
                    status = page.status
                    for ours, theirs in (("ETag", "If-None-Match"),
                                         ("Last-Modified", "If-Modified-Since")):
                        if ours in page.headers and \
                                self.headers.get(theirs) == page.headers[ours]:
                            status, body = 304, b""
                    self.send_response(status)
                    self.send_header("Content-Type", page.kind)
                    self.send_header("Content-Length", str(len(body)))
                    for name, value in page.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def fetcher(**options: object) -> Fetcher:
    """A fetcher that may reach loopback, never waits and gives up soon."""
    given = {"limits": QUICK, "reach": LOOPBACK, "sleep": lambda _: None, **options}
    return Fetcher(**given)  # type: ignore[arg-type]


def article(text: str, title: str = "A heading", **meta: str) -> str:
    """A page with an article in it."""
    tags = "".join(f'<meta property="{k.replace("_", ":", 1)}" content="{v}">'
                   for k, v in meta.items())
    words = "".join(f"<p>{part}</p>" for part in text.split("\n"))
    return (f'<!doctype html><html lang="en"><head><title>{title}</title>{tags}</head>'
            f"<body><nav>Home News</nav><article><h1>{title}</h1>{words}</article>"
            "<footer>All rights</footer></body></html>")


def rss(items: list[tuple[str, str]], extra: str = "") -> str:
    """An RSS feed of (address, title) pairs, with what else each item holds."""
    inner = "".join(f"<item><link>{url}</link><title>{title}</title>{extra}</item>"
                    for url, title in items)
    return ('<?xml version="1.0"?><rss version="2.0"><channel><title>Haven Post</title>'
            f"{inner}</channel></rss>")
