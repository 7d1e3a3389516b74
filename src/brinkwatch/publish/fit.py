"""Fit to print: what an editor would strike, found by form alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from brinkwatch.knowledge.prose import forms, looks_verbal, may_be_finite, prose
from brinkwatch.publish.same import countries_in, words

SHORTEST, LONGEST = 4, 45
REPEATED = 7
"""So many words in a row that another sentence already has are a repetition."""
PRONOUN_START = re.compile(r"^(?:He|She|They|This|That|These|Those|We|I|You|His|Her|Their)\b")
CONJUNCTION = re.compile(
    r"^(?:And|But|Or|Nor|So|Because|Although|Which|Who|Whose|That|While|As|If)\b"
)
DEICTIC = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|last night|this (?:morning|afternoon|evening|week|"
    r"weekend|month)|last (?:week|month|January|February|March|April|May|June|July|August|"
    r"September|October|"
    r"November|December|spring|summer|autumn|winter|weekend)|next month|later on [A-Z][a-z]+day|"
    r"(?:later |earlier )?(?:the )?(?:same|next|previous|following) day|"
    r"that (?:same )?(?:day|night|week|month|date)|"
    r"the day (?:before|after)|earlier this|later this|so far|currently|right now|here)\b",
    re.I,
)
FIRST_PERSON = re.compile(r"\b(?:I|we|us|our|ours|my|mine|me|you|your)\b", re.I)
ODD = re.compile(
    r"[<>{}|\\^~_=@#*]|https?:|\bunknown\b|\bNone\b|\bnull\b|\.\.|,,|\s[,.;:]|\(\s*\)|\?\?|[\ufffd]"
)
OTHER_SCRIPT = re.compile(
    "[\u0400-\u04ff\u0590-\u06ff\u0900-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
"""Letters of scripts that an English page does not carry."""
HEADLINE = re.compile(
    r"\b(?:BREAKING|UPDATE \d|CORRECTION|EXCLUSIVE|Photo|File photo|Read more|Wikinews|WN)\b"
)
HANGING = re.compile(
    r"\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|which|who|whose|as|than|its|"
    r"their|his|her|into|towards|between|after|before|since|because|when|while|where|is|was|were|"
    r"are|be|been|has|had|have|about|per|over|under|against|said|including|not|shortly|just|only|early|late|both|either|even|nearly|what|how)[.?!]?$",
    re.I,
)
DOUBLED = re.compile(r"\b(\w+)\s+\1\b", re.I)
DOUBLES_ALLOWED = {"had", "that"}
TWO_SAYINGS = re.compile(
    r"\b(said|told|reported|according to)\b.*\b(said|according to)\b.*\b(said|according to)\b"
)


TWICE_SAID = re.compile(
    r", [^,]+ (?:said|reported|announced), [^,]+ (?:said|reported)\.?$|"
    r"\baccording to [^,]+, [^,]+ (?:said|reported)\.?$"
)
NO_SUBJECT = re.compile(
    r"\b(?:said|claimed|argued|insisted|announced|denied)(?: that)? "
    r"(?:was|were|is|are|has|had|have)\b|"
    r"\b(?:killed|attacked|arrested|struck|condemned|accused) of\b(?! being)"
)
"""A verb of saying on which another verb follows at once; a deed done "of" somebody."""
NOTHING_SAID = re.compile(
    r"\b(?:declined|refused) to (?:comment|elaborate|give details)|\bhad no (?:immediate )?comment|"
    r"\bdid not (?:immediately )?(?:respond|reply|comment)"
)
SELF_NAMED = re.compile(r"\b([A-Z][\w’-]+ [A-Z][\w’-]+) (?:said|announced)(?: that)? \1\b")
DATELINE = re.compile(
    r"\b[A-Z]{4,}(?:, [A-Z][a-z]+\.? \d{1,2})?(?: \([^)]*\))? ?[—–] ?[A-Z]|\s[—–]\s[A-Z]"
)
"""Where a report was filed, carried into its first sentence ("MOSCOW — Russia respects")."""


def data_of(name: str) -> frozenset[str]:
    """A list of `prose.yaml` as a set."""
    return frozenset(prose()[name])


def outside_quotes(text: str) -> str:
    """The sentence without what stands between quotation marks."""
    return re.sub(r"“[^”]*”", "“”", text)


def faults(text: str, *, quote: bool = False) -> list[str]:
    """Why a sentence should not be printed; an empty list when it may."""
    out: list[str] = []
    plain = outside_quotes(text)
    count = len(re.findall(r"[\w’'.-]+", text))
    if text.count("“") != text.count("”"):
        out.append("quotation marks do not match")
    if text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        out.append("brackets do not match")
    if not SHORTEST <= count <= (60 if quote else LONGEST):
        out.append(f"{count} words")
    if not re.match(r"[A-Z0-9“]", text):
        out.append("no capital")
    if not re.search(r"[.!?]”?$", text):
        out.append("no stop")
    if re.search(
        r"[.!?]\s+[A-Z]",
        re.sub(r"\b(?:[A-Z]|St|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Sen|Rep|Gov|Jr|Sr|No|Mt)\.", "", plain),
    ):
        out.append("two sentences")
    tokens = re.findall(r"[A-Za-z’']+", plain)
    if not any(may_be_finite(w) for w in tokens):
        out.append("no finite verb")
    doubled = DOUBLED.search(plain)
    if doubled and doubled.group(1).lower() not in DOUBLES_ALLOWED:
        out.append(f"doubled word {doubled.group(1)!r}")
    if CONJUNCTION.match(text) or PRONOUN_START.match(text):
        out.append("opens on a conjunction or a pronoun")
    if ODD.search(plain):
        out.append("stray characters or an empty value")
    if OTHER_SCRIPT.search(text):
        out.append("another script")
    if HEADLINE.search(plain):
        out.append("headline or notice matter")
    if DEICTIC.search(plain):
        out.append("a day that depends on the reader's")
    if FIRST_PERSON.search(re.sub(r"\b(?:US|U\.S\.)", "", plain)):
        out.append("first or second person outside a quotation")
    bare = re.sub(r"”?[.!?]?”?$", "", plain)
    if re.search(r"\ban? (?:US|UK|UN)$", bare):
        out.append("breaks off")
    if HANGING.search(bare) and not re.search(r"\b(?:[A-Z][\w’]+ \w+ said|said)$", bare):
        out.append("breaks off")
    if TWO_SAYINGS.search(plain):
        out.append("three layers of saying")
    if TWICE_SAID.search(plain):
        out.append("attributed twice")
    if NO_SUBJECT.search(plain):
        out.append("a clause without its subject")
    if re.search(r"[’'](?:s)? (?:that|which|who)\b", plain):
        out.append("a noun left out")
    if NOTHING_SAID.search(plain):
        out.append("says that nothing was said")
    if SELF_NAMED.search(plain):
        out.append("the speaker named again in what is said")
    last = re.search(r"\bto ([a-z]+)\.$", plain)
    if last and looks_verbal(last[1]) and last[1] not in (
        data_of("needs_no_object") | data_of("after_to")
    ):
        out.append("an object cut off")
    if DATELINE.search(plain):
        out.append("a dateline")
    if re.search(r"\bthat [^,]+, (?:has|have|had|was|were|is|are) [^,]+$", plain):
        out.append("a clause without its subject")
    if re.search(r"(?i)(?:\b(?:the|an?)|’s) (?:his|her|its|their|our|the|an?)\b", plain):
        out.append("two articles")
    low = plain.lower()
    data = prose()
    if any(w in low for w in data["confidence"]) and any(
        re.search(rf"\b{re.escape(w)}\b", low) for w in data["likelihood"]
    ):
        out.append("confidence and likelihood in one sentence")
    return out


def grams(text: str, n: int = REPEATED) -> set[tuple[str, ...]]:
    """Runs of `n` words, for telling repetition."""
    found = re.findall(r"[a-z0-9]+", text.lower().replace("’", ""))
    return {tuple(found[i : i + n]) for i in range(len(found) - n + 1)}


COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "that",
        "which",
        "who",
        "as",
        "than",
        "its",
        "their",
        "his",
        "her",
        "it",
        "he",
        "she",
        "they",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "has",
        "had",
        "have",
        "said",
        "about",
        "not",
        "no",
        "after",
        "before",
        "over",
        "would",
        "will",
        "could",
        "may",
        "also",
        "this",
        "these",
        "into",
        "against",
    ]
)


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """Content words cut to a stem of six letters, states by their code, deeds of one kind as one:
    for telling what a sentence is about."""
    run = words(text)
    out: list[str] = []
    at = 0
    for start, end, iso in countries_in(run):
        out.extend(run[at:start])
        out.append(f"={iso}")
        at = end
    out.extend(run[at:])
    alike = _alike()
    return frozenset(alike.get(w[:6], w[:6]) for w in out if w not in COMMON)


@cache
def _alike() -> dict[str, str]:
    """Stem of a verb to the stem that stands for it and its like ("urge" and "call": "ask")."""
    return {
        form[:6]: group[0][:6]
        for group in prose()["same_deed"]
        for lemma in group
        for form in forms(lemma)
    }


def repeats(text: str, before: Iterable[str]) -> bool:
    """Whether a sentence says again what one of those before it says."""
    own, mine = grams(text), content(core(text))
    days = set(DAY.findall(text))
    clock = set(CLOCK.findall(text))
    for other in before:
        theirs_days = set(DAY.findall(other))
        if days and theirs_days and not days & theirs_days:
            continue
        if own & grams(other):
            return True
        if clock and clock & set(CLOCK.findall(other)) and len(mine & content(other)) >= 1:
            return True
        theirs = content(core(other))
        if {w for w in mine if w[0] == "="} - {w for w in theirs if w[0] == "="}:
            continue  # it brings in another state
        if len(mine & theirs) >= 3 and len(mine & theirs) / len(mine) >= 0.75:
            return True
    return False


CLOCK = re.compile(r"\b(\d{1,2})[:.](\d\d)(?=\s?[ap]m|\b(?!\s?%))")
DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b"
)
"""Sentences about different days are no repetition of each other."""


def core(text: str) -> str:
    """A sentence without its attribution."""
    text = re.sub(r",\s+[^,]+ (?:said|reported)\.$", "", text)
    text = re.sub(
        r"^[^“,]{2,90}? (?:said|warned|announced|"
        r"believed?)(?: on [^,]{4,24})?(?: that)? (?=\S+ \S+ \S+)",
        "",
        text,
    )
    return re.sub(r"\bon (?:\w+day, )?\d{1,2} [A-Z][a-z]+", "", text)


def fit_to_print(text: str, *, quote: bool = False) -> bool:
    """Whether an editor would let the sentence stand, by form."""
    return not faults(text, quote=quote)
