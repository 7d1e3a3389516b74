"""Another spaCy pipeline in the bundled model's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span

from brinkwatch.errors import ModelError
from brinkwatch.read.annotations import register

_LABELS = {"PERSON": "PER", "GPE": "LOC", "FAC": "FACILITY"}


class BorrowedReader:
    """The spaCy pipeline `name`: an installed package's name or a folder.

    Its tree and part-of-speech labels should be those of the Universal Dependencies, its names
    PER or PERSON, ORG, LOC or GPE. What it lacks is left out: without a tree sentences are cut at
    full stops and no claims come of them, without vectors stories are told apart by their words.

    Raises:
        ModelError: it is not there, or spaCy cannot load it.
    """

    def __init__(self, name: str) -> None:
        import spacy

        register()
        try:
            self._nlp = spacy.load(name)
        except Exception as error:  # spaCy passes on whatever a pipeline's own code raises
            raise ModelError(
                f"the spaCy pipeline {name!r} cannot be loaded ({error}); install it, or take the "
                "setting 'pipeline' out to read with the bundled model"
            ) from error
        if not {"parser", "senter", "sentencizer"} & set(self._nlp.pipe_names):
            self._nlp.add_pipe("sentencizer")
        self._nlp.max_length = 1 << 31

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """One Doc a text, in order; its names carry the bundled model's labels."""
        for doc in self._nlp.pipe(texts):
            doc.ents = [
                Span(doc, e.start, e.end, label=_LABELS.get(e.label_, e.label_)) for e in doc.ents
            ]
            yield doc

