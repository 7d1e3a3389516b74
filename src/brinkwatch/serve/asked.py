"""Parameters of a request, checked."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request

from brinkwatch.errors import UsageError

LIMIT, MOST = 50, 500


def whole(request: Request, name: str, default: int, least: int, most: int) -> int:
    """A whole number.

    Raises:
        UsageError: it is none, or out of bounds.
    """
    text = request.query_params.get(name)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise UsageError(f"{name} {text[:40]!r}: it must be a number from {least} to {most}.")
    return int(text)


def limit(request: Request) -> int:
    return whole(request, "limit", LIMIT, 1, MOST)


def word(request: Request, name: str, most: int = 200) -> str | None:
    """A parameter as given; None where it is missing or empty.

    Raises:
        UsageError: it is too long.
    """
    text = request.query_params.get(name, "").strip()
    if len(text) > most:
        raise UsageError(f"{name}: {len(text)} characters are too many; the most is {most}.")
    return text or None


def one_of(request: Request, name: str, allowed: tuple[str, ...], default: str) -> str:
    """Raises:
        UsageError: it is none of them.
    """
    text = word(request, name) or default
    if text not in allowed:
        raise UsageError(f"{name} {text[:40]!r}: it is one of {', '.join(allowed)}.")
    return text


def day(request: Request, name: str) -> str | None:
    """An ISO date, as `date_of`, in its usual writing."""
    found = date_of(request, name)
    return None if found is None else found.isoformat()


def date_of(request: Request, name: str) -> date | None:
    """An ISO date.

    Raises:
        UsageError: it is none.
    """
    text = word(request, name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{name} {text[:40]!r}: not a date; write it as 2025-11-08.") from None
