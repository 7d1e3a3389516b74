"""The bundled reader: every offset slices the stored text; bad input is read like any other."""

import json
import shutil
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.errors import ModelError
from brinkwatch.model import Report
from brinkwatch.read.network import WEIGHTS
from brinkwatch.read.neural import NeuralReader
from brinkwatch.read.pipeline import Reader

WORDS = (
    "Seoul said on Friday that North Korea fired a ballistic missile which flew 700 km (435 miles) "
    "towards the Sea of Japan . “ We condemn this , ” Defence Minister Ada Brook told reporters in "
    "Tokyo at 7:50 a.m. KST ; she did not rule out a non-nuclear answer ( U.S. officials declined "
    "to comment ) . Two soldiers were killed near Najaf , al-Qaeda claimed ... Mr. Smith's e-mail"
).split()
ODD = [
    "", " ", "\n", "\n\n\n", "\t \r\n", "\x00", "a\x00b\x07c",
    "🚀🚀🔥 🇰🇷", "e\u0301\u0301 n\u0303o",
    "\u202eabc\u202c", "قال الجيش إن صاروخا أطلق", "北朝鮮がミサイルを発射した。", "\ufeffText.",
    "\u200b\u200b", "\u2029A\u2028B\x0bC\x0cD", "....", "!!!!!!", "((((((", "“" * 50, "-" * 300,
    "a" * 5000, "1" * 400, "A.B.C.D.", "¡¿\u0300\u0301",
]


@pytest.fixture(scope="module")
def neural() -> NeuralReader:
    return NeuralReader(threads=1)


@pytest.fixture(scope="module")
def reader(neural: NeuralReader) -> Reader:
    return Reader(neural.pipe)


def report(text: str) -> Report:
    return Report(id="r", text=text, published=datetime(2025, 11, 7, 9, tzinfo=UTC))


def check(doc, text: str) -> None:
    """Every annotation's offsets slice the stored text to its own words."""
    assert doc.text == text
    for t in doc:
        assert text[t.idx : t.idx + len(t)] == t.text
        assert t.head in doc
    if len(doc):
        sentences = list(doc.sents)
        assert [t.i for s in sentences for t in s] == list(range(len(doc)))
        assert all(text[s.start_char : s.end_char] == s.text for s in sentences)
        assert all(s.root.head == s.root for s in sentences)
        assert len(doc.user_data["sentence_vectors"]) == len(sentences)
    for e in doc.ents:
        assert text[e.start_char : e.end_char] == e.text
        assert e.text.strip()
    for p in doc._.predicates:
        assert 0 <= p.index < len(doc) and -3 <= p.factuality <= 3
        assert all(0 <= a.start < a.end <= len(doc) for a in p.arguments)
    for layer in ("times", "places", "quantities", "actors"):
        for found in getattr(doc._, layer):
            if found.start is not None and found.text is not None:
                assert text[found.start : found.end] == found.text, layer


pieces = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(ODD), st.sampled_from([".", "\n", "\n\n", "  "]),
    st.text(max_size=6),
)


@settings(max_examples=60)
@given(st.lists(pieces, max_size=40), st.sampled_from([" ", "", "\n"]))
def test_every_offset_slices_the_text_to_its_own_words(reader, parts, joint):
    text = joint.join(parts)
    check(reader(report(text)), text)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_is_read_like_any_other(reader, text):
    check(reader(report(text)), text)


def test_half_a_surrogate_pair_moves_no_offset(reader):
    doc = reader(report("Rain \ud800 fell in Seoul."))
    assert doc.text == "Rain \ufffd fell in Seoul."


def test_a_sentence_of_5000_tokens(reader):
    text = " ".join(f"and Mr. Smith of unit {i}" for i in range(834)) + " left."
    doc = reader(report(text))
    check(doc, text)
    assert len(doc) > 5000


def test_a_long_report_is_read_in_parts(neural):
    """A hundredth of the 200,000 words that `make bench` reads, so that this stays quick."""
    text = "\n\n".join([" ".join(WORDS) + "."] * 30)
    doc = neural(text)
    assert doc.text == text
    assert len(list(doc.sents)) >= 90


def test_a_text_reads_the_same_whatever_is_read_beside_it(neural):
    text = " ".join(WORDS[:40])
    alone = neural(text)
    *_, beside = neural.pipe(["Rain fell.", " ".join(WORDS) * 3, "x" * 400, text])
    assert [(t.lemma_, t.pos_, t.head.i, t.dep_) for t in alone] == [
        (t.lemma_, t.pos_, t.head.i, t.dep_) for t in beside]
    np.testing.assert_allclose(
        alone.user_data["sentence_vectors"], beside.user_data["sentence_vectors"], atol=1e-4)


@pytest.mark.parametrize("name", ["reader.json", "reader.onnx", "boundary.onnx"])
def test_a_missing_file_of_the_model_is_named_with_its_mend(tmp_path, name):
    for file in WEIGHTS.iterdir():
        if file.name != name:
            (tmp_path / file.name).symlink_to(file)
    with pytest.raises(ModelError, match=rf"{name}: .* is missing; reinstall"):
        NeuralReader(tmp_path)


@pytest.mark.parametrize("name", ["reader.onnx", "boundary.onnx"])
def test_a_wrong_checksum_is_refused(tmp_path, name):
    for file in WEIGHTS.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / name).unlink()
    shutil.copy(WEIGHTS / name, tmp_path / name)
    with (tmp_path / name).open("r+b") as stream:
        stream.write(b"\x00\x01")
    with pytest.raises(ModelError, match=rf"{name}: the checksum is .* reinstall"):
        NeuralReader(tmp_path)


def test_a_description_that_is_none_is_refused(tmp_path):
    (tmp_path / "reader.json").write_text(json.dumps({"labels": {}}))
    with pytest.raises(ModelError, match="not a model's description"):
        NeuralReader(tmp_path)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("suffered", "suffer"), ("parties", "party"), ("clashes", "clash"), ("news", "news"),
     ("provoked", "provoke"), ("minds", "mind"), ("biggest", "big")],
)
def test_lemmas_of_inflected_words(neural, word, lemma):
    frame = {"suffered": "They suffered.", "provoked": "He provoked them.",
             "biggest": "It is the biggest ship."}.get(word, f"We heard of the {word}.")
    assert next(t for t in neural(frame) if t.text == word).lemma_ == lemma
