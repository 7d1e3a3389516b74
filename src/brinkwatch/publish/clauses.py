"""A clause of running text, found around its verb without a parser.

The publish stage has the stored words and a claim's fields, not the tree; it carries over only
the short stretch from a verb to the end of its clause, and drops what it cannot cut cleanly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brinkwatch.knowledge.ontology import lexicon
from brinkwatch.knowledge.prose import forms, gerund, looks_verbal, participle, past, third
from brinkwatch.knowledge.speech import speech_words

MOST = 22
"""Words carried over at most."""
END = re.compile(
    r"(?<=[.!?]”)(?=\s|$)|[.!?;](?=\s|$)|(?<=”)\s+and\s+(?:the|an?|its|his|her|their|[A-Z])|\swhile\s+[A-Z]|\s[–—]\s|—|:\s|\n|,\s+(?:which|who|whose|where|when|while|whereas|but|although|though|as|"
    r"according to|adding|saying|citing|noting|warning|and (?:he|she|it|they|said|added|that)|"
    r"(?:the |an? )?(?:[\w’'-]+\s){0,7}(?:said|says|told|reported|added|announced|wrote|"
    r"tweeted))\b|"
    r",\s+(?:[A-Z][\w’'.-]+\s){1,4}(?:said|says|told|reported|added|announced|wrote)\b|"
    r"\s(?:but|although|though|whereas|according to|after which|as well as that|"
    r"despite the fact)\s|(?<=”)\s+(?:he|she|it|they|[A-Z])|"
    r",\s+(?:and|or|a|an|the)\s+(?!.*\b(?:and|or)\b)(?=[^,]*\b(?:was|were|had|has|is|said)\b)|"
    r"\s+and\s+(?=[a-z]+ed\s+(?:[A-Z]|the|an?|its|their|his|her|that|to|on|in|at|for|with|by|from)\b)|"
    r"\s+and\s+(?:that|said|added|was|were|has|had|also|then|later)\b|"
    r",\s+(?:[a-z]+ing)\b"
)
NEGATIVE = re.compile(
    r"(?:\bnot|n[’']t|\bnever|\bno longer|\bneither|\bfailed to|\brefused to|"
    r"\bwithout)\s*(?:\w+ly\s+)?$",
    re.I,
)
AUX = re.compile(
    r"(?P<aux>\b(?:has|have|had|having|was|were|is|are|been|being|be|am|will|would|may|might|could|can|"
    r"should|must|shall|to|did|does|do|get|got)(?:\s+(?:not|been|be|being|have|also|already|reportedly|"
    r"allegedly|later|then|first|recently|now|since|now|just|still|all|both|[a-z]+ly))*)\s+$",
    re.I,
)
LEADS = frozenset(
    [
        "plan",
        "agree",
        "threaten",
        "vow",
        "pledge",
        "promise",
        "decide",
        "refuse",
        "want",
        "seek",
        "intend",
        "expect",
        "order",
        "prepare",
        "propose",
        "offer",
        "demand",
        "try",
        "attempt",
        "manage",
        "begin",
        "start",
        "continue",
        "hope",
        "claim",
        "appear",
        "fail",
        "need",
        "ask",
        "urge",
        "call",
        "warn",
        "decline",
        "move",
        "force",
    ]
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb in a text and what follows it to the end of its clause."""

    start: int
    """Offset of the verb in the text it was found in."""
    verb: str
    """As written."""
    rest: str
    form: str
    """"past", "perfect", "present", "base", "future", "infinitive", "gerund", "passive"."""
    negated: bool
    lead: str = ""
    """"plans to", "threatened to": what governs an infinitive."""
    reported: bool = False
    adverb: str = ""


STOPS = re.compile(
    r"\b(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=\s+[A-Z])|(?:v|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Adm|Capt|Maj|Jr|Sr|Prof|"
    r"Mr|Mrs|Ms|Dr|St|Mt|No|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|vs|etc|[ap]\.m)\.)"
)


def unstopped(text: str) -> str:
    """The text without the full stops of abbreviations, so that a stop ends a sentence."""
    return STOPS.sub(lambda m: m.group().replace(".", ""), text)


def is_verb(lemma: str) -> bool:
    """Whether a lemma may be conjugated: not one that the ontology knows as a noun only, nor one
    that looks like a noun of action."""
    known, said = lexicon(), speech_words()
    if lemma in known.verbs or lemma in said.verbs:
        return True
    return lemma not in known.nouns and lemma not in said.nouns and looks_verbal(lemma)


