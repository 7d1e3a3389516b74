"""The words of one statement and what they do: threaten, ask, blame, praise, deny, promise …

Cues stand in `knowledge/data/act_cues.yaml`. A cue counts by its place: a future with its doer, a
duty when somebody else has it, blame in another's mouth only as the content's own predicate.
"""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.act_content import negated
from brinkwatch.extract.act_futures import Futures
from brinkwatch.extract.act_requests import Requests
from brinkwatch.extract.clauses import base, child

_NEUTRAL = frozenset({"report", "announce", "assess"})
_EXPRESSED = (("support", "support"), ("praise", "praise"), ("blame", "condemn"))


class ActWords(Requests, Futures):
    """What one content does."""

    def told(self) -> str | None:
        """The act that the content itself makes plain, None when it makes none."""
        said = self.said
        if self.threatens():
            return "threaten"
        if said.frame == "np" and said.lemma in ("express", "voice"):
            return next((act for kind, act in _EXPRESSED if self.any(kind)), "report")
        blame, praise = self.count("blame"), self.count("praise")
        if said.judges:
            blame += self.count("slur")
        if said.kind in ("report", "announce") and not self.direct and said.lemma != "according":
            return None
        support = self.count("support") if self.direct else 0
        if said.kind not in _NEUTRAL and self._asks() and max(blame, praise, support) < 2:
            return "request"
        if support and blame <= support:
            return "praise" if praise > support and not self._predicates("support") else "support"
        if self.direct and self._phrase("announce") and said.kind not in ("assess", "claim"):
            return "announce"
        mouth = self.direct or said.judges
        if blame > praise and (mouth or said.kind == "claim" or self._predicates("blame")
                               or self._charges()):
            return "condemn"
        if praise > blame and (mouth or self._predicates("praise")):
            return "praise"
        if blame and blame == praise and mouth:
            return "condemn" if self._last("blame") > self._last("praise") else "praise"
        if self._predicates("support") or self._predicates("backs"):
            return "support"
        if said.kind != "assess" and self._promises():
            return "pledge"
        if said.kind in ("say", "claim", "deny") and self._denies():
            return "deny"
        if said.kind in ("say", "claim") or said.lemma == "according":
            if self._rules():
                return "announce"
            if self._wonders():
                return "condemn"
            if self._guesses():
                return "assess"
        return None

    def _wonders(self) -> bool:
        """A question that accuses: "How can people …?"."""
        return self.direct and self.text.strip().split(" ", 2)[:2] in (
            ["how", "can"], ["how", "could"], ["how", "dare"], ["why", "would"], ["why", "should"],
            ["how", "many"], ["who", "gave"],
        )

    def _guesses(self) -> bool:
        head = self.said.head
        for token in self.tokens:
            top = ("ROOT", "ccomp", "parataxis") if self.direct and head is None else ("ROOT",)
            main = token.i == head or token.head.i == head or base(token) in top \
                or base(token.head) in top
            low, lemma = token.lower_, token.lemma_.lower()
            cue = lemma in self.cues.words["assess"] or low in self.cues.words["assess"]
            if main and cue and not (low in ("will", "would") and token.head.i == token.i):
                return True
        return self._phrase("assess") or any(
            t.lemma_.lower() in self.cues.words["interpret"] and self._thing(child(t, "nsubj"))
            for t in self._heads()
        )

    @staticmethod
    def _thing(doer: Token | None) -> bool:
        """Is it no person: what reads something out of a fact rather than tells a deed?"""
        if doer is None or doer.ent_type_ == "PER":
            return False
        return doer.pos_ in ("NOUN", "DET", "X") or doer.lower_ in ("it", "this", "that")

    def _charges(self) -> bool:
        """Is blame what the predicate brings: "had committed a crime", "was an act of war"? Police,
        courts and press that tell of crimes do not condemn."""
        if self.said.speaker.sector in ("COP", "JUD", "MED") or self.said.kind != "say":
            return False
        words = self.cues.words["blame"]
        return any(
            kid.lemma_.lower() in words and not negated(kid) and not negated(head)
            for head in self._heads() for kid in head.children
            if base(kid) in ("obj", "xcomp", "obl", "amod", "nmod", "advmod")
            and kid.idx < self.said.end
        )
