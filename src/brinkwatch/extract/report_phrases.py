"""Contents that are phrases: names given, "as a crime", "for the raid", and those of passives."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.clauses import (
    agent,
    base,
    case_of,
    child,
    children,
    run_around,
)
from brinkwatch.extract.spans import Content
from brinkwatch.knowledge.speech import ReportVerb


def content_of(head: Token, frame: str, without: list[Token]) -> Content:
    doc = head.doc
    start, end = run_around(head, [t for t in without if t.i != head.i])
    cue = without[0] if without else None
    if cue is not None and start <= cue.i < end:
        if cue.i < head.i:
            start = cue.i + 1
        else:
            end = cue.i
    return Content(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), head, frame)


def label(verb: Token) -> Content | None:
    thing, name = child(verb, "obj", "expl"), child(verb, "xcomp")
    if thing is None and name is not None:
        thing = child(name, "expl", "nsubj")
    if name is None:
        things = list(children(verb, "obj"))
        if len(things) > 1:
            thing, name = things[0], things[1]
    if name is None or name.i < verb.i or (name.pos_ == "VERB" and has_to(name)):
        return None
    second = content_of(name, "label", [verb])
    if thing is None or thing.i > name.i or thing.i < verb.i:
        return second if thing is not None or verb.dep_ == "acl:relcl" else None
    first = content_of(thing, "label", [verb])
    return Content(first.start, max(first.end, second.end), thing, "label")


def as_name(verb: Token) -> Content | None:
    thing = child(verb, "obj")
    lead = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 5):verb.i]]
    if "what" in lead and "," not in lead:
        return None  # "what he described as …" borrows a word, it tells nothing
    for kid in verb.children:
        if kid.i > verb.i and base(kid) in ("obl", "xcomp", "advcl", "nmod", "ccomp") \
                and case_of(kid) == "as":
            further = [k for k in children(kid, "conj") if k.pos_ == "VERB"]
            second = content_of(kid, "as", [verb, *further])
            start = after_case(kid, second.start)
            if thing is not None and verb.i < thing.i < kid.i:
                start = content_of(thing, "as", [verb]).start
            return Content(start, second.end, thing if thing is not None else kid, "as")
    if thing is not None and thing.i > verb.i:
        for kid in children(thing, "nmod", "acl"):
            if case_of(kid) == "as":
                whole = content_of(thing, "as", [verb])
                return Content(whole.start, whole.end, thing, "as")
    return None


def in_phrase(verb: Token, known: ReportVerb, preposition: str, frame: str) -> Content | None:
    thing = child(verb, "obj")
    places = list(children(verb, "obl", "advcl", "ccomp", "xcomp"))
    if thing is not None and thing.i > verb.i:
        places += [k for k in children(thing, "nmod", "acl") if k.i > thing.i]
    for kid in places:
        if thing is not None and frame == "for" and known.kind in ("say", "request", "claim"):
            continue
        if kid.i > verb.i and case_of(kid) == preposition:
            second = content_of(kid, frame, [verb])
            held = thing is not None and verb.i < thing.i < kid.i
            if thing is not None and held:
                return Content(content_of(thing, frame, [verb]).start, second.end, thing, frame)
            return Content(_after_marker(kid), second.end, kid, frame)
    return None


def _after_marker(head: Token) -> int:
    """Where the words behind "for", "of" or the like begin: "for [members to pay more]"."""
    mark = next(k for k in head.children if base(k) in ("case", "mark") and k.i < head.i)
    behind = mark.doc[mark.i + 1]
    return (mark.doc[mark.i + 2] if behind.is_punct else behind).idx


def after_case(head: Token, start: int) -> int:
    for kid in head.children:
        if base(kid) in ("case", "mark") and kid.idx == start:
            return kid.idx + len(kid) + 1
    return start


def passive(verb: Token, has: frozenset[str]) -> Content | None:
    """"The raid was condemned by Paris"; "he was told by the minister that …"."""
    if agent(verb) is None:
        return None
    clause = child(verb, "ccomp")
    if clause is not None and "that" in has:
        return content_of(clause, "that", [verb])
    asked = child(verb, "xcomp")
    if asked is not None and "whom" in has:
        return content_of(asked, "whom", [verb])
    for kid in children(verb, "obl"):
        if case_of(kid) == "of" and "of" in has and kid.i > verb.i:
            found = content_of(kid, "of", [verb])
            return Content(after_case(kid, found.start), found.end, kid, "of")
    for kid in children(verb, "obl", "xcomp", "advcl"):
        if case_of(kid) == "as" and "as" in has and kid.i > verb.i:
            found = content_of(kid, "as", [verb])
            named = next((k for k in verb.children if base(k) == "nsubj"), None)
            if named is not None and named.i < verb.i and named.pos_ in ("NOUN", "PROPN") and \
                    base(verb) != "acl":
                return Content(content_of(named, "as", [verb]).start, found.end, named, "as")
            return Content(after_case(kid, found.start), found.end, kid, "as")
    thing = next((k for k in verb.children if base(k) == "nsubj"), None)
    if thing is None and base(verb) == "acl":
        thing = verb.head
    if thing is None or "np" not in has:
        return None
    if "that" in has:
        # "The man was reported by the daily to have fled", not "an aide, reported by the daily"
        if base(verb) == "acl":
            return None
        by = agent(verb)
        asked = asked or next((
            k for k in children(verb, "advcl") if has_to(k) and by is not None and k.i > by.i
        ), None)
        if asked is not None and asked.i > verb.i:
            first, last = content_of(thing, "np", [verb]), content_of(asked, "np", [verb])
            return Content(first.start, last.end, asked, "np")
    return content_of(thing, "np", [verb])


def has_to(verb: Token) -> bool:
    return any(k.lower_ == "to" and base(k) in ("mark", "aux") for k in verb.children)
