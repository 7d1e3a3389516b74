"""Persons with their titles: names the lower layers found, names of the holders file, and
capitalised words after a title."""

from __future__ import annotations

from dataclasses import replace

from brinkwatch.knowledge.gazetteer import gazetteer
from brinkwatch.knowledge.offices import FAMILY_NAME_FIRST, american, first_names, offices
from brinkwatch.knowledge.organisations import body_words
from brinkwatch.read.actor_index import PERSON_LABELS, PERSON_WORDS, Known, entity_extent
from brinkwatch.read.actor_mentions import Mention, Sheet, is_plural
from brinkwatch.read.actor_titles import RANKS, Title, owner_after, sex_of, title_ending, with_owner

WINDOW = 12
"""Tokens after a name in which its apposition must begin and end."""


def find_persons(sheet: Sheet) -> None:
    """Write every person on the sheet."""
    done = 0
    for start, end in sorted(_spans(sheet).items()):
        end = sheet.trim(start, end)
        if start >= done and end > start:
            _person(sheet, start, end)
            done = end


def _spans(sheet: Sheet) -> dict[int, int]:
    spans: dict[int, int] = {}
    for known in sheet.index.by_start.values():
        if known.kind == "person":
            first, last = entity_extent(sheet.of, known.start)
            label = sheet.of.label[known.start]
            end = last if label in PERSON_LABELS and first == known.start else known.end
            spans[known.start] = max(end, known.end)
    for ent in sheet.ents:
        if ent.label_ in PERSON_LABELS and not any(
                k in spans and spans[k] > ent.start for k in range(ent.start - 6, ent.start + 1)):
            name = _name_part(sheet, ent.start, ent.end)
            if name is not None:
                spans.setdefault(*name)
    for start, end in _after_titles(sheet, spans):
        spans.setdefault(start, end)
    for start, end in _names_again(sheet, spans):
        spans.setdefault(start, end)
    return spans


def _names_again(sheet: Sheet, spans: dict[int, int]) -> list[tuple[int, int]]:
    """Family names alone that the lower layers missed, of persons named in full before."""
    of, index = sheet.of, sheet.index
    first: dict[str, int] = {}
    for start, end in spans.items():
        last = of.text[end - 1]
        if end - start > 1 and last.isalpha() and len(last) > 2:
            first[last] = min(start, first.get(last, start))
    covered = {i for s, e in spans.items() for i in range(s, e)}
    out = []
    for i, word in enumerate(of.text):
        if word not in first or i <= first[word] or i in covered:
            continue
        place = i in index.covering and of.label[i] not in PERSON_LABELS  # "Amman" may be a man
        if of.pos[i] not in ("PROPN", "NOUN", "X", "ADJ") or place or (
                of.label[i] and of.label[i] not in PERSON_LABELS):
            continue
        beside = (k for k in (i - 1, i + 1) if 0 <= k < len(of))
        if any(of.text[k][:1].isupper() and of.pos[k] == "PROPN" and not of.opens[k]
               and k not in covered for k in beside):
            continue
        out.append((i, i + 1))
    return out


def _name_part(sheet: Sheet, start: int, end: int) -> tuple[int, int] | None:
    """The name in a PER entity, without the titles and countries it swallowed."""
    doc, index = sheet.doc, sheet.index
    end = sheet.trim(start, end)
    if end <= start or (end - start == 1 and not doc[start].text.replace("-", "").isalpha()
                        and any(c in "[](){}" for c in doc[start].text)):
        return None
    known = index.by_start.get(start)
    if known is not None and known.end >= end and known.kind != "person":
        return None
    if end - start == 1 and _place_like(sheet, start):
        return None
    if end - start > 2 and start and doc[start - 1].lower_ in ("of", "for") and (
            title_ending(doc, index, start - 1, sheet.floor[start]) is not None
            and any(c.main for c in gazetteer().lookup(doc[start].text))):
        start += 1  # "Mayor of London Sadiq Khan"
    for k in range(end - 1, start, -1):
        if doc[k].text[:1].isupper() and title_ending(doc, index, k, start) is not None:
            start = k
            break
    while start < end:
        known = index.by_start.get(start)
        if known is not None and known.kind in ("demonym", "country") and known.end < end:
            start = known.end
        elif doc[start].lower_.rstrip(".") in PERSON_WORDS:
            start += 1
        else:
            break
    if start >= end or not any(t.text[:1].isupper() for t in doc[start:end]):
        return None
    if end - start == 1 and american(doc[start].text) in offices():
        return None
    return start, end


