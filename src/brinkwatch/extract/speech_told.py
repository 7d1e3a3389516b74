"""Indirect and mixed speech, by the tree, mended by the order of words where the tree breaks."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import report_frames as frames
from brinkwatch.extract.clauses import (
    base,
    child,
    children,
    is_passive,
)
from brinkwatch.extract.spans import Content
from brinkwatch.extract.speech_bounds import Bounds
from brinkwatch.extract.speech_nouns import Nouns
from brinkwatch.extract.speech_scene import EVIDENCE, Speech
from brinkwatch.knowledge.speech import ReportVerb

_PLAIN = frozenset({"say", "claim", "report", "announce", "assess", "pledge"})

_WITH_THAT = frozenset({"charge", "recall", "signal", "learn", "read", "continue"})
"""Words that are of saying only where "that" or the tree shows a clause."""
_OPENS = frozenset({"NOUN", "PROPN", "PRON", "DET", "SCONJ", "ADJ", "NUM"})
_PRIVATE = frozenset({"think", "believe", "expect", "hope", "wish", "fear", "doubt", "wonder",
                      "find"})
"""What one may do without a word; in another's quotation it is part of that."""


class Told(Bounds, Nouns):
    """Finds what is told in clauses, phrases and half-quoted words."""

    def _told(self, cues: list[tuple[Token, ReportVerb]]) -> None:
        direct = {s.cue: s for s in self.found}
        for token, verb in cues:
            if not frames.speaks(token) or self._thinks_aloud(token):
                continue
            content = frames.content(token, verb)
            lost = content is None or content.head.i < token.i or content.frame != "that"
            if content is None or (lost and self._that_follows(token)):
                content = self._following(token, verb) or content
            if content is None:
                continue
            content = self._from_number(token, self._more(token, content))
            content = self._run_on(token, content)
            content = self._beside_speaker(token, self._whole(token, content))
            if token.i in direct and _overlap(content, direct[token.i]):
                continue
            if token.i in direct and (content.frame != "that" or child(token, "ccomp") is None):
                continue
            if self._apart(token, content):
                continue
            span = self._fused(content, token)
            if span is None:
                continue
            start, end, form = span
            end = self._cut(token, start, end, cues)
            start = self._past_listener(token, verb, self._past_manner(token, start), end)
            said = self._speech(token, verb, (start, end, content.head), form, content)
            if said is not None:
                self.found.append(said)
        self._nouns()

    def _thinks_aloud(self, cue: Token) -> bool:
        """"I think …", "what people thought" inside a quotation: the quotation is the statement."""
        if not any(q.start <= cue.idx < q.end for q in self.quotes):
            return False
        known = self.words.verb(cue.lower_, cue.lemma_.lower())
        if known is not None and known.lemma in _PRIVATE:
            return True
        own = child(cue, "nsubj")
        return own is None or own.lower_ in ("i", "we", "you")

    def _that_follows(self, cue: Token) -> bool:
        return any(t.lower_ == "that" and t.pos_ == "SCONJ" for t in self.doc[cue.i + 1:cue.i + 3])

    def _following(self, cue: Token, verb: ReportVerb) -> Content | None:
        """The clause right after a word of saying, where the tree has lost it."""
        if "that" not in verb.frames or is_passive(cue) or verb.lemma in EVIDENCE or \
                verb.lemma in self.words.citing:
            return None
        if (verb.kind not in _PLAIN or verb.lemma in _WITH_THAT) and not self._that_follows(cue):
            return None
        if cue.lower_.endswith("ing") and child(cue, "nsubj") is None and (
            cue.i == 0 or self.doc[cue.i - 1].text != ","
        ):
            return None
        first = self._past_adverbials(cue, verb)
        last = self._clause_end(first, cue)
        if last - first < 2:
            return None
        tokens = self.doc[first:last]
        gapped = self._gapped(cue)
        opens = tokens[0].pos_ in _OPENS or (gapped and tokens[0].pos_ in ("AUX", "VERB"))
        if not opens or (
            tokens[0].lower_ in ("which", "who", "what", "whether", "if", "as")
        ):
            return None
        head = next(
            (t for t in tokens[not gapped:]
             if t.pos_ in ("VERB", "AUX") and not t.lower_.endswith("ing")
             and base(t) not in ("amod", "compound", "acl")), None
        )
        if head is None or head.i - first > 25:
            return None
        if any(t.lower_ == "to" and t.pos_ == "PART" for t in self.doc[head.i - 1:head.i]):
            return None
        return Content(tokens[0].idx, tokens[-1].idx + len(tokens[-1]), head, "that")

    def _gapped(self, cue: Token) -> bool:
        """"the fires, which the agency said were out": is the content's subject before the word
        of saying?"""
        lead = self.doc[max(cue.sent.start, cue.i - 8):cue.i]
        return cue.dep_ == "acl:relcl" and child(cue, "nsubj") is not None and any(
            t.lower_ in ("which", "that", "who") and self.doc[t.i - 1].pos_ != "ADP" for t in lead
        )

    def _past_adverbials(self, cue: Token, verb: ReportVerb) -> int:
        """Index of the first token after a cue, its adverbials and its addressee."""
        at = cue.i + 1
        hearer = child(cue, "obj", "iobj") if "addr" in verb.frames else None
        while at < len(self.doc):
            token = self.doc[at]
            if token.head.i == cue.i and token.pos_ != "PRON" and base(token) in (
                "advmod", "compound", "obl"
            ):
                at += 1
            elif base(token) == "case" and token.head.head.i == cue.i and (
                0 <= token.head.i - at < 4
            ):
                at = token.head.i + 1
            elif hearer is not None and at <= hearer.i < at + 5:
                at = max(t.i for t in (hearer, *children(hearer, "flat"))) + 1
            else:
                break
        return at


def _overlap(content: Content, said: Speech) -> bool:
    return content.start < said.end and said.start < content.end
