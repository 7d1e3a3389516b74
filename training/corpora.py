"""Readers of the corpora, each to plain records; see training/README.md for their sources."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Sentence:
    """One sentence of a treebank. `heads` count from 1, 0 is the root; spans are end exclusive."""

    id: str
    doc: str
    words: list[str]
    upos: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    space_after: list[bool] = field(default_factory=list)
    paragraph_start: bool = False
    names: list[tuple[str, int, int]] = field(default_factory=list)
    text: str = ""


def conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, with GUM's named mentions where the file has them."""
    doc, ident, text, new_paragraph = "", "", "", True
    rows: list[list[str]] = []
    fused: dict[int, bool] = {}  # last word of a multiword token -> space after it
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            doc, new_paragraph = line.split("= ", 1)[1], True
        elif line.startswith("# newpar"):
            new_paragraph = True
        elif line.startswith("# sent_id"):
            ident = line.split("= ", 1)[1]
        elif line.startswith("# text ="):
            text = line.split("=", 1)[1].strip()
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                fused.update(dict.fromkeys(range(first, last), False))
                fused[last] = "SpaceAfter=No" not in cells[9]
            elif cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            spaces = [
                fused.get(i, "SpaceAfter=No" not in row[9]) for i, row in enumerate(rows, start=1)
            ]
            yield Sentence(
                id=ident,
                doc=doc,
                words=[row[1] for row in rows],
                upos=[row[3] for row in rows],
                lemmas=[row[2] for row in rows],
                heads=[int(row[6]) for row in rows],
                relations=[row[7] for row in rows],
                space_after=spaces,
                paragraph_start=new_paragraph,
                names=_gum_names(rows),
                text=text,
            )
            rows, fused, new_paragraph = [], {}, False


_GUM_TYPES = {"person": "PER", "place": "LOC", "organization": "ORG", "event": "MISC"}
_BRACKET = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")


def _gum_names(rows: list[list[str]]) -> list[tuple[str, int, int]]:
    """Names among GUM's mentions: the run of proper nouns that holds the mention's head.

    Outer mentions win; a mention is a name if its syntactic head is a proper noun.
    """
    open_: dict[str, list[tuple[str, int]]] = {}
    mentions: list[tuple[str, int, int]] = []
    for i, row in enumerate(rows):
        entity = next((m[7:] for m in row[9].split("|") if m.startswith("Entity=")), "")
        for start, single, end in _BRACKET.findall(entity):
            if start:
                ident, kind = start.split("-")[:2]
                if single:
                    mentions.append((kind, i, i + 1))
                else:
                    open_.setdefault(ident, []).append((kind, i))
            elif open_.get(end.split("-")[0]):
                kind, begin = open_[end.split("-")[0]].pop()
                mentions.append((kind, begin, i + 1))
    names: list[tuple[str, int, int]] = []
    taken: set[int] = set()
    for kind, begin, end in sorted(mentions, key=lambda m: (m[1] - m[2], m[1])):
        heads = [i for i in range(begin, end) if not begin < int(rows[i][6]) <= end]
        if not heads or rows[heads[0]][3] != "PROPN":
            continue
        first = last = heads[0]
        while first > begin and rows[first - 1][3] == "PROPN":
            first -= 1
        while last + 1 < end and (
            rows[last + 1][3] == "PROPN"
            or (rows[last + 1][1] in ("of", "the", "-", "and", "'s") and last + 2 < end
                and any(rows[j][3] == "PROPN" for j in range(last + 2, min(last + 4, end))))
        ):
            last += 1
        if taken.isdisjoint(range(first, last + 1)):
            taken.update(range(first, last + 1))
            names.append((_GUM_TYPES.get(kind, "MISC"), first, last + 1))
    return sorted(names, key=lambda n: n[1])


def iob(path: Path, *, word: int = 0, tag: int = 1, separator: str = "\t") -> Iterator[Sentence]:
    """The sentences of a column file in IOB1 or IOB2, with their names."""
    doc = ident = ""
    rows: list[tuple[str, str]] = []
    count = 0
    for line in [*path.open(encoding="utf-8"), ""]:
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            doc = line.split("= ", 1)[1]
        elif line.startswith("# sent_id"):
            ident = line.split("= ", 1)[1]
        elif line and not line.startswith("# "):
            cells = line.split(separator)
            rows.append((cells[word], cells[tag]))
        elif not line and rows:
            count += 1
            words = [r[0] for r in rows]
            name = ident or f"{path.stem}-{count}"
            yield Sentence(name, doc or name, words, names=spans_of([r[1] for r in rows]))
            rows, ident = [], ""


