"""What the words above a frame make of it: asked, refused, threatened, planned, stopped, eased.

"Threatened to close" is a threat and no closure, "refused to meet" a refusal; "will send aid" is
agreed (PLOVER counts an announced cooperation as AGREE), "ended its aid" a sanction, "lifted the
siege" a retreat.
"""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import Match
from brinkwatch.knowledge.ontology import COOPERATIVE, HOSTILE, Lexicon

GOVERNING = frozenset({"REQUEST", "REJECT", "THREATEN", "AGREE"})
"""Types that swallow the clause they govern: what is asked, refused or agreed is no deed."""

COMMISSIVE = frozenset({"vow", "promise", "pledge", "swear", "warn", "commit"})
"""Verbs that promise or threaten, by what they govern."""

PLANNING = frozenset({"plan", "schedule", "prepare", "propose", "intend", "arrange", "attempt"})
"""Light verbs under which the noun has not happened yet: "planned a strike"."""

ANNOUNCED = frozenset({"SANCTION", "COERCE", "MOBILIZE"})
"""Hostile deeds that a side may simply announce; they become a threat only under a condition."""

Verdict = tuple[str, str | None, str | None, str]
"""Type, mode, CAMEO code, certainty."""


class Operators:
    """Reads the words above a frame, with the lexicon's lists of them."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def apply(
        self, match: Match, certain: str, fitting: dict[int, list[Match]], stately: bool = True
    ) -> Verdict:
        """What a fitting frame is in its place.

        Args:
            stately: whether a state acts, which may announce what others can only threaten.
            certain: certainty of the frame's governor, see `certainty.of`.
            fitting: the sentence's fitting frames by token.
        """
        frame = match.frame
        kind, mode, cameo = self._under(match, frame.type, frame.mode, frame.cameo, fitting)
        return self._modal(match, kind, mode, cameo, certain, stately)

    def hypothetical(self, token: Token) -> bool:
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
            for _, child in syntax.obliques(match.object):
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
        self, match: Match, kind: str, mode: str | None, cameo: str | None, certain: str,
        stately: bool,
    ) -> tuple[str, str | None, str | None, str]:
        """Deeds to come: cooperation is agreed (PLOVER: the intent to help, yield or support is
        AGREE), what its own doer says it will do to others threatened, a refusal REJECT. A meeting
        or a measure that is only expected stays what it is, planned."""
        governor = match.governor
        future, planned = self._future(governor), self.planned(governor)
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
        if match.verb is not None and syntax.lemma(match.verb) in PLANNING and (
            syntax.base(match.token) in {"obj", "nsubj"} and certain == "asserted"
        ):
            certain = "planned"
        if future or planned:
            if certain in {"asserted", "suspected"}:
                certain = "planned"
            voiced = kind in COOPERATIVE - {"CONSULT"} or self._promised(governor)
            if not voiced or kind == "MOBILIZE":
                return kind, mode, cameo, certain
            if kind in COOPERATIVE:
                outcome = self.lex.outcomes["AGREE"].get(kind, {})
                return "AGREE", None, outcome.get("cameo", "030"), certain
            if kind in HOSTILE and not (
                kind in ANNOUNCED and stately and not self._conditioned(governor)
            ):
                outcome = self.lex.outcomes["THREATEN"].get(kind, {})
                return (
                    "THREATEN", outcome.get("mode"), outcome.get("cameo", "130"),
                    "threatened" if certain == "planned" else certain,
                )
        return kind, mode, cameo, certain

    def _promised(self, token: Token) -> bool:
        """Whether its own doer says what is to come ("Hungary said it will support"): a promise or
        a threat. What a reporter expects of others is only planned."""
        subject = syntax.surface_subject(token)
        for node in syntax.path(token):
            if syntax.base(node) == "ccomp" and syntax.lemma(node.head) in (
                self.lex.operators["announce"]
            ):
                speaker = syntax.agent(node.head)
                if subject is None or speaker is None:
                    return False
                return subject == speaker or subject.pos_ == "PRON" or (
                    subject.lemma_ == speaker.lemma_
                )
        return False

    def _conditioned(self, token: Token) -> bool:
        """Whether an "if", "unless" or "until" hangs on the deed, or a warning stands above it."""
        for node in syntax.path(token)[:4]:
            for child in node.children:
                if syntax.base(child) == "advcl" and any(
                    c.lower_ in {"if", "unless", "until"} and token.doc[c.i - 1].lower_ != "even"
                    for c in child.children
                ):
                    return True
            if syntax.lemma(node) in COMMISSIVE | {"threaten"}:
                return True
        return False

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

    def planned(self, token: Token) -> bool:
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
