"""Toponym resolution: names of places to coordinates.

`annotate_places` sets `doc._.places`; `resolve` does the same for spans that are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from brinkwatch.knowledge.seas import find_between
from brinkwatch.model import Place
from brinkwatch.read.annotations import text_of
from brinkwatch.read.place_names import place_spans
from brinkwatch.read.place_ranking import Mention, rank

_PRECISION = {
    "country": "country", "continent": "region", "sea": "sea", "region": "region",
    "river": "region", "lake": "sea", "mountain": "region", "site": "site",
    "province": "province", "county": "county", "city": "city",
}


def register() -> None:
    """Add `doc._.places` to spaCy; harmless when done twice."""
    if not Doc.has_extension("places"):
        Doc.set_extension("places", default=())


register()


def resolve(spans: Sequence[tuple[int, int]], text: str) -> list[Place]:
    """Resolve place names given as character spans of `text`, one Place a span, in their order.

    A name that the gazetteer does not know has no coordinates, unless the text writes a known
    place around it ("X, Bulacan"): then it has that place's, with its precision and radius.
    """
    return [_place(mention) for mention in rank(spans, text)]


def annotate_places(doc: Doc) -> None:
    """Set `doc._.places`, in text order, every one with the role "at"."""
    seas = find_between(text_of(doc))
    spans = []
    for start, end in place_spans(doc):
        last = doc[end - 1]
        first, stop = doc[start].idx, last.idx + len(last)
        if not any(s <= first < e for s, e, _ in seas):
            spans.append((first, stop))
    doc._.places = tuple(sorted(
        [*resolve(spans, text_of(doc)), *(_sea(text_of(doc), *sea) for sea in seas)],
        key=lambda place: place.start or 0,
    ))


def _sea(text: str, start: int, end: int, name: str) -> Place:
    """A sea that is named by its shores."""
    [sea] = resolve([(0, len(name))], name)
    return replace(sea, text=text[start:end], start=start, end=end)


def _place(mention: Mention) -> Place:
    found = mention.chosen
    if found is None:
        return Place(name=mention.text, text=mention.text, start=mention.start, end=mention.end)
    return Place(
        name=found.name, lat=found.lat, lon=found.lon, country=found.country,
        precision=_PRECISION[found.kind], text=mention.text, start=mention.start, end=mention.end,
        radius_km=found.radius_km,
    )
