"""The event ontology: PLOVER's types, modes and scores, CAMEO codes, and the verb and noun frames.

Data: `data/plover_types.csv` (after the PLOVER manual 0.8 and CAMEO2PLOVER of 17 September 2021)
and `data/plover_frames.yaml` (ours, written from the codebook's definitions).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from brinkwatch.errors import KnowledgeError
from brinkwatch.knowledge.tables import parse_yaml

COOPERATIVE = frozenset({
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT",
})
HOSTILE = frozenset({"PROTEST", "SANCTION", "COERCE", "ASSAULT", "THREATEN"})
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)


@dataclass(frozen=True, slots=True)
class Code:
    """What a CAMEO code means in PLOVER."""

    cameo: str
    type: str
    mode: str | None
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How words carry an event: one way of saying one type.

    `words` is the verb or noun with what must stand beside it ("crack" + "down"; "state" + "of" +
    "emergency"). `recipients` are slots in order of trust: "obj", "comp" (subject of what is
    asked), "place", or a preposition.
    """

    type: str
    mode: str | None
    cameo: str | None
    head: str
    beside: tuple[str, ...] = ()
    object: frozenset[str] = frozenset()
    """Lemmas one of which the object must have as head or modifier; empty for any."""
    not_object: frozenset[str] = frozenset()
    not_complement: frozenset[str] = frozenset()
    """Lemmas of governed clauses that are another matter ("declined to comment")."""
    subject: frozenset[str] = frozenset()
    """Lemmas the subject's phrase must contain; empty for any."""
    recipients: tuple[str, ...] = ()
    actor: tuple[str, ...] = ("subj",)
    by: frozenset[str] = frozenset()
    """Sectors of which one must act ("PER" for a person without one); empty for any."""
    upon: frozenset[str] = frozenset()
    """Sectors of which one must be a recipient, where there is one; empty for any."""
    not_beside: frozenset[str] = frozenset()
    """Words beside a noun that make it another matter ("press conference")."""
    two_sided: bool = False
    complement: str | None = None
    """"required" when the frame reads a clause; "none" when it must not have one."""
    needs: frozenset[str] = frozenset()
    """"recipient", "object": what must be found or there is no event."""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The frames by head lemma, and the word lists that change what a frame means."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    adjectives: dict[str, tuple[Frame, ...]]
    classes: dict[str, frozenset[str]]
    light: frozenset[str]
    crowds: dict[str, str]
    """Lemma of a noun that names an actor by itself to its PLOVER sector."""
    people: frozenset[str]
    """Lemmas of nouns that are people, beside the crowds."""
    operators: dict[str, frozenset[str]] = field(default_factory=dict)
    outcomes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def human(self, noun: str) -> bool:
        """Whether a lemma names a kind of people, listed or by its ending."""
        return noun in self.people or noun in self.crowds or (
            noun.endswith(("ist", "ian", "eer", "man", "woman"))
        )


@cache
def _types() -> list[dict[str, str]]:
    try:
        text = resources.files("brinkwatch.knowledge").joinpath(
            "data/plover_types.csv"
        ).read_text("utf-8")
    except OSError as error:
        raise KnowledgeError(
            f"knowledge/data/plover_types.csv cannot be read ({error}); install the package again"
        ) from error
    return list(csv.DictReader(text.splitlines()))


@cache
def codes() -> dict[str, Code]:
    """CAMEO code → PLOVER type, mode and contexts."""
    return {
        row["cameo"]: Code(
            row["cameo"], row["type"], row["mode"] or None,
            tuple(filter(None, row["context"].split("|"))),
        )
        for row in _types() if row["row"] == "cameo"
    }


@cache
def modes() -> dict[str, tuple[str, ...]]:
    """Type → its modes; our extension `weapons-test` is among MOBILIZE's."""
    found: dict[str, list[str]] = {t: [] for t in TYPES}
    for row in _types():
        if row["row"] == "mode":
            found[row["type"]].append(row["mode"])
    return {t: tuple(m) for t, m in found.items()}


