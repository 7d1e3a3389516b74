"""Bytes to text. Knows byte order marks, declared and guessed character sets, and binaries."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from brinkwatch.errors import EncodingError

SAMPLE = 1 << 18
"""Bytes that a character set is guessed from."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF-": "a PDF document", b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive", b"BZh": "a bzip2 archive", b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive", b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"\x89PNG\r\n": "a PNG picture", b"GIF8": "a GIF picture", b"\xff\xd8\xff": "a JPEG picture",
    b"\x7fELF": "a program", b"MZ\x90": "a program", b"SQLite format 3\x00": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old Office document", b"PAR1": "a Parquet file",
    b"Obj\x01": "an Avro file", b"ID3": "a sound file", b"RIFF": "a sound or video file",
}
_TEXT_CONTROLS = frozenset((7, 8, 9, 10, 11, 12, 13, 27))
_LIKELY = ("cp1252", "cp1251", "cp949", "euc_kr", "cp932", "shift_jis", "gb18030", "big5")
"""Where guesses are equally good, the one that is met most in news files."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    note: str | None = None
    """What a user should know about how it was decoded."""


def binary(head: bytes) -> str | None:
    """Say what kind of binary `head` (the first bytes of an input) is, or None when it is text."""
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return name
    if codec := wide(head):
        head = head[:len(head) // 4 * 4].decode(codec, "replace").encode("utf-8", "replace")
    return "a binary file" if _controls(head) > 0.02 else None


def wide(head: bytes) -> str | None:
    """Return the codec of text in two or four bytes a character, or None."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return None if name == "utf-8-sig" else name
    pairs = len(head) // 2
    if pairs >= 8:
        for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
            empty, other = head[first:pairs * 2:2].count(0), head[1 - first:pairs * 2:2].count(0)
            if empty > 0.4 * pairs and other < 0.02 * pairs:
                text = head[:pairs * 2].decode(codec, "replace").encode("utf-8", "replace")
                return codec if _controls(text) < 0.02 else None
    return None


def _controls(data: bytes) -> float:
    """Share of bytes that text does not hold."""
    return sum(data.count(b) for b in range(32) if b not in _TEXT_CONTROLS) / max(1, len(data))


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole document.

    In order: a byte order mark (stripped), UTF-16 without one, UTF-8, the `declared` set, UTF-8
    with a few broken bytes replaced, the best guess of charset-normalizer.

    Raises:
        EncodingError: it is not text in any encoding we know.
    """
    codec = wide(data[:4096])
    if codec:
        text = data.decode(codec, "replace").removeprefix("\ufeff")
        return Decoded(text, codec, _replaced(text, codec))
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            name = codecs.lookup(declared).name
            if name not in ("utf-8", "ascii"):
                return Decoded(data.decode(name), name)
        except (LookupError, UnicodeError, ValueError):
            pass
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for c in text if c > "\x7f") - broken
    if broken <= sound / 4:
        return Decoded(text, "utf-8", _replaced(text, "UTF-8"))
    guess = _guess(data)
    if guess is None and broken < 0.05 * len(text):
        return Decoded(text, "utf-8", _replaced(text, "UTF-8"))
    if guess is None:
        raise EncodingError("not text in any encoding we know")
    text = data.decode(guess, "replace")
    return Decoded(text, guess, _replaced(text, guess) or f"read as {guess}, which was guessed")


def storable(text: str) -> tuple[str, str | None]:
    """Replace what no database can hold (NUL, lone surrogates) one for one, so offsets stay."""
    clean, count = _UNSTORABLE.subn("\ufffd", text)
    return clean, f"{count} unstorable characters replaced" if count else None


def _replaced(text: str, codec: str) -> str | None:
    count = text.count("\ufffd")
    return f"{count} characters were not valid {codec} and were replaced" if count else None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data[:SAMPLE]))
    best = matches[0] if matches else None
    if best is None:
        return None
    fit = set(best.could_be_from_charset) | {
        m.encoding for m in matches
        if m.chaos <= best.chaos + 0.02 and m.coherence >= best.coherence - 0.1
    }
    return next((name for name in _LIKELY if name in fit), best.encoding)
