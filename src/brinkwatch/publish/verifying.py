"""A written edition held against the record it was made from.

Three questions: does every sentence still pass the citation check against the stored reports; is
`edition.json` the edition that the record holds; are `index.html` and `edition.md` what that
edition gives when it is written again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

from brinkwatch.model import Claim, Edition, Report
from brinkwatch.model.codec import build, plain
from brinkwatch.publish.citation import check
from brinkwatch.publish.writing import edition_json, rendered

SHOWN = 80
"""Characters of a text that a finding quotes."""
MISSING = object()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a written edition that the record does not bear out."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.file}, {self.place}: {self.reason}"
            if self.place
            else (f"{self.file}: {self.reason}")
        )


def verify(
    files: Mapping[str, str],
    stored: Edition | None,
    reports: Mapping[str, Report],
    claims: Mapping[str, Claim],
) -> list[Finding]:
    """What is wrong with an edition on disk; an empty list when all holds.

    Args:
        files: text of "edition.json", "index.html" and "edition.md" by name; one that is missing
            on disk is missing here.
        stored: the edition the record holds.
        reports: stored reports by id.
        claims: stored claims by id.
    """
    out: list[Finding] = []
    for name in ("edition.json", "index.html", "edition.md"):
        if name not in files:
            out.append(Finding(name, "", "is missing; write the edition again with brief"))
    edition: Edition | None = None
    if "edition.json" in files:
        try:
            data = json.loads(files["edition.json"])
            edition = build(Edition, data)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            out.append(Finding("edition.json", "", f"is not an edition ({error})"))
        else:
            out.extend(
                Finding("edition.json", f"“{f.sentence[:SHOWN]}”", f"{f.token!r} {f.reason}")
                for f in check(edition, reports)
            )
            if stored is not None:
                out.extend(
                    Finding("edition.json", place, reason)
                    for place, reason in differences(edition_json(stored), data)
                )
    if stored is None:
        out.append(
            Finding(
                "edition.json",
                "",
                "the record holds no edition to compare with; "
                "name the record it was made from with --store",
            )
        )
    basis = stored or edition
    if basis is not None and not (stored is None and out):
        fresh = rendered(basis, reports, claims)
        for name in ("index.html", "edition.md"):
            if name in files and files[name] != fresh[name]:
                out.append(_page_finding(name, fresh[name], files[name]))
    return out


def differences(held: Any, found: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Where two plain values differ: (path, "is …, the record holds …")."""
    if isinstance(held, Mapping) and isinstance(found, Mapping):
        for key in (*held, *(k for k in found if k not in held)):
            inner = f"{place}.{key}" if place else str(key)
            yield from differences(held.get(key, MISSING), found.get(key, MISSING), inner)
    elif isinstance(held, list) and isinstance(found, list):
        for n, (a, b) in enumerate(zip_longest(held, found, fillvalue=MISSING)):
            yield from differences(a, b, f"{place}[{n}]")
    elif held is MISSING:
        yield place, f"{_short(found)} is not in the record"
    elif found is MISSING:
        yield place, f"is missing; the record holds {_short(held)}"
    elif held != found:
        yield place, f"is {_short(found)}; the record holds {_short(held)}"


def _short(value: Any) -> str:
    text = json.dumps(plain(value), ensure_ascii=False)
    return text if len(text) <= SHOWN else text[: SHOWN - 2] + " …"


def _page_finding(name: str, held: str, found: str) -> Finding:
    """The first text of a page that is not the edition's."""
    ours, theirs = _texts(name, held), _texts(name, found)
    for a, b in zip_longest(ours, theirs):
        if a != b:
            if b is None:
                return Finding(name, "", f"a text is missing: {_short(a)}")
            if a is None:
                return Finding(name, "", f"a text was added: {_short(b)}")
            at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), 0)
            begin = max(0, at - SHOWN // 2)
            return Finding(
                name, "", f"says {_short(b[begin:])}; the edition gives {_short(a[begin:])}"
            )
    return Finding(
        name,
        "",
        "its markup is not what this version of Brinkwatch writes; write it again "
        "with brief if Brinkwatch was updated since",
    )


def _texts(name: str, text: str) -> list[str]:
    if name != "index.html":
        return text.splitlines()
    reader = _Text()
    reader.feed(text)
    reader.close()
    return [t for piece in reader.pieces if (t := re.sub(r"\s+", " ", piece).strip())]


class _Text(HTMLParser):
    """The text of a page, piece by piece, with the values of its attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.extend(f"{tag} {k}={v}" for k, v in attrs if k not in ("class", "id"))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
