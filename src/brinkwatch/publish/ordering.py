"""The order of told sentences: an answer comes after what it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brinkwatch.model import Sentence
from brinkwatch.publish.fit import content

ANSWERS = re.compile(
    r"\b(?:condemn|denounc|criticis|criticiz|welcom|prais|laud|hail|protest(?:ed)? against|deplor|"
    r"regret|object|call(?:ed)? the|answer|respond|reject|deni)"
)
SHARED = 2
"""Content words that an answer and what it answers have in common at least."""


def after_what_they_answer(told: Sequence[Sentence]) -> list[Sentence]:
    """The sentences in their order, but that one which condemns, welcomes or rejects something
    stands behind the first later sentence that tells of it."""
    out = list(told)
    for sentence in told:
        if not ANSWERS.search(sentence.text):
            continue
        at = out.index(sentence)
        own = content(sentence.text)
        later = next(
            (
                n
                for n in range(at + 1, len(out))
                if not ANSWERS.search(out[n].text)
                and len(own & content(out[n].text)) >= SHARED
                and len(own & content(out[n].text)) >= 0.4 * len(own)
            ),
            None,
        )
        if later is not None:
            out.insert(at, out.pop(later))
    return out
