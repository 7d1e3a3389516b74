"""Verb lemmas: the verbs the desk knows, by each of their forms, and how English spells the rest.

A model that picks an ending can be wrong on a verb it rarely saw; a verb of the desk's own lexicons
must never be missed for that.
"""

from __future__ import annotations

import re
from functools import cache

from brinkwatch.knowledge.ontology import lexicon
from brinkwatch.knowledge.prose import forms, prose
from brinkwatch.knowledge.speech import speech_words

_SILENT_E = re.compile(
    r"(?:[aeiou]t(?<=at)|iz|[aeioulr]v|[au]c|nc|rc|ag|rg|dg|ir|ur(?<=sur)|[bpdtgckf]l|ud|us|eas)$")
"""Stems that English writes with a silent e ("accelerat-", "seiz-", "solv-", "forc-")."""
_DOUBLED = re.compile(r"([bdgkmnprtv])\1$")


@cache
def _known() -> dict[str, str]:
    """Lemma by form, for the verbs of the lexicons. A form that is itself a lemma stands."""
    words = speech_words()
    lemmas = {*lexicon().verbs, *prose()["irregular"], *getattr(words, "verbs", ())}
    out: dict[str, str] = {}
    for lemma in sorted(lemmas):
        if lemma.isalpha():
            for form in forms(lemma):
                out.setdefault(form, lemma)
    out.update({lemma: lemma for lemma in lemmas})
    return out


def known_verb(form: str) -> str | None:
    """The lemma of a form of one of the lexicons' verbs, None of any other word."""
    return _known().get(form.lower())


@cache
def verb_lemma(form: str, guess: str) -> str:
    """The lemma of a verb's form, lower case: from the lexicons, else `guess` with its spelling
    mended."""
    low = form.lower()
    known = _known().get(low)
    if known is not None:
        return known
    if low == guess.lower() or not low.endswith(("ed", "ing", "ied", "s")):
        return guess
    if low.endswith("ied") and guess.endswith("i"):
        return guess[:-1] + "y"
    if low in (guess + "ed", guess + "ing"):
        if _DOUBLED.search(guess):
            return guess[:-1]
        if _SILENT_E.search(guess):
            return guess + "e"
    return guess
