"""Who says what in a text: each word of saying with its speaker and its content.

The one place where speech is found; statements, attribution chains and certainty all read it.
Quotations come first, by their marks and the words beside them (a parser often loses its way in
a quotation of many sentences); then every other word of saying, by the tree; then quotations left
alone, which belong to the speaker before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from brinkwatch.extract import report_frames as frames
from brinkwatch.extract.clauses import (
    agent,
    base,
    child,
    children,
    clause_head,
    climb,
    is_passive,
    subject,
    text_of,
    word_set,
)
from brinkwatch.extract.quotes import MARKS, Quotation, quotations
from brinkwatch.extract.spans import Content, sentence_range, trim, unmarked
from brinkwatch.extract.speakers import Speakers
from brinkwatch.knowledge.speech import ReportVerb, speech_words
from brinkwatch.model import Actor

_KEY = "brinkwatch.speech"
_BREAK = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bGen)(?<!\bLt)(?<!\bSt)(?<!\bSen)"
    r"(?<!\bRep)(?<!\bGov)(?<!\bNo)[.!?][\"”’')\]]*\s+[\"“‘(\[]*[A-Z]|\n\s*\n"
)
_NEAR = 16
"""Tokens looked at between a quotation and its word of saying."""
_SENTENCE_END = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of saying. `start`/`end` are the content's characters; `cue` is a token index."""

    cue: int
    lemma: str
    kind: str
    """Class of `knowledge.speech.CLASSES`."""
    verb: str
    """The words of saying as written: "said", "according to"."""
    speaker: Actor
    start: int
    end: int
    form: str
    """"direct", "mixed" or "indirect"."""
    others: tuple[Actor, ...] = ()
    """Further speakers of the same words."""
    addressees: tuple[Actor, ...] = ()
    target: Actor | None = None
    """Whom a judgement or a request is about."""
    head: int | None = None
    """Token that heads the content, where the tree gave one."""
    marked: bool = True
    """False for direct speech without quotation marks."""
    frame: str = "quote"
    relays: bool = False
    """True when the content is itself an act of saying, and this only passes it on."""

    @property
    def judges(self) -> bool:
        """Is the content a name or a description given to something ("called it a crime")?"""
        return self.frame in ("as", "label")


