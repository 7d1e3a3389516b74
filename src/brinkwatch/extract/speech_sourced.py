"""Sources beside the clause: "according to X", "citing X", "as X reported"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from brinkwatch.extract import report_frames as frames
from brinkwatch.extract import report_sources as sources
from brinkwatch.extract import report_voices as voices
from brinkwatch.extract.clauses import (
    agent,
    base,
    child,
    children,
    climb,
    subject,
    word_set,
)
from brinkwatch.extract.spans import Content
from brinkwatch.extract.speech_scene import BREAK, Scene, Speech

_SOURCES = word_set(
    "source official report media agency newspaper witness police authority document expert "
    "analyst resident statement data"
)


class Sourced(Scene):
    """Finds named sources of clauses and sources within sources."""

    def _sourced(self) -> None:
        for token in self.doc:
            low = token.lower_
            if low == "according" and token.i + 1 < len(self.doc) and \
                    self.doc[token.i + 1].lower_ == "to":
                self._source(token, token.i + 2, "according to")
            elif low == "in" and self._viewed(token) is not None:
                self._source(token, self._viewed(token) or 0, "in the view of")
            elif low == "per" and base(token) == "case" and token.head.i > token.i and (
                token.head.pos_ == "PROPN" or token.head.lemma_.lower() in self.words.documents
            ):
                self._source(token, token.i + 1, "per")
            elif token.lemma_.lower() in self.words.relaying and token.pos_ == "VERB" and \
                    not low.endswith("ing"):
                self._carried(token)
            elif token.lemma_.lower() in self.words.citing and token.pos_ in ("VERB", "ADP"):
                self._cited(token)
            elif token.pos_ == "VERB" and any(
                k.lower_ == "as" and base(k) in ("mark", "advmod", "case") and k.i < token.i
                for k in token.children
            ) and self.words.verb(low, token.lemma_.lower()) is not None:
                self._as_reported(token)

    def _viewed(self, token: Token) -> int | None:
        """Index of the name behind "in the view of", "in the analysis of"."""
        words = self.doc[token.i:token.i + 4]
        if len(words) < 4 or words[1].lower_ != "the" or words[3].lower_ != "of" or \
                words[2].lemma_.lower() not in self.words.views:
            return None
        return token.i + 4

    def _source(self, token: Token, after: int, verb: str) -> None:
        head = token.head if token.head.i >= after else (
            self.doc[after - 1].head if after - 1 < len(self.doc) else token
        )
        if head.i < after or head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"):
            head_at = next(
                (t for t in self.doc[after:after + 8] if t.pos_ in ("NOUN", "PROPN", "PRON")), None
            )
            if head_at is None:
                return
            head = head_at
            while head.head.i > head.i and base(head) in ("compound", "nmod", "amod", "flat") \
                    and head.head.i < after + 12:
                head = head.head
        speaker = self.speakers.of(head, self._last(token.idx))
        span = sources.sourced(token, head)
        if speaker is None or span is None:
            return
        span = self._joined_on(token, head, span) or self._own_sentence(token, span)
        fused = self._fused(span, token) if span is not None else None
        if fused is None or span is None:
            return
        self.found.append(Speech(
            cue=token.i, lemma="according", kind="report", verb=verb, speaker=speaker,
            start=fused[0], end=fused[1], form=fused[2], head=span.head.i,
            others=tuple(self.speakers.coordinated(head)),
            voiced=voices.can_speak(head, bool(speaker.country or speaker.person)),
        ))

    def _joined_on(self, phrase: Token, name: Token, span: Content) -> Content | None:
        """"…, large and, according to Oslo, well armed": what follows the phrase is the content."""
        if phrase.i < 2 or self.doc[phrase.i - 1].text != "," or \
                self.doc[phrase.i - 2].lower_ not in ("and", "but", "or"):
            return None
        close = next((t for t in self.doc[name.i + 1:name.i + 8] if t.text == ","), None)
        if close is None or close.i + 1 >= phrase.sent.end:
            return None
        last = self.doc[phrase.sent.end - 1]
        return Content(close.idx + 1, last.idx + len(last), span.head, span.frame)

    def _own_sentence(self, phrase: Token, span: Content) -> Content | None:
        """Clip a sourced content to the sentence its phrase stands in, by the marks."""
        start, end = span.start, span.end
        for stop in BREAK.finditer(self.text, max(0, phrase.idx - 900), phrase.idx):
            start = max(start, stop.end() - 1)
        stop_after = BREAK.search(self.text, phrase.idx, end)
        if stop_after is not None:
            end = min(end, stop_after.start() + 1)
        if start >= end:
            return None
        if start > span.start and start < phrase.idx < span.start + 900 and end > phrase.idx:
            end = min(end, phrase.idx)
        return Content(start, end, span.head, span.frame) if start < end else None

    def _cited(self, token: Token) -> None:
        """"Yonhap, citing the military, said …": a source within the source."""
        target = child(token, "obj", "iobj") or child(token, "obl", "nmod")
        if target is None or target.pos_ not in ("PROPN", "NOUN"):
            return
        if not token.lower_.endswith("ing"):
            return
        if base(token) not in ("advcl", "acl", "parataxis", "conj", "case", "dep", "xcomp"):
            return
        outer = next(
            (s for s in self.found
             if self.doc[s.cue].sent == token.sent and s.cue in {u.i for u in climb(token)}), None
        ) or next(
            (s for s in self.found
             if self.doc[s.cue].sent == token.sent and s.form != "direct"
             and self.doc[s.cue].idx < s.end), None
        )
        speaker = self.speakers.of(target)
        if speaker is None or not (
            voices.can_speak(target, bool(speaker.country or speaker.person or speaker.sector))
            or target.lemma_.lower() in _SOURCES
        ):
            return
        if outer is not None:
            cited = replace(
                outer, cue=token.i, lemma="cite", kind="report", verb=token.text,
                speaker=speaker, others=(), addressees=(), target=None, relays=True,
            )
            self.found.append(cited)
            return
        span = sources.sourced(token, target)
        fused = self._fused(span) if span is not None else None
        if fused is not None and span is not None:
            self.found.append(Speech(
                cue=token.i, lemma="cite", kind="report", verb=token.text, speaker=speaker,
                start=fused[0], end=fused[1], form=fused[2], head=span.head.i,
            ))

    def _carried(self, token: Token) -> None:
        """"The governor, quoted by the state agency, said …", "in a statement carried by state
        television", "… was quoted as saying by the wire": who passes it on."""
        says = next((k for k in children(token, "advcl", "xcomp") if frames.is_quoted_as(k)), None)
        who = agent(token) or (agent(says) if says is not None else None)
        if who is None or any(s.cue == token.i for s in self.found):
            return
        above = {u.i for u in climb(token)}
        told = next((
            s for s in self.found if not s.relays and self.doc[s.cue].sent == token.sent
            and (s.cue in above or (says is not None and s.cue == says.i)
                 or self._speaks(token.head, s))
        ), None)
        speaker = self.speakers.of(who)
        if told is None or speaker is None or not voices.can_speak(
            who, bool(speaker.country or speaker.person or speaker.sector)
        ):
            return
        self.found.append(replace(
            told, cue=token.i, lemma="relay", kind="report", verb=token.text, speaker=speaker,
            others=(), addressees=(), target=None, relays=True,
        ))

    @staticmethod
    def _speaks(noun: Token, said: Speech) -> bool:
        """Is the noun the speaker, as it stands?"""
        start, end = said.speaker.start, said.speaker.end
        return start is not None and end is not None and start <= noun.idx < end

    def _as_reported(self, token: Token) -> None:
        """"…, as reported by the agency": a relay of the whole clause."""
        if frames.is_quoted_as(token):
            return
        who = agent(token) or (subject(token) if child(token, "nsubj") is not None else None)
        if who is None or child(token, "ccomp", "obj", "xcomp") is not None:
            return
        speaker = self.speakers.of(who, self._last(token.idx))
        span = sources.sourced(token, token)
        fused = self._fused(span) if span is not None else None
        if speaker is not None and fused is not None and span is not None:
            self.found.append(Speech(
                cue=token.i, lemma=token.lemma_.lower(), kind="report",
                verb="as " + token.text, speaker=speaker,
                start=fused[0], end=fused[1], form=fused[2], head=span.head.i,
            ))
