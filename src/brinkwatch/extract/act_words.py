"""The words of one statement and what they do: threaten, ask, blame, praise, deny, promise …

Cues stand in `knowledge/data/act_cues.yaml`. A cue counts by its place: a future with its doer, a
duty when somebody else has it, blame in another's mouth only as the content's own predicate.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import base, child, children, text_of, word_set
from brinkwatch.extract.speech import Speech
from brinkwatch.knowledge.speech import ActCues, act_cues

_FIRST = word_set("i we us our my ours let's")
_THIRD = word_set("it they he she")
_PAST_REPORT = frozenset({"would", "'d", "’d"})
_NEUTRAL = frozenset({"report", "announce", "assess"})
_EXPRESSED = (("support", "support"), ("praise", "praise"), ("blame", "condemn"))
_PAST = frozenset({"did", "have", "has", "had", "'ve", "’ve", "was", "were", "never"})
_DUTY = frozenset({"must", "should", "ought", "please"})
_NOT_DUTY = frozenset({"i", "it", "that", "this", "there"})


class ActWords:
    """One content, word by word."""

    def __init__(self, doc: Doc, said: Speech) -> None:
        self.said = said
        self.cues: ActCues = act_cues()
        span = doc.char_span(said.start, said.end, alignment_mode="contract")
        self.tokens: list[Token] = list(span) if span is not None else []
        self.lemmas = {t.lemma_.lower() for t in self.tokens} | {t.lower_ for t in self.tokens}
        text = text_of(doc)[said.start:said.end].lower().replace("’", "'")
        self.text = " " + re.sub(r"[\s,.;:!?\"“”()\[\]]+", " ", text).strip() + " "
        self.direct = said.form == "direct"

    def any(self, kind: str) -> bool:
        """Does any cue of a class stand in the content?"""
        return bool(self.lemmas & self.cues.words[kind]) or self._phrase(kind)

    def count(self, kind: str) -> int:
        """How many cues of a class stand in the content, those denied left out."""
        found = sum(
            (t.lemma_.lower() in self.cues.words[kind] or t.lower_ in self.cues.words[kind])
            and not _negated(t) and not (t.lower_ == "welcome" and t.pos_ == "ADJ")
            for t in self.tokens
        )
        return found + sum(f" {p} " in self.text for p in self.cues.phrases[kind])

    def _phrase(self, kind: str) -> bool:
        return any(f" {p} " in self.text for p in self.cues.phrases[kind])

    # Acts ----------------------------------------------------------------------------------

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
        if said.kind in ("report", "announce") and not self.direct:
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
        if said.kind in ("say", "claim"):
            if self._rules():
                return "announce"
            if self._wonders():
                return "condemn"
            if self._guesses():
                return "assess"
        return None

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
            if base(token) == "aux" and not _negated(verb) and self._own(verb) \
                    and self._harmful(verb):
                return True
        return False

    def _harmful(self, verb: Token, depth: int = 0) -> bool:
        """Does the verb do harm, or bring it: "will strike", "will take stronger action"?"""
        harm, sparing = self.cues.words["harm"], self.cues.words["sparing"]
        lemma = verb.lemma_.lower()
        if lemma in harm:
            return True
        if lemma in sparing or depth > 3 or _negated(verb):
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
        if doer.lower_ in _FIRST:
            return True
        if self.direct:
            return self._same_side(doer)
        return doer.lower_ in _THIRD or self._same_side(doer)

    def _same_side(self, doer: Token) -> bool:
        from brinkwatch.extract.speakers import named

        speaker = self.said.speaker
        if speaker.country is None and speaker.sector is None:
            return doer.text in speaker.name.split()
        actor = named(doer.doc, doer)
        return actor is not None and (
            actor.name == speaker.name
            or (actor.country is not None and actor.country == speaker.country)
        )

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
                if doer.dep_ == "nsubj:pass" and self.said.kind == "say" and not self.direct:
                    return True
                if doer.lower_ in _FIRST | _THIRD and need and doer.lower_ != "we":
                    return doer.lower_ == "they"
                return True
            if low in ("hope", "count", "expect") and self.direct and self._wishes(token):
                return True
        return self._phrase("request")

    def _wishes(self, verb: Token) -> bool:
        """"I hope that you will …", "we count on them to …": what another is to do."""
        doer = child(verb, "nsubj")
        if doer is None or doer.lower_ not in ("i", "we"):
            return False
        clause = child(verb, "ccomp", "xcomp", "advcl")
        other = child(clause, "nsubj") if clause is not None else None
        if verb.lower_ == "count":
            return any(k.lower_ == "on" for t in verb.children for k in t.children)
        return other is not None and other.lower_ not in ("i", "it", "that", "this")

    def _promises(self) -> bool:
        """A future whose doer is the speaker: "we will help", "it would send troops"."""
        for token in self.tokens:
            told = token.lower_ == "would" and not self.direct
            if base(token) != "aux" or not (told or token.lower_ in self.cues.words["future"]):
                continue
            verb = token.head
            doer = child(verb, "nsubj")
            if doer is None or doer.dep_ == "nsubj:pass" or _negated(verb) or any(
                base(k) == "mark" and k.lower_ in ("if", "when", "unless") for k in verb.children
            ) or any(base(k) == "cop" for k in verb.children):
                continue
            first = doer.lower_ in ("i", "we")
            if first or (not self.direct and verb.i == self.said.head and self._speaks_for(doer)):
                return True
        return False

    def _speaks_for(self, doer: Token) -> bool:
        """Is the doer of indirect words their speaker: "the army said it would …"?"""
        from brinkwatch.extract.speakers import named

        actor = named(doer.doc, doer)
        speaker = self.said.speaker
        if actor is not None and actor.name == speaker.name:
            return True
        return doer.lower_ in _THIRD and (actor is None or actor.name.lower() in _THIRD)

    def _rules(self) -> bool:
        """A future done by nobody named, told by an official: "tests will be carried out"."""
        for token in self._heads():
            if self.said.speaker.sector in ("GOV", "MIL", "COP", "JUD", "IGO") and any(
                k.dep_ == "nsubj:pass" for k in token.children
            ) and any(k.lower_ in ("will", "would") for k in children(token, "aux")):
                return True
        return False

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

    def _heads(self) -> list[Token]:
        """The predicates that the content itself states."""
        return [t for t in self.tokens if t.i == self.said.head] or [
            t for t in self.tokens if base(t) in ("ROOT", "ccomp")
        ]

    def _predicates(self, kind: str) -> bool:
        """Is a cue the content's own predicate: "Russia supports …", "the raid was illegal"?"""
        words = self.cues.words[kind]
        return any(
            (t.lemma_.lower() in words or t.lower_ in words) and not _negated(t)
            and (t.pos_ == "VERB" or kind not in ("support", "backs"))
            for t in self._heads()
        )

    def _charges(self) -> bool:
        """Is blame what the predicate brings: "had committed a crime", "was an act of war"? Police,
        courts and press that tell of crimes do not condemn."""
        if self.said.speaker.sector in ("COP", "JUD", "MED") or self.said.kind != "say":
            return False
        words = self.cues.words["blame"]
        return any(
            kid.lemma_.lower() in words and not _negated(kid) and not _negated(head)
            for head in self._heads() for kid in head.children
            if base(kid) in ("obj", "xcomp", "obl", "amod", "nmod", "advmod")
            and kid.idx < self.said.end
        )

    def _denies(self) -> bool:
        if self.any("deny"):
            return True
        own = _FIRST | _THIRD
        for token in self._heads():
            doer = child(token, "nsubj")
            if doer is None or not _negated(token):
                continue
            own_deed = doer.lower_ in own or self._speaks_for(doer)
            past = any(k.lower_ in _PAST for k in token.children)
            refuses = any(k.lower_ in ("will", "would", "wo") for k in token.children)
            if own_deed and (past or refuses):
                return True
        return False

    def _imperative(self) -> bool:
        """A sentence that opens with a bare verb and has no subject."""
        if not self.direct:
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

    def _last(self, kind: str) -> int:
        words = self.cues.words[kind]
        return max((t.i for t in self.tokens if t.lemma_.lower() in words or t.lower_ in words),
                   default=-1)


def _negated(word: Token) -> bool:
    return any(
        k.lower_ in ("not", "n't", "n’t", "never", "no")
        and base(k) in ("advmod", "aux", "neg", "det")
        for k in word.children
    )
