"""What the passes that look for speech share: the text, its quotations, what was found so far."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from brinkwatch.extract import report_voices as voices
from brinkwatch.extract.clauses import (
    base,
    child,
    text_of,
)
from brinkwatch.extract.quotes import Quotation, quotations
from brinkwatch.extract.spans import Content, trim, unmarked
from brinkwatch.extract.speakers import PRONOUNS, Speakers, agrees
from brinkwatch.knowledge.speech import ReportVerb, speech_words
from brinkwatch.model import Actor

BREAK = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bGen)(?<!\bLt)(?<!\bSt)(?<!\bSen)"
    r"(?<!\bRep)(?<!\bGov)(?<!\bNo)[.!?][\"”’')\]]*\s+[\"“‘(\[]*[A-Z]|\n\s*\n"
)
"""The end of a sentence, by its marks."""
_PLAINLY = frozenset({"out", "forward", "along", "on"})
"""Particles that leave a word of saying what it is: "point out", but not "call off"."""
NEAR = 16
"""Tokens looked at between a quotation and its word of saying."""
EVIDENCE = frozenset({"show", "find", "document", "record", "suggest", "indicate", "imply"})
"""Words that tell what a study or a figure shows: statements only of those who can speak."""


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
    voiced: bool = True
    """False for a source that cannot speak ("according to footage"): it attributes, no more."""
    relays: bool = False
    """True when the content is itself an act of saying, and this only passes it on."""

    @property
    def judges(self) -> bool:
        """Is the content a name or a description given to something ("called it a crime")?"""
        return self.frame in ("as", "label")


class Scene:
    """One document while its speech is being found."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.words = speech_words()
        self.speakers = Speakers(doc)
        self.quotes = [q for q in quotations(self.text) if q.depth == 0]
        self.claimed: set[int] = set()
        self.found: list[Speech] = []
        self._starts = [t.idx for t in doc]

    def _cues(self) -> list[tuple[Token, ReportVerb]]:
        out = []
        for token in self.doc:
            if token.pos_ not in ("VERB", "AUX") or base(token) in ("amod", "compound"):
                continue
            if self._names_thing(token):
                continue
            lemma = self.words.forms.get(token.lower_, token.lemma_.lower())
            particle = child(token, "compound")
            known = self.words.verbs.get(lemma)
            if particle is not None and particle.dep_ == "compound:prt":
                known = self.words.verbs.get(
                    f"{lemma} {particle.lower_}", known if particle.lower_ in _PLAINLY else None)
            if known is not None:
                out.append((token, known))
        return out

    def _names_thing(self, token: Token) -> bool:
        """"think tank", "call center": a noun that the parser took apart."""
        following = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        return following is not None and following.lower_ in self.words.compounds.get(
            token.lower_, ())

    def _speech(
        self, cue: Token, verb: ReportVerb, span: tuple[int, int, Token | None], form: str,
        content: Content | None = None,
    ) -> Speech | None:
        who = voices.speaker(cue, verb, content, span)
        speaker = self._before_participle(cue)
        if who is not None:
            who = voices.beside(cue, who)
            speaker = speaker or self.speakers.of(
                who, self._last(cue.idx, who.lower_ if who.lower_ in PRONOUNS else ""))
        if speaker is None:
            return None
        plain = content is None or (content.frame == "that" and verb.lemma not in EVIDENCE)
        if who is not None and not plain and not voices.can_speak(
            who, bool(speaker.country or speaker.person)
        ):
            return None
        start, end = trim(self.text, span[0], span[1])
        if start >= end:
            return None
        marked = True
        if form == "indirect" and content is not None and content.frame == "that" and unmarked(
            self.doc, start, end, cue
        ):
            form, marked = "direct", False
        addressee, target = voices.hearer(cue, verb, content)
        others = tuple(self.speakers.coordinated(who)) if who is not None else ()
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
            if quote.end >= end - 2 and self._aside_before(start, quote):
                return quote.start, quote.end, "direct"
            if quote.start < start:
                # The tree entered the quotation half-way: the words before it belong to it.
                start = quote.start - 1
            end = max(end, quote.end)
        if form == "mixed":
            start, end = trim(self.text, start, end)
        return start, end, form

    def _aside_before(self, start: int, quote: Quotation) -> bool:
        """"told him, in French, "they hit me"": do only adverbials stand before the quotation?"""
        lead = self.text[start:max(quote.start - 1, start)].rstrip()
        words = list(self._tokens(start, quote.start - 1))
        inside = self._tokens(quote.start, quote.end)
        return lead.endswith(",") and words[0].pos_ == "ADP" and not any(
            t.pos_ in ("VERB", "AUX") or base(t) == "nsubj" for t in words
        ) and any(t.pos_ in ("VERB", "AUX") for t in inside)

    def _listener(self, head: Token | None) -> Actor | None:
        if head is None or head.lower_ in ("it", "that", "this", "what", "there"):
            return None
        actor = self.speakers.of(head)
        if actor is None:
            return None
        known = actor.country or actor.person or actor.sector
        return actor if known or head.lemma_.lower() in self.words.listeners else None

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
        around = [s for s in earlier if s.start <= cue.idx < s.end] if participle else []
        if around:
            # "accused Doe of stalling, threatening to …": Doe threatens
            blamed = max(around, key=lambda s: s.cue)
            return blamed.target if blamed.kind == "condemn" else None

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
                speaker = self.speakers.of(who, self._last(cue.idx)) if who is not None else None
                if who is None or speaker is None or not voices.can_speak(
                    who, bool(speaker.country or speaker.person)
                ):
                    continue
                return speaker
        return None

    def _apart(self, cue: Token, content: Content) -> bool:
        """Does a sentence end, or a quotation begin or end, between the word and its content?"""
        low, high = sorted((cue.idx, content.head.idx))
        if BREAK.search(self.text, low, high):
            return not any(
                q.start <= low < high <= q.end or q.start <= content.head.idx < q.end
                for q in self.quotes
            )
        home = next((q for q in self.quotes if q.start <= cue.idx < q.end), None)
        return home is not None and not home.start <= content.head.idx < home.end

    def _last(self, at: int, pronoun: str = "") -> Actor | None:
        """The last speaker before a place in the text, within some three paragraphs; of those whom
        the pronoun may mean, where it is given."""
        best: Speech | None = None
        for said in self.found:
            place = self.doc[said.cue].idx
            if pronoun and not agrees(pronoun, said.speaker):
                continue
            if pronoun in ("he", "she") and said.lemma in ("according", "cite"):
                continue
            if place < at and (best is None or place > self.doc[best.cue].idx):
                best = said
        if best is None or at - self.doc[best.cue].idx > 1500:
            return None
        return best.speaker

    def _at(self, char: int) -> int:
        """Index of the token at or after a character."""
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
