"""When two names are one: spelling, countries by any of their names, aliases.

The one door through which the citation check asks the knowledge; it never asks the composer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from brinkwatch.knowledge.prose import spelling_key

HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Zero-width, bidirectional and tag characters: never shown, never counted."""


def fold(text: str) -> str:
    """One form for comparison: no hidden characters or accents, plain quotes and dashes."""
    text = HIDDEN.sub("", text)
    text = text.translate(
        {
            0x2018: "'",
            0x2019: "'",
            0x201B: "'",
            0x02BC: "'",
            0x60: "'",
            0xB4: "'",
            0x201C: '"',
            0x201D: '"',
            0x201E: '"',
            0xAB: '"',
            0xBB: '"',
            0x2010: "-",
            0x2011: "-",
            0x2012: "-",
            0x2013: "-",
            0x2014: "-",
            0x2212: "-",
            0xA0: " ",
            0x2026: "...",
            0x202F: " ",
        }
    )
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text.translate({0x0141: "L", 0x0142: "l", 0xD8: "O", 0xF8: "o", 0x0111: "d", 0x131: "i"})


WORD = re.compile(r"[A-Za-z0-9]+(?:['.&/-][A-Za-z0-9]+)*\.?")


def words(text: str) -> list[str]:
    """The words of folded text, lower case, possessives and full stops off, one spelling each."""
    out = []
    for match in WORD.finditer(fold(text)):
        word = match.group()
        out.extend(keys(word))
    return out


def keys(word: str) -> list[str]:
    """Comparison keys of one written word; a hyphened word gives each part."""
    word = re.sub(r"'s?$", "", word.rstrip("."))
    if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        word = word.replace(".", "")
    if word in ("US", "UN"):
        return [f"{word.lower()}."]  # never the pronoun "us" nor the name "Un"
    return [spelling_key(part) for part in re.split(r"[-/]", word) if part]


def holds(haystack: list[str], needle: list[str]) -> bool:
    """Whether `needle` is a run of whole words in `haystack`."""
    if not needle:
        return False
    first, n = needle[0], len(needle)
    return any(
        word == first and haystack[at : at + n] == needle for at, word in enumerate(haystack)
    )


@cache
def country_names() -> dict[tuple[str, ...], str]:
    """Word runs that stand for a state (names, demonyms, capitals, seats of government) → ISO-3."""
    from brinkwatch.publish import _names

    return {tuple(words(name)): iso for name, iso in _names.pairs() if words(name)}


@cache
def longest_country() -> int:
    return max((len(k) for k in country_names()), default=1)


def countries_in(run: list[str]) -> list[tuple[int, int, str]]:
    """(start, end, ISO-3) of each state named in a run of words, longest first at each place."""
    table, out, at = country_names(), [], 0
    while at < len(run):
        for n in range(min(longest_country(), len(run) - at), 0, -1):
            iso = table.get(tuple(run[at : at + n]))
            if iso:
                out.append((at, at + n, iso))
                at += n
                break
        else:
            at += 1
    return out


@cache
def _aliases() -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    from brinkwatch.publish import _names

    out: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    for group in _names.groups():
        runs = frozenset(tuple(words(n)) for n in group if words(n))
        for run in runs:
            out[run] = out.get(run, frozenset()) | runs
    return out


def other_names(run: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Other names of the same place, body or weapon that the knowledge lists, as word runs."""
    return _aliases().get(run, frozenset()) - {run}
