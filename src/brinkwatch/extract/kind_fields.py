"""The fields of a happening that are no counts: words of a closed list, measures, phrases, actors,
names. Each filler reads one sentence and gives (word it belongs to, value)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Span, Token

from brinkwatch.extract import certainty, syntax
from brinkwatch.extract.kind_counts import Found, counted, people
from brinkwatch.extract.kind_heads import Head, carries, lemma_of, words_in
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge.event_kinds import Slot
from brinkwatch.model import Detail
from brinkwatch.read.annotations import text_of

_SURE = frozenset({"asserted", "suspected", "planned"})
_NEAR = 45
"""Characters before a measure, and 25 after it, that say what it measures."""
_NAME_AFTER = re.compile(
    r"(?: as)?[\s,]+[\"“'‘]?"
    r"((?:[A-Z0-9][\w'’-]*)(?:[ -](?:of|the|and|[A-Z0-9][\w'’-]*))*)")
_ASIDE = re.compile(r",? (?:including|with|after|during|while) ")
_DUBBED = frozenset({"dub", "codename", "call", "name", "know", "title", "nickname"})


def values(slot: Slot, sent: Span, heads: Sequence[Head], parties: Parties) -> list[Found]:
    """What one field finds in a sentence.

    Args:
        heads: the mentions of the field's kind in it; none for a sentence that only follows.
    """
    if slot.filler == "count":
        needs = slot.patterns.get("needs")
        return counted(sent, slot) if needs is None or needs.search(sent.text) else []
    if slot.filler == "people":
        return people(sent, slot)
    return list(_FILLERS[slot.filler](slot, sent, heads, parties))


def _words(slot: Slot, sent: Span, heads: Sequence[Head], _: Parties) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for value, pattern in slot.table:
        for match in pattern.finditer(sent.text):
            if any(s <= match.start() < e or match.start() <= s < match.end() for s, e in taken):
                continue
            token = _token(sent, match.start())
            if token is None:
                continue
            taken.append(match.span())
            yield token, _detail(slot, value, sent, match.span())


def _measure(slot: Slot, sent: Span, heads: Sequence[Head], _: Parties) -> Iterator[Found]:
    near = slot.patterns.get("near")
    for q in sent.doc._.quantities or ():
        if q.kind not in slot.lists["measure"] or q.start is None or q.end is None \
                or not sent.start_char <= q.start < sent.end_char:
            continue
        amount = q.value if q.value is not None else q.low if q.low is not None else q.high
        if amount is None or not slot.least <= amount <= slot.most:
            continue
        text = text_of(sent.doc)
        around = text[max(sent.start_char, q.start - _NEAR):min(sent.end_char, q.end + 25)]
        if near is not None and near.search(around) is None:
            continue
        if re.match(r"[\s-]*(?:ago|earlier|later|before|after|old|away|from)\b",
                    text[q.end:q.end + 12]):
            continue
        token = syntax.head_of(sent.doc, q.start, q.end)
        if token is not None:
            exact = q.value if q.low in (None, q.value) and q.high in (None, q.value) else None
            yield token, Detail(slot.name, exact, q.low, q.high, q.unit, text=q.text,
                                start=q.start, end=q.end)


def _number(slot: Slot, sent: Span, heads: Sequence[Head], _: Parties) -> Iterator[Found]:
    for match in slot.patterns["number"].finditer(sent.text):
        name, words = next((k, v) for k, v in match.groupdict().items() if v is not None)
        token, amount = _token(sent, match.start(name)), float(words)
        if token is not None and slot.least <= amount <= slot.most:
            found = _detail(slot, amount, sent, match.span(name))
            yield token, Detail(slot.name, amount, amount, amount, text=found.text,
                                start=found.start, end=found.end)


def _pattern(slot: Slot, sent: Span, heads: Sequence[Head], _: Parties) -> Iterator[Found]:
    for match in slot.patterns["pattern"].finditer(sent.text):
        name, words = next((k, v) for k, v in match.groupdict().items() if v is not None)
        token = _token(sent, match.start(name))
        if token is not None:
            yield token, _detail(slot, words, sent, match.span(name))


def _phrase(slot: Slot, sent: Span, heads: Sequence[Head], parties: Parties) -> Iterator[Found]:
    mine = {h.token.i for h in heads} | {h.governor.i for h in heads}
    for token in sent:
        if token.pos_ == "VERB" and carries(token, lemma_of(token), slot.verbs):
            if not slot.has("carried") and token.i not in mine:
                continue
            if certainty.of(token.doc, token.i) not in _SURE:
                continue
            for noun in (n for n in _patients(token) if n.i not in mine):
                if slot.objects and not words_in(noun) & slot.objects:
                    continue
                yield token, _of_phrase(slot, noun, token if slot.has("with verb") else None)
        if token.i in mine and slot.lists.get("upon") and (
                token.pos_ != "VERB" or not carries(token, lemma_of(token), slot.verbs)
                or all(n.i in mine for n in _patients(token))):
            aimed = [n for n in _patients(token) for n in syntax.conjuncts(n)] \
                if token.pos_ == "VERB" else []
            for prep, noun in (o for node in (token, *aimed) for o in syntax.obliques(node)):
                if prep in slot.lists["upon"] and noun.pos_ in syntax.NOMINAL \
                        and not _is_time(noun):
                    yield token, _of_phrase(slot, noun, None)
        elif token.pos_ == "NOUN" and syntax.lemma(token) in slot.lists.get("of nouns", ()):
            for prep, noun in syntax.obliques(token):
                if prep in slot.lists["upon"]:
                    yield token, _of_phrase(slot, noun, None)


def _patients(verb: Token) -> list[Token]:
    patient = syntax.patient(verb)
    if patient is None or patient.pos_ not in syntax.NOMINAL or patient.pos_ == "PRON" \
            or _is_time(patient):
        return []
    return [patient]


def _of_phrase(slot: Slot, noun: Token, verb: Token | None) -> Detail:
    start, end = syntax.phrase(noun)
    for part in syntax.conjuncts(noun)[1:]:
        end = max(end, syntax.phrase(part)[1])
    text = text_of(noun.doc)
    aside = _ASIDE.search(text, noun.idx + len(noun), end)
    if aside is not None:
        end = aside.start()
    if verb is not None:
        start, end = min(start, verb.idx), max(end, verb.idx + len(verb))
    words = text[start:end]
    for article in ("the ", "a ", "an "):
        if verb is None and words.lower().startswith(article):
            start, words = start + len(article), words[len(article):]
    return Detail(slot.name, " ".join(words.split()), text=words, start=start, end=end)


def _actor(slot: Slot, sent: Span, heads: Sequence[Head], parties: Parties) -> Iterator[Found]:
    for token in sent:
        if token.pos_ != "VERB" or lemma_of(token) not in slot.verbs:
            continue
        below = {t for c in token.children if c.i > token.i or syntax.is_passive(token)
                 for t in (syntax.lemma(n) for n in c.subtree)}
        below |= {t.lower_ for t in token.subtree}
        if not below & slot.objects and lemma_of(token) != "blame":
            continue
        if certainty.of(token.doc, token.i) not in _SURE:
            continue
        node = syntax.patient(token) if slot.has("target") else syntax.agent(token)
        if slot.has("target") and node is not None and words_in(node) & slot.objects:
            node = next((n for prep, n in syntax.obliques(token)
                         if prep in {"on", "upon", "to"}), None)
        actors = [a for a in parties.all_of(node) if usable(a)] if node is not None else []
        for actor in actors:
            yield token, Detail(slot.name, actor.name, text=actor.text, start=actor.start,
                                end=actor.end)


def _actors(slot: Slot, sent: Span, heads: Sequence[Head], parties: Parties) -> Iterator[Found]:
    """Who takes part: the doers, and those named beside the noun or under its prepositions."""
    for head in heads:
        nodes: list[Token] = []
        for token in dict.fromkeys((head.governor, head.token)):
            doer = syntax.agent(token) if token.pos_ == "VERB" else None
            nodes += [n for n in (doer,) if n is not None and n.i != head.token.i]
            nodes += [n for prep, n in syntax.obliques(token) if prep in slot.lists["with"]]
            nodes += [c for c in token.children if token.pos_ != "VERB" and (
                c.dep_ == "nmod:poss" or syntax.base(c) in {"amod", "compound"})]
            for child in token.children:
                if child.dep_ == "acl:relcl":
                    nodes += [t for t in child.subtree if t.dep_ in {"nsubj", "nsubj:outer"}
                              and t.lower_ not in syntax.RELATIVE]
        for node in nodes:
            for actor in parties.all_of(node):
                if actor.country or actor.sector == "IGO":
                    yield head.token, Detail(slot.name, actor.name, text=actor.text,
                                             start=actor.start, end=actor.end)


def _name(slot: Slot, sent: Span, heads: Sequence[Head], parties: Parties) -> Iterator[Found]:
    """"the Zapad military exercises", "exercise Freedom Shield", "drills dubbed Red Flag"."""
    for head in heads:
        noun = head.token
        if noun.pos_ == "VERB":
            noun = syntax.patient(noun) or noun
        run = _run_before(noun, parties) or _run_after(noun, parties) or _dubbed(noun)
        if run is not None:
            start, end = run
            words = text_of(noun.doc)[start:end].strip("\"“”'‘’ ")
            start = text_of(noun.doc).index(words, start)
            if any(c.isupper() for c in words):
                yield head.token, Detail(slot.name, words, text=words, start=start,
                                         end=start + len(words))


def _is_name(token: Token, parties: Parties) -> bool:
    actor = parties.mention(token)
    return token.text[:1].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "NUM", "VERB"} \
        and parties.place(token) is None and (actor is None or not usable(actor)) \
        and not any(r.start is not None and r.end is not None and r.start <= token.idx < r.end
                    and r.precision in {"day", "month", "week"} for r in token.doc._.times or ())


def _run_before(noun: Token, parties: Parties) -> tuple[int, int] | None:
    """The capitals in the noun's phrase before it, those that open a sentence left out."""
    start, end = noun.idx, noun.idx
    found: list[Token] = []
    i = noun.i - 1
    while i >= noun.sent.start and noun.i - i < 9:
        token = noun.doc[i]
        if _is_name(token, parties) and not (i == noun.sent.start and token.lower_ in {
                "the", "a", "this", "military", "joint", "naval", "live"}):
            found.append(token)
        elif found or token.pos_ not in {"ADJ", "NOUN", "PUNCT", "NUM", "PROPN", "ADV", "VERB"} \
                or token.text in {",", ";", ":"}:
            if not (found and (token.text in {"-", "–"} or token.like_num)):
                break
        i -= 1
    if not found:
        return None
    start, last = found[-1].idx, found[0]
    end = last.idx + len(last)
    after = noun.doc[last.i + 1:noun.i]
    if after and after[0].text in {"-", "–", "/"} and len(after) > 1 and after[1].like_num:
        end = after[1].idx + len(after[1])
    elif after and after[0].like_num:
        end = after[0].idx + len(after[0])
    return start, end


