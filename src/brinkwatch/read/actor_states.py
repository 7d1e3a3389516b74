"""States and organisations by name: countries, peoples, seats of government, known bodies, other
names of bodies, "the North", and nouns that stand for an actor named before."""

from __future__ import annotations

from brinkwatch.knowledge.actor_words import anaphors
from brinkwatch.knowledge.countries import countries, country_in
from brinkwatch.knowledge.offices import american
from brinkwatch.knowledge.organisations import bodies, sector_of
from brinkwatch.read.actor_index import Known
from brinkwatch.read.actor_mentions import Mention, Sheet, possessive
from brinkwatch.read.actor_titles import owner_after

LOCATIVE = frozenset({"in", "at", "near", "around", "across", "over", "outside", "inside", "into"})
KOREAS = {"North": "PRK", "South": "KOR"}


def find_states(sheet: Sheet) -> None:
    """Write states and organisations on the sheet, then give parliaments their state."""
    _halves(sheet)
    for ent in sheet.ents:
        if ent.label_ == "ORG" and sheet.free(ent.start, ent.end):
            _unlisted(sheet, ent.start, sheet.trim(ent.start, ent.end))
    for known in sorted(
        sheet.index.by_start.values(), key=lambda k: (k.kind != "organisation", k.start)
    ):
        if not sheet.free(known.start, known.end):
            continue
        if known.kind == "organisation":
            _organisation(sheet, known)
        elif known.kind == "people":
            _people(sheet, known)
        elif known.kind == "metonym":
            _seat(sheet, known)
        elif known.kind in ("country", "demonym"):
            _state(sheet, known.start, known)
    _anaphors(sheet)
    _parliaments(sheet)


def _halves(sheet: Sheet) -> None:
    """"the North" and "the South" where the report is about Korea."""
    of = sheet.of
    if not {k.country for k in sheet.index.by_start.values()} & {"PRK", "KOR"}:
        return
    for i in range(1, len(of)):
        iso3 = KOREAS.get(of.text[i])
        if iso3 is None or of.lower[i - 1] != "the" or sheet.taken[i] or (
                i in sheet.index.covering):
            continue
        if i + 1 == len(of) or not (of.text[i + 1][:1].isupper() or of.lower[i + 1] == "of"):
            sheet.add(Mention(i - 1, i + 1, i, "government", countries()[iso3].name, iso3, "GOV",
                              definite=True, label=iso3))


def _state(sheet: Sheet, start: int, known: Known) -> None:
    assert known.country is not None
    sheet.add(Mention(start, known.end, sheet.head(known.start, known.end), "government",
                      countries()[known.country].name, known.country, "GOV", definite=True,
                      label=known.country))


def _people(sheet: Sheet, known: Known) -> None:
    """"the Israelis" as subject is the state; "three Palestinians" are people."""
    start, end = known.start, known.end
    head = sheet.head(start, end)
    dep = sheet.doc[head].dep_
    the = start > 0 and sheet.doc[start - 1].lower_ == "the" and not sheet.taken[start - 1]
    if the and dep.startswith("nsubj") and dep != "nsubj:pass":
        _state(sheet, start - 1, known)
        return
    sheet.add(Mention(start, end, head, "group", sheet.index.slice(start, end), known.country,
                      "CVL", plural=True, label="people"))


def _seat(sheet: Sheet, known: Known) -> None:
    """A capital or palace, unless it is only where something happens."""
    doc = sheet.doc
    stands = known.metonym
    assert stands is not None
    start, end = known.start, known.end
    head = sheet.head(start, end)
    if stands.kind in ("capital", "place"):
        case = next((c.lower_ for c in doc[head].children if c.dep_ == "case" and c.i < start), "")
        if case in LOCATIVE or _located(sheet, start, end, stands.country):
            return
    sheet.add(Mention(start, end, head, "government", stands.name, stands.country, stands.sector,
                      definite=True, label=stands.country or stands.name))


