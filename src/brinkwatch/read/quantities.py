"""Quantities: numbers with units, counted nouns, ranges, bounds, approximation, dual units.

Numbers come from `knowledge.numbers`, units from `knowledge.units`; what stands before a number
("more than", "about") bounds it, what stands after it says what is measured. A second unit in
brackets or after a comma says the same amount again and joins the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from brinkwatch.knowledge import units
from brinkwatch.knowledge.numbers import find_numbers
from brinkwatch.model import Quantity
from brinkwatch.read.annotations import text_of

_SPACE = r"[\s\u00a0\u202f]"
_LOWER = re.compile(
    r"\b(?:more than|over|at least|above|no fewer than|no less than|upwards? of|exceeding|"
    r"higher than|farther than|further than|longer than|"
    r"in excess of|not less than|minimum of)\s+(?:(?:a|an|some|about)\s+)?$", re.IGNORECASE)
_UPPER = re.compile(
    r"\b(?:less than|fewer than|under|below|up to|as (?:many|much|few|little) as|at most|"
    r"no more than|not more than|maximum of|within)\s+(?:(?:a|an|some)\s+)?$", re.IGNORECASE)
_NEARLY = re.compile(r"\b(?:nearly|almost|just under|close to|approaching)\s+(?:(?:a|an)\s+)?$",
                     re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|some|circa|an estimated|estimated|"
    r"estimated at|or so)|~|≈)\s*(?:(?:a|an)\s+)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:-|–|—|to|and|or)\s*", re.IGNORECASE)
_ALTITUDE = re.compile(
    r"\b(?:altitudes?(?: of)?|apogee(?: of)?|height(?: of)?|peak(?:ed|ing)?(?: at| altitude)?|"
    r"as high as|reach(?:ed|ing)? (?:an? )?(?:maximum )?(?:altitude|height))\b[^.,;]{0,25}$",
    re.IGNORECASE)
_HIGH = re.compile(r"^[\s-]*(?:high\b|in (?:altitude|height)\b|of altitude\b|above (?:sea|the))",
                   re.IGNORECASE)
_DEEP = re.compile(r"^[\s-]*(?:deep\b|below (?:ground|the surface))|\bdepth of[^.,;]{0,15}$",
                   re.IGNORECASE)
_DESIGNATOR = re.compile(
    r"(?:[A-Za-z]{1,12}-|\b(?:No|Number|Resolution|Article|Section|Route|Highway|Flight|Unit|"
    r"Brigade|Chapter|Boeing|Airbus|Formula|Type|Mark|Phase|Level|Tier|Group|Channel|Covid|Page|"
    r"Room|Gate|Terminal|Apollo|Falcon|Soyuz|iPhone|Windows|Hwasong|Pukguksong)[.\s-]{0,2})$",
    re.IGNORECASE)
_MONTHS = (
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july "
    "august september october november december"
).split()
_DATE_BEFORE = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\.?\s+(?:the\s+)?$", re.IGNORECASE)
_DATE_AFTER = re.compile(rf"^(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{'|'.join(_MONTHS)})\b",
                         re.IGNORECASE)
_CLOCK_AFTER = re.compile(r"^(?::\d\d|\s*(?:a\.?m\b|p\.?m\b|o'clock|"
                          r"hrs?\b\.?\s*(?:GMT|UTC|local)))", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(r"(?:\d:|\bat\s)$")
_SCORE = re.compile(r"^\s?[-–]\s?\d{1,3}\b(?!\s*(?:%|[a-z]))")
_AGE_AFTER = re.compile(r"^[\s-]years?[\s-]old\b", re.IGNORECASE)
_VAGUE = {
    "several": (2.0, None), "multiple": (2.0, None), "many": (2.0, None),
    "numerous": (2.0, None), "dozens of": (24.0, None), "scores of": (40.0, None),
    "hundreds of": (200.0, None), "thousands of": (2000.0, None),
    "tens of thousands of": (20000.0, None), "hundreds of thousands of": (200000.0, None),
    "millions of": (2000000.0, None), "a handful of": (2.0, None), "a number of": (2.0, None),
    "at least one": (1.0, None),
}
_VAGUE_WORDS = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _VAGUE), key=len, reverse=True)) + r")\b",
    re.IGNORECASE)
_SIZES = (("year", 31_557_600), ("month", 2_629_800), ("week", 604_800), ("day", 86_400),
          ("hour", 3_600), ("hr", 3_600), ("min", 60))
"""Units of time with their seconds, for amounts told in two of them."""
_CODE = re.compile(r"<[A-Za-z/!][^<>]*>|\{\{[^{}]*\}\}|\b[A-Za-z_]\w*\(\d+\)")
"""Markup and calls that stand in a text: a number in them counts nothing."""
_CALIBER_NEXT = re.compile(
    r"^[\s-]*(?:caliber|calibre|gun|howitzer|shell|mortar|rocket|multiple|artillery|super|round|"
    r"cannon|mm\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    low: float
    high: float
    ordinal: bool

    @property
    def value(self) -> float:
        return self.low if self.low == self.high else (self.low + self.high) / 2


def annotate_quantities(doc: Doc) -> None:
    """Set `doc._.quantities`: every quantity of the text as `Quantity`, in text order.

    Units are canonical (km, s, km/h, kg, kt, %, mm for calibres, ISO 4217 codes for money); counts
    carry the lemma of the counted noun. Offsets are characters of `doc.text`.
    """
    if not Doc.has_extension("quantities"):
        Doc.set_extension("quantities", default=())
    doc._.quantities = tuple(_find(doc))


@cache
def _unit_pattern() -> re.Pattern[str]:
    names = sorted(units.spellings(), key=len, reverse=True)
    body = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in names)
    return re.compile(rf"[\s\u00a0\u202f-]{{0,2}}({body})(?![\w])", re.IGNORECASE)


@cache
def _sign_pattern() -> re.Pattern[str]:
    signs = sorted(units.currency_signs(), key=len, reverse=True)
    return re.compile(rf"(?:^|(?<=[\s(])|(?<=\W))({'|'.join(map(re.escape, signs))})\s?$",
                      re.IGNORECASE)


def _find(doc: Doc) -> list[Quantity]:
    text = text_of(doc)
    found: list[Quantity] = []
    code = [m.span() for m in _CODE.finditer(text)]
    for number in _joined(text):
        if any(begin <= number.start < end for begin, end in code):
            continue
        if found and found[-1].end is not None and number.start < found[-1].end:
            continue
        quantity = _read(doc, text, number)
        if quantity is None:
            continue
        before = found[-1] if found else None
        if before is not None and _again(text, before, quantity):
            end = quantity.end or 0
            if text[end:end + 1] in ")]":
                end += 1
            assert before.start is not None
            found[-1] = replace(before, end=end, text=text[before.start:end])
        elif before is not None and _adds(text, before, quantity):
            found[-1] = _sum(text, before, quantity)
        else:
            found.append(quantity)
    found += _vague(doc, text, found)
    return sorted(found, key=lambda q: q.start or 0)


def _joined(text: str) -> list[_Number]:
    """Numbers, the two ends of a range as one."""
    out: list[_Number] = []
    numbers = find_numbers(text)
    i = 0
    while i < len(numbers):
        start, end, value, ordinal = numbers[i]
        if i + 1 < len(numbers) and not ordinal:
            nstart, nend, nvalue, nordinal = numbers[i + 1]
            joint = text[end:nstart]
            unit = _unit_pattern().match(joint)
            core = joint[unit.end():] if unit else joint
            core = re.sub(r"^[\s$€£]*|[\s$€£]*$", " ", core)
            if not nordinal and nvalue > value and _JOINT.fullmatch(core):
                words = core.strip().lower()
                between = _BETWEEN.search(text[:start]) is not None
                year = unit is None and 1500 <= value <= 2100 and value == int(value) \
                    and end - start == 4
                if not year and ((words in {"-", "–", "—"} and value > 0) or words == "to"
                                 or (words == "and" and between)
                                 or (words == "or" and nvalue - value <= 5)):
                    out.append(_Number(start, nend, value, nvalue, False))
                    i += 2
                    continue
        out.append(_Number(start, end, value, value, ordinal))
        i += 1
    return out


def _read(doc: Doc, text: str, number: _Number) -> Quantity | None:
    before, after = text[max(0, number.start - 40):number.start], text[number.end:number.end + 60]
    if _DATE_BEFORE.search(before) or _CLOCK_AFTER.match(after) or _AGE_AFTER.match(after):
        return None
    if number.ordinal:
        if _DATE_AFTER.match(after):
            return None
        return _make(text, number, number.start, number.end, "ordinal", None, before)
    raw = text[number.start:number.end]
    if raw.rstrip().endswith("%") or re.search(r"per\s?cent$", raw, re.IGNORECASE):
        return _make(text, number, number.start, number.end, "percent", "%", before)
    sign = _sign_pattern().search(before)
    if sign is not None:
        code = units.currency_signs()[sign.group(1).lower()]
        start = number.start - (len(before) - sign.start(1))
        return _make(text, number, start, number.end, "money", code, before[:sign.start(1)])
    unit = _unit_pattern().match(after)
    if unit is not None and re.search(r"\d\s*$", raw) is None \
            and unit.group(1).lower() in units.NEEDS_FIRST:
        unit = None
    if unit is not None:
        return _measured(text, number, unit, before, after)
    if _DATE_AFTER.match(after) or _DESIGNATOR.search(before) or _CLOCK_BEFORE.search(before):
        return None
    if after[:1].isalnum() or (_SCORE.match(after) and before[-1:] != "$"):
        return None
    return _counted(doc, text, number, before)


def _measured(
    text: str, number: _Number, unit: re.Match[str], before: str, after: str
) -> Quantity | None:
    found = units.spellings()[re.sub(r"\s+", " ", unit.group(1).lower())]
    end = number.end + unit.end()
    rest = after[unit.end():]
    kind = found.kind
    if kind == "money":
        return _make(text, number, number.start, end, "money", found.name, before)
    if kind == "percent":
        return _make(text, number, number.start, end, "percent", "%", before)
    if kind == "distance":
        if _ALTITUDE.search(before) or _HIGH.match(rest):
            kind = "altitude"
        elif _DEEP.match(rest) or re.search(r"\bdepth of[^.,;]{0,15}$", before, re.IGNORECASE):
            kind = "depth"
    if kind == "length" and found.short == "mm" and (_CALIBER_NEXT.match(rest)
                                                     or number.value >= 20):
        kind = "caliber"
    low, name = units.to_canonical(number.low, found, kind)
    high, _ = units.to_canonical(number.high, found, kind)
    return _make(text, replace(number, low=low, high=high), number.start, end, kind, name, before)


def _make(
    text: str, number: _Number, start: int, end: int, kind: str, unit: str | None, before: str,
    noun: str | None = None,
) -> Quantity:
    value: float | None = number.value
    low: float | None = number.low
    high: float | None = number.high
    approximate = False
    for pattern, meaning in ((_LOWER, "low"), (_UPPER, "high"), (_NEARLY, "nearly"),
                             (_ABOUT, "about"), (_BETWEEN, "between")):
        match = pattern.search(before)
        if match is None:
            continue
        if meaning == "between" and number.low == number.high:
            continue
        start -= len(before) - match.start()
        while text[start:start + 1].isspace():
            start += 1
        if meaning == "low":
            high = None
        elif meaning == "high":
            low = None
        else:
            approximate = meaning in ("nearly", "about")
        break
    return Quantity(kind, value, unit, low, high, approximate, text[start:end], start, end, noun)


def _counted(doc: Doc, text: str, number: _Number, before: str) -> Quantity | None:
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    raw = text[number.start:number.end]
    noun = _noun(span[-1])
    if re.fullmatch(r"(?:1[5-9]|20|21)\d\d", raw) and (noun is None or text[number.end] == ","):
        return None
    if raw.lower() in {"a", "an", "one"} and noun is None:
        return None
    if noun is None and span.root.pos_ != "NUM":
        return None
    return _make(text, number, number.start, number.end, "count", "count", before,
                 noun.lemma_.lower() if noun is not None else None)


def _noun(token: Token) -> Token | None:
    """The noun a number counts: the one it modifies, else the next within the phrase."""
    if token.dep_ in {"nummod", "amod", "det", "compound"} and token.head.i > token.i \
            and token.head.pos_ in {"NOUN", "PROPN"}:
        return token.head
    doc = token.doc
    for other in doc[token.i + 1:min(len(doc), token.i + 5)]:
        if other.pos_ == "ADP" and other.lower_ != "of":
            return None
        if other.is_punct and other.text != "-":
            return None
        if other.pos_ == "NOUN":
            while other.i + 1 < len(doc) and doc[other.i + 1].pos_ == "NOUN" \
                    and doc[other.i + 1].head.i >= other.i:
                other = doc[other.i + 1]
            return other
        if other.pos_ not in {"ADJ", "NUM", "ADP", "PROPN", "DET", "PUNCT", "ADV"}:
            return None
    return None


def _again(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether the second says the first's amount again in another unit: "435 miles (700 km)"."""
    kinds = {first.kind, second.kind}
    if (len(kinds) > 1 and kinds != {"distance", "altitude"}) or first.end is None \
            or second.start is None or first.unit is None or first.unit == "count":
        return False
    link = re.fullmatch(
        r"\s*(\(|\[|,|/|or|—|–)\s*(?:about |around |roughly |some |over |more than )?",
        text[first.end:second.start])
    one, other = _amount(first), _amount(second)
    if link is None or not one or not other:
        return False
    other_unit = _letters(first.text) != _letters(second.text)
    slack = 0.4 if link.group(1) in "([" and other_unit and first.kind != "money" else 0.06
    return abs(one - other) <= slack * max(abs(one), abs(other))


