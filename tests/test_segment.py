"""Text to tokens and sentences."""

import numpy as np
import pytest

from brinkwatch.read.boundary import UNMARKED, evidence
from brinkwatch.read.segment import tokenizer

NLP = tokenizer()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a non-nuclear state", "a|non-nuclear|state"),
        ("Anti-ship missiles in mid-March", "Anti-ship|missiles|in|mid-March"),
        ("a 15-year-old pact", "a|15|-|year|-|old|pact"),
        ("US-led talks", "US|-|led|talks"),
        ("Lt. Gen. Ada Brook spoke.", "Lt.|Gen.|Ada|Brook|spoke|."),
        ("Enough!!! Really?!", "Enough|!!!|Really|?!"),
        ("=====", "====="),
        ("on 2025-11-07 at 7:30PM", "on|2025-11-07|at|7:30|PM"),
        ("10-15 shells", "10|-|15|shells"),
        ("North–South talks", "North|–|South|talks"),
    ],
)
def test_words_are_cut_as_the_treebanks_cut_them(text, words):
    assert [t.text for t in NLP.make_doc(text)] == words.split("|")


def test_a_start_that_no_mark_announces_needs_more_evidence():
    words = ["Ada", "Brook", "Wednesday", ",", "March", ".", "”", "Rain", "(", "It"]
    more = UNMARKED
    assert evidence(words).tolist() == [0, more, more, more, np.inf, more, 0, 0, more, np.inf]
