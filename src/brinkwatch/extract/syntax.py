"""Walking the Universal Dependencies tree of an annotated text.

Nothing here knows a frame or an actor: it answers who is subject of what (also through control,
coordination, participles and relative clauses), what hangs on which preposition, and which words
make up a phrase. Relations follow Universal Dependencies v2; subtypes the parser may or may not
write ("nsubj:pass", "acl:relcl") are told apart where it matters and ignored elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "parataxis", "ccomp"})
COORDINATED = frozenset({"conj", "cc"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})

SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer", "agree", "swear"})
"""Verbs whose infinitive is done by their subject even where an object stands beside it."""

OBJECT_CONTROL = frozenset({
    "accuse", "blame", "suspect", "charge", "convict", "criticize", "criticise", "condemn", "stop",
    "denounce", "praise", "thank", "prevent", "bar", "ban", "fault", "discourage", "dissuade",
    "congratulate", "commend", "exclude", "prohibit",
})
"""Verbs whose "of", "for" or "from" clause is done by their object: "accused Mali of shelling"."""

NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "n’t", "without"})

PASSIVE = frozenset({"be", "been", "being", "is", "are", "was", "were", "get", "got", "gets"})

EXTENT = ("compound:prt", "flat", "fixed", "goeswith")


def base(token: Token) -> str:
    """The relation without its subtype."""
    return token.dep_.split(":", 1)[0]


def lemma(token: Token) -> str:
    """Lower-case lemma; the word itself where the reader gave none."""
    return (token.lemma_ or token.text).lower()


def children(token: Token, *deps: str) -> list[Token]:
    """Children with one of these relations, subtypes included, in text order."""
    return [c for c in token.children if c.dep_ in deps or base(c) in deps]


def is_predicate(token: Token) -> bool:
    """Whether a clause may hang on this word: a verb, or what stands with a copula."""
    return token.pos_ in {"VERB", "AUX"} or any(c.dep_ == "cop" for c in token.children)


def case_of(token: Token) -> str:
    """The preposition of a nominal, multiword ones joined ("because of"); "" for none."""
    for child in token.children:
        if base(child) in {"case", "mark"} and child.i < token.i:
            more = [c.text for c in child.children if c.dep_ == "fixed"]
            return " ".join([child.text, *more]).lower()
    if token.dep_ == "conj" and token.head.dep_ != "ROOT" and not is_predicate(token.head):
        return case_of(token.head)
    return ""


def obliques(token: Token) -> list[tuple[str, Token]]:
    """(preposition, nominal) for what hangs on a predicate or noun, in text order."""
    found = []
    for child in token.children:
        if (base(child) in {"obl", "nmod"} and child.dep_ != "nmod:poss") or (
            base(child) in {"dep", "advcl", "xcomp"} and child.pos_ in NOMINAL
        ):
            found.append((case_of(child), child))
    return found


def particles(token: Token) -> set[str]:
    """Particles, and the adverbs that act as such ("crack down", "pull out")."""
    return {
        c.text.lower() for c in token.children
        if c.dep_ == "compound:prt" or (c.dep_ in {"advmod", "case"} and len(c.text) < 9)
    }


def conjuncts(token: Token) -> list[Token]:
    """The nominal and those coordinated with it, in text order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and not (child.pos_ == "VERB" and token.pos_ != "VERB"):
            found.extend(conjuncts(child))
    return found


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


def is_participle(token: Token) -> bool:
    """A past participle by its form, without an auxiliary "have"."""
    text = token.text.lower()
    if text.endswith("ing") or text == lemma(token):
        return False
    return not any(base(c) in {"aux", "mark"} and c.lower_ != "as" for c in token.children)


def is_gerund(token: Token) -> bool:
    return token.text.lower().endswith("ing")


def is_infinitive(token: Token) -> bool:
    return any(c.dep_ in {"mark", "aux"} and c.lower_ == "to" for c in token.children)


def is_negated(token: Token) -> bool:
    """Whether a negation hangs on the word itself, its auxiliary or its determiner."""
    for child in token.children:
        low = child.lower_
        if low in NEGATIONS and base(child) in {"advmod", "det", "case", "mark", "aux", "neg"}:
            return True
        if base(child) in SUBJECTS and any(
            g.lower_ in {"no", "neither", "nor"} and base(g) in {"det", "cc:preconj", "advmod"}
            for g in child.children
        ):
            return True
        if base(child) in SUBJECTS and low in {"nobody", "none", "no-one", "nothing", "neither"}:
            return True
        if base(child) in {"aux", "advmod", "cop"} and any(
            g.lower_ in NEGATIONS for g in child.children
        ):
            return True
    return False


