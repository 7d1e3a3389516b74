"""A launch's flight: when and where from, how far, how high, how long, and where it came down.

Quantities, places and times are taken from the clauses that tell of firing, detecting or flying;
what hangs on another verb ("visited Seoul on Monday") is not the launch's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.launch_mention import HYPOTHETICAL
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.extract.syntax import base
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Measure, Quantity
from brinkwatch.read.annotations import text_of

_HEIGHT = re.compile(
    r"\b(?:altitudes?|apogees?|heights?|high|higher than|peak\w*|up to space)\b|"
    r"\b(?:ris(?:e|es|en|ing)|rose|climb\w*|soar\w*|ascend\w*)\s+(?:\w+ )?"
    r"(?:to|up|past|above|beyond|over)\b",
    re.IGNORECASE)
_RANGE = re.compile(r"\b(?:with|has|have|had|having|of|its|maximum|max\.?|estimated|potential|"
                    r"operational) (?:an? |the )?(?:\w+ )?range\b|\branging\b|"
                    r"\bcapable\b|\bcan\b|\bcould\b|\brange of\b[^.]{0,20}$|\bwithin range\b",
                    re.IGNORECASE)
_CAPABLE = re.compile(r"\b(?:capable of|able to|designed to)\b[^,.;]{0,50}$", re.IGNORECASE)
_OFFSET = re.compile(
    r"\s*(?:to the |due )?(?:(?:north|south|east|west)[\w-]*|"
    r"off(?= (?:the|its|[A-Z]))|away from|outside|inland|"
    r"short of)(?: of\b| from\b| the\b|\s|$)|\s*(?:away )?from (?:the |its |\w+'s )?"
    r"(?:\w+ ){0,2}(?:coast|shore|border|capital|mainland|island|base)", re.IGNORECASE)
_COMPASS_ONLY = re.compile(r"\s*(?:to the |due )?(?:north|south|east|west)\w*(?! of)\b",
                           re.IGNORECASE)
_FLOWN = re.compile(
    r"\b(?:flew|flight|flying|fly|flown|airborne|air|aloft|travel\w*|stayed|remained|duration|orbits?|"
    r"trajector\w+|course|for|lasted|after)\b", re.IGNORECASE)
_FLIGHT_TIME = re.compile(r"\bflight (?:time|duration)|\btime of flight|\bin the air\b",
                          re.IGNORECASE)
_AFTER = re.compile(r"\bafter (?:about |some |roughly |just |only )?$")
_SINCE = (r"\s*after (?:lift|launch|being (?:fired|launched)|firing|take-?off|it was|they were|"
          r"blast)")
_DOWN = re.compile(r"\b(?:fell|fall\w*|land\w*|splash\w*|came down|crash\w*|hit|struck)\b",
                   re.IGNORECASE)
_LABEL = re.compile(
    r"\s*(?:the |their |its )?(?:max\w*\.? )?(?:apogees?|altitudes?|heights?|ranges?|distances?|"
    r"flight (?:times?|durations?)|times? of flight)(?:\s*[:=–-]| (?:flown |covered )?"
    r"(?:was|were|ranged|varied|of|is)\b)", re.IGNORECASE)
LONGEST = 60_000
"""Seconds that a flight may take: cruise missiles have circled for half a day."""


def verb_of(token: Token) -> Token:
    """The verb or name of a deed whose clause a word stands in."""
    words = launch_words()
    for up in syntax.path(token):
        if up.i == token.i:
            continue
        if up.pos_ in {"VERB", "AUX"} or (up.pos_ == "NOUN" and syntax.lemma(up) in words.nouns):
            return up
    return token.sent.root


def tells(verb: Token) -> str | None:
    """"launch", "detect", "flight" or "landing" by what a verb tells; None for other verbs."""
    words = launch_words()
    lemma = syntax.lemma(verb)
    if lemma in words.plain | words.aimed | words.nouns | words.departs:
        return "launch"
    if lemma in words.detect:
        return "detect"
    if lemma in words.landing or (lemma == "come" and "down" in syntax.particles(verb)):
        return "landing"
    return "flight" if lemma in words.flight else None


def measures(sents: Sequence[Span], parties: Parties, kind: str) -> tuple[Measure, ...]:
    """Distances, altitudes (km) or flight times (s) of this launch, each with its giver."""
    found: list[Measure] = []
    doc = parties.doc
    for sent in sents:
        for q in doc._.quantities or ():
            if q.start is None or q.end is None or q.start < sent.start_char \
                    or q.end > sent.end_char or not _fits(doc, sent, q, kind):
                continue
            head = syntax.head_of(doc, q.start, q.end)
            if head is None or _supposed(head):
                continue
            measure = Measure(q.value, q.low, q.high, _giver(doc, head, parties), q.start, q.end)
            if not any((m.value, m.low, m.high, m.by) ==
                       (measure.value, measure.low, measure.high, measure.by) for m in found):
                found.append(measure)
    return tuple(found)


def _supposed(head: Token) -> bool:
    """Whether the clause tells what might be ("would have flown farther")."""
    verb = verb_of(head)
    return verb.pos_ == "VERB" and certainty.of(head.doc, verb.i) in HYPOTHETICAL - {"denied"}


def figures(doc: Doc, sent: Span) -> bool:
    """Whether a sentence gives somebody's figure for a flight and names nothing ("Japan's ministry
    says 450 km")."""
    if _LABEL.match(sent.text):
        return True
    if _FLIGHT_TIME.search(sent.text) and any(
            t.lower_ in {"this", "that", "it"} and t.dep_ in syntax.SUBJECTS for t in sent):
        return True
    return any(
        q.kind in {"distance", "altitude"} and q.start is not None and q.end is not None
        and sent.start_char <= q.start < sent.end_char
        and (head := syntax.head_of(doc, q.start, q.end)) is not None
        and any(syntax.lemma(up) in launch_words().measure for up in syntax.path(head))
        and any(_fits(doc, sent, q, kind) for kind in ("distance", "altitude"))
        for q in doc._.quantities or ()
    )


