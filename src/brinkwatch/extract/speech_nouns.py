"""Speech that a noun carries: "a warning that …", "Doe had one theory: …"."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import report_frames as frames
from brinkwatch.extract.clauses import base, child
from brinkwatch.extract.spans import Content
from brinkwatch.extract.speech_scene import BREAK, Scene, Speech


class Nouns(Scene):
    """Finds what nouns of saying carry."""

    def _nouns(self) -> None:
        for token in self.doc:
            kind = self.words.nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
            if kind is not None:
                self._noun(token, kind)
                self._had_word(token)

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

    def _had_word(self, noun: Token) -> None:
        """"Doe had one theory: the ship was stolen", "his message to them: leave"."""
        close = next((t for t in self.doc[noun.i + 1:noun.i + 8] if t.text == ":"), None)
        if close is None or base(noun) != "obj" or noun.head.i > noun.i or any(
            t.pos_ in ("VERB", "AUX") for t in self.doc[noun.i + 1:close.i]
        ):
            return
        who = child(noun.head, "nsubj")
        speaker = self.speakers.of(who, self._last(noun.idx)) if who is not None else None
        stop = BREAK.search(self.text, close.idx)
        last = self.doc[noun.sent.end - 1]
        end = min(last.idx + len(last), stop.start() + 1 if stop else len(self.text))
        told = [t for t in self.doc[close.i + 1:self._at(end)] if t.pos_ in ("VERB", "AUX")]
        if speaker is None or not told or any(
            q.start <= close.idx + 4 and close.idx < q.start for q in self.quotes
        ):
            return
        span = self._fused(Content(close.idx + 1, end, told[0], "that"), noun)
        if span is not None:
            self.found.append(Speech(
                cue=noun.i, lemma=noun.lemma_.lower(), kind=self.words.nouns[noun.lemma_.lower()],
                verb=noun.head.text, speaker=speaker, start=span[0], end=span[1], form=span[2],
                head=told[0].i,
            ))
