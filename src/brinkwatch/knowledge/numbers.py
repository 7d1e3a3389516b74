"""Numbers as English news writes them: "seven hundred", "1.2 million", "two-thirds", "21st".

Words are lexed once into `Tokens` (lower-cased, with character offsets); `cardinal_at` and
`ordinal_at` read a number at a token, and every other reader of numbers, times and quantities
builds on them. Short scale throughout (a billion is 10**9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}
SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
}
GROUPS = {"dozen": 12, "score": 20, "couple": 2, "pair": 2}
GLUED_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, **{k: SCALES[k] for k in ("mn", "bn", "tn")}}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 1000, "millionth": 1_000_000,
}
FRACTION_WORDS = {
    "half": 0.5, "halves": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25,
    "quarters": 0.25, "fourth": 0.25, "fourths": 0.25, "fifth": 0.2, "fifths": 0.2,
    "sixth": 1 / 6, "sixths": 1 / 6, "seventh": 1 / 7, "sevenths": 1 / 7, "eighth": 0.125,
    "eighths": 0.125, "ninth": 1 / 9, "ninths": 1 / 9, "tenth": 0.1, "tenths": 0.1,
}
FRACTION_SIGNS = {
    "½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅖": 0.4, "⅗": 0.6,
    "⅘": 0.8, "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875,
}
_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TOKEN = re.compile(r"\d+|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|[^\W\d_]+|\n[^\S\n]*\n\s*|[^\w\s]|_")
_STARTERS = (
    {*ONES, *TENS, *SCALES, *ORDINALS, *FRACTION_SIGNS, "a", "an", "half", "quarter",
     "hundred", "dozen", "couple"} - {"mn", "mln", "bn", "bln", "tn", "trn"}
)


@dataclass(slots=True)
class Tokens:
    """Lower-cased words of a text with their character offsets; a blank line is one token that
    starts with a newline."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def glued(self, i: int) -> bool:
        """Whether token `i` follows the one before it without a space."""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]


def lower(text: str) -> str:
    """`text` in lower case with the same length, so that offsets hold."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=1)
def lex(text: str) -> Tokens:
    """Split `text` into digit runs, words and single signs; not to be changed by who asks."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    low = lower(text)
    for match in _TOKEN.finditer(low):
        word = match.group()
        words.append("\n" if word[0] == "\n" else word)
        start, end = match.span()
        starts.append(start)
        ends.append(end)
    return Tokens(words, starts, ends)


def _digits_at(t: Tokens, i: int) -> tuple[float, int] | None:
    """A number in digits: "1,234", "8.2", "0182"; not a part of "1.2.3" or of a code."""
    words, n = t.words, len(t.words)
    text = words[i]
    if len(text) > 24:
        return None
    j = i + 1
    if len(text) <= 3:
        while (j + 1 < n and words[j] == "," and t.glued(j) and t.glued(j + 1)
               and len(words[j + 1]) == 3 and words[j + 1].isdecimal()):
            text += words[j + 1]
            j += 2
    if (j + 1 < n and words[j] in {".", "·"} and t.glued(j) and t.glued(j + 1)
            and words[j + 1].isdecimal()):
        if (j + 3 < n and words[j + 2] == "." and t.glued(j + 2) and t.glued(j + 3)
                and words[j + 3].isdecimal()):
            return None
        text += "." + words[j + 1]
        j += 2
    return float(text), j


def _multiplied(t: Tokens, value: float, j: int) -> tuple[float, int]:
    """`value` times the scale words that follow it: "1.2 million", "3 dozen", "10k"."""
    words, n = t.words, len(t.words)
    if j < n and t.glued(j) and words[j] in GLUED_SCALES:
        after = j + 1
        if after >= n or not t.glued(after) or not words[after][0].isalnum():
            return value * GLUED_SCALES[words[j]], after
    while j < n:
        k = j + 1 if words[j] == "-" and t.glued(j) and t.glued(j + 1) else j
        word = words[k] if k < n else ""
        if word == "hundred":
            value *= 100
        elif word in SCALES:
            value *= SCALES[word]
        elif word == "dozen":
            value *= 12
        else:
            break
        j = k + 1
    return value, j


def _words_at(t: Tokens, i: int) -> tuple[float, int] | None:
    """A cardinal in words: "seven hundred and five", "twenty-one thousand"."""
    words, n = t.words, len(t.words)
    total = 0.0
    current = 0.0
    last = ""
    j = i
    while j < n:
        k = j
        if last and words[k] == "-" and t.glued(k) and t.glued(k + 1):
            k += 1
        elif last in {"hundred", "scale"} and words[k] == "and":
            k += 1
            if k >= n or not (words[k] in ONES or words[k] in TENS):
                break
        word = words[k] if k < n else ""
        if word in ONES:
            value = ONES[word]
            if last in {"one", "teen"} or (last == "ten" and not 1 <= value <= 9):
                break
            current += value
            last = "one" if value < 10 else "teen"
        elif word in TENS:
            if last in {"one", "teen", "ten"}:
                break
            current += TENS[word]
            last = "ten"
        elif word == "hundred" and last in {"one", "teen", "ten"} and current < 100:
            current *= 100
            last = "hundred"
        elif word in SCALES and last in {"one", "teen", "ten", "hundred"}:
            total += current * SCALES[word]
            current = 0.0
            last = "scale"
        elif word == "dozen" and last in {"one", "teen", "ten"}:
            return (total + current * 12), k + 1
        else:
            break
        j = k + 1
    return (total + current, j) if last else None


