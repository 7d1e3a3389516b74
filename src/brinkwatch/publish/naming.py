"""Who is meant, as a page says it: office and full name at first mention, short after.

Every name comes with the spans that carry it, so that the sentence can cite them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from brinkwatch.knowledge.offices import american, surname, term
from brinkwatch.knowledge.prose import house_spelling
from brinkwatch.model import Actor, Claim, Report, Span, Statement
from brinkwatch.publish._names import adjective, country_name, pairs
from brinkwatch.publish.citation import TITLES
from brinkwatch.publish.phrasing import clean, possessive, running
from brinkwatch.publish.same import countries_in, fold, words

PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "us",
        "me",
        "who",
        "which",
        "that",
        "this",
        "these",
        "those",
        "one",
        "his",
        "their",
        "its",
        "there",
        "what",
        "someone",
        "everyone",
        "nobody",
        "none",
        "all",
        "some",
        "others",
        "both",
    ]
)
THE_STATES = re.compile(
    r"^(?:United |Philippines|Netherlands|Bahamas|Gambia|Maldives|Comoros|Seychelles|"
    r"Czech Republic|Central African|Dominican Republic|Democratic Republic|Marshall|Solomon|"
    r"Holy See|Vatican City|European Union)"
)
FAMILY_FIRST = frozenset({"PRK", "KOR", "CHN", "TWN", "VNM", "KHM", "HUN", "HKG", "MAC", "SGP"})
WORD_NAMES = frozenset(
    [
        "no",
        "so",
        "an",
        "in",
        "on",
        "he",
        "ho",
        "i",
        "a",
        "to",
        "do",
        "go",
        "be",
        "will",
        "may",
        "more",
        "day",
        "li",
    ]
)
"""Family names that read as a word of English: the full name is kept."""
PLURAL_HEADS = re.compile(
    r"(?:officials|analysts|experts|police|forces|troops|authorities|ministers|people|observers|"
    r"lawmakers|residents|protesters|witnesses|diplomats|sources|rebels|militants|soldiers|"
    r"Chiefs of Staff|leaders|members|workers|students|activists|firefighters|rescuers|scientists|"
    r"researchers|rebels|Democrats|Republicans|Houthis|groups|countries|nations|media|women|men|children|Taliban|Houthis|Kurds|"
    r"Democrats|Republicans|States|Forces|Brigades|Guards|Rebels)$"
)
INSTITUTION = re.compile(
    r"\b(?:Ministry|Command|Staff|Office|Council|Department|Agency|Committee|Party|Forces?|Army|Navy|"
    r"Police|Court|Senate|House|Guards?|Commission|Union|Government|Parliament|Assembly|Bank|"
    r"Federation|Authority|Bureau|Service|Institute|Treasury|Pentagon|Kremlin|Vatican)\b",
    re.I,
)
OFFICE_TAILS = frozenset(
    "minister secretary president spokesman spokeswoman spokesperson assemblywoman assemblyman "
    "congressman congresswoman senator governor mayor judge general colonel officer professor".split()
)
DATELINE = re.compile(
    r"\s*[A-Z][A-Z.'’\- ]{2,30}(?:,\s*[A-Za-z. ]{2,20})?(?:,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?(?:,\s*\d{4})?"
    r"\s*(?:\([^)]{2,40}\))?\s*(?:—|–|--|-)\s"
)
"""Where and when a report was filed: "SEOUL, Oct 22 (Wire) — ". """
SINGULAR_BODIES = frozenset(
    "government military army police parliament navy ministry cabinet presidency court embassy "
    "leadership regime authorities forces opposition coalition press".split()
)
NATIONAL = frozenset("government military army police parliament navy air force".split())
LOCAL = frozenset("mayor speaker sheriff governor superintendent prosecutor councillor".split())
"""Offices of a place or a house, not of a state."""
UNNAMED = re.compile(
    r"^(?:an?|the|some|several|many|other|one|two|three|senior|former|local|unnamed|anonymous)?\s*"
    r"[a-z]"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, the spans that carry its names, and what it introduces to the page."""

    text: str
    spans: tuple[Span, ...] = ()
    plural: bool = False
    key: str = ""
    person: bool = False
    named: bool = True


