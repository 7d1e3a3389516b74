"""Which language a report is written in, well enough to keep other languages from being read as
English. By script first, then by the share of each language's commonest small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources

from brinkwatch.knowledge.tables import parse_yaml

SAMPLE = 6_000
"""Characters looked at."""
LETTERS = 20
"""Fewer letters say nothing."""
SHARE = 0.15
"""Share of running words a language's small words must reach; in prose they make 30 to 50 %.
Headlines fall below and are judged by whether any other language fits better."""

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")), ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")), ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")), ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")), ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")), ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")), ("am", re.compile("[\u1200-\u137f]")),
    ("my", re.compile("[\u1000-\u109f]")), ("km", re.compile("[\u1780-\u17ff]")),
    ("lo", re.compile("[\u0e80-\u0eff]")), ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_WORD = re.compile(r"[^\W\d_]+")


def language(text: str) -> str | None:
    """Return the ISO 639-1 code of `text`'s language, or None when it cannot be told."""
    sample = text[:SAMPLE]
    latin = len(_LATIN.findall(sample))
    counts = {
        code: 0 if sample.isascii() else len(script.findall(sample)) for code, script in _SCRIPTS
    }
    code, most = max(counts.items(), key=lambda item: item[1])
    # Han characters carry more than a Latin letter does; Japanese mixes them with its own.
    if most and most * (3 if code in ("zh", "ja") else 1) > latin:
        if most < LETTERS / 4:
            return None
        if code == "zh" and counts["ja"] > 0.1 * most:
            return "ja"
        return {"ru": _cyrillic, "ar": _arabic}.get(code, lambda _: code)(sample)
    return _by_words(sample) if latin >= LETTERS else None


def _by_words(sample: str) -> str | None:
    # One-letter words are left out: most are what an apostrophe cuts off ("Taiwan's").
    words = [word.lower() for word in _WORD.findall(sample) if len(word) > 1]
    small = _function_words()
    hits = Counter(code for word in words for code in small.get(word, ()))
    if not hits:
        return None
    best, most = hits.most_common(1)[0]
    if hits["en"] >= most / 1.3:
        best, most = "en", hits["en"]
    rival = max((count for code, count in hits.items() if code != best), default=0)
    if best == "en":
        return best if most >= SHARE * len(words) or most > 1.5 * rival else None
    return best if most >= SHARE * len(words) and most >= 3 else None


def _cyrillic(sample: str) -> str:
    for code, letters in (("uk", "іїєґІЇЄҐ"), ("sr", "ђћџљњј"), ("bg", "ъ")):
        found = sum(sample.count(letter) for letter in letters)
        if code == "bg":
            if found > 0.008 * len(sample) and not any(letter in sample for letter in "ыэ"):
                return code
        elif found > 0.005 * len(sample) and "ы" not in sample:
            return code
    return "be" if "ў" in sample else "ru"


def _arabic(sample: str) -> str:
    if sum(sample.count(letter) for letter in "ٹڈڑے") > 0.01 * len(sample):
        return "ur"
    if sum(sample.count(letter) for letter in "پچژگ") > 0.005 * len(sample):
        return "fa"
    return "ar"


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """Each small word with the languages it belongs to."""
    raw = resources.files("brinkwatch.collect").joinpath("data/function_words.yaml")
    loaded = parse_yaml(raw.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for code, words in loaded.items():
        for word in set(words.split()):
            found[word] = (*found.get(word, ()), code)
    return found
