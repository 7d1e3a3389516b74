"""The fields of a launch, read out of the sentences that mention it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, syntax
from brinkwatch.extract.launch_mentions import ARMS, SURE_ARMS, Mention
from brinkwatch.extract.parties import Parties
from brinkwatch.knowledge import weapons
from brinkwatch.model import Count, Measure, Place, Quantity, Weapon

KINDS = (
    ("ballistic", re.compile(
        r"\bballistic\b|\b(?:ICBM|SRBM|MRBM|IRBM|SLBM|CRBM)s?\b", re.IGNORECASE)),
    ("cruise", re.compile(r"\bcruise missiles?\b", re.IGNORECASE)),
    ("rocket artillery", re.compile(
        r"\b(?:multiple[- ](?:launch )?rocket|rocket artillery|rocket launchers?|MLRS)\b",
        re.IGNORECASE)),
    ("air defence", re.compile(
        r"\b(?:anti-?air(?:craft)?|surface-to-air|air[- ]defen[cs]e) (?:missile|weapon|system)",
        re.IGNORECASE)),
    ("space", re.compile(r"\b(?:satellite|space launch vehicle|carrier rocket)\b", re.IGNORECASE)),
)
CLASSES = (
    ("ICBM", re.compile(r"\b(?:intercontinental|ICBMs?)\b", re.IGNORECASE)),
    ("IRBM", re.compile(r"\b(?:intermediate[- ]range|IRBMs?)\b", re.IGNORECASE)),
    ("MRBM", re.compile(r"\b(?:medium[- ]range|MRBMs?)\b", re.IGNORECASE)),
    ("SRBM", re.compile(r"\b(?:short[- ]range|SRBMs?)\b", re.IGNORECASE)),
    ("CRBM", re.compile(r"\b(?:close[- ]range|CRBMs?)\b", re.IGNORECASE)),
)
_UNSURE = re.compile(
    r"\b(?:suspect\w*|believ\w*|appear\w*|presum\w*|apparent\w*|likely|assess\w*|seem\w*|"
    r"thought|possibl\w*|probabl\w*)\b", re.IGNORECASE)
_ALTITUDE = re.compile(r"\b(?:altitude|apogee|height|high|peak\w*|up to space)\b", re.IGNORECASE)
_BEARING = re.compile(
    r"\s*(?:to the |due )?(?:north|south|east|west|off\b|away|outside|inland|from the (?:coast|"
    r"border|capital))", re.IGNORECASE)
_NO_HARM = re.compile(
    r"\b(?:no|without|nor any|neither)\b[^.;]{0,60}?\b(injur\w*|casualt\w*|damage|deaths?|harm)"
    r"(?:[^.;]{0,40}?\b(?:or|and|nor)\b[^.;]{0,20}?\b(injur\w*|casualt\w*|damage|deaths?))?",
    re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:no one|nobody)\b[^.;]{0,30}\b(?:hurt|injured|harmed|killed)",
                     re.IGNORECASE)
_EEZ = re.compile(r"exclusive economic zone|\bEEZ\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:outside|short of|did not (?:reach|enter|fall)|clear of|beyond|none)\b", re.IGNORECASE)
PLATFORMS = (
    ("submarine", re.compile(r"\bsubmarine|\bSLBM", re.IGNORECASE)),
    ("transporter erector launcher", re.compile(
        r"\bTEL\b|\btransporter|mobile launcher|launch vehicles?\b", re.IGNORECASE)),
    ("train", re.compile(r"\b(?:train|rail)[- ](?:car|launched|borne|based)|from a train",
                         re.IGNORECASE)),
    ("silo", re.compile(r"\bsilos?\b", re.IGNORECASE)),
    ("aircraft", re.compile(r"\bair-launched|from (?:an? )?(?:aircraft|bomber|jet)",
                            re.IGNORECASE)),
    ("ship", re.compile(r"\b(?:destroyer|warship|frigate|corvette|patrol ship)\b|ship-launched|"
                        r"sea-to-surface", re.IGNORECASE)),
)
_OUTCOMES = (
    ("failure", re.compile(
        r"\b(?:failed|exploded (?:shortly|soon|seconds|in (?:mid|flight))|blew up|failure|"
        r"broke up|disintegrated)\b", re.IGNORECASE)),
    ("intercepted", re.compile(r"\b(?:intercepted|shot down)\b", re.IGNORECASE)),
    ("success", re.compile(
        r"\b(?:successful(?:ly)?|a success|(?:hit|struck) (?:its|their|the) targets?)\b",
        re.IGNORECASE)),
)
TOWARD = frozenset({"toward", "towards", "into", "to", "in the direction of"})


def weapon(spans: Sequence[tuple[str, int]]) -> Weapon:
    """Kind, range class and system named in the sentences, the first that tells deciding.

    A class is as sure as the words within 60 characters before it or 40 after it are."""
    kind, klass, sure, system = "unknown", None, None, None
    for text, _ in spans:
        for name, pattern in KINDS:
            if kind == "unknown" and pattern.search(text):
                kind = name
        for name, pattern in CLASSES:
            found = pattern.search(text)
            if klass is None and found is not None:
                klass = name
                around = text[max(0, found.start() - 60):found.end() + 40]
                sure = "suspected" if _UNSURE.search(around) else "asserted"
        for _, _, named in weapons.find(text):
            if system is None:
                system = named
    if system is not None:
        kind = system.kind if kind == "unknown" else kind
    return Weapon(kind, klass, sure, system.name if system else None)


def count(mentions: Iterable[Mention]) -> Count | None:
    """How many, by the first mention that says; "the missile" says one when nothing else does."""
    fallback = None
    for mention in mentions:
        noun = mention.arms
        if noun is None or syntax.lemma(noun) not in ARMS or syntax.base(noun) == "compound":
            continue
        start, end = syntax.phrase(noun)
        for q in noun.doc._.quantities or ():
            if q.kind == "count" and q.start is not None and start <= q.start < end:
                return Count(q.low if q.low is not None else q.value,
                             q.high if q.high is not None or q.value is None or q.low is not None
                             else q.value, q.text)
        determiner = next((c for c in noun.children if c.dep_ == "det"), None)
        plural = noun.lower_ != syntax.lemma(noun) and noun.lower_.endswith("s")
        amount = next((c for c in noun.children if c.lower_ in {"several", "multiple", "many",
                                                                "some", "numerous"}), None)
        if amount is not None and plural:
            return Count(2, None, amount.text)
        if determiner is not None and determiner.lower_ in {"a", "an", "one", "another"} \
                and not plural:
            return Count(1, 1, determiner.text)
        if not plural and fallback is None and syntax.lemma(noun) in SURE_ARMS:
            fallback = Count(1, 1, noun.text)
        if plural and fallback is None:
            fallback = Count(2, None, noun.text)
    return fallback


def measures(
    doc: Doc, sents: Sequence[Span], kind: str
) -> tuple[Measure, ...]:
    """Distances, altitudes (km) or flight times (s) in the sentences, each with its giver."""
    found: list[Measure] = []
    for sent in sents:
        for q in doc._.quantities or ():
            if q.start is None or q.end is None or q.start < sent.start_char \
                    or q.end > sent.end_char or not _fits(doc, q, kind):
                continue
            head = syntax.head_of(doc, q.start, q.end)
            measure = Measure(q.value, q.low, q.high, _giver(doc, head), q.start, q.end)
            if not any((m.value, m.by) == (measure.value, measure.by) for m in found):
                found.append(measure)
    return tuple(found)


def _fits(doc: Doc, q: Quantity, kind: str) -> bool:
    assert q.start is not None
    assert q.end is not None
    high = q.kind == "altitude" or (q.kind == "distance" and _ALTITUDE.search(
        doc.text[max(0, q.start - 30):q.start] + doc.text[q.end:q.end + 10]) is not None)
    if kind == "altitude":
        return high
    if kind == "duration":
        return q.kind == "duration" and re.search(
            r"\b(?:flew|flight|flying|airborne|for)\b", doc.text[max(0, q.start - 40):q.start]
        ) is not None and (q.value or 0) < 7200
    return (
        q.kind == "distance" and not high and (q.value or 0) >= 5
        and _BEARING.match(doc.text[q.end:q.end + 30]) is None
    )


def _giver(doc: Doc, head: Token | None) -> str | None:
    if head is None:
        return None
    said = attribution.chain(doc, head.i)
    return said[-1].name if said else None


def places(mentions: Sequence[Mention], parties: Parties) -> tuple[Place, ...]:
    """Toponyms under the mentions, the role taken from the prepositions on the way up."""
    found: dict[tuple[str, str], Place] = {}
    for mention in mentions:
        root = mention.token
        left, right = syntax.subtree_span(root, drop=frozenset({"parataxis", "conj"}))
        for node in root.doc[left:right]:
            place = parties.place(node)
            if place is None or place.precision == "country":
                continue
            role = _role(node, root)
            if role is not None:
                found.setdefault((place.name, role), dataclasses.replace(place, role=role))
    named = {name for name, role in found if role != "at"}
    return tuple(p for (name, role), p in found.items() if role != "at" or name not in named)


def _role(node: Token, root: Token) -> str | None:
    """"origin", "toward" or "at"; None where the way up leads through another deed."""
    role = "at"
    for up in syntax.path(node):
        if up == root:
            break
        case = syntax.case_of(up)
        if case in {"from", "off from", "out of"}:
            return "origin"
        if case in TOWARD or case.endswith("direction of"):
            role = "toward"
        if up != node and up.pos_ == "VERB" and syntax.lemma(up) not in {
            "fly", "travel", "land", "fall", "splash", "come", "head", "go", "launch", "fire",
        }:
            return None
    return role


def harm(texts: Iterable[str]) -> tuple[str | None, str | None]:
    """(casualties, damage): "none" where the sentences rule them out."""
    casualties = damage = None
    for text in texts:
        for found in _NO_HARM.finditer(text):
            words = " ".join(filter(None, found.groups())).lower()
            if re.search(r"injur|casual|death|harm", words):
                casualties = casualties or "none"
            if "damage" in words:
                damage = damage or "none"
        if _NOBODY.search(text):
            casualties = casualties or "none"
    return casualties, damage


def speaks_of_harm(text: str) -> bool:
    return _NO_HARM.search(text) is not None or _NOBODY.search(text) is not None


def outside_eez(texts: Iterable[str]) -> bool | None:
    for text in texts:
        if _EEZ.search(text):
            return _OUTSIDE.search(text) is not None
    return None


def speaks_of_eez(text: str) -> bool:
    return _EEZ.search(text) is not None


def platform(texts: Iterable[str]) -> str | None:
    return _first(PLATFORMS, texts)


def outcome(texts: Iterable[str]) -> str | None:
    return _first(_OUTCOMES, texts)


def _first(table: Sequence[tuple[str, re.Pattern[str]]], texts: Iterable[str]) -> str | None:
    for text in texts:
        for name, pattern in table:
            if pattern.search(text):
                return name
    return None
