"""Stories to pages: sentences composed from claims, checked word by word, written to disk."""

from __future__ import annotations

from brinkwatch.errors import CitationError
from brinkwatch.publish.citation import Failure, check, check_sentence
from brinkwatch.publish.composing import compose, texts
from brinkwatch.publish.editing import edition
from brinkwatch.publish.fit import content, faults, fit_to_print
from brinkwatch.publish.openings import Opening, openings
from brinkwatch.publish.proof import Proofreader
from brinkwatch.publish.value_views import FIELD_NAMES, value_words
from brinkwatch.publish.verifying import Finding, verify
from brinkwatch.publish.writing import marking_script, story_html, stylesheet, write

__all__ = [
    "FIELD_NAMES",
    "CitationError",
    "Failure",
    "Finding",
    "Opening",
    "Proofreader",
    "check",
    "check_sentence",
    "compose",
    "content",
    "edition",
    "faults",
    "fit_to_print",
    "marking_script",
    "openings",
    "story_html",
    "stylesheet",
    "texts",
    "value_words",
    "verify",
    "write",
]
