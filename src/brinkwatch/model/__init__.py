"""The nouns, frozen. No I/O, no language, no network."""

from brinkwatch.model.claims import (
    ACTS,
    CERTAINTIES,
    Claim,
    Count,
    Detail,
    Event,
    Indicator,
    Launch,
    Measure,
    Statement,
    Trend,
    Weapon,
)
from brinkwatch.model.editions import (
    Assessment,
    Edition,
    Section,
    Sentence,
    SourceLine,
    StoryPage,
    TimelineEntry,
)
from brinkwatch.model.fused import (
    Change,
    Contradiction,
    Field,
    Incident,
    LeftOut,
    Origin,
    Revision,
    Story,
    Value,
)
from brinkwatch.model.parts import Actor, Place, Quantity, TimeRef
from brinkwatch.model.reports import Report
from brinkwatch.model.spans import Evidence, Span
from brinkwatch.model.words import Word

__all__ = [
    "ACTS", "CERTAINTIES", "Actor", "Assessment", "Change", "Claim", "Contradiction", "Count",
    "Detail",
    "Edition", "Event", "Evidence", "Field", "Incident", "Indicator", "Launch", "LeftOut",
    "Measure",
    "Origin", "Place", "Quantity", "Report", "Revision", "Section", "Sentence", "SourceLine",
    "Span", "Statement", "Story", "StoryPage", "TimeRef", "TimelineEntry", "Trend", "Value",
    "Weapon", "Word",
]
