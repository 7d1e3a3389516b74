"""Talking to an endpoint that speaks the OpenAI chat completions protocol."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from brinkwatch.errors import WriterError

LARGEST = 400_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the writer is.

    Args:
        url: base address, such as "http://127.0.0.1:8080/v1".
        model: name of the model, as the endpoint knows it.
        key: sent as a bearer token; "" sends none.
        seconds: the longest one answer may take, from question to last byte.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 60.0

    def ask(self, system: str, user: str) -> str:
        """The text the model answers with.

        Raises:
            WriterError: it cannot be reached, is too slow, refuses, or answers with something else.
        """
        import httpx2

        until = time.monotonic() + self.seconds
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        body = {"model": self.model, "temperature": 0, "messages": [
            {"role": "system", "content": system}, {"role": "user", "content": user}]}
        try:
            with (httpx2.Client(timeout=self.seconds, follow_redirects=False) as client,
                  client.stream("POST", self.url.rstrip("/") + "/chat/completions", json=body,
                                headers=headers) as answer):
                if answer.status_code != 200:
                    raise WriterError(f"{self.url}: it answered {answer.status_code}; check the "
                                      "settings writer_url, writer_model and writer_key")
                return _content(self._read(answer, until))
        except httpx2.TimeoutException:
            raise self._slow() from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise WriterError(f"{self.url}: it cannot be reached "
                              f"({str(error) or type(error).__name__}); check the setting "
                              "writer_url") from None

    def _read(self, answer: Any, until: float) -> bytes:
        data = bytearray()
        for piece in answer.iter_bytes():
            data += piece
            if time.monotonic() > until:
                raise self._slow()
            if len(data) > LARGEST:
                raise WriterError(f"{self.url}: it answered with more than {LARGEST:,} bytes")
        return bytes(data)

    def _slow(self) -> WriterError:
        return WriterError(f"{self.url}: it took longer than {self.seconds:g} seconds; raise "
                           "writer_seconds, or take a faster model")


def _content(data: bytes) -> str:
    try:
        text = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise WriterError("the writer's answer is no chat completion; check writer_url") from None
    if not isinstance(text, str):
        raise WriterError("the writer's answer holds no text; take another model")
    return text
