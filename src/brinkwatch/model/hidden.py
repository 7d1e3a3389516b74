"""Characters of a text that show nothing, or turn the order of words around."""

from __future__ import annotations

import re

HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
                    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Left out wherever a text is shown to somebody; offsets stay those of the stored text."""
