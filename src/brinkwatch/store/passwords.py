"""Passwords: hashed with Argon2id (RFC 9106), in the library's own notation with its parameters."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from brinkwatch.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 1_000
"""Characters. A long sentence is welcome; a megabyte is an attack."""


def hashed(password: str) -> str:
    """
    Raises:
        UsageError: it is too short or too long, or the extra `serve` is not installed.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"password: it has {len(password)} characters; "
                         f"{SHORTEST} to {LONGEST:,} are needed.")
    return _hasher().hash(password)


def verified(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Is this the password? And its hash made anew where the kept one is weaker than those made
    today. Where nothing is kept a hash is compared all the same, so that time tells nothing."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    hasher = _hasher()
    try:
        hasher.verify(kept or _nobody(), password[:LONGEST + 1])
    except (Argon2Error, InvalidHashError):
        return False, None
    if kept is None:
        return False, None
    return True, hasher.hash(password) if hasher.check_needs_rehash(kept) else None


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise UsageError(f"password: {error.name} is not installed. "
                         "Install it with 'pip install brinkwatch[serve]'.") from None
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")
