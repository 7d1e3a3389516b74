"""Lemmas are words: what is none is mended by the vocabulary, or spelled as its like are."""

import pytest

from brinkwatch.read.lemmatise import Lemmatiser
from brinkwatch.read.network import Network


@pytest.fixture(scope="module")
def lemma() -> Lemmatiser:
    return Network(threads=1)._lemmas


@pytest.mark.parametrize(("word", "guess", "right"), [
    ("completed", "complet", "complete"), ("diagnosed", "diagnos", "diagnose"),
    ("tied", "ti", "tie"), ("dying", "dy", "die"), ("surpassed", "surpasse", "surpass"),
    ("collided", "collid", "collide"), ("accredited", "accredite", "accredit"),
    ("relinquished", "relinquishe", "relinquish"), ("equipped", "equip", "equip"),
    ("redistributing", "redistribut", "redistribute"), ("owing", "ow", "owe"), ("went", "go", "go"),
])
def test_verbs(lemma, word, guess, right):
    assert lemma(word, "VERB", guess) == right


@pytest.mark.parametrize(("word", "guess", "right"), [
    ("kids", "k", "kid"), ("km", "k", "km"), ("ostriches", "ostriche", "ostrich"),
    ("hypotheses", "hypothese", "hypothesis"), ("crises", "crise", "crisis"),
    ("houses", "house", "house"), ("photosynthesis", "photosynthesi", "photosynthesis"),
    ("eyewitnesses", "eyewitnesse", "eyewitness"), ("women", "woman", "woman"),
])
def test_nouns(lemma, word, guess, right):
    assert lemma(word, "NOUN", guess) == right


def test_names_and_small_words_keep_the_guess(lemma):
    assert lemma("Emirates", "PROPN", "Emirates") == "Emirates"
    assert lemma("is", "AUX", "be") == "be"


def test_an_unseen_verb_is_spelled_as_those_of_its_ending_are():
    small = Lemmatiser(dict.fromkeys(["smiled", "smile", "piled", "pile", "hailed", "hail"], 0))
    assert small("stiled", "VERB", "stil") == "stile"
    assert small("zzzgged", "VERB", "zzzgge") == "zzzgge"  # nothing like it: the guess stands
