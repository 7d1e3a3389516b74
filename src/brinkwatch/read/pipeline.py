"""The read stage: a report to annotated text, every layer in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Doc

from brinkwatch.model import Place, Report, TimeRef
from brinkwatch.read.actors import annotate_actors
from brinkwatch.read.frame import anchor_of, annotate_frame, outside, zone_of
from brinkwatch.read.places import annotate_places
from brinkwatch.read.quantities import annotate_quantities
from brinkwatch.read.times import annotate_times

Syntax = Callable[[Iterable[str]], Iterator[Doc]]
"""Texts to Docs with tokens, tree, names and, where the pipeline has them, predicates."""


class Reader:
    """Reads reports.

    `syntax` gives the lower layers (tokens, tree, names); by default the bundled model, else any
    callable such as the `pipe` of a spaCy pipeline with Universal Dependencies labels.
    """

    def __init__(self, syntax: Syntax | None = None) -> None:
        if syntax is None:
            from brinkwatch.read.neural import NeuralReader

            syntax = NeuralReader().pipe
        self._syntax = syntax

    def syntax(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The lower layers alone: tokens, tree and names, one Doc a text, in order."""
        return self._syntax(texts)

    def __call__(self, report: Report) -> Doc:
        return next(self.pipe([report]))

    def pipe(self, reports: Iterable[Report]) -> Iterator[Doc]:
        """Yield one annotated Doc a report, in order; `doc.text == report.text`."""
        waiting: list[Report] = []

        def texts() -> Iterator[str]:
            for report in reports:
                waiting.append(report)
                yield report.text

        for doc in self._syntax(texts()):
            annotate(doc, waiting.pop(0))
            yield doc


def annotate(doc: Doc, report: Report) -> None:
    """Add quantities, times, places and actors to a Doc that has its lower layers.

    What frames the report (dateline, byline, credits) tells when and where it was written, and is
    nobody's deed or word: no layer has a member there.
    """
    anchor = anchor_of(report)
    annotate_frame(doc)
    annotate_quantities(doc)
    annotate_times(doc, anchor, zone_of(report))
    annotate_places(doc)
    doc._.quantities = outside(doc, doc._.quantities)
    doc._.times = outside(doc, doc._.times)
    doc._.places = _untimed(outside(doc, doc._.places), doc._.times)
    annotate_actors(doc, anchor.date() if anchor else None)


def _untimed(places: tuple[Place, ...], times: tuple[TimeRef, ...]) -> tuple[Place, ...]:
    """The places but for those that only name a zone: "1 a.m. Pacific Time"."""
    spans = [(t.start, t.end) for t in times]
    return tuple(p for p in places if not any(
        a is not None and b is not None and p.start is not None and a <= p.start < b
        for a, b in spans))


__all__ = ["Reader", "Syntax", "anchor_of", "annotate"]
