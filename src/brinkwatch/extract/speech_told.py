"""Indirect and mixed speech, by the tree, mended by the order of words where the tree breaks."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import report_frames as frames
from brinkwatch.extract import report_voices as voices
from brinkwatch.extract.clauses import (
    base,
    child,
    children,
    is_passive,
)
from brinkwatch.extract.spans import Content
from brinkwatch.extract.speech_scene import BREAK, EVIDENCE, Scene, Speech
from brinkwatch.knowledge.speech import ReportVerb

_PLAIN = frozenset({"say", "claim", "report", "announce", "assess", "pledge"})

_PRIVATE = frozenset({"think", "believe", "expect", "hope", "wish", "fear", "doubt", "wonder",
                      "find"})
"""What one may do without a word; in another's quotation it is part of that."""
_CONCEDING = frozenset({"though", "although", "while", "whereas", "despite"})


class Told(Scene):
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
            content = self._beside_speaker(token, self._whole(token, self._more(token, content)))
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
            start = self._past_listener(token, verb, start, end)
            said = self._speech(token, verb, (start, end, content.head), form, content)
            if said is not None:
                self.found.append(said)
        for token in self.doc:
            kind = self.words.nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
            if kind is not None:
                self._noun(token, kind)

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
        if "that" not in verb.frames or is_passive(cue) or verb.lemma in EVIDENCE:
            return None
        if verb.kind not in _PLAIN and not self._that_follows(cue):
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
        if tokens[0].pos_ not in ("NOUN", "PROPN", "PRON", "DET", "SCONJ", "ADJ", "NUM") or (
            tokens[0].lower_ in ("which", "who", "what", "whether", "if", "as")
        ):
            return None
        head = next(
            (t for t in tokens[1:] if t.pos_ in ("VERB", "AUX") and not t.lower_.endswith("ing")
             and base(t) not in ("amod", "compound", "acl")), None
        )
        if head is None or head.i - first > 25:
            return None
        if any(t.lower_ == "to" and t.pos_ == "PART" for t in self.doc[head.i - 1:head.i]):
            return None
        return Content(tokens[0].idx, tokens[-1].idx + len(tokens[-1]), head, "that")

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

    def _clause_end(self, first: int, cue: Token) -> int:
        """Where the clause that begins at `first` ends: a stop, or a comma before a new start."""
        sentence = cue.sent
        for i in range(first, sentence.end):
            token = self.doc[i]
            if token.text in (".", ";", "?", "!") or (token.is_space and "\n" in token.text):
                return i
            if token.text in ('"', "“") and i > first:
                return i
            if token.text == "," and i + 1 < sentence.end:
                following = self.doc[i + 1]
                if following.lower_ in ("but", "while", "and", "although", "though", "as") or \
                        following.lower_.endswith("ing"):
                    return i
        return sentence.end

    def _more(self, cue: Token, content: Content) -> Content:
        """Take in a second clause of the same word of saying that follows without a pause ("said it
        had word that …", "the navy sailed after …, he said"): the tree hung it too high."""
        start, end = content.start, content.end
        for clause in children(cue, "ccomp"):
            first = min(clause.subtree, key=lambda t: t.i)
            last = max(clause.subtree, key=lambda t: t.i)
            same_side = (first.i > cue.i) == (start > cue.idx)
            if same_side and first.idx >= end and not self.text[end:first.idx].strip(' "”'):
                end = last.idx + len(last)
        return Content(start, end, content.head, content.frame)

    def _whole(self, cue: Token, content: Content) -> Content:
        """Mend a content the tree broke off in mid-phrase, or ran over a sentence's end."""
        if any(q.start <= content.start < q.end for q in self.quotes):
            return content
        start, end = content.start, content.end
        for stop in BREAK.finditer(self.text, max(0, start - 400), end + 1):
            if any(q.start - 1 <= stop.start() <= q.end for q in self.quotes):
                continue
            if max(start, cue.idx) < stop.start() + 1 < end:
                end = stop.start() + 1
            elif start < stop.end() - 1 <= min(content.head.idx, cue.idx):
                start = stop.end() - 1
        if cue.idx < start and content.frame in ("that", "to", "whom"):
            last = self._at(end)
            before = self.doc[last - 1]
            if last < cue.sent.end and (before.text == ")" or not before.is_punct) and not (
                self.doc[last].is_punct or self.doc[last].is_space
                or self.doc[last].pos_ in ("CCONJ", "SCONJ")
                or self.words.verb(self.doc[last].lower_, "") is not None
            ):
                stop_at = self._clause_end(last, cue)
                comma = next(
                    (t.i for t in self.doc[last:stop_at] if t.text in (",", ":", "—", "–")), stop_at
                )
                end = self.doc[comma - 1].idx + len(self.doc[comma - 1])
        if end <= start:
            return content
        return Content(start, end, content.head, content.frame)

    def _beside_speaker(self, cue: Token, content: Content) -> Content:
        """Take a speaker that the parser put into the content out of it, and give the content the
        subject that it put with the word of saying."""
        placed = voices.set_off(cue)
        if placed is None or content.start > cue.idx:
            return content
        first = self.doc[placed[1]]
        end = min(content.end, self.doc[first.i - 1].idx)
        start = min((t.idx for k in children(cue, "nsubj") if k.i < first.i for t in k.subtree),
                    default=content.start)
        return Content(min(start, content.start), max(end, start), content.head, content.frame)

    def _cut(
        self, cue: Token, start: int, end: int, cues: list[tuple[Token, ReportVerb]]
    ) -> int:
        """End a content before ", adding that …", which the speaker says beside it."""
        if cue.idx > start:
            return end
        for token in self.doc[self._at(start):self._at(end)]:
            joint = self.doc[token.i - 1]
            turns = token.text == ";" or (
                token.lower_ in _CONCEDING and (joint.text == "," or self._spoken(token, cues))
            )
            if turns and not any(q.start <= token.idx < q.end for q in self.quotes):
                end = joint.idx if joint.text == "," else token.idx
                break
        for token, _ in cues:
            if start < token.idx < end and token.i > 1 and token.lower_.endswith("ing"):
                joint = self.doc[token.i - 1]
                if joint.text == "," and base(token) in ("advcl", "conj", "parataxis") and not any(
                    q.start <= token.idx < q.end for q in self.quotes
                ) and child(token, "ccomp") is not None:
                    return joint.idx
        return end

    def _spoken(self, despite: Token, cues: list[tuple[Token, ReportVerb]]) -> bool:
        """"… despite Doe claiming …": do the words that concede tell what another says?"""
        return despite.lower_ == "despite" and any(
            despite.i < cue.i < despite.i + 6 and cue.lower_.endswith("ing") for cue, _ in cues
        )

    def _past_listener(self, cue: Token, verb: ReportVerb, start: int, end: int) -> int:
        """Skip an addressee the parser took into the clause: "told local media she had left"."""
        if "addr" not in verb.frames or child(cue, "obj", "iobj") is not None or start < cue.idx:
            return start
        first = self._at(start)
        if first > cue.i + 2:
            return start
        for token in self.doc[first:first + 5]:
            if token.pos_ not in ("NOUN", "PROPN", "ADJ", "DET"):
                return start
            if token.lemma_.lower() in self.words.listeners and token.idx < end:
                following = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
                if following is not None and following.pos_ in ("NOUN", "PROPN", "PRON", "DET",
                                                                "ADJ", "SCONJ", "NUM"):
                    return following.idx
        return start

    def _noun(self, token: Token, kind: str) -> None:
        """"a warning that …", "Seoul's claim that …"."""
        content = frames.noun_content(token)
        owner = self.speakers.owner(token)
        if content is None or owner is None:
            return
        span = self._fused(content, token)
        if span is not None:
            self.found.append(Speech(
                cue=token.i, lemma=token.lemma_.lower(), kind=kind, verb=token.text,
                speaker=owner, start=span[0], end=span[1], form=span[2], head=content.head.i,
            ))





def _overlap(content: Content, said: Speech) -> bool:
    return content.start < said.end and said.start < content.end
