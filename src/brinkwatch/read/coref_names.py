"""When two names, or a title and a person, may mean the same."""

from __future__ import annotations

import re

from brinkwatch.knowledge.offices import FAMILY_NAME_FIRST, american, surname
from brinkwatch.knowledge.tables import fold
from brinkwatch.read.actor_mentions import Mention
from brinkwatch.read.coref_chains import Chain


def head_word(title: str) -> str:
    """The word that says what one is: "secretary" of "Secretary of War"."""
    return re.split(r" (?:of|for|to|in) ", american(title), maxsplit=1)[0].split()[-1]


def agrees(mention: Mention, chain: Chain) -> bool:
    if mention.sex and chain.sex and mention.sex != chain.sex:
        return False
    return not (mention.country and chain.country and mention.country != chain.country)


def short_of(parts: list[str], chain: Chain) -> bool:
    """Is one name the short form of the other: a family name, or a run of its words?"""
    names = [k.split("|", 1)[1] for k in chain.keys if k.startswith("person|")]
    full = [k for k in names if " " in k] if len(parts) > 1 else []
    for name in full or names:
        short, long = sorted((parts, name.split(" ")), key=len)
        if len(short) == len(long):
            continue
        family_first = chain.country in FAMILY_NAME_FIRST
        if len(short) == 1:
            family = fold(surname(" ".join(long), chain.country)).split(" ")
            if short == family or (
                    short == long[-1:] and (not family_first or len(long) == 2)):
                return True
            if short == long[:1] and (family_first or len(long) == 3 or "-" in long[-1]):
                return True
        elif short in (long[-len(short):], long[:len(short)]):
            return True
    return False