def speeches(doc: Doc) -> tuple[Speech, ...]:
    """Every act of saying in `doc`, in order of its content. Kept on the Doc after the first
    call."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = tuple(_Finder(doc).find())
    found: tuple[Speech, ...] = doc.user_data[_KEY]
    return found


class _Finder:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.words = speech_words()
        self.speakers = Speakers(doc)
        self.quotes = [q for q in quotations(self.text) if q.depth == 0]
        self.claimed: set[int] = set()
        self.found: list[Speech] = []
        self._starts = [t.idx for t in doc]

    def find(self) -> list[Speech]:
        cues = self._cues()
        self._quoted(cues)
        self._told(cues)
        self._partly(cues)
        self._sourced()
        self._alone()
        self._resolve()
        self._mark_relays()
        return sorted(_without_copies(self.found), key=lambda s: (s.start, -s.end))

    # Words of saying ---------------------------------------------------------------------

    def _cues(self) -> list[tuple[Token, ReportVerb]]:
        out = []
        for token in self.doc:
            if token.pos_ not in ("VERB", "AUX") or base(token) in ("amod", "compound"):
                continue
            known = self.words.verb(token.lower_, token.lemma_.lower())
            if known is not None:
                out.append((token, known))
        return out

    # Quotations --------------------------------------------------------------------------

    def _quoted(self, cues: list[tuple[Token, ReportVerb]]) -> None:
        by_index = {t.i: v for t, v in cues if "quote" in v.frames}
        for n, quote in enumerate(self.quotes):
            if not self._sentential(quote):
                continue
            cue = self._cue_after(quote, by_index) or self._cue_before(quote, by_index)
            if cue is None:
                continue
            said = self._speech(cue, by_index[cue.i], (quote.start, quote.end, None), "direct")
            if said is not None:
                self.claimed.add(n)
                self.found.append(said)

    def _sentential(self, quote: Quotation) -> bool:
        """Is the quotation words said, not a title or a borrowed term?"""
        inside = self.text[quote.start:quote.end]
        words = inside.split()
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
            if seen > _NEAR:
                return None
            if token.i in cues and token.lower_.endswith("ing"):
                return None
            if token.i in cues:
                if noun and last not in ",!?…—–;" and follow not in (",", "–", "—"):
                    return None
                if noun and last in "!?" and child(token, "ccomp") is not None:
                    clause = child(token, "ccomp")
                    if clause is not None and clause.i > token.i:
                        return None
                return token
            if token.pos_ in ("VERB", "AUX") and base(token) not in ("amod", "compound", "aux"):
                relative = base(token) == "acl" or clause_head(token).dep_ == "acl:relcl"
                if not relative:
                    return None
            noun = noun or token.pos_ in ("NOUN", "PROPN", "PRON")
        return None

    def _cue_before(self, quote: Quotation, cues: dict[int, ReportVerb]) -> Token | None:
        """`Smith said on Friday, "…"`, `… via video: "…"`."""
        opening = self._at(quote.start)
        before = self.text[:quote.start - 1].rstrip()
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
            if seen > 2 * _NEAR:
                return None
            if token.i in cues and not self._aside(token):
                clause = child(token, "ccomp", "xcomp")
                told = clause is not None and token.i < clause.i < opening and \
                    self._clause_start(clause) < opening - 1
                return None if told and not before.endswith((":", ",")) else token
        return None

    def _aside(self, cue: Token) -> bool:
        """Is the word said of something else: in a relative clause, between dashes?"""
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

    # Indirect and mixed speech -----------------------------------------------------------

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
            content = self._whole(token, content)
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
        """"I think …", "we hope …" inside a quotation: the quotation is the statement."""
        if not any(q.start <= cue.idx < q.end for q in self.quotes):
            return False
        own = child(cue, "nsubj")
        return own is None or own.lower_ in ("i", "we", "you")

    def _that_follows(self, cue: Token) -> bool:
        return any(t.lower_ == "that" and t.pos_ == "SCONJ" for t in self.doc[cue.i + 1:cue.i + 3])

    def _following(self, cue: Token, verb: ReportVerb) -> Content | None:
        """The clause right after a word of saying, where the tree has lost it."""
        if "that" not in verb.frames or is_passive(cue) or verb.lemma in _EVIDENCE:
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
            elif base(token) == "case" and token.head.head.i == cue.i and token.head.i - at < 4:
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

    def _whole(self, cue: Token, content: Content) -> Content:
        """Mend a content the tree broke off in mid-phrase, or ran over a sentence's end."""
        if any(q.start <= content.start < q.end for q in self.quotes):
            return content
        start, end = content.start, content.end
        for stop in _BREAK.finditer(self.text, max(0, start - 400), end + 1):
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

    def _cut(
        self, cue: Token, start: int, end: int, cues: list[tuple[Token, ReportVerb]]
    ) -> int:
        """End a content before ", adding that …", which the speaker says beside it."""
        if cue.idx > start:
            return end
        for token, _ in cues:
            if start < token.idx < end and token.i > 1 and token.lower_.endswith("ing"):
                joint = self.doc[token.i - 1]
                if joint.text == "," and base(token) in ("advcl", "conj", "parataxis") and not any(
                    q.start <= token.idx < q.end for q in self.quotes
                ) and child(token, "ccomp") is not None:
                    return joint.idx
        return end

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

    def _apart(self, cue: Token, content: Content) -> bool:
        """Does a sentence end, or a quotation begin or end, between the word and its content?"""
        low, high = sorted((cue.idx, content.head.idx))
        if _BREAK.search(self.text, low, high):
            return not any(
                q.start <= low < high <= q.end or q.start <= content.head.idx < q.end
                for q in self.quotes
            )
        home = next((q for q in self.quotes if q.start <= cue.idx < q.end), None)
        return home is not None and not home.start <= content.head.idx < home.end

    def _noun(self, token: Token, kind: str) -> None:
        """"a warning that …", "Seoul's claim that …"."""
        content = frames.noun_content(token)
        owner = self.speakers.owner(token)
        if content is None or owner is None:
            return
        span = self._fused(content)
        if span is not None:
            self.found.append(Speech(
                cue=token.i, lemma=token.lemma_.lower(), kind=kind, verb=token.text,
                speaker=owner, start=span[0], end=span[1], form=span[2], head=content.head.i,
            ))

    def _fused(self, content: Content, cue: Token | None = None) -> tuple[int, int, str] | None:
        """Fit a content to the quotations it touches; None when trimming leaves nothing."""
        start, end = trim(self.text, content.start, content.end)
        if start >= end:
            return None
        form = "indirect"
        for n, quote in enumerate(self.quotes):
            if quote.end <= start or quote.start >= end:
                continue
            if cue is not None and quote.start <= cue.idx < quote.end:
                continue
            if quote.start <= start + 1 and quote.end >= end - 2:
                self.claimed.add(n)
                whole = len(self.text[quote.start:quote.end].split()) > 3
                return (quote.start, quote.end, "direct") if whole else (start, end, "mixed")
            form = "mixed"
            self.claimed.add(n)
            if quote.start < start:
                # The tree entered the quotation half-way: the words before it belong to it.
                start = quote.start - 1
            end = max(end, quote.end)
        if form == "mixed":
            start, end = trim(self.text, start, end)
        return start, end, form

    def _speech(
        self, cue: Token, verb: ReportVerb, span: tuple[int, int, Token | None], form: str,
        content: Content | None = None,
    ) -> Speech | None:
        who = frames.speaker(cue, verb, content, span)
        if who is None:
            return None
        voice = self._before_participle(cue)
        who = frames.beside(cue, who)
        speaker = voice or self.speakers.of(who, self._last(cue.idx, who.lower_ in ("he", "she")))
        if speaker is None:
            return None
        if content is not None and (content.frame != "that" or verb.lemma in _EVIDENCE) and \
                not frames.can_speak(who, bool(speaker.country or speaker.person)):
            return None
        start, end = trim(self.text, span[0], span[1])
        if start >= end:
            return None
        marked = True
        if form == "indirect" and content is not None and content.frame == "that" and unmarked(
            self.doc, start, end, cue
        ):
            form, marked = "direct", False
        addressee, target = frames.hearer(cue, verb, content)
        others = tuple(self.speakers.coordinated(who))
        return Speech(
            cue=cue.i, lemma=verb.lemma, kind=verb.kind, verb=cue.text, speaker=speaker,
            start=start, end=end, form=form, others=others,
            addressees=tuple(
                a for a in [self._listener(addressee)] if a is not None
            ),
            target=None if target is None else self.speakers.of(target),
            head=None if span[2] is None else span[2].i, marked=marked,
            frame="quote" if content is None else content.frame,
        )

    def _before_participle(self, cue: Token) -> Actor | None:
        """"…, officials told the press, adding that …" and "…, but said …": who spoke before."""
        if child(cue, "nsubj") is not None or cue.i == 0:
            return None
        joint = self.doc[cue.i - 1]
        while joint.pos_ == "ADV" and joint.i > 0:
            joint = self.doc[joint.i - 1]
        participle = cue.lower_.endswith("ing") and (
            joint.text == "," or joint.lower_ in ("while", "and", "but", "also", "further")
        )
        second = base(cue) == "conj" and joint.lower_ in ("but", "and") and \
            self.doc[joint.i - 1].text == ","
        if not participle and not second:
            return None
        sentence = cue.sent
        earlier = [
            s for s in self.found
            if sentence.start <= s.cue < cue.i and s.lemma not in ("according", "cite")
            and not (s.form == "direct" and s.marked and s.start <= cue.idx < s.end)
        ]
        if not earlier:
            return self._main_voice(cue) if participle and joint.text == "," else None
        if second and not any(s.start <= cue.head.idx < s.end for s in earlier):
            return None
        return max(earlier, key=lambda s: s.cue).speaker

    def _main_voice(self, cue: Token) -> Actor | None:
        """The subject of the clause before ", stating …", whatever noun the parser chose."""
        for token in reversed(self.doc[cue.sent.start:cue.i]):
            if token.pos_ == "VERB" and not token.lower_.endswith("ing") and \
                    token.dep_ != "acl:relcl" and child(token, "nsubj") is not None:
                who = child(token, "nsubj")
                return self.speakers.of(who, self._last(cue.idx)) if who is not None else None
        return None

    def _listener(self, head: Token | None) -> Actor | None:
        if head is None or head.lower_ in ("it", "that", "this", "what", "there"):
            return None
        actor = self.speakers.of(head)
        if actor is None:
            return None
        known = actor.country or actor.person or actor.sector
        return actor if known or head.lemma_.lower() in self.words.listeners else None

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
                        not (said.form == "direct" and said.marked):
                    self.found[last] = replace(said, end=trim(
                        self.text, said.start, quote.end)[1], form="mixed")
                    self.claimed.add(n)
                continue
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
                _BREAK.search(self.text, best[0].idx, quote.start):
            return None
        if any(q.start <= best[0].idx < q.end for q in self.quotes):
            return None
        between = self.doc[best[0].i + 1:self._at(quote.start)]
        finite = sum(t.pos_ == "VERB" and base(t) in ("conj", "parataxis", "ROOT") for t in between)
        return None if finite else best

    def _after(self, cue: Token) -> int:
        following = self.doc[cue.i + 1:cue.i + 2]
        return following[0].idx if len(following) else len(self.text)

    # "according to" ----------------------------------------------------------------------

    def _sourced(self) -> None:
        for token in self.doc:
            low = token.lower_
            if low == "according" and token.i + 1 < len(self.doc) and \
                    self.doc[token.i + 1].lower_ == "to":
                self._source(token, token.i + 2, "according to")
            elif low == "per" and base(token) == "case" and token.head.i > token.i and (
                token.head.pos_ == "PROPN" or token.head.lemma_.lower() in self.words.documents
            ):
                self._source(token, token.i + 1, "per")
            elif token.lemma_.lower() in self.words.citing and token.pos_ in ("VERB", "ADP"):
                self._cited(token)
            elif token.pos_ == "VERB" and any(
                k.lower_ == "as" and base(k) in ("mark", "advmod", "case") and k.i < token.i
                for k in token.children
            ) and self.words.verb(low, token.lemma_.lower()) is not None:
                self._as_reported(token)

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
        span = frames.sourced(token, head)
        if speaker is None or span is None:
            return
        span = self._own_sentence(token, span)
        fused = self._fused(span) if span is not None else None
        if fused is None or span is None:
            return
        self.found.append(Speech(
            cue=token.i, lemma="according", kind="report", verb=verb, speaker=speaker,
            start=fused[0], end=fused[1], form=fused[2], head=span.head.i,
            others=tuple(self.speakers.coordinated(head)),
        ))

    def _own_sentence(self, phrase: Token, span: Content) -> Content | None:
        """Clip a sourced content to the sentence its phrase stands in, by the marks."""
        start, end = span.start, span.end
        for stop in _BREAK.finditer(self.text, max(0, phrase.idx - 900), phrase.idx):
            start = max(start, stop.end() - 1)
        stop_after = _BREAK.search(self.text, phrase.idx, end)
        if stop_after is not None:
            end = min(end, stop_after.start() + 1)
        if start >= end:
            return None
        if start > span.start and start < phrase.idx < span.start + 900 and end > phrase.idx:
            end = min(end, phrase.idx)
        return Content(start, end, span.head, span.frame) if start < end else None

    def _cited(self, token: Token) -> None:
        """"Yonhap, citing the military, said …": a source within the source."""
        target = child(token, "obj") or child(token, "obl", "nmod")
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
            frames.can_speak(target, bool(speaker.country or speaker.person or speaker.sector))
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
        span = frames.sourced(token, target)
        fused = self._fused(span) if span is not None else None
        if fused is not None and span is not None:
            self.found.append(Speech(
                cue=token.i, lemma="cite", kind="report", verb=token.text, speaker=speaker,
                start=fused[0], end=fused[1], form=fused[2], head=span.head.i,
            ))

    def _as_reported(self, token: Token) -> None:
        """"…, as reported by the agency": a relay of the whole clause."""
        who = agent(token) or (subject(token) if child(token, "nsubj") is not None else None)
        if who is None or child(token, "ccomp", "obj", "xcomp") is not None:
            return
        speaker = self.speakers.of(who, self._last(token.idx))
        span = frames.sourced(token, token)
        fused = self._fused(span) if span is not None else None
        if speaker is not None and fused is not None and span is not None:
            self.found.append(Speech(
                cue=token.i, lemma=token.lemma_.lower(), kind="report",
                verb="as " + token.text, speaker=speaker,
                start=fused[0], end=fused[1], form=fused[2], head=span.head.i,
            ))

    # Quotations alone --------------------------------------------------------------------

    def _alone(self) -> None:
        """A whole quoted sentence without a word of saying goes on from the speaker before."""
        for n, quote in enumerate(self.quotes):
            if n in self.claimed:
                continue
            text = self.text[quote.start:quote.end]
            if len(text.split()) < 4 or not text.lstrip("[(…. ")[:1].isupper():
                continue
            before = self.text[:quote.start - 1].rstrip()
            if before and before[-1] not in ".!?:,”\"'’" :
                continue
            if not any(t.pos_ in ("VERB", "AUX") for t in self._tokens(quote.start, quote.end)):
                continue
            previous = self._signed(quote) or self._previous(quote)
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
        if match is None or len(line.split()) > 12:
            return None
        head = self.doc[self._at(quote.end + 1 + match.end())]
        actor = self.speakers.of(head)
        return (head.i, actor) if actor is not None and head.pos_ == "PROPN" else None

    def _previous(self, quote: Quotation) -> tuple[int, Actor] | None:
        """Cue and speaker of the sentence before a quotation that stands alone."""
        first = self._at(quote.start)
        sentence = sentence_range(self.doc, self._end_before(quote.start - 1))
        gap = self.text[sentence[1]:quote.start] if sentence else ""
        before = self.text[:quote.start - 1].rstrip()
        if before.endswith(":") and sentence is not None:
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

    # Places ------------------------------------------------------------------------------

    def _last(self, at: int, person: bool = False) -> Actor | None:
        """The last speaker before a place in the text, within some three paragraphs."""
        best: Speech | None = None
        for said in self.found:
            place = self.doc[said.cue].idx
            if person and (said.lemma in ("according", "cite") or not said.speaker.person):
                continue
            if place < at and (best is None or place > self.doc[best.cue].idx):
                best = said
        if best is None or at - self.doc[best.cue].idx > 1500:
            return None
        return best.speaker

    def _resolve(self) -> None:
        """Speakers that stayed a pronoun take the speaker before them, now that all are found."""
        from brinkwatch.extract.speakers import PRONOUNS

        self.found.sort(key=lambda s: self.doc[s.cue].idx)
        for n, said in enumerate(self.found):
            cue = self.doc[said.cue]
            if cue.lower_.endswith("ing") and said.lemma not in ("according", "cite"):
                voice = self._before_participle(cue)
                if voice is not None:
                    self.found[n] = replace(said, speaker=voice)
        for n, said in enumerate(self.found):
            if said.speaker.name.lower() not in PRONOUNS:
                continue
            for earlier in reversed(self.found[:n]):
                if earlier.speaker.name.lower() not in PRONOUNS:
                    self.found[n] = replace(said, speaker=replace(
                        earlier.speaker, text=said.speaker.text, start=said.speaker.start,
                        end=said.speaker.end,
                    ))
                    break

    def _mark_relays(self) -> None:
        """"As the agency reported" and "according to" around somebody's speech only relay it."""
        cues = {s.cue: s for s in self.found if s.lemma not in ("according", "cite")}
        for n, said in enumerate(self.found):
            inner = cues.get(said.head) if said.head is not None else None
            passing = said.lemma in ("according", "cite") or said.verb.startswith("as ")
            if passing and inner is not None and inner is not said:
                self.found[n] = replace(
                    said, relays=True, start=min(said.start, inner.start),
                    end=max(said.end, inner.end),
                )

    def _at(self, char: int) -> int:
        """Index of the token at or after a character."""
        from bisect import bisect_left

        return bisect_left(self._starts, char)

    def _end_before(self, char: int) -> int:
        i = self._at(char) - 1
        while i > 0 and (self.doc[i].is_space or self.doc[i].is_punct):
            i -= 1
        return self.doc[max(i, 0)].idx

    def _tokens(self, start: int, end: int) -> Iterator[Token]:
        for i in range(self._at(start), len(self.doc)):
            token = self.doc[i]
            if token.idx >= end:
                return
            yield token

    def _clause_start(self, head: Token) -> int:
        return min((t.i for t in head.subtree if not t.is_punct), default=head.i)


_PLAIN = frozenset({"say", "claim", "report", "announce", "assess", "pledge"})
_EVIDENCE = frozenset({"show", "find", "document", "record", "suggest", "indicate", "imply"})
_SOURCES = word_set(
    "source official report media agency newspaper witness police authority document expert "
    "analyst resident statement data"
)


def _overlap(content: Content, said: Speech) -> bool:
    return content.start < said.end and said.start < content.end


def _without_copies(found: list[Speech]) -> list[Speech]:
    """One Speech for each cue and content; a wider content wins over a part of itself."""
    out: list[Speech] = []
    for said in sorted(found, key=lambda s: (s.cue, -(s.end - s.start))):
        if any(
            o.cue == said.cue and o.start <= said.start and said.end <= o.end
            and o.speaker.name == said.speaker.name for o in out
        ):
            continue
        if not said.relays and any(
            (o.start, o.end) == (said.start, said.end) and not o.relays
            and o.form == said.form == "direct" for o in out
        ):
            continue
        out.append(said)
    return out


__all__ = ["Speech", "speeches"]
