"""States, bodies and the unnamed by name."""

from __future__ import annotations

import re
from dataclasses import replace

from brinkwatch.knowledge.prose import house_spelling
from brinkwatch.model import Actor, Span
from brinkwatch.publish._names import adjective, country_name, pairs
from brinkwatch.publish.cited_names import TITLES
from brinkwatch.publish.namebook import Namebook
from brinkwatch.publish.nouns import (
    INSTITUTION,
    NATIONAL,
    OFFICE_TAILS,
    PLURAL_HEADS,
    PRONOUNS,
    SINGULAR_BODIES,
    is_name,
    is_plural_noun,
    lower_first,
    the_state,
)
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import clean, possessive, running
from brinkwatch.publish.same import countries_in, words
from brinkwatch.publish.spotting import find

COUNTED = frozenset(
    "some several many two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen twenty dozens hundreds thousands".split()
)
"""Words that open the name of a crowd."""


LONG = 3
"""Words: a longer name of a state is used only where the report writes it out."""


class Bodies(Namebook):
    """Names states, bodies and those whom a report leaves unnamed."""

    __slots__ = ()

    def _state(self, actor: Actor, report: str) -> Phrase | None:
        iso = actor.country or ""
        name = country_name(iso)
        near = actor.start or 0
        spot = self.country_span(report, iso, near)
        said = clean(actor.text)
        if len(name.split()) > LONG and find(self.reports[report], name, near) is None and (
            said in name and (own := find(self.reports[report], said, near)) is not None
        ):
            return Phrase(said, (own,), False, f"state:{iso}")  # "Congo", as the report has it
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
        base, spot = self._whole_name(base, spot)
        if actor.country is None:
            homes = {a.country for n, a in self.actors.items() if n.startswith(f"{base} (")}
            if len(homes) == 1:
                actor = replace(actor, country=homes.pop())
        key = "body:" + " ".join(words(base))
        plural = (
            is_plural_noun(base)
            if base[:1].islower()
            or (base.split()[-1][:1].islower() and base.split()[0].lower() in COUNTED)
            else bool(PLURAL_HEADS.search(base))
        )
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

    def _whole_name(self, base: str, spot: Span) -> tuple[str, Span]:
        """ "Trade Operations agency" → "United Kingdom Maritime Trade Operations agency": a body
        named by a common noun takes the capitals that stand right before it."""
        if not base.split()[-1][:1].islower() or not base[:1].isupper() or " " not in base:
            return base, spot
        before = self.reports[spot.report].text[max(0, spot.start - 60) : spot.start]
        lead = re.search(r"(?:(?<=\s)|^)((?:[A-Z][\w&-]* )+)$", before)
        if lead is None or re.search(r"[.!?:]\s$", before[: lead.start()] or ". "):
            return base, spot
        return clean(lead[1] + base), Span(spot.report, spot.start - len(lead[1]), spot.end)

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
        text, spot = self._whole_name(text, spot)
        if re.match(r"[A-Z]", text) and INSTITUTION.search(text.split()[-1]):
            return Phrase(f"the {text}", (spot,), False, "body:" + " ".join(words(text)))
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
        text = lower_first(text) if not is_name(text.split()[0], report_text) else text
        plural = plural_head
        if not re.match(
            r"(?:an?|the|some|several|many|most|two|three|other|one|his|her|its|their|no)\b|\d",
            text,
        ) and not re.match(r"[A-Z]", text):
            before = report_text[max(0, spot.start - 24) : spot.start].lower()
            lead = re.search(
                r"\b((?:about |around |some |more than |at least |an estimated |"
                r"up to )?(?:\d[\d,]*|an?|"
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
            r"\s+(?:of|in|within|at|from|for|close to|familiar with|briefed by)\s+(?:the\s+|"
            r"an?\s+)?"
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
