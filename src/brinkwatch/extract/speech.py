"""Who says what in a text: each word of saying with its speaker and its content.

The one place where speech is found; statements, attribution chains and certainty all read it.
Quotations come first, by their marks and the words beside them (a parser often loses its way in
a quotation of many sentences); then every other word of saying, by the tree; then quotations left
alone, which belong to the speaker before them.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from brinkwatch.extract.spans import past_frame
from brinkwatch.extract.speakers import PRONOUNS, agrees
from brinkwatch.extract.speech_partly import Partly
from brinkwatch.extract.speech_quoted import Quoted
from brinkwatch.extract.speech_scene import BREAK, Speech
from brinkwatch.extract.speech_sourced import Sourced
from brinkwatch.extract.speech_turns import Turns
from brinkwatch.model import Actor

__all__ = ["Speech", "speeches"]

_KEY = "brinkwatch.speech"


def speeches(doc: Doc) -> tuple[Speech, ...]:
    """Every act of saying in `doc`, in order of its content. Kept on the Doc after the first
    call."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = tuple(_Finder(doc).find())
    found: tuple[Speech, ...] = doc.user_data[_KEY]
    return found


class _Finder(Turns, Quoted, Partly, Sourced):
    def find(self) -> list[Speech]:
        self._turns()
        cues = self._cues()
        self._quoted(cues)
        self._told(cues)
        self._partly(cues)
        self._sourced()
        self._alone()
        self._resolve()
        self._mark_relays()
        for n, said in enumerate(self.found):
            start = past_frame(self.doc, said.start, said.end)
            if said.form == "indirect" and self.text.startswith(("and ", "but "), start):
                start += 4
            if start != said.start:
                self.found[n] = replace(said, start=start)
        return sorted(_without_copies(self.doc, self.found), key=lambda s: (s.start, -s.end))

    def _resolve(self) -> None:
        """Speakers that stayed a pronoun take the speaker before them, now that all are found."""
        self.found.sort(key=lambda s: self.doc[s.cue].idx)
        for n, said in enumerate(self.found):
            cue = self.doc[said.cue]
            if cue.lower_.endswith("ing") and said.lemma not in ("according", "cite"):
                voice = self._before_participle(cue)
                if voice is not None:
                    self.found[n] = replace(said, speaker=voice)
        for n, said in enumerate(self.found):
            outer = self._says_of_himself(said)
            if outer is not None:
                self.found[n] = said = replace(said, speaker=replace(
                    outer, text=said.speaker.text, start=said.speaker.start, end=said.speaker.end,
                ))
        for n, said in enumerate(self.found):
            pronoun = said.speaker.text.lower()
            role = self._just_spoke(said, n) if pronoun in ("he", "she") else None
            if role is not None:
                self.found[n] = replace(said, speaker=replace(
                    role, text=said.speaker.text, start=said.speaker.start, end=said.speaker.end,
                ))
                continue
            if said.speaker.name.lower() not in PRONOUNS:
                continue
            for earlier in reversed(self.found[:n]):
                if earlier.speaker.name.lower() not in PRONOUNS and \
                        agrees(pronoun, earlier.speaker):
                    self.found[n] = replace(said, speaker=replace(
                        earlier.speaker, text=said.speaker.text, start=said.speaker.start,
                        end=said.speaker.end,
                    ))
                    break

    def _just_spoke(self, said: Speech, n: int) -> Actor | None:
        """The unnamed one who spoke in the sentence before: "The head of the office told the court
        "…". She also said …", whomever else the reader took "she" for."""
        cue = self.doc[said.cue]
        own = said.speaker
        before = [s for s in self.found[:n] if s.speaker.text.lower() not in PRONOUNS]
        if not before or own.start is None:
            return None
        last = max(before, key=lambda s: max(s.end, self.doc[s.cue].idx))
        if last.speaker.person or not agrees("he", last.speaker) or \
                last.lemma in ("according", "cite") or last.speaker.start is None or \
                self.doc[self._at(last.speaker.start)].sent.end > cue.sent.start or \
                len(BREAK.findall(self.text, last.speaker.start, own.start)) > 1 + (
                    last.form == "direct") * self.text.count(". ", last.start, last.end):
            return None
        named = [
            a for a in getattr(self.doc._, "actors", None) or ()
            if a.name == own.name and a.start is not None
            and last.speaker.start <= a.start < own.start
        ]
        return None if named else last.speaker

    def _says_of_himself(self, said: Speech) -> Actor | None:
        """"The ministry said it believes …": a pronoun that opens what its own speaker says."""
        own = said.speaker
        if own.start is None or own.text.lower() not in ("he", "she", "it", "they"):
            return None
        for other in self.found:
            near = other.start <= own.start <= other.start + 6
            if near and other.cue != said.cue and other.form == "indirect" and \
                    self.doc[other.cue].sent == self.doc[said.cue].sent and \
                    bool(other.speaker.person) == (own.text.lower() in ("he", "she")):
                return other.speaker
        return None

    def _mark_relays(self) -> None:
        """"As the agency reported" and "according to" around somebody's speech only relay it."""
        cues = {s.cue: s for s in self.found if s.lemma not in ("according", "cite")}
        for n, said in enumerate(self.found):
            inner = cues.get(said.head) if said.head is not None else None
            passing = _passes_on(said)
            if passing and inner is None:
                inner = next((
                    o for o in self.found if o is not said and not _passes_on(o)
                    and abs(o.start - said.start) + abs(o.end - said.end) < 6
                ), None)
            if said.lemma == "quote" and said.frame == "as":
                passing, inner = True, next(
                    (o for o in self.found if o is not said and o.lemma != "quote"
                     and said.start <= o.start and o.end <= said.end), None
                )
            if passing and inner is not None and inner is not said:
                self.found[n] = replace(
                    said, relays=True, start=min(said.start, inner.start),
                    end=max(said.end, inner.end),
                )


def _passes_on(said: Speech) -> bool:
    return said.lemma in ("according", "cite") or said.verb.startswith("as ")


def _without_copies(doc: Doc, found: list[Speech]) -> list[Speech]:
    """One Speech for each cue and content; a wider content wins over a part of itself, and of
    two words of saying that claim one quotation the nearer one."""

    def far(said: Speech) -> int:
        cue = doc[said.cue].idx
        return min(abs(cue - said.start), abs(cue - said.end))

    out: list[Speech] = []
    for said in sorted(found, key=lambda s: (far(s), s.cue, -(s.end - s.start))):
        same_cue = any(
            o.cue == said.cue and o.start <= said.start and said.end <= o.end
            and o.speaker.name == said.speaker.name for o in out
        )
        same_quote = said.form == "direct" and not said.relays and any(
            o.form == "direct" and not o.relays
            and abs(o.start - said.start) + abs(o.end - said.end) < 6 for o in out
        )
        if not same_cue and not same_quote:
            out = [
                o for o in out
                if not (o.cue == said.cue and said.start <= o.start and o.end <= said.end
                        and o.speaker.name == said.speaker.name)
            ]
            out.append(said)
    return out
