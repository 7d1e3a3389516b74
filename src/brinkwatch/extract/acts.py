"""What a statement does: threaten, condemn, praise, pledge, request, deny, support, assess,
report or announce; and the PLOVER type it counts as."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import base, child
from brinkwatch.extract.speech import Speech
from brinkwatch.knowledge.speech import ActCues, act_cues
from brinkwatch.model import ACTS

_FIRST = frozenset("i we us our my ours let's".split())
_PAST_REPORT = frozenset({"would", "'d", "’d"})
_FIXED = frozenset({"threaten", "condemn", "praise", "request", "pledge", "deny", "support"})
_ACCUSING = frozenset({"accuse", "blame", "allege", "claim"})
_AUX = ("aux", "aux:pass")


def act(doc: Doc, said: Speech) -> str:
    """One of `model.ACTS`, from the word of saying and, where that is neutral, the content."""
    words = _Words(doc, said)
    if said.kind == "reject":
        return "deny"
    if said.lemma == "reaffirm" or said.kind == "support":
        return "support"
    if said.kind == "pledge" and words.threatens():
        return "threaten"
    if said.kind in _FIXED:
        return said.kind
    if said.kind == "warn":
        return "threaten" if words.threatens() else "assess"
    found = words.told()
    if found is not None:
        return found
    if said.kind == "claim":
        return "report"
    return said.kind if said.kind in ACTS else "report"


def plover(doc: Doc, said: Speech, what: str) -> tuple[str | None, str | None, str | None]:
    """(type, mode, CAMEO code) of a statement that does `what`; three None when PLOVER has none."""
    words = _Words(doc, said)
    table = act_cues().plover
    shade = what
    if what == "threaten" and words.any("violent"):
        shade = "threaten-violence"
    elif what == "condemn" and said.lemma in _ACCUSING:
        shade = "condemn-allege"
    elif what == "pledge":
        shade = "pledge-cooperate" if words.any("cooperative") else "pledge"
    elif what == "deny" and said.kind == "reject":
        shade = "reject"
    return table.get(shade, (None, None, None))


class _Words:
    """The words of one content, and which cues they hold."""

    def __init__(self, doc: Doc, said: Speech) -> None:
        self.said = said
        self.cues: ActCues = act_cues()
        self.tokens = _inside(doc, said)
        self.lemmas = {t.lemma_.lower() for t in self.tokens} | {t.lower_ for t in self.tokens}
        text = doc.text[said.start:said.end].lower().replace("’", "'")
        self.text = " " + re.sub(r"\s+", " ", text) + " "

    def any(self, kind: str) -> bool:
        return bool(self.lemmas & self.cues.words[kind]) or any(
            f" {p} " in self.text or f" {p}." in self.text or f" {p}," in self.text
            for p in self.cues.phrases[kind]
        )

    def count(self, kind: str) -> int:
        return sum(
            t.lemma_.lower() in self.cues.words[kind] or t.lower_ in self.cues.words[kind]
            for t in self.tokens
        ) + sum(p in self.text for p in self.cues.phrases[kind])

    def threatens(self) -> bool:
        """Does the speaker's own side promise harm?"""
        if any(p in self.text for p in self.cues.phrases["menace"]):
            return True
        if self.said.kind == "pledge":
            return self._harms(self.tokens)
        for token in self.tokens:
            if token.lower_ not in self.cues.words["future"] and token.lower_ not in _PAST_REPORT:
                continue
            verb = token.head
            if token.lower_ in _PAST_REPORT and self.said.form == "direct":
                continue
            if _negated(verb) or not self._own(verb):
                continue
            reach = [verb, *(t for t in verb.subtree if t.idx < self.said.end)]
            if self._harms(reach):
                return True
        return False

    def _harms(self, tokens: list[Token]) -> bool:
        return any(t.lemma_.lower() in self.cues.words["harm"] for t in tokens)

    def _own(self, verb: Token) -> bool:
        """Is the doer the speaker or the speaker's side?"""
        subject = child(verb, "nsubj")
        if subject is None and base(verb) == "conj":
            subject = child(verb.head, "nsubj")
        if subject is None:
            return False
        if subject.lower_ in _FIRST:
            return True
        if self.said.form == "direct":
            return self._same_side(subject)
        return subject.lower_ in ("it", "they", "he", "she") or self._same_side(subject)

    def _same_side(self, subject: Token) -> bool:
        from brinkwatch.extract.speakers import named

        speaker = self.said.speaker
        if speaker.country is None and speaker.sector is None:
            return subject.text in speaker.name.split()
        actor = named(subject.doc, subject)
        return actor is not None and (
            actor.name == speaker.name
            or (actor.country is not None and actor.country == speaker.country)
        )

    def told(self) -> str | None:
        """The act that the content itself makes plain, None when it makes none."""
        first = bool(_FIRST & self.lemmas)
        if self.threatens():
            return "threaten"
        direct = self.said.form == "direct"
        blame, praise = self.count("blame"), self.count("praise")
        if self._imperative() or (direct and self.any("request") and blame <= 1 and praise == 0):
            if not (self.said.kind in ("report", "announce", "assess")):
                return "request"
        if direct and self.any("support") and blame == 0:
            return "praise" if praise > 0 and not self._predicates("support") else "support"
        if blame > praise and (direct or self.said.judges):
            return "condemn"
        if praise > blame and (direct or self.said.judges) and self._own_praise(first):
            return "praise"
        if self._predicates("support"):
            return "support"
        if first and direct and self._future() and not self.said.kind == "assess":
            return "pledge"
        if self.said.kind in ("say", "claim") and self.any("deny") and self._denies():
            return "deny"
        if self.said.kind in ("say", "claim") and self.any("assess"):
            return "assess"
        return None

    def _own_praise(self, first: bool) -> bool:
        return first or self.count("praise") > 0

    def _predicates(self, kind: str) -> bool:
        """Is a cue the content's own predicate: "Russia supports …"?"""
        head = self.said.head
        tokens = [t for t in self.tokens if t.i == head] or [
            t for t in self.tokens if base(t) in ("ROOT", "ccomp")
        ]
        return any(
            t.lemma_.lower() in self.cues.words[kind] and t.pos_ == "VERB" and not _negated(t)
            for t in tokens
        )

    def _future(self) -> bool:
        return any(t.lower_ in self.cues.words["future"] for t in self.tokens)

    def _denies(self) -> bool:
        head = self.said.head
        tokens = [t for t in self.tokens if t.i == head] or [
            t for t in self.tokens if base(t) in ("ROOT", "ccomp")
        ]
        if any(p in self.text for p in self.cues.phrases["deny"][:1]):
            return True
        return any(_negated(t) for t in tokens)

    def _imperative(self) -> bool:
        """A sentence that opens with a bare verb and has no subject."""
        if self.said.form != "direct":
            return False
        for token in self.tokens:
            if token.is_punct or token.is_space or base(token) in ("discourse", "vocative"):
                continue
            if token.lower_ in ("please", "let", "let's", "do", "don't"):
                return True
            return (
                token.pos_ == "VERB" and token.lower_ == token.lemma_.lower()
                and base(token) in ("ROOT", "ccomp", "parataxis")
                and child(token, "nsubj", "aux") is None
            )
        return False


def _inside(doc: Doc, said: Speech) -> list[Token]:
    span = doc.char_span(said.start, said.end, alignment_mode="contract")
    return list(span) if span is not None else []


def _negated(verb: Token) -> bool:
    return any(
        k.lower_ in ("not", "n't", "n’t", "never") and base(k) in ("advmod", "aux", "neg")
        for k in verb.children
    )
