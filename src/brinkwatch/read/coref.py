"""Coreference within a report: full names, short names, titles alone and pronouns to one chain.

Rules in order of trust: a name equal to or part of an earlier one; a title alone ("the minister")
to the last person or body it fits; a pronoun to the most salient mention that agrees in sex and
number, scored by distance in sentences, grammatical role and who was speaking. Where no mention
fits, a pronoun is left out: no guess is made.
"""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc, Token

from brinkwatch.knowledge.countries import countries
from brinkwatch.knowledge.offices import american, term, terms
from brinkwatch.knowledge.tables import fold
from brinkwatch.read.actor_mentions import OWNERS, Mention, possessive
from brinkwatch.read.coref_chains import STATES, SUBJECT, Chain, Context
from brinkwatch.read.coref_names import agrees, head_word, short_of
from brinkwatch.read.coref_pronouns import PRONOUNS, REACH, antecedent, pronoun

TITLE_REACH = 12
"""Sentences back that a title alone may reach."""
KIN = frozenset({
    "son", "daughter", "wife", "husband", "widow", "sister", "brother", "father", "mother",
    "cousin", "nephew", "niece", "uncle", "aunt", "grandson", "granddaughter", "grandfather",
    "partner", "fiancee", "fiancé", "fiancée",
})
"""Words before the name of one who is told of because of another of the family."""
APPOSITION = 7
"""Tokens between a title and the name it stands beside."""


def link(doc: Doc, mentions: list[Mention], when: date | None) -> tuple[list[Chain], list[Mention]]:
    """Give every mention its chain.

    Returns:
        The chains, and the mentions in text order with the pronouns that found an antecedent and
        without the nouns that found none ("the group").
    """
    return _Linker(doc, when).link(mentions)


