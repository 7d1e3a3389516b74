"""Brings reports in: files, directories, standard input. Knows the network (later), no language.

    for outcome in gather(["reports/"], capture=store.capture):
        ...  # a Report, or a Refusal with path, place, reason and mend
"""

from brinkwatch.collect.dates import published
from brinkwatch.collect.fields import same
from brinkwatch.collect.inputs import KINDS
from brinkwatch.collect.intake import gather, gather_bytes
from brinkwatch.collect.outcomes import Limits, Outcome, Refusal

__all__ = [
    "KINDS", "Limits", "Outcome", "Refusal", "gather", "gather_bytes", "published", "same",
]
