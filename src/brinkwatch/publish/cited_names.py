"""Names in a sentence, and whether its spans hold them."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import prose
from brinkwatch.publish.cited_spans import Cited
from brinkwatch.publish.same import (
    countries_in,
    fold,
    holds,
    keys,
    other_names,
)

OPENERS = frozenset(prose()["openers"])


ALONE = frozenset(["no", "so", "but", "or", "yet", "and", "not", "i"])
"""Openers that may also open a name: skipped only when no capitalised word follows."""


INNER = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "de",
        "la",
        "al",
        "bin",
        "von",
        "van",
        "der",
        "del",
        "in",
        "on",
        "to",
        "a",
        "an",
        "&",
    ]
)


TITLES = frozenset(prose()["titles"])


NAME_TOKEN = re.compile(r"[^\W\d_][\w'’.&/-]*|\d+[A-Z][\w-]*|[A-Z]+-?\d[\w-]*")


ABBREVIATION = re.compile(
    r"(?:[A-Z]\.)+[A-Z]?\.?$|^(?:St|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Adm|Capt|Maj|Jr|Sr|Prof|Mt)\.$"
)


def name_runs(text: str) -> list[tuple[list[str], bool]]:
    """Runs of capitalised words (as written), and whether the run opens the sentence."""
    runs: list[tuple[list[str], bool]] = []
    current: list[str] = []
    pending: list[str] = []
    opening = at_start = True
    last_end = 0
    for match in NAME_TOKEN.finditer(text):
        token = match.group()
        gap = text[last_end : match.start()]
        last_end = match.end()
        if re.search(r"[^\s]", gap) and current:
            runs.append((current, at_start))
            current, pending = [], []
        stop = token.endswith(".") and not ABBREVIATION.search(token)
        bare = token.rstrip(".,") if not ABBREVIATION.search(token) else token
        if re.search(r"[.:!?]\s*$", gap) and match.start():
            opening = True
        if bare[:1].isupper() or re.match(r"\d+[A-Z]", bare):
            if not current:
                at_start = opening
            current.extend([*pending, bare])
            pending = []
        elif current and bare.lower() in INNER and not pending:
            pending = [bare]
        elif current:
            runs.append((current, at_start))
            current, pending = [], []
        else:
            pending = []
        if re.search(r"['’]s?$", bare) and current and bare[:1].isupper():
            runs.append((current, at_start))
            current, pending = [], []
        opening = stop
        if stop and current:
            runs.append((current, at_start))
            current, pending = [], []
    if current:
        runs.append((current, at_start))
    return runs


def missing_name(run: list[str], at_start: bool, cited: Cited) -> str | None:
    """The part of a name that no span carries, or None."""
    if at_start and run:
        first = list(keys(fold(run[0])))
        starts_country = any(
            s == 0 for s, _, _ in countries_in([k for w in run for k in keys(fold(w))])
        )
        if not starts_country and (
            len(first) == 1 and first[0] in OPENERS and (first[0] not in ALONE or len(run) == 1)
        ):
            run = run[1:]
            while run and run[0].lower() in INNER and not run[0][:1].isupper():
                run = run[1:]
        elif not starts_country and any(
            first[0] in words_of and re.search(rf"\b{re.escape(fold(run[0]).lower())}\b", text)
            for words_of, text in zip(cited.runs, cited.texts, strict=True)
        ):
            run = run[1:]
    if not run:
        return None
    needle = [k for w in run for k in keys(fold(w))]
    if not needle or needle == ["i"]:
        return None
    if _stands(tuple(needle), cited):
        return None
    # split at states and titles, and ask for each part by itself
    rest: list[str] = []
    pieces: list[list[str]] = []
    found = {start: (end, iso) for start, end, iso in countries_in(needle)}
    at = 0
    while at < len(needle):
        if at in found:
            end, iso = found[at]
            if iso not in cited.countries and not _stands(tuple(needle[at:end]), cited):
                return " ".join(run)
            pieces.append(rest)
            rest = []
            at = end
        else:
            rest.append(needle[at])
            at += 1
    pieces.append(rest)
    for piece in pieces:
        for part in _split_titles(list(piece)):
            core = _strip_inner(part)
            if core and not _stands(tuple(core), cited):
                return " ".join(core)
    return None


def _split_titles(piece: list[str]) -> list[list[str]]:
    out: list[list[str]] = [[]]
    was_title: bool | None = None
    for word in piece:
        title = word in TITLES
        if was_title is not None and title != was_title and word not in INNER:
            out.append([])
        out[-1].append(word)
        if word not in INNER:
            was_title = title
    return out


def _strip_inner(part: list[str]) -> list[str]:
    while part and part[0] in INNER:
        part = part[1:]
    while part and part[-1] in INNER:
        part = part[:-1]
    return part


def _stands(needle: tuple[str, ...], cited: Cited) -> bool:
    plain = list(needle)
    if any(holds(list(run), plain) for run in cited.runs) or needle in cited.sources:
        return True
    if len(needle) == 1 and needle[0] in cited.initials and len(needle[0]) >= 2:
        return True
    whole = countries_in(plain)
    if len(whole) == 1 and whole[0][:2] == (0, len(plain)) and whole[0][2] in cited.countries:
        return True
    return any(holds(list(run), list(other)) for other in other_names(needle) for run in cited.runs)
