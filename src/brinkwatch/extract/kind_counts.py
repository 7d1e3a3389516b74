"""How many: counted things and people in the fields of a happening, with their bounds."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from brinkwatch.extract import certainty, syntax
from brinkwatch.extract.kind_heads import carries, lemma_of, words_in
from brinkwatch.knowledge.event_kinds import Slot, event_kinds
from brinkwatch.model import Detail, Quantity
from brinkwatch.read.annotations import text_of

Found = tuple[Token, Detail]
"""The word that a value belongs to, and the value without who says it."""
_LOOSE = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2000.0, "several": 2.0}
_SURE = frozenset({"asserted", "suspected"})
_PART = frozenset({"including", "among", "other than", "besides", "with"})
_FATES = frozenset({"dead", "killed", "injured", "wounded", "hurt", "missing", "homeless",
                    "captured", "displaced", "trapped"})
_HITS = frozenset({"strike", "hit", "attack", "target"})
_FOLK = ("er", "or", "ist", "man", "men", "woman", "women", "ee", "ian", "ant", "eer", "ers")
"""Endings of nouns that name people by what they do."""
_BEYOND = frozenset({"ccomp", "parataxis", "advcl"})


def numbers(sent: Span) -> list[tuple[Token, Quantity]]:
    """(head word, quantity) of the counts of a sentence, bare "dozens" included."""
    found = []
    doc = sent.doc
    for q in doc._.quantities or ():
        if q.kind != "count" or q.start is None or q.end is None \
                or not sent.start_char <= q.start < sent.end_char:
            continue
        head = syntax.head_of(doc, q.start, q.end)
        if head is not None:
            found.append((head, q))
    taken = {t.i for head, q in found for t in _tokens(head, q)}
    for token in sent:
        if token.lower_ == "one" and token.i not in taken and _measured(token) is not None:
            found.append((token, Quantity("count", 1, "count", 1, 1, False, token.text,
                                          token.idx, token.idx + len(token))))
        low = _LOOSE.get(token.lower_)
        if low is not None and token.i not in taken:
            found.append((token, Quantity("count", None, "count", low, None, True, token.text,
                                          token.idx, token.idx + len(token))))
    return found


def _tokens(head: Token, q: Quantity) -> Iterator[Token]:
    span = head.doc.char_span(q.start or 0, q.end or 0, alignment_mode="expand")
    yield from span or ()


def noun_of(head: Token) -> Token:
    """What is counted: the noun that the number stands before or is measured out of."""
    node = head
    while syntax.base(node) in {"nummod", "amod", "det", "compound", "advmod", "nmod"} \
            and node.head != node and node.head.pos_ in syntax.NOMINAL | {"ADJ", "X", "SYM"} \
            and node.head.i > node.i:
        node = node.head
    return node


def detail(slot: str, q: Quantity, of: str | None = None) -> Detail:
    exact = q.value if (q.low, q.high) in ((None, None), (q.value, q.value)) else None
    return Detail(slot, exact, q.low if q.low is not None else exact,
                  q.high if q.high is not None else (exact if q.low is None else None),
                  of=of, text=q.text, start=q.start, end=q.end)


def counted(sent: Span, slot: Slot) -> list[Found]:
    """What a "count" field finds in a sentence."""
    found = []
    for head, q in numbers(sent):
        noun = noun_of(head)
        kinds = {syntax.lemma(noun), noun.lower_, q.noun or "", (q.noun or "").removesuffix("s")}
        of = _measured(head if noun.i == head.i else noun)
        if of is not None:
            kinds |= {syntax.lemma(of), of.lower_}
        listed = bool(kinds & slot.of)
        bare = noun.i == head.i and noun.pos_ == "NUM" and of is None
        if not listed and not bare:
            continue
        if _inside_name(head) or _of_parts(head, q):
            continue
        matter = next((k for k in sorted(kinds & slot.of)), None)
        if _is_whole(head):
            if slot.has("whole") and listed:
                found.append((noun, detail(slot.name, q, matter)))
            continue
        if slot.has("whole"):
            continue
        governor = _governor(noun, slot, bare)
        if governor is None or certainty.of(noun.doc, governor.i) not in _SURE | {"planned"}:
            continue
        found.append((governor, detail(slot.name, q, matter)))
    return [*found, *_single(sent, slot)]


def _single(sent: Span, slot: Slot) -> Iterator[Found]:
    """"shot down a drone" counts one."""
    if slot.has("whole"):
        return
    for noun in sent:
        lemma = syntax.lemma(noun)
        article = next((c for c in noun.children if c.lower_ in {"a", "an"}), None)
        if noun.pos_ != "NOUN" or lemma not in slot.of or article is None \
                or noun.lower_ != lemma or syntax.base(noun) in {"compound", "amod"} \
                or _measured(noun) is not None:
            continue
        governor = _governor(noun, slot, False)
        if governor is not None and certainty.of(noun.doc, governor.i) in _SURE | {"planned"}:
            yield governor, Detail(slot.name, 1, 1, 1, of=lemma, text=article.text,
                                   start=article.idx, end=article.idx + len(article))


def _is_whole(number: Token) -> bool:
    """Whether a number is what a part is taken of: the 54 of "40 of 54 drones"."""
    doc, i = number.doc, number.i - 1
    while i > number.sent.start and doc[i].lower_ in {"the", "some", "about", "nearly", "those"}:
        i -= 1
    return doc[i].lower_ == "of" and i > 0 and (
        doc[i - 1].pos_ == "NUM" or doc[i - 1].like_num
        or doc[i - 1].lower_ in {"most", "all", "many", "some", "half", "several", "none"})


def _measured(token: Token) -> Token | None:
    """What a number is out of or measures: "40 of 54 drones", "a barrage of 20 rockets"."""
    for prep, child in syntax.obliques(token):
        if prep == "of":
            return child
    return None


def _inside_name(token: Token) -> bool:
    return token.pos_ == "PROPN"


def _of_parts(head: Token, q: Quantity) -> bool:
    """"a 122-mm rocket", "22-year-old": a number inside a compound counts nothing."""
    text = text_of(head.doc)
    return q.end is not None and text[q.end:q.end + 1] == "-"


def _governor(noun: Token, slot: Slot, bare: bool) -> Token | None:
    """The verb or noun of the field that has the counted thing as its matter."""
    node = noun
    for child in noun.children:
        if child.pos_ == "VERB" and syntax.base(child) == "acl" and carries(
                child, lemma_of(child), slot.verbs) and not slot.has("second"):
            if not (bare and child.dep_ == "acl:relcl"):
                return child
    for up in syntax.path(noun)[1:7]:
        lemma = lemma_of(up)
        relation = syntax.base(node)
        if up.pos_ == "VERB":
            if not carries(up, lemma, slot.verbs):
                return None
            case = syntax.case_of(node)
            if relation in {"obj", "nsubj", "conj", "dep", "xcomp"} or (
                    relation == "obl" and case in {
                        "", "with", "by", "up", "using", "of", "including", "up to"}):
                does = relation == "nsubj" and not syntax.is_passive(up)
                if does and slot.name in {"intercepted", "entities"}:
                    return None
                if relation == "obj" and slot.name == "fired" and lemma in _HITS:
                    return None  # what was struck, not what it was struck with
                return up
            return None
        if up.pos_ in {"NOUN", "PROPN"}:
            if lemma in slot.nouns and (relation in {"nmod", "compound", "acl", "appos", "nummod"}):
                near = {"", "of", "with", "by", "involving", "on", "against", "including", "for"}
                return up if syntax.case_of(node) in near else None
            if relation in _BEYOND or (relation == "nmod" and syntax.case_of(node) not in {
                    "of", "", "including", "and"}):
                return None
        node = up
    return None


def people(sent: Span, slot: Slot) -> list[Found]:
    """What a "people" field finds: numbers of those killed, hurt or taken; "none" where the
    sentence rules it out; "reported" where it tells of them without a number."""
    none = slot.patterns.get("none")
    ruled = none.search(sent.text) if none is not None else None
    if ruled is not None:
        token = _at(sent, ruled.end() - 1)
        start = sent.start_char + ruled.start()
        return [(token, Detail(slot.name, "none", text=ruled.group(), start=start,
                               end=start + len(ruled.group())))]
    found = []
    for head, q in numbers(sent):
        noun = noun_of(head)
        if syntax.case_of(noun) in _PART or q.noun in {"percent", "year", "day", "month", "week"}:
            continue
        governor = _fate(noun, head, slot)
        if governor is None or certainty.of(noun.doc, governor.i) not in _SURE:
            continue
        of = syntax.lemma(noun) if noun.i != head.i else None
        found.append((governor, detail(slot.name, q, of)))
    if not found:
        found = list(_uncounted(sent, slot))
    return found


def _fate(noun: Token, head: Token, slot: Slot) -> Token | None:
    """The word that tells the fate of the people counted, None where it tells another's."""
    dead = slot.lists.get("dead", ())
    tolls = slot.lists.get("toll", ())
    lemma = syntax.lemma(noun)
    if noun.lower_ in dead or lemma in slot.nouns or lemma in tolls:
        return noun
    if not _are_people(noun, head):
        return None
    behind = noun.doc[noun.i + 1] if noun.i + 1 < noun.sent.end else None
    if behind is not None and behind.lower_ in _FATES and (
            behind.pos_ != "VERB" or behind.lower_ in {"dead", "wounded", "injured"}):
        return behind if behind.lower_ in dead else None
    for child in noun.children:
        if child.lower_ in dead and syntax.base(child) in {"amod", "acl", "dep", "xcomp"}:
            return child
        if child.pos_ == "VERB" and child.dep_ == "acl" and lemma_of(child) in slot.verbs \
                and syntax.is_passive(child):
            return child
    top = noun
    while top.dep_ == "conj" and top.head.pos_ in syntax.NOMINAL:
        top = top.head
    up, relation = top.head, syntax.base(top)
    word = lemma_of(up)
    if relation in {"nmod", "nsubj", "obl", "obj"} and any(
            t.lower_ in tolls for t in (up, *(c for c in up.children if c.i < up.i))) \
            and syntax.case_of(top) in {"of", "to", "at", ""} and (up.pos_ == "NOUN" or word in {
                "rise", "climb", "stand", "reach", "hit", "pass", "increase", "grow"}):
        return up
    if up.pos_ == "VERB" or up.lower_ in dead:
        if word in slot.verbs or up.lower_ in dead:
            suffers = relation == "obj" or (relation == "nsubj" and (
                syntax.is_passive(up) or up.pos_ == "ADJ")) or relation == "dep"
            return up if suffers else None
        if word in slot.lists.get("of itself", ()):
            return up if relation == "nsubj" else None
        if word in {"leave", "find", "shoot"}:
            fate = next((t for t in noun.doc[noun.i + 1:noun.sent.end] if t.lower_ in _FATES), None)
            return fate if fate is not None and fate.lower_ in dead else None
        if word in {"claim", "take"} and "life" in {lemma, lemma.rstrip("s")} \
                and slot.name == "killed":
            return up
        if word in {"suffer", "sustain"} and relation == "obj":
            return None
    if up.pos_ == "ADJ" and up.lower_ in dead:
        return up
    return None