@dataclass(slots=True)
class Namer:
    """Names the actors of one page. `commit` what a kept sentence introduced."""

    reports: Mapping[str, Report]
    actors: dict[str, Actor] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    _articles: dict[str, bool] = field(default_factory=dict)
    _short: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, reports: Mapping[str, Report], claims: Iterable[Claim]) -> Namer:
        """A namer that knows every actor of these claims by name."""
        namer = cls(reports)
        for claim in claims:
            chain = [*claim.attribution, *claim.actors, *claim.recipients]
            if isinstance(claim, Statement):
                chain = [claim.speaker, *claim.addressees, *chain]
            for actor in chain:
                for name in (actor.name, actor.person):
                    if not name:
                        continue
                    old = namer.actors.get(name)
                    if (
                        old is None
                        or len(actor.office or "") > len(old.office or "")
                        or (actor.sector and not old.sector and not old.office)
                    ):
                        namer.actors[name] = actor
        return namer

    def commit(self, phrases: Iterable[Phrase]) -> None:
        self.known.update(p.key for p in phrases if p.key)

    def shortened(self) -> dict[str, str]:
        """Full name to short, for the persons the page has introduced."""
        return {
            full: short
            for full, short in self._short.items()
            if short != full and "person:" + " ".join(words(full)) in self.known
        }

    def by_name(self, name: str | None) -> Actor | None:
        return self.actors.get(name) if name else None

    def name(self, actor: Actor, report: str, *, short: bool | None = None) -> Phrase | None:
        """The phrase for an actor in a sentence that draws on `report`; None when it cannot be
        named. `short` forces the short or the long form; by default the page's memory decides."""
        if is_proper(actor.person or "") or _looks_personal(actor):
            return None if self._in_dateline(actor, report) else self._person(actor, report, short)
        text = clean(actor.name or actor.text).strip(" .,;:")
        if not text or text.lower() in PRONOUNS or self._in_dateline(actor, report):
            return None
        lower = lower_first(text)
        if (
            text != lower
            and (" " not in text or re.match(r"(?:Some|Several|Many|Other)\b", text))
            and (PLURAL_HEADS.fullmatch(lower.split()[-1]) and not countries_in(words(text)))
        ):
            text = lower
            actor = replace(actor, name=lower, text=lower_first(actor.text), country=None)
        if (
            actor.sector == "MIL"
            and actor.country
            and words(text) == words(country_name(actor.country))
        ):
            own = self._generic(actor, report)
            if own is not None:
                return own
        if actor.country and words(text) == words(adjective(actor.country)):
            return self._state(actor, report)
        if actor.country and not actor.sector and words(text) == words(country_name(actor.country)):
            return self._state(actor, report)
        if words(text) == words(country_name(actor.country or "")):
            return self._state(actor, report)
        if UNNAMED.match(text) and not re.search(r"[A-Z]", text[1:]):
            return self._unnamed(actor, report)
        return self._body(actor, report, short)

    def _in_dateline(self, actor: Actor, report: str) -> bool:
        """Whether the mention is only the place a report was filed from."""
        if actor.start is None or report not in self.reports:
            return False
        line = DATELINE.match(self.reports[report].text)
        return line is not None and actor.start < line.end()

    # --- persons ---------------------------------------------------------------------------

    def _person(self, actor: Actor, report: str, short: bool | None) -> Phrase | None:
        full = clean(actor.person or actor.name).strip(" .,;:")
        key = "person:" + " ".join(words(full))
        brief = self._brief(full, actor.country)
        spot = self._mention(full, actor, report)
        if spot is None and brief == full:
            return None
        if short or (short is None and key in self.known):
            near = self._mention(brief, actor, report) or spot
            return None if near is None else Phrase(brief, (near,), False, key, True)
        if spot is None:
            # the report uses the family name alone: cite another report of the story for the rest
            spot = self._anywhere(full)
            if spot is None:
                near = self._mention(brief, actor, report)
                return Phrase(brief, (near,), False, key, True) if near else None
        actor = replace(actor, office=self._fullest_office(full, actor, spot))
        office, spans = self._own_title(full, actor, report) or self._office(actor, spot)
        text = f"{office} {full}" if office else full
        return Phrase(text, (spot, *spans), False, key, True)

    def _brief(self, full: str, country: str | None) -> str:
        if full in self._short:
            return self._short[full]
        parts = full.split()
        best = full
        if len(parts) > 1:
            options = [surname(full, country)]
            counts = {}
            for option in options:
                if option.lower() in WORD_NAMES or len(option) < 2:
                    continue
                alone = re.compile(
                    rf"(?<![\w-]){re.escape(option)}(?:['’]s)?(?![\w-])(?!\s+(?!I\b)[A-Z][a-z])"
                )
                n = sum(
                    1
                    for r in self.reports.values()
                    for m in alone.finditer(clean(r.text))
                    if not _preceded_by(clean(r.text), m.start(), parts)
                )
                if n:
                    counts[option] = n
            if counts:
                best = max(counts, key=lambda o: (counts[o], o == options[0]))
            elif country not in FAMILY_FIRST and not re.search(r"\d|Jr|Sr", parts[-1]):
                best = parts[-1]
            elif parts[0].lower() not in WORD_NAMES and country in FAMILY_FIRST:
                best = parts[0]
        self._short[full] = best
        return best

    def _office(self, actor: Actor, spot: Span) -> tuple[str, tuple[Span, ...]]:
        """Country and office as they stand before a name, with the spans that carry them."""
        office = clean(actor.office or "")
        if not office:
            return "", ()
        report = self.reports[spot.report]
        at = _find_spelled(report.text, office, spot.start)
        if at is None:
            return "", ()
        spans = [Span(report.id, *at)]
        shown = house_spelling(office)
        shown = " ".join(
            w if w.lower() in ("of", "the", "and", "for", "to") else w[:1].upper() + w[1:]
            for w in shown.split()
        )
        if not set(words(office)) <= TITLES:
            shown = house_spelling(clean(report.text[at[0] : at[1]]))
            return ("" if re.search(r"\b(?:of|for|to|in)\b", shown) else shown), tuple(spans)
        if re.search(r"\b(?:of|for|to|in)\b", shown):
            return "", ()
        nation = adjective(actor.country) if actor.country else ""
        if set(words(office)) & LOCAL:
            nation = ""
        if nation and not (set(words(nation)) & set(words(shown))) and "Kremlin" not in shown:
            where = self.country_span(report.id, actor.country or "", spot.start)
            if where is not None:
                lead = re.match(r"(?:Former|Acting|Ex-|Deputy) ?", shown)
                at_rest = lead.end() if lead and lead[0] != "Deputy " else 0
                shown = f"{shown[:at_rest]}{nation} {shown[at_rest:]}"
                spans.append(where)
        return shown, tuple(spans)

    def _fullest_office(self, full: str, actor: Actor, spot: Span) -> str | None:
        """The longest of the offices that claims and the list of office holders give a person,
        among those that the report itself writes."""
        report = self.reports[spot.report]
        options = [actor.office, getattr(self.actors.get(full), "office", None)]
        if report.published is not None:
            held = term(full, report.published.date())
            options.extend((held.office, american(held.office)) if held else ())
        written = [o for o in options if o and _find_spelled(report.text, o, spot.start)]
        return max(written, key=len, default=actor.office)

    def _own_title(
        self, full: str, actor: Actor, report: str
    ) -> tuple[str, tuple[Span, ...]] | None:
        """ "Kremlin spokesman": the words a report itself sets before the name, where the office
        alone would say too little."""
        said = clean(actor.text)
        if actor.start is None or actor.end is None or not said.endswith(" " + full):
            return None
        before = said.removesuffix(full).strip()
        if not before or "," in before or len(before.split()) > 5 or re.search(r"[’']s\b", before):
            return None
        if clean(actor.office or "").lower() == before.lower() and before.lower() not in (
            "spokesman",
            "spokeswoman",
            "spokesperson",
        ):
            return None
        if words(actor.office or "") == words(before) and "spokes" not in before.lower():
            return None
        before = re.sub(r"^(?:the|The|its|his|her|their)\s+", "", before)
        return running(before), (Span(report, actor.start, actor.end),)

    def country_span(self, report: str, iso: str, near: int) -> Span | None:
        """Where a report names a state, in any of its names, nearest to a place in it."""
        text = self.reports[report].text
        best: tuple[int, Span] | None = None
        for name, code in pairs():
            if code != iso or len(name) < 2:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                gap = abs(match.start() - near)
                if best is None or gap < best[0]:
                    best = (gap, Span(report, match.start(), match.end()))
        return best[1] if best else None

    def _mention(self, name: str, actor: Actor, report: str) -> Span | None:
        near = actor.start if actor.start is not None else 0
        return find(self.reports[report], name, near)

    def _anywhere(self, name: str) -> Span | None:
        for report in self.reports.values():
            spot = find(report, name, 0)
            if spot is not None:
                return spot
        return None

    # --- states, bodies, the unnamed ---------------------------------------------------------

    def _state(self, actor: Actor, report: str) -> Phrase | None:
        iso = actor.country or ""
        name = country_name(iso)
        near = actor.start or 0
        spot = self.country_span(report, iso, near)
        if spot is None:
            return None
        return Phrase(the_state(name), (spot,), False, f"state:{iso}")

    def state(self, iso: str, report: str, near: int = 0) -> Phrase | None:
        """A state by its code."""
        return self._state(Actor(name=country_name(iso), country=iso, start=near), report)

    def _body(self, actor: Actor, report: str, short: bool | None) -> Phrase | None:
        base = re.sub(r"\s*\([^)]*\)", "", clean(actor.name)).strip()
        base = re.sub(r"^(?:the|The)\s+", "", base)
        parts = words(base)
        if (
            not base
            or parts[0] in ("his", "her", "its", "their", "our", "my", "your")
            or len(base.split()) > 9
            or (parts and parts[-1] in OFFICE_TAILS)
            or (
                any(w in TITLES for w in parts)
                and all(w in TITLES or w in OFFICE_TAILS or countries_in([w]) for w in parts)
            )
        ):
            return None
        spot = find(self.reports[report], base, actor.start or 0)
        if spot is None:
            said = clean(actor.text)
            said = re.sub(r"^(?:the|The)\s+", "", said)
            if not said or said.lower() in PRONOUNS or len(said.split()) > 9:
                own = self._generic(actor, report)
                return own
            base, spot = said, find(self.reports[report], said, actor.start or 0)
            if spot is None:
                return None
        if actor.country is None:
            homes = {a.country for n, a in self.actors.items() if n.startswith(f"{base} (")}
            if len(homes) == 1:
                actor = replace(actor, country=homes.pop())
        key = "body:" + " ".join(words(base))
        plural = is_plural_noun(base) if base[:1].islower() or base.split()[0] in (
            "Some", "Several", "Many") else bool(PLURAL_HEADS.search(base))
        generic = not re.search(r"[A-Z]", base)
        if generic and actor.country and actor.sector:
            return self._generic(actor, report) or Phrase("the " + base, (spot,), plural, key)
        shown = running(base)
        owner = re.match(r"([A-Z][\w ]*?)['’]s? ", shown)
        if (owner and countries_in(words(owner[1]))) or re.match(
            r"^(?:Some|Several|Many|An?)\b", shown
        ):
            return Phrase(
                lower_first(shown)
                if shown.split()[0] in ("Some", "Several", "Many", "A", "An")
                else shown,
                (spot,),
                plural,
                key,
            )
        spans: tuple[Span, ...] = (spot,)
        before = self.reports[report].text[max(0, spot.start - 4) : spot.start].lower()
        article = re.search(r"(?:^|\s|\b)(an?)\s$", before)
        if article and shown.split()[-1].islower() and not plural:
            return Phrase(f"{article[1]} {shown}", spans, False, "", False, False)
        first = not (short or (short is None and key in self.known))
        if first and actor.country and actor.sector in ("MIL", "GOV", "LEG", "JUD", "COP", "SPY"):
            nation = country_name(actor.country)
            same = set(words(nation)) | set(words(adjective(actor.country)))
            if not same & set(words(shown)):
                where = self.country_span(report, actor.country, spot.start)
                if where is not None and not self._stands_for_state(base, actor.country):
                    return Phrase(
                        f"{possessive(the_state(nation))} {shown}", (spot, where), plural, key
                    )
        tail = shown.split()[-1]
        if countries_in(parts[:1]) + countries_in(parts[:2]) and tail.islower():
            if tail in SINGULAR_BODIES:
                shown = "the " + shown
            elif not plural and tail not in ("media", "intelligence", "television", "radio"):
                return None
        elif self._takes_article(base):
            shown = "the " + shown
        return Phrase(shown, spans, plural, key)

    @staticmethod
    def _stands_for_state(base: str, iso: str) -> bool:
        return any(code == iso and words(name) == words(base) for name, code in pairs())

    def _generic(self, actor: Actor, report: str) -> Phrase | None:
        """ "South Korea’s military", from country and sector, where a report says so."""
        noun = {"MIL": "military", "GOV": "government", "LEG": "parliament", "COP": "police"}.get(
            actor.sector or ""
        )
        if not noun or not actor.country:
            return None
        spot = find(self.reports[report], noun, actor.start or 0)
        where = self.country_span(report, actor.country, actor.start or 0)
        if spot is None or where is None:
            return None
        text = f"{possessive(the_state(country_name(actor.country)))} {noun}"
        return Phrase(text, (where, spot), noun == "police", f"body:{actor.country} {noun}")

    def _unnamed(self, actor: Actor, report: str) -> Phrase | None:
        text = clean(actor.text or actor.name)
        if not text or text.lower() in PRONOUNS:
            text = clean(actor.name)
        text = re.split(r",| who | which | that |;|—|–", text)[0].strip()
        if not text or len(text.split()) > 9 or text.lower() in PRONOUNS:
            return None
        report_text = self.reports[report].text
        spot = find(self.reports[report], text, actor.start or 0)
        if spot is None:
            return None
        noun = re.sub(r"^(?:the|The)\s+", "", text).lower()
        if actor.country and noun in NATIONAL and (nation := adjective(actor.country)):
            where = self.country_span(report, actor.country, spot.start)
            if where is not None:
                return Phrase(
                    f"the {nation} {noun}",
                    (spot, where),
                    noun == "police",
                    f"body:{actor.country} {noun}",
                )
        plural_head = is_plural_noun(text)
        text, spot = self._with_seat(text, spot)
        text = lower_first(text) if not _is_name(text.split()[0], report_text) else text
        plural = plural_head
        if not re.match(
            r"(?:an?|the|some|several|many|most|two|three|other|one|his|her|its|their|no)\b|\d",
            text,
        ) and not re.match(r"[A-Z]", text):
            before = report_text[max(0, spot.start - 24) : spot.start].lower()
            lead = re.search(
                r"\b((?:about |around |some |more than |at least |an estimated |up to )?(?:\d[\d,]*|an?|"
                r"the|some|several|many|one|two|three|four|five|six|seven|eight|nine|ten|other))\s+$",
                before,
            )
            if lead:
                text = f"{lead.group(1)} {text}"
                spot = Span(report, spot.start - len(lead.group(0)), spot.end)
            elif not plural or re.match(r"(?:million|billion|thousand|hundred|dozen)\b", text):
                return None
        return Phrase(house_spelling(text), (spot,), plural, "", False, False)

    def _with_seat(self, text: str, spot: Span) -> tuple[str, Span]:
        """ "a source" → "a source within the Interior Ministry", where the report says so."""
        if len(text.split()) > 4:
            return text, spot
        after = self.reports[spot.report].text[spot.end : spot.end + 90]
        seat = re.match(
            r"\s+(?:of|in|within|at|from|for|close to|familiar with|briefed by)\s+(?:the\s+|an?\s+)?"
            r"(?:[\w’'-]+\s+){0,4}?[\w’'-]+(?=\s+(?:said|says|told|reportedly|claimed|believe|warned|"
            r"announced|has|had|have|added)\b|,|\.\s)",
            after,
        )
        if seat is None or re.search(r"\b(?:who|that|which|it|them|him|her)\b", seat.group()):
            return text, spot
        return clean(text + seat.group()), Span(spot.report, spot.start, spot.end + seat.end())

    def _takes_article(self, base: str) -> bool:
        if base not in self._articles:
            pattern = re.compile(rf"\b[Tt]he\s+{re.escape(base)}\b")
            bare = re.compile(rf"(?<![\w]){re.escape(base)}\b")
            the = sum(len(pattern.findall(clean(r.text))) for r in self.reports.values())
            total = sum(len(bare.findall(clean(r.text))) for r in self.reports.values())
            institution = INSTITUTION.search(base) and not re.match(r"[A-Z]{2,}$", base)
            self._articles[base] = (the > 0 and the * 3 >= total) or bool(institution)
        return self._articles[base]


