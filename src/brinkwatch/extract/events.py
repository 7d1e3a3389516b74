"""Events: who did what to whom, in PLOVER's types.

One event a predicate and type. What a governing word says about its clause decides: "threatened to
close" is a threat and no closure, "refused to meet" a refusal, "asked Chad to withdraw" a request;
"will send aid" is agreed (PLOVER counts an announced cooperation as AGREE), "will expel" threatened.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.event_times import nearest_time
from brinkwatch.extract.frames import Match, light_verb, matches, satisfied
from brinkwatch.extract.homes import Homes
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.parties import (
    Parties,
    doers,
    is_sea,
    land_target,
    targets,
    unique,
    usable,
    without,
)
from brinkwatch.knowledge.ontology import COOPERATIVE, HOSTILE, Lexicon, lexicon
from brinkwatch.model import Actor, Event, Evidence, Place, Quantity, Report

GOVERNING = frozenset({"REQUEST", "REJECT", "THREATEN", "AGREE"})
"""Types that swallow the clause they govern: what is asked, refused, threatened, agreed is no deed."""

COMMISSIVE = frozenset({"vow", "promise", "pledge", "swear", "warn", "commit"})
"""Verbs that promise or threaten, by what they govern."""

NEEDS_OTHER = frozenset({
    "ACCUSE", "REJECT", "REQUEST", "SUPPORT", "COOPERATE", "AID", "CONSULT", "SANCTION", "ASSAULT",
})
"""Types that are no event between actors without a recipient, where the actor is no government."""

UNSURE = frozenset({"possible", "conditional"})


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

    def __init__(self, doc: Doc, report: Report, parties: Parties | None = None) -> None:
        self.doc = doc
        self.report = report
        self.lex: Lexicon = lexicon()
        self.parties = parties or Parties(doc)
        self.homes = Homes(doc)
        self._taken: set[int] = set()

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
        return found

    def _sentence(self, sent: Span, skip: frozenset[int]) -> list[Draft]:
        self._taken = set(skip)
        drafts: list[Draft] = []
        candidates = sorted(
            (t for t in sent if t.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}),
            key=lambda t: (t.pos_ not in {"VERB", "AUX", "ADJ"}, syntax.depth(t), t.i),
        )
        fitting: dict[int, list[Match]] = {}
        for token in candidates:
            found = [m for m in matches(token, self.lex) if satisfied(m, self.lex)]
            if found:
                fitting[token.i] = found
        for token in candidates:
            if token.i in self._taken or token.i not in fitting:
                continue
            draft = self._read(token, fitting)
            if draft is not None:
                drafts.append(draft)
                self._take(draft)
        for token in candidates:
            draft = self._duty(token)
            if draft is not None:
                drafts.append(draft)
        return drafts

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
            if syntax.lemma(obj) in self.lex.nouns and match.frame.object:
                self._taken.add(obj.i)

    def _clause(self, token: Token) -> set[int]:
        """Words of a governed clause or phrase, without what is only told beside it."""
        taken = {token.i}
        for child in token.children:
            if child.dep_ not in {"acl:relcl", "parataxis", "advcl"} and syntax.base(child) != "advcl":
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
        if self._hypothetical(governor):
            return None
        actors = doers(match, self.parties)
        recipients = targets(match, self.parties, actors)
        named = list(actors)
        actors = self.homes.settle(actors, recipients, governor)
        recipients = self.homes.settle(recipients, named, governor)
        if "land_target" in frame.needs and not land_target(match, self.parties):
            return None
        if frame.two_sided and len(actors) > 1 and not recipients:
            recipients = list(actors)
        if "recipient" in frame.needs and not recipients:
            return None
        if not actors and not (
            frame.type == "ASSAULT" and recipients and match.token.pos_ == "VERB"
        ):
            return None
        if not actors and all(a.country is None for a in recipients):
            return None
        kind, mode, cameo = frame.type, frame.mode, frame.cameo
        kind, mode, cameo = self._under(match, kind, mode, cameo, fitting)
        certain = certainty.of(self.doc, governor.i)
        kind, mode, cameo, certain = self._modal(match, kind, mode, cameo, certain)
        if certain == "denied" and not attribution.chain(self.doc, governor.i):
            return None
        if not recipients and kind in NEEDS_OTHER and not self._official(actors):
            return None
        return Draft(
            match, kind, mode, cameo, actors, recipients, certain, syntax.depth(governor)
        )

    def _official(self, actors: list[Actor]) -> bool:
        return any(a.country is not None or a.sector in {"IGO", "NGO", "REB", "UNS"} for a in actors)

    def _hypothetical(self, token: Token) -> bool:
        """Inside an "if" or "unless" clause nothing has happened."""
        for node in syntax.path(token):
            if any(
                syntax.base(c) == "mark" and c.lower_ in {"if", "unless", "whether"}
                for c in node.children
            ):
                return True
            if syntax.base(node) in {"parataxis"}:
                return False
        return False

    # ── what stands above the frame ──────────────────────────────────────────────────────────────

    def _under(
        self, match: Match, kind: str, mode: str | None, cameo: str | None,
        fitting: dict[int, list[Match]],
    ) -> tuple[str, str | None, str | None]:
        """Apply stop and ease words above a noun frame, and give a governing frame the mode of
        what it governs."""
        lex, token = self.lex, match.token
        if kind in GOVERNING:
            inner = self._governed(match, fitting)
            if kind == "AGREE" and inner in HOSTILE and syntax.lemma(token) in COMMISSIVE:
                kind, mode, cameo = "THREATEN", None, "130"
            outcome = lex.outcomes.get(kind, {}).get(inner or "")
            if outcome and mode is None:
                mode, cameo = outcome.get("mode"), outcome.get("cameo", cameo)
            return kind, mode, cameo
        above = match.verb if match.verb is not None else self._above(token)
        if above is None:
            return kind, mode, cameo
        word = syntax.lemma(above)
        if above.pos_ == "NOUN":
            table = "stop" if word in lex.operators["stop_nouns"] else None
            if word in lex.operators["ease_nouns"] and kind in lex.outcomes["ease"]:
                table = "ease"
        else:
            table = "stop" if word in lex.operators["stop"] else None
            if word in lex.operators["ease"] and kind in lex.outcomes["ease"]:
                table = "ease"
        if table and kind in lex.outcomes[table]:
            outcome = lex.outcomes[table][kind]
            return outcome["type"], outcome.get("mode"), outcome.get("cameo")
        return kind, mode, cameo

    def _above(self, token: Token) -> Token | None:
        """The verb or noun whose object the word is, if that stops or eases."""
        head = token.head
        if head == token:
            return None
        word = syntax.lemma(head)
        stops = self.lex.operators["stop"] | self.lex.operators["ease"]
        if head.pos_ == "VERB" and syntax.base(token) in {"obj", "nsubj"} and word in stops:
            if syntax.base(token) == "nsubj" and not syntax.is_passive(head):
                return None
            return head
        nouns = self.lex.operators["stop_nouns"] | self.lex.operators["ease_nouns"]
        if head.pos_ == "NOUN" and syntax.base(token) == "nmod" and word in nouns:
            return head
        return None

    def _governed(self, match: Match, fitting: dict[int, list[Match]]) -> str | None:
        """Type of what a governing frame governs."""
        token = match.token
        nodes: list[Token] = []
        for comp in syntax.complements(token):
            nodes.extend([comp, *(c for c in comp.children if syntax.base(c) in {"obj", "xcomp"})])
        if match.object is not None:
            nodes.append(match.object)
            for prep, child in syntax.obliques(match.object):
                nodes.append(child)
                nodes.extend(syntax.complements(child))
            nodes.extend(syntax.complements(match.object))
        for prep, child in syntax.obliques(token):
            if prep in {"for", "of", "with", "to", "by"}:
                nodes.append(child)
        for node in nodes:
            for found in fitting.get(node.i, ()):
                if found.frame.type not in {"AGREE"}:
                    return found.frame.type
        return None

    def _modal(
        self, match: Match, kind: str, mode: str | None, cameo: str | None, certain: str
    ) -> tuple[str, str | None, str | None, str]:
        """Announced deeds: cooperation becomes AGREE, hostility THREATEN; refused ones REJECT."""
        governor = match.governor
        future, planned = self._future(governor), self._planned(governor)
        negated = syntax.is_negated(governor)
        if kind in GOVERNING and not (future and negated and kind == "AGREE"):
            return kind, mode, cameo, certain
        if negated and (future or syntax.auxiliaries(governor) & {"can", "ca", "could", "cannot"}):
            if kind in COOPERATIVE:
                outcome = self.lex.outcomes["REJECT"].get(kind, {})
                return "REJECT", outcome.get("mode"), outcome.get("cameo", "120"), "asserted"
            return kind, mode, cameo, "denied"
        if negated:
            return kind, mode, cameo, "denied"
        if future or planned:
            if certain in {"asserted", "suspected"}:
                certain = "planned"
            if kind == "MOBILIZE" or (planned and not future and kind in HOSTILE):
                return kind, mode, cameo, certain
            if kind in COOPERATIVE:
                outcome = self.lex.outcomes["AGREE"].get(kind, {})
                return "AGREE", None, outcome.get("cameo", "030"), certain
            if kind in HOSTILE:
                outcome = self.lex.outcomes["THREATEN"].get(kind, {})
                return (
                    "THREATEN", outcome.get("mode"), outcome.get("cameo", "130"),
                    "threatened" if certain == "planned" else certain,
                )
        return kind, mode, cameo, certain

    def _future(self, token: Token) -> bool:
        modal = self.lex.operators["modal"]
        node = token
        for _ in range(3):
            words = syntax.auxiliaries(node)
            if words & modal:
                return not words & {"have", "'ve"} or "will" in words
            if words:
                return False
            if node.dep_ in {"xcomp"} and syntax.lemma(node.head) in {
                "go", "begin", "start", "continue", "be", "help", "able",
            }:
                if syntax.lemma(node.head) == "go":
                    return True
                node = node.head
                continue
            return False
        return False

    def _planned(self, token: Token) -> bool:
        """Whether a word of planning governs the deed ("plans to", "intention of", "is set to")."""
        node = token
        for _ in range(4):
            head = node.head
            if head == node:
                return False
            relation, word = syntax.base(node), syntax.lemma(head)
            if relation in {"xcomp", "ccomp", "advcl"} and word in self.lex.operators["future"]:
                return syntax.is_infinitive(node) or syntax.is_gerund(node) or relation == "xcomp"
            if relation in {"acl", "nmod"} and word in self.lex.operators["future_nouns"] and (
                syntax.is_infinitive(node) or relation == "nmod" or syntax.is_gerund(node)
            ):
                return True
            if relation == "conj" or (relation == "xcomp" and word in {"begin", "start", "help"}):
                node = head
                continue
            return False
        return False

    # ── duties laid on others ────────────────────────────────────────────────────────────────────

    def _duty(self, token: Token) -> Draft | None:
        """ "X said Y must withdraw" asks Y to withdraw."""
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
        from brinkwatch.knowledge.ontology import Frame

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
        evidence = (Evidence(start, end, self.doc.text[start:end]),)
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
            left, right = syntax.subtree_span(
                token, drop=frozenset({"parataxis", "acl:relcl", "punct", "conj", "cc"})
            )
        start, end = self.doc[left].idx, self.doc[right - 1].idx + len(self.doc[right - 1])
        return self.doc.text[start:end] or None


def clause_quantities(token: Token) -> tuple[Quantity, ...]:
    """Quantities under a predicate, those of subordinate reports left out."""
    left, right = syntax.subtree_span(token, drop=frozenset({"parataxis", "acl:relcl"}))
    doc = token.doc
    start, end = doc[left].idx, doc[right - 1].idx + len(doc[right - 1])
    return tuple(
        q for q in (doc._.quantities or ())
        if q.start is not None and q.end is not None and start <= q.start and q.end <= end
    )


TOWARD = frozenset({"toward", "towards", "into", "to"})


def clause_places(
    token: Token, parties: Parties, match: Match | None = None
) -> tuple[Place, ...]:
    """Toponyms under a predicate with the role their preposition gives them."""
    found: list[Place] = []
    seen: set[int] = set()
    left, right = syntax.subtree_span(token, drop=frozenset({"parataxis", "acl:relcl", "ccomp"}))
    for i in range(left, right):
        node = token.doc[i]
        place = parties.place(node)
        if place is None or place.start is None or place.start in seen:
            continue
        seen.add(place.start)
        found.append(dataclasses.replace(place, role=place_role(node, match)))
    return tuple(found)


def place_role(node: Token, match: Match | None = None) -> str:
    """Role of a toponym by the preposition above it."""
    for up in syntax.path(node):
        if syntax.base(up) in {"obl", "nmod", "advcl", "acl"} and up.dep_ != "nmod:poss":
            case = syntax.case_of(up)
            if case in {"from", "out of", "off from"}:
                return "origin"
            if case in TOWARD or case.endswith("direction of"):
                return "toward"
            if case in {"against", "at", "on"} and match is not None \
                    and match.frame.type in {"ASSAULT", "COERCE"}:
                return "target"
            if case in {"in", "near", "off", "along", "around", "outside", "over"}:
                return "at"
        if syntax.base(up) in {"obj"} and match is not None \
                and match.frame.type in {"ASSAULT", "COERCE"}:
            return "target"
        if syntax.is_predicate(up) and up.pos_ == "VERB":
            break
    return "at"


def find(
    doc: Doc, report: Report, parties: Parties | None = None, skip: frozenset[int] = frozenset()
) -> list[Event]:
    """The events of an annotated text, in text order."""
    return Finder(doc, report, parties).find(skip)


__all__ = ["Draft", "Finder", "clause_places", "clause_quantities", "find", "is_sea", "light_verb",
           "nearest_time", "place_role", "usable"]