def _are_people(noun: Token, head: Token) -> bool:
    known = event_kinds().people
    lemma = syntax.lemma(noun)
    return noun.i == head.i or lemma in {"life", "other"} or noun.ent_type_ == "PER" \
        or bool((words_in(noun) | {lemma, noun.lower_}) & known) or (
            noun.pos_ == "PROPN" and noun.lower_.endswith(("s", "i"))) or (
            noun.pos_ == "NOUN" and lemma.endswith(_FOLK) and len(lemma) > 4)


def _uncounted(sent: Span, slot: Slot) -> Iterator[Found]:
    """"killed civilians", "several were hurt"."""
    for token in sent:
        if token.pos_ != "VERB" or lemma_of(token) not in slot.verbs:
            continue
        patient = syntax.patient(token)
        named = patient is not None and patient.ent_type_ == "PER"
        if patient is None or not (named or words_in(patient) & event_kinds().people) \
                or certainty.of(token.doc, token.i) not in _SURE:
            continue
        one = named or (any(c.lower_ in {"a", "an"} for c in patient.children)
                        and syntax.lemma(patient) == patient.lower_)
        start, end = syntax.phrase(patient)
        yield token, Detail(
            slot.name, 1 if one else "reported", 1 if one else None, 1 if one else None,
            text=text_of(token.doc)[start:end], start=start, end=end)
        return


def _at(sent: Span, offset: int) -> Token:
    span = sent.doc.char_span(sent.start_char + offset, sent.start_char + offset + 1,
                              alignment_mode="expand")
    return span[0] if span is not None and len(span) else sent.root
