"""Every error Brinkwatch raises on purpose.

    BrinkwatchError
    ├── UsageError          the caller asked for something that cannot be (exit code 2)
    │   └── ConfigError     a setting is wrong
    ├── InputError          a report could not be read; it was captured all the same
    │   ├── TooLargeError   over the size limit
    │   ├── EncodingError   not text in any encoding we know
    │   └── FormatError     a broken line, header or document
    ├── WriterError         the optional writer did not answer, or not with what it was asked for
    ├── FetchError          an address did not give what it was asked for
    ├── KnowledgeError      a knowledge file of the desk is broken
    ├── ModelError          the language model is missing, damaged or of another version
    ├── StoreError          the record on disk cannot be opened, migrated or written
    │   └── OvertakenError  another process changed what the work rests on; nothing was kept
    └── PublishError        a page may not be built
        └── CitationError   a sentence is not carried by its spans

Each message names the thing, the place in it and the mend, in that order.
"""

from __future__ import annotations


class BrinkwatchError(Exception):
    """Root of the tree. `message` is one line a user can act on."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(BrinkwatchError):
    """The caller asked for something that cannot be."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is wrong."""


class InputError(BrinkwatchError):
    """A report could not be read; it was captured all the same."""


class TooLargeError(InputError):
    """An input is over the size limit."""


class EncodingError(InputError):
    """An input is not text in any encoding we know."""


class FormatError(InputError):
    """A line, header or document is broken."""


class FetchError(BrinkwatchError):
    """An address did not give what it was asked for.

    `code` is one of "address" (not to be used), "private" (leads into a private network), "robots"
    (the site asks not to), "connection", "timeout", "too large", "encoding", "redirects", "status",
    "busy" (asked to come back later), "gone", "format" (not what was expected). `lasting` says
    that trying again soon is of no use, `retry_after` how many seconds the server asks to wait.
    """

    def __init__(self, message: str, code: str, *, lasting: bool = False,
                 status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.lasting = lasting
        self.status = status
        self.retry_after = retry_after


class WriterError(BrinkwatchError):
    """The optional writer did not answer, or not with what it was asked for."""


class KnowledgeError(BrinkwatchError):
    """A knowledge file of the desk is broken."""


class ModelError(BrinkwatchError):
    """The language model is missing, damaged or of another version."""


class StoreError(BrinkwatchError):
    """The record on disk cannot be opened, migrated or written.

    `passing` says that what stands in the way is none of the work's own doing and may pass: another
    process writes, the disk is full, the server is away.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class OvertakenError(StoreError):
    """Another process changed what the work rests on; nothing was kept."""


class PublishError(BrinkwatchError):
    """A page may not be built."""


class CitationError(PublishError):
    """A sentence is not carried by the spans it cites."""
