"""Nouns of the desk’s prose: which are plural, which take an article, which name a person."""

from __future__ import annotations

import re

from brinkwatch.model import Actor
from brinkwatch.publish.phrasing import clean

PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "us",
        "me",
        "who",
        "which",
        "that",
        "this",
        "these",
        "those",
        "one",
        "his",
        "their",
        "its",
        "there",
        "what",
        "someone",
        "everyone",
        "nobody",
        "none",
        "all",
        "some",
        "others",
        "both",
    ]
)


THE_STATES = re.compile(
    r"^(?:United |Philippines|Netherlands|Bahamas|Gambia|Maldives|Comoros|Seychelles|"
    r"Czech Republic|Central African|Dominican Republic|Democratic Republic|Marshall|Solomon|"
    r"Holy See|Vatican City|European Union)"
)


PLURAL_HEADS = re.compile(
    r"(?:officials|analysts|experts|police|forces|troops|authorities|ministers|people|observers|"
    r"lawmakers|residents|protesters|witnesses|diplomats|sources|rebels|militants|soldiers|"
    r"Chiefs of Staff|leaders|members|workers|students|activists|firefighters|rescuers|scientists|"
    r"researchers|rebels|Democrats|Republicans|Houthis|groups|countries|nations|media|women|men|children|Taliban|Houthis|Kurds|"
    r"Democrats|Republicans|States|Forces|Brigades|Guards|Rebels)$"
)


INSTITUTION = re.compile(
    r"\b(?:Ministry|Command|Staff|Office|Council|Department|Agency|Committee|Party|Forces?|Army|Navy|"
    r"Police|Court|Senate|House|Guards?|Commission|Union|Government|Parliament|Assembly|Bank|"
    r"Federation|Authority|Bureau|Service|Institute|Treasury|Pentagon|Kremlin|Vatican)\b",
    re.I,
)


OFFICE_TAILS = frozenset(
    "minister secretary president spokesman spokeswoman spokesperson assemblywoman assemblyman "
    "congressman congresswoman senator governor mayor judge general colonel officer "
    "professor".split()
)


SINGULAR_BODIES = frozenset(
    "government military army police parliament navy ministry cabinet presidency court embassy "
    "leadership regime authorities forces opposition coalition press".split()
)


NATIONAL = frozenset("government military army police parliament navy air force".split())


UNNAMED = re.compile(
    r"^(?:an?|the|some|several|many|other|one|two|three|senior|former|local|unnamed|anonymous)?\s*"
    r"[a-z]"
)


def is_proper(name: str) -> bool:
    """Whether words can be a person's name: capitals, no possessive, no common noun."""
    parts = clean(name).split()
    return (
        bool(parts)
        and not any(
            re.search(r"’s?$", w) or (w[:1].islower() and (len(w) > 4 or w in OFFICE_TAILS))
            for w in parts
        )
        and any(w[:1].isupper() for w in parts)
    )


def looks_personal(actor: Actor) -> bool:
    return bool(
        actor.office
        and actor.name
        and re.match(r"[A-Z]", actor.name)
        and len(actor.name.split()) > 1
        and is_proper(actor.name)
        and actor.sector != "IGO"
        and not re.search(r"\b(?:Ministry|Command|Office|Department|Staff)\b", actor.name)
    )


def is_name(word: str, text: str) -> bool:
    """Whether a capitalised word is a name: the report never writes it in lower case."""
    return (
        word[:1].isupper()
        and not re.search(rf"\b{re.escape(word.lower())}\b", text)
        and (
            word.lower()
            not in (
                "some",
                "the",
                "a",
                "an",
                "several",
                "many",
                "other",
                "officials",
                "analysts",
                "police",
                "experts",
                "witnesses",
                "residents",
                "one",
            )
        )
    )


def is_plural_noun(text: str) -> bool:
    """Whether a common noun phrase is plural, by its head."""
    head = re.split(r" (?:in|of|at|from|within|near|close|familiar|briefed|on|with|for) ", text)[0]
    return bool(PLURAL_HEADS.search(head)) or (head.endswith("s") and not head.endswith("ss"))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def the_state(name: str) -> str:
    """A state's name with its article where it takes one."""
    return f"the {name}" if THE_STATES.match(name) else name
