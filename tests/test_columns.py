"""The columns of a Doc are what its tokens say, whether kept or read back."""

import pytest
from spacy.tokens import Doc

from brinkwatch.read import columns
from brinkwatch.read.neural import NeuralReader

TEXT = ("SEOUL (Sample Wire) — The United States' envoy, Ada Brook, met\nSouth Korean officials."
        "\n\n  “No,” she said. ROK troops e\u0301 left .")


@pytest.fixture(scope="module")
def doc() -> Doc:
    return NeuralReader(threads=1)(TEXT)


def test_what_is_kept_is_what_would_be_read_back(doc):
    kept = columns.columns(doc)
    assert columns.columns(doc) is kept
    doc.user_data.pop(columns._KEY)
    assert columns.columns(doc) == kept


def test_every_column_is_what_the_tokens_say(doc):
    of = columns.columns(doc)
    assert len(of) == len(doc)
    for i, t in enumerate(doc):
        assert (of.text[i], of.lower[i], of.pos[i], of.dep[i]) == (t.text, t.lower_, t.pos_, t.dep_)
        assert (of.head[i], of.label[i], of.at[i]) == (t.head.i, t.ent_type_, t.idx)
        assert (of.inside[i], of.opens[i]) == (t.ent_iob_ == "I", bool(t.is_sent_start))
        assert TEXT[of.at[i] : of.end[i]] == t.text
