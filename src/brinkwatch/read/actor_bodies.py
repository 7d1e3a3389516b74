"""Bodies of states, groups, generic sources and titles without a name: "South Korea's military",
"the defence ministry", "some analysts", "a senior U.S. official", "the minister"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from brinkwatch.knowledge.actor_words import words
from brinkwatch.knowledge.countries import countries, country_in
from brinkwatch.knowledge.offices import american, terms, title_words
from brinkwatch.knowledge.organisations import Body, bodies, body_words
from brinkwatch.read.actor_index import PERSON_LABELS, POSSESSIVES, Known
from brinkwatch.read.actor_mentions import OWNERS, Mention, Sheet, is_plural, possessive
from brinkwatch.read.actor_titles import (
    RANKS,
    Title,
    display,
    owner_after,
    sex_of,
    title_ending,
    with_owner,
)

DETERMINERS = frozenset({
    "the", "a", "an", "some", "several", "many", "most", "few", "other", "these", "those", "this",
    "that", "two", "three", "four", "five", "six", "both", "all", "various", "multiple", "dozens",
    "hundreds", "no", "any", "each", "every", "another", "more",
})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
ACTING = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "obl:agent", "obj"})
NAMED_BY_BODY = frozenset({"military", "troops", "rebels", "government"})
"""Bodies of an organisation that are the organisation itself: "Hamas forces"."""
NO_OFFICE = frozenset({"Official", "Soldier", "Rebel", "Police Officer", "Diplomat", "Gunman"})
FIELDS = frozenset({"of", "for", "on"})
CROWDS = frozenset({"Police Officer", "Journalist"})


def find_bodies(sheet: Sheet) -> None:
    """Write bodies, groups and titles alone on the sheet, last words first."""
    known = body_words() | title_words()
    of = sheet.of
    for i in range(len(of) - 1, -1, -1):
        if of.pos[i] in ("NOUN", "PROPN", "ADJ", "") and american(of.text[i]) in known and (
                not sheet.taken[i]):
            _nominal(sheet, sheet.doc[i])


def _nominal(sheet: Sheet, token: Token) -> None:
    doc, index = sheet.doc, sheet.index
    i, floor = token.i, sheet.floor[token.i]
    if i in index.covering and index.covering[i].kind != "place":
        return
    body, start = _body_phrase(sheet, i, floor)
    title = title_ending(doc, index, i + 1, floor)
    if (body is None and title is None) or _modifies(sheet, token, title):
        return
    if body is not None and (title is None or start <= title.start):
        title = Title(start, i + 1, index.slice(start, i + 1), "", body.sector, bare_start=start)
    else:
        body = None
    assert title is not None
    if body is not None and _longer_name(sheet, i, start):
        return
    full = with_owner(doc, index, title, floor)
    owner, right = full.owner, i + 1
    if owner is None:
        owner, right = _owner_behind(sheet, i, full, body)
    if body is not None and right == i + 1:
        right = _field_behind(sheet, i)
        title = replace(title, words=sheet.index.slice(title.start, right))
    left = _left(sheet, full.start, i, floor)
    if not sheet.free(left, right):
        left, right, title = full.bare_start, i + 1, replace(full, end=i + 1)
        if not sheet.free(left, right):
            return
    if owner is None and _too_weak(token, title) and not _again(sheet, token, title):
        return
    mention = _describe(token, title, body, owner, full.past, sheet)
    mention.start, mention.end = left, right
    if mention.country is None and mention.kind == "body":
        mention.country = country_in(mention.name)
    mention.plural = is_plural(token) and mention.kind != "organisation"
    before = doc[left - 1] if left > floor else None
    mention.definite = (
        doc[left].lower_ in DEFINITE or owner is not None or mention.past
        or (before is not None and before.lower_ in OWNERS)
    )
    if owner is None and before is not None and before.text in POSSESSIVES:
        _of_person(sheet, mention, left - 2)
    if mention.kind in ("group", "nominal"):
        begin = left
        while begin < i and doc[begin].lower_ in DETERMINERS:
            begin += 1
        mention.name = " ".join(index.slice(begin, i + 1).split())
    sheet.add(mention)


def _field_behind(sheet: Sheet, i: int) -> int:
    """Where a body's name ends that names its field: "Department of Agriculture", "Commission on
    Human Rights"; behind the body itself where it names none."""
    doc, at = sheet.doc, i + 2
    if not doc[i].text[:1].isupper() or at >= len(doc) or doc[i + 1].lower_ not in FIELDS:
        return i + 1
    while at < len(doc) and at - i < 8 and at not in sheet.index.covering and (
        (doc[at].text[:1].isupper() and doc[at].pos_ in ("NOUN", "PROPN", "ADJ"))
        or (doc[at].lower_ in ("and", "&") and at + 1 < len(doc)
            and doc[at + 1].text[:1].isupper() and doc[at + 1].pos_ in ("NOUN", "PROPN", "ADJ"))
    ):
        at += 1
    return at if at > i + 2 and at not in sheet.index.covering else i + 1


def _longer_name(sheet: Sheet, i: int, start: int) -> bool:
    """Does the word end the name of a body that the list does not hold ("Central Weather Bureau")?
    What only says whose it is ("Iranian army") makes no longer name."""
    for ent in sheet.ents:
        if ent.label_ != "ORG" or ent.end not in (i, i + 1) or ent.start >= start:
            continue
        return any(
            token.i not in sheet.index.covering and token.pos_ != "DET"
            and token.lower_ not in words("title adjectives") and token.text[:1].isupper()
            for token in sheet.doc[ent.start:start]
        )
    return False


