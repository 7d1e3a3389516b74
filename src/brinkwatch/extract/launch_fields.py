"""What was launched, how many, from what, and how it went: read out of its mentions' words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from brinkwatch.extract import launch_arms, syntax
from brinkwatch.extract.launch_mention import Mention, plural, points_back
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Count, Quantity, Weapon
from brinkwatch.read.annotations import text_of

_NO_HARM = re.compile(
    r"\b(?:no|without|nor any|neither)\b[^.;]{0,60}?\b(injur\w*|casualt\w*|damage|deaths?|harm)"
    r"(?:[^.;]{0,40}?\b(?:or|and|nor)\b[^.;]{0,20}?\b(injur\w*|casualt\w*|damage|deaths?))?",
    re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:no one|nobody)\b[^.;]{0,30}\b(?:hurt|injured|harmed|killed)",
                     re.IGNORECASE)
_HURTS = frozenset({"kill", "injure", "wound", "hurt"})
_BREAKS = frozenset({"damage", "destroy", "wreck"})
_FALLING = frozenset({"debris", "fragment", "wreckage", "part", "piece", "booster", "explosion",
                      "blast"})
_ZONE = re.compile(r"exclusive economic zone|\bEEZ\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:outside|short of|not (?:reach|enter|fall)\w*|clear of|beyond|none|"
    r"n.t (?:reach|enter|fall))\b", re.IGNORECASE)
_LIKE = re.compile(
    r"\b(?:similar to|variant of|based on|modell?ed on|successor|unlike|compared)\b", re.IGNORECASE)
_UNTIL = 60
"""Characters before a class, and 40 after it, within which a hedge speaks of it."""


def weapon(mentions: Sequence[Mention], sents: Sequence[Span]) -> Weapon:
    """Kind, range class and system: what the phrases of the mentions say first, then their
    sentences. A class is as sure as the words around it are."""
    words = launch_words()
    near = [phrase(m) for m in mentions]
    texts = [s.text for s in sents]
    kind = _kind([t for t in near if t]) or _kind(texts, sure=True) or "unknown"
    klass, sure = None, None
    for text in (*(t for t in near if t), *texts):
        for name, pattern in words.classes:
            found = pattern.search(text)
            if klass is None and found is not None:
                klass = name
        if klass is not None:
            break
    if klass is not None:
        pattern = next(p for n, p in words.classes if n == klass)
        sure = _sureness(texts, pattern)
    system = next((s for m in mentions for s in _systems(m)), None)
    if system is None:
        system = next((s for sent in sents for _, _, s in launch_arms.systems_in(
            sent.root, sent.start_char, sent.end_char) if not _likened(sent)), None)
    if system is not None and kind == "unknown":
        kind = system.kind
    return Weapon(kind, klass, sure, system.name if system else None)


def kind_of(mention: Mention) -> str:
    """The kind the mention's own phrase names, "unknown" when none."""
    named = next((s.kind for s in _systems(mention)), None)
    return named or _kind([phrase(mention)]) or "unknown"


def class_of(mention: Mention) -> str | None:
    text = phrase(mention)
    return next((n for n, p in launch_words().classes if p.search(text)), None)


def system_of(mention: Mention) -> str | None:
    return next((s.name for s in _systems(mention)), None)


def _kind(texts: Iterable[str], sure: bool = False) -> str | None:
    words = launch_words()
    for text in texts:
        for name, pattern in words.kinds:
            found = pattern.search(text)
            if found is not None and not (
                sure and words.only_possible.search(text[max(0, found.start() - 40):found.start()])
            ):
                return name
    return None


def _sureness(texts: Sequence[str], pattern: re.Pattern[str]) -> str:
    words = launch_words()
    best = "possible"
    for text in texts:
        for found in pattern.finditer(text):
            around = text[max(0, found.start() - _UNTIL):found.end() + 40]
            if words.unsure.search(around) is None:
                return "asserted"
            if words.only_possible.search(around) is None:
                best = "suspected"
    return best


