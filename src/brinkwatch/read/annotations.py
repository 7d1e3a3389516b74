"""What the reader adds to a spaCy `Doc` beyond spaCy's own attributes.

| where | what |
|---|---|
| `token._.factuality` | -3 (certainly did not happen) to 3 (certainly did); None if no predicate |
| `doc._.predicates` | tuple of `Predicate`, in text order |
| `span._.fine` | the fine kind of an entity ("politician", "election"), or None |
| `doc.user_data["sentence_vectors"]` | float32 (sentences, 384), unit length |
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a predicate: a PropBank label (ARG0, ARGM-TMP) and token indexes, end
    exclusive."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Predicate:
    """A PropBank predicate at token `index`; `factuality` from -3 to 3."""

    index: int
    lemma: str
    roleset: str | None
    factuality: float | None
    arguments: tuple[Argument, ...]

    def argument(self, *labels: str) -> Argument | None:
        """The first argument with one of `labels`, or None."""
        return next((a for a in self.arguments if a.label in labels), None)


def text_of(doc: Doc) -> str:
    """`doc.text`, put together once a document: spaCy joins all tokens at every call."""
    found = doc.user_data.get(_TEXT)
    if found is None:
        found = doc.user_data[_TEXT] = doc.text
    return str(found)


def keep_text(doc: Doc, text: str) -> None:
    """Give a Doc the text that it was made of, so that it need not be put together."""
    doc.user_data[_TEXT] = text


_TEXT = "brinkwatch.text"  # user_data key
FINE = "brinkwatch.fine"  # user_data key: {(start, end): fine kind}


def _fine(span: Span) -> str | None:
    return span.doc.user_data.get(FINE, {}).get((span.start, span.end))


def register() -> None:
    """Add the extensions to spaCy; harmless when done twice."""
    if not Token.has_extension("factuality"):
        Token.set_extension("factuality", default=None)
    if not Doc.has_extension("predicates"):
        Doc.set_extension("predicates", default=())
    if not Span.has_extension("fine"):
        Span.set_extension("fine", getter=_fine)


register()
