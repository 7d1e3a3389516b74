"""What a user may say about how things are written."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from brinkwatch.errors import UsageError

CAP_STATUS = ("Test", "Exercise", "Actual", "System", "Draft")
TLP = ("clear", "green", "amber", "red")


@dataclass(frozen=True, slots=True)
class Options:
    """Checked where it is made.

    Raises:
        UsageError: a value is none of those allowed.
    """

    base: str = "https://brinkwatch.invalid"
    """Address the desk is published at, for links and for ids that must be addresses."""
    cap_status: str = "Test"
    """Status of CAP alerts; "Actual" only where the user answers for sending them."""
    tlp: str = "clear"
    """Traffic Light Protocol marking of STIX objects."""

    def __post_init__(self) -> None:
        if self.cap_status not in CAP_STATUS:
            raise UsageError(f"--cap-status {self.cap_status!r}: take one of "
                             f"{', '.join(CAP_STATUS)}")
        if self.tlp not in TLP:
            raise UsageError(f"--tlp {self.tlp!r}: take one of {', '.join(TLP)}")
        parts = urlsplit(self.base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"--base {self.base!r}: not a web address; write it as "
                             "https://desk.example")

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or "brinkwatch.invalid"
