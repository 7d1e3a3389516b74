"""How a word of saying takes its content, by the tree.

The frames of each verb stand in `knowledge/data/report_verbs.yaml`.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from brinkwatch.extract.clauses import (
    RELATIVE,
    agent,
    base,
    case_of,
    child,
    children,
    clause_head,
    is_passive,
    run_around,
    word_set,
)
from brinkwatch.extract.spans import Content
from brinkwatch.knowledge.hedges import hedges
from brinkwatch.knowledge.speech import ReportVerb, act_cues, speech_words

_NO_SPEAKER = word_set(
    "it there this that these those what"
)
_UNMARKED_TO = frozenset({"continue", "proceed", "come", "use", "take", "appear", "return",
                           "keep", "begin", "start", "go", "quote", "see", "hear", "record"})
_PHRASES = {"for": "for", "of": "of", "on": "on", "against": "against", "over": "over",
            "about": "about", "at": "at", "to-np": "to"}
_CIRCUMSTANCE = frozenset({"when", "if", "while", "after", "before", "once", "although", "as"})
_BREAKS = frozenset({",", "—", "–", "-", "?", "!", '"', "”", "'", "’"})


def speaks(verb: Token) -> bool:
    """Is the word really said: not denied, not conditional, not merely wanted?"""
    for kid in verb.children:
        low = kid.lower_
        if low in ("not", "n't", "n’t", "never") and base(kid) in ("advmod", "neg", "aux"):
            return False
        if low in ("if", "unless", "whether") and base(kid) == "mark":
            return False
        if low in ("may", "might", "could", "would", "should", "must", "can") and \
                base(kid) == "aux":
            return False
    if _has_to(verb) and base(verb) in ("xcomp", "acl", "ccomp", "csubj"):
        return verb.head.lemma_.lower() in _UNMARKED_TO
    if base(verb) in ("acl", "advcl") and not verb.lower_.endswith("ing") \
            and verb.dep_ != "acl:relcl" and child(verb, "nsubj", "aux", "mark") is None \
            and agent(verb) is None and not _has_to(verb) \
            and (base(verb) == "acl" or not verb.i or verb.doc[verb.i - 1].is_punct):
        return False
    if base(verb) in ("amod", "compound", "case"):
        return False
    if verb.lower_.endswith("ing") and case_of(verb) in ("for", "of", "from", "without", "against"):
        return False
    if base(verb) in ("xcomp", "ccomp", "csubj", "obj") and child(verb, "nsubj", "aux") is None \
            and verb.head.lemma_.lower() not in _UNMARKED_TO and verb.head.i < verb.i:
        # "to mandate reporting abuses", "asked him to have her declare …": nothing is said yet
        bare = verb.lower_ == verb.lemma_.lower()
        if verb.lower_.endswith("ing") or (bare and base(verb) == "xcomp"):
            return False
    return not (
        base(verb) == "xcomp" and hedges().governors.get(verb.head.lemma_.lower()) == "denied"
    )


def content(verb: Token, known: ReportVerb) -> Content | None:
    """What the verb carries, by the first of its frames the tree has."""
    has = known.frames
    if is_passive(verb):
        return _passive(verb, has)
    if "as" in has:
        described = _as(verb)
        if described is not None:
            return described
    clause = child(verb, "ccomp")
    if clause is not None and "that" in has and not (
        clause.i > verb.i and (_asks_if(clause, known) or _others(verb, clause))
    ):
        told = _with_subject(verb, known, _content(clause, "that", [verb]))
        second = next((k for k in children(verb, "ccomp") if k.i > clause.i > verb.i), None)
        if second is not None and any(k.lower_ in _CIRCUMSTANCE for k in clause.children):
            # "found when fish were plentiful, they would eat …"
            last = _content(second, "that", [verb])
            told = Content(told.start, max(told.end, last.end), second, "that")
        return told
    if "quote" in has or "that" in has:
        found = _parataxis(verb)
        if found is not None:
            return found
    if "whom" in has:
        asked = child(verb, "xcomp") or _infinitive(verb)
        if known.lemma == "call" and not any(
            case_of(k) in ("on", "upon", "for") for k in children(verb, "obl")
        ):
            asked = None
        if asked is not None and asked.i > verb.i and (
            _has_to(asked) or child(asked, "nsubj") is not None
        ) and (
            child(verb, "obj", "iobj", "obl") is not None or base(asked) == "advcl"
            or (verb.lower_.endswith("ing") and known.lemma == "ask")
            or child(asked, "nsubj") is not None
        ):
            return _content(asked, "whom", [verb])
    if "to" in has:
        done = child(verb, "xcomp")
        if done is not None and done.i > verb.i:
            return _content(done, "to", [verb])
    if "label" in has:
        named = _label(verb)
        if named is not None:
            return named
    for frame, preposition in _PHRASES.items():
        if frame in has:
            phrased = _phrase(verb, known, preposition, frame)
            if phrased is not None:
                return phrased
    if "np" in has:
        thing = child(verb, "obj")
        if thing is not None and thing.pos_ != "PRON" and thing.i > verb.i and not (
            (known.kind == "deny" and _withholds(verb, thing))
            or (known.kind == "announce" and any(k.lower_ == "this" for k in thing.children))
        ):
            asides = [
                k for k in thing.children
                if base(k) in ("advcl", "parataxis") or (
                    base(k) == "acl" and k.dep_ != "acl:relcl" and thing.doc[k.i - 1].text == ","
                )
            ]
            return _content(thing, "np", [verb, *asides])
    return None


def _asks_if(clause: Token, known: ReportVerb) -> bool:
    """"to confirm whether …" tells nothing; "asked whether …" does."""
    return known.lemma not in ("ask", "wonder", "question", "doubt", "say") and any(
        k.lower_ in ("whether", "if") and base(k) in ("mark", "advmod") and k.i < clause.i
        for k in clause.children
    )


def _others(verb: Token, clause: Token) -> bool:
    """Does another word of saying stand between the verb and a clause that is not that word's?"""
    below = {t.i for t in clause.subtree}
    words = speech_words()
    return any(
        t.pos_ == "VERB" and t.i not in below and base(t) not in ("amod", "compound")
        and (other := words.verb(t.lower_, t.lemma_.lower())) is not None and "that" in other.frames
        for t in verb.doc[verb.i + 1:clause.i]
    )