def _modifies(sheet: Sheet, token: Token, title: Title | None) -> bool:
    """Is the word part of a longer noun ("police station", "general alarm")?"""
    after = sheet.doc[token.i + 1] if token.i + 1 < len(sheet.doc) else None
    nominal = after is not None and after.pos_ in ("NOUN", "PROPN")
    if token.pos_ == "ADJ" and (title is None or nominal):
        return True
    apposed = after is not None and after.ent_type_ in PERSON_LABELS
    return (nominal and token.dep_ in ("compound", "nmod", "amod") and token.head.i > token.i
            and not apposed)


def _too_weak(token: Token, title: Title) -> bool:
    word = american(token.text)
    if token.lower_ in words("material") or word in words("never alone"):
        return True
    if title.office in RANKS and not token.text[:1].isupper():
        return token.dep_ not in ACTING
    return word in words("weak nouns") and token.dep_ not in ACTING


def _again(sheet: Sheet, token: Token, title: Title) -> bool:
    """"the general" after "General Doe", "the secretary-general"."""
    before = sheet.doc[title.start - 1] if title.start else None
    if before is None or before.lower_ != "the" or token.dep_ not in ACTING:
        return False
    named = any(m.kind == "person" and m.label == title.office and m.start < token.i
                for m in sheet.mentions)
    return named or token.i > title.start


def _body_phrase(sheet: Sheet, i: int, floor: int) -> tuple[Body | None, int]:
    """The longest body that ends at token `i`, and where it begins."""
    known = bodies()
    best, start = None, i
    for k in range(i, max(floor, i - 5) - 1, -1):
        if k in sheet.index.covering:
            break
        found = known.get(american(" ".join(sheet.index.slice(k, i + 1).split())))
        if found is not None:
            best, start = found, k
    return best, start


def _owner_behind(
    sheet: Sheet, i: int, full: Title, body: Body | None
) -> tuple[Known | None, int]:
    """The owner in "the army of Chad" or "officials in Seoul", and where it ends."""
    doc = sheet.doc
    floor = sheet.floor[i]
    held = full.start > floor and doc[full.start - 1].lower_ in OWNERS
    if held or (body is not None and body.label == "embassy"):
        return None, i + 1
    owner, right = owner_after(doc, sheet.index, i + 1)
    if owner is None:
        return None, i + 1
    link = doc[i + 1].lower_
    if body is not None and link in ("at", "with", "from", "for", "to"):
        return None, i + 1
    if body is None and link == "in" and owner.kind not in ("metonym", "country", "place"):
        return None, i + 1
    return owner, right


def _left(sheet: Sheet, left: int, head: int, floor: int) -> int:
    """The phrase's first token: over its determiners, numbers and adjectives."""
    doc = sheet.doc
    while left > floor:
        token = doc[left - 1]
        loose = token.lower_ in DETERMINERS or (token.head.i == head and (
            token.pos_ in ("NUM", "ADJ")
            or token.dep_ in ("compound", "amod", "nummod", "det")))
        if (not loose or token.lower_ in OWNERS or sheet.taken[left - 1]
                or left - 1 in sheet.index.covering):
            break
        left -= 1
    return left


def _of_person(sheet: Sheet, mention: Mention, i: int) -> None:
    """The state of a title that belongs to a person: "Erdogan's spokesman"."""
    person = sheet.by_token.get(i)
    if person is not None and person.kind == "person":
        known = terms(person.name)
        mention.country = person.country or (known[-1].country if known else None)
        mention.definite = True


def _describe(
    token: Token, title: Title, body: Body | None, owner: Known | None, past: bool, sheet: Sheet
) -> Mention:
    country, sector = sheet.owned(owner, title)
    phrase = " ".join(title.words.split())
    group = owner.organisation if owner else None
    if body is not None:
        name, sector = phrase, body.sector
        if group is not None:
            own = body.label in NAMED_BY_BODY or (
                phrase.lower().split()[-1] in group.name.lower().split())
            name = group.name if own else f"{group.name} {phrase}"
            sector = group.sector if own and not group.national else sector
        elif owner is not None and owner.kind == "place":
            name = f"{sheet.index.slice(owner.start, owner.end)} {phrase.lower()}"
        elif owner is not None and country is not None:
            state = countries()[country].name
            name = state if body.label == "government" else f"{possessive(state)} {phrase.lower()}"
        return Mention(0, 0, token.i, "body", name, country, sector, label=body.label)
    singular = not is_plural(token)
    if group is not None and not group.national and title.office in ("Rebel", "Soldier"):
        return Mention(0, 0, token.i, "organisation", group.name, country, group.sector,
                       label=group.name)
    if group is not None and title.office in ("Official", "Commander"):
        sector = group.sector
    kind = "nominal" if singular and title.office not in CROWDS else "group"
    office = None
    if kind == "nominal" and sector not in ("CVL", "MED") and title.office not in NO_OFFICE:
        office = display(phrase, past)
    return Mention(0, 0, token.i, kind, phrase, country, sector, office=office,
                   sex=sex_of(phrase) if singular else None, label=title.office, past=past)
