"""The only way out: every TCP connection is judged by the IP address it is made to.

A name is resolved once and the connection made to the very address that was judged, so neither a
redirect nor a name server that answers differently the second time leads into a private network.
Each read is also held to a deadline for the whole fetch, so a server that drips a byte now and then
cannot hold a worker.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore2
import httpx2
from httpcore2 import NetworkBackend, NetworkStream

from brinkwatch.collect.web.addresses import Reach
from brinkwatch.errors import FetchError


class Guard(NetworkBackend):
    """Connects to addresses within reach, within the deadline of the thread's fetch."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._inner = httpcore2.SyncBackend()
        self._mine = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Everything this thread does on the network inside the block ends after `seconds`."""
        self._mine.deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self._mine.deadline = None

    def left(self, timeout: float | None) -> float | None:
        """Seconds an operation may take.

        Raises:
            httpcore2.ReadTimeout: the deadline has passed.
        """
        deadline = getattr(self._mine, "deadline", None)
        if deadline is None:
            return timeout
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise httpcore2.ReadTimeout("the fetch took too long")
        return remaining if timeout is None else min(timeout, remaining)

    def connect_tcp(self, host: str, port: int, timeout: float | None = None,
                    local_address: str | None = None, socket_options: Iterable[Any] | None = None
                    ) -> NetworkStream:
        failure: Exception | None = None
        for address in self._resolved(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self.left(timeout), local_address, socket_options)
                return _Stream(stream, self)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, *_: Any, **__: Any) -> NetworkStream:
        raise httpcore2.ConnectError("local sockets are not connected to")

    def _resolved(self, host: str, port: int) -> list[str]:
        """Addresses of a host, each of them within reach.

        Raises:
            FetchError: one is not; a name that leads to both kinds is not to be trusted.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} has no address ({error})") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if reason := self._reach.refuses(address):
                raise FetchError(
                    f"{host}: {reason}, and is not fetched. Allow its network with the setting "
                    "fetch_allow if you mean to.", "private", lasting=True)
        return addresses


class _Stream(NetworkStream):
    """A stream whose every operation is held to the deadline."""

    def __init__(self, inner: NetworkStream, guard: Guard) -> None:
        self._inner, self._guard = inner, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None,
                  timeout: float | None = None) -> NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._guard.left(timeout))
        return _Stream(inner, self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport over guarded connections. No proxy, no environment."""

    def __init__(self, guard: Guard) -> None:
        trusted = _trusted()
        super().__init__(verify=trusted, trust_env=False)
        self._pool.close()
        # The pool is the one place where httpcore lets its network be replaced.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=trusted, max_connections=32, max_keepalive_connections=8,
            keepalive_expiry=5.0, network_backend=guard)


@cache
def _trusted() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)