def auxiliaries(token: Token) -> set[str]:
    """Lower-case auxiliaries of a predicate; a coordinated one without its own has its head's."""
    own = {c.lower_ for c in token.children if base(c) == "aux"}
    if not own and token.dep_ == "conj" and is_predicate(token.head) and not _own_subject(token):
        return auxiliaries(token.head)
    return own


def _own_subject(token: Token) -> Token | None:
    """The subject on the word itself. A nominal after a gerund's object is none of its ("…, hurting
    two, the ministry said"): it belongs to the word of saying behind it."""
    behind = min((c.i for c in token.children if base(c) == "obj"), default=len(token.doc))
    for child in token.children:
        if child.dep_ in SUBJECTS and child.dep_ != "csubj" and not (
            is_gerund(token) and token.i < behind < child.i
        ):
            return child
    return None


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
        if is_gerund(token) or is_participle(token):
            return head
        return owner(head, depth + 1)
    if token.dep_ == "conj":
        return surface_subject(head, depth + 1) if is_predicate(head) else None
    if base(token) in {"advcl", "xcomp", "obl"} and is_gerund(token) and (
        lemma(head) in OBJECT_CONTROL
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
            if child.dep_ == "obl:agent":
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
            and not any(c.lower_ in RELATIVE and base(c) != "obj" for c in token.children):
        return noun
    if token.dep_ == "conj" and is_predicate(token.head):
        for child in token.head.children:
            if base(child) == "obj" and child.i > token.i:
                return child
    return None


def addressee(token: Token) -> Token | None:
    """Whom a verb is spoken to: its object, or what the parser took for a second subject after
    it ("urged Paris to wait")."""
    for child in token.children:
        if base(child) in {"obj", "iobj"} or (base(child) == "nsubj" and child.i > token.i):
            return child
    return None


def complements(token: Token) -> list[Token]:
    """Clauses a word governs as complement or purpose: what is threatened, asked, agreed.
    Coordinated complements follow the first."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "iobj" and child.i > token.i:
            found.extend(g for g in child.children if g.dep_ == "acl" and is_infinitive(g))
        if base(child) in {"xcomp", "ccomp"} and child.i > token.i:
            found.extend([child, *(c for c in conjuncts(child)[1:])])
        elif is_infinitive(child) and (
            child.dep_ == "acl" or (child.dep_ == "advcl" and child.i > token.i)
        ):
            found.append(child)
    return found


def phrase(token: Token, *, drop: frozenset[str] = CLAUSES | COORDINATED) -> tuple[int, int]:
    """Character offsets of a nominal with its modifiers, without its clauses and conjuncts."""
    left, right = token.i, token.i
    stack = [token]
    while stack:
        node = stack.pop()
        for child in node.children:
            if child.dep_ in drop or base(child) == "punct":
                continue
            if base(child) == "case" and node == token and child.i < token.i:
                continue
            if base(child) == "appos" and node == token:
                continue
            left, right = min(left, child.i), max(right, child.i)
            stack.append(child)
    doc = token.doc
    return doc[left].idx, doc[right].idx + len(doc[right])


def modifiers(noun: Token) -> Iterator[Token]:
    """What stands beside a noun, nearest kin first: possessor, adjective, compound, apposition."""
    order = ("nmod:poss", "amod", "compound", "nmod", "flat", "appos")
    for dep in order:
        for child in noun.children:
            if child.dep_ == dep or (dep != "nmod" and base(child) == dep):
                yield child


def subtree_span(token: Token, *, drop: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Token range (end exclusive) from the leftmost to the rightmost word under a word."""
    left, right = token.i, token.i
    stack = [token]
    while stack:
        node = stack.pop()
        for child in node.children:
            if child.dep_ not in drop:
                left, right = min(left, child.i), max(right, child.i)
                stack.append(child)
    return left, right + 1


def depth(token: Token) -> int:
    """Steps to the root."""
    steps = 0
    while token.head != token and steps < 50:
        token = token.head
        steps += 1
    return steps


def path(token: Token) -> list[Token]:
    """The word and its governors up to the root."""
    found = [token]
    while token.head != token and len(found) < 60:
        token = token.head
        found.append(token)
    return found


def distance(a: Token, b: Token) -> int:
    """Steps in the tree between two words of a sentence; 99 across sentences."""
    up = {node.i: n for n, node in enumerate(path(a))}
    for n, node in enumerate(path(b)):
        if node.i in up:
            return n + up[node.i]
    return 99


def head_of(doc: Doc, start: int, end: int) -> Token | None:
    """The word of a character span that the others hang on."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def sentence_bounds(token: Token) -> tuple[int, int]:
    """Character offsets of the sentence, without blank space around it."""
    sent = token.sent
    first, last = sent.start, sent.end - 1
    doc = token.doc
    while first < last and not doc[first].text.strip():
        first += 1
    while last > first and not doc[last].text.strip():
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])
