"""Interviews and transcripts: who has the turn, by the labels or by question and answer.

"MINISTER ROE: We shall …", "((Jane Doe)) I was born …", "Q: … A: …", and the interview whose
questions stand in paragraphs of their own. A turn is direct speech without quotation marks; the
interviewer's questions are no statements.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from brinkwatch.extract.quotes import MARKS, Quotation
from brinkwatch.extract.spans import trim
from brinkwatch.extract.speech_scene import Scene, Speech
from brinkwatch.model import Actor

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*\n[ \t]*\n|\s*\Z)", re.S)
_LABEL = re.compile(
    r"\(\((?P<a>[^()\n]{1,60})\)\)\s*:?\s*|(?P<b>(?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,4})\s?:\s+"
)
_ASKS = frozenset({"q", "question", "interviewer", "moderator", "reporter", "host"})
_ANSWERS = frozenset({"a", "answer"})
_NOT_NAMES = frozenset({"image", "photo", "file", "source", "sources", "note", "update", "related",
                        "video", "correction", "editor", "see", "credit", "picture"})
QUESTIONS = 3
"""Paragraphs that ask, from which an unlabelled text counts as an interview."""
LONG = 5
"""Sentences from which a paragraph is no question, though it ends in one."""
HEADING = 9
"""Words up to which a paragraph without a stop is a heading, which ends a turn."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its words' characters, its label ("" where there is none), where the label is."""

    start: int
    end: int
    label: str
    at: int


def turns(text: str) -> list[Turn]:
    """The turns of a text with labels, or the answers of one that asks and answers; [] of another.

    Answers carry no label.
    """
    paragraphs = [m.span() for m in _PARAGRAPH.finditer(text)]
    return _labelled(text, paragraphs) or _answered(text, paragraphs)


def _labelled(text: str, paragraphs: list[tuple[int, int]]) -> list[Turn]:
    found: list[Turn] = []
    for start, end in paragraphs:
        label = _LABEL.match(text, start, end)
        name = (label["a"] or label["b"] or "").strip() if label is not None else ""
        if label is not None and name.lower().split(" ")[0].strip(".") not in _NOT_NAMES:
            found.append(Turn(label.end(), end, name, start))
        elif found and found[-1].end and not _heading(text, start, end):
            found[-1] = Turn(found[-1].start, end, found[-1].label, found[-1].at)
    labels = Counter(t.label for t in found)
    return found if len(labels) > 1 and labels.most_common(1)[0][1] > 1 else []


def _answered(text: str, paragraphs: list[tuple[int, int]]) -> list[Turn]:
    """The paragraphs between one question and the next."""
    asks = [_asks(text, start, end) for start, end in paragraphs]
    if sum(asks) < QUESTIONS:
        return []
    found: list[Turn] = []
    open_turn = False
    for (start, end), question in zip(paragraphs, asks, strict=True):
        if question:
            open_turn = True
            found.append(Turn(end, end, "", start))
        elif _heading(text, start, end) or text[start] in MARKS:
            open_turn = False
        elif open_turn:
            last = found[-1]
            found[-1] = Turn(start if last.start == last.end else last.start, end, "", last.at)
    found = [t for t in found if t.end > t.start]
    told = sum(t.end - t.start for t in found)
    own = sum(bool(re.search(r"\b(?:I|I'm|I’m|we|my|our)\b", text[t.start:t.end])) for t in found)
    return found if told > len(text) / 2 and 2 * own > len(found) else []


def _asks(text: str, start: int, end: int) -> bool:
    return text[end - 1] in "?…" and text[start] not in MARKS and \
        len(re.findall(r"[.?!]\s", text[start:end])) < LONG


def _heading(text: str, start: int, end: int) -> bool:
    return text[end - 1] not in ".!?…\"”’)]" and len(text[start:end].split()) < HEADING


class Turns(Scene):
    """Finds the statements of interviews and transcripts."""

    def _turns(self) -> None:
        found = turns(self.text)
        if not found:
            return
        asking = _askers(self.text, found)
        guest = self._guest(found[0].at)
        for turn in found:
            if turn.label in asking:
                continue
            speaker = self._named(turn.label) if turn.label and \
                turn.label.lower() not in _ANSWERS else guest
            start, end = trim(self.text, turn.start, turn.end)
            if speaker is None or start >= end:
                continue
            self.quotes = [q for q in self.quotes if not start <= q.start < end]
            self.quotes.append(Quotation(start, end, ""))
            self.found.append(Speech(
                cue=min(self._at(turn.at), len(self.doc) - 1), lemma="answer", kind="say",
                verb="said", speaker=speaker, start=start, end=end, form="direct", marked=False,
                frame="turn",
            ))
        self.quotes.sort(key=lambda q: q.start)
        spans = {(s.start, s.end) for s in self.found}
        self.claimed = {n for n, q in enumerate(self.quotes) if (q.start, q.end) in spans}

    def _named(self, label: str) -> Actor:
        """The actor of a label: the person of that name or family name, else the words alone."""
        words = label.lower().split()
        for actor in getattr(self.doc._, "actors", None) or ():
            mine = (actor.person or actor.name).lower().split()
            if mine[-1:] == words[-1:] and (len(words) == 1 or actor.person or mine == words):
                return actor
        at = self.text.find(label)
        return Actor(name=label, person=label if len(words) > 1 else None, text=label, start=at,
                     end=at + len(label))

    def _guest(self, before: int) -> Actor | None:
        """Who is asked: the person named most in the words before the first question."""
        people = [
            a for a in getattr(self.doc._, "actors", None) or ()
            if a.person and a.start is not None and a.start < before
        ]
        names = Counter(a.person for a in people)
        return max(people, key=lambda a: (names[a.person], -(a.start or 0)), default=None)


def _askers(text: str, found: list[Turn]) -> set[str]:
    """Labels whose turns mostly ask."""
    asked: dict[str, list[bool]] = {}
    for turn in found:
        if turn.label:
            asked.setdefault(turn.label, []).append(text[turn.start:turn.end].rstrip()[-1:] == "?")
    return {
        label for label, ends in asked.items()
        if label.lower() in _ASKS or 2 * sum(ends) > len(ends)
    }
