"""Single steps in the Universal Dependencies tree: relations, prepositions, phrases, paths.

Relations follow Universal Dependencies v2; subtypes the parser may or may not write ("nsubj:pass",
"acl:relcl") are told apart where it matters and ignored elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "parataxis", "ccomp"})
COORDINATED = frozenset({"conj", "cc"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "n’t", "without"})
EXTENT = ("compound:prt", "flat", "fixed", "goeswith")


_BASES: dict[int, str] = {}
_LEMMAS: dict[int, str] = {}
"""By spaCy's keys, which are digests of the strings and so alike in every vocabulary."""


def base(token: Token) -> str:
    """The relation without its subtype."""
    found = _BASES.get(token.dep)
    if found is None:
        found = _BASES[token.dep] = token.dep_.split(":", 1)[0]
    return found


def lemma(token: Token) -> str:
    """Lower-case lemma; the word itself where the reader gave none."""
    key = token.lemma or token.orth
    found = _LEMMAS.get(key)
    if found is None:
        if len(_LEMMAS) > 1 << 17:
            _LEMMAS.clear()
        found = _LEMMAS[key] = (token.lemma_ or token.text).lower()
    return found


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
            more = [c.text for c in child.children if c.dep_ == "fixed" and c.i < token.i]
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


def addressee(token: Token) -> Token | None:
    """Whom a verb is spoken to: its object, or what the parser took for a second subject after
    it ("urged Paris to wait")."""
    for child in token.children:
        if base(child) in {"obj", "iobj"} or (base(child) == "nsubj" and child.i > token.i):
            return child
    return None