def is_proper(name: str) -> bool:
    """Whether words can be a person's name: capitals, no possessive, no common noun."""
    parts = clean(name).split()
    return bool(parts) and not any(
        re.search(r"’s?$", w) or (w[:1].islower() and (len(w) > 4 or w in OFFICE_TAILS))
        for w in parts
    ) and any(w[:1].isupper() for w in parts)


def _looks_personal(actor: Actor) -> bool:
    return bool(
        actor.office
        and actor.name
        and re.match(r"[A-Z]", actor.name)
        and len(actor.name.split()) > 1
        and is_proper(actor.name)
        and not actor.sector == "IGO"
        and not re.search(r"\b(?:Ministry|Command|Office|Department|Staff)\b", actor.name)
    )


def _preceded_by(text: str, at: int, parts: list[str]) -> bool:
    before = text[:at].rstrip().split(" ")[-1] if at else ""
    return bool(re.match(r"[A-Z][\w’'-]+$", before)) and before in parts


def _is_name(word: str, text: str) -> bool:
    """Whether a capitalised word is a name: the report never writes it in lower case."""
    return (
        word[:1].isupper()
        and not re.search(rf"\b{re.escape(word.lower())}\b", text)
        and (
            word.lower()
            not in (
                "some",
                "the",
                "a",
                "an",
                "several",
                "many",
                "other",
                "officials",
                "analysts",
                "police",
                "experts",
                "witnesses",
                "residents",
                "one",
            )
        )
    )