def _fits(doc: Doc, sent: Span, q: Quantity, kind: str) -> bool:
    assert q.start is not None
    assert q.end is not None
    head = syntax.head_of(doc, q.start, q.end)
    verb = verb_of(head) if head is not None else None
    first = max(sent.start_char, q.start - 45)
    if verb is not None and first < verb.idx < q.start:
        first = verb.idx
    before = text_of(doc)[first:q.start]
    after = text_of(doc)[q.end:min(sent.end_char, q.end + 40)]
    near = re.split(r"[,;]", before)[-1]
    if kind == "duration":
        wide = text_of(doc)[max(sent.start_char, q.start - 80):q.start]
        return q.kind == "duration" and (q.value or q.high or 0) < LONGEST \
            and _in_flight(verb, wide, near, after)
    if q.kind not in {"distance", "altitude", "length"}:
        return False
    high = q.kind == "altitude" or _HEIGHT.search(near) is not None \
        or re.match(r"\s*(?:high\b|in (?:altitude|height)|orbit\b)", after) is not None \
        or _as_before(doc, sent, q, verb)
    if kind == "altitude":
        return high and q.kind != "length"
    if high or q.kind == "length" or (q.value or q.low or q.high or 0) < 5:
        return False
    wide = text_of(doc)[max(sent.start_char, q.start - 60):q.start]
    if _RANGE.search(near) is not None or _CAPABLE.search(re.split(r"[;:]", wide)[-1]) is not None:
        return False
    told = tells(verb) if verb is not None else None
    if _OFFSET.match(after) and not (told != "landing" and _COMPASS_ONLY.match(after)):
        return False
    if re.search(r"\b(?:miss(?:ed|ing)?|erred|off)\b[^,;]{0,15}\bby\b", near):
        return False
    return re.search(r"\b(?:buffer|zone|wide|diameter|radius|speed)\b", near) is None


def _in_flight(verb: Token | None, wide: str, near: str, after: str) -> bool:
    """Whether a duration is that of the flight, by what stands before it (near, wide) and after."""
    ends = verb is not None and (tells(verb) == "landing" or syntax.lemma(verb) in {"hit", "strike"}
                                 or (syntax.lemma(verb) == "come" and "down" in near))
    if (ends and _AFTER.search(near)) or (re.match(_SINCE, after) and _DOWN.search(wide)):
        return True
    if re.match(r"[\s-]*(?:after|before|later|earlier|apart|interval|ago)", after) \
            or re.search(r"\b(?:after|before)\s*(?:just |only |about )?$", near):
        return False
    flies = verb is not None and tells(verb) == "flight"
    return (_FLOWN.search(near) is not None or _FLIGHT_TIME.search(wide) is not None
            or (flies and re.search(r"\bin (?:about |some |roughly |just )?$", near) is not None)
            or re.match(r"\s*(?:of )?(?:in the air|flight|aloft|airborne)", after) is not None)


def _as_before(doc: Doc, sent: Span, q: Quantity, verb: Token | None) -> bool:
    """"It soared past 7,000 km; Japan measured 7,687 km": another's figure for the same height."""
    if verb is None or syntax.lemma(verb) not in launch_words().measure or q.start is None:
        return False
    last = next((o for o in reversed(doc._.quantities or ())
                 if o.start is not None and sent.start_char <= o.start < (q.start or 0)
                 and o.kind in {"distance", "altitude"}), None)
    if last is None or last.start is None:
        return False
    before = text_of(doc)[max(sent.start_char, last.start - 45):last.start]
    return last.kind == "altitude" or _HEIGHT.search(re.split(r"[,;]", before)[-1]) is not None


def _giver(doc: Doc, head: Token, parties: Parties) -> str | None:
    """Who gave a figure: the innermost voice of its clause, else who "put" it so, else whom an
    "according to" of its sentence names."""
    said = attribution.chain(doc, head.i)
    if said:
        return said[-1].name
    verb = next((c for c in head.children if base(c) == "acl"
                 and syntax.lemma(c) in launch_words().measure), verb_of(head))
    doer = syntax.agent(verb) if syntax.lemma(verb) in launch_words().measure else None
    if doer is not None and usable(giver := parties.of(doer)) and giver is not None:
        return giver.name
    for token in head.sent:
        if token.lower_ == "according" and token.i + 1 < len(doc):
            source = next((t for t in syntax.path(token) if t.pos_ in {"NOUN", "PROPN"}), None)
            giver = parties.of(source) if source is not None else None
            if usable(giver) and giver is not None:
                return giver.name
    return None
