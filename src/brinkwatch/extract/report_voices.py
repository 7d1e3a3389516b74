"""Who says it and who hears it, by the tree and, where that fails, by position."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.clauses import (
    CLAUSAL,
    agent,
    base,
    case_of,
    child,
    children,
    is_passive,
    subject,
    word_set,
)
from brinkwatch.extract.spans import Content
from brinkwatch.knowledge.speech import ReportVerb, speech_words

_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP", "PART", "PRON"})
_NO_SPEAKER = word_set(
    "it there this that these those what"
)
_ASSURED = word_set(
    "say tell state add write report announce declare claim warn reveal confirm"
)
_ASIDES = word_set("which who whose among including such like")
_THINGS = word_set(
    "number order matter power war water weather disaster danger tower computer border factor "
    "error terror corridor reactor sector motor mirror door floor behavior behaviour murder fever "
    "center other later letter paper answer chapter quarter winter summer plant grant want "
    "committee fee referendum atmosphere"
)


def speaker(
    verb: Token, known: ReportVerb, found: Content | None, span: tuple[int, int, Token | None]
) -> Token | None:
    """The word that names who says it."""
    passive = is_passive(verb)
    placed = _absolute(verb) or joined(verb)
    if placed is not None:
        return placed
    beside_it = set_off(verb)
    if beside_it is not None:
        return beside_it[0]
    who = agent(verb) if passive else _misplaced(verb) or _named_before(verb) or subject(verb)
    if who is None and span[2] is None:
        who = _neighbour(verb, span)
    if who is None and not passive:
        who = _first_name(verb, span)
    if who is None or any(
        k.lower_ in ("not", "no", "few", "neither") and k.pos_ != "PROPN" and not k.ent_type_
        for k in who.children
    ):
        return None
    if who.lower_ in _NO_SPEAKER and not (who.lower_ == "it" and known.lemma in _ASSURED):
        return None
    if span[0] <= who.idx < span[1] and not span[0] <= verb.idx < span[1]:
        # The parser took a word of the quotation for the speaker.
        who = _neighbour(verb, span)
    if who is not None and who.pos_ in ("VERB", "AUX", "ADV", "PUNCT", "ADP", "CCONJ", "SCONJ"):
        return None
    return who


def _absolute(verb: Token) -> Token | None:
    """"…, with Doe calling the strike a crime", "despite Oslo claiming …": the name between."""
    if not verb.lower_.endswith("ing") or verb.i < 2:
        return None
    own = child(verb, "nsubj")
    if own is not None and own.i == verb.i - 1 and own.pos_ in ("PROPN", "NOUN"):
        return own
    for i in range(verb.i - 2, max(verb.sent.start, verb.i - 7) - 1, -1):
        token = verb.doc[i]
        if token.lower_ in ("with", "despite"):
            last = verb.doc[verb.i - 1]
            if last.pos_ not in ("PROPN", "NOUN"):
                return None
            head = last
            while i < head.head.i < verb.i and head.head.i != head.i:
                head = head.head
            return head
        if token.is_punct or token.pos_ in ("VERB", "AUX", "CCONJ"):
            return None
    return None


def set_off(verb: Token) -> tuple[Token, int] | None:
    """(head, first token) of a noun phrase between a comma and a word of saying that the parser
    gave to another word: "…, injuring three sailors, the foreign ministry in Oslo said"."""
    doc, sentence = verb.doc, verb.sent
    own = [k for k in children(verb, "nsubj") if k.i < verb.i]
    if verb.lower_.endswith("ing") or is_passive(verb) or child(verb, "mark", "cc") is not None:
        return None
    at = verb.i - 1
    while at > sentence.start and doc[at].pos_ in ("ADV", "AUX"):
        at -= 1
    last = at
    while at >= sentence.start and (
        doc[at].pos_ in _NOMINAL or doc[at].pos_ == "CCONJ" or base(doc[at]) == "amod"
    ):
        at -= 1
    if at < sentence.start or doc[at].text != "," or at == last:
        return None
    first = at + 1
    inside = [t for t in doc[first:last + 1] if t.pos_ in ("NOUN", "PROPN")]
    head = next((t for t in inside if not first <= t.head.i <= last), None)
    if head is None or head.lower_ in _NO_SPEAKER:
        return None
    if len(own) > 1 and head in own and own[0].i < at:
        return head, first
    if not own and head.head.i < first and base(head) in ("nsubj", "obj", "obl", "conj", "appos"):
        return head, first
    return None


def joined(verb: Token) -> Token | None:
    """"… and his critics, among them a party, blame him": a subject the parser joined to a word
    of the clause before."""
    aside = _with_aside(verb)
    if aside is not None:
        return aside
    if base(verb) != "conj" or child(verb, "nsubj") is not None or is_passive(verb):
        return None
    joint = child(verb, "cc")
    if joint is None or joint.i > verb.i:
        return None
    for token in verb.doc[joint.i + 1:verb.i]:
        if token.pos_ in ("NOUN", "PROPN") and token.head.i < joint.i:
            return token if base(token) == "conj" else None
    return None


def _with_aside(verb: Token) -> Token | None:
    """The head of "and his critics, who include a union," where that is all between "and" and a
    verb without a subject."""
    doc, first = verb.doc, verb.sent.start
    if child(verb, "aux", "mark") is not None or verb.i - first < 6 or \
            doc[verb.i - 1].text != "," or verb.lower_.endswith("ing"):
        return None
    opening = next((i for i in range(verb.i - 2, first, -1) if doc[i].text == ","), None)
    if opening is None or doc[opening + 1].lower_ not in _ASIDES:
        return None
    head = doc[opening - 1]
    joint = next((doc[i] for i in range(opening - 1, max(first, opening - 6), -1)
                  if doc[i].pos_ == "CCONJ"), None)
    if joint is None or doc[joint.i - 1].text != "," or (
        base(head) == "nsubj" and head.head.i != verb.i
    ):
        return None
    return head if head.pos_ in ("NOUN", "PROPN") and can_speak(head, False) else None


def _misplaced(verb: Token) -> Token | None:
    """"…, the statement said, others refused": a subject the parser gave to the next verb."""
    if verb.i == 0 or child(verb, "nsubj", "mark") is not None or verb.lower_.endswith("ing"):
        return None
    for clause in children(verb, "ccomp"):
        own = list(children(clause, "nsubj"))
        if len(own) > 1 and own[0].i < verb.i < own[1].i:
            return own[0]  # "Rebels backed by Oslo said they had …": both hang on one verb
    at = verb.i - 1
    while at > 0 and verb.doc[at].pos_ in ("ADV", "AUX"):
        at -= 1
    before = verb.doc[at]
    if base(before) == "nsubj" and before.head.i > verb.i:
        return before
    return None


def _named_before(verb: Token) -> Token | None:
    """The person named right before a verb to which the parser gave no subject: "…," agency head
    Jane Doe told the paper."""
    if child(verb, "nsubj", "mark", "cc") is not None or verb.lower_.endswith("ing") or \
            base(verb) in ("acl", "xcomp", "advcl"):
        return None
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].pos_ in ("ADV", "AUX"):
        at -= 1
    last = first = at
    if last < verb.sent.start or verb.doc[last].ent_type_ != "PER":
        return None
    while first > verb.sent.start and verb.doc[first - 1].ent_type_ == "PER":
        first -= 1
    before = verb.doc[first - 1] if first > verb.sent.start else None
    if before is not None and (before.pos_ in ("ADP", "VERB", "CCONJ", "SCONJ") or
                               before.lower_ in ("'s", "’s")):
        return None
    return verb.doc[first]


def _first_name(verb: Token, span: tuple[int, int, Token | None]) -> Token | None:
    """The name a subjectless word of saying goes with: the nominal it hangs on, else the nearest
    person named before it in its sentence."""
    if base(verb) in ("parataxis", "conj", "acl") and verb.head.i < verb.i and \
            verb.head.pos_ == "PROPN":
        return verb.head
    if base(verb) not in ("ROOT", "parataxis", "conj", "ccomp", "advcl"):
        return None
    for i in range(verb.i - 1, verb.sent.start - 1, -1):
        token = verb.doc[i]
        if token.ent_type_ != "PER" or span[0] <= token.idx < span[1]:
            continue
        first = i
        while first > verb.sent.start and verb.doc[first - 1].ent_type_ == "PER":
            first -= 1
        before = verb.doc[first - 1] if first > verb.sent.start else None
        if before is None or before.pos_ != "ADP":
            return verb.doc[first]
    return None


def _neighbour(verb: Token, span: tuple[int, int, Token | None]) -> Token | None:
    """A speaker by position: "…," said Smith / Smith said: "…"."""
    sentence = verb.sent
    passed = span[1] <= verb.idx
    after = range(verb.i + 1, min(verb.i + 8, sentence.end))
    before = range(verb.i - 1, max(verb.i - 12, sentence.start - 1), -1)
    for order in ((after, before) if passed and _inverted(verb) else (before, after)):
        for i in order:
            token = verb.doc[i]
            if span[0] <= token.idx < span[1] or token.text in (".", ";", ":"):
                break
            if token.pos_ in ("PROPN", "NOUN", "PRON") and (base(token) not in (
                "compound", "nmod", "obl", "obj", "flat", "amod"
            ) or (passed and i > verb.i and base(token) == "obj")):
                return token
            if token.pos_ == "VERB" and base(token) in CLAUSAL:
                break
    return None


def _inverted(verb: Token) -> bool:
    following = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    return following is not None and following.pos_ in ("PROPN", "NOUN", "DET", "ADJ")


def beside(verb: Token, who: Token) -> Token:
    """The person named right before the verb, where the subject found is only his title:
    "trade and industry commissioner Jane Doe said", "a former official, Jane Doe, said"."""
    at = verb.i - 1
    while at > who.i and (verb.doc[at].pos_ in ("ADV", "AUX") or verb.doc[at].text == ","):
        at -= 1
    last = verb.doc[at]
    if at <= who.i or last.ent_type_ != "PER" or who.ent_type_ == "PER":
        return who
    first = at
    while verb.doc[first - 1].ent_type_ == "PER" and first - 1 > who.i:
        first -= 1
    before = verb.doc[first - 1]
    if before.pos_ in ("ADP", "VERB") or before.lower_ in ("'s", "’s", "and"):
        return who
    if any(t.pos_ in ("VERB", "SCONJ") for t in verb.doc[who.i:first]):
        return who
    return verb.doc[first]


def can_speak(head: Token, known: bool) -> bool:
    """May the word name somebody with a voice? `known` when it was resolved to an actor."""
    if known or head.pos_ in ("PROPN", "PRON") or head.ent_type_ in ("PER", "ORG"):
        return head.lower_ not in _NO_SPEAKER or head.lower_ == "it"
    lemma = head.lemma_.lower()
    words = speech_words()
    return (
        lemma in words.voices or lemma in words.documents or lemma in words.listeners
        or (lemma.endswith(("er", "or", "ist", "ian", "man", "men", "woman", "ant", "ee", "people"))
        and head.pos_ == "NOUN" and lemma not in _THINGS)
    )


def hearer(
    verb: Token, known: ReportVerb, found: Content | None
) -> tuple[Token | None, Token | None]:
    """(addressee, target): who is spoken to, and whom the words are about."""
    has = known.frames
    if is_passive(verb):
        suffers = child(verb, "nsubj")
        if "addr" in has or "whom" in has:
            return suffers, None
        return None, (suffers if found is not None else None)
    thing = child(verb, "iobj") or child(verb, "obj")
    if "addr" in has:
        if thing is not None:
            return thing, None
        for kid in children(verb, "obl"):
            if case_of(kid) in ("to", "on", "upon"):
                return kid, None
        return None, None
    if "whom" in has:
        if thing is None and found is not None and found.frame == "whom":
            thing = next(
                (k for k in children(verb, "obl") if case_of(k) in ("on", "upon", "to", "for")),
                None,
            )
        return thing, thing
    if found is not None and found.frame == "of" and thing is None and verb.dep_ == "acl:relcl":
        return None, verb.head  # "Norland, which Sudria accuses of …"
    if found is not None and found.frame in ("np", "as", "label", "of", "for", "on", "at"):
        return None, thing if thing is not None else found.head
    for kid in children(verb, "obl"):
        if case_of(kid) == "to" and known.kind in ("say", "announce", "request"):
            return kid, None
    return None, None
