"""Quoted parts that the tree lost: they go on with the words before them, or begin a content."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from brinkwatch.extract import report_frames as frames
from brinkwatch.extract.clauses import (
    agent,
    base,
    is_passive,
)
from brinkwatch.extract.quotes import Quotation
from brinkwatch.extract.spans import Content, trim
from brinkwatch.extract.speech_scene import BREAK
from brinkwatch.extract.speech_told import Told
from brinkwatch.knowledge.speech import ReportVerb


class Partly(Told):
    """Finds what is half quoted and not yet found."""

    def _partly(self, cues: list[tuple[Token, ReportVerb]]) -> None:
        """A quoted part that the tree lost: "called the raid, after a pause, a "war crime"."

        It goes on with the content just before it in its sentence, else it gives the nearest word
        of saying before it a content that runs from there to its end.
        """
        for n, quote in enumerate(self.quotes):
            if n in self.claimed:
                continue
            near = self._said_before(quote, cues)
            if near is None:
                continue
            cue, verb = near
            own = [m for m, s in enumerate(self.found) if s.cue == cue.i]
            if own:
                last = max(own, key=lambda m: self.found[m].end)
                said = self.found[last]
                gap = self.text[said.end:quote.start - 1]
                long = self.text.count(" ", quote.start, quote.end) > 1
                if said.form == "direct" and said.marked and said.end < cue.idx and long and \
                        quote.start - cue.idx < 80:
                    start, end = trim(self.text, quote.start, quote.end)
                    self.found.append(replace(said, start=start, end=end))
                    self.claimed.add(n)
                    continue
                if cue.idx < said.start and said.end <= quote.start and len(gap) < 90 and \
                        not re.search(r"[.!?]\s*$", gap) and \
                        not (said.form == "direct" and said.marked):
                    self.found[last] = replace(said, end=trim(
                        self.text, said.start, quote.end)[1], form="mixed")
                    self.claimed.add(n)
                continue
            start = self.doc[min(self._past_adverbials(cue, verb), len(self.doc) - 1)].idx
            if start > quote.start:
                start = self._after(cue)
            if start >= quote.end or not verb.frames & {"that", "as", "label", "np", "to", "of"}:
                continue
            if not frames.speaks(cue) or (is_passive(cue) and agent(cue) is None):
                continue
            told_by = agent(cue) if is_passive(cue) else None
            if told_by is not None:
                start = max(start, self._after(max(
                    (t for t in told_by.subtree if t.idx < quote.start), key=lambda t: t.i,
                    default=told_by,
                )))
            start, end = trim(self.text, start, quote.end)
            said_new = self._speech(
                cue, verb, (start, end, None), "mixed",
                Content(start, end, self.doc[self._at(quote.start)], "as"),
            )
            if said_new is not None:
                self.claimed.add(n)
                self.found.append(said_new)

    def _said_before(
        self, quote: Quotation, cues: list[tuple[Token, ReportVerb]]
    ) -> tuple[Token, ReportVerb] | None:
        best = None
        for token, verb in cues:
            if token.idx >= quote.start:
                break
            best = (token, verb)
        if best is None or quote.start - best[0].idx > 200 or \
                BREAK.search(self.text, best[0].idx, quote.start):
            return None
        if any(q.start <= best[0].idx < q.end for q in self.quotes):
            return None
        between = self.doc[best[0].i + 1:self._at(quote.start)]
        finite = sum(t.pos_ == "VERB" and base(t) in ("conj", "parataxis", "ROOT") for t in between)
        return None if finite else best

    def _after(self, cue: Token) -> int:
        following = self.doc[cue.i + 1:cue.i + 2]
        return following[0].idx if len(following) else len(self.text)
