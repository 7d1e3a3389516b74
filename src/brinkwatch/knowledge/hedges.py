"""Cues of certainty: which words make a predicate doubtful, planned, conditional or denied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.speech import inflections
from brinkwatch.knowledge.tables import parse_yaml
from brinkwatch.model import CERTAINTIES

_FILE = "hedges.yaml"


@dataclass(frozen=True, slots=True)
class Hedges:
    """Every table maps a lower-case word to one of CERTAINTIES; the sets hold words."""

    governors: dict[str, str]
    """Lemma of a word whose complement takes the certainty."""
    raises: frozenset[str]
    """Lemmas that hand their own negation down to the complement."""
    transparent: frozenset[str]
    modifiers: dict[str, str]
    auxiliaries: dict[str, str]
    denying: frozenset[str]
    """Determiners and pronouns that deny the predicate they are an argument of."""
    conditions: frozenset[str]
    evidence: frozenset[str]
    forms: dict[str, str]
    """Inflected form to lemma for every governor, for readers whose lemma is off."""

    def lemma(self, form: str, lemma: str) -> str:
        """The lemma of a token, both lower case, mended where its form is one we know."""
        return lemma if lemma in self.governors else self.forms.get(form, lemma)


@cache
def hedges() -> Hedges:
    """Load the cues.

    Raises:
        KnowledgeError: a table is keyed by something that is no certainty, or holds a non-word.
    """
    data = parse_yaml(
        resources.files("brinkwatch.knowledge").joinpath("data", _FILE).read_text("utf-8")
    )

    def table(name: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for certainty, words in data[name].items():
            if certainty not in CERTAINTIES:
                raise KnowledgeError(
                    f"{_FILE}: {name} has the key {certainty!r}; use one of "
                    f"{', '.join(CERTAINTIES)}"
                )
            for word in words:
                if not isinstance(word, str):
                    raise KnowledgeError(
                        f"{_FILE}: {name}.{certainty} holds {word!r}, not a word; quote it"
                    )
                out[word] = certainty
        return out

    return Hedges(
        governors=table("governors"),
        raises=frozenset(data["raises"]),
        transparent=frozenset(data["transparent"]),
        modifiers=table("modifiers"),
        auxiliaries=table("auxiliaries"),
        denying=frozenset(data["determiners_denied"]),
        conditions=frozenset(data["conditions"]),
        evidence=frozenset(data["evidence"]),
        forms={
            form: lemma
            for lemma in (*table("governors"), *data["raises"], *data["transparent"])
            for form in (*inflections(lemma), *data["irregular"].get(lemma, "").split())
        },
    )
