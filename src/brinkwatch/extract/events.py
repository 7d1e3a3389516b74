"""Events: who did what to whom, in PLOVER's types.

One event a predicate and type. The lexicon's frames say what a word carries (`frames`, `needs`),
the words above it what becomes of it (`operators`), the tree who does it to whom (`roles`,
`parties`), and the report whose they are (`homes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.event_checks import (
    ATTITUDES,
    NEEDS_OTHER,
    SUFFERED,
    admitted,
    asked,
    attending,
    consequences,
    exercise,
    joint,
    official,
)
from brinkwatch.extract.event_record import Draft, event_of
from brinkwatch.extract.frames import Match, is_time, matches
from brinkwatch.extract.homes import STATELY, Homes
from brinkwatch.extract.needs import satisfied
from brinkwatch.extract.operators import GOVERNING, Operators
from brinkwatch.extract.parties import OUTSIDE, Parties, without
from brinkwatch.extract.roles import doers, land_target, targets
from brinkwatch.knowledge.ontology import Frame, Lexicon, lexicon
from brinkwatch.model import Actor, Claim, Event, Report


class Finder:
    """Finds the events of one annotated text."""

    def __init__(
        self, doc: Doc, report: Report, parties: Parties | None = None,
        before: Sequence[Claim] = (),
    ) -> None:
        self.doc = doc
        self.report = report
        self.lex: Lexicon = lexicon()
        self.parties = parties or Parties(doc)
        self.homes = Homes(doc)
        self.operators = Operators(self.lex)
        self._taken: set[int] = set()
        self._told: list[Claim] = list(before)

    def find(self, skip: frozenset[int] = frozenset()) -> list[Event]:
        """All events in text order, a sentence's main clause before what hangs on it.

        Args:
            skip: token indexes that other records (launches) have taken.
        """
        found: list[Event] = []
        for sent in self.doc.sents:
            drafts = self._sentence(sent, skip)
            drafts.sort(key=lambda d: (d.depth, d.match.token.i))
            seen: set[tuple[Any, ...]] = set()
            for draft in drafts:
                key = (
                    draft.type, draft.mode if draft.type == "MOBILIZE" else None,
                    tuple(a.name for a in draft.actors),
                    tuple(a.name for a in draft.recipients), draft.match.token.lemma_,
                )
                if key not in seen:
                    seen.add(key)
                    found.append(event_of(draft, self.report, self.parties))
                    self._told.append(found[-1])
        return found

    def _sentence(self, sent: Span, skip: frozenset[int]) -> list[Draft]:
        self._taken = set(skip)
        drafts: list[Draft] = []
        candidates = sorted(
            (
                t for t in sent if t.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}
                and not (t.pos_ in {"NOUN", "PROPN"} and is_time(t))
            ),
            key=lambda t: (t.pos_ not in {"VERB", "AUX", "ADJ"}, syntax.depth(t), t.i),
        )
        fitting: dict[int, list[Match]] = {}
        for token in candidates:
            found = [m for m in matches(token, self.lex) if satisfied(m, self.lex)]
            if found:
                fitting[token.i] = found
        for token in candidates:
            draft = self._duty(token)
            if draft is not None:
                drafts.append(draft)
                self._taken |= self._clause(token)
        for token in candidates:
            if token.i in self._taken or token.i not in fitting:
                continue
            draft = self._read(token, fitting)
            if draft is not None:
                drafts.append(draft)
                self._take(draft)
        return [d for d in drafts if self._aimed(d, drafts)]

    def _aimed(self, draft: Draft, drafts: list[Draft]) -> bool:
        """Whether a deed has the recipient that it needs. A denial without one ("denied sending
        weapons") answers what was told of the same doers: the deed is aimed where that one is."""
        if draft.recipients or "recipient" not in draft.match.frame.needs or (
            draft.certainty != "denied"
        ):
            return True
        doers = {a.country for a in draft.actors if a.country}
        told: list[Draft | Claim] = [d for d in drafts if d is not draft]
        told.extend(reversed(self._told))
        for other in told:
            if other.type == draft.type and other.recipients and (
                doers & {a.country for a in other.actors}
            ):
                draft.recipients = without(other.recipients, draft.actors)
                return bool(draft.recipients)
        return False

    def _take(self, draft: Draft) -> None:
        match = draft.match
        self._taken.add(match.token.i)
        if match.verb is not None:
            self._taken.add(match.verb.i)
        if draft.type in GOVERNING:
            for comp in syntax.complements(match.token):
                self._taken.update(self._clause(comp))
            obj = match.object
            if obj is not None and syntax.base(obj) in {"obj", "obl", "nsubj"}:
                self._taken.update(self._clause(obj))
        if draft.type in SUFFERED and draft.recipients:
            self._taken.update(consequences(match, draft.type, self.lex))
        if draft.type not in GOVERNING and match.object is not None and match.token.pos_ == "VERB":
            obj = match.object
            if match.frame.object:
                self._taken.update(
                    t.i for t in self._measured(obj) if syntax.lemma(t) in self.lex.nouns
                )

    def _measured(self, token: Token) -> list[Token]:
        """A nominal and what it measures: "tonnes of aid"."""
        found = [token]
        for case, child in syntax.obliques(token):
            if case == "of":
                found.extend(self._measured(child))
        return found

    def _clause(self, token: Token) -> set[int]:
        """Words of a governed clause or phrase, without what is only told beside it."""
        taken = {token.i}
        for child in token.children:
            if child.dep_ == "acl:relcl" or syntax.base(child) in {"parataxis", "advcl"}:
                continue
            if syntax.base(child) in {"obl", "nmod"} and syntax.case_of(child) in OUTSIDE:
                continue
            taken |= self._clause(child)
        return taken

    def _read(self, token: Token, fitting: dict[int, list[Match]]) -> Draft | None:
        for match in fitting[token.i]:
            draft = self._try(match, fitting)
            if draft is not None:
                return draft
        return None

    def _try(self, match: Match, fitting: dict[int, list[Match]]) -> Draft | None:
        frame = match.frame
        governor = match.governor
        if self.operators.hypothetical(governor) or asked(match.token) or (
            syntax.auxiliaries(governor) & self.lex.operators["duty"]
        ):
            return None
        actors, recipients = self._sides(match)
        sure = certainty.of(self.doc, governor.i)
        if not admitted(match, actors, recipients, sure, self.operators):
            return None
        if "land_target" in frame.needs and not land_target(match, self.parties):
            return None
        kind, mode, cameo, certain = self.operators.apply(
            match, sure, fitting,
            stately=any(a.sector in STATELY | {"COP", "JUD", "IGO"} for a in actors),
        )
        states = {a.country for a in (*actors, *recipients) if a.country}
        if kind == "MOBILIZE" and exercise(match) and len(states) > 1 and (
            len({a.country for a in actors}) > 1 or joint(match)
        ):
            kind, mode, cameo = "COOPERATE", None, "062"
            recipients = recipients or list(actors)
        if certain == "denied" and (
            kind in ATTITUDES or not attribution.chain(self.doc, governor.i)
        ):
            return None
        if not recipients and kind in NEEDS_OTHER and not official(actors):
            return None
        return Draft(
            match, kind, mode, cameo, actors, recipients, certain, syntax.depth(governor)
        )


    def _sides(self, match: Match) -> tuple[list[Actor], list[Actor]]:
        """Who does it and to whom, each with a country where one can be told."""
        frame, governor = match.frame, match.governor
        named = doers(match, self.parties)
        recipients = targets(match, self.parties, named)
        if not recipients and frame.type in {"ACCUSE", "SUPPORT"}:
            recipients = self._behind(match, named)
        friendly = frame.type in {"AID", "SUPPORT"}
        actors = self.homes.settle(named, recipients, governor, friendly)
        recipients = self.homes.settle(recipients, named, governor, friendly)
        if frame.two_sided and len(actors) > 1 and not recipients and not attending(match):
            recipients = list(actors)
        return actors, recipients

    def _behind(self, match: Match, actors: list[Actor]) -> list[Actor]:
        """Who did what "the launch" or "the attack" speaks of: the doers of the deed of that type
        told last before."""
        noun = match.object
        if noun is None or not any(c.lower_ in {"the", "this", "that"} for c in noun.children):
            return []
        frames = self.lex.nouns.get(syntax.lemma(noun), ())
        kinds = {f.type for f in frames}
        if syntax.lemma(noun) == "launch":
            kinds.add("MOBILIZE")
        for claim in sorted(self._told, key=lambda c: -min(e.start for e in c.evidence)):
            if claim.type in kinds and claim.evidence[0].start <= noun.idx and claim.actors:
                return without(claim.actors, actors)
        return []


    def _duty(self, token: Token) -> Draft | None:
        """"X said Y must withdraw" asks Y to withdraw."""
        if token.i in self._taken or token.pos_ not in {"VERB", "ADJ", "NOUN"}:
            return None
        if not syntax.auxiliaries(token) & self.lex.operators["duty"]:
            return None
        clause = token
        while clause.dep_ == "conj" and clause.head != clause:
            clause = clause.head
        if syntax.base(clause) not in {"ccomp", "parataxis"}:
            return None
        matrix = clause.head
        if syntax.lemma(matrix) not in self.lex.operators["announce"]:
            return None
        speaker = syntax.agent(matrix)
        subject = syntax.surface_subject(token)
        if speaker is None or subject is None or speaker.i == subject.i:
            return None
        actors = self.parties.all_of(speaker)
        recipients = without(self.parties.all_of(subject), actors)
        if not actors or not recipients:
            return None
        frame = Frame(type="REQUEST", mode=None, cameo="100", head=syntax.lemma(token))
        return Draft(
            Match(token, frame, None), "REQUEST", "change", "104", actors, recipients, "asserted",
            syntax.depth(matrix),
        )


def find(
    doc: Doc, report: Report, parties: Parties | None = None, skip: frozenset[int] = frozenset(),
    before: Sequence[Claim] = (),
) -> list[Event]:
    """The events of an annotated text, in text order.

    Args:
        skip: token indexes that other records (launches) have taken.
        before: the records that took them; "condemned the launch" is aimed at who launched.
    """
    return Finder(doc, report, parties, before).find(skip)


__all__ = ["Finder", "find"]
