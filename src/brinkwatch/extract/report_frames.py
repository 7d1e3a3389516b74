"""How a word of saying takes its content, by the tree.

The frames of each verb stand in `knowledge/data/report_verbs.yaml`.
"""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.clauses import (
    RELATIVE,
    agent,
    base,
    case_of,
    child,
    children,
    is_passive,
    word_set,
)
from brinkwatch.extract.report_phrases import (
    after_case,
    as_name,
    content_of,
    has_to,
    in_phrase,
    label,
    passive,
)
from brinkwatch.extract.report_voices import set_off
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
    if has_to(verb) and base(verb) in ("xcomp", "acl", "ccomp", "csubj"):
        return verb.head.lemma_.lower() in _UNMARKED_TO
    if base(verb) in ("acl", "advcl") and not verb.lower_.endswith("ing") \
            and verb.dep_ != "acl:relcl" and child(verb, "nsubj", "aux", "mark") is None \
            and agent(verb) is None and not has_to(verb) \
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
    if is_quoted_as(verb) and child(verb, "ccomp") is None:
        return _parataxis(verb.head)
    if is_passive(verb):
        return passive(verb, has)
    if "as" in has and not (known.kind == "report" and _himself(verb)):
        described = as_name(verb)
        if described is not None:
            return described
    clause = child(verb, "ccomp")
    if clause is not None and any(t.text == ";" for t in verb.doc[verb.i + 1:clause.i]):
        clause = None
    if clause is not None and "that" in has and not (
        clause.i > verb.i and (_asks_if(clause, known) or _others(verb, clause))
    ):
        told = _with_subject(verb, known, content_of(clause, "that", [verb]))
        second = next((k for k in children(verb, "ccomp") if k.i > clause.i > verb.i), None)
        if second is not None and any(k.lower_ in _CIRCUMSTANCE for k in clause.children):
            # "found when fish were plentiful, they would eat …"
            last = content_of(second, "that", [verb])
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
            has_to(asked) or child(asked, "nsubj") is not None
        ) and (
            child(verb, "obj", "iobj", "obl") is not None or base(asked) == "advcl"
            or (verb.lower_.endswith("ing") and known.lemma == "ask")
            or child(asked, "nsubj") is not None
        ):
            return _with_asked(verb, content_of(asked, "whom", [verb]))
    if "to" in has:
        done = child(verb, "xcomp")
        if done is not None and done.i > verb.i:
            return content_of(done, "to", [verb])
    if "label" in has:
        named = label(verb)
        if named is not None:
            return named
    for frame, preposition in _PHRASES.items():
        if frame in has:
            phrased = in_phrase(verb, known, preposition, frame)
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
                if base(k) in ("advcl", "parataxis") or _renamed(k) or (
                    base(k) == "acl" and k.dep_ != "acl:relcl" and thing.doc[k.i - 1].text == ","
                )
            ]
            return content_of(thing, "np", [verb, *asides])
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
    first = content_of(lost[0], "that", [verb])
    return Content(min(first.start, found.start), found.end, found.head, "that")


def is_quoted_as(verb: Token) -> bool:
    """"…, the mayor was quoted as saying": what is said stands with the word of quoting."""
    return verb.lower_.endswith("ing") and case_of(verb) == "as" and verb.head.i < verb.i and \
        verb.head.lemma_.lower() in speech_words().citing


def _renamed(word: Token) -> bool:
    """", a claim that a court rejected": what the report adds to what was said."""
    edge = word.left_edge
    set_apart = edge.text == "," or (edge.i > 0 and word.doc[edge.i - 1].text == ",")
    return base(word) == "appos" and set_apart and any(
        k.lower_ in ("a", "an") for k in children(word, "det")
    )


def _himself(verb: Token) -> bool:
    """"identified herself as": nothing is told of another."""
    thing = child(verb, "obj")
    return thing is not None and thing.lower_.endswith(("self", "selves"))


def _with_asked(verb: Token, found: Content) -> Content:
    """Take in whom the words ask: "urged [the embassy to reconsider]"."""
    asked = next((
        k for k in verb.children
        if base(k) in ("obj", "iobj", "obl") and verb.i < k.i and k.idx < found.start
        and (base(k) != "obl" or case_of(k) in ("on", "upon", "for"))
    ), None)
    if asked is None or child(found.head, "nsubj") is not None:
        return found
    first = content_of(asked, "whom", [verb, found.head])
    return Content(after_case(asked, first.start), found.end, found.head, found.frame)


def noun_content(noun: Token) -> Content | None:
    """The clause of "a warning that …" or "its threat to …"."""
    for kid in children(noun, "acl", "ccomp"):
        if kid.dep_ == "acl:relcl" or kid.i < noun.i:
            continue
        if any(
            k.lower_ in ("that", "to") and base(k) in ("mark", "aux") and k.i < kid.i
            for k in kid.children
        ):
            return content_of(kid, "that", [])
    return None


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
        placed = set_off(verb) if own is None else None
        if own is not None:
            first = min(first, *(t.i for t in own.subtree if not t.is_punct))
        elif placed is not None:
            first = placed[1]
        if first and verb.doc[first - 1].text in _BREAKS:
            return content_of(verb.head, "that", [verb])
    for kid in children(verb, "parataxis"):
        doer = child(kid, "nsubj")
        if doer is not None and doer.lower_ in RELATIVE:
            continue
        if speech_words().verb(kid.lower_, kid.lemma_.lower()) is not None:
            continue  # "The guard offered help, a spokesman said"
        if kid.i > verb.i and kid.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            left = min((t.i for t in kid.subtree if not t.is_punct), default=kid.i)
            if left > verb.i and kid.doc[left - 1].text in (":", ",", '"', "“", "—"):
                return content_of(kid, "that", [verb])
    return None


def _infinitive(verb: Token) -> Token | None:
    """"called on Seoul to halt …": an infinitive hung as an adverbial or on the object."""
    for kid in verb.children:
        if base(kid) in ("advcl", "ccomp") and kid.i > verb.i and has_to(kid) and not any(
            k.lower_ in ("order", "so", "in") for k in kid.children
        ):
            return kid
    for thing in children(verb, "obj", "obl"):
        for kid in children(thing, "acl"):
            if has_to(kid) and kid.i > verb.i:
                return kid
    return None


def _withholds(verb: Token, thing: Token) -> bool:
    """"denied them entry", "was denied a visa": kept from, not called untrue."""
    return child(verb, "iobj") is not None or (
        thing.lemma_.lower() in act_cues().words["withheld"]
    )
