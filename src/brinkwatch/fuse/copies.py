"""Near-copies, found at the level of sentences.

Cuts, reorderings and added local paragraphs do not hide them. Candidates come from MinHash with
locality-sensitive hashing (Broder 1997; the `datasketch` package); each is then verified by exact
containment of word shingles. Words inside quotation marks are set aside first: two independent
reports of one speech share its quotes, and that is no sign of copying.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from datasketch import MinHash, MinHashLSH

from brinkwatch.fuse.credits import DATELINE, credit
from brinkwatch.fuse.keys import outlet, words
from brinkwatch.model import Report

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

SAME_SENTENCE = 0.8
"""Jaccard similarity of shingles from which two sentences are one."""

WIDTH = array("I").itemsize
"""Bytes a packed shingle takes."""

PERMUTATIONS = 64
_EMPTY = MinHash(num_perm=PERMUTATIONS, hashfunc=int)
LSH_THRESHOLD = 0.5
MIN_UNIT_WORDS = 8
CANDIDATES = 64
MAX_UNITS = 400
"""Sentences looked at per report; a longer text is no news dispatch."""

_QUOTED = re.compile(r"“[^”]{0,1500}”|\"[^\"\n]{0,1500}\"")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[“\"‘(]?[A-Z0-9])|\n+")


Shingles = bytes
"""A set of 32-bit hashes, sorted and packed: a tenth of the memory of a set (see `_unpacked`)."""


@dataclass(frozen=True, slots=True)
class Text:
    report: Report
    outlet: str
    shingles: Shingles
    units: tuple[Shingles, ...]
    credit: tuple[str, str] | None


def is_copy(a: str, b: str) -> bool:
    """Tell whether one text is a reworked copy of the other."""
    left = prepare(Report(id="a", text=a), {})
    right = prepare(Report(id="b", text=b), {})
    return _same_text(left, right)


def prepare(report: Report, outlets: Mapping[str, str]) -> Text:
    body = DATELINE.sub("", report.text, count=1)
    own = _QUOTED.sub(" ", body)
    units = []
    every: set[int] = set()
    for sentence in _SENTENCE.split(own)[:MAX_UNITS]:
        tokens = words(sentence)
        shingles = _shingles(tokens)
        every |= shingles
        if len(tokens) >= MIN_UNIT_WORDS:
            units.append(_packed(shingles))
    return Text(
        report=report, outlet=outlet(report), shingles=_packed(every), units=tuple(units),
        credit=credit(report.text, outlets),
    )


def _shingles(tokens: Sequence[str]) -> set[int]:
    return {
        crc32(" ".join(tokens[i : i + SHINGLE]).encode())  # stable between runs; hash() is not
        for i in range(len(tokens) - SHINGLE + 1)
    }


def _packed(shingles: Iterable[int]) -> Shingles:
    return array("I", sorted(shingles)).tobytes()


@lru_cache(maxsize=4096)
def _unpacked(shingles: Shingles) -> frozenset[int]:
    return frozenset(array("I", shingles))


def copies(texts: Sequence[Text]) -> list[tuple[Text, Text]]:
    """Return (copy, first) pairs; texts come in order of publication.

    Each text is compared with those it shares a sentence with, at most `CANDIDATES`. A sentence
    met before word for word is found in a table; only new ones are hashed, so that ten thousand
    copies of one text stay linear.
    """
    lsh = MinHashLSH(threshold=LSH_THRESHOLD, num_perm=PERMUTATIONS)
    whole: dict[Shingles, Text] = {}
    by_unit: dict[Shingles, str] = {}
    by_id: dict[str, Text] = {}
    pairs = []
    for t in texts:
        if t.shingles and t.shingles in whole:
            pairs.append((t, whole[t.shingles]))
            continue
        whole[t.shingles] = t
        by_id[t.report.id] = t
        units = [u for u in t.units if u]
        hits = Counter(by_unit[u] for u in units if u in by_unit)
        best = _best(t, [by_id[rid] for rid in _most(hits)])
        fresh = [u for u in units if u not in by_unit]
        hashes = _minhashes(fresh)
        if best is None:
            for h in hashes:
                hits.update({key.rsplit("#", 1)[0] for key in lsh.query(h)})
            best = _best(t, [by_id[rid] for rid in _most(hits)])
        if best is not None:
            pairs.append((t, best))
        with lsh.insertion_session() as session:
            for n, (unit, h) in enumerate(zip(fresh, hashes, strict=True)):
                by_unit.setdefault(unit, t.report.id)
                if best is None or not any(_jaccard(unit, v) >= SAME_SENTENCE for v in best.units):
                    session.insert(f"{t.report.id}#{n}", h)
    return pairs


def _most(hits: Counter[str]) -> list[str]:
    return [rid for rid, _ in sorted(hits.items(), key=lambda kv: (-kv[1], kv[0]))[:CANDIDATES]]


def _best(t: Text, candidates: Sequence[Text]) -> Text | None:
    return max(
        (other for other in candidates if _same_text(t, other)),
        key=lambda other: containment(t, other), default=None,
    )


def _minhashes(units: Sequence[Shingles]) -> list[MinHash]:
    made = []
    for unit in units:
        h = _EMPTY.copy()
        h.update_batch(array("I", unit).tolist())
        made.append(h)
    return made


def _jaccard(a: Shingles, b: Shingles) -> float:
    one, other = _unpacked(a), _unpacked(b)
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def containment(a: Text, b: Text) -> float:
    small, large = sorted((_unpacked(a.shingles), _unpacked(b.shingles)), key=len)
    return len(small & large) / len(small) if small else 0.0


def _same_text(a: Text, b: Text) -> bool:
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
        if len(u) >= 12 * WIDTH and any(_jaccard(u, v) >= SAME_SENTENCE for v in many.units)
    )
    return taken >= COPIED_SENTENCES and taken / len(few.units) >= COPIED_SENTENCE_SHARE


def _only_footer(a: Text, b: Text) -> bool:
    """Tell whether two texts share their last sentences and nothing else: a publisher's footer."""
    tail = 0
    while tail < min(len(a.units), len(b.units)) and a.units[-1 - tail] == b.units[-1 - tail]:
        tail += 1
    shorter = min(len(a.units), len(b.units))
    if not tail or tail > FOOTER_SHARE * shorter:
        return False
    foot = frozenset().union(*map(_unpacked, a.units[len(a.units) - tail :]))
    rest_a, rest_b = _unpacked(a.shingles) - foot, _unpacked(b.shingles) - foot
    small, large = sorted((rest_a, rest_b), key=len)
    return len(small & large) < FOOTER_REST * max(1, len(small))