def cardinal_at(t: Tokens, i: int) -> tuple[float, int] | None:
    """The cardinal number that starts at token `i`, with the token after it.

    Reads digits, words, fractions and mixtures ("1.2 million", "half a dozen", "two and a half",
    "a couple of", "3 1/2"). None when there is none; a lone "a" is no number.
    """
    words, n = t.words, len(t.words)
    if i >= n:
        return None
    word = words[i]
    if word.isdecimal():
        found = _digits_at(t, i)
        if found is None:
            return None
        value, j = found
        if _suffix(t, j, value):
            return None
        if (j + 1 < n and words[j] == "/" and t.glued(j) and t.glued(j + 1)
                and words[j + 1].isdecimal() and 0 < int(words[j + 1][:9]) < 100
                and value < int(words[j + 1][:9])):
            return value / int(words[j + 1]), j + 2
        mixed = _simple_fraction(t, j)
        if mixed and value.is_integer():
            return value + mixed[0], mixed[1]
        if j < n and words[j] in FRACTION_SIGNS:
            return value + FRACTION_SIGNS[words[j]], j + 1
        return _and_fraction(t, *_multiplied(t, value, j))
    if word in FRACTION_SIGNS:
        return _multiplied(t, FRACTION_SIGNS[word], i + 1)
    if word in {"a", "an"}:
        return _article(t, i)
    if word == "half":
        k = i + 1
        if k < n and words[k] in {"a", "-"}:
            k += 1
        if k < n and words[k] in SCALES:
            return 0.5 * SCALES[words[k]], k + 1
        if k < n and words[k] == "dozen":
            return 6.0, k + 1
        return 0.5, i + 1
    if word in {"couple", "dozen"}:
        return float(GROUPS[word]), _past_of(t, i + 1)
    if word == "hundred" or (word in SCALES and len(word) > 4):
        return None
    spelled = _words_at(t, i)
    if spelled is None:
        return None
    value, j = spelled
    if j < n and value < 100:
        k = j + 1 if words[j] == "-" and t.glued(j) else j
        if k < n and words[k] in FRACTION_WORDS and (
                words[k].endswith("s") or words[k] in {"half", "quarter"}
                or (value == 1 and words[k] != "second")):
            share = FRACTION_WORDS[words[k]]
            if value * share < 1:
                return value * share, k + 1
    return _and_fraction(t, value, j)


def _simple_fraction(t: Tokens, j: int) -> tuple[float, int] | None:
    """ "1/2" after a whole number."""
    words = t.words
    if (j + 2 < len(words) and not t.glued(j) and words[j].isdecimal() and words[j + 1] == "/"
            and words[j + 2].isdecimal() and t.glued(j + 1) and t.glued(j + 2)
            and len(words[j]) < 3 and len(words[j + 2]) < 3
            and 0 < int(words[j]) < int(words[j + 2])):
        return int(words[j]) / int(words[j + 2]), j + 3
    return None


def _and_fraction(t: Tokens, value: float, j: int) -> tuple[float, int]:
    """ "and a half" after a number, with the scale that may follow ("two and a half million")."""
    words, n = t.words, len(t.words)
    if j < n and words[j] == "and":
        k = j + 1
        if k < n and words[k] in {"a", "one"}:
            k += 1
        if k < n and words[k] in {"half", "quarter", "third"} and (k > j + 1 or words[k] == "half"):
            return _multiplied(t, value + FRACTION_WORDS[words[k]], k + 1)
    return value, j


def _past_of(t: Tokens, j: int) -> int:
    return j + 1 if j < len(t.words) and t.words[j] == "of" else j


def _article(t: Tokens, i: int) -> tuple[float, int] | None:
    """ "a hundred", "a dozen", "a couple of", "a quarter of a million"."""
    words, n = t.words, len(t.words)
    word = words[i + 1] if i + 1 < n else ""
    if word == "hundred":
        more = _words_at(t, i + 3) if i + 2 < n and words[i + 2] == "and" else None
        if more and more[0] < 100:
            return 100 + more[0], more[1]
        return _multiplied(t, 100.0, i + 2)
    if word in SCALES and len(word) > 4:
        return _multiplied(t, SCALES[word], i + 2)
    if word == "dozen":
        return 12.0, i + 2
    if word in {"couple", "pair"}:
        j = _past_of(t, i + 2)
        if j < n and words[j] in {"dozen", "hundred", "thousand", "million", "billion"}:
            return _multiplied(t, 2.0, j)
        return 2.0, j
    if word in {"half", "quarter", "third"} and i + 2 < n:
        k = _past_of(t, i + 2)
        if k < n and words[k] in {"a", "-"}:
            k += 1
        if k < n and words[k] in SCALES:
            return FRACTION_WORDS[word] * SCALES[words[k]], k + 1
        if word != "half":
            return (FRACTION_WORDS[word], i + 2) if words[i + 2] == "of" else None
    return None


