"""Numbers and their units in a text, for the citation check.

Nothing here looks at claims: the check reads words only, so that an error of the reader or of the
composer cannot hide itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from brinkwatch.publish.number_words import (
    MEASURED,
    NAUTICAL,
    ORDINALS,
    SCALES,
    SHORT_SCALES,
    SMALL,
    TENS,
    UNITS,
)

_WORD = r"(?:" + "|".join((*SMALL, *TENS, *SCALES)) + r")"


_SPELT = rf"{_WORD}(?:(?:-|\s+and\s+|\s+){_WORD})*"


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


_UNIT = r"(?:nautical\s+miles?|per\s+cent|km/h|[A-Za-z]+|%)"


AMOUNT = re.compile(
    rf"(?<![\w.,/])(?P<cur>US\$|A\$|C\$|[$£€¥₩])?\s?(?:(?P<digits>{_DIGITS})(?P<ord>st|nd|rd|th)?"
    rf"|(?P<spelt>\b{_SPELT}\b))"
    rf"(?:[-\s]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|mn|bn|m(?=\W|$)|k(?=\W|$)))?"
    rf"(?:(?P<gap>[-\s]|)(?P<unit>{_UNIT}))?",
    re.IGNORECASE,
)


ORDINAL = re.compile(
    r"\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?("
    + "|".join(ORDINALS)
    + r")\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text. `unit` is the dimension, or "ordinal", or None for a bare number."""

    value: float
    """In the unit as written."""
    unit: str | None
    factor: float
    text: str
    start: int
    end: int
    decimals: int
    """Place of the last digit that carries meaning, as a power of ten (2 for "700")."""


def amounts(text: str) -> list[Amount]:
    """Every number in `text`, in order, ordinals included. Parts of names (KN-23, G7) are not
    numbers; `text` should have its dates blanked out."""
    out: list[Amount] = []
    for match in AMOUNT.finditer(text):
        if match["cur"] is None and text[max(0, match.start() - 1) : match.start()] == "-":
            before = text[: match.start() - 1]
            if re.search(r"[A-Za-z]$", before) and match["digits"]:
                continue
        value, places = _value(match)
        if value is None:
            continue
        unit, factor, end = _unit(match)
        if unit is None and match["digits"] and match["gap"] == "" and match["unit"]:
            continue  # "4x", "18-pounder": a name, not a number
        if match["ord"]:
            unit, factor, end = "ordinal", 1.0, match.end("ord")
        if match["cur"]:
            unit = "money " + match["cur"].upper().replace("US$", "$")
            end = match.end("scale") if match["scale"] else match.end("digits")
        if match["scale"] and match["scale"].lower() == "m" and not match["cur"]:
            # "700 m" is metres
            unit, factor = "length", 1.0
            value, places = _digits(match["digits"]) if match["digits"] else (value, places)
        out.append(
            Amount(
                value, unit, factor, text[match.start() : end].strip(), match.start(), end, places
            )
        )
    for match in ORDINAL.finditer(text):
        if match.group(2).lower() == "second" and re.search(
            r"(?:\d|\bper|\bsplit|\ba)[\s-]*$", text[: match.start()]
        ):
            continue
        value = ORDINALS[match.group(2).lower()] + TENS.get((match.group(1) or "").lower(), 0)
        out.append(Amount(value, "ordinal", 1.0, match.group(), match.start(), match.end(), 0))
    return sorted(out, key=lambda a: a.start)


def _digits(words: str) -> tuple[float, int]:
    plain = words.replace(",", "")
    if "." in plain:
        return float(plain), -len(plain.split(".")[1])
    return float(plain), len(plain) - len(plain.rstrip("0")) if plain.strip("0") else 0


