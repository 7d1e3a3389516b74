"""How the desk writes: verb forms, house spelling, hedges. Data in `data/prose.yaml`."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

VOWELS = "aeiou"


@cache
def prose() -> dict[str, Any]:
    """Return `data/prose.yaml` as plain values.

    Raises:
        KnowledgeError: the file is missing or is not YAML.
    """
    try:
        text = (
            resources.files("brinkwatch.knowledge").joinpath("data/prose.yaml").read_text("utf-8")
        )
        return dict(parse_yaml(text))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"knowledge/data/prose.yaml cannot be read ({error}); install the package again"
        ) from error


def past(lemma: str) -> str:
    """Simple past of a verb: "launch" → "launched", "fly" → "flew"."""
    forms = prose()["irregular"].get(lemma)
    return str(forms[0]) if forms else _ed(lemma)


def participle(lemma: str) -> str:
    """Past participle of a verb: "take" → "taken"."""
    forms = prose()["irregular"].get(lemma)
    return str(forms[-1]) if forms else _ed(lemma)


def third(lemma: str) -> str:
    """Third person singular, present: "deny" → "denies"."""
    if lemma in {"be", "have"}:
        return {"be": "is", "have": "has"}[lemma]
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def gerund(lemma: str) -> str:
    """The -ing form: "strike" → "striking", "hit" → "hitting"."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    return (lemma + lemma[-1] if _doubles(lemma) else lemma) + "ing"


def forms(lemma: str) -> frozenset[str]:
    """Every form of a verb that may stand in a text."""
    return frozenset({lemma, past(lemma), participle(lemma), third(lemma), gerund(lemma)})


def _ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ied"
    if lemma.endswith("c"):
        return lemma + "ked"
    return (lemma + lemma[-1] if _doubles(lemma) else lemma) + "ed"


def _doubles(lemma: str) -> bool:
    if lemma in prose()["doubling"]:
        return lemma != "shell"
    short = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", lemma)
    return bool(short)


NOUN_ENDINGS = re.compile(r"(?:ment|tion|sion|ness|ship|ity|ance|ence|ism|ist|or|ure|al)$")


def looks_verbal(lemma: str) -> bool:
    """Whether a lemma may be conjugated: nouns of action ("commitment", "arrival") may not."""
    if lemma in prose()["irregular"] or lemma in prose()["doubling"]:
        return True
    return not NOUN_ENDINGS.search(lemma) or lemma in prose()["verbs_like_nouns"]


@cache
def _past_forms() -> frozenset[str]:
    out: set[str] = set()
    for words in prose()["irregular"].values():
        out.add(str(words[0]))
    return frozenset(out)


def is_finite(word: str) -> bool:
    """Whether a word is finite by its form alone: an auxiliary, a listed present, an irregular
    past that is no participle."""
    low = word.lower().replace("\u2019", "'")
    data = prose()
    return low in data["auxiliaries"] or low in data["present"] or low in _simple_pasts()


@cache
def _simple_pasts() -> frozenset[str]:
    out = {str(w[0]) for w in prose()["irregular"].values() if len(w) > 1 and w[0] != w[-1]}
    return frozenset(out | {"said", "told", "had", "made", "felt", "met", "sent", "led"})


def may_be_finite(word: str) -> bool:
    """Whether a word can be the finite verb of a composed sentence (a form test, no syntax)."""
    low = word.lower().replace("\u2019", "'")
    data = prose()
    return (
        low in data["auxiliaries"]
        or low in data["present"]
        or low in _past_forms()
        or (low.endswith("ed") and len(low) > 3 and word[:1].islower())
    )


@cache
def _spelling() -> tuple[dict[str, str], dict[str, str]]:
    data = prose()
    pairs = {str(k): str(v) for k, v in data["spelling"].items()}
    house = {k: v for k, v in pairs.items() if k not in set(data["keep"])}
    return pairs, house


def spelling_key(word: str) -> str:
    """One key for all spellings of a word: "Defense" and "defence" → "defence"."""
    low = word.lower()
    return _spelling()[0].get(low, low)


def house_spelling(text: str) -> str:
    """Set running text in the house spelling; words inside quotation marks are left alone."""
    house = _spelling()[1]

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        better = house.get(word.lower())
        if better is None:
            return word
        return better.capitalize() if word[0].isupper() else better

    parts = re.split(r"([“\"][^”\"]*[”\"])", text)
    return "".join(
        part if n % 2 else re.sub(r"[A-Za-z]+", mend, part) for n, part in enumerate(parts)
    )


def is_hedged(text: str) -> bool:
    """Whether a sentence shows a hedge."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return bool(words & set(prose()["hedges"]))
