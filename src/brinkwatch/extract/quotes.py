"""Quotation marks: where a text quotes, nested or over several paragraphs.

Works on characters, so that no tokeniser's view of a quotation mark matters. Straight and curly
marks, single and double, and guillemets are read; apostrophes, inches and elisions are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {"“": "”", "„": "“”", "‟": "”", "«": "»", "‹": "›", "‘": "’", "‚": "‘’", "「": "」"}
_OPENERS = frozenset(_PAIRS)
MARKS = "\"'“”„‟«»‹›‘’‚「」`"
_ELISION = re.compile(r"['’](?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n\b|round\b|bout\b)", re.I)
_PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*\n\s*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters `start`..`end` of the text, marks excluded; `opening` is the mark used.

    `depth` is 0 for an outermost quotation. One that runs over several paragraphs, each opened
    anew, is one Quotation from the first word to the last.
    """

    start: int
    end: int
    opening: str
    depth: int = 0


def quotations(text: str) -> list[Quotation]:
    """Return every quotation of `text` in order of its start, outer before inner."""
    found: list[Quotation] = []
    for start, end in _paragraphs(text):
        _scan(text, start, end, found)
    found.sort(key=lambda q: (q.start, -q.end))
    return _with_depth(found)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Paragraphs, joined where a quotation opened in one is opened again in the next."""
    cuts, last = [], 0
    for match in _PARAGRAPH.finditer(text):
        cuts.append((last, match.start()))
        last = match.end()
    cuts.append((last, len(text)))
    joined: list[tuple[int, int]] = []
    for start, end in cuts:
        if joined and start < end and (
            (text[start] in '"“«' and _left_open(text, *joined[-1], text[start]))
            or (_closes_first(text, start, end) and _left_open(text, *joined[-1], '"'))
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _closes_first(text: str, start: int, end: int) -> bool:
    """Is the first straight mark of this paragraph a closing one, with no other after it?"""
    at = text.find('"', start, end)
    return at > start and text.count('"', start, end) == 1 and not text[at - 1].isspace() and \
        not text[at - 1].isdigit() and not text[at + 1:at + 2].isalnum()


def _left_open(text: str, start: int, end: int, mark: str) -> bool:
    """Is a double quotation opened but not closed in this stretch?"""
    if mark == '"':
        body = _PARAGRAPH.sub(lambda m: "\n" * len(m[0]), text[start:end])
        marks = len(re.findall(r'(?<!\d)"|(?<=\d)"(?=[\s.,;:!?)]|$)', body))
        reopened = len(re.findall(r'\n"', body))
        return (marks - reopened) % 2 == 1
    close = _PAIRS[mark]
    opened, closed = text.rfind(mark, start, end), max(text.rfind(c, start, end) for c in close)
    return opened > closed


def _scan(text: str, start: int, end: int, found: list[Quotation]) -> None:
    stack: list[tuple[str, int]] = []
    at = start
    while at < end:
        char = text[at]
        if char == "`" and text.startswith("``", at):
            stack.append(("``", at + 2))
            at += 2
            continue
        if char == "'" and text.startswith("''", at) and stack and stack[-1][0] == "``":
            _close(text, stack, at, found)
            at += 2
            continue
        if char in _OPENERS:
            if char == "‘" and _ELISION.match("'" + text[at + 1:at + 8]):
                at += 1
                continue
            if not (stack and stack[-1][0] == char and _reopens(text, at)):
                stack.append((char, at + 1))
        elif char == '"':
            _straight_double(text, at, start, stack, found)
        elif char == "'":
            _straight_single(text, at, start, end, stack, found)
        elif stack:
            level = _closes(stack, char)
            if level is not None and not (char == "’" and _apostrophe(text, at, end, "’")):
                del stack[level + 1:]
                _close(text, stack, at, found)
        at += 1
    if stack and stack[0][0] in '"“«``' and _opens_speech(text, start, stack[0][1]):
        _emit(text, stack[0][1], end, stack[0][0], found)


def _closes(stack: list[tuple[str, int]], char: str) -> int | None:
    for level in range(len(stack) - 1, -1, -1):
        if char in _PAIRS.get(stack[level][0], ""):
            return level
    return None


def _reopens(text: str, at: int) -> bool:
    """Is this mark the first of a later paragraph of the same quotation?"""
    before = at - 1
    while before >= 0 and text[before] in " \t":
        before -= 1
    return before >= 0 and text[before] == "\n"


def _straight_double(
    text: str, at: int, start: int, stack: list[tuple[str, int]], found: list[Quotation]
) -> None:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    level = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] in ('"', "``")), None)
    if level is None:
        if before.isdigit() and (after.isspace() or after in ".,;)-"):
            return
        closing = after in ".,;:!?)" and not text.startswith("..", at + 1)
        if not after.isspace() and not closing:
            stack.append(('"', at + 1))
        return
    if _reopens(text, at) and not after.isspace():
        return
    if before.isspace() and not after.isspace() and after not in ".,;:!?)":
        # A second opening mark: nested in the same kind of mark, when both are closed later.
        rest = text[at + 1:].split("\n\n", 1)[0]
        if rest.count('"') >= 2 and rest.count('"') % 2 == 0:
            stack.append(('"', at + 1))
            return
    del stack[level + 1:]
    _close(text, stack, at, found)


def _straight_single(
    text: str, at: int, start: int, end: int, stack: list[tuple[str, int]],
    found: list[Quotation],
) -> None:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    level = next((n for n in range(len(stack) - 1, -1, -1) if stack[n][0] == "'"), None)
    if level is None:
        opens = before.isspace() or before in "([—–-/:\"“"
        opens = opens and (after.isalnum() or after in "[.…\"") and not _ELISION.match(text, at)
        if opens and _later_close(text, at + 1, end):
            stack.append(("'", at + 1))
        return
    if after.isalnum() or _apostrophe(text, at, end, "'"):
        return
    del stack[level + 1:]
    _close(text, stack, at, found)


def _later_close(text: str, at: int, end: int) -> bool:
    return re.search(r"[^\s']'(?!\w)", text[at:min(end, at + 1500)]) is not None


def _apostrophe(text: str, at: int, end: int, mark: str) -> bool:
    """Is this mark no closing quote but an apostrophe: "don't", "the rivals' plan'"?"""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < end else " "
    if after.isalnum():
        return before.isalnum()
    if before != "s" or not after.isspace():
        return False
    rest = text[at + 1:min(end, at + 400)]
    if not re.match(r"\s+[a-z]", rest):
        return False
    sentence = re.split(r"[.!?][\"'”’]?\s", rest, maxsplit=1)[0]
    closing = re.search(rf"[^\s{mark}]{mark}(?!\w)", sentence)
    opening = re.search(r"(?:^|\s)['‘]\w", sentence)
    return closing is not None and (opening is None or closing.start() < opening.start())


def _close(
    text: str, stack: list[tuple[str, int]], at: int, found: list[Quotation]
) -> None:
    opening, begin = stack.pop()
    _emit(text, begin, at, opening, found)


def _emit(text: str, start: int, end: int, opening: str, found: list[Quotation]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Quotation(start, end, opening))


def _opens_speech(text: str, start: int, begin: int) -> bool:
    """May an unclosed quotation be taken to run to the end of its paragraph?"""
    before = text[start:begin - 1].rstrip()
    return not before or before[-1] in ",:"


def _with_depth(found: list[Quotation]) -> list[Quotation]:
    out: list[Quotation] = []
    open_ends: list[int] = []
    for q in found:
        while open_ends and q.start >= open_ends[-1]:
            open_ends.pop()
        out.append(Quotation(q.start, q.end, q.opening, len(open_ends)))
        open_ends.append(q.end)
    return out