def _place_like(sheet: Sheet, i: int) -> bool:
    """Is a single word that was read as a person a city: no subject, no given name, no part of a
    longer name here, but a name of a large one?"""
    token = sheet.doc[i]
    if token.dep_.startswith("nsubj") or token.lower_ in first_names():
        return False
    if token.text in sheet.index.name_words:
        return False
    return any(c.main and c.population >= 50_000 for c in gazetteer().lookup(token.text))


def _after_titles(sheet: Sheet, spans: dict[int, int]) -> list[tuple[int, int]]:
    """Capitalised words after a title that no entity covers: the lower layers missed a name."""
    of, index = sheet.of, sheet.index
    covered = {i for s, e in spans.items() for i in range(s, e)}
    out = []
    for i in range(1, len(of)):
        word = of.text[i]
        if (not word[:1].isupper() or i in covered or i == sheet.floor[i]
                or not word.isalpha() or of.pos[i] not in ("PROPN", "NOUN", "X", "")
                or i in index.covering or of.label[i] in ("ORG", "FACILITY")):
            continue
        honorific = of.lower[i - 1].rstrip(".") in PERSON_WORDS
        title = title_ending(sheet.doc, index, i, sheet.floor[i])
        if title is None and not honorific:
            continue
        if american(word) in offices() or of.lower[i] in body_words():
            continue
        if title is not None and not title.words[:1].isupper() and (
            (of.label[i] and of.label[i] not in PERSON_LABELS)
            or (of.head[i - 1] != i and of.head[i] != i - 1)
        ):
            continue
        end = i + 1
        while (end < len(of) and end - i < 5 and of.text[end][:1].isupper()
               and of.text[end].isalpha() and not of.opens[end] and end not in covered
               and end not in index.covering):
            end += 1
        out.append((i, end))
    return out


def _person(sheet: Sheet, start: int, end: int) -> None:
    doc, index = sheet.doc, sheet.index
    floor = sheet.floor[start]
    name = " ".join(index.slice(start, end).split())
    sex = None
    left = start
    while left > floor and doc[left - 1].lower_.rstrip(".") in PERSON_WORDS:
        sex = sex or sex_of(doc[left - 1].lower_.rstrip("."))
        left -= 1
    titles, left = _titles_before(sheet, left, floor)
    owner = next((t.owner for t in titles if t.owner is not None), None)
    right = end
    if not titles and left == start:
        known = index.by_end.get(start)
        if known is not None and known.kind == "demonym" and known.start >= floor:
            owner, left = known, known.start
    beside = _apposition(sheet, end)
    if beside is None and not titles:
        beside = _apposition_before(sheet, start, floor)
    if beside is not None:
        titles.append(beside)
        owner = owner or beside.owner
    if owner is None and titles and end < len(doc) and doc[end].lower_ == "of":
        known = index.by_start.get(end + 1)
        if known is not None and known.kind in ("country", "organisation"):
            owner, right = known, known.end
    main = next((t for t in titles if t.office not in RANKS), titles[0] if titles else None)
    for title in titles:
        sex = sex or sex_of(title.words)
    country, sector = sheet.owned(owner, main)
    if sex is None and country not in FAMILY_NAME_FIRST and end - start > 1:
        sex = first_names().get(doc[start].lower_)
    sheet.add(Mention(
        left, right, sheet.head(start, end), "person", name, country, sector, person=name,
        office=sheet.office(main) if main else None, sex=sex, label=main.office if main else "",
        past=main.past if main else False,
    ))


