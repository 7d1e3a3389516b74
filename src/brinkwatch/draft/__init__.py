"""An optional writer: a language model of the user's own may redraft a section. Never on by itself.

What it writes is held to the composed sentences and to the citation check, sentence by sentence;
what fails is replaced by the composed sentence.
"""

from brinkwatch.draft.endpoint import Endpoint
from brinkwatch.draft.redraft import Press, Redrafted, redraft

__all__ = ["Endpoint", "Press", "Redrafted", "redraft"]
