"""Who is subject of what in the tree, and what a word governs.

Nothing here knows a frame or an actor: it finds subjects (also through control, coordination,
participles and relative clauses), agents, patients and complements. Single steps are in `tree`
and are re-exported, so that a caller needs `syntax` only.
"""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.control_words import (
    LIKENING,
    MODALS,
    OBJECT_CONTROL,
    PASSIVE,
    SUBJECT_CONTROL,
)
from brinkwatch.extract.tree import (
    CLAUSES,
    COORDINATED,
    EXTENT,
    NEGATIONS,
    NOMINAL,
    SUBJECTS,
    addressee,
    base,
    case_of,
    children,
    complements,
    conjuncts,
    depth,
    distance,
    head_of,
    is_gerund,
    is_infinitive,
    is_negated,
    is_participle,
    is_predicate,
    lemma,
    modifiers,
    obliques,
    particles,
    path,
    phrase,
    sentence_bounds,
    subtree_span,
)

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


def is_passive(token: Token) -> bool:
    """Whether the predicate's subject suffers the deed. Where the label says so but "have" stands
    alone before an object of its own ("have kidnapped nine"), the label is wrong."""
    labels = {c.dep_ for c in token.children}
    if labels & {"aux:pass", "obl:agent"}:
        return True
    if "nsubj:pass" in labels:
        helpers = {c.lower_ for c in token.children if base(c) == "aux"}
        return not (helpers & {"have", "has", "had", "'ve", "’ve"} and not helpers & PASSIVE
                    and "obj" in labels)
    if base(token) == "acl" and token.dep_ != "acl:relcl" and token.pos_ == "VERB":
        return is_participle(token)
    if base(token) == "advcl" and token.pos_ == "VERB" and is_participle(token):
        return not any(base(c) in {"nsubj", "csubj", "obj", "aux"} for c in token.children)
    return (
        token.dep_ == "conj" and token.head.pos_ == "VERB" and is_participle(token)
        and not _own_subject(token) and is_passive(token.head)
        and not any(base(c) in {"obj", "aux"} for c in token.children)
    )


def auxiliaries(token: Token) -> set[str]:
    """Lower-case auxiliaries of a predicate; a coordinated one without its own has its head's."""
    own = {c.lower_ for c in token.children if base(c) == "aux"}
    if not own and token.dep_ == "conj" and is_predicate(token.head) and not _own_subject(token):
        return auxiliaries(coordinated(token))
    return own


def _own_subject(token: Token) -> Token | None:
    """The subject on the word itself. A nominal after a gerund's object is none of its ("…, hurting
    two, the ministry said"): it belongs to the word of saying behind it."""
    behind = min((c.i for c in token.children if base(c) == "obj"), default=len(token.doc))
    several = sum(c.dep_ in SUBJECTS and c.i < token.i for c in token.children) > 1
    for child in token.children:
        if several and child.lower_ in RELATIVE:
            continue
        if child.dep_ in SUBJECTS and child.dep_ != "csubj" and not (
            is_gerund(token) and token.i < behind < child.i
        ):
            return child
    return None


def coordinated(token: Token) -> Token:
    """What a coordinated predicate stands beside. A finite past cannot share its subject with an
    infinitive or a future ("predicted Lima would lose and asked voters …"): it goes with the
    predicate above that."""
    head = token.head
    past = token.pos_ == "VERB" and token.lower_ != lemma(token) and not is_gerund(token) and (
        not any(base(c) in {"aux", "mark"} for c in token.children)
    )
    while past and head.head != head and base(head) in {"ccomp", "xcomp", "conj", "acl"} and (
        head.lower_ == lemma(head)
    ) and (
        is_infinitive(head) or any(c.lower_ in MODALS for c in head.children if base(c) == "aux")
    ) and (head.head.pos_ == "VERB"):
        head = head.head
    return head


def _set_off(token: Token) -> bool:
    """Whether a comma parts a gerund from the noun that it hangs on ("met the envoy, accusing …"):
    then the clause's subject does it."""
    before = token.doc[token.i - 1] if token.i else token
    return before.text == "," and base(token.head) not in {"nsubj", "appos"} and (
        token.head.head.pos_ == "VERB"
    )


def antecedent(token: Token) -> Token | None:
    """The noun a relative clause hangs on, for a predicate inside one."""
    node = token
    for _ in range(4):
        if node.dep_ == "acl:relcl" or (
            node.dep_ == "acl" and any(c.lower_ in RELATIVE for c in node.children)
        ):
            return node.head
        if node.dep_ not in {"conj", "xcomp"}:
            return None
        node = node.head
    return None


