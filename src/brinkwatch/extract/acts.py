"""What a statement does: threaten, condemn, praise, pledge, request, deny, support, assess,
report or announce; and the PLOVER type it counts as."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import base, child, text_of, word_set
from brinkwatch.extract.speech import Speech
from brinkwatch.knowledge.speech import ActCues, act_cues
from brinkwatch.model import ACTS

_FIRST = word_set(
    "i we us our my ours let's"
)
_PAST_REPORT = frozenset({"would", "'d", "’d"})
_FIXED = frozenset({"threaten", "condemn", "praise", "request", "pledge", "deny", "support"})
_ACCUSING = frozenset({"accuse", "blame", "allege", "claim"})
_FEELINGS = (("support", "support"), ("praise", "praise"), ("blame", "condemn"))
_PAST = frozenset({"did", "have", "has", "had", "'ve", "’ve", "was", "were", "never"})


def act(doc: Doc, said: Speech) -> str:
    """One of `model.ACTS`, from the word of saying and, where that is neutral, the content."""
    words = _Words(doc, said)
    if said.kind == "reject":
        return "deny"
    if said.lemma == "reaffirm" or said.kind == "support":
        return "support"
    if said.kind == "pledge" and words.threatens():
        return "threaten"
    if said.lemma == "call" and said.frame in ("for", "on", "whom"):
        return "request"
    if said.kind in _FIXED:
        return said.kind
    if said.kind == "warn":
        return "threaten" if words.threatens() else "assess"
    found = words.told()
    if found is not None:
        return found
    if said.kind == "claim":
        return "condemn" if said.lemma == "allege" else "report"
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
        text = text_of(doc)[said.start:said.end].lower().replace("’", "'")
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
        said = self.said
        direct = said.form == "direct"
        speaks_up = direct or said.judges
        if self.threatens():
            return "threaten"
        if said.frame == "np" and said.lemma in ("express", "voice"):
            return next((act for kind, act in _FEELINGS if self.any(kind)), "report")
        blame, praise = self.count("blame"), self.count("praise")
        neutral = said.kind not in ("report", "announce", "assess")
        if direct and self.any("support") and blame <= praise:
            return "praise" if praise > 0 and not self._predicates("support") else "support"
        if neutral and (self._imperative() or self._obliges()) and blame < 2 and praise < 2:
            return "request"
        if blame > praise and speaks_up:
            return "condemn"
        if praise > blame and speaks_up:
            return "praise"
        if self._predicates("support"):
            return "support"
        if direct and said.kind != "assess" and self._promises():
            return "pledge"
        if said.kind in ("say", "claim") and self._denies():
            return "deny"
        if said.kind in ("say", "claim", "report") and self._guesses():
            return "assess"
        return None

    def _obliges(self) -> bool:
        """"You must …", "Seoul should …": not what the speaker himself has to do."""
        for token in self.tokens:
            if token.lower_ in ("must", "should", "ought", "please"):
                doer = child(token.head, "nsubj")
                if token.lower_ == "please" or (
                    doer is not None and doer.lower_ not in ("i", "it", "that", "this", "there")
                ):
                    return True
        return any(f" {p} " in self.text for p in self.cues.phrases["request"])

    def _promises(self) -> bool:
        """A future whose doer is the speaker."""
        for token in self.tokens:
            if token.lower_ in self.cues.words["future"] and base(token) == "aux":
                doer = child(token.head, "nsubj")
                if doer is not None and doer.lower_ in ("i", "we"):
                    return True
        return False

    def _guesses(self) -> bool:
        head = self.said.head
        for token in self.tokens:
            main = token.i == head or token.head.i == head or base(token) == "ROOT" \
                or base(token.head) == "ROOT"
            if main and (
                token.lemma_.lower() in self.cues.words["assess"]
                or token.lower_ in self.cues.words["assess"]
            ):
                return True
        return False

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

    def _denies(self) -> bool:
        head = self.said.head
        tokens = [t for t in self.tokens if t.i == head] or [
            t for t in self.tokens if base(t) in ("ROOT", "ccomp")
        ]
        if self.any("deny"):
            return True
        own = {"i", "we", "it", "he", "she", "they"}
        return any(
            _negated(t) and any(k.lower_ in _PAST for k in t.children)
            and (doer := child(t, "nsubj")) is not None and doer.lower_ in own
            for t in tokens
        )

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
