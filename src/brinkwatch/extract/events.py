"""Events: who did what to whom, in PLOVER's types.

One event a predicate and type. The lexicon's frames say what a word carries (`frames`, `needs`),
the words above it what becomes of it (`operators`), the tree who does it to whom (`roles`,
`parties`), and the report whose they are (`homes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.circumstances import clause_places, clause_quantities, place_role
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.frames import Match, is_time, light_verb, matches, words_of
from brinkwatch.extract.homes import STATELY, Homes
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.needs import satisfied
from brinkwatch.extract.operators import GOVERNING, Operators
from brinkwatch.extract.parties import OUTSIDE, Parties, unique, usable, without
from brinkwatch.extract.roles import doers, is_sea, land_target, targets
from brinkwatch.knowledge.ontology import Frame, Lexicon, lexicon
from brinkwatch.model import Actor, Claim, Event, Evidence, Report
from brinkwatch.read.annotations import text_of

NEEDS_OTHER = frozenset({
    "ACCUSE", "REJECT", "REQUEST", "SUPPORT", "COOPERATE", "AID", "CONSULT", "SANCTION", "ASSAULT",
    "AGREE", "CONCEDE",
})
"""Types that are no event between actors without a recipient, where the actor is no government."""


SUFFERED = frozenset({"ASSAULT", "COERCE", "SANCTION"})
"""Types that are told of whoever suffers them, though nobody is named who did it."""


FACING = frozenset({"near", "around", "off", "against", "toward", "towards", "close to"})
"""Prepositions of a show of force by the side that it is shown to."""

ATTITUDES = frozenset({"SUPPORT"})
"""Types that tell a stance; who takes none ("did not support voting twice") has done nothing."""


@dataclass(slots=True)
class Draft:
    """An event on its way: what the frame found and what the words around it made of it."""

    match: Match
    type: str
    mode: str | None
    cameo: str | None
    actors: list[Actor]
    recipients: list[Actor]
    certainty: str
    depth: int = 0


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
                    found.append(self._event(draft))
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
        elif match.object is not None and match.token.pos_ == "VERB":
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
        if self.operators.hypothetical(governor):
            return None
        actors = doers(match, self.parties)
        recipients = targets(match, self.parties, actors)
        if not recipients and frame.type in {"ACCUSE", "SUPPORT"}:
            recipients = self._behind(match, actors)
        named = list(actors)
        actors = self.homes.settle(actors, recipients, governor)
        recipients = self.homes.settle(recipients, named, governor)
        if "land_target" in frame.needs and not land_target(match, self.parties):
            return None
        if frame.two_sided and len(actors) > 1 and not recipients:
            recipients = list(actors)
        sure = certainty.of(self.doc, governor.i)
        if "recipient" in frame.needs and not recipients and sure != "denied" and not (
            self._foreseen(match, actors, sure)
        ):
            return None
        if not actors and not (
            frame.type in SUFFERED and recipients and match.token.pos_ == "VERB"
            and self._suffered(match)
        ) and not (frame.mode == "riot" and recipients):
            return None
        if not actors and all(a.country is None for a in recipients):
            return None
        if frame.mode == "restrict" and not self._official(actors) and (
            sure == "planned" if actors else not syntax.is_passive(governor)
        ):
            return None
        if frame.type == "RETREAT" and frame.mode == "withdraw" and not frame.object and (
            match.token.pos_ == "VERB" and not self._official(actors)
        ):
            return None
        kind, mode, cameo, certain = self.operators.apply(
            match, sure, fitting,
            stately=any(a.sector in STATELY | {"COP", "JUD", "IGO"} for a in actors),
        )
        states = {a.country for a in (*actors, *recipients) if a.country}
        if kind == "MOBILIZE" and self._exercise(match) and len(states) > 1 and (
            len({a.country for a in actors}) > 1 or self._joint(match)
        ):
            kind, mode, cameo = "COOPERATE", None, "062"
            recipients = recipients or list(actors)
        if certain == "denied" and (
            kind in ATTITUDES or not attribution.chain(self.doc, governor.i)
        ):
            return None
        if not recipients and kind in NEEDS_OTHER and not self._official(actors):
            return None
        return Draft(
            match, kind, mode, cameo, actors, recipients, certain, syntax.depth(governor)
        )

    def _foreseen(self, match: Match, actors: list[Actor], sure: str) -> bool:
        """Whether an attack is said to be planned by a state: no target need be known yet."""
        return match.frame.type == "ASSAULT" and sure == "planned" and match.verb is not None and (
            any(a.country and a.sector in STATELY for a in actors)
        ) and self.operators.planned(match.governor)

    def _exercise(self, match: Match) -> bool:
        """Whether a show of force is an exercise, which several states may hold together."""
        drills = self.lex.classes["drill"]
        nouns = {syntax.lemma(match.token)} | (words_of(match.object) if match.object else set())
        return bool(nouns & drills)

    def _joint(self, match: Match) -> bool:
        """"With" somebody, or called joint and not held off a stranger's coast."""
        nodes = [n for n in (match.token, match.verb, match.object) if n is not None]
        return any(
            case == "with" for n in nodes for case, _ in syntax.obliques(n)
        ) or (any("joint" in words_of(n) for n in nodes) and not any(
            case in FACING for n in nodes for case, _ in syntax.obliques(n)
        ))

    def _suffered(self, match: Match) -> bool:
        """Whether somebody unnamed did it: a passive, or an attack as subject, but no storm and no
        accident."""
        token, calamity = match.token, self.lex.classes["calamity"]
        if any(words_of(n) & calamity for _, n in syntax.obliques(token)):
            return False
        if syntax.is_passive(token):
            return True
        subject = syntax.agent(token)
        if subject is None:
            return False
        if subject.pos_ == "PRON" or subject.ent_type_ == "PER":
            return True
        weapons = self.lex.classes["projectile"] | self.lex.classes["troops"]
        return bool(words_of(subject) & weapons) or any(
            f.type in {"ASSAULT", "PROTEST"} for f in self.lex.nouns.get(syntax.lemma(subject), ())
        )

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

    def _official(self, actors: list[Actor]) -> bool:
        """Whether one acts whose word counts by itself: a state's organ or an armed group, not a
        candidate or a company."""
        return any(
            a.sector in STATELY | {"IGO", "REB", "UNS", "JUD", "COP"} for a in actors
        )

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

    # ── the record ───────────────────────────────────────────────────────────────────────────────

    def _event(self, draft: Draft) -> Event:
        match = draft.match
        token, governor = match.token, match.governor
        start, end = syntax.sentence_bounds(token)
        evidence = (Evidence(start, end, text_of(self.doc)[start:end]),)
        obj = self._object(match)
        return Event(
            id=claim_id(
                self.report.id, "event",
                [(start, end), (token.idx, token.idx + len(token))], draft.type,
            ),
            report=self.report.id,
            evidence=evidence,
            type=draft.type,
            mode=draft.mode,
            cameo=draft.cameo,
            actors=tuple(unique(draft.actors)),
            recipients=tuple(unique(draft.recipients)),
            places=clause_places(governor, self.parties, match),
            time=nearest_time(governor),
            attribution=tuple(attribution.chain(self.doc, governor.i)),
            certainty=draft.certainty,
            quantities=clause_quantities(governor),
            trigger=syntax.lemma(token),
            object=obj,
        )

    def _object(self, match: Match) -> str | None:
        """What the deed is about, in the report's own words."""
        token, obj = match.token, match.object
        if token.pos_ in {"VERB", "AUX", "ADJ"}:
            comps = syntax.complements(token)
            node = obj
            if node is None and comps:
                node = comps[0]
            if node is None:
                return None
            left, right = syntax.subtree_span(
                node, drop=frozenset({"parataxis", "acl:relcl", "punct"})
            )
            if left <= token.i < right:
                return None
        else:
            told = frozenset({"parataxis", "acl:relcl", "punct", "advcl"})
            left, right = token.i, token.i + 1
            for child in token.children:
                if child.dep_ in told | {"conj", "cc", "case", "mark"}:
                    continue
                first, last = syntax.subtree_span(child, drop=told)
                left, right = min(left, first), max(right, last)
        start, end = self.doc[left].idx, self.doc[right - 1].idx + len(self.doc[right - 1])
        return text_of(self.doc)[start:end] or None


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


__all__ = ["Draft", "Finder", "clause_places", "clause_quantities", "find", "is_sea", "light_verb",
           "nearest_time", "place_role", "usable"]