def _with_subject(verb: Token, known: ReportVerb, found: Content) -> Content:
    """Take in the clause's subject where the parser hung it on the word of saying."""
    if found.head.i < verb.i or child(found.head, "nsubj", "expl") is not None:
        return found
    lost = [
        k for k in verb.children
        if verb.i < k.i < found.head.i and base(k) in ("obj", "nsubj") and not (
            known.frames & {"addr", "whom"} and base(k) == "obj"
        )
    ]
    if not lost:
        return found
    first = _content(lost[0], "that", [verb])
    return Content(min(first.start, found.start), found.end, found.head, "that")


def noun_content(noun: Token) -> Content | None:
    """The clause of "a warning that …" or "its threat to …"."""
    for kid in children(noun, "acl", "ccomp"):
        if kid.dep_ == "acl:relcl" or kid.i < noun.i:
            continue
        if any(
            k.lower_ in ("that", "to") and base(k) in ("mark", "aux") and k.i < kid.i
            for k in kid.children
        ):
            return _content(kid, "that", [])
    return None


def sourced(phrase: Token, name: Token) -> Content | None:
    """The clause that "according to X" or "as X reported" hangs on, that phrase left out.

    The whole sentence when the phrase opens it or hangs on its main clause, else its own clause;
    where the phrase stands in the middle, the part that holds the predicate.
    """
    doc = phrase.doc
    sentence = phrase.sent
    first = next((t.i for t in sentence if not (t.is_punct or t.is_space)), sentence.start)
    anchor = name.head if name.head.i != name.i else sentence.root
    for _ in range(6):
        # A name that was attached to another word of the phrase itself.
        if phrase.i <= anchor.i <= name.i and anchor.head.i != anchor.i:
            anchor = anchor.head
    head = clause_head(anchor)
    if phrase.i == first:
        head = sentence.root
        if head.i == name.i:
            head = child(name, "parataxis", "ccomp", "acl", "appos", "dep") or head
    if phrase.i <= head.i <= name.i:
        return None
    start, end = run_around(head)
    cut_from, cut_to = _extent(phrase, name)
    if cut_to <= head.i:
        comma = next((t.i for t in doc[cut_to:head.i] if t.text == ","), None)
        if comma is not None and comma - cut_to < 12:
            cut_to = comma + 1
    if cut_from <= head.i < cut_to:
        return None
    if head.i < cut_from:
        end = min(end, cut_from)
        start = min(start, head.i)
    else:
        start = max(start, cut_to)
        if phrase.i == first and head.i == sentence.root.i:
            start, end = _past_name(doc, cut_to, head.i), sentence.end
    if end <= start:
        return None
    return Content(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), head, "that")