def is_plural_noun(text: str) -> bool:
    """Whether a common noun phrase is plural, by its head."""
    head = re.split(r" (?:in|of|at|from|within|near|close|familiar|briefed|on|with|for) ", text)[0]
    return bool(PLURAL_HEADS.search(head)) or (head.endswith("s") and not head.endswith("ss"))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def the_state(name: str) -> str:
    """A state's name with its article where it takes one."""
    return f"the {name}" if THE_STATES.match(name) else name


def find(report: Report, name: str, near: int) -> Span | None:
    """Where a report writes a name (in any typography), nearest to a place in it."""
    parts = [re.escape(p).replace("’", "['’‘]") for p in clean(name).split()]
    if not parts:
        return None
    pattern = re.compile(r"(?<!\w)" + r"[\s\u00a0]+".join(parts) + r"(?!\w)", re.IGNORECASE)
    best: tuple[int, Span] | None = None
    for match in pattern.finditer(report.text):
        if best is None or abs(match.start() - near) < best[0]:
            best = (abs(match.start() - near), Span(report.id, match.start(), match.end()))
    return best[1] if best else None


def _find_spelled(text: str, phrase: str, near: int) -> tuple[int, int] | None:
    """Where a phrase stands in a text in any spelling, nearest to a place."""
    want = tuple(words(phrase))
    if not want:
        return None
    starts, ends, keys = _tokens(text)
    best: tuple[int, tuple[int, int]] | None = None
    for i in range(len(keys) - len(want) + 1):
        if keys[i] == want[0] and keys[i : i + len(want)] == want:
            gap = abs(starts[i] - near)
            if best is None or gap < best[0]:
                best = (gap, (starts[i], ends[i + len(want) - 1]))
    return best[1] if best else None


@lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...]]:
    """Start, end and comparison key of each word of a text."""
    found = list(re.finditer(r"[^\W_]+(?:['’.][^\W_]+)*", text))
    return (
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
        tuple(key(m.group()) for m in found),
    )


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """One comparison key for a written word, "" for none."""
    return next(iter(words(word)), "")


__all__ = ["Namer", "Phrase", "find", "fold", "the_state"]
