"""What was launched, how many, from what, and how it went: read out of its mentions' words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from brinkwatch.extract import launch_arms, syntax
from brinkwatch.extract.launch_mention import Mention, plural, points_back
from brinkwatch.knowledge import weapons
from brinkwatch.knowledge.countries import countries
from brinkwatch.knowledge.launching import launch_words
from brinkwatch.model import Actor, Count, Place, Quantity, Weapon
from brinkwatch.read.annotations import text_of

SHARED = frozenset({None, "YEM", "PSE", "LBN", "UKR", "SYR", "IRQ"})
"""Countries from whose land several parties fire."""
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


def platform(texts: Iterable[str]) -> str | None:
    for text in texts:
        for name, pattern in launch_words().platforms:
            if pattern.search(text):
                return name
    return None


def _failed(sent: Span) -> bool:
    """Whether the weapon, or its launch, is what failed."""
    for token in sent:
        if syntax.lemma(token) in {"fail", "malfunction", "misfire"} and token.pos_ == "VERB" \
                and not syntax.is_negated(token) and not syntax.complements(token):
            doer = syntax.surface_subject(token)
            if doer is not None and (launch_arms.is_arms(doer) or syntax.lemma(doer) in {
                    "launch", "stage", "booster", "engine", "attempt"}):
                return True
    return False


def outcome(mentions: Sequence[Mention], sents: Sequence[Span]) -> str | None:
    """How it went, the first sentence that tells deciding, a failure before a success."""
    words = launch_words()
    if any(m.tried == "fail" for m in mentions) or any(_failed(s) for s in sents):
        return "failure"
    for name, pattern in words.outcomes:
        for sent in sents:
            for found in pattern.finditer(sent.text):
                before = sent.text[max(0, found.start() - 30):found.start()]
                before = before.rsplit(". ", 1)[-1].rsplit(",", 1)[-1]
                if words.not_so.search(before) is None:
                    return name
    return None


def maker(weapon: Weapon, said: Sequence[Actor], places: Sequence[Place]) -> Actor | None:
    """Who fired it, where nobody is named: the state that makes it, when its own army tells of it,
    else the state that makes missiles and from whose land it was fired."""
    system = weapons.system(weapon.system) if weapon.system else None
    own = system.country if system is not None else None
    teller = next((a for a in reversed(said) if own is not None and a.country == own
                   and a.sector in {"GOV", "MIL"}), None)
    if teller is not None:
        return dataclasses.replace(teller, verb=None)
    makers = {own} if own is not None else {s.country for s in weapons.systems()} - SHARED
    site = next((p for p in places if p.role == "origin" and p.country
                 and p.country in makers), None)
    country = countries().get(site.country) if site is not None and site.country else None
    if site is None or country is None:
        return None
    return Actor(name=country.name, country=country.iso3, sector="GOV", text=site.text,
                 start=site.start, end=site.end)