def _past_name(doc: Doc, start: int, stop: int) -> int:
    """Past a name that stands beside the source: "According to the mayor, Jane Doe, two …"."""
    at = start
    while at < stop and doc[at].ent_type_ == "PER":
        at += 1
    return at + 1 if at > start and doc[at].text == "," else start


def _extent(phrase: Token, name: Token) -> tuple[int, int]:
    """Token range of the phrase, with what belongs to its name."""
    if phrase.i == name.i:
        ids = [t.i for t in phrase.subtree]
        return min(ids), max(ids) + 1
    low = min(phrase.i, name.i)
    high = name.i
    for i in sorted(t.i for t in name.subtree if t.i > name.i):
        if i - high <= 2:
            high = i
    return low, high + 1


def _content(head: Token, frame: str, without: list[Token]) -> Content:
    doc = head.doc
    start, end = run_around(head, [t for t in without if t.i != head.i])
    cue = without[0] if without else None
    if cue is not None and start <= cue.i < end:
        if cue.i < head.i:
            start = cue.i + 1
        else:
            end = cue.i
    return Content(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), head, frame)


def _parataxis(verb: Token) -> Content | None:
    """"The plan is dead, he said" and "He said: the plan is dead"."""
    relation = base(verb)
    own = child(verb, "nsubj")
    if own is not None and own.lower_ in RELATIVE:
        return None
    joined = relation in ("parataxis", "discourse") or (
        relation in ("advcl", "conj", "acl", "dep", "ccomp", "appos") and own is not None
        and child(verb, "cc", "mark", "xcomp") is None and verb.head.i < verb.i
    )
    if joined and verb.head.i != verb.i:
        first = min(verb.i, own.i if own is not None else verb.i)
        if own is not None:
            first = min(first, *(t.i for t in own.subtree if not t.is_punct))
        if first and verb.doc[first - 1].text in _BREAKS:
            return _content(verb.head, "that", [verb])
    for kid in children(verb, "parataxis"):
        if kid.i > verb.i and kid.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            left = min((t.i for t in kid.subtree if not t.is_punct), default=kid.i)
            if left > verb.i and kid.doc[left - 1].text in (":", ",", '"', "“", "—"):
                return _content(kid, "that", [verb])
    return None


def _infinitive(verb: Token) -> Token | None:
    """"called on Seoul to halt …": an infinitive hung as an adverbial or on the object."""
    for kid in verb.children:
        if base(kid) in ("advcl", "ccomp") and kid.i > verb.i and _has_to(kid) and not any(
            k.lower_ in ("order", "so", "in") for k in kid.children
        ):
            return kid
    for thing in children(verb, "obj", "obl"):
        for kid in children(thing, "acl"):
            if _has_to(kid) and kid.i > verb.i:
                return kid
    return None


def _withholds(verb: Token, thing: Token) -> bool:
    """"denied them entry", "was denied a visa": kept from, not called untrue."""
    return child(verb, "iobj") is not None or (
        thing.lemma_.lower() in act_cues().words["withheld"]
    )


def _has_to(verb: Token) -> bool:
    return any(k.lower_ == "to" and base(k) in ("mark", "aux") for k in verb.children)


