"""Who first said it: near-copies, wire credits and publisher families.

Near-copies are found at the level of sentences, so that cuts, reorderings and added local
paragraphs do not hide them. Candidates come from MinHash with locality-sensitive hashing (Broder
1997; the `datasketch` package); each is then verified by exact containment of word shingles.
Words inside quotation marks are set aside first: two independent reports of one speech share its
quotes, and that is no sign of copying.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from datasketch import MinHash, MinHashLSH

from brinkwatch.fuse.keys import digest, order, outlet, outlet_name, slug, words
from brinkwatch.knowledge import sources as publisher
from brinkwatch.model import Origin, Report

SHINGLE = 3
"""Words in a shingle. Three survive an edit every few words; two would meet by chance."""

COPIED = 0.40
"""Share of the shorter text's shingles found in the other from which it is a copy. Independent
reports of one event share under 0.15, light rewrites over 0.5 (see benchmarks/accuracy)."""

COPIED_SENTENCES = 3
"""So many long sentences taken over whole make a copy even in a much longer text …"""

COPIED_SENTENCE_SHARE = 0.25
"""… provided they are this share of the shorter one."""

FOOTER_SHARE = 0.6
FOOTER_REST = 0.1
"""Texts that share up to this part of the shorter at its very end, and less than this of the
rest, share a footer."""

PERMUTATIONS = 64
LSH_THRESHOLD = 0.5
MIN_UNIT_WORDS = 8
CANDIDATES = 64
MAX_UNITS = 400
"""Sentences looked at per report; a longer text is no news dispatch."""

_QUOTED = re.compile(r"“[^”]{0,1500}”|\"[^\"\n]{0,1500}\"")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[“\"‘(]?[A-Z0-9])|\n+")
_DATELINE = re.compile(
    r"^\s*[A-Z][\w .,'’/-]{1,60}?(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2})?"
    r"(?:\s*\((?P<wire>[^()\n]{2,40})\))?\s*(?:—|–|--|-)\s+"
)
_CREDITS = (
    re.compile(r"\((?P<wire>[A-Z][^()\n]{1,40})\)\s*$"),
    re.compile(r"(?:^|\n)\s*(?:—|–|--)\s*(?P<wire>[A-Z][^\n]{1,40}?)\s*\.?\s*$"),
    re.compile(r"(?:—|–|-|\()\s*(?:via|with|from)\s+(?P<wire>[A-Z][^\n.)]{1,40}?)\s*[.)]?\s*$"),
    re.compile(
        r"(?:^|\n)\s*(?:Source|Credit|Agency|Courtesy(?: of)?|Provided by|Distributed by)\s*:?\s+"
        r"(?P<wire>[A-Z][^\n.]{1,40}?)\s*\.?\s*(?:\n|$)"
    ),
    re.compile(
        r"(?:This (?:story|article|report)|The above)[^.\n]{0,60}?"
        r"(?:provided by|supplied by|distributed by|first (?:published|appeared) (?:by|in|on)|"
        r"originally published (?:by|in|on)|republished from)\s+(?P<wire>[A-Z][^\n.,]{1,40})"
    ),
    re.compile(
        r"(?:^|\n)\s*By [A-Z][^\n,|]{2,40}(?:,| \||\n)\s*(?P<wire>[A-Z][^\n]{1,40}?)\s*(?:\n|$)"
    ),
)

@dataclass(frozen=True, slots=True)
class _Text:
    report: Report
    outlet: str
    shingles: frozenset[int]
    units: tuple[frozenset[int], ...]
    credit: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Origins:
    """Origins of a set of reports. `of` maps each report id to its origin's id."""

    all: tuple[Origin, ...]
    of: Mapping[str, str]
    copy_of: Mapping[str, str]
    """A near-copy's report id to that of the first appearance of its text."""
    reasons: Mapping[str, str]
    """Report id to why it has the origin it has."""

    def reason(self, origin: str, reports: Sequence[str]) -> str:
        """Return why `reports` share `origin`: the strongest reason among them."""
        found = {self.reasons[r] for r in reports if self.of.get(r) == origin}
        return next((r for r in REASONS if r in found), REASONS[-1])


REASONS = ("near-copy", "wire credit", "publisher family", "own reporting")