def spans_of(tags: list[str]) -> list[tuple[str, int, int]]:
    """Spans (label, start, end) of IOB1 or IOB2 tags."""
    spans: list[tuple[str, int, int]] = []
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        kind = tag[2:] if tag != "O" else ""
        if label and (kind != label or tag.startswith("B-")):
            spans.append((label, start, i))
            label = ""
        if kind and not label:
            start, label = i, kind
    return spans


def propbank(path: Path) -> dict[str, dict]:
    """PropBank records of EWT by `sent_id`: `tokens` and `predicates` (span ends inclusive)."""
    with path.open(encoding="utf-8") as lines:
        return {record["sent_id"]: record for record in map(json.loads, lines)}


def factuality(path: Path) -> dict[tuple[str, ...], dict[int, float]]:
    """UDS factuality (-3..3) of words, by the sentence's words as a key."""
    found: dict[tuple[str, ...], dict[int, float]] = {}
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            targets = {t["span1"][0]: float(t["label"]) for t in record["targets"]}
            found[tuple(record["text"].split())] = targets
    return found


RE3D_TYPES = {
    "Weapon": "WEAPON",
    "MilitaryPlatform": "PLATFORM",
    "Organisation": "ORG",
    "Person": "PER",
    "Location": "LOC",
}


def re3d(folder: Path) -> Iterator[Sentence]:
    """Sentences of re3d with flat spans: weapons and platforms win, then the longer span."""
    import spacy

    nlp = spacy.blank("en")
    for part in sorted(p for p in folder.iterdir() if (p / "entities.json").exists()):
        documents = _mongo_lines(part / "documents.json")
        entities: dict[str, list[dict]] = {}
        for entity in _mongo_lines(part / "entities.json"):
            if entity["type"] in RE3D_TYPES and entity.get("confidence", 1) >= 0.5:
                entities.setdefault(entity["documentId"], []).append(entity)
        for document in documents:
            doc = nlp(document["text"])
            taken: set[int] = set()
            names: list[tuple[str, int, int]] = []
            ranked = sorted(
                entities.get(document["_id"], []),
                key=lambda e: (e["type"] not in ("Weapon", "MilitaryPlatform"),
                               e["begin"] - e["end"]),
            )
            for entity in ranked:
                span = doc.char_span(entity["begin"], entity["end"], alignment_mode="expand")
                if span is None or not taken.isdisjoint(range(span.start, span.end)):
                    continue
                taken.update(range(span.start, span.end))
                names.append((RE3D_TYPES[entity["type"]], span.start, span.end))
            yield from _split(doc, sorted(names, key=lambda n: n[1]), document["_id"])


def _mongo_lines(path: Path) -> list[dict]:
    return [json.loads(x) for x in path.read_text(encoding="utf-8-sig").splitlines() if x.strip()]


def _split(doc, names: list[tuple[str, int, int]], ident: str) -> Iterator[Sentence]:
    covered = {i for _, s, e in names for i in range(s, e - 1)}
    start = 0
    for i, token in enumerate(doc):
        last = i + 1 == len(doc)
        hard = token.is_space and "\n" in token.text
        if last or ((token.text in ".!?" or hard) and i not in covered):
            words = [(j, t.text) for j, t in enumerate(doc[start : i + 1], start) if not t.is_space]
            index = {j: n for n, (j, _) in enumerate(words)}
            kept = []
            for label, s, e in names:
                inside = [index[j] for j in range(s, e) if j in index]
                if s >= start and e <= i + 1 and inside:
                    kept.append((label, inside[0], inside[-1] + 1))
            if words:
                yield Sentence(f"{ident}-{start}", ident, [w for _, w in words], names=kept)
            start = i + 1


def fold_of(doc: str, folds: int = 5) -> int:
    """The fold of a document, by a digest of its id, so that it never moves."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % folds