def curly(text: str) -> str:
    """Straight quotation marks made typographic, one character for one."""
    text = re.sub(r"(^|[\s(\[—–-])\"", r"\1“", text).replace('"', "”")
    text = re.sub(r"(^|[\s(\[“—–-])'(?=\w)", r"\1‘", text)
    return text.replace("'", "’")


def whole(text: str) -> bool:
    """Whether a piece of evidence ends where its sentence ends."""
    return bool(re.search(r"[.!?…][\"”’')\]]*\s*$|[\"”’]\s*$", text))


def find_verb(text: str, lemma: str) -> Clause | None:
    """The first place where a verb stands, with its rest; None when it does not stand.

    Offsets are into `unstopped(text)`.
    """
    text = curly(unstopped(text))
    if not is_verb(lemma):
        return None
    wanted = forms(lemma)
    for match in re.finditer(r"[A-Za-z][A-Za-z’'-]*", text):
        word = match.group().lower()
        if word in wanted:
            clause = _at(text, match.start(), match.end(), lemma, word)
            if clause is not None:
                return clause
    return None


def _at(text: str, start: int, end: int, lemma: str, word: str) -> Clause | None:
    before = text[:start]
    prior = before[-60:]
    rest = text[end:]
    cut = END.search(rest)
    rest = trim(rest[: cut.start()] if cut else rest)
    auxiliary = AUX.search(prior)
    aux = auxiliary["aux"].lower().split() if auxiliary else []
    negated = bool(NEGATIVE.search(prior)) or "not" in aux
    adverb = next((w for w in ("reportedly", "allegedly") if w in aux), "")
    if not adverb:
        close = re.search(r"\b(reportedly|allegedly|apparently)\s+$", prior, re.I)
        adverb = close.group(1).lower() if close else ""
    lead = ""
    if not aux:
        if word == past(lemma) and word != lemma:
            form = "past"
        elif word == gerund(lemma):
            form = "gerund"
        elif word in (lemma, third(lemma)):
            form = (
                "past" if word == lemma == past(lemma) else "base" if word == lemma else "present"
            )
        else:
            return None
    elif any(
        w in ("will", "would", "shall", "may", "might", "could", "can", "should", "must")
        for w in aux
    ):
        modal = next(
            w
            for w in aux
            if w in ("will", "would", "shall", "may", "might", "could", "can", "should", "must")
        )
        form, lead = "future", modal
        if "be" in aux and word == participle(lemma):
            form = "passive"
    elif aux[-1] == "to" or aux[0] == "to":
        form = "infinitive"
        governor = re.search(r"([A-Za-z]+)\s+to\s*(?:\w+ly\s+)?$", prior)
        lead = governor.group(1) if governor else ""
    elif any(w in ("was", "were", "is", "are", "be", "been", "being", "got", "get") for w in aux):
        if word == participle(lemma):
            form = "passive"
            lead = next((w for w in aux if w in ("is", "are")), "")
        elif word == gerund(lemma):
            form = "progressive"
        else:
            return None
    elif aux[0] in ("has", "have", "had", "having"):
        form, lead = "perfect", aux[0]
    else:
        form = "past" if aux[0] in ("did",) else "present"
    if form == "gerund":
        rest = rest.split(",")[0]
    return Clause(start, text[start:end], rest, form, negated, lead, bool(adverb), adverb)


def trim(rest: str, most: int = MOST) -> str:
    """Shorten a clause's rest to `most` words at a comma or a later preposition, "" when it
    cannot be cut cleanly."""
    rest = re.sub(r"\s+", " ", rest).strip(" ,")
    rest = re.sub(r"[.,]”$", "”", rest)
    if rest.count("“") != rest.count("”") or rest.count('"') % 2:
        return ""
    if len(rest.split()) <= most:
        return rest
    words = rest.split()
    head = " ".join(words[:most])
    comma = head.rfind(",")
    if (
        comma > 0
        and len(head[:comma].split()) >= 5
        and head[:comma].count("“") == head[:comma].count("”")
    ):
        return head[:comma]
    for match in reversed(
        list(
            re.finditer(
                r"\s(?:after|before|during|amid|following|because|when|while|as part of|"
                r"in order to|so that)\s",
                head,
            )
        )
    ):
        if len(head[: match.start()].split()) >= 4:
            return head[: match.start()]
    return ""