def _value(match: re.Match[str]) -> tuple[float | None, int]:
    if match["digits"]:
        value, places = _digits(match["digits"])
    else:
        spelt = _spelt(match["spelt"])
        if spelt is None:
            return None, 0
        value, places = spelt, 0
    scale = (match["scale"] or "").lower()
    factor = SCALES.get(scale) or SHORT_SCALES.get(scale)
    if factor:
        value *= factor
        places += len(str(factor)) - 1
    return value, places


def _spelt(words: str) -> float | None:
    total = current = 0.0
    seen = False
    for word in re.split(r"[-\s]+", words.lower()):
        if word == "and":
            continue
        if word in SMALL:
            current += SMALL[word]
        elif word in TENS:
            current += TENS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        else:
            if not seen and current == 0 and word not in ("dozen",):
                return None  # "million" by itself
            total += (current or 1) * SCALES[word]
            current = 0
        seen = True
    return total + current


def _unit(match: re.Match[str]) -> tuple[str | None, float, int]:
    word = (match["unit"] or "").lower()
    bare = (
        match.end("scale")
        if match["scale"]
        else (match.end("digits") if match["digits"] else match.end("spelt"))
    )
    key = re.sub(r"\s+", " ", word)
    if key in NAUTICAL:
        return "length", 1852.0, match.end()
    if key in UNITS:
        dimension, factor = UNITS[key]
        return dimension, factor, match.end()
    return None, 1.0, bare


def counted(amount: Amount, text: str) -> tuple[str, ...]:
    """What a bare number counts: the words after it up to the next mark or number, cut to a
    stem; empty for a number with a unit."""
    if amount.unit is not None:
        return ()
    after = re.match(r"[\s-]+((?:[A-Za-z’'-]+\s*){1,4})", text[amount.end : amount.end + 60])
    if after is None:
        return ()
    out = []
    for word in re.findall(r"[A-Za-z]+", after[1])[:4]:
        low = word.lower()
        if low in SMALL or low in TENS or low in ENDS:
            break
        if len(low) > 3:
            out.append(low[:5])
    return tuple(out)


ENDS = frozenset(
    "and or to of in on at from for with by was were is are had has have that who which as "
    "after before since until than said".split()
)
"""Words past which a number no longer counts."""


def counts_the_same(amount: Amount, text: str, found: Mapping[str, frozenset[float]]) -> bool:
    """Whether a number counts what it counts in the spans: where they count the same thing at
    all, one of their numbers of it is this one."""
    known = [found[word] for word in counted(amount, text) if word in found]
    return not known or any(amount.value in values for values in known)


def carried(amount: Amount, found: Sequence[Amount], text: str) -> bool:
    """Whether a number of a sentence is carried by one of the numbers of its spans.

    The same unit must give the same number. Another unit of the same dimension must convert to it
    within the rounding that the sentence's own last digit shows, and within 2 %. A number without
    a unit may stand for one with a unit only as the first of a pair ("300 to 350 km").
    """
    paired = re.match(r"\s*(?:to|and|or|–|-)\s*\d", text[amount.end : amount.end + 8])

    def bare(a: Amount) -> bool:
        return a.unit is None

    for other in found:
        if amount.unit == other.unit and amount.factor == other.factor:
            if isclose(amount.value, other.value, rel_tol=1e-9):
                return True
        elif amount.unit == other.unit:
            there = other.value * other.factor / amount.factor
            step = 0.5 * 10.0**amount.decimals
            if abs(there - amount.value) <= min(step + 1e-9, 0.02 * abs(there)):
                return True
        elif bare(other) and amount.unit not in (None, "ordinal"):
            # "between 300 and 350 km": the first number shares the second's unit
            if isclose(amount.value, other.value, rel_tol=1e-9) and any(
                o.unit == amount.unit and o.factor == amount.factor and 0 < o.start - other.end < 8
                for o in found
            ):
                return True
        elif bare(amount) and other.unit != "ordinal" and (paired or other.unit not in MEASURED):
            if isclose(amount.value, other.value, rel_tol=1e-9):
                return True
    return False