def _titles_before(sheet: Sheet, at: int, floor: int) -> tuple[list[Title], int]:
    """Titles that end at token `at`, nearest first, and where the first of them begins."""
    doc, index = sheet.doc, sheet.index
    titles: list[Title] = []
    owned = _title_of(sheet, at, floor)
    if owned is not None:
        titles.append(owned)
        at = owned.start
    while (title := title_ending(doc, index, at, floor)) is not None:
        title = with_owner(doc, index, title, floor)
        titles.append(title)
        at = title.start
        if title.owner is not None or len(titles) > 3:
            break
        if at > floor and doc[at - 1].lower_ in ("and", "&") and (
                title_ending(doc, index, at - 1, floor) is not None):
            at -= 1
    if titles and at - 2 >= floor and doc[at - 1].text == "-" and doc[at - 2].lower_ == "ex":
        at -= 2
    return titles, at


def _title_of(sheet: Sheet, at: int, floor: int) -> Title | None:
    """The title in "Mayor of London Jane Doe", "Special Envoy for Iran Jane Doe"."""
    doc, index = sheet.doc, sheet.index
    for i in range(at - 1, max(floor, at - 6), -1):
        if doc[i].lower_ in ("of", "for", "to") and i < at - 1:
            title = title_ending(doc, index, i, floor)
            if title is None or not title.words[:1].isupper():
                return None
            known = index.by_end.get(at)
            chosen = with_owner(doc, index, title, floor)
            if chosen.owner is None and known is not None and known.start > i:
                chosen = replace(chosen, owner=known)
            return chosen
        if not (doc[i].text[:1].isupper() or doc[i].lower_ in ("the", "and")):
            return None
    return None


def _apposition(sheet: Sheet, end: int) -> Title | None:
    """The title in "Name, the president of Y," or "Name, Y's president,"."""
    doc, index = sheet.doc, sheet.index
    if end + 1 >= len(doc) or doc[end].text not in (",", "(") or doc[end + 1].is_sent_start:
        return None
    best = None
    for i in range(end + 1, min(len(doc), end + WINDOW)):
        token = doc[i]
        if token.is_sent_start or token.text in (",", ";", ")", ".", "—", "–", ":"):
            break
        if token.pos_ in ("VERB", "AUX", "PRON", "SCONJ") and i not in index.covering:
            break
        title = title_ending(doc, index, i + 1, end + 1)
        if title is not None:
            best = title
        elif best is not None and token.pos_ == "ADP":
            break
    if best is None or doc[best.end - 1].dep_.startswith("nsubj"):
        return None  # in "seen in Goma, a spokesman said" the title has its own verb
    follows = doc[best.end] if best.end < len(doc) else None
    if follows is not None and follows.text[:1].isupper() and follows.pos_ == "PROPN" and (
        follows.ent_type_ in PERSON_LABELS and best.end not in index.by_start
    ):
        return None  # the title of the next name in a list
    if any(t.pos_ in ("ADP", "CCONJ", "VERB") for t in doc[end + 1:best.start]):
        return None
    return _owned_anywhere(sheet, best, end + 1)


def _apposition_before(sheet: Sheet, start: int, floor: int) -> Title | None:
    """The title in "Y's president, Name" or "the president of Y, Name"."""
    doc, index = sheet.doc, sheet.index
    if start - 2 < floor or doc[start - 1].text != ",":
        return None
    best = None
    for i in range(start - 1, max(floor, start - 9), -1):
        if i < start - 1 and doc[i].text in (",", ";", "."):
            break
        if doc[i - 1].pos_ in ("VERB", "AUX") and i - 1 not in index.covering:
            break
        best = title_ending(doc, index, i, floor)
        if best is not None:
            if i != start - 1 and doc[i].lower_ not in ("of", "for", "at", "to"):
                best = None
            break
    if best is None or is_plural(doc[best.end - 1]):
        return None
    chosen = _owned_anywhere(sheet, best, floor)
    lead = doc[chosen.start - 1].lower_ if chosen.start > floor else ""
    return chosen if chosen.owner is not None or lead == "the" else None


def _owned_anywhere(sheet: Sheet, title: Title, floor: int) -> Title:
    chosen = with_owner(sheet.doc, sheet.index, title, floor)
    if chosen.owner is not None:
        return chosen
    owner: Known | None
    owner, _ = owner_after(sheet.doc, sheet.index, title.end)
    return Title(chosen.start, chosen.end, chosen.words, chosen.office, chosen.sector, chosen.past,
                 owner, chosen.bare_start)