def _located(sheet: Sheet, start: int, end: int, country: str | None) -> bool:
    """Is it the place of a dateline, written with its country, or introduced as the capital?"""
    doc = sheet.doc
    if end + 1 < len(doc) and doc[end].text == ",":
        after = sheet.index.by_start.get(end + 1)
        if after is not None and after.kind == "country" and after.country == country:
            return True
    if any(t.lower_ == "capital" for t in doc[max(sheet.floor[start], start - 3):start]):
        return True
    if start != sheet.floor[start]:
        return False
    tail = doc[end:end + 8].text
    return tail[:1] in tuple("(,—–-") and any(c in tail for c in "—–-") and (
        doc[start].text.isupper() or "(" in tail)


def _organisation(sheet: Sheet, known: Known) -> None:
    found = known.organisation
    assert found is not None
    start, end, country, name = known.start, known.end, found.country, found.name
    before = sheet.possessor(start)
    if before is not None and not (before.country and sheet.free(before.start, start)):
        before = None
    if found.national:
        if before is not None:
            country, start = before.country, before.start
        else:
            owner, right = owner_after(sheet.doc, sheet.index, end)
            if owner is not None and owner.country and sheet.free(end, right):
                country, end = owner.country, right
        if country is not None:
            name = f"{found.name} ({countries()[country].name})"
    elif before is not None and country is not None and before.country == country and (
            before.kind in ("country", "demonym")):
        start = before.start
    sheet.add(Mention(start, end, sheet.head(known.start, known.end), "organisation", name,
                      country, found.sector, definite=True, label=found.name))


def _unlisted(sheet: Sheet, start: int, end: int) -> None:
    """A body that only the lower layers know: its sector from its words."""
    doc, index = sheet.doc, sheet.index
    while start < end and doc[start].lower_ in ("the", "a", "an"):
        start += 1
    known = index.by_start.get(start)
    if start >= end or (known is not None and known.end >= end):
        return
    name = " ".join(index.slice(start, end).split())
    if not any(c.isupper() for c in name):
        return
    inner = (index.by_start[k] for k in range(start, end) if k in index.by_start)
    country = next((k.country for k in inner if k.country and k.kind != "place"), None)
    country = country or country_in(name)
    left = start
    before = sheet.possessor(start)
    if before is not None and before.country and sheet.free(before.start, start):
        country, left = before.country, before.start
    phrase = bodies().get(american(name))
    if phrase is not None and country:
        state = countries()[country].name
        name = state if phrase.label == "government" else f"{possessive(state)} {name}"
    sheet.add(Mention(
        left, end, sheet.head(start, end), "body" if phrase else "organisation", name, country,
        phrase.sector if phrase else sector_of(name), definite=True,
        label=phrase.label if phrase else name,
    ))


def _anaphors(sheet: Sheet) -> None:
    """"the group", "the country", "the alliance" as subjects; coreference links or drops them."""
    of, known = sheet.of, anaphors()
    for i in range(1, len(of)):
        kind = known.get(of.lower[i])
        if kind and of.lower[i - 1] == "the" and sheet.free(i - 1, i + 1) and (
            of.dep[i].startswith("nsubj")
        ):
            sheet.add(Mention(i - 1, i + 1, i, "anaphor", of.text[i], definite=True, label=kind))


def _parliaments(sheet: Sheet) -> None:
    """A parliament without a state is that of the sentence's subject ("the president told
    parliament")."""
    subjects: dict[int, list[Mention]] = {}
    for mention in sheet.mentions:
        if mention.country and sheet.doc[mention.head].dep_.startswith("nsubj"):
            subjects.setdefault(sheet.floor[mention.head], []).append(mention)
    for mention in sheet.mentions:
        if mention.sector == "LEG" and mention.country is None and mention.kind != "person":
            near = subjects.get(sheet.floor[mention.head], [])
            found = {m.country for m in near if m.end <= mention.start}
            if len(found) == 1:
                mention.country = found.pop()
