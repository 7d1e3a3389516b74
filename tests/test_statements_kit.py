"""Annotated sentences built by hand, for the tests of statements, chains and certainty.

`parsed("We|we|PRON|nsubj|3 will||AUX|aux|3 …", …)` makes a Doc: a word, its lemma when it differs,
part of speech, relation, and the number of its head in the sentence (0 for the root).
"""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from brinkwatch.extract import statements
from brinkwatch.model import Report, Statement

_VOCAB = spacy.blank("en").vocab
_TIGHT_BEFORE = {",", ".", ";", ":", "?", "!", "'s", "”", "’"}


def parsed(*sentences: str) -> Doc:
    words, spaces, lemmas, tags, deps, heads, starts = [], [], [], [], [], [], []
    quoting = False
    for sentence in sentences:
        base = len(words)
        for n, row in enumerate(sentence.split()):
            word, lemma, tag, dep, head = row.split("|")
            closing = word == '"' and quoting
            if words and (word in _TIGHT_BEFORE or closing):
                spaces[-1] = False
            words.append(word)
            spaces.append(word not in {"“", "‘"} and not (word == '"' and not quoting))
            quoting ^= word == '"'
            lemmas.append(lemma or word.lower())
            tags.append(tag)
            deps.append("ROOT" if head == "0" else dep)
            heads.append(base + (int(head) - 1 if head != "0" else n))
            starts.append(n == 0)
    spaces[-1] = False
    return Doc(_VOCAB, words=words, spaces=spaces, lemmas=lemmas, pos=tags, deps=deps,
               heads=heads, sent_starts=starts)


def said(doc: Doc) -> list[Statement]:
    return statements.find(doc, Report(id="r", text=doc.text))


def brief(doc: Doc) -> list[tuple[str, str, bool, str]]:
    """(speaker, quote, direct, act) of each statement."""
    return [(s.speaker.name, s.quote, s.direct, s.act) for s in said(doc)]


def word(doc: Doc, text: str) -> int:
    return next(t.i for t in doc if t.text == text)


def test_the_kit_spaces_words_as_print_does():
    doc = parsed('"||PUNCT|punct|2 Stop||VERB|ROOT|0 ,||PUNCT|punct|2 "||PUNCT|punct|2 '
                 'he||PRON|nsubj|6 said|say|VERB|parataxis|2 .||PUNCT|punct|2')
    assert doc.text == '"Stop," he said.'
