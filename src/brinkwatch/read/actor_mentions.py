"""Mentions of actors in a Doc before they are linked to one another: persons with their titles,
governments, organisations, bodies of states, groups and generic sources."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from brinkwatch.knowledge.countries import countries
from brinkwatch.knowledge.gazetteer import gazetteer
from brinkwatch.knowledge.offices import FAMILY_NAME_FIRST, american, first_names, offices, terms
from brinkwatch.knowledge.organisations import bodies, body_words, sector_of
from brinkwatch.read.actor_index import (
    PERSON_LABELS,
    PERSON_WORDS,
    POSSESSIVES,
    Index,
    Known,
    ends_sentence,
    entity_extent,
)
from brinkwatch.read.actor_titles import (
    NEUTRAL,
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
OWNERS = frozenset({"his", "her", "its", "their"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
ANAPHORS = {
    "group": "body", "movement": "body", "organisation": "body", "organization": "body",
    "militia": "body", "faction": "body", "agency": "body", "newspaper": "body", "network": "body",
    "alliance": "alliance", "bloc": "alliance", "union": "alliance", "watchdog": "alliance",
    "country": "government", "nation": "government", "kingdom": "government", "state": "government",
}
"""Nouns that, with "the", stand for an actor named before."""
LOCATIVE = frozenset({"in", "at", "near", "around", "across", "over", "outside", "inside", "into"})
_WEAK = frozenset(
    ["head", "chief", "local", "locals", "press", "fellow", "justice", "father", "speaker", "major", "general", "private", "captain", "marine", "executive", "actor", "coach", "player", "boss", "counsel", "specialist", "designer", "author", "prince", "king", "queen", "pilot", "source", "sources", "consul", "secretary", "manager", "founder", "president-elect", "family", "families", "people", "crowd", "company", "companies", "state", "mission", "fleet", "department", "agency", "commission", "bureau", "court", "party", "union", "alliance", "artillery", "tanks", "jets", "agents", "figure", "intelligence", "resistance", "intelligence", "assembly", "children", "women", "men", "leader", "worker", "workers", "student", "students", "teacher", "teachers"]
)
"""Nouns too common to be an actor unless they act or belong to one."""
_MATERIAL = frozenset({"artillery", "tanks", "jets", "warships", "warship", "warplanes", "fleet"})
_ACTING = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "obl:agent", "obj"})
_GOVERNING = frozenset({"government"})


@dataclass(slots=True)
class Mention:
    """Words that name an actor: tokens [start, end), `head` the token that carries it.

    `kind`: "person", "government", "organisation", "body", "group", "nominal" (a title alone) or
    "pronoun"; `label` groups bodies and titles; `chain` is filled by coreference."""

    start: int
    end: int
    head: int
    kind: str
    name: str
    country: str | None = None
    sector: str | None = None
    person: str | None = None
    office: str | None = None
    sex: str | None = None
    plural: bool = False
    definite: bool = False
    label: str = ""
    past: bool = False
    chain: int = -1


class Finder:
    """Finds the mentions of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.index = Index(doc)
        self.ents = self.index.ents
        self.taken = bytearray(len(doc))
        self.mentions: list[Mention] = []
        self._floor = [0] * len(doc)
        start = 0
        for token in doc:
            if token.i and ends_sentence(doc, token.i):
                start = token.i
            self._floor[token.i] = start

    def all(self) -> list[Mention]:
        """Every mention but pronouns, in text order, none overlapping."""
        self._persons()
        self._nominals()
        self._names()
        self._houses()
        self.mentions.sort(key=lambda m: m.start)
        return self.mentions

    def _add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        for i in range(mention.start, mention.end):
            self.taken[i] = 1

    def _free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    # Persons

    def _persons(self) -> None:
        doc = self.doc
        spans: dict[int, int] = {}
        for known in self.index.by_start.values():
            if known.kind == "person":
                first, last = entity_extent(doc[known.start])
                label = doc[known.start].ent_type_
                end = last if label in PERSON_LABELS and first == known.start else known.end
                spans[known.start] = max(end, known.end)
        for ent in self.ents:
            if ent.label_ in PERSON_LABELS and not any(
                s <= ent.start < e for s, e in spans.items()
            ):
                name = self._name_part(ent.start, ent.end)
                if name is not None:
                    spans.setdefault(*name)
        for start, end in self._titled(spans):
            spans.setdefault(start, end)
        done = 0
        for start, end in sorted(spans.items()):
            if start < done:
                continue
            end = self._trim(start, end)
            if end > start:
                self._person(start, end)
                done = end

    def _trim(self, start: int, end: int) -> int:
        while end > start and (
            self.doc[end - 1].text in POSSESSIVES or self.doc[end - 1].is_space
            or not any(c.isalnum() for c in self.doc[end - 1].text)
        ):
            end -= 1
        return end

    def _name_part(self, start: int, end: int) -> tuple[int, int] | None:
        """The name in a PER entity, without the titles and countries it swallowed."""
        doc, index = self.doc, self.index
        end = self._trim(start, end)
        if end <= start:
            return None
        known = index.by_start.get(start)
        if known is not None and known.end >= end and known.kind != "person":
            return None
        if end - start == 1 and self._place_like(start):
            return None
        for k in range(end - 1, start, -1):
            if doc[k].text[:1].isupper() and title_ending(doc, index, k, start) is not None:
                start = k
                break
        while start < end and (
            (start in index.by_start and index.by_start[start].kind in ("demonym", "country")
            and index.by_start[start].end < end) or doc[start].lower_.rstrip(".") in PERSON_WORDS
        ):
            known = index.by_start.get(start)
            start = known.end if known is not None else start + 1
        if start >= end or not any(t.text[:1].isupper() for t in doc[start:end]):
            return None
        words = index.slice(start, end)
        if end - start == 1 and american(words) in offices():
            return None
        return start, end

    def _place_like(self, i: int) -> bool:
        """Is a single word that was read as a person a city: no subject, no given name, no part
        of a longer name here, but a name of a large one?"""
        token = self.doc[i]
        if token.dep_.startswith("nsubj") or token.lower_ in first_names():
            return False
        if any(token.text in e.text.split() and len(e) > 1 and e.label_ in PERSON_LABELS
               for e in self.ents):
            return False
        return any(c.main and c.population >= 50_000 for c in gazetteer().lookup(token.text))

    def _titled(self, spans: dict[int, int]) -> list[tuple[int, int]]:
        """Capitalised words after a title that no entity covers: the lower layer missed a name."""
        doc, index = self.doc, self.index
        covered = {i for s, e in spans.items() for i in range(s, e)}
        out = []
        for i in range(1, len(doc)):
            token = doc[i]
            if (i in covered or i == self._floor[i] or not token.text[:1].isupper()
                    or not token.is_alpha or token.pos_ not in ("PROPN", "NOUN", "X", "")
                    or i in index.covering or token.ent_type_ == "ORG"):
                continue
            honorific = doc[i - 1].lower_.rstrip(".") in PERSON_WORDS
            title = title_ending(doc, index, i, self._floor[i])
            if title is None and not honorific:
                continue
            if american(token.text) in offices() or token.lower_ in body_words():
                continue
            if title is not None and not title.words[:1].isupper() and (
                token.ent_type_ not in ("", *PERSON_LABELS) or (doc[i - 1].head.i != i
                and token.head.i != i - 1)
            ):
                continue
            end = i + 1
            while (end < len(doc) and end - i < 5 and doc[end].text[:1].isupper()
                   and doc[end].is_alpha and not doc[end].is_sent_start and end not in covered
                   and end not in index.covering):
                end += 1
            out.append((i, end))
        return out

    def _person(self, start: int, end: int) -> None:
        doc, index = self.doc, self.index
        name = index.slice(start, end)
        floor = self._floor[start]
        titles, sex = [], None
        at = start
        while at > floor and doc[at - 1].lower_.rstrip(".") in PERSON_WORDS:
            sex = sex or sex_of(doc[at - 1].lower_.rstrip("."))
            at -= 1
        while (title := title_ending(doc, index, at, floor)) is not None:
            title = with_owner(doc, index, title, floor)
            titles.append(title)
            at = title.start
            if title.owner is not None:
                break
            if at > floor and doc[at - 1].lower_ in ("and", ",", "&") and len(titles) < 3:
                another = title_ending(doc, index, at - 1, floor)
                if another is None or doc[at - 1].text == ",":
                    break
                at -= 1
        left = at if titles else start
        owner = next((t.owner for t in titles if t.owner is not None), None)
        if titles and owner is None and left > floor and doc[left - 1].lower_ in ("ex", "-"):
            left -= 1
        right = end
        if not titles and start - 1 >= floor and left == start:
            known = index.by_end.get(start)
            if known is not None and known.kind == "demonym":
                owner, left = known, known.start
        more = self._apposition(start, end)
        if more is not None:
            titles.append(more)
            owner = owner or more.owner
        elif not titles or owner is None:
            before = self._apposition_before(start, floor)
            if before is not None and not titles:
                titles.append(before)
                owner = owner or before.owner
        if owner is None and end < len(doc) and doc[end].lower_ == "of" and titles:
            known = index.by_start.get(end + 1)
            if known is not None and known.kind in ("country", "organisation"):
                owner, right = known, known.end
        main = next((t for t in titles if t.office not in RANKS), titles[0] if titles else None)
        for title in titles:
            sex = sex or sex_of(title.words)
        country, sector = self._owned(owner, main)
        if sex is None and country not in FAMILY_NAME_FIRST:
            sex = first_names().get(doc[start].lower_) if end - start > 1 else None
        self._add(Mention(
            left, right, self._head(start, end), "person", " ".join(name.split()), country, sector,
            person=" ".join(name.split()),
            office=self._office(main) if main else None, sex=sex,
            label=main.office if main else "", past=main.past if main else False,
        ))

    def _office(self, title: Title) -> str:
        """The title with the body it belongs to: "Hezbollah Leader", "Commander of the Third
        Fleet"; a state is left out, it is the actor's country."""
        words, owner = title.words, title.owner
        if owner is not None and (owner.organisation is not None or (
                owner.metonym is not None and owner.metonym.kind in ("seat", "body"))):
            name = self.index.slice(owner.start, owner.end)
            if owner.end <= title.bare_start:
                words = f"{name} {words}"
            elif owner.start - title.end < 4:
                words = self.index.slice(title.bare_start, owner.end)
        return display(" ".join(words.split()), title.past)

    def _head(self, start: int, end: int) -> int:
        """The token of [start, end) whose head lies outside."""
        for token in self.doc[start:end]:
            if not start <= token.head.i < end or token.head.i == token.i:
                return token.i
        return end - 1

    def _owned(self, owner: Known | None, title: Title | None) -> tuple[str | None, str | None]:
        """(country, sector) of a title with its owner."""
        sector = title.sector if title else None
        if owner is None:
            return None, sector
        body = owner.organisation or owner.metonym
        if body is not None:
            country = owner.country
            if body.country is None and owner.organisation is not None and (
                    owner.organisation.national):
                country = None
            generic = title is None or title.office in NEUTRAL or sector in ("CVL", "PTY", "BUS")
            return country, body.sector if generic else sector
        return owner.country, sector

    def _apposition(self, start: int, end: int) -> Title | None:
        """The title in "Name, the president of Y," or "Name, Y's president,"."""
        doc = self.doc
        if end + 1 >= len(doc) or doc[end].text not in (",", "(") or doc[end + 1].is_sent_start:
            return None
        best = None
        limit = min(len(doc), end + 12)
        for i in range(end + 1, limit):
            token = doc[i]
            if token.is_sent_start or token.text in (",", ";", ")", ".", "—", "–", ":"):
                break
            if token.pos_ in ("VERB", "AUX", "PRON", "SCONJ") and token.text not in POSSESSIVES:
                break
            title = title_ending(doc, self.index, i + 1, end + 1)
            if title is not None:
                best = title
            elif best is not None and token.pos_ == "ADP":
                break
        if best is None:
            return None
        follows = doc[best.end] if best.end < len(doc) else None
        if follows is not None and follows.pos_ == "PROPN" and follows.text[:1].isupper() and (
            best.end not in self.index.by_start and follows.ent_type_ in PERSON_LABELS
        ):
            return None  # the title of the next name in a list
        lead = doc[end + 1:best.start]
        if any(t.pos_ in ("ADP", "CCONJ", "VERB") for t in lead):
            return None
        if doc[best.end - 1].dep_.startswith("nsubj"):
            return None  # "in Goma, a spokesman said"
        return self._with_any_owner(best, end + 1)

    def _apposition_before(self, start: int, floor: int) -> Title | None:
        """The title in "Y's president, Name" or "the president of Y, Name"."""
        doc = self.doc
        if start - 2 < floor or doc[start - 1].text != ",":
            return None
        best = None
        for i in range(start - 1, max(floor, start - 9), -1):
            if (i < start - 1 and doc[i].text in (",", ";", ".")) or doc[i - 1].pos_ in ("VERB", "AUX"):
                break
            title = title_ending(doc, self.index, i, floor)
            if title is not None:
                if i != start - 1 and doc[i].lower_ not in ("of", "for", "at", "to"):
                    break
                best = title
                break
        if best is None or is_plural(doc[best.end - 1]):
            return None
        chosen = self._with_any_owner(best, floor)
        lead = doc[chosen.start - 1].lower_ if chosen.start > floor else ""
        return chosen if chosen.owner is not None or lead == "the" else None

    def _with_any_owner(self, title: Title, floor: int) -> Title:
        chosen = with_owner(self.doc, self.index, title, floor)
        if chosen.owner is None:
            owner, _ = owner_after(self.doc, self.index, title.end)
            if owner is not None:
                chosen = Title(chosen.start, chosen.end, chosen.words, chosen.office,
                               chosen.sector, chosen.past, owner, chosen.bare_start)
        return chosen

    # Bodies, groups, titles alone

    def _nominals(self) -> None:
        doc = self.doc
        for i in range(len(doc) - 1, -1, -1):
            token = doc[i]
            if self.taken[i] or token.pos_ not in ("NOUN", "PROPN", "ADJ", ""):
                continue
            word = american(token.text)
            if word in body_words() or word in _title_lasts():
                self._nominal(token)

    def _nominal(self, token: Token) -> None:
        doc, index = self.doc, self.index
        i, floor = token.i, self._floor[token.i]
        if i in index.covering:
            return
        body, start = self._body_phrase(i, floor)
        title = title_ending(doc, index, i + 1, floor)
        if body is None and title is None:
            return
        if token.pos_ == "ADJ" and (title is None or (i + 1 < len(doc) and
                                    doc[i + 1].pos_ in ("NOUN", "PROPN"))):
            return
        if i + 1 < len(doc) and doc[i + 1].pos_ in ("NOUN", "PROPN") and (
            token.dep_ in ("compound", "nmod", "amod") and token.head.i > i
        ) and not self._apposed(i):
            return  # a modifier: "police station", "government officials" is taken by its head
        if title is None or (body is not None and start <= title.start):
            title = Title(start, i + 1, index.slice(start, i + 1), "", body[1] if body else "",
                          bare_start=start)
        else:
            body = None
        full = with_owner(doc, index, title, floor)
        owner, right = full.owner, i + 1
        held = full.start > floor and doc[full.start - 1].lower_ in OWNERS
        if owner is None and not (held or body is not None and body[0] == "embassy"):
            owner, right = owner_after(doc, index, i + 1)
            if owner is not None and doc[i + 1].lower_ in ("at", "with", "from", "for", "to") and (
                body is not None
            ):
                owner, right = None, i + 1
            if owner is not None and doc[i + 1].lower_ == "in" and body is None and (
                owner.kind not in ("metonym", "country")
            ):
                owner, right = None, i + 1
        left = full.start
        while left > floor and doc[left - 1].lower_ not in OWNERS and (
            doc[left - 1].lower_ in DETERMINERS
            or (doc[left - 1].pos_ in ("NUM", "ADJ") and doc[left - 1].head.i == i)
            or (doc[left - 1].dep_ in ("compound", "amod", "nummod", "det") and doc[left - 1].head.i == i)
        ) and not self.taken[left - 1] and left - 1 not in index.covering:
            left -= 1
        if not self._free(left, right):
            left, right = full.bare_start, i + 1
            if not self._free(left, right):
                return
        plural = is_plural(token)
        if owner is None and token.lower_ in _MATERIAL:
            return
        if owner is None and american(token.text) in _WEAK and (
            token.dep_ not in _ACTING or american(token.text) in ("head", "chief", "major", "local")
        ):
            return
        first = doc[left].lower_
        mention = self._nominal_mention(token, title, body, owner, full.past)
        mention.start, mention.end = left, right
        if owner is None and left > floor + 1 and doc[left - 1].text in POSSESSIVES:
            person = next((m for m in self.mentions if m.kind == "person"
                           and m.start <= left - 2 < m.end), None)
            if person is not None:
                known = terms(person.name)
                mention.country = person.country or (known[-1].country if known else None)
                mention.definite = True
        mention.plural = plural and mention.kind != "organisation"
        mention.definite = mention.definite or first in DEFINITE or owner is not None or (
            left > 0 and doc[left - 1].lower_ in OWNERS)
        if mention.kind in ("group", "nominal"):
            mention.definite = mention.definite or mention.past
            begin = left
            while begin < i and doc[begin].lower_ in DETERMINERS:
                begin += 1
            mention.name = " ".join(index.slice(begin, i + 1).split())
        self._add(mention)

    def _apposed(self, i: int) -> bool:
        return i + 1 < len(self.doc) and self.doc[i + 1].ent_type_ in PERSON_LABELS

    def _body_phrase(self, i: int, floor: int) -> tuple[tuple[str, str] | None, int]:
        known = bodies()
        best: tuple[str, str] | None = None
        start = i
        for k in range(i, max(floor, i - 5) - 1, -1):
            if k in self.index.covering:
                break
            found = known.get(american(" ".join(self.index.slice(k, i + 1).split())))
            if found is not None:
                best, start = (found.label, found.sector), k
        return best, start

    def _nominal_mention(
        self, token: Token, title: Title, body: tuple[str, str] | None, owner: Known | None,
        past: bool,
    ) -> Mention:
        country, sector = self._owned(owner, title)
        words = " ".join(title.words.split())
        organisation = owner.organisation if owner else None
        if body is not None:
            label = body[0]
            sector = body[1]
            if organisation is not None and not organisation.national:
                sector = organisation.sector if label in ("military", "troops", "rebels") else sector
            name = words
            if owner is not None and owner.metonym is not None and owner.metonym.country is None:
                country = None
            if owner is not None and country is not None and organisation is None:
                state = countries()[country].name
                name = state if label in _GOVERNING else f"{possessive(state)} {words.lower()}"
            elif organisation is not None:
                name = organisation.name if label in ("military", "troops", "rebels", "government") \
                    else f"{organisation.name} {words}"
            return Mention(0, 0, token.i, "body", name, country, sector, label=label)
        singular = not is_plural(token)
        kind = "nominal" if singular and title.office not in _CROWDS else "group"
        if organisation is not None and title.office in ("Rebel", "Soldier", "Official", "Commander"):
            sector = organisation.sector
        if organisation is not None and not organisation.national and title.office in (
                "Rebel", "Soldier"):
            return Mention(0, 0, token.i, "organisation", organisation.name, country,
                           organisation.sector, label=organisation.name)
        office = display(words, past) if kind == "nominal" and sector not in ("CVL", "MED") else None
        if title.office in ("Official", "Soldier", "Rebel", "Police Officer", "Diplomat", "Gunman"):
            office = None
        return Mention(0, 0, token.i, kind, words, country, sector, office=office,
                       sex=sex_of(words) if singular else None, label=title.office, past=past)

    def _houses(self) -> None:
        """A parliament without a state is that of the sentence's subject ("the president told
        parliament")."""
        for mention in self.mentions:
            if mention.sector == "LEG" and mention.country is None and mention.kind != "person":
                subjects = {
                    m.country for m in self.mentions
                    if m.country and m is not mention and m.end <= mention.start
                    and self._floor[m.head] == self._floor[mention.head]
                    and self.doc[m.head].dep_.startswith("nsubj")
                }
                if len(subjects) == 1:
                    mention.country = subjects.pop()

    # Countries, organisations, seats of government

    def _names(self) -> None:
        doc, index = self.doc, self.index
        self._halves()
        for ent in self.ents:
            if ent.label_ == "ORG" and self._free(ent.start, ent.end):
                self._unknown_body(ent.start, self._trim(ent.start, ent.end))
        for start, known in sorted(
            index.by_start.items(), key=lambda pair: (pair[1].kind != "organisation", pair[0])
        ):
            if not self._free(start, known.end):
                continue
            if known.kind == "organisation":
                self._organisation(known)
            elif known.kind in ("country", "demonym", "people", "metonym"):
                self._government(known)
        self._anaphors()

    def _anaphors(self) -> None:
        """"the group", "the country", "the alliance" as subjects; linked or dropped later."""
        doc = self.doc
        for i in range(1, len(doc)):
            kind = ANAPHORS.get(doc[i].lower_)
            if kind and doc[i - 1].lower_ == "the" and self._free(i - 1, i + 1) and (
                doc[i].dep_.startswith("nsubj")
            ):
                self._add(Mention(i - 1, i + 1, i, "anaphor", doc[i].text, definite=True,
                                  label=kind))

    def _halves(self) -> None:
        """"the North" and "the South" where the report is about Korea."""
        doc = self.doc
        about = {k.country for k in self.index.by_start.values()}
        if not {"PRK", "KOR"} & about:
            return
        for i in range(1, len(doc)):
            if doc[i].text in ("North", "South") and doc[i - 1].lower_ == "the" and (
                not self.taken[i] and i not in self.index.covering
                and not (i + 1 < len(doc) and (doc[i + 1].text[:1].isupper()
                                               or doc[i + 1].lower_ == "of"))
            ):
                iso3 = "PRK" if doc[i].text == "North" else "KOR"
                self._add(Mention(i - 1, i + 1, i, "government", countries()[iso3].name, iso3,
                                  "GOV", definite=True, label=iso3))

    def _government(self, known: Known) -> None:
        doc = self.doc
        start, end = known.start, known.end
        head = self._head(start, end)
        if known.kind == "metonym" and known.metonym is not None:
            stands = known.metonym
            case = next((c.lower_ for c in doc[head].children if c.dep_ == "case"
                         and c.text not in POSSESSIVES), "")
            if stands.kind in ("capital", "place") and (case in LOCATIVE or self._dateline(start, end)):
                return
            self._add(Mention(start, end, head, "government", stands.name, stands.country,
                              stands.sector, definite=True,
                              label=stands.country or stands.name))
            return
        assert known.country is not None
        state = countries()[known.country].name
        if known.kind == "people":
            the = start > 0 and doc[start - 1].lower_ == "the"
            agent = doc[head].dep_.startswith("nsubj") and doc[head].dep_ != "nsubj:pass"
            if not (the and agent):
                self._add(Mention(start, end, head, "group", self.index.slice(start, end),
                                  known.country, "CVL", plural=True, label="people"))
                return
            start -= 1
        self._add(Mention(start, end, head, "government", state, known.country, "GOV",
                          definite=True, label=known.country))

    def _dateline(self, start: int, end: int) -> bool:
        """Is it the place of a dateline ("SEOUL (Agency) -")?"""
        if start != self._floor[start]:
            return False
        after = self.doc[end:end + 8].text
        return after[:1] in "(,—–-" and any(c in after for c in "—–-") and (
            self.doc[start].text.isupper() or "(" in after)

    def _organisation(self, known: Known) -> None:
        doc, index = self.doc, self.index
        found = known.organisation
        assert found is not None
        start, end, country, name = known.start, known.end, found.country, found.name
        if found.national:
            stop = start - 1 if start and doc[start - 1].text in POSSESSIVES else start
            before = index.by_end.get(stop)
            if before is not None and before.country and self._free(before.start, start):
                country, start = before.country, before.start
            else:
                owner, right = owner_after(doc, index, end)
                if owner is not None and owner.country and self._free(end, right):
                    country, end = owner.country, right
            if country is not None:
                name = f"{found.name} ({countries()[country].name})"
        elif found.country is not None:
            stop = start - 1 if start and doc[start - 1].text in POSSESSIVES else start
            before = index.by_end.get(stop)
            if before is not None and before.country == country and before.kind in (
                    "country", "demonym") and self._free(before.start, start):
                start = before.start
        self._add(Mention(start, end, self._head(known.start, known.end), "organisation", name,
                          country, found.sector, definite=True, label=found.name))

    def _unknown_body(self, start: int, end: int) -> None:
        doc, index = self.doc, self.index
        while start < end and doc[start].lower_ in ("the", "a", "an"):
            start += 1
        if start >= end:
            return
        for k in range(start, end):
            known = index.by_start.get(k)
            if known is not None and known.end >= end and k == start:
                return
        name = " ".join(index.slice(start, end).split())
        if not any(c.isupper() for c in name):
            return
        inner = [index.by_start[k] for k in range(start, end) if k in index.by_start]
        country = next((k.country for k in inner if k.country), None)
        left = start
        stop = start - 1 if start and doc[start - 1].text in POSSESSIVES else start
        before = index.by_end.get(stop)
        if before is not None and before.country and self._free(before.start, start):
            country = before.country
            left = before.start
        phrase = bodies().get(american(name))
        sector = phrase.sector if phrase else sector_of(name)
        if phrase is not None and country:
            state = countries()[country].name
            name = state if phrase.label in _GOVERNING else f"{possessive(state)} {name}"
        self._add(Mention(left, end, self._head(start, end), "body" if phrase else "organisation",
                          name, country, sector, definite=True,
                          label=phrase.label if phrase else name))


_CROWDS = frozenset({"Police Officer", "Journalist", "Regime"})


def _title_lasts() -> frozenset[str]:
    from brinkwatch.knowledge.offices import title_words

    return title_words()


def possessive(name: str) -> str:
    """"Japan's", "the United States'" (without the article)."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def is_plural(token: Token) -> bool:
    """Plural by the tagger where there is one, else by a lemma that is not the word."""
    number = token.morph.get("Number")
    if number or token.tag_ in ("NN", "NNP", "NNS", "NNPS"):
        return "Plur" in number or token.tag_ in ("NNS", "NNPS") or token.lower_ in _COLLECTIVE
    lemma, word = token.lemma_.lower(), token.lower_
    return word in _COLLECTIVE or lemma != "" and lemma != word and (
        word.endswith("s") or word.endswith(("men", "people", "children")))


_COLLECTIVE = frozenset({"police", "media", "troops", "forces", "people", "rebels"})
