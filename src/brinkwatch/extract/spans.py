"""Stretches of content: trimming them, and telling unmarked direct speech from indirect."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import child, text_of, word_set
from brinkwatch.extract.quotes import MARKS

_FIRST_SECOND = word_set(
    "i we me us my our mine ours myself ourselves you your yours let's"
)
_SHORT = frozenset({"Inc.", "Co.", "Corp.", "Ltd.", "Jr.", "Sr."})
_EDGE = " \t\r\n\f\v\u00a0,;:—–-"


@dataclass(frozen=True, slots=True)
class Content:
    """What a word of saying carries: its characters, the token at its head, its frame."""

    start: int
    end: int
    head: Token
    frame: str


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take blank space, dangling marks and a leading "that" off both ends.

    A quotation mark stays when its partner is inside ("to take 'firm steps'" keeps the
    inner pair; its last mark goes, so that no content ends in one).
    """
    while True:
        before = (start, end)
        while start < end and (text[start] in _EDGE or text[start] in MARKS):
            start += 1
        while end > start and (text[end - 1] in _EDGE or text[end - 1] in MARKS):
            end -= 1
        if text[end - 1:end] == "." and not _abbreviation(text, start, end):
            end -= 1
        if text.startswith(("that ", "that, "), start) and end - start > 6:
            start += 5
        if text[start:start + 1] in (")", "]") or text[start:start + 1] == ".":
            start += 1
        if (start, end) == before or start >= end:
            return start, max(start, end)


def _abbreviation(text: str, start: int, end: int) -> bool:
    word = text[start:end].rsplit(None, 1)[-1]
    return word.endswith("..") or word.count(".") > 1 or word in _SHORT


def unmarked(doc: Doc, start: int, end: int, cue: Token) -> bool:
    """Is this content direct speech written without quotation marks?

    It is when it speaks in the first or second person while its speaker stands in the third, and
    no "that" joins it: "We will not yield, he warned", "I am glad, the envoy said".
    """
    text = text_of(doc)
    subject = child(cue, "nsubj")
    if subject is not None and subject.lower_ in _FIRST_SECOND:
        return False
    lead = text[max(0, start - 8):start].lower()
    if lead.endswith(("that ", "whether ", "if ")):
        return False
    inside = text[start:end].lower().replace("’", "'")
    words = inside.replace("'", " ").split()
    if not any(w.strip(".,;:!?()") in _FIRST_SECOND for w in words):
        return False
    if cue.idx < start:
        joint = text[cue.idx + len(cue):start]
        return "," in joint or ":" in joint
    return True


def sentence_range(doc: Doc, char: int) -> tuple[int, int] | None:
    """Characters of the sentence that holds `char`, blank space and what frames the report off."""
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    if span is None or not len(span):
        return None
    sentence = span[0].sent
    first, last = sentence.start, sentence.end - 1
    while first < last and doc[first].is_space:
        first += 1
    while last > first and doc[last].is_space:
        last -= 1
    return past_frame(doc, doc[first].idx, char), doc[last].idx + len(doc[last])


def past_frame(doc: Doc, start: int, char: int) -> int:
    """`start`, or the end of a dateline or byline that lies between it and `char`."""
    if not Doc.has_extension("furniture"):
        return start
    return max((s.end for s in doc._.furniture if start < s.end <= char), default=start)