def _suffix(t: Tokens, j: int, value: float) -> bool:
    """Whether the ordinal ending for `value` is glued on at token `j`."""
    return (j < len(t.words) and t.glued(j) and t.words[j] in {"st", "nd", "rd", "th"}
            and value.is_integer())


def ordinal_at(t: Tokens, i: int) -> tuple[int, int] | None:
    """The ordinal that starts at token `i` ("21st", "twenty-first"), with the token after it."""
    words, n = t.words, len(t.words)
    if i >= n:
        return None
    word = words[i]
    if word.isdecimal():
        found = _digits_at(t, i)
        if found and _suffix(t, found[1], found[0]):
            return int(found[0]), found[1] + 1
        return None
    if word in ORDINALS:
        return ORDINALS[word], i + 1
    if word in TENS:
        k = i + 2 if i + 1 < n and words[i + 1] == "-" else i + 1
        if k < n and words[k] in ORDINALS and ORDINALS[words[k]] < 10:
            return TENS[word] + ORDINALS[words[k]], k + 1
        return None
    if word in ONES or word in {"a", "hundred"}:
        found = _words_at(t, i) or _article(t, i)
        if found and found[0] >= 100:
            value, j = found
            if j < n and words[j] == "and":
                j += 1
            rest = ordinal_at(t, j)
            if rest and rest[0] < 100:
                return int(value) + rest[0], rest[1]
        if word in ONES and i + 1 < n:
            k = i + 2 if words[i + 1] == "-" else i + 1
            if k < n and words[k] in {"hundredth", "thousandth", "millionth"}:
                return ONES[word] * ORDINALS[words[k]], k + 1
    return None


def find_numbers(text: str) -> list[tuple[int, int, float, bool]]:
    """Every number in `text`, in order and not overlapping.

    Returns:
        (start, end, value, is_ordinal) with character offsets. "8.2%" gives 8.2 over "8.2%";
        the caller reads the sign from the text.
    """
    t = lex(text)
    out: list[tuple[int, int, float, bool]] = []
    i, n = 0, len(t)
    while i < n:
        word = t.words[i]
        if not (word in _STARTERS or word.isdecimal()):
            i += 1
            continue
        if i and t.glued(i) and t.words[i - 1][0].isalpha():
            i += 1
            continue
        ordinal = ordinal_at(t, i)
        found = ordinal or cardinal_at(t, i)
        if found is None:
            i += 1
            continue
        value, j = found
        end = j - 1
        if t.words[end] == "of":
            end -= 1
        last = end
        if j < n and t.words[j] in {"%", "percent"}:
            last = j
        elif j + 1 < n and t.words[j] == "per" and t.words[j + 1] == "cent":
            last = j + 1
        out.append((t.starts[i], t.ends[last], float(value), ordinal is not None))
        i = max(j, last + 1)
    return out


_SIGN = re.compile(r"^\s*(?:minus\s+|negative\s+|[-−–])")


def parse_number(text: str) -> float | None:
    """The value of `text` when all of it is one number, ordinal or percentage, else None.

    "seven hundred" 700, "1.2 million" 1200000, "8.2 percent" 8.2, "21st" 21, "minus five" -5.
    """
    sign = _SIGN.match(text)
    body = text[sign.end():] if sign else text
    found = find_numbers(body)
    if len(found) != 1:
        return None
    start, end, value, _ = found[0]
    rest = body[:start].strip().lower(), body[end:].strip().lower()
    if rest[0] not in {"", "the", "about", "a"} or rest[1] not in {"", "of"}:
        return None
    return -value if sign else value


def number_words(n: int) -> str:
    """The whole number `n` in words: 705 is "seven hundred and five", -3 is "minus three".

    Raises:
        ValueError: `n` is 10**15 or more from zero.
    """
    if n < 0:
        return "minus " + number_words(-n)
    if n >= 10**15:
        raise ValueError(f"number_words: {n} is too large; the limit is below 10**15")
    if n < 20:
        return _SMALL[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {number_words(rest)}" if rest else "")
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"),
                       (10**3, "thousand")):
        if n >= size:
            head, rest = divmod(n, size)
            words = f"{number_words(head)} {name}"
            if not rest:
                return words
            return f"{words} {'and ' if rest < 100 else ''}{number_words(rest)}"
    raise AssertionError("unreachable")