def _systems(mention: Mention) -> list[launch_arms.System]:
    noun = mention.arms or mention.token
    found = [s for node in (noun, *mention.also)
             for _, _, s in launch_arms.systems_in(node, *_stretch(node, mention))]
    return found


def _likened(sent: Span) -> bool:
    """Whether the sentence only likens the weapon to the system, or tells of another launch."""
    return _LIKE.search(sent.text) is not None


def phrase(mention: Mention) -> str:
    """The words of the mention's own phrase."""
    noun = mention.arms or mention.token
    return " ".join(text_of(noun.doc)[slice(*_stretch(node, mention))]
                    for node in (noun, *mention.also))


def _stretch(noun: Token, mention: Mention) -> tuple[int, int]:
    start, end = syntax.phrase(noun)
    for child in noun.children:
        if syntax.base(child) in {"appos", "parataxis"} and child.i > noun.i \
                and child.pos_ in syntax.NOMINAL | {"X", "ADJ"}:
            left, right = syntax.phrase(child)
            start, end = min(start, left), max(end, right)
    if syntax.base(noun) in {"compound", "amod", "nmod"} and mention.token.pos_ != "VERB":
        left, right = syntax.phrase(mention.token)
        start, end = min(start, left), max(end, right)
    return start, end


def count(mentions: Iterable[Mention]) -> Count | None:
    """How many, by the first mention that says; "the missile" says one when nothing else does."""
    fallback = None
    for mention in mentions:
        noun = mention.arms
        if noun is None or (syntax.base(noun) == "compound" and not _bare(noun)) \
                or _is_kit(noun):
            continue
        found = _counted(noun, mention)
        if found is not None:
            if not mention.back or fallback is None:
                return found
            continue
        if syntax.base(noun) == "compound":
            continue
        fallback = fallback or (
            Count(2, None, noun.text) if plural(noun) else Count(1, 1, noun.text))
    return fallback


def _bare(noun: Token) -> bool:
    """A compound that the reader hung on the word after it by mistake ("missiles (SRBMs)")."""
    return plural(noun)


def _is_kit(noun: Token) -> bool:
    """A system or launcher fires any number."""
    return launch_arms.singular(noun) in {"system", "launcher", "type", "version", "variant"}


def _counted(noun: Token, mention: Mention) -> Count | None:
    start, end = syntax.phrase(noun)
    holder = noun
    while syntax.base(holder) in {"nmod", "appos"} and syntax.lemma(holder.head) in \
            launch_words().collections | {"what"} and holder.head.i < holder.i:
        holder = holder.head
    if holder != noun:
        start = min(start, syntax.phrase(holder)[0])
    elif noun.i and syntax.base(noun) in {"obj", "obl", "nsubj"}:
        start = min([start, *(c.idx for c in noun.children if c.i < noun.i)])
    amounts = [q for q in noun.doc._.quantities or ()
               if q.kind == "count" and q.start is not None and q.end is not None
               and q.start < end and q.end > start
               and not _of_parts(noun, q)]
    total = [bounds(q) for q in amounts]
    for other in mention.also:
        more = _counted(other, Mention(other, other, False))
        if more is not None:
            total.append((more.low, more.high, more.text))
    if total and len(amounts) == 1:
        low, high, text = total[0]
        for more_low, more_high, more_text in total[1:]:
            low = None if low is None or more_low is None else low + more_low
            high = None if high is None or more_high is None else high + more_high
            text = f"{text} … {more_text}"
        return Count(low, high, text)
    if total:
        return Count(*total[0])
    beside = {c.lower_: c for node in {holder, noun} for c in node.children
              if c.i < node.i}
    many = next((beside[w] for w in ("several", "multiple", "many", "some", "numerous",
                                     "various") if w in beside), None)
    if plural(noun) or holder != noun:
        if syntax.lemma(holder) in {"pair", "couple"}:
            return Count(2, 2, holder.text)
        if syntax.lemma(holder) == "trio":
            return Count(3, 3, holder.text)
        if plural(noun) and (many is not None or holder != noun):
            return Count(2, None, (many or holder).text)
    one = next((beside[w] for w in ("a", "an", "one", "another", "single") if w in beside), None)
    if one is not None and not plural(noun):
        return Count(1, 1, one.text)
    if plural(noun) and not mention.back and not points_back(noun):
        return Count(2, None, noun.text)
    return None


