"""Bodies as they come over the wire, unpacked no further than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from brinkwatch.errors import FetchError

ACCEPTED = "gzip, deflate"
"""Content codings asked for; each can be unpacked a little at a time."""


def unpacked(chunks: Iterable[bytes], coding: str, limit: int, url: str) -> bytes:
    """The body, unpacked while it arrives.

    Raises:
        FetchError: it is over `limit` bytes (unpacked, so that a bomb does not go off), is packed
            in a way that was not asked for, or is damaged.
    """
    names = [name.strip().lower() for name in coding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip", "deflate")):
        raise FetchError(f"{url}: it is packed as {coding[:40]!r}, which was not asked for. "
                         "Tell the site's keeper.", "encoding", lasting=True)
    body = bytearray()
    for piece in _opened(chunks, names[0], limit, url) if names else chunks:
        body += piece
        if len(body) > limit:
            raise FetchError(f"{url}: it is over the limit of {limit:,} bytes. Raise fetch_bytes "
                             "in the settings if it is worth it.", "too large", lasting=True)
    return bytes(body)


def _opened(chunks: Iterable[bytes], name: str, limit: int, url: str) -> Iterable[bytes]:
    opener = zlib.decompressobj(zlib.MAX_WBITS | 32 if name != "deflate" else zlib.MAX_WBITS)
    first = True
    try:
        for chunk in chunks:
            data = chunk
            while data:
                try:
                    piece = opener.decompress(data, limit + 1)
                except zlib.error:
                    if not (first and name == "deflate"):
                        raise
                    opener = zlib.decompressobj(-zlib.MAX_WBITS)  # raw, as some servers send it
                    piece = opener.decompress(data, limit + 1)
                first = False
                yield piece
                if opener.eof:
                    return
                data = opener.unconsumed_tail
        yield opener.flush()
    except zlib.error as error:
        raise FetchError(f"{url}: its body is damaged ({error}). It is tried again.",
                         "encoding") from error
    if not opener.eof and not first:
        raise FetchError(f"{url}: its body breaks off. It is tried again.", "encoding")
