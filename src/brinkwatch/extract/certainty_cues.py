"""The words that make a predicate less than asserted, each with the reach its place gives it."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract.clauses import base, case_of, children, is_passive, word_set
from brinkwatch.extract.syntax import coordinated
from brinkwatch.knowledge.hedges import Hedges, hedges
from brinkwatch.knowledge.speech import speech_words

_NOT = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
_ONLY = frozenset({"only", "just", "merely", "simply", "necessarily"})
_OCCUR = word_set(
    "take happen occur be exist hold conduct launch make carry start begin stage mount undertake "
    "perform commit plan prepare order approve announce propose demand request seek want expect "
    "suspect allege report fear deny reject cancel postpone avoid prevent rule consider call "
    "threaten face predict end suspend allow authorize include see resume have give"
)


class Cues:
    def __init__(self, table: Hedges) -> None:
        self.table = table

    def along(self, token: Token) -> set[str]:
        """Cues on a predicate and those that reach it from above."""
        found = self.own(token)
        if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") and not _predicative(token):
            return found | self._nominal(token)
        return found | self._governed(token, 0)

    # On the word -------------------------------------------------------------------------

    def own(self, token: Token) -> set[str]:
        found: set[str] = set()
        negated = self.negated(token) or _yet(token)
        condition = self._condition(token)
        for kid in token.children:
            relation, low = base(kid), kid.lower_
            if relation == "aux":
                kind = self.table.auxiliaries.get(low)
                if kind == "conditional" and not condition and _reported(token):
                    kind = "planned"
                if kind == "possible" and low in ("can", "ca", "could") and negated:
                    kind = None
                if kind is not None:
                    found.add(kind)
            elif relation in ("advmod", "amod", "case", "compound", "discourse", "obl"):
                kind = self.table.modifiers.get(low)
                if kind is not None and low not in _NOT:
                    found.add(kind)
            elif relation == "mark" and low in self.table.conditions:
                found.add("conditional")
            elif relation in ("mark", "case") and low == "without":
                found.add("denied")
        if condition and found & {"planned", "possible", "conditional"}:
            found.add("conditional")
        if negated:
            found.add("denied")
            found.discard("planned")
        return found

    def negated(self, token: Token) -> bool:
        """Is it denied in its own clause: "not", "no longer", "no … was", "nobody"?"""
        for kid in token.children:
            relation, low = base(kid), kid.lower_
            if relation in ("advmod", "neg", "aux", "cc", "discourse"):
                if low in _NOT and not self._only(kid):
                    return True
                if self.table.modifiers.get(low) == "denied" and low not in _NOT:
                    return True
                if any(k.lower_ in ("no", "not") for k in kid.children) and relation == "advmod":
                    return True
            if relation in ("nsubj", "obj", "det", "iobj", "expl") and (
                (low in self.table.denying and not (relation == "det" and low == "neither"))
                or any(k.lower_ in self.table.denying and base(k) in ("det", "advmod", "nummod")
                       for k in kid.children)
            ):
                return True
            if relation == "det" and low in self.table.denying:
                return True
        return False

    def _only(self, word: Token) -> bool:
        """"not only", "not just" deny nothing."""
        following = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else None
        return following is not None and following.lower_ in _ONLY

    def _condition(self, token: Token) -> bool:
        """Does an if-clause hang on it?"""
        for kid in children(token, "advcl"):
            marks = {k.lower_ for k in kid.children if base(k) in ("mark", "advmod")}
            if marks & {"if", "unless", "provided", "should"}:
                return True
        return False

    # From above --------------------------------------------------------------------------

    def _governed(self, token: Token, depth: int) -> set[str]:
        head = token.head
        if head.i == token.i or depth > 12:
            return set()
        relation = base(token)
        if relation in ("aux", "cop", "fixed", "compound", "flat"):
            return self.own(head) | self._governed(head, depth + 1)
        if relation == "conj":
            return self._coordinated(token, head, depth)
        if relation == "xcomp":
            return self._complement(token, head, depth, raised=True)
        if relation in ("ccomp", "csubj"):
            return self._complement(token, head, depth, raised=False)
        if relation == "acl" and token.dep_ != "acl:relcl":
            return self._of_noun(token, head, depth)
        if relation == "advcl":
            return self._adverbial(token, head, depth)
        if relation == "obl" and case_of(token) in ("of", "for", "to", "from", "on", "about"):
            return self._by_governor(head, head_of_noun=True)
        return set()

    def _coordinated(self, token: Token, head: Token, depth: int) -> set[str]:
        shared: set[str] = set()
        head = coordinated(token)
        own_frame = any(
            base(k) in ("nsubj", "aux", "expl") or (base(k) == "cc" and k.lower_ == "but")
            for k in token.children
        )
        if not own_frame:
            shared = self.own(head)
            if "denied" in shared and not any(
                k.lower_ in ("or", "nor") and base(k) == "cc" for k in token.children
            ) and self.negated(head):
                shared.discard("denied")
        return shared | self._governed(head, depth + 1)

    def _complement(self, token: Token, head: Token, depth: int, raised: bool) -> set[str]:
        lemma = _lemma(head)
        found = self._by_governor(head)
        if not raised and _past(token):
            found.discard("planned")  # "told parliament that drones had crossed"
        if self.negated(head):
            kind = self.table.governors.get(lemma)
            if kind == "denied":
                found.discard("denied")
            elif raised or kind is not None or lemma in self.table.raises:
                found.add("denied")
        elif raised:
            found |= self.own(head) - {"denied"}
        if raised and _infinitive(token) and not _perfect(token) and not found and (
            lemma not in self.table.transparent
        ):
            found.add("planned")
        speaking = speech_words().verb(head.lower_, lemma) is not None and not raised
        if raised or (not speaking and self.table.governors.get(lemma)):
            found |= self._governed(head, depth + 1)
        return found

    def _by_governor(self, head: Token, head_of_noun: bool = False) -> set[str]:
        """What a verb, adjective or noun says of its complement by its meaning."""
        lemma = _lemma(head)
        kind = self.table.governors.get(lemma) or self.table.governors.get(head.lower_)
        if kind is None:
            return set()
        if kind == "suspected" and lemma == "report" and not is_passive(head):
            return set()
        if kind == "planned" and head.pos_ in ("NOUN",) and head_of_noun and lemma == "need":
            return set()
        return {kind}

    def _of_noun(self, token: Token, noun: Token, depth: int) -> set[str]:
        """"plans to build", "no evidence that …", "the claim that …"."""
        found = self._by_governor(noun)
        lemma = _lemma(noun)
        if any(self.table.modifiers.get(k.lower_) == "denied" or k.lower_ in self.table.denying
               for k in noun.children if base(k) in ("det", "amod", "advmod")):
            found.add("denied")
        governor = noun.head if noun.head.i != noun.i else None
        if governor is not None and base(noun) in ("obj", "nsubj", "obl", "root"):
            kind = self.table.governors.get(_lemma(governor))
            hollow = lemma in self.table.evidence or found
            undone = self.negated(governor)
            if hollow and ((kind == "denied" and not undone) or (base(noun) == "obj" and undone)):
                found.add("denied")
        if not found and _infinitive(token):
            found.add("planned")
        return found

    def _adverbial(self, token: Token, head: Token, depth: int) -> set[str]:
        marks = {k.lower_ for k in token.children if base(k) in ("mark", "case", "advmod")}
        if marks & self.table.conditions:
            return {"conditional"}
        if "without" in marks:
            return {"denied"}
        if ("instead" in marks or "rather" in marks) and token.i > head.i:
            return {"denied"}
        if _infinitive(token):
            found = self._by_governor(head)
            if self.table.governors.get(_lemma(head)) and self.negated(head):
                found.add("denied")
            return found or {"planned"}
        if marks & {"from", "of", "against"}:
            return self._by_governor(head) & {"denied", "planned", "suspected"}
        return set()

    # Nouns -------------------------------------------------------------------------------

    def _nominal(self, noun: Token) -> set[str]:
        """An event told by a noun takes the certainty of the verb that makes it happen."""
        found: set[str] = set()
        if self.table.governors.get(_lemma(noun)) == "planned" and noun.pos_ == "NOUN":
            found.add("planned")
        head, relation = noun.head, base(noun)
        if head.i == noun.i:
            return found
        if relation == "conj":
            return found | self._nominal(head) | (self.own(head) - {"denied"})
        lemma = _lemma(head)
        if relation == "nmod" and head.pos_ == "NOUN":
            kind = self.table.governors.get(lemma) if lemma != "suspect" else None
            if kind is not None:
                found.add(kind)
            if any(k.lower_ in self.table.denying for k in head.children if base(k) == "det"):
                found.add("denied")
            return found
        kind = self.table.governors.get(lemma)
        suffers = relation == "obj" or noun.dep_ == "nsubj:pass" or (
            relation == "obl" and case_of(noun) in ("for", "of", "to", "against", "on", "with")
        )
        if relation == "nsubj" and _predicative(head):
            modifier = self.table.modifiers.get(head.lower_)
            if modifier is not None:
                found.add(modifier)
        reached = relation == "obj" or noun.dep_ == "nsubj:pass" or kind == "planned"
        if suffers and reached and kind and not (kind == "denied" and self.negated(head)):
            found.add(kind)
        if (suffers and lemma in _OCCUR) or (relation == "nsubj" and lemma in _OCCUR):
            found |= self.own(head) | self._governed(head, 1)
        elif relation == "obj":
            found |= (self.own(head) | self._governed(head, 1)) & {
                "planned", "conditional", "threatened", "denied"
            }
        return found


def _lemma(token: Token) -> str:
    return hedges().lemma(token.lower_, token.lemma_.lower())


def _infinitive(verb: Token) -> bool:
    return any(k.lower_ == "to" and base(k) in ("mark", "aux") for k in verb.children)


def _yet(verb: Token) -> bool:
    """"has yet to answer": not so far."""
    return any(
        k.lower_ == "to" and base(k) in ("mark", "aux") and k.i > 0
        and verb.doc[k.i - 1].lower_ == "yet" for k in verb.children
    )


def _past(verb: Token) -> bool:
    """Does its form tell of what has been: "crossed", "had crossed", "was crossed"?"""
    helpers = {k.lower_ for k in verb.children if base(k) in ("aux", "cop")}
    if helpers:
        return helpers <= {"had", "has", "have", "was", "were", "did", "been"}
    low = verb.lower_
    return low != verb.lemma_.lower() and not low.endswith(("ing", "s"))


def _perfect(verb: Token) -> bool:
    """"claimed to have hit": past, whatever stands above it."""
    return any(k.lower_ == "have" and base(k) == "aux" for k in verb.children)


def _predicative(token: Token) -> bool:
    return any(base(k) in ("cop", "nsubj", "expl") for k in token.children) or base(token) in (
        "xcomp", "ccomp", "advcl",
    )


def _reported(token: Token) -> bool:
    """Does the "would" tell a future from the past: "it said it would …"?"""
    at = token
    for _ in range(8):
        if at.head.i == at.i:
            return False
        if base(at) == "ccomp" and speech_words().verb(
            at.head.lower_, _lemma(at.head)
        ) is not None:
            return True
        if base(at) not in ("conj", "xcomp", "ccomp", "parataxis"):
            return False
        at = at.head
    return False