def origins(reports: Sequence[Report]) -> Origins:
    """Partition `reports` (in any order) by who first wrote them.

    An origin is an outlet, a wire or a publisher family, with all its reports here: two
    dispatches of one outlet are one origin, and so is every reprint of them. Families come from
    the desk's list of sources.
    """
    outlets = _outlets(reports)
    texts = [_prepare(r, outlets) for r in order(reports)]
    root: dict[str, _Text] = {}
    copied: set[str] = set()
    for copy, first in _copies(texts):
        root[copy.report.id] = root.get(first.report.id, first)
        copied.add(copy.report.id)
    members: dict[str, list[Report]] = defaultdict(list)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, str] = {}
    of: dict[str, str] = {}
    credits = _credits_of_groups(texts, root)
    for t in texts:
        source = root.get(t.report.id, t)
        credit = t.credit or credits.get(source.report.id)
        if credit:
            key, name = credit
        else:
            key, name = source.outlet or source.report.id, outlet_name(source.report)
        reason = "own reporting"
        family = publisher.family(name) or (
            None if credit else publisher.family(source.report.source, source.report.url))
        if family is not None and slug(family) != key:
            name, key, reason = family, slug(family), "publisher family"
        if t.report.id in copied and source.outlet != t.outlet:
            reason = "near-copy"
        elif credit and credit[0] != t.outlet:
            reason = "wire credit"
        members[key].append(t.report)
        names[key][name] += 1
        of[t.report.id] = f"origin:{key}"
        reasons[t.report.id] = reason
    made = tuple(
        Origin(
            id=f"origin:{key}",
            name=min((-count, name) for name, count in names[key].items())[1],
            reports=tuple(r.id for r in members[key]),
            reason=min((reasons[r.id] for r in members[key]), key=REASONS.index),
        )
        for key in sorted(members)
    )
    return Origins(
        all=made, of=of, reasons=reasons,
        copy_of={rid: first.report.id for rid, first in root.items()},
    )


def is_copy(a: str, b: str) -> bool:
    """Tell whether one text is a reworked copy of the other."""
    left = _prepare(Report(id="a", text=a), {})
    right = _prepare(Report(id="b", text=b), {})
    return _same_text(left, right)


# --- credits ---------------------------------------------------------------------------------

def _outlets(reports: Sequence[Report]) -> dict[str, str]:
    return {outlet(r): outlet_name(r) for r in reports if r.source}


def credit(text: str, outlets: Mapping[str, str]) -> tuple[str, str] | None:
    """Return key and name of the wire a text credits, or None.

    A credit counts when it names an agency we know or another outlet of this batch; a bare
    name in brackets could be anything.
    """
    head, tail = text[:240], text[-260:]
    found = []
    line = _DATELINE.match(head)
    if line and line["wire"]:
        found.append(line["wire"])
    for where, patterns in ((head, _CREDITS[4:]), (tail, _CREDITS)):
        for pattern in patterns:
            found.extend(m["wire"] for m in pattern.finditer(where))
    for name in found:
        name = re.sub(r"\s*\(sample\)$", "", name.strip(" .—–-"))
        key = slug(name)
        if key in outlets:
            return key, outlets[key]
        known = publisher.source(name)
        if known is not None and known.kind in ("wire", "state"):
            return slug(known.name), known.name
    return None


def _credits_of_groups(
    texts: Sequence[_Text], root: Mapping[str, _Text]
) -> dict[str, tuple[str, str]]:
    """A credit kept in one reprint holds for the others, whose editors cut it."""
    votes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for t in texts:
        source = root.get(t.report.id, t)
        if t.credit:
            votes[source.report.id][t.credit] += 1
    return {
        report: min(found, key=lambda c: (-found[c], c))
        for report, found in votes.items()
    }


# --- near-copies -----------------------------------------------------------------------------

def _prepare(report: Report, outlets: Mapping[str, str]) -> _Text:
    body = _DATELINE.sub("", report.text, count=1)
    own = _QUOTED.sub(" ", body)
    units = []
    every: set[int] = set()
    for sentence in _SENTENCE.split(own)[:MAX_UNITS]:
        tokens = words(sentence)
        shingles = _shingles(tokens)
        every |= shingles
        if len(tokens) >= MIN_UNIT_WORDS:
            units.append(shingles)
    return _Text(
        report=report, outlet=outlet(report), shingles=frozenset(every), units=tuple(units),
        credit=credit(report.text, outlets),
    )


