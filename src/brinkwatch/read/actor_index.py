"""Names of the knowledge found in a Doc: countries, peoples, seats of government, bodies,
persons in the holders file. What persons, bodies and groups are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from brinkwatch.knowledge.countries import country_named, country_names, demonyms, misspelt
from brinkwatch.knowledge.offices import first_names, holders, terms
from brinkwatch.knowledge.organisations import (
    Metonym,
    Organisation,
    metonym,
    metonyms,
    organisation,
    organisation_keys,
)
from brinkwatch.knowledge.tables import fold
from brinkwatch.read.annotations import text_of
from brinkwatch.read.columns import Columns, columns

LONGEST = 7
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
PERSON_LABELS = frozenset({"PER", "PERSON"})
PERSON_WORDS = frozenset({"mr", "mrs", "ms", "dr", "sir", "madam", "lord", "lady"})


@dataclass(frozen=True, slots=True)
class Known:
    """A known name at tokens [start, end), the possessive left out.

    `kind`: "country", "demonym", "people", "metonym", "organisation", "person" or "place"
    (below the state)."""

    start: int
    end: int
    kind: str
    country: str | None = None
    metonym: Metonym | None = None
    organisation: Organisation | None = None


class Index:
    """The known names of one Doc, longest first, none overlapping."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.of = columns(doc)
        self.text = text_of(doc)
        self.ents = tuple(doc.ents)
        self.name_words = {
            w for e in self.ents if e.label_ in PERSON_LABELS and e.end - e.start > 1
            for w in self.of.text[e.start:e.end]
        }
        """Words of the names of persons that have several."""
        self._labels = {i: e for e in self.ents for i in range(e.start, e.end)}
        self.by_start: dict[int, Known] = {}
        self.by_end: dict[int, Known] = {}
        self.covering: dict[int, Known] = {}
        self._places = {
            i: p for p in (doc._.places if Doc.has_extension("places") else ())
            if p.precision not in (None, "country") and p.start is not None and p.end is not None
            for i in range(p.start, p.end)
        }
        self._scan()
        self._towns()

    def slice(self, start: int, end: int) -> str:
        """The words of tokens [start, end) as written, without the space after."""
        return self.text[self.of.at[start]:self.of.end[end - 1]]

    def _scan(self) -> None:
        firsts = first_words()
        words = self.of.text
        i = 0
        n = len(words)
        while i < n:
            word = words[i]
            proper = word[:1].isupper() or word[:1].isdigit() or word in ("al", "dpa")
            if not proper or fold(word) not in firsts:
                if self.of.pos[i] in ("PROPN", "ADJ"):
                    self._slip(i)
                i += 1
                continue
            top = min(n, i + LONGEST)
            for j in range(i + 1, top):
                if words[j] in (",", ";", ":", ")") or ends_sentence(self.of, j):
                    top = j
                    break
            for end in range(top, i, -1):
                last = words[end - 1]
                if end - i > 1 and (last in POSSESSIVES or (not last[-1].isalnum()
                                    and len(last) < 2) or last.isspace()):
                    continue
                found = self._known(i, end)
                if found is not None:
                    self._keep(found)
                    i = end
                    break
            else:
                i += 1

    def _slip(self, i: int) -> None:
        """A country or people written with one letter wrong, where it is no other name."""
        of = self.of
        if of.label[i] not in ("", "LOC", "MISC", "ORG") or i in self._places or of.inside[i] or (
                i + 1 < len(of) and of.inside[i + 1]):
            return
        found = misspelt(of.text[i])
        if found is not None:
            kind = {"country": "country", "plural": "people"}.get(found[1], "demonym")
            self._keep(Known(i, i + 1, kind, found[0]))

    def _towns(self) -> None:
        """Places below the state, which may own a title ("Kherson governor")."""
        spans = {(p.start, p.end): p for p in self._places.values() if p.country}
        for (start, end), place in spans.items():
            if start is None or end is None:
                continue
            span = self.doc.char_span(start, end, alignment_mode="expand")
            if span is not None and not any(
                    i in self.covering for i in range(span.start, span.end)):
                self._keep(Known(span.start, span.end, "place", place.country))

    def _keep(self, found: Known) -> None:
        self.by_start[found.start] = found
        self.by_end[found.end] = found
        for k in range(found.start, found.end):
            self.covering[k] = found

    def _known(self, start: int, end: int) -> Known | None:
        text = self.slice(start, end)
        of = self.of
        if self._inside_name(start, end, text):
            return None
        body = organisation(text)
        if body is not None and not (body.sector == "PTY" and end - start == 1
                                     and not self._own_ent(start, end, "ORG")):
            return Known(start, end, "organisation", body.country, organisation=body)
        iso3 = country_named(text)
        if iso3 is not None:
            if of.at[start] in self._places or self._personal(start, end):
                return None  # the state of Georgia, the Sea of Japan
            return Known(start, end, "country", iso3)
        found = demonyms().get(text)
        if found:
            nominal = end >= len(of) or not (
                of.pos[end] in ("NOUN", "PROPN", "ADJ", "NUM") or of.text[end] == "-")
            kinds = {d.kind for d in found}
            people = "plural" in kinds or ("person" in kinds and nominal
                                           and of.pos[start] in ("NOUN", "PROPN"))
            return Known(start, end, "people" if people else "demonym", found[0].iso3)
        if terms(text) and end - start > 1:
            return Known(start, end, "person", terms(text)[-1].country)
        stands = metonym(text)
        if stands is not None and self._within_place(start, end):
            stands = None
        if stands is not None and not self._personal(start, end):
            return Known(start, end, "metonym", stands.country, metonym=stands)
        return None

    def _within_place(self, start: int, end: int) -> bool:
        place = self._places.get(self.of.at[start])
        return place is not None and len(place.text) > len(self.slice(start, end)) + 2

    def _own_ent(self, start: int, end: int, label: str) -> bool:
        ent = self._labels.get(start)
        return ent is not None and end <= ent.end and ent.label_ == label

    def _inside_name(self, start: int, end: int, text: str) -> bool:
        """Is it a proper part of a longer name of a person or body?"""
        label = self.of.label[start]
        if label not in PERSON_LABELS and label != "ORG":
            return False
        first, last = entity_extent(self.of, start)
        if first == start and last == end:
            return False
        inner = [w for w in self.of.text[first:last] if w not in POSSESSIVES]
        if len(inner) <= end - start:
            return False
        if label in PERSON_LABELS:  # a name that the lower layer ran together with its country
            return ((end - start == 1 and demonyms().get(text) is None and start != first)
                    or (country_named(text) is not None and end == last)
                    or self.slice(first, last).startswith(text + "-"))
        if start == first and self.of.text[end] in POSSESSIVES:
            return False
        return organisation(self.slice(first, last)) is None and not (
            start == first and last - first > 1
        ) and start != first

    def _personal(self, start: int, end: int) -> bool:
        """Is a one-word country or capital a person here ("Michael Jordan", "Chad Wolf")?"""
        of = self.of
        if end - start > 1:
            return False
        if start and (
            of.lower[start - 1].rstrip(".") in PERSON_WORDS
            or (of.lower[start - 1] in first_names() and of.text[start - 1][:1].isupper())
        ):
            return True
        given = of.lower[start] in first_names()
        if of.label[start] in PERSON_LABELS:
            first, last = entity_extent(of, start)
            if given or sum(w not in POSSESSIVES for w in of.text[first:last]) > 1:
                return True
        return given and end < len(of) and of.text[end][:1].isupper() and of.pos[end] == "PROPN"


def ends_sentence(of: Columns, i: int) -> bool:
    """Does a new sentence really begin at token `i`: after a stop, a quote or a line break?"""
    before = of.text[i - 1]
    return "\n" in before or "\n" in of.text[i] or (
        of.opens[i] and before[-1:] in ".!?:;\"'”’)…—-")


def entity_extent(of: Columns, i: int) -> tuple[int, int]:
    """Token span of the entity that holds token `i`, or of the token alone."""
    start, end = i, i + 1
    if of.label[i]:
        while start > 0 and of.inside[start]:
            start -= 1
        while end < len(of) and of.inside[end]:
            end += 1
    return start, end


@cache
def first_words() -> frozenset[str]:
    """Folded first words of every known name."""
    names: set[str] = set()
    for folded, exact in (country_names(), organisation_keys()):
        names |= folded | {fold(x) for x in exact}
    names |= {fold(w) for w in demonyms()} | set(metonyms())
    for holder in holders():
        names |= {fold(x) for x in (holder.person, *holder.aliases)}
    return frozenset(name.split(" ")[0] for name in names if name)
