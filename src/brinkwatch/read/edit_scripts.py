"""Lemmas as edits: a short rule that turns a word into its lemma.

A script is `K` or `L` (keep the case, or lower it first), how many characters to strip from the
end, and what to add: `L1y` turns "cities"... `L3y` turns "Cities" into "city". A script that starts
with `=` gives the lemma outright ("=be" for "is"). The model picks one of a closed set of scripts
for each word (Chrupała 2006; Straka et al. 2019), so no word list is bundled.
"""

from __future__ import annotations

from functools import lru_cache
from os.path import commonprefix


def script_for(word: str, lemma: str) -> str:
    """The script that turns `word` into `lemma`."""
    keep = lemma.lower() != lemma or word.lower() == word
    source = word if keep else word.lower()
    shared = len(commonprefix((source, lemma)))  # noqa: RUF071 - characters are meant
    if shared == 0 and source != lemma:
        return f"={lemma}"
    return f"{'K' if keep and word.lower() != word else 'L'}{len(source) - shared}{lemma[shared:]}"


@lru_cache(maxsize=1 << 16)
def apply_script(word: str, script: str) -> str:
    """The lemma of `word` by `script`; the word itself where the script does not fit it."""
    if script.startswith("="):
        return script[1:]
    source = word if script[0] == "K" else word.lower()
    digits = 1
    while digits < len(script) and script[digits].isdigit():
        digits += 1
    strip = int(script[1:digits] or 0)
    if strip > len(source):
        return source
    return (source[: len(source) - strip] if strip else source) + script[digits:] or source
