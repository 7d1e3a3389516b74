"""Words of saying: which verbs and nouns report speech, how they take it, and as which act."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

_FILE = "report_verbs.yaml"
_ACTS = "act_cues.yaml"
CLASSES = (
    "say", "report", "announce", "assess", "claim", "warn", "threaten", "condemn", "praise",
    "request", "pledge", "deny", "reject", "support",
)
FRAMES = frozenset({
    "that", "quote", "to", "whom", "np", "as", "label", "for", "of", "on", "against", "over",
    "about", "at", "to-np", "addr",
})


@dataclass(frozen=True, slots=True)
class ReportVerb:
    """How one word carries speech. `kind` is one of CLASSES; `frames` a subset of FRAMES."""

    lemma: str
    kind: str
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class SpeechWords:
    verbs: dict[str, ReportVerb]
    nouns: dict[str, str]
    """Noun lemma to class."""
    documents: frozenset[str]
    """Nouns that stand for their author: "the statement said"."""
    citing: frozenset[str]
    relaying: frozenset[str]
    """Verbs whose agent passes on what another says: "a statement carried by state television"."""
    listeners: frozenset[str]
    outlets: frozenset[str]
    """Last words of the names of newspapers and broadcasters, as written."""
    views: frozenset[str]
    """Nouns of "in the view of …"."""
    voices: frozenset[str]
    """Nouns for people and bodies that can speak, beside those told by their ending."""
    compounds: dict[str, tuple[str, ...]]
    """Forms of the verbs that are no verb before these words: "think tank"."""
    forms: dict[str, str]
    """Every inflected form of the verbs to its lemma, for readers whose lemma is off."""

    def verb(self, form: str, lemma: str) -> ReportVerb | None:
        """The verb of a token, by its form first and its lemma next; both lower case."""
        return self.verbs.get(self.forms.get(form, lemma))


@cache
def speech_words() -> SpeechWords:
    """Load the lexicon.

    Raises:
        KnowledgeError: the file names a class or frame that does not exist.
    """
    data: dict[str, Any] = parse_yaml(
        resources.files("brinkwatch.knowledge").joinpath("data", _FILE).read_text("utf-8")
    )
    verbs = {}
    for lemma, (kind, frames) in data["verbs"].items():
        known = frozenset(frames.split())
        if kind not in CLASSES or not known <= FRAMES:
            raise KnowledgeError(
                f"{_FILE}: verb {lemma!r} has an unknown class or frame; "
                f"use classes {', '.join(CLASSES)} and frames {', '.join(sorted(FRAMES))}"
            )
        verbs[lemma] = ReportVerb(lemma, kind, known)
    return SpeechWords(
        verbs=verbs,
        nouns=dict(data["nouns"]),
        documents=frozenset(data["documents"]),
        citing=frozenset(data["citing"]),
        relaying=frozenset(data["relaying"]),
        listeners=frozenset(data["listeners"]),
        outlets=frozenset(data["outlets"]),
        views=frozenset(data["views"]),
        voices=frozenset(data["voices"]),
        compounds={form: tuple(after.split()) for form, after in data["compounds"].items()},
        forms={
            form: lemma for lemma in verbs
            for form in (*inflections(lemma), *data["irregular"].get(lemma, "").split())
        },
    )


def inflections(lemma: str) -> tuple[str, ...]:
    """Regular inflections: "deny" → deny, denies, denied, denying."""
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, stem = lemma[:-1] + "ies", lemma[:-1] + "i"
    elif lemma.endswith(("s", "sh", "ch", "x", "z")):
        third, stem = lemma + "es", lemma
    else:
        third, stem = lemma + "s", lemma.removesuffix("e")
    long = lemma.removesuffix("e") if not lemma.endswith("ee") else lemma
    return lemma, third, stem + "ed", long + "ing"


@dataclass(frozen=True, slots=True)
class ActCues:
    """Words and phrases by which a statement's act is told from its content."""

    words: dict[str, frozenset[str]]
    """Cue class ("harm", "blame", …) to single lemmas."""
    phrases: dict[str, tuple[str, ...]]
    """Cue class to phrases of several words, lower case."""
    plover: dict[str, tuple[str, str | None, str | None]]
    """Act, sometimes with a shade ("threaten-violence"), to type, mode and CAMEO code."""


@cache
def act_cues() -> ActCues:
    """Load the cues of acts.

    Raises:
        KnowledgeError: a cue is not a word; in YAML, quote it.
    """
    data: dict[str, Any] = parse_yaml(
        resources.files("brinkwatch.knowledge").joinpath("data", _ACTS).read_text("utf-8")
    )
    plover = {act: (row[0], row[1], row[2]) for act, row in data.pop("plover").items()}
    words, phrases = {}, {}
    for kind, cues in data.items():
        for cue in cues:
            if not isinstance(cue, str):
                raise KnowledgeError(f"{_ACTS}: {kind} holds {cue!r}, not a word; quote it")
        words[kind] = frozenset(c for c in cues if " " not in c)
        phrases[kind] = tuple(c for c in cues if " " in c)
    return ActCues(words=words, phrases=phrases, plover=plover)
