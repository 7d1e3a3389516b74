"""What a content says of its own speaker's side: harm to come, help promised, a deed denied."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.act_content import FIRST, THIRD, ActContent, negated
from brinkwatch.extract.clauses import base, child, children
from brinkwatch.extract.speakers import agrees, named
from brinkwatch.model import Actor

_PAST_REPORT = frozenset({"would", "'d", "’d"})
_PAST = frozenset({"did", "have", "has", "had", "'ve", "’ve", "was", "were", "never"})
_YIELDING = frozenset({"let", "allow", "yield", "surrender", "bow", "forget", "abandon", "give",
                       "tolerate", "permit", "retreat", "rest"})
"""What "we will never" do is a pledge."""
_RULING = frozenset({"GOV", "MIL", "COP"})


class Futures(ActContent):
    """Tells what the speaker's side will do or did not do."""

    def threatens(self) -> bool:
        """Does the speaker's own side promise harm?"""
        if self._phrase("menace"):
            return True
        if self.said.kind == "pledge":
            head = next((t for t in self.tokens if t.i == self.said.head), None)
            if head is not None:
                return self._harmful(head)
            return bool(self.lemmas & self.cues.words["harm"])
        for token in self.tokens:
            told = token.lower_ in _PAST_REPORT and not self.direct
            if not told and token.lower_ not in self.cues.words["future"]:
                continue
            verb = token.head
            if base(token) == "aux" and not negated(verb) and self._own(verb) \
                    and self._harmful(verb):
                return True
        return False

    def _harmful(self, verb: Token, depth: int = 0) -> bool:
        """Does the verb do harm, or bring it: "will strike", "will take stronger action"?"""
        harm, sparing = self.cues.words["harm"], self.cues.words["sparing"]
        lemma = verb.lemma_.lower()
        if lemma in harm:
            return True
        if lemma in sparing or depth > 3 or negated(verb):
            return False
        for kid in verb.children:
            if kid.idx >= self.said.end:
                continue
            relation = base(kid)
            if relation in ("obj", "obl", "nmod", "xcomp", "amod", "advcl", "compound") or (
                relation == "conj" and child(kid, "nsubj") is None
            ):
                if relation == "advcl" and any(base(k) == "mark" and k.lower_ != "to"
                                               for k in kid.children):
                    continue
                if relation in ("obl", "nmod") and any(
                    k.lower_ in ("from", "against", "after", "before", "without", "during")
                    for k in children(kid, "case")
                ) and lemma not in harm:
                    continue
                if self._harmful(kid, depth + 1):
                    return True
        return False

    def _own(self, verb: Token) -> bool:
        """Is the doer the speaker or the speaker's side?"""
        doer = child(verb, "nsubj")
        if doer is None and base(verb) == "conj":
            doer = child(verb.head, "nsubj")
        if doer is None or doer.dep_ == "nsubj:pass":
            return False
        if doer.lower_ in FIRST:
            return True
        if self.direct:
            return self._same_side(doer)
        return doer.lower_ in THIRD or self._same_side(doer)

    def _same_side(self, doer: Token) -> bool:
        speaker = self.said.speaker
        if speaker.country is None and speaker.sector is None:
            return doer.text in speaker.name.split()
        actor = named(doer.doc, doer)
        return actor is not None and (
            actor.name == speaker.name
            or (actor.country is not None and actor.country == speaker.country)
        )

    def _promises(self) -> bool:
        """A future whose doer is the speaker: "we will help", "it would send troops"."""
        for token in self.tokens:
            told = token.lower_ == "would" and not self.direct
            if base(token) != "aux" or not (told or token.lower_ in self.cues.words["future"]):
                continue
            verb = token.head
            doer = child(verb, "nsubj")
            firm = verb.lemma_.lower() in _YIELDING and doer is not None and doer.lower_ in FIRST
            if doer is None or doer.dep_ == "nsubj:pass" or (negated(verb) and not firm) or any(
                base(k) == "mark" and k.lower_ in ("if", "when", "unless") for k in verb.children
            ) or any(base(k) == "cop" for k in verb.children):
                continue
            first = doer.lower_ in ("i", "we")
            side = self.direct and doer.lower_ not in FIRST | THIRD and \
                self.said.speaker.sector in _RULING and self._ruling(doer)
            told = not self.direct and verb.i == self.said.head
            if side or first or (told and self._speaks_for(doer)):
                return True
        return False

    def _ruling(self, doer: Token) -> bool:
        """"The government will withdraw the bill", said by one of the government."""
        actor = named(doer.doc, doer)
        return actor is not None and actor.sector in _RULING and actor.person is None and (
            actor.country in (None, self.said.speaker.country)
        )

    def _speaks_for(self, doer: Token) -> bool:
        """Is the doer of indirect words their speaker: "the army said it would …"?"""
        actor = named(doer.doc, doer)
        speaker = self.said.speaker
        if actor is not None and actor.name == speaker.name:
            return True
        if doer.lower_ not in THIRD:
            return False
        unknown = actor is None or actor.name.lower() in THIRD
        return unknown or (agrees(doer.lower_, speaker) and not self._within(actor))

    def _within(self, actor: Actor | None) -> bool:
        """Is the actor named in the content itself?"""
        return actor is not None and any(
            t.text in actor.name.split() and t.pos_ == "PROPN" for t in self.tokens
        )

    def _rules(self) -> bool:
        """A future done by nobody named, told by an official: "tests will be carried out"."""
        for token in self._heads():
            if self.said.speaker.sector in ("GOV", "MIL", "COP", "JUD", "IGO") and any(
                k.dep_ == "nsubj:pass" for k in token.children
            ) and any(k.lower_ in ("will", "would") for k in children(token, "aux")):
                return True
        return False

    def _denies(self) -> bool:
        if self.any("deny"):
            return True
        own = FIRST | THIRD
        for token in self._heads():
            doer = child(token, "nsubj")
            if doer is None or not negated(token):
                continue
            own_deed = doer.lower_ in own or self._speaks_for(doer)
            if self.said.kind == "claim" and child(token, "cop") is not None:
                return True
            past = any(k.lower_ in _PAST for k in token.children)
            refuses = any(k.lower_ in ("will", "would", "wo") for k in token.children)
            yields = token.lemma_.lower() in _YIELDING and any(
                k.lower_ == "never" for k in token.children)
            if own_deed and (past or refuses) and not yields:
                return True
        return False
