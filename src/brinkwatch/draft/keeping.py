"""What a redraft must keep of the sentences it is made from, besides what the citation check holds.

The citation check sees numbers, dates, names and quoted words. A draft that keeps all of them can
still drop a hedge, turn a denial, lose who says so, swap who did what to whom, or add a claim; so
a draft may shorten, join and reorder, but brings no content word of its own, keeps every kind of
certainty, the saying, and the order of the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from brinkwatch.knowledge.hedges import hedges
from brinkwatch.knowledge.speech import speech_words
from brinkwatch.model.hidden import HIDDEN

CONNECTIVES = frozenset("""
    also after afterwards and as at before both but by during earlier following for from had has
    have in into it its it's later meanwhile of on same than that the their them then they this
    to too was were when where which while who whose with added adding according
""".split())
"""Words a draft may bring along to join what it is made from."""
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|neither|nor|cannot)\b|n[’']t\b", re.I)
MARKUP = re.compile(r"[<>{}\[\]`|\\]|https?:|www\.")
KEPT = 0.6
"""Share of the sources' content words that a draft must keep: it stands in their place."""
_WORD = re.compile(r"[\w’'-]+")
_NUMBER = re.compile(r"\d[\d.,:]*\d|\d")
_NAME = re.compile(r"\b[A-Z][\w’'-]*")


def lost(
    text: str, sources: Sequence[str], content: Callable[[str], Collection[str]]
) -> str | None:
    """Why a draft is not to be trusted; None when nothing is lost and nothing added.

    Args:
        sources: the composed sentences it says it is made from.
        content: the content words of a text, as stems.
    """
    whole = " ".join(sources)
    if MARKUP.search(text) or HIDDEN.search(text):
        return "holds markup, an address or hidden characters"
    mine, theirs = set(content(text)), set(content(whole))
    new = {w for w in mine - theirs if w not in _stems(CONNECTIVES)}
    if new:
        return f"brings words of its own ({', '.join(sorted(new)[:4])})"
    gone = (set(names(whole)) | set(_NUMBER.findall(whole))) - set(names(text)) - set(
        _NUMBER.findall(text))
    if gone or len(mine & theirs) < KEPT * len(theirs):
        return f"drops {', '.join(sorted(gone)[:4]) or 'much of what it is made from'}"
    if certainties(text) != certainties(whole):
        return "changes how sure it is"
    if _says(whole) and not _says(text):
        return "drops who says so"
    if not _in_order(names(text), names(whole)):
        return "changes the order of the names"
    return None


def _says(text: str) -> bool:
    forms = speech_words().forms
    return any(w in forms or w == "according" for w in _WORD.findall(text.lower()))


def certainties(text: str) -> frozenset[str]:
    """Kinds of certainty below plain assertion that a text has cues of."""
    cues = hedges()
    found = {"denied"} if NEGATION.search(text) else set()
    for word in _WORD.findall(text.lower()):
        lemma = cues.forms.get(word, word)
        for table, key in ((cues.modifiers, word), (cues.auxiliaries, word),
                           (cues.governors, lemma)):
            if key in table:
                found.add(table[key])
        if word in cues.conditions:
            found.add("conditional")
    return frozenset(found)


def names(text: str) -> list[str]:
    """Words with a capital, each once, in order; the first word counts where it stands again."""
    found = [m[0].removesuffix("’s").removesuffix("'s") for m in _NAME.finditer(text)]
    return [w for w in dict.fromkeys(found) if w.lower() not in CONNECTIVES]


def _in_order(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    places = [theirs.index(w) for w in mine if w in theirs]
    return places == sorted(places)


def _stems(words: Collection[str]) -> set[str]:
    return {w[:6] for w in words}
