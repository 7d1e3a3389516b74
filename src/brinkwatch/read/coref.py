"""Coreference within a report: full names, short names, titles alone and pronouns to one chain.

Rules in order of trust: a name equal to or part of an earlier one; a title alone ("the minister")
to the last person or body it fits; a pronoun to the most salient mention that agrees in sex and
number, scored by distance in sentences, grammatical role and who was speaking. Where no mention
fits, a pronoun is left out: no guess is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token

from brinkwatch.knowledge.actor_words import words
from brinkwatch.knowledge.countries import countries
from brinkwatch.knowledge.offices import FAMILY_NAME_FIRST, american, surname, term, terms
from brinkwatch.knowledge.speech import speech_words
from brinkwatch.knowledge.tables import fold
from brinkwatch.read.actor_mentions import OWNERS, Mention, possessive

REACH = 3
"""Sentences back that a pronoun may reach for a person."""
HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
PRONOUNS = HE | SHE | IT | THEY
TITLE_REACH = 12
"""Sentences back that a title alone may reach."""
SUBJECT, OBJECT, OTHER = 3.0, 1.6, 1.0
STATES = frozenset({"government", "body", "organisation"})


@dataclass(slots=True)
class Chain:
    """Mentions of one actor."""

    id: int
    kind: str
    mentions: list[Mention] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    sex: str | None = None
    plural: bool = False
    country: str | None = None
    offices: set[str] = field(default_factory=set)

    def add(self, mention: Mention) -> None:
        mention.chain = self.id
        self.mentions.append(mention)
        if mention.kind == "pronoun":
            return
        self.sex = self.sex or mention.sex
        self.country = self.country or mention.country
        if mention.label:
            self.offices.add(mention.label)


class Linker:
    """Links the mentions of one Doc; pronouns that find an antecedent join them."""

    def __init__(self, doc: Doc, mentions: list[Mention], when: date | None = None) -> None:
        self.doc = doc
        self.when = when
        self.mentions = mentions
        self.chains: list[Chain] = []
        self._sentence = _sentences(doc)
        self._quoted = _quoted(doc)
        self._words = speech_words()

    def link(self) -> list[Chain]:
        """Give every mention its chain."""
        for mention in [m for m in self.mentions if m.kind == "person"]:
            self._person(mention)
        known = {m.head for m in self.mentions}
        covered = {i for m in self.mentions for i in range(m.start, m.end)}
        order: list[Mention | Token] = [m for m in self.mentions if m.kind != "person"]
        order += [t for t in self.doc if t.lower_ in PRONOUNS and t.pos_ in ("PRON", "DET", "")
                  and t.i not in known and t.i not in covered]
        order.sort(key=lambda x: x.i if isinstance(x, Token) else x.start)
        for item in order:
            if isinstance(item, Token):
                self._pronoun(item)
            else:
                self._other(item)
        self.mentions[:] = sorted(
            (m for m in self.mentions if m.chain >= 0), key=lambda m: m.start
        )
        for chain in self.chains:
            chain.mentions.sort(key=lambda m: m.start)
        return self.chains

    def _new(self, mention: Mention, key: str) -> Chain:
        chain = Chain(len(self.chains), mention.kind, plural=mention.plural)
        chain.keys.add(key)
        self.chains.append(chain)
        chain.add(mention)
        return chain

    def _person(self, mention: Mention) -> None:
        key = fold(mention.name)
        words = key.split(" ")
        held = term(mention.name, self.when)
        if held is not None and mention.country is None:
            mention.country = held.country
        if held is not None and mention.sex is None:
            mention.sex = held.sex
        people = [c for c in self.chains if c.kind == "person"]
        for chain in people:
            if key in chain.keys or held is not None and len(words) > 1 and any(
                len(k.split(" ")) > 1 and held.person in {h.person for h in terms(k)}
                for k in chain.keys
            ):
                chain.keys.add(key)
                chain.add(mention)
                return
        fits = [c for c in people if self._short(words, c) and self._agrees(mention, c)]
        if fits:
            chain = max(fits, key=lambda c: c.mentions[-1].start)
            chain.keys.add(key)
            chain.add(mention)
            return
        self._new(mention, key)

    def _short(self, words: list[str], chain: Chain) -> bool:
        """Is one name the short form of the other: a family name, or a run of its words?"""
        full = [k for k in chain.keys if " " in k] if len(words) > 1 else []
        for key in full or chain.keys:
            other = key.split(" ")
            short, long = sorted((words, other), key=len)
            if len(short) == len(long):
                continue
            country = chain.country
            family = fold(surname(" ".join(long), country)).split(" ")
            if len(short) == 1 and len(long) > 1:
                if short == family or (short == long[-1:] and country not in FAMILY_NAME_FIRST):
                    return True
                if short == long[:1] and (country in FAMILY_NAME_FIRST or len(long) == 3):
                    return True
            elif long[-len(short):] == short or (long[:len(short)] == short and len(short) > 1):
                return True
        return False

    @staticmethod
    def _agrees(mention: Mention, chain: Chain) -> bool:
        if mention.sex and chain.sex and mention.sex != chain.sex:
            return False
        return not (mention.country and chain.country and mention.country != chain.country)

    def _other(self, mention: Mention) -> None:
        self._owned(mention)
        if mention.kind == "anaphor":
            chain = self._stands_for(mention)
            if chain is not None:
                chain.add(mention)
            return
        if mention.kind == "nominal":
            chain = self._apposed(mention)
            if chain is None and mention.definite:
                chain = self._titled(mention)
            if chain is not None:
                chain.add(mention)
                return
        if mention.kind in STATES:
            key = f"{mention.name}|{mention.country or ''}"
            if mention.kind == "body" and mention.country is None:
                chain = self._bare_body(mention)
                if chain is not None:
                    chain.add(mention)
                    return
            for chain in self.chains:
                if key in chain.keys:
                    chain.add(mention)
                    return
            if mention.kind == "organisation" and mention.country is None:
                same = [c for c in self.chains if c.kind == "organisation"
                        and mention.label in c.offices]
                if same:
                    same[-1].add(mention)
                    return
            self._new(mention, key)
            return
        if mention.kind == "group":
            key = f"{mention.name.lower()}|{mention.country or ''}"
            for chain in self.chains:
                if key in chain.keys and chain.kind == "group":
                    chain.add(mention)
                    return
            if mention.definite and mention.country is None:
                for chain in reversed(self.chains):
                    if chain.kind == "group" and mention.label in chain.offices and (
                        mention.label != "people"
                    ) and self._distance(chain.mentions[-1].head, mention.head) <= REACH:
                        chain.add(mention)
                        return
            self._new(mention, key)
            return
        self._new(mention, f"{mention.name.lower()}|{mention.country or ''}|{mention.start}")

    def _owned(self, mention: Mention) -> None:
        """"its troops", "his defence minister": the state of whom the pronoun means."""
        if mention.country is not None or mention.start == 0 or (
                self.doc[mention.start - 1].lower_ not in OWNERS):
            return
        owner = next((m for m in self.mentions if m.head == mention.start - 1
                      and m.kind == "pronoun" and m.chain >= 0), None)
        if owner is None:
            return
        chain = self.chains[owner.chain]
        if chain.country is None or chain.country not in countries():
            return
        mention.country = chain.country
        if mention.kind == "body":
            mention.name = f"{possessive(countries()[chain.country].name)} {mention.name.lower()}"

    def _stands_for(self, mention: Mention) -> Chain | None:
        """The last actor that "the group" or "the country" may mean, subjects first."""
        best: tuple[float, Chain] | None = None
        for chain in self.chains:
            if mention.label == "government":
                fits = chain.kind == "government"
            elif mention.label == "alliance":
                fits = any(m.sector == "IGO" for m in chain.mentions)
            else:
                fits = chain.kind == "organisation" and any(
                    m.sector not in ("IGO", "GOV") for m in chain.mentions)
            before = [m for m in chain.mentions if m.head < mention.head]
            if not fits or not before:
                continue
            score = max(self._role(m) - 1.5 * self._distance(m.head, mention.head)
                        for m in before[-3:])
            if self._distance(before[-1].head, mention.head) <= REACH and (
                    best is None or score > best[0]):
                best = (score, chain)
        return best[1] if best else None

    def _apposed(self, mention: Mention) -> Chain | None:
        """The person beside whom the title stands ("the Chinese president, Xi Jinping,")."""
        for person in self.mentions:
            if person.kind != "person" or person.label != mention.label:
                continue
            between = [t.text for t in self.doc[mention.end:person.start]]
            if 0 < len(between) <= 7 and between[-1] == "," and between.count(",") == 1 and (
                len(between) == 1 or between[0].lower() in ("to", "of", "for", "at")
            ) or (
                mention.start - person.end in (1, 2) and self.doc[person.end].text in (",", "(")
            ):
                return self.chains[person.chain]
        return None

    def _titled(self, mention: Mention) -> Chain | None:
        """The person whom a title alone means: the last one whose title it is or ends."""
        word = american(mention.name).split()[-1]
        best: tuple[int, Chain] | None = None
        for chain in self.chains:
            if chain.kind not in ("person", "nominal"):
                continue
            if mention.country and chain.country and mention.country != chain.country:
                continue
            if mention.sex and chain.sex and mention.sex != chain.sex:
                continue
            before = [m for m in chain.mentions if m.start < mention.start]
            if not before:
                continue
            titles = {american(m.office).split()[-1] for m in chain.mentions if m.office}
            labels = {american(x) for x in chain.offices}
            if word not in titles and american(mention.label) not in labels and not (
                    word in self._held(chain, mention.past)):
                continue
            if self._distance(before[-1].head, mention.head) > TITLE_REACH:
                continue
            if mention.country and not chain.country:
                continue
            if best is None or before[-1].start > best[0]:
                best = (before[-1].start, chain)
        return best[1] if best else None

    def _held(self, chain: Chain, past: bool) -> set[str]:
        """Last words of the titles that the holders file gives the person, now or before."""
        return {
            american(h.office).split()[-1]
            for m in chain.mentions[:1] for h in terms(m.name) if past or h.at(self.when)
        }

    def _bare_body(self, mention: Mention) -> Chain | None:
        """"the military" to the last military that was named with its state."""
        for chain in sorted(self.chains, key=lambda c: -c.mentions[-1].start):
            if mention.label == "rebels" and mention.definite and (
                chain.kind == "organisation"
                and any(m.sector in ("REB", "CRM") for m in chain.mentions)
                and self._distance(chain.mentions[-1].head, mention.head) <= REACH
            ):
                return chain
            if chain.kind in ("body", "organisation") and mention.label in chain.offices and (
                chain.country is not None and mention.definite
            ):
                return chain
        return None

    def _pronoun(self, token: Token) -> None:
        word = token.lower_
        if word in IT and not self._actor_like(token, plural=False):
            return
        if word in THEY and not self._actor_like(token, plural=True):
            return
        best: tuple[float, Chain] | None = None
        for chain in self.chains:
            score = self._score(token, word, chain)
            if score is not None and (best is None or score > best[0]):
                best = (score, chain)
        if best is None or best[0] <= 0:
            return
        chain = best[1]
        mention = Mention(token.i, token.i + 1, token.i, "pronoun", token.text,
                          sex="m" if word in HE else "f" if word in SHE else None,
                          plural=word in THEY, definite=True)
        self.mentions.append(mention)
        if chain.kind == "person" and chain.sex is None and word in HE | SHE:
            chain.sex = mention.sex
        position = next((k for k, m in enumerate(chain.mentions) if m.start > token.i), None)
        chain.add(mention)
        if position is not None:
            chain.mentions.insert(position, chain.mentions.pop())

    def _actor_like(self, token: Token, plural: bool) -> bool:
        """Does the sentence treat "it" or "they" as somebody who acts?"""
        if token.dep_ == "expl":
            return False
        if token.lower_ in ("its", "their", "his", "her"):
            return True
        verb = token.head
        if not token.dep_.startswith("nsubj") or token.dep_ == "nsubj:pass":
            return plural and token.dep_ in ("obj", "iobj", "obl")
        lemma = verb.lemma_.lower()
        if self._speaker(token) is not None:
            return True
        if any(c.dep_ == "cop" for c in verb.children):
            return plural
        return lemma in self._words.verbs or lemma in words("agentive verbs")

    def _speaker(self, token: Token) -> int | None:
        """Head of the subject whose reported words the pronoun is the subject of ("the army said
        it was ready"), as token index."""
        verb = token.head
        if not token.dep_.startswith("nsubj") or verb.dep_ not in ("ccomp", "parataxis"):
            return None
        above = verb.head
        if above.lemma_.lower() not in self._words.verbs or above.i > token.i:
            return None
        return next((c.i for c in above.children if c.dep_.startswith("nsubj")), None)

    def _score(self, token: Token, word: str, chain: Chain) -> float | None:
        person = word in HE or word in SHE
        if person != (chain.kind in ("person", "nominal")) and not (
                word in THEY and chain.kind == "group"):
            return None
        if person:
            sex = "m" if word in HE else "f"
            if chain.sex not in (None, sex):
                return None
        elif (word in IT and (chain.kind not in STATES or _plural(chain))) or (word in THEY and chain.kind != "group" and not _plural(chain)):
            return None
        before = [m for m in chain.mentions if m.head < token.i]
        if not before:
            return None
        last = before[-1]
        gap = self._distance(last.head, token.i)
        if gap > (REACH if person else 1):
            return None
        score = max(
            self._role(m) - 1.3 * self._distance(m.head, token.i) - 0.002 * (token.i - m.head)
            for m in before[-4:]
        )
        score += 0.15 * min(len(before), 4)
        if person:
            score += 2.0
            if chain.sex is None:
                score -= 0.6
        if token.dep_ in ("obj", "iobj") and gap == 0 and any(
            m.head in (c.i for c in token.head.children) and self.doc[m.head].dep_.startswith("nsubj")
            for m in before
        ):
            return None  # "he praised him": two people
        if self._quoted[token.i] and not self._quoted[last.head] and gap == 0:
            score -= 1.0
        if self._speaker(token) in {m.head for m in before}:
            score += 2.5
        if self._said(last) and gap <= 1:
            score += 0.6
        if not person and word not in ("its", "their"):
            score -= 0.8 * self._rivals(token, last)
        if not person and word in ("its", "their") and gap > 0:
            score -= 0.7
        return score

    def _role(self, mention: Mention) -> float:
        dep = self.doc[mention.head].dep_
        if dep.startswith("nsubj"):
            return SUBJECT
        if dep == "conj" and self.doc[mention.head].head.dep_.startswith("nsubj"):
            return SUBJECT - 0.4
        if dep in ("obj", "iobj", "obl:agent", "appos", "ROOT"):
            return OBJECT
        if dep in ("amod", "compound", "nmod:poss"):
            return OTHER - 0.2
        return OTHER

    def _said(self, mention: Mention) -> bool:
        token = self.doc[mention.head]
        return token.dep_.startswith("nsubj") and token.head.lemma_.lower() in self._words.verbs

    def _rivals(self, token: Token, last: Mention) -> int:
        """Subjects between the antecedent and the pronoun that are no actors."""
        heads = {m.head for m in self.mentions}
        return sum(
            1 for t in self.doc[last.end:token.i]
            if t.dep_.startswith("nsubj") and t.i not in heads and t.pos_ in ("NOUN", "PROPN")
        )

    def _distance(self, first: int, second: int) -> int:
        return self._sentence[second] - self._sentence[first]


def _plural(chain: Chain) -> bool:
    return chain.plural or any(m.plural for m in chain.mentions if m.kind != "pronoun")


def _sentences(doc: Doc) -> list[int]:
    number, out = -1, []
    for token in doc:
        if token.is_sent_start or number < 0:
            number += 1
        out.append(number)
    return out


def _quoted(doc: Doc) -> list[bool]:
    """Whether each token stands between quotation marks."""
    out, inside = [], False
    for token in doc:
        if token.text == "“":
            inside = True
        elif token.text == "”":
            inside = False
        elif token.text in ('"', "''", "``"):
            inside = not inside
        elif token.text.count("\n") > 1:
            inside = False
        out.append(inside)
    return out
