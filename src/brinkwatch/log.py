"""Logging, to standard error: for people, or one JSON object a line.

    log = get("collect")
    log.warning("report refused", path="a.txt", reason="it is empty")

Data goes to standard output and never through here.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_SECRET = re.compile(r"(?i)password|secret|token|authorization|cookie|api_?key")
_URL_PASSWORD = re.compile(r"(://[^/:@\s]*:)[^/@\s]+@")


def configure(level: str = "warning", format: str = "auto", stream: TextIO | None = None) -> None:
    """Set logging up for the process; may be called again.

    Args:
        level: "debug", "info", "warning" or "error".
        format: "human", "json", or "auto": human on a terminal, JSON elsewhere.
        stream: where lines go; standard error by default.
    """
    out = stream or sys.stderr
    terminal = out.isatty()
    if format == "json" or (format == "auto" and not terminal):
        renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=terminal)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if format == "json" or not terminal else _as_is,
        _mask,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=lambda *_: structlog.PrintLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    # What libraries log goes the same way, but only when it is serious.
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]))
    root = logging.getLogger()
    for old in [h for h in root.handlers if getattr(h, "_brinkwatch", False)]:
        root.removeHandler(old)
    handler._brinkwatch = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(max(_LEVELS[level], logging.WARNING))
    for chatty in ("trafilatura", "htmldate", "justext", "charset_normalizer"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)


def get(room: str) -> Any:
    """A logger that marks its lines with the room they come from."""
    return structlog.get_logger().bind(room=room)


def _as_is(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return event


def _mask(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep secrets out of logs: by the key's name, and passwords inside URLs."""
    for key, value in event.items():
        if _SECRET.search(key):
            event[key] = "***"
        elif isinstance(value, str) and "@" in value:
            event[key] = _URL_PASSWORD.sub(r"\1***@", value)
    return event
