"""Answers: a body with an ETag, 304 where nothing has changed, and the headers every page has."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join((
    "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))
"""Content-Security-Policy: nothing comes from another host, and nothing inline runs."""

HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


class Guarded:
    """Adds the headers to every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


def answer(request: Request, body: str, kind: str, status: int = 200, keep: int = 0) -> Response:
    """A body, or 304 where the client has it already.

    Args:
        keep: seconds a client may use it without asking again.
    """
    data = body.encode("utf-8", "replace")
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={keep}" if keep else "no-cache"}
    asked = request.headers.get("If-None-Match", "")
    if status == 200 and tag in (part.strip().removeprefix("W/") for part in asked.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(data, status, headers, f"{kind}; charset=utf-8")


def json_answer(request: Request, value: Any, status: int = 200) -> Response:
    return answer(request, json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n",
                  "application/json", status)
