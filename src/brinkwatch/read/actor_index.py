"""Names of the knowledge found in a Doc: countries, peoples, seats of government, bodies,
persons in the holders file. What persons, bodies and groups are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

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
        self.text = text_of(doc)
        self.ents = tuple(doc.ents)
        self.name_words = {
            t.text for e in self.ents if e.label_ in PERSON_LABELS and len(e) > 1 for t in e
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
        last = self.doc[end - 1]
        return self.text[self.doc[start].idx:last.idx + len(last)]

    def _scan(self) -> None:
        firsts = first_words()
        i = 0
        n = len(self.doc)
        while i < n:
            token = self.doc[i]
            word = token.text
            proper = word[:1].isupper() or word[:1].isdigit() or word in ("al", "dpa")
            if not proper or fold(word) not in firsts:
                self._slip(token)
                i += 1
                continue
            top = min(n, i + LONGEST)
            for j in range(i + 1, top):
                if ends_sentence(self.doc, j) or self.doc[j].text in (",", ";", ":", ")"):
                    top = j
                    break
            for end in range(top, i, -1):
                last = self.doc[end - 1]
                if end - i > 1 and (last.text in POSSESSIVES or (not last.text[-1].isalnum()
                                    and len(last.text) < 2) or last.is_space):
                    continue
                found = self._known(i, end)
                if found is not None:
                    self._keep(found)
                    i = end
                    break
            else:
                i += 1

    def _slip(self, token: Token) -> None:
        """A country or people written with one letter wrong, where it is no other name."""
        if token.pos_ not in ("PROPN", "ADJ") or token.ent_type_ not in ("", "LOC", "MISC", "ORG"):
            return
        if token.i in self._places or (token.ent_iob_ == "I") or (
                token.i + 1 < len(self.doc) and self.doc[token.i + 1].ent_iob_ == "I"):
            return
        found = misspelt(token.text)
        if found is not None:
            kind = {"country": "country", "plural": "people"}.get(found[1], "demonym")
            self._keep(Known(token.i, token.i + 1, kind, found[0]))

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
        doc = self.doc
        if self._inside_name(start, end, text):
            return None
        body = organisation(text)
        if body is not None and not (body.sector == "PTY" and end - start == 1
                                     and not self._own_ent(start, end, "ORG")):
            return Known(start, end, "organisation", body.country, organisation=body)
        iso3 = country_named(text)
        if iso3 is not None:
            if doc[start].idx in self._places or self._personal(start, end):
                return None  # the state of Georgia, the Sea of Japan
            return Known(start, end, "country", iso3)
        found = demonyms().get(text)
        if found:
            after = doc[end] if end < len(doc) else None
            nominal = after is None or not (
                after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or after.text == "-")
            kinds = {d.kind for d in found}
            people = "plural" in kinds or ("person" in kinds and nominal
                                           and doc[start].pos_ in ("NOUN", "PROPN"))
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
        place = self._places.get(self.doc[start].idx)
        return place is not None and len(place.text) > len(self.slice(start, end)) + 2

    def _own_ent(self, start: int, end: int, label: str) -> bool:
        ent = self._labels.get(start)
        return ent is not None and end <= ent.end and ent.label_ == label

    def _inside_name(self, start: int, end: int, text: str) -> bool:
        """Is it a proper part of a longer name of a person or body?"""
        label = self.doc[start].ent_type_
        if label not in PERSON_LABELS and label != "ORG":
            return False
        first, last = _extent(self.doc, start)
        if first == start and last == end:
            return False
        inner = [t for t in self.doc[first:last] if t.text not in POSSESSIVES]
        if len(inner) <= end - start:
            return False
        if label in PERSON_LABELS:  # a name that the lower layer ran together with its country
            return ((end - start == 1 and demonyms().get(text) is None and start != first)
                    or (country_named(text) is not None and end == last)
                    or self.slice(first, last).startswith(text + "-"))
        if start == first and self.doc[end].text in POSSESSIVES:
            return False
        return organisation(self.slice(first, last)) is None and not (
            start == first and last - first > 1
        ) and start != first

    def _personal(self, start: int, end: int) -> bool:
        """Is a one-word country or capital a person here ("Michael Jordan", "Chad Wolf")?"""
        doc = self.doc
        if end - start > 1:
            return False
        before = doc[start - 1] if start else None
        after = doc[end] if end < len(doc) else None
        if before is not None and (
            before.lower_.rstrip(".") in PERSON_WORDS
            or (before.lower_ in first_names() and before.text[:1].isupper())
        ):
            return True
        if doc[start].ent_type_ in PERSON_LABELS:
            first, last = _extent(doc, start)
            inner = [t for t in doc[first:last] if t.text not in POSSESSIVES]
            if len(inner) > 1:
                return True
            if doc[start].lower_ in first_names():
                return True
        return (doc[start].lower_ in first_names() and after is not None
                and after.text[:1].isupper() and after.pos_ == "PROPN")


def ends_sentence(doc: Doc, i: int) -> bool:
    """Does a new sentence really begin at token `i`: after a stop, a quote or a line break?"""
    before = doc[i - 1].text
    return "\n" in before or "\n" in doc[i].text or bool(
        doc[i].is_sent_start and before[-1:] in ".!?:;\"'”’)…—-")


def _extent(doc: Doc, i: int) -> tuple[int, int]:
    start, end = i, i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end


def entity_extent(token: Token) -> tuple[int, int]:
    """Token span of the entity that holds `token`, or of the token alone."""
    return _extent(token.doc, token.i) if token.ent_type_ else (token.i, token.i + 1)


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
