"""A told sentence as a headline: no date, no article at the front, the present tense."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brinkwatch.knowledge.prose import participle, past, prose, third
from brinkwatch.publish.cited_names import TITLES
from brinkwatch.publish.plurals import is_plural
from brinkwatch.publish.same import countries_in, keys

MOST_WORDS = 12
"""Words of a headline made from a told sentence; one made from a tree may be longer."""


def toll(text: str) -> str:
    """ "Local rescuers said at least 30 people were killed when …": "At least 30 people killed
    outside El Fasher, local rescuers say"; "" for a sentence of another kind."""
    match = re.match(
        r"(?P<who>[^“,]{3,40}?) said (?:that )?(?P<many>(?:at least |more than |about )?[\w,]+ "
        r"(?:\w+ )?people) (?:were|had been) (?P<deed>killed|wounded|injured)\b(?P<rest>.*)",
        text,
    )
    if match is None:
        return ""
    places = re.findall(r"\b((?:in|near|outside|at) (?:[A-Z][\w’-]+ ?)+)", match["rest"])
    where = f" {places[-1].strip()}" if places else ""
    who = match["who"][:1].lower() + match["who"][1:]
    return f"{match['many']} {match['deed']}{where}, {who} say"


def present(text: str, lemmas: Mapping[str, str] | None = None) -> str:
    """A told sentence as a headline: no date, no article at the front, present tense."""
    text = re.sub(
        r"\s+on (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?\d{1,2} [A-Z][a-z]+(?: \d{4})?",
        "",
        text,
    )
    if text.startswith("“"):
        match = re.match(r"“([^”]+)”\s+(.+?) (said|warned)\b", text)
        if match is None or len(re.findall(r"[A-Z]", match[2])) < 2:
            return ""  # nobody's words make a headline
        return f"{_short(match[2])}: “{match[1].rstrip(',.')}”"
    text = re.sub(r",\s+[^,]+ (?:said|reported)\.?$", "", text.rstrip("."))
    words = text.split()
    table = _table(lemmas)
    at = next(
        (n for n, w in enumerate(words[:9]) if n and w.islower() and (w in table or w in SPECIAL)),
        None,
    )
    if at is None:
        return ""
    who, verb, rest = " ".join(words[:at]), words[at], " ".join(words[at + 1 :])
    plural = is_plural(who)
    if verb in ("has", "have") and rest:
        first, _, after = rest.partition(" ")
        lemma = {participle(v): v for v in table.values()}.get(first)
        if lemma:
            verb, rest = past(lemma), after
    shown = SPECIAL.get(verb)
    if verb in ("was", "were", "had") and not _participle(rest):
        return ""  # how things stood is no news
    if shown is not None:
        shown = {"is": "are" if plural else "is"}.get(shown, shown)
    else:
        lemma = table.get(verb)
        if lemma is None:
            return ""
        shown = lemma if plural else third(lemma)
    who = _short(who)
    if rest.startswith("that ") or shown in ("says", "say"):
        rest = re.sub(r"^that ", "", rest)
        if re.match(r"(?:he|she|it|they|we|there)\b", rest):
            return ""
        if len(f"{who} {shown} {rest}".split()) > MOST_WORDS:
            return f"{who}: {rest}" if len(who.split()) <= 3 else ""
    return f"{who} {shown} {rest}"


def _participle(rest: str) -> bool:
    """Whether what follows "was" is a participle: something was done."""
    word = re.sub(r"^(?:reportedly|allegedly|also|later|not) ", "", rest).split(" ")[0]
    return word.endswith("ed") or word in {
        str(f[-1]) for f in prose()["irregular"].values() if len(f) > 1
    } | {"shot", "hit", "held", "sent", "put", "found", "brought", "built", "cut", "lost", "made"}


SPECIAL = {
    "is": "is",
    "are": "are",
    "was": "is",
    "were": "is",
    "will": "will",
    "would": "would",
    "may": "may",
    "might": "might",
    "could": "could",
    "has": "has",
    "have": "have",
}


def _table(lemmas: Mapping[str, str] | None) -> dict[str, str]:
    """Simple past to lemma, for the verbs of this page and the common ones."""
    table = {str(forms[0]): str(lemma) for lemma, forms in prose()["irregular"].items()}
    table.update({past(lemma): lemma for lemma in TOLD})
    table.update(lemmas or {})
    return table


def _short(who: str) -> str:
    """Office and name cut to what a headline bears: states and titles before a name go first."""
    words = who.split()
    while len(words) > 4 and (
        words[0].lower() in TITLES
        or countries_in(keys(words[0]))
        or countries_in([k for w in words[:2] for k in keys(w)])
    ):
        both = countries_in([k for w in words[:2] for k in keys(w)])
        words = words[2 if both and both[0][1] > len(keys(words[0])) else 1 :]
        if not any("’" in w for w in who.split()[:3]):
            continue
        return who
    return " ".join(words)


TOLD = (
    "announce",
    "warn",
    "ask",
    "fire",
    "kill",
    "claim",
    "suggest",
    "believe",
    "threaten",
    "launch",
    "condemn",
    "call",
    "report",
    "approve",
    "order",
    "reject",
    "demand",
    "urge",
    "vow",
    "attack",
    "visit",
    "close",
    "open",
    "arrest",
    "accuse",
    "deny",
)
