"""Does a content ask something of somebody: a duty, a wish, a bidding?"""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.act_content import FIRST, THIRD, ActContent, negated
from brinkwatch.extract.clauses import base, child, children

_DUTY = frozenset({"must", "should", "ought", "please"})
_NOT_DUTY = frozenset({"i", "it", "that", "this", "there"})


class Requests(ActContent):
    """Tells what is asked."""

    def _asks(self) -> bool:
        """"You must …", "Seoul should …", "I hope they will …", "halt the strikes"."""
        if self._imperative():
            return True
        for token in self.tokens:
            low = token.lower_
            if low == "please":
                return True
            duty = low in _DUTY and base(token) == "aux"
            need = token.lemma_.lower() in ("need", "have") and token.pos_ == "VERB" and any(
                base(k) == "xcomp" and any(g.lower_ == "to" for g in k.children)
                for k in token.children
            )
            if duty or need:
                doer = child(token.head if duty else token, "nsubj")
                if doer is None or doer.lower_ in _NOT_DUTY or (need and not self.direct):
                    continue
                if need and (negated(token) or doer.dep_ == "nsubj:pass" or token.pos_ != "VERB"
                             or not self._charged(token, doer)):
                    continue
                if doer.dep_ == "nsubj:pass" and self.said.kind == "say" and not self.direct:
                    return True
                if doer.lower_ in FIRST | THIRD and need and doer.lower_ != "we":
                    return doer.lower_ == "they"
                return True
            if low in ("hope", "count", "expect") and self.direct and self._wishes(token):
                return True
        return self._phrase("request")

    def _charged(self, duty: Token, doer: Token) -> bool:
        """Can he who needs to act: not "all risks need to be removed", "the state will have to"?"""
        done = child(duty, "xcomp")
        passive = done is not None and any(k.dep_ == "aux:pass" for k in done.children)
        ahead = any(k.lower_ in ("will", "'ll", "’ll", "would") for k in children(duty, "aux"))
        return not passive and not ahead and doer.pos_ in ("PRON", "PROPN", "NOUN")

    def _wishes(self, verb: Token) -> bool:
        """"I hope that you will …", "we count on them to …": what another is to do."""
        doer = child(verb, "nsubj")
        if doer is None and verb.lower_ == "hoping" and base(verb) in ("ROOT", "ccomp"):
            return child(verb, "ccomp") is not None
        if doer is None or doer.lower_ not in ("i", "we"):
            return False
        if verb.lemma_.lower() == "expect" and any(
            k.lower_ in ("from", "of") for t in children(verb, "obl") for k in t.children
        ):
            return True
        clause = child(verb, "ccomp", "xcomp", "advcl")
        other = child(clause, "nsubj") if clause is not None else None
        if verb.lower_ == "count":
            return any(k.lower_ == "on" for t in verb.children for k in t.children)
        return other is not None and other.lower_ not in ("i", "it", "that", "this")

    def _imperative(self) -> bool:
        """A sentence that opens with a bare verb and has no subject."""
        if not self.direct:
            return False
        for token in self.tokens:
            if token.is_punct or token.is_space or base(token) in ("discourse", "vocative"):
                continue
            if token.lower_ in ("please", "let", "let's", "do", "don't"):
                return True
            if token.lower_ in ("thank", "congratulations"):
                return False
            if token.lower_ == "if" and self._bids():
                return True
            return (
                token.pos_ == "VERB" and token.lower_ == token.lemma_.lower()
                and base(token) in ("ROOT", "ccomp", "parataxis")
                and child(token, "nsubj", "aux") is None
            )
        return False

    def _bids(self) -> bool:
        """"If you cannot come, send word": a bare verb behind an opening condition."""
        return any(
            t.pos_ == "VERB" and t.lower_ == t.lemma_.lower() and base(t) in ("ROOT", "ccomp")
            and child(t, "nsubj", "aux", "mark") is None and t.doc[t.i - 1].text == ","
            for t in self.tokens
        )