def surface_subject(token: Token, depth: int = 0) -> Token | None:
    """The nominal that is subject of a predicate in the sentence's form: its own, or one that it
    shares with the clause it depends on. Relative pronouns give way to their antecedent."""
    if depth > 6:
        return None
    own = _own_subject(token)
    if own is not None:
        if own.lower_ in RELATIVE or (own.pos_ == "PRON" and own.lower_ in {"what"}):
            return antecedent(token) or own
        return own
    head = token.head
    if head == token:
        return None
    if token.dep_ == "acl:relcl":
        return None if any(base(c) == "nsubj" for c in token.children) else head
    if base(token) == "acl":
        if is_gerund(token) and (case_of(token) or _set_off(token)):
            return owner(head, depth + 1) or head
        if is_gerund(token) or is_participle(token):
            return head
        return owner(head, depth + 1)
    if token.dep_ == "conj":
        head = coordinated(token)
        return surface_subject(head, depth + 1) if is_predicate(head) else None
    if base(token) in {"advcl", "xcomp", "obl"} and is_gerund(token) and (
        lemma(head) in OBJECT_CONTROL
    ) and case_of(token):
        return patient(head)
    if base(token) in {"advcl", "xcomp", "obl"} and case_of(token) == "as" and (
        lemma(head) in LIKENING
    ):
        return patient(head)
    if token.dep_ == "xcomp":
        if lemma(head) not in SUBJECT_CONTROL:
            for child in head.children:
                if base(child) in {"obj", "iobj"} and child.i < token.i:
                    return child
            for prep, child in obliques(head):
                if prep in {"on", "upon", "to", "for"} and head.i < child.i < token.i \
                        and is_infinitive(token):
                    return child
        if is_passive(head) or is_predicate(head):
            return surface_subject(head, depth + 1)
        return owner(head, depth + 1)
    if base(token) in {"advcl", "ccomp", "parataxis"}:
        if base(token) == "advcl" and not is_predicate(head):
            return owner(head, depth + 1)
        if base(token) == "parataxis" and not is_gerund(token):
            return None
        if base(token) == "advcl" and not (
            is_gerund(token) or is_infinitive(token) or is_participle(token)
        ):
            return None
        return surface_subject(head, depth + 1)
    return None


def owner(noun: Token, depth: int = 0) -> Token | None:
    """Whose a noun is: its possessor, else the subject of the verb it is object of."""
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return child
    for prep, child in obliques(noun):
        if prep == "by":
            return child
    if depth < 6 and base(noun) in {"obj", "xcomp", "obl", "conj"} and noun.head != noun:
        head = noun.head
        if noun.dep_ == "conj" and not is_predicate(head):
            return owner(head, depth + 1)
        return surface_subject(head, depth + 1)
    return None


def agent(token: Token) -> Token | None:
    """Who does it: the subject of an active clause, the by-phrase of a passive one."""
    if is_passive(token):
        for child in token.children:
            if child.dep_ == "obl:agent" and case_of(child) in {"", "by"}:
                return child
        for prep, child in obliques(token):
            if prep == "by":
                return child
        return None
    return surface_subject(token)


def patient(token: Token) -> Token | None:
    """Whom or what it is done to: the object, the passive's subject, the relative's antecedent."""
    if is_passive(token):
        return surface_subject(token)
    for dep in ("obj", "iobj"):
        for child in token.children:
            if base(child) == dep:
                if child.lower_ in RELATIVE:
                    return antecedent(token) or child
                return child
    noun = antecedent(token)
    subject = _own_subject(token)
    if noun is not None and subject is not None and subject.lower_ not in RELATIVE \
            and token.dep_ == "acl:relcl" \
            and not any(c.lower_ in RELATIVE and base(c) not in {"obj", "nsubj"}
                        for c in token.children):
        return noun
    if token.dep_ == "conj" and is_predicate(token.head):
        for child in token.head.children:
            if base(child) == "obj" and child.i > token.i:
                return child
    return None


__all__ = [
    "CLAUSES",
    "COORDINATED",
    "EXTENT",
    "NEGATIONS",
    "NOMINAL",
    "OBJECT_CONTROL",
    "PASSIVE",
    "RELATIVE",
    "SUBJECTS",
    "SUBJECT_CONTROL",
    "addressee",
    "agent",
    "antecedent",
    "auxiliaries",
    "base",
    "case_of",
    "children",
    "complements",
    "conjuncts",
    "coordinated",
    "depth",
    "distance",
    "head_of",
    "is_gerund",
    "is_infinitive",
    "is_negated",
    "is_participle",
    "is_passive",
    "is_predicate",
    "lemma",
    "modifiers",
    "obliques",
    "owner",
    "particles",
    "path",
    "patient",
    "phrase",
    "sentence_bounds",
    "subtree_span",
    "surface_subject",
]