def _run_after(noun: Token, parties: Parties) -> tuple[int, int] | None:
    doc = noun.doc
    i = noun.i + 1
    while i < noun.sent.end and doc[i].text in {"“", '"', "'", "‘"}:
        i += 1
    first = i
    while i < noun.sent.end and (_is_name(doc[i], parties) or (
            i > first and (doc[i].text in {"-", "–"} or doc[i].like_num))):
        i += 1
    return (doc[first].idx, doc[i - 1].idx + len(doc[i - 1])) if i > first else None


def _dubbed(noun: Token) -> tuple[int, int] | None:
    for child in noun.subtree:
        if child.pos_ == "VERB" and (syntax.lemma(child) in _DUBBED or child.lower_ in {
                "codenamed", "code-named", "dubbed"}):
            text = text_of(noun.doc)
            match = _NAME_AFTER.match(text, child.idx + len(child))
            if match is not None:
                return match.span(1)
    return None


def _rank(slot: Slot, sent: Span, heads: Sequence[Head], _: Parties) -> Iterator[Found]:
    for q in sent.doc._.quantities or ():
        if q.kind != "ordinal" or q.start is None or q.end is None \
                or not sent.start_char <= q.start < sent.end_char:
            continue
        token = syntax.head_of(sent.doc, q.start, q.end)
        if token is not None and any(token.head.i == h.token.i for h in heads):
            yield token, Detail(slot.name, q.value, q.value, q.value, text=q.text, start=q.start,
                                end=q.end)


def _is_time(noun: Token) -> bool:
    return any(r.start is not None and r.end is not None and r.start <= noun.idx < r.end
               for r in noun.doc._.times or ())


def _token(sent: Span, offset: int) -> Token | None:
    span = sent.doc.char_span(sent.start_char + offset, sent.start_char + offset + 1,
                              alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _detail(slot: Slot, value: float | str, sent: Span, stretch: tuple[int, int]) -> Detail:
    start, end = (sent.start_char + n for n in stretch)
    return Detail(slot.name, value, text=text_of(sent.doc)[start:end], start=start, end=end)


_FILLERS: dict[str, Callable[[Slot, Span, Sequence[Head], Parties], Iterator[Found]]] = {
    "words": _words, "all words": _words, "measure": _measure, "number": _number,
    "pattern": _pattern, "phrase": _phrase, "actor": _actor, "actors": _actors,
    "proper name": _name, "rank": _rank,
}
