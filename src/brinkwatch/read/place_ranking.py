"""Which place a name means: candidates ranked by kind, population and the rest of the report.

Evidence, strongest first: a container written beside the name ("Salem, Oregon", "Kherson in
Ukraine", "Iran's Natanz", "the Ukrainian city of Sumy"), the countries and peoples the report
names, nearness to its other places, population and kind of feature. One name keeps one meaning in
a report unless a container says otherwise.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from brinkwatch.knowledge.countries import demonyms
from brinkwatch.knowledge.gazetteer import Candidate, capital_of, gazetteer
from brinkwatch.knowledge.tables import fold

PRIOR = {
    "country": 7.3, "continent": 7.5, "sea": 5.2, "region": 4.6, "river": 4.2, "lake": 4.2,
    "mountain": 4.2, "site": 4.2, "province": 3.6, "county": 1.6, "city": 0.0,
}
"""Score of a kind before population and context."""
PER_DIGIT = {"city": 0.8, "province": 0.15, "county": 0.22}
"""Score of each decimal digit of population."""
CAPITAL, ALIAS, CURATED = 0.9, -1.1, 1.2
CONTAINED, SAME_COUNTRY, NEAR, NEAR_KM = 5.0, 2.2, 2.0, 150.0
ROUNDS = 3
POINTS = 150
"""Other places of the report that nearness is measured to."""

_DIRECTION = re.compile(
    r"^(?:(?:far|deep|in)\s+)?(?:north|south|east|west|central|upper|lower|mainland|greater|"
    r"downtown|inner|outer|metropolitan|coastal|rural|occupied|mid)"
    r"(?:ern)?(?:[- ]?(?:north|south|east|west|central)(?:ern)?)?\s+", re.I,
)
_PREFIX = re.compile(
    r"^(?:the\s+)?(?:city|town|village|province|state|county|region|port|district|governorate|"
    r"island|republic|kingdom|municipality|prefecture|oblast|commune|suburb)\s+of\s+", re.I,
)
_SUFFIX = re.compile(
    r"[\s-]+(?:(?P<county>county|district|raion|rayon|municipality|parish|shire|gun)|"
    r"(?P<province>province|oblast|region|state|governorate|prefecture|krai|territory|department|"
    r"autonomous region|voivodeship)|(?P<city>city|town|village|township|metropolitan area|metro|"
    r"suburb|neighborhood|neighbourhood|area|camp|refugee camp|capital))$", re.I,
)
_FEATURE = re.compile(
    r"[\s-]+(?:international airport|airport|air base|airbase|airfield|naval base|base|port|"
    r"harbou?r|island|islands|isle|peninsula|coast|river|bay|beach|valley|basin|hills?|"
    r"mountains?|desert|forest|national park|park|university|hospital|border|crossing|metro)$",
    re.I,
)
_GAP_IN = re.compile(
    r"^(?:,\s*(?:in\s+)?(?:the\s+)?|\s*\(|\s+in\s+(?:the\s+)?(?:\w+\s+)?|,?\s+near\s+)$"
)
_GAP_OF = re.compile(r"^(?:['’]s?\s+(?:\w+\s+){0,3}(?:of\s+)?|\s+(?:\w+\s+){1,2}of\s+)$")
_PEOPLE_OF = re.compile(r"^['’]?\s(?:[a-z-]+\s){0,3}(?:of\s)?(?:the\s)?$")
_WORD = re.compile(r"[^\W\d_][\w'’-]*(?:\s[A-Z][\w-]+)?")


@dataclass(slots=True)
class Mention:
    """A name in the text and what it may mean."""

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    key: str = ""
    chosen: Candidate | None = None
    containers: list[int] = field(default_factory=list)
    """Indexes of mentions that contain this one."""
    inner: list[int] = field(default_factory=list)
    """Indexes of mentions that this one contains."""
    people: str | None = None
    """ISO-3 of a demonym just before the name."""
    rivalry: float = 0.0
    """What a settlement loses to the country or state of the same name."""

    states: frozenset[str] = frozenset()
    """ISO-3 of the countries it may name."""

    @property
    def linked(self) -> bool:
        """Does the text around it say where it is?"""
        return bool(self.containers or self.inner) or self.people is not None

    def __post_init__(self) -> None:
        kinds = {c.kind for c in self.candidates if c.main or c.kind == "country"}
        self.states = frozenset(
            c.country for c in self.candidates if c.kind == "country" and c.country
        )
        self.rivalry = 3.0 if "country" in kinds else 0.7 if "province" in kinds else 0.0


def rank(spans: Sequence[tuple[int, int]], text: str) -> list[Mention]:
    """Choose a candidate for each span; `chosen` is None where the gazetteer has no such name."""
    known: dict[str, tuple[Candidate, ...]] = {}
    mentions = []
    for start, end in spans:
        name = text[start:end]
        if name not in known:
            known[name] = candidates_of(name)
        mentions.append(Mention(start, end, name, known[name], fold(name)))
    order = sorted(range(len(mentions)), key=lambda i: mentions[i].start)
    peoples = _peoples(text)
    _link(mentions, order, text, peoples)
    background = Counter(iso3 for _, _, iso3 in peoples)
    for _ in range(ROUNDS):
        _choose(mentions, background)
    _borrow(mentions)
    return mentions


def candidates_of(name: str) -> tuple[Candidate, ...]:
    """What the gazetteer knows by this name, else by the name without its generic words."""
    name = re.sub(r"['’]s?$", "", name.strip())
    book = gazetteer()
    found = book.lookup(name)
    if found:
        return found
    suffix = _SUFFIX.search(name)
    if suffix:
        inner = book.lookup(name[: suffix.start()])
        fitting = tuple(c for c in inner if suffix.lastgroup == c.kind) or tuple(
            c for c in inner if c.kind != "country")
        if fitting:
            return fitting
    for pattern in (_PREFIX, _DIRECTION, _FEATURE):
        bare = pattern.sub("", name)
        if bare != name and bare[:1].isupper():
            found = book.lookup(bare)
            if found:
                if pattern is _FEATURE:
                    found = tuple(replace(c, radius_km=max(c.radius_km, 25.0)) for c in found)
                return found
    if "," in name:
        return candidates_of(name.split(",")[0])
    return ()


def _peoples(text: str) -> list[tuple[int, int, str]]:
    """(start, end, ISO-3) of the demonyms in the text."""
    known = demonyms()
    out = []
    for match in _WORD.finditer(text):
        if not match.group()[0].isupper():
            continue
        word = match.group().removesuffix("'s").removesuffix("’s")
        for form in (word, word.split(" ")[0]):
            if form in known:
                out.append((match.start(), match.start() + len(form), known[form][0].iso3))
                break
    return out


def _link(
    mentions: list[Mention], order: list[int], text: str, peoples: list[tuple[int, int, str]]
) -> None:
    for left, right in zip(order, order[1:], strict=False):
        gap = text[mentions[left].end:mentions[right].start]
        if len(gap) > 40 or "\n" in gap:
            continue
        if _GAP_IN.match(gap):
            mentions[left].containers.append(right)
        elif _GAP_OF.match(gap):
            mentions[right].containers.append(left)
    for left in reversed(order):  # "Pandi, Bulacan, Philippines": the outer one contains both
        for inner in list(mentions[left].containers):
            mentions[left].containers += [
                k for k in mentions[inner].containers if k not in mentions[left].containers
                and k != left
            ]
    for i, mention in enumerate(mentions):
        for k in mention.containers:
            mentions[k].inner.append(i)
    starts = [mentions[i].start for i in order]
    for start, end, iso3 in peoples:
        k = bisect_left(starts, start)
        if k < len(order) and starts[k] == start:
            continue
        for i in order[k:k + 2]:
            gap = text[end:mentions[i].start]
            if mentions[i].start >= end and len(gap) <= 45 and _PEOPLE_OF.match(gap):
                mentions[i].people = iso3


def _choose(mentions: list[Mention], background: Counter[str]) -> None:
    """One round: the best candidate of each mention, given what the last round chose."""
    evidence = _Evidence(mentions, background)
    points = list({
        (m.chosen.lat, m.chosen.lon): (m.key, m.chosen) for m in mentions
        if m.chosen is not None and m.chosen.kind not in ("country", "continent")
        and m.chosen.radius_km < 400
    }.values())[:POINTS]
    free: dict[str, tuple[float, Candidate]] = {}
    best: list[tuple[float, Candidate] | None] = []
    for mention in mentions:
        if not mention.candidates:
            best.append(None)
            continue
        found = None if mention.linked else free.get(mention.key)
        if found is None:
            weights = evidence.without(mention.key)
            scored = [(_score(c, mention, mentions, weights, points), c)
                      for c in mention.candidates]
            found = max(scored, key=lambda pair: pair[0])
            if not mention.linked:
                free[mention.key] = found
        best.append(found)
    strongest: dict[str, tuple[float, Candidate]] = {}
    for mention, pair in zip(mentions, best, strict=True):
        if pair is not None:
            score = pair[0] + (3.0 if mention.linked else 0.0)
            if mention.key not in strongest or score > strongest[mention.key][0]:
                strongest[mention.key] = (score, pair[1])
    for mention, pair in zip(mentions, best, strict=True):
        if pair is not None:
            own = bool(mention.containers) or mention.people is not None
            mention.chosen = pair[1] if own else strongest[mention.key][1]


class _Evidence:
    """How much the report speaks of each country, 0 to 1."""

    def __init__(self, mentions: list[Mention], background: Counter[str]) -> None:
        self._all: Counter[str] = Counter()
        self._own: dict[str, Counter[str]] = {}
        for iso3, count in background.items():
            self._all[iso3] += 0.5 * min(count, 3)  # type: ignore[assignment]
        for mention in mentions:
            chosen = mention.chosen
            if chosen is None or chosen.country is None:
                continue
            step = 0.3 if mention.key in self._own else 1.0
            own = self._own.setdefault(mention.key, Counter())
            step *= 1.0 if chosen.kind == "country" else 1.2
            own[chosen.country] += step  # type: ignore[assignment]
            self._all[chosen.country] += step  # type: ignore[assignment]

    def without(self, key: str) -> dict[str, float]:
        """The evidence of everything but the name itself."""
        own = self._own.get(key, Counter())
        return {k: 1.0 - math.exp(-max(0.0, w - own[k]) / 1.5) for k, w in self._all.items()}


def _score(
    c: Candidate, mention: Mention, mentions: list[Mention], evidence: dict[str, float],
    points: list[tuple[str, Candidate]],
) -> float:
    score = PRIOR[c.kind]
    if c.kind in PER_DIGIT:
        score += PER_DIGIT[c.kind] * math.log10(c.population + 10)
    if c.kind == "city" and capital_of(c.name) == c.country and c.country:
        score += CAPITAL
    if not c.main:
        score += ALIAS
    if c.curated:
        score += CURATED
    settled = c.kind in ("city", "county")
    if settled and not any(_is_province(mentions[k]) for k in mention.containers):
        score -= mention.rivalry if c.main else 2 * mention.rivalry
    if c.kind == "province" and c.country in mention.states:
        score -= 3.0  # Mexico the state of Mexico
    if c.country and c.kind != "country":
        score += SAME_COUNTRY * evidence.get(c.country, 0.0)
    if mention.people and c.country:
        score += CONTAINED if mention.people == c.country and c.kind != "country" else 0.0
    for k in mention.containers:
        outer = mentions[k].chosen
        if outer is not None and outer.kind == "country" and settled and mention.states:
            continue
        options = (outer,) if outer is not None else mentions[k].candidates[:5]
        if any(inside(c, o) for o in options):
            score += CONTAINED
            break
    for k in mention.inner:
        inner = mentions[k]
        options = (inner.chosen,) if inner.chosen is not None else inner.candidates[:10]
        if any(inside(o, c) for o in options):
            score += CONTAINED / 2
            break
    if c.kind not in ("country", "continent"):
        nearest = min(
            (distance_km(c.lat, c.lon, o.lat, o.lon) for key, o in points if key != mention.key),
            default=None,
        )
        if nearest is not None:
            score += NEAR * math.exp(-nearest / NEAR_KM)
    return score


def _is_province(mention: Mention) -> bool:
    return mention.chosen is not None and mention.chosen.kind == "province"


def inside(inner: Candidate, outer: Candidate) -> bool:
    """Does `inner` lie in `outer`, as far as codes and radii tell?"""
    if inner == outer or inner.kind in ("country", "continent"):
        return False
    if outer.kind == "country":
        return inner.country == outer.country
    if outer.kind == "province" and outer.admin1 and inner.admin1 and inner.country:
        return inner.country == outer.country and inner.admin1 == outer.admin1
    if outer.kind == "city" and (inner.kind not in ("city", "site") or outer.population < 50_000):
        return False
    if inner.kind == outer.kind == "province":
        return False
    reach = max(outer.radius_km, 15.0) * 1.15 + 10.0
    return distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= reach


def _borrow(mentions: list[Mention]) -> None:
    """An unknown name written inside a known one is put there: as sure as its container."""
    for mention in mentions:
        if mention.chosen is None:
            for k in mention.containers:
                outer = mentions[k].chosen
                if outer is not None and outer.kind not in ("continent",):
                    mention.chosen = replace(outer, name=mention.text, main=False)
                    break


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance on a sphere of 6,371 km."""
    a, b = math.radians(lat1), math.radians(lat2)
    d = math.radians(lon2 - lon1)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