def _of_parts(noun: Token, q: Quantity) -> bool:
    """"two-stage missile", "600mm rockets": a number inside a compound counts no missiles."""
    assert q.start is not None
    assert q.end is not None
    if any(s <= q.start < e for s, e, _ in launch_arms.systems_in(noun, *syntax.phrase(noun))):
        return True
    return text_of(noun.doc)[q.end:q.end + 1] == "-" or (
        q.noun is not None and q.noun not in {syntax.lemma(noun), launch_arms.singular(noun)}
        and q.noun in {"stage", "round", "day", "year", "time", "warhead", "engine", "ton"})


def bounds(q: Quantity) -> tuple[float | None, float | None, str]:
    if q.low is None and q.high is None:
        return q.value, q.value, q.text
    return q.low, q.high, q.text


def harm(texts: Iterable[str]) -> tuple[int | str | None, int | str | None]:
    """(casualties, damage): "none" where the sentences rule them out, a number or "reported" where
    they tell of them."""
    casualties: int | str | None = None
    damage: int | str | None = None
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


def done(sents: Iterable[Span]) -> tuple[int | str | None, str | None]:
    """(casualties, damage) that the sentences say the weapon did, a number or "reported"."""
    casualties: int | str | None = None
    damage: str | None = None
    for token in (t for sent in sents for t in sent if t.pos_ == "VERB"):
        lemma = syntax.lemma(token)
        if lemma not in _HURTS | _BREAKS:
            continue
        doer, hit = syntax.agent(token), syntax.patient(token)
        if doer is None or hit is None or syntax.is_negated(token) or not (
                launch_arms.is_arms(doer) or syntax.lemma(doer) in _FALLING):
            continue
        if lemma in _BREAKS:
            damage = "reported"
            continue
        start, end = syntax.phrase(hit)
        found = next((q for q in token.doc._.quantities or () if q.kind == "count"
                      and q.start is not None and start <= q.start < end), None)
        exact = found is not None and found.value is not None
        casualties = int(found.value) if exact and found and found.value else "reported"
    return casualties, damage


def speaks_of_harm(text: str) -> bool:
    return _NO_HARM.search(text) is not None or _NOBODY.search(text) is not None


def outside_eez(texts: Iterable[str]) -> bool | None:
    """Whether it fell outside an exclusive economic zone, where the sentences say."""
    for text in texts:
        if _ZONE.search(text):
            return _OUTSIDE.search(text) is not None
    return None


def speaks_of_eez(text: str) -> bool:
    return _ZONE.search(text) is not None


def platform(texts: Iterable[str]) -> str | None:
    for text in texts:
        for name, pattern in launch_words().platforms:
            if pattern.search(text):
                return name
    return None


def outcome(mentions: Sequence[Mention], sents: Sequence[Span]) -> str | None:
    """How it went, the first sentence that tells deciding, a failure before a success."""
    words = launch_words()
    if any(m.tried == "fail" for m in mentions):
        return "failure"
    for name, pattern in words.outcomes:
        for sent in sents:
            for found in pattern.finditer(sent.text):
                before = sent.text[max(0, found.start() - 30):found.start()]
                before = before.rsplit(". ", 1)[-1].rsplit(",", 1)[-1]
                if words.not_so.search(before) is None:
                    return name
    return None