@cache
def score(kind: str, mode: str | None = None) -> float | None:
    """Conflict-cooperation score, -10 to +10; a mode the table lacks has its type's score."""
    table = {(r["type"], r["mode"]): float(r["score"]) for r in _types() if r["score"]}
    return table.get((kind, mode or ""), table.get((kind, "")))


@cache
def lexicon() -> Lexicon:
    """The verb and noun frames.

    Raises:
        KnowledgeError: the file is broken, or a frame names a type, mode, class or code that does
            not exist.
    """
    name = "knowledge/data/plover_frames.yaml"
    try:
        text = resources.files("brinkwatch.knowledge").joinpath(
            "data/plover_frames.yaml"
        ).read_text("utf-8")
        data = parse_yaml(text, plain=True)  # plain strings: "on" is a preposition
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"{name} cannot be read ({error}); install the package again"
        ) from error
    classes = {k: frozenset(v) for k, v in data["classes"].items()}
    classes["people_nouns"] = frozenset(data["people"]) | frozenset(
        noun for nouns in data["crowds"].values() for noun in nouns
    )
    classes["crowd"] = frozenset(data["crowds"]["CVL"]) | frozenset(data["crowds"]["LAB"])
    tables: dict[str, dict[str, list[Frame]]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for number, entry in enumerate(data["frames"], 1):
        where = f"{name}, frame {number} ({entry.get('example', 'no example')!r})"
        for kind, table in tables.items():
            for words in entry.get(kind, ()):
                frame = _frame(entry, words, kind, classes, where)
                table.setdefault(frame.head, []).append(frame)
    return Lexicon(
        **{kind: {k: tuple(v) for k, v in table.items()} for kind, table in tables.items()},
        classes=classes,
        light=frozenset(data["light"]),
        people=frozenset(data["people"]),
        crowds={noun: sector for sector, nouns in data["crowds"].items() for noun in nouns},
        operators={k: frozenset(v) for k, v in data["operators"].items()},
        outcomes=data["outcomes"],
    )


def _frame(
    entry: dict[str, Any], words: str, kind: str, classes: dict[str, frozenset[str]], where: str
) -> Frame:
    parts = words.split()
    if kind == "nouns" and "of" not in parts:
        head, beside = parts[-1], tuple(parts[:-1])
    else:
        head, beside = parts[0], tuple(p for p in parts[1:] if kind != "nouns" or p != "of")
    if entry["type"] not in TYPES:
        raise KnowledgeError(f"{where}: type {entry['type']!r} is not PLOVER's; name one of them")
    mode = entry.get("mode")
    if mode and mode not in modes()[entry["type"]]:
        raise KnowledgeError(
            f"{where}: {entry['type']} has no mode {mode!r}; use one of {modes()[entry['type']]}"
        )
    cameo = entry.get("cameo")
    if cameo and str(cameo) not in codes():
        raise KnowledgeError(f"{where}: CAMEO code {cameo!r} is not in plover_types.csv; mend it")

    def members(key: str) -> frozenset[str]:
        out: set[str] = set()
        for name in entry.get(key, ()):
            out |= classes.get(name, {name})
        return frozenset(out)

    return Frame(
        type=entry["type"], mode=mode, cameo=str(cameo) if cameo else None, head=head,
        beside=beside,
        object=members("object"),
        not_object=members("not_object"),
        not_complement=members("not_complement"),
        subject=members("subject"),
        recipients=tuple(entry.get("to", ())),
        actor=tuple(entry.get("who", ("subj",))),
        by=members("by"),
        upon=members("upon"),
        not_beside=members("not_beside"),
        two_sided=entry.get("two_sided") == "true",
        complement=entry.get("complement"),
        needs=frozenset(entry.get("needs", ())),
        example=str(entry.get("example", "")),
    )