def _label(verb: Token) -> Content | None:
    thing, name = child(verb, "obj"), child(verb, "xcomp")
    if name is None:
        things = list(children(verb, "obj"))
        if len(things) > 1:
            thing, name = things[0], things[1]
    if name is None or name.i < verb.i or (name.pos_ == "VERB" and _has_to(name)):
        return None
    second = _content(name, "label", [verb])
    if thing is None or thing.i > name.i or thing.i < verb.i:
        return second if thing is not None or verb.dep_ == "acl:relcl" else None
    first = _content(thing, "label", [verb])
    return Content(first.start, max(first.end, second.end), thing, "label")


def _as(verb: Token) -> Content | None:
    thing = child(verb, "obj")
    lead = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 5):verb.i]]
    if "what" in lead and "," not in lead:
        return None  # "what he described as …" borrows a word, it tells nothing
    for kid in verb.children:
        if kid.i > verb.i and base(kid) in ("obl", "xcomp", "advcl", "nmod", "ccomp") \
                and case_of(kid) == "as":
            further = [k for k in children(kid, "conj") if k.pos_ == "VERB"]
            second = _content(kid, "as", [verb, *further])
            start = _after_case(kid, second.start)
            if thing is not None and verb.i < thing.i < kid.i:
                start = _content(thing, "as", [verb]).start
            return Content(start, second.end, thing if thing is not None else kid, "as")
    if thing is not None and thing.i > verb.i:
        for kid in children(thing, "nmod", "acl"):
            if case_of(kid) == "as":
                whole = _content(thing, "as", [verb])
                return Content(whole.start, whole.end, thing, "as")
    return None


def _phrase(verb: Token, known: ReportVerb, preposition: str, frame: str) -> Content | None:
    thing = child(verb, "obj")
    places = list(children(verb, "obl", "advcl"))
    if thing is not None and thing.i > verb.i:
        places += [k for k in children(thing, "nmod", "acl") if k.i > thing.i]
    for kid in places:
        if thing is not None and frame == "for" and known.kind in ("say", "request", "claim"):
            continue
        if kid.i > verb.i and case_of(kid) == preposition:
            second = _content(kid, frame, [verb])
            held = thing is not None and verb.i < thing.i < kid.i
            if thing is not None and held:
                return Content(_content(thing, frame, [verb]).start, second.end, thing, frame)
            return Content(_after_case(kid, second.start), second.end, kid, frame)
    return None


def _after_case(head: Token, start: int) -> int:
    for kid in head.children:
        if base(kid) in ("case", "mark") and kid.idx == start:
            return kid.idx + len(kid) + 1
    return start


def _passive(verb: Token, has: frozenset[str]) -> Content | None:
    """"The raid was condemned by Paris"; "he was told by the minister that …"."""
    if agent(verb) is None:
        return None
    clause = child(verb, "ccomp")
    if clause is not None and "that" in has:
        return _content(clause, "that", [verb])
    asked = child(verb, "xcomp")
    if asked is not None and "whom" in has:
        return _content(asked, "whom", [verb])
    for kid in children(verb, "obl"):
        if case_of(kid) == "of" and "of" in has and kid.i > verb.i:
            found = _content(kid, "of", [verb])
            return Content(_after_case(kid, found.start), found.end, kid, "of")
    for kid in children(verb, "obl", "xcomp", "advcl"):
        if case_of(kid) == "as" and "as" in has and kid.i > verb.i:
            found = _content(kid, "as", [verb])
            return Content(_after_case(kid, found.start), found.end, kid, "as")
    thing = next((k for k in verb.children if base(k) == "nsubj"), None)
    if thing is None and base(verb) == "acl":
        thing = verb.head
    if thing is None or "np" not in has:
        return None
    if "that" in has:
        # "The man was reported by the daily to have fled", not "an aide, reported by the daily"
        if base(verb) == "acl":
            return None
        if asked is not None and asked.i > verb.i:
            first, last = _content(thing, "np", [verb]), _content(asked, "np", [verb])
            return Content(first.start, last.end, asked, "np")
    return _content(thing, "np", [verb])
