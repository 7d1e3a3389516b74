"""Speech in quotation marks, by the marks and the words beside them.

A parser often loses its way in a quotation of many sentences; the marks do not.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from brinkwatch.extract import report_frames as frames
from brinkwatch.extract.clauses import (
    base,
    child,
    clause_head,
    subject,
)
from brinkwatch.extract.quotes import MARKS, Quotation
from brinkwatch.extract.spans import sentence_range, trim
from brinkwatch.extract.speech_scene import NEAR, Scene, Speech
from brinkwatch.knowledge.speech import ReportVerb
from brinkwatch.model import Actor

_SENTENCE_END = frozenset(".!?")
_PLACED = re.compile(r"\b(?:of|from|at|in|on|with|for)\s*$")
_TITLED = re.compile(
    r"\b(?:titled|entitled|headlined|captioned|subtitled|(?:song|film|book|movie|essay|novel|album|"
    r"exercise|exercises|drill|operation),?(?: called| named)?)[,:]?\s*$", re.I,
)
"""Words before a quotation that is the name of a work or a drill."""


class Quoted(Scene):
    """Finds direct quotations and those that go on from them."""

    def _quoted(self, cues: list[tuple[Token, ReportVerb]]) -> None:
        by_index = {t.i: v for t, v in cues if "quote" in v.frames}
        for n, quote in enumerate(self.quotes):
            if n in self.claimed or not self._sentential(quote):
                continue
            cue = self._cue_after(quote, by_index) or self._cue_before(quote, by_index)
            if cue is None:
                continue
            if "label" in by_index[cue.i].frames and cue.idx < quote.start and not any(
                t.pos_ in ("VERB", "AUX") for t in self._tokens(quote.start, quote.end)
            ):
                continue  # "dubbed the quarrel: "A Storm in a Teacup"" gives a name
            said = self._speech(cue, by_index[cue.i], (quote.start, quote.end, None), "direct")
            if said is not None:
                self.claimed.add(n)
                self.found.append(said)

    def _sentential(self, quote: Quotation) -> bool:
        """Is the quotation words said, not a title or a borrowed term?"""
        inside = self.text[quote.start:quote.end]
        words = inside.split()
        if re.search(_TITLED, self.text[max(0, quote.start - 40):quote.start - 1]):
            return False
        if len(words) < 5 and inside[-1] not in ".!?," and re.search(
            _PLACED, self.text[max(0, quote.start - 8):quote.start - 1]
        ):
            return False
        before = self.text[max(0, quote.start - 3):quote.start - 1].rstrip()
        after = self.text[quote.end:quote.end + 2]
        if len(words) < 2 and inside[-1:] not in ",.!?":
            return False
        verb = any(t.pos_ in ("VERB", "AUX") for t in self._tokens(quote.start, quote.end))
        opens = before.endswith((",", ":", "—", "–", "-")) or not before
        closes = inside[-1] in ",.!?…—;" or after[1:2] in (",", ".")
        upper = inside.lstrip("[(…. ")[:1].isupper()
        if verb and len(words) >= 4:
            return opens or (closes and upper) or upper or inside[-1] == ","
        return (opens and upper and closes) or (upper and verb) or (inside[-1] == "," and verb)

    def _cue_after(self, quote: Quotation, cues: dict[int, ReportVerb]) -> Token | None:
        """`"…," said Smith` and `"…," the minister told reporters`."""
        last = self.text[quote.end - 1]
        follow = self.text[quote.end + 1:quote.end + 3].lstrip()[:1]
        stop = last in ".…]" and follow not in (",", "–", "—")
        seen = 0
        tokens = self._tokens(quote.end, len(self.text))
        noun = False
        for token in tokens:
            if token.is_space and "\n" in token.text:
                return None
            if token.is_punct or token.is_space:
                if token.text in _SENTENCE_END or token.text in (":", ";"):
                    return None
                if token.text in MARKS and seen:
                    return None
                continue
            if stop and seen == 0 and token.text[:1].isupper():
                return None
            seen += 1
            if seen > NEAR:
                return None
            if token.i in cues and (token.lower_.endswith("ing") or self._aside(token)):
                return None
            if token.i in cues:
                if noun and last not in ",!?…—–;" and follow not in (",", "–", "—"):
                    return None
                if noun and last in "!?" and child(token, "ccomp") is not None:
                    clause = child(token, "ccomp")
                    if clause is not None and clause.i > token.i:
                        return None
                return token
            title = token.lower_.endswith("ing") and not noun and self.doc[token.i + 1].pos_ in (
                "ADJ", "PROPN", "NOUN")  # "acting Prime Minister Jane Doe"
            if token.pos_ in ("VERB", "AUX") and not title and base(token) not in (
                "amod", "compound", "aux"):
                relative = base(token) == "acl" or clause_head(token).dep_ == "acl:relcl"
                if not relative:
                    return None
            noun = noun or token.pos_ in ("NOUN", "PROPN", "PRON")
        return None

    def _cue_before(self, quote: Quotation, cues: dict[int, ReportVerb]) -> Token | None:
        """`Smith said on Friday, "…"`, `… via video: "…"`."""
        opening = self._at(quote.start)
        before = self.text[:quote.start - 1].rstrip()
        if before.endswith((".", "!", "?")):
            return None
        if not before or "\n" in self.text[len(before):quote.start - 1]:
            colon = before.endswith(":")
            if not colon:
                return None
        seen = 0
        i = opening - 1
        while i >= 0:
            token = self.doc[i]
            i -= 1
            if token.is_space:
                if "\n\n" in token.text and seen:
                    return None
                continue
            if token.is_punct:
                if token.text in _SENTENCE_END and token.idx + 1 < quote.start - 3:
                    return None
                if token.is_sent_start and seen:
                    return None
                if self._inside_other(token.idx, quote):
                    if seen == 0:
                        continue
                    return self._same_cue(token.idx, quote)
                continue
            if self._inside_other(token.idx, quote):
                return self._same_cue(token.idx, quote)
            seen += 1
            if seen > 2 * NEAR:
                return None
            if token.i in cues and base(token) == "acl" and token.dep_ != "acl:relcl" and any(
                t.pos_ in ("VERB", "AUX") and base(t) in ("ROOT", "ccomp", "conj", "parataxis")
                for t in self.doc[token.i + 1:opening]
            ):
                continue  # "the letter, written by Doe, was clear: "…"": the letter's words
            if token.i in cues and not self._aside(token) and not (
                base(token) in ("acl", "advcl") and not frames.speaks(token)
            ):
                clause = child(token, "ccomp", "xcomp")
                told = clause is not None and token.i < clause.i < opening and \
                    self._clause_start(clause) < opening - 1
                return None if told and not before.endswith((":", ",")) else token
        return None

    def _aside(self, cue: Token) -> bool:
        """Is the word said of something else: in a relative clause, between dashes?"""
        if any(k.lower_ == "as" and k.i < cue.i for k in cue.children):
            return True
        return clause_head(cue).dep_ == "acl:relcl" and child(cue, "nsubj") is not None and any(
            t.lower_ in ("which", "that", "whom") for t in self.doc[max(0, cue.i - 6):cue.i]
        )

    def _same_cue(self, at: int, quote: Quotation) -> Token | None:
        """`said "…" and "…"`: a second quotation of one word of saying."""
        for said in reversed(self.found):
            if said.start <= at <= said.end + 1 and said.form == "direct":
                between = self.text[said.end:quote.start].strip(MARKS + " ,.")
                if between in ("and", "and that", "but", "but that", "adding", "then", ""):
                    cue = self.doc[said.cue]
                    return cue if cue.idx < said.start else None
        return None

    def _inside_other(self, at: int, quote: Quotation) -> bool:
        return any(
            q.start - 1 <= at < q.end + 1 for q in self.quotes
            if q.start != quote.start and abs(q.start - quote.start) < 4000
        )

    def _alone(self) -> None:
        """A whole quoted sentence without a word of saying goes on from the speaker before."""
        for n, quote in enumerate(self.quotes):
            if n in self.claimed:
                continue
            text = self.text[quote.start:quote.end]
            if len(text.split()) < 4 or not text.lstrip("[(…. ")[:1].isupper():
                continue
            before = self.text[:quote.start].rstrip("`").rstrip()
            before = before.removesuffix(quote.opening).rstrip()
            if before and before[-1] not in ".!?:,”\"'’" :
                continue
            if not any(t.pos_ in ("VERB", "AUX") for t in self._tokens(quote.start, quote.end)):
                continue
            previous = self._signed(quote) or self._worded(quote) or self._previous(quote)
            if previous is None:
                continue
            cue, speaker = previous
            self.claimed.add(n)
            start, end = trim(self.text, quote.start, quote.end)
            self.found.append(Speech(
                cue=cue, lemma="say", kind="say", verb="said", speaker=speaker,
                start=start, end=end, form="direct",
            ))

    def _signed(self, quote: Quotation) -> tuple[int, Actor] | None:
        """"… a long game." — Jane Doe: a name behind a dash on the quotation's own line."""
        line = self.text[quote.end + 1:quote.end + 120].split("\n", 1)[0]
        match = re.match(r"\s*[-–—]\s*(?=[A-Z])", line)
        if match is None or len(re.split(r",|\bon\b", line, maxsplit=1)[0].split()) > 9:
            return None
        head = self.doc[self._at(quote.end + 1 + match.end())]
        actor = self.speakers.of(head)
        return (head.i, actor) if actor is not None and head.pos_ == "PROPN" else None

    def _worded(self, quote: Quotation) -> tuple[int, Actor] | None:
        """in the words of the prosecutor, Jane Doe, "…"."""
        before = self.text[max(0, quote.start - 140):quote.start - 1]
        match = re.search(r"\bin the words of ([^.\n]{3,90}?),?\s*$", before, re.I)
        if match is None:
            return None
        at = max(0, quote.start - 140)
        span = self.doc.char_span(at + match.start(1), at + match.end(1), alignment_mode="expand")
        actor = self.speakers.of(span.root) if span is not None and len(span) else None
        return (span.root.i, actor) if span is not None and actor is not None else None

    def _previous(self, quote: Quotation) -> tuple[int, Actor] | None:
        """Cue and speaker of the sentence before a quotation that stands alone."""
        first = self._at(quote.start)
        sentence = sentence_range(self.doc, self._end_before(quote.start - 1))
        gap = self.text[sentence[1]:quote.start] if sentence else ""
        before = self.text[:quote.start - 1].rstrip()
        if before.endswith(":") and sentence is not None:
            sourced = next((s for s in self.found if s.lemma == "according"
                            and sentence[0] <= self.doc[s.cue].idx < sentence[1]), None)
            if sourced is not None:
                return sourced.cue, sourced.speaker
            named = self._clause_subject(sentence)
            if named is not None:
                return named
        candidates = [
            s for s in self.found
            if s.form in ("direct", "mixed", "indirect") and self.doc[s.cue].i < first
            and (s.end <= quote.start) and self._joined(s, quote)
        ]
        if candidates:
            last = max(candidates, key=lambda s: (max(s.end, self.doc[s.cue].idx)))
            return last.cue, last.speaker
        if sentence is None or gap.count("\n\n") > 1:
            return None
        main = self._clause_subject(sentence)
        if main is not None and main[1].person:
            return main
        if before.endswith((":", ",")):
            return self._clause_subject(sentence)
        return None

    def _clause_subject(self, sentence: tuple[int, int]) -> tuple[int, Actor] | None:
        span = self.doc.char_span(*sentence, alignment_mode="expand")
        if span is None:
            return None
        who = subject(span.root)
        actor = self.speakers.of(who, self._last(who.idx)) if who is not None else None
        return (span.root.i, actor) if actor is not None else None

    def _joined(self, said: Speech, quote: Quotation) -> bool:
        """Does the quotation follow the speech, nothing but its own sentence's rest between?"""
        cue = self.doc[said.cue]
        last = max(said.end, cue.idx)
        between = self.text[last:quote.start - 1]
        if len(between) > 400:
            return False
        stops = re.findall(r"[.!?][\"”’']?(?:\s|$)", between)
        return len(stops) <= 1
