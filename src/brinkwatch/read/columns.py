"""A Doc's tokens as lists, read out of it once: asking a spaCy token costs an object each time."""

from __future__ import annotations

from dataclasses import dataclass

from spacy import attrs
from spacy.tokens import Doc

_KEY = "brinkwatch.columns"  # user_data key
_ASKED = [attrs.ORTH, attrs.LOWER, attrs.POS, attrs.DEP, attrs.HEAD, attrs.ENT_TYPE,
          attrs.ENT_IOB, attrs.SENT_START]


@dataclass(slots=True)
class Columns:
    """One entry a token. `head` is the head's index, `at` and `end` are character offsets, `label`
    the entity's type or "", `inside` says that the token goes on an entity, `opens` that it opens a
    sentence."""

    text: list[str]
    lower: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    label: list[str]
    inside: list[bool]
    opens: list[bool]
    at: list[int]
    end: list[int]

    def __len__(self) -> int:
        return len(self.text)


def columns(doc: Doc) -> Columns:
    """The columns of a Doc whose lower layers are complete."""
    found = doc.user_data.get(_KEY)
    if found is None:
        found = doc.user_data[_KEY] = _read(doc)
    assert isinstance(found, Columns)
    return found


def keep_columns(doc: Doc, words: list[str], pos: list[str], dep: list[str], head: list[int],
                 names: list[tuple[str, int, int]], at: list[int]) -> None:
    """Give a Doc the columns that it was made of, so that they need not be read back."""
    n = len(words)
    label, inside = [""] * n, [False] * n
    for kind, start, end in names:
        label[start:end] = [kind] * (end - start)
        inside[start + 1 : end] = [True] * (end - start - 1)
    doc.user_data[_KEY] = Columns(
        words, [w if w.islower() else w.lower() for w in words], pos, dep, head, label, inside,
        (doc.to_array(attrs.SENT_START) == 1).tolist(), at,
        [a + len(w) for a, w in zip(at, words, strict=True)])


def _read(doc: Doc) -> Columns:
    array = doc.to_array(_ASKED)
    strings = doc.vocab.strings
    orth, lower, pos, dep, label = (
        [strings[key] for key in array[:, k].tolist()] for k in (0, 1, 2, 3, 5))
    heads = array[:, 4].astype("int64") + range(len(doc))
    at, end, here = [], [], 0
    for word, space in zip(orth, doc.to_array(attrs.SPACY).tolist(), strict=True):
        at.append(here)
        here += len(word)
        end.append(here)
        here += space
    return Columns(orth, lower, pos, dep, heads.tolist(), label, (array[:, 6] == 1).tolist(),
                   (array[:, 7] == 1).tolist(), at, end)