def _shingles(tokens: Sequence[str]) -> frozenset[int]:
    return frozenset(
        crc32(" ".join(tokens[i : i + SHINGLE]).encode())  # stable between runs; hash() is not
        for i in range(len(tokens) - SHINGLE + 1)
    )




def _copies(texts: Sequence[_Text]) -> list[tuple[_Text, _Text]]:
    """Return (copy, first) pairs; texts come in order of publication.

    Each text is compared with the firsts and the copies it shares a sentence with, at most
    `CANDIDATES`; exact duplicates are met through a digest, so ten thousand copies
    of one text stay linear.
    """
    lsh = MinHashLSH(threshold=LSH_THRESHOLD, num_perm=PERMUTATIONS)
    by_digest: dict[str, _Text] = {}
    by_index: dict[str, _Text] = {}
    pairs = []
    for t in texts:
        mark = digest(*map(str, sorted(t.shingles)))
        if t.shingles and mark in by_digest:
            pairs.append((t, by_digest[mark]))
            continue
        by_digest[mark] = t
        units = [(i, u) for i, u in enumerate(t.units) if u]
        hashes = _minhashes([u for _, u in units])
        hits: Counter[str] = Counter()
        for h in hashes:
            hits.update({key.rsplit("#", 1)[0] for key in lsh.query(h)})
        candidates = [
            by_index[report]
            for report, _ in sorted(hits.items(), key=lambda kv: (-kv[1], kv[0]))[:CANDIDATES]
        ]
        best = max(
            (other for other in candidates if _same_text(t, other)),
            key=lambda other: containment(t, other), default=None,
        )
        if best is not None:
            pairs.append((t, best))
        by_index[t.report.id] = t
        fresh = [
            (i, h) for (i, u), h in zip(units, hashes, strict=True)
            if best is None or not any(_jaccard(u, v) >= 0.8 for v in best.units)
        ]
        with lsh.insertion_session() as session:
            for i, h in fresh:
                session.insert(f"{t.report.id}#{i}", h)
    return pairs


def _minhashes(units: Sequence[frozenset[int]]) -> list[MinHash]:
    empty = MinHash(num_perm=PERMUTATIONS, hashfunc=int)
    made = []
    for unit in units:
        h = empty.copy()
        h.update_batch(sorted(unit))
        made.append(h)
    return made


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def containment(a: _Text, b: _Text) -> float:
    small, large = sorted((a.shingles, b.shingles), key=len)
    return len(small & large) / len(small) if small else 0.0


def _same_text(a: _Text, b: _Text) -> bool:
    if not a.shingles or not b.shingles:
        return a.report.text.split() == b.report.text.split() and bool(a.report.text.strip())
    if _only_footer(a, b):
        return False
    if containment(a, b) >= COPIED:
        return True
    few, many = sorted((a, b), key=lambda t: len(t.units))
    if not few.units:
        return False
    taken = sum(
        1 for u in few.units
        if len(u) >= 12 and any(_jaccard(u, v) >= 0.8 for v in many.units)
    )
    return taken >= COPIED_SENTENCES and taken / len(few.units) >= COPIED_SENTENCE_SHARE


def _only_footer(a: _Text, b: _Text) -> bool:
    """Tell whether two texts share their last sentences and nothing else: a publisher's footer."""
    tail = 0
    while tail < min(len(a.units), len(b.units)) and a.units[-1 - tail] == b.units[-1 - tail]:
        tail += 1
    shorter = min(len(a.units), len(b.units))
    if not tail or tail > FOOTER_SHARE * shorter:
        return False
    foot = frozenset().union(*a.units[len(a.units) - tail :])
    rest_a, rest_b = a.shingles - foot, b.shingles - foot
    small, large = sorted((rest_a, rest_b), key=len)
    return len(small & large) < FOOTER_REST * max(1, len(small))


def scores(reports: Sequence[Report]) -> np.ndarray:
    """Return the matrix of containments, for measuring; N reports give (N, N) in 0 to 1."""
    texts = [_prepare(r, {}) for r in reports]
    return np.array([[containment(a, b) for b in texts] for a in texts])
