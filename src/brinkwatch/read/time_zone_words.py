"""Halves of the day and zones as clock times carry them: "a.m.", "KST", "UTC+9", "local time"."""

from __future__ import annotations

from brinkwatch.knowledge.zones import abbreviations, place_names
from brinkwatch.read.time_reader import Reader

_ZONES_LOWER = frozenset(
    [
        "kst", "jst", "gmt", "utc", "est", "edt", "pst", "pdt", "cst", "cdt", "mst", "mdt",
        "cet", "cest", "msk", "bst"
    ])


def meridiem(r: Reader, i: int) -> tuple[str, int] | None:
    """ "a.m.", "pm", "p . m .", "a" glued to digits; ("am" | "pm", token after it)."""
    word = r.word(i)
    if word == "." and r.glued(i) and r.word(i + 1) in {"am", "pm", "a", "p"} and r.glued(i + 1):
        found = meridiem(r, i + 1)
        return found if found and r.word(i + 1) in {"am", "pm"} else None
    if word in {"am", "pm"}:
        return word, i + 1
    if word in {"a", "p"}:
        if r.word(i + 1) == "." and r.word(i + 2) == "m":
            j = i + 3
            if r.word(j) == "." and (r.glued(j) or not r.glued(i + 1)):
                j += 1
            return word + "m", j
        if r.word(i + 1) == "m" and not r.word(i + 2).isdecimal():
            return word + "m", i + 2
        if r.glued(i) and not (r.glued(i + 1) and r.word(i + 1).isalnum()):
            return word + "m", i + 1
    if word == "ampm" and r.glued(i):
        return "", i + 1
    return None


def zone(r: Reader, i: int, strict: bool = False) -> tuple[str, int] | None:
    """The zone named at token `i`: (its name, token after it). "local" stands for local time.

    `strict` wants an abbreviation in capitals, for clock times without a colon or a meridiem.
    """
    word = r.word(i)
    if not word:
        return None
    if word == "(":
        inner = zone(r, i + 1, strict)
        if inner and r.word(inner[1]) == ")":
            return inner[0], inner[1] + 1
        return None
    if word in {"+", "-", "−"} and r.glued(i) and r.glued(i + 1):
        digits = r.word(i + 1)
        if digits.isdecimal() and len(digits) in {2, 4} and int(digits[:2]) <= 14:
            if len(digits) == 4:
                return f"{word}{digits}", i + 2
            if r.word(i + 2) == ":" and r.glued(i + 2) and r.word(i + 3).isdecimal():
                return f"{word}{digits}:{r.word(i + 3)}", i + 4
        return None
    if word in {"utc", "gmt"} and r.word(i + 1) in {"+", "-", "−"}:
        digits = r.word(i + 2)
        if digits.isdecimal() and len(digits) <= 2 and int(digits) <= 14:
            if r.word(i + 3) == ":" and r.glued(i + 3) and r.word(i + 4).isdecimal():
                return f"utc{r.word(i + 1)}{digits}:{r.word(i + 4)}", i + 5
            return f"utc{r.word(i + 1)}{digits}", i + 3
    if word in abbreviations():
        capital = r.text[r.t.starts[i]:r.t.ends[i]].isupper()
        if word == "z":
            return ("UTC", i + 1) if capital and r.glued(i) else None
        if word == "zulu" or capital or (not strict and word in _ZONES_LOWER):
            j = i + 2 if r.word(i + 1) == "time" else i + 1
            return word, j
    if word == "local":
        return "local", i + 2 if r.word(i + 1) in {"time", "timezone"} else i + 1
    names = place_names()
    phrase = ""
    for j in range(i, min(i + 4, len(r.t))):
        part = r.word(j)
        if not (part[0].isalpha() or part in {".", "-"}):
            break
        phrase += ("" if not phrase or part in {".", "-"} or phrase.endswith("-") else " ") + part
        follower = r.word(j + 1)
        k = j + 1
        if follower in {"standard", "daylight", "summer"} and r.word(j + 2) == "time":
            longer = f"{phrase} {follower}"
            if longer in names:
                return longer, j + 3
            k = j + 2
        if r.word(k) in {"time", "timezone"} and phrase in names:
            return phrase, k + 1
    if word in {"eastern", "central", "pacific", "mountain"} and r.upper(i) and not (
            r.upper(i + 1)):
        return word, i + 1
    return None