def _adds(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether a duration goes on in a smaller unit: "2 hours and 50 minutes"."""
    if not first.kind == second.kind == "duration" or first.end is None or second.start is None \
            or first.value is None or second.value is None:
        return False
    unit = next((size for name, size in _SIZES if name in first.text.lower()), 0)
    return second.value < unit and re.fullmatch(
        r",?\s+(?:and\s+)?", text[first.end:second.start]) is not None


def _sum(text: str, first: Quantity, second: Quantity) -> Quantity:
    more = second.value or 0
    low, high = (None if n is None else n + more for n in (first.low, first.high))
    assert first.value is not None
    return replace(first, value=first.value + more, low=low, high=high, end=second.end,
                   text=text[first.start:second.end])


def _amount(q: Quantity) -> float | None:
    """What an amount says: its value, else the bound it has."""
    return next((v for v in (q.value, q.low, q.high) if v is not None), None)


def _letters(text: str) -> str:
    """The unit as written."""
    return text.rstrip(")]").rsplit(" ", 1)[-1].lstrip("0123456789.,- ").lower()


def _vague(doc: Doc, text: str, found: list[Quantity]) -> list[Quantity]:
    out: list[Quantity] = []
    taken = [(q.start or 0, q.end or 0) for q in found]
    for match in _VAGUE_WORDS.finditer(text):
        if any(s < match.end() and match.start() < e for s, e in taken):
            continue
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        noun = _noun(span[-1]) if span is not None and len(span) else None
        if noun is None:
            continue
        low, high = _VAGUE[match.group().lower()]
        out.append(Quantity("count", None, "count", low, high, True, match.group(),
                            match.start(), match.end(), noun.lemma_.lower()))
    return out
