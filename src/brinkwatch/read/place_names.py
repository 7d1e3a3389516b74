"""Which stretches of a Doc are place names: the entities of the lower layers, and what the
gazetteer knows among capitalised words that they missed."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc, Span, Token

from brinkwatch.knowledge.actor_words import words
from brinkwatch.knowledge.countries import country_named, country_names, demonyms
from brinkwatch.knowledge.gazetteer import capital_of, curated_names, gazetteer
from brinkwatch.knowledge.offices import american, first_names, offices, terms
from brinkwatch.knowledge.organisations import organisation
from brinkwatch.knowledge.tables import fold
from brinkwatch.read.annotations import text_of
from brinkwatch.read.columns import Columns, columns

PLACE_LABELS = frozenset({"LOC", "GPE", "FACILITY", "FAC"})
NAME_LABELS = frozenset({"PER", "PERSON", "ORG", "MISC", "WEAPON", "PLATFORM", "EVENT", "NORP"})
LONGEST = 6
_LOCATIVE = frozenset({
    "in", "at", "near", "from", "toward", "towards", "around", "outside", "inside", "across",
    "into", "off", "over", "above", "throughout", "to", "between", "within", "through",
})
_ADMIN = frozenset({
    "county", "province", "oblast", "region", "district", "governorate", "city", "town", "village",
    "prefecture", "island", "islands", "peninsula", "airport", "river", "strait",
})
_ARTICLES = frozenset({"the", "a", "an"})
_INNER = frozenset({"of", "al", "el", "-", "and", "de", "la", "-ri"}) | _ADMIN


def place_spans(doc: Doc) -> list[tuple[int, int]]:
    """Token spans (start, end) of place names in text order, none overlapping."""
    taken = [False] * len(doc)
    of = columns(doc)
    ents = tuple(doc.ents)
    held = {i: e for e in ents for i in range(e.start, e.end)}
    found = _phrases(doc, of, held)
    for start, end in found:
        taken[start:end] = [True] * (end - start)
    blocked = [False] * len(doc)
    for ent in ents:
        if any(taken[ent.start:ent.end]):
            continue
        if ent.label_ in PLACE_LABELS:
            start, end = _trim(doc, ent.start, ent.end)
            if end < len(doc) and doc[end].lower_ in _ADMIN and gazetteer().lookup(
                    doc[start:end + 1].text):
                end += 1
            if end > start and _is_place(doc, start, end):
                for piece in _pieces(doc, start, end):
                    found.append(piece)
                for i in range(start, end):
                    taken[i] = True
        elif ent.label_ in NAME_LABELS and not _misread(doc, ent.start, ent.end):
            for i in range(ent.start, ent.end):
                blocked[i] = True
    found += _missed(doc, of, taken, blocked)
    return sorted(found)


def _phrases(doc: Doc, of: Columns, ents: dict[int, Span]) -> list[tuple[int, int]]:
    """Curated names and countries of several words, whatever the lower layers made of them,
    unless a longer name holds them ("Bank of South Sudan")."""
    out = []
    firsts, written = _words(), text_of(doc)
    i, n = 0, len(of)
    while i < n:
        if not of.text[i][:1].isupper() or fold(of.text[i]) not in firsts:
            i += 1
            continue
        for end in range(min(n, i + LONGEST), i + 1, -1):
            if of.lower[end - 1] in ("'s", "’s") or not any(map(str.isalnum, of.text[end - 1])):
                last = doc[end - 1]
                if last.is_punct or last.is_space or last.lower_ in ("'s", "’s"):
                    continue
            text = written[of.at[i]:of.end[end - 1]]
            known = fold(text) in curated_names() or country_named(text)
            if known and not _held(doc, ents.get(i), i, end):
                out.append((i, end))
                i = end
                break
        else:
            i += 1
    return out


def _held(doc: Doc, ent: Span | None, start: int, end: int) -> bool:
    """Is the phrase a proper part of a longer name of a body or person?"""
    return (ent is not None and ent.label_ in NAME_LABELS and ent.label_ not in ("MISC", "NORP")
            and ent.start <= start and end <= ent.end and ent.end - ent.start > end - start
            and doc[ent.start:ent.end].text.removesuffix("'s") != doc[start:end].text)


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].lower_ in _ARTICLES or doc[start].is_punct):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].lower_ in ("'s", "’s", "'", "’")):
        if doc[end - 1].text.endswith(".") and len(doc[end - 1]) > 1:
            break
        end -= 1
    return start, end


def _is_place(doc: Doc, start: int, end: int) -> bool:
    """Not a demonym, a body or a person that the lower layer took for a place."""
    text = doc[start:end].text
    if end - start == 1 and text in demonyms() and not country_named(text):
        return False
    if organisation(text) is not None and fold(text) not in curated_names():
        return country_named(text) is not None
    if terms(text) and len(text.split()) > 1:
        return False
    if start and end - start == 1 and not _comma_before(doc, start):
        before = doc[start - 1]
        title = american(before.text.rstrip("."))
        if title in offices() and before.text[:1].isupper() and title not in ("premier",):
            return bool(country_named(text)) and title in ("king", "queen")
    if fold(text) in words("no place"):
        return False
    return any(c.isalpha() for c in text) and text[:1] != "@"


def _comma_before(doc: Doc, start: int) -> bool:
    return doc[start - 1].is_punct


def _pieces(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """Split "Salem, Oregon" at its commas unless the gazetteer knows the whole."""
    text = doc[start:end].text
    if "," not in text or gazetteer().known(text):
        return [(start, end)]
    out, first = [], start
    for i in range(start, end):
        if doc[i].text == ",":
            if i > first:
                out.append((first, i))
            first = i + 1
    if end > first:
        out.append((first, end))
    return out


def _misread(doc: Doc, start: int, end: int) -> bool:
    """Is a name of another label a place after all: a country, capital or sea by its full text?"""
    begin, stop = _trim(doc, start, end)
    text = doc[begin:stop].text
    if not text or text in demonyms():
        return False
    before = doc[begin - 1] if begin else None
    after = doc[stop] if stop < len(doc) else None
    if before is not None and (
        american(before.text) in offices() or before.lower_.rstrip(".") in ("mr", "mrs", "ms", "dr")
    ):
        return False
    label = doc[start].ent_type_
    if country_named(text):
        personal = label in ("PER", "PERSON") and text.lower() in first_names()
        return not personal and not (len(text) <= 3 and label in ("PER", "PERSON"))
    if capital_of(text) and label not in ("PER", "PERSON"):
        return True
    located = before is not None and before.lower_ in _LOCATIVE
    admin = after is not None and after.lower_ in _ADMIN
    return (fold(text) in curated_names() and organisation(text) is None and len(text) > 3
            and (located or admin or capital_of(text) is not None))


def _missed(doc: Doc, of: Columns, taken: list[bool], blocked: list[bool]
            ) -> list[tuple[int, int]]:
    """Gazetteer names among capitalised words outside every entity."""
    out = []
    capital = [word[:1].isupper() for word in of.text]
    i, n = 0, len(of)
    while i < n:
        if not capital[i] or taken[i] or blocked[i]:
            i += 1
            continue
        stop = i + 1
        while (stop < n and stop - i < LONGEST and not taken[stop] and not blocked[stop]
               and not of.opens[stop] and (capital[stop] or of.lower[stop] in _INNER)):
            stop += 1
        for end in range(stop, i, -1):
            if (capital[end - 1] or of.lower[end - 1] in _ADMIN) and _known(doc, i, end):
                out.append((i, end))
                i = end
                break
        else:
            i += 1
    return out


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()


@cache
def _words() -> frozenset[str]:
    """First words of curated names and countries, to look no further where none fits."""
    names = curated_names() | country_names()[0] | {fold(n) for n in country_names()[1]}
    return frozenset(name.split(" ")[0] for name in names)


def _known(doc: Doc, start: int, end: int) -> bool:
    text = doc[start:end].text
    single = end - start == 1
    if text.isupper() and len(text) > 4:
        return False
    if country_named(text):
        return not (single and text.lower() in first_names() and _nameish(doc, start, end))
    if organisation(text) is not None or (single and text in demonyms()):
        return False
    if fold(text) in words("no place"):
        return False
    if single and (_nameish(doc, start, end)
                   or doc[start].pos_ not in ("PROPN", "NOUN", "ADJ", "X", "")):
        return False
    located = start > 0 and doc[start - 1].lower_ in _LOCATIVE
    key = fold(text)
    if key in curated_names() and (key.split(" ")[0] in _words()):
        return not single or located or (len(text) > 4 and doc[start].pos_ == "PROPN")
    if capital_of(text):
        return True
    if not located and not (end < len(doc) and doc[end].lower_ in _ADMIN):
        return False
    if doc[start].pos_ not in ("PROPN", ""):
        return False
    return any(c.kind == "province" or c.population >= 15_000 or c.curated
               for c in gazetteer().lookup(text) if c.main)


def _nameish(doc: Doc, start: int, end: int) -> bool:
    """Do the neighbours make it a part of a longer name ("Michael Jordan", "Jordan Smith")?"""
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    beside = before is not None and before.text.lower() in first_names() and _capital(before)
    titled = before is not None and re.match(r"(?i)(mr|mrs|ms|dr|sir)\.?$", before.text) is not None
    follows = after is not None and _capital(after) and after.pos_ == "PROPN" and (
        doc[start].text.lower() in first_names())
    return beside or titled or follows