class _Linker:
    def __init__(self, doc: Doc, when: date | None) -> None:
        self.doc = doc
        self.context = Context(doc, when)
        self._by_key: dict[str, Chain] = {}
        self._by_part: dict[str, list[Chain]] = {}
        self._by_label: dict[str, list[Chain]] = {}
        self._starts: dict[int, Mention] = {}
        self._ends: dict[int, Mention] = {}

    def link(self, mentions: list[Mention]) -> tuple[list[Chain], list[Mention]]:
        for mention in mentions:
            if mention.kind == "person":
                self._person(mention)
        covered = {i for m in mentions for i in range(m.start, m.end)}
        order: list[Mention | Token] = [m for m in mentions if m.kind != "person"]
        of = self.context.of
        order += [self.doc[i] for i, word in enumerate(of.lower) if word in PRONOUNS
                  and i not in covered and of.pos[i] in ("PRON", "DET", "")]
        order.sort(key=lambda x: x.i if isinstance(x, Token) else x.start)
        found = list(mentions)
        for item in order:
            if isinstance(item, Token):
                chain = antecedent(self.context, item)
                if chain is not None:
                    own = pronoun(item)
                    self.context.join(chain, own)
                    found.append(own)
                    if chain.kind == "person" and chain.sex is None:
                        chain.sex = own.sex
            else:
                self._other(item)
        for chain in self.context.chains:
            chain.mentions.sort(key=lambda m: m.start)
        return self.context.chains, sorted(
            (m for m in found if m.chain >= 0), key=lambda m: m.start)

    def _keep(self, chain: Chain, mention: Mention, key: str) -> None:
        if mention.chain < 0:
            self.context.join(chain, mention)
        chain.keys.add(key)
        self._by_key.setdefault(key, chain)
        if mention.label:
            same = self._by_label.setdefault(mention.label, [])
            if chain not in same[-1:]:
                same.append(chain)

    def _new(self, mention: Mention, key: str) -> Chain:
        chain = self.context.new(mention)
        self._keep(chain, mention, key)
        return chain

    # Persons

    def _person(self, mention: Mention) -> None:
        key = fold(mention.name)
        parts = key.split(" ")
        held = term(mention.name, self.context.when)
        same = [f"person|{key}"]
        if held is not None and len(parts) > 1:
            same.append(f"holder|{held.person}")
        chain = next((self._by_key[k] for k in same if k in self._by_key), None)
        if chain is None:
            options = {c.id: c for part in parts for c in self._by_part.get(part, ())}
            fits = [c for c in options.values() if short_of(parts, c) and agrees(mention, c)]
            chain = max(fits, key=lambda c: self._near(c, mention)) if fits else None
        if held is not None and (chain is None or len(parts) > 1):
            mention.country = mention.country or held.country
            mention.sex = mention.sex or held.sex
        if chain is None:
            chain = self.context.new(mention)
        else:
            self.context.join(chain, mention)
        for name in same:
            self._keep(chain, mention, name)
        for part in parts:
            known = self._by_part.setdefault(part, [])
            if chain not in known:
                known.append(chain)
        self._starts[mention.start] = mention
        self._ends[mention.end] = mention

    def _near(self, chain: Chain, mention: Mention) -> float:
        """How likely a short name means the person: the one told of most, unless long ago."""
        last = chain.mentions[-1]
        first = chain.mentions[0]
        kin = first.start > 0 and self.doc[first.start - 1].lower_ in KIN
        far = self.context.distance(last.head, mention.head)
        return min(len(chain.mentions), 6) - 2.0 * kin - 0.5 * far + 0.001 * last.start

    # Everybody else

    def _other(self, mention: Mention) -> None:
        self._owned(mention)
        if mention.kind == "anaphor":
            chain = self._stands_for(mention)
            if chain is not None:
                self.context.join(chain, mention)
            return
        chain = None
        key = f"{mention.kind}|{mention.name.lower()}|{mention.country or ''}"
        if mention.kind == "nominal":
            key += f"|{mention.start}"
            chain = self._apposed(mention)
            if chain is None and mention.definite:
                chain = self._titled(mention)
        elif mention.kind in STATES:
            if mention.kind == "body" and mention.country is None and mention.definite:
                chain = self._bare_body(mention)
            key = f"state|{mention.name}|{mention.country or ''}"
            chain = chain or self._by_key.get(key)
            if chain is None and mention.kind == "organisation" and mention.country is None:
                chain = next((c for c in reversed(self._by_label.get(mention.label, []))
                              if c.kind == "organisation"), None)
        else:
            chain = self._by_key.get(key)
            if chain is None and mention.definite and mention.country is None:
                chain = self._same_group(mention)
        if chain is None:
            self._new(mention, key)
        else:
            self.context.join(chain, mention)
            self._keep(chain, mention, key)

    def _owned(self, mention: Mention) -> None:
        """"its troops", "his defence minister": the state of whom the pronoun means."""
        if mention.country is not None or mention.start == 0 or (
                self.doc[mention.start - 1].lower_ not in OWNERS):
            return
        owner = self.context.by_head.get(mention.start - 1)
        if owner is None or owner.kind != "pronoun":
            return
        country = self.context.chains[owner.chain].country
        if country is None or country not in countries():
            return
        mention.country = country
        if mention.kind == "body":
            mention.name = f"{possessive(countries()[country].name)} {mention.name.lower()}"

    def _stands_for(self, mention: Mention) -> Chain | None:
        """The last actor that "the group" or "the country" may mean, subjects first."""
        best: tuple[float, Chain] | None = None
        for number, before in self.context.before(mention.head, REACH).items():
            chain = self.context.chains[number]
            if mention.label == "government":
                fits = chain.kind == "government"
            elif mention.label == "alliance":
                fits = "IGO" in chain.sectors
            else:
                fits = chain.kind == "organisation" and not chain.sectors & {"IGO", "GOV"}
            if not fits:
                continue
            score = max(self.context.role(m) - 1.5 * self.context.distance(m.head, mention.head)
                        for m in before[-3:])
            if best is None or score > best[0]:
                best = (score, chain)
        return best[1] if best else None

    def _apposed(self, mention: Mention) -> Chain | None:
        """The person beside whom the title stands ("the Chinese president, Xi Jinping,")."""
        for gap in range(1, APPOSITION + 1):
            person = self._starts.get(mention.end + gap)
            if person is not None and (
                    person.label == mention.label or self._set_beside(person, mention)):
                between = [t.lower_ for t in self.doc[mention.end:person.start]]
                if between[-1] == "," and between.count(",") == 1 and (
                        gap == 1 or between[0] in ("to", "of", "for", "at")):
                    return self.context.chains[person.chain]
        for gap in (1, 2):
            person = self._ends.get(mention.start - gap)
            if person is not None and self.doc[person.end].text in (",", "(") and (
                    person.label == mention.label or self._set_beside(mention, person)):
                return self.context.chains[person.chain]
        return None

    def _set_beside(self, second: Mention, first: Mention) -> bool:
        """Is one the parser's apposition of the other ("Jane Doe, a port official, …")?"""
        return any(
            t.dep_ == "appos" and first.start <= t.head.i < first.end
            for t in self.doc[second.start:second.end]
        )

    def _titled(self, mention: Mention) -> Chain | None:
        """The person whom a title alone means: the last one whose title it is or ends."""
        word = head_word(mention.name)
        best: tuple[int, Chain] | None = None
        for number, before in self.context.before(mention.start, TITLE_REACH).items():
            chain = self.context.chains[number]
            if chain.kind not in ("person", "nominal") or not agrees(mention, chain) or (
                    mention.country and not chain.country):
                continue
            titles = {head_word(m.office) for m in chain.mentions if m.office}
            if word in titles or mention.label in chain.offices or (
                    word in self._held(chain, mention.past)):
                last = before[-1].start
                if best is None or last > best[0]:
                    best = (last, chain)
        return best[1] if best else None

    def _held(self, chain: Chain, past: bool) -> set[str]:
        """Last words of the titles that the holders file gives the person, now or before."""
        return {
            head_word(h.office)
            for m in chain.mentions[:1] for h in terms(m.name) if past or h.at(self.context.when)
        }

    def _bare_body(self, mention: Mention) -> Chain | None:
        """"the military" to the last military that was named with its state."""
        if mention.label == "rebels":
            near = self.context.before(mention.start, REACH)
            for number in sorted(near, key=lambda n: -near[n][-1].start):
                chain = self.context.chains[number]
                if chain.kind == "organisation" and chain.sectors & {"REB", "CRM"}:
                    return chain
        named = [c for c in self._by_label.get(mention.label, ())
                 if c.kind in ("body", "organisation") and c.country is not None]
        if named:
            return max(named, key=lambda c: c.mentions[-1].start)
        if mention.label == "government":
            return self._stands_for(mention)
        found = self._same_noun(mention)
        if found is None and mention.label == "foreign ministry":
            self._of_subject(mention)
        return found

    def _of_subject(self, mention: Mention) -> None:
        """A foreign ministry without a state is that of the state its sentence is about."""
        for number, before in self.context.before(mention.start, 0).items():
            state = self.context.chains[number].country
            if state in countries() and self.context.chains[number].kind == "government" and any(
                    self.context.role(m) == SUBJECT for m in before):
                mention.country = state
                mention.name = f"{possessive(countries()[state].name)} {mention.name.lower()}"
                return

    def _same_noun(self, mention: Mention) -> Chain | None:
        """"the ministry", "the agency": the last body whose name ends in these words."""
        words = [w for w in american(mention.name).split() if w != "the"]
        near = self.context.before(mention.start, TITLE_REACH)
        fits = [
            self.context.chains[n] for n in near
            if self.context.chains[n].kind in ("body", "organisation")
            and len(self.context.chains[n].mentions[0].name.split()) > 1
            and any(american(m.name).split()[-len(words):] == words
                    for m in self.context.chains[n].mentions if m.kind != "pronoun")
        ]
        return max(fits, key=lambda c: c.mentions[-1].start) if fits else None

    def _same_group(self, mention: Mention) -> Chain | None:
        if mention.label == "people":
            return None
        near = self.context.before(mention.start, REACH)
        return next(
            (c for c in reversed(self._by_label.get(mention.label, []))
             if c.kind == "group" and c.id in near), None,
        )
