"""The words of one statement, and which cues of an act stand in them."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import base, text_of, word_set
from brinkwatch.extract.speech import Speech
from brinkwatch.knowledge.speech import ActCues, act_cues

FIRST = word_set("i we us our my ours let's")
THIRD = word_set("it they he she")


class ActContent:
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
            and not negated(t) and not (t.lower_ == "welcome" and t.pos_ == "ADJ")
            for t in self.tokens
        )
        return found + sum(f" {p} " in self.text for p in self.cues.phrases[kind])

    def _phrase(self, kind: str) -> bool:
        return any(f" {p} " in self.text for p in self.cues.phrases[kind])

    def _heads(self) -> list[Token]:
        """The predicates that the content itself states."""
        return [t for t in self.tokens if t.i == self.said.head] or [
            t for t in self.tokens if base(t) in ("ROOT", "ccomp")
        ]

    def _predicates(self, kind: str) -> bool:
        """Is a cue the content's own predicate: "Russia supports …", "the raid was illegal"?"""
        words = self.cues.words[kind]
        return any(
            (t.lemma_.lower() in words or t.lower_ in words) and not negated(t)
            and (t.pos_ == "VERB" or kind not in ("support", "backs"))
            for t in self._heads()
        )

    def _last(self, kind: str) -> int:
        words = self.cues.words[kind]
        return max((t.i for t in self.tokens if t.lemma_.lower() in words or t.lower_ in words),
                   default=-1)


def negated(word: Token) -> bool:
    return any(
        k.lower_ in ("not", "n't", "n’t", "never", "no")
        and base(k) in ("advmod", "aux", "neg", "det")
        for k in word.children
    )
