"""What an editor would strike in a composed sentence, found by its tree.

The reader that reads reports reads the desk's own prose too: a sentence whose tree is broken was
cut in the wrong place or carries a report's slip, and is not printed. The rules look at shape
only; none knows a word of any report.
"""

from __future__ import annotations

from collections.abc import Sequence

from brinkwatch.knowledge.offices import title_words
from brinkwatch.knowledge.prose import prose
from brinkwatch.model import Word
from brinkwatch.publish._names import adjective
from brinkwatch.publish.same import countries_in, words
from brinkwatch.publish.trees import Tree

MODALS = frozenset("will would can could may might must should shall".split())


SUBJECTS = ("nsubj", "csubj", "expl")


STRANDED = frozenset("in of at with from for by".split())


CLAUSES = ("ccomp", "csubj", "xcomp", "parataxis")


def slips(found: Sequence[Word], text: str) -> list[str]:
    """Why a sentence should not be printed, by its tree; an empty list when it may."""
    if not found:
        return []
    tree = Tree(found, text)
    out: list[str] = []
    for rule in RULES:
        fault = rule(tree)
        if fault:
            out.append(fault)
    return out


def no_subject(tree: Tree) -> str | None:
    """A main clause needs a finite verb and somebody to do it."""
    faults = []
    for root in (i for i, w in enumerate(tree.words) if w.relation == "ROOT"):
        if tree.quoted[root]:
            return None  # a quotation heads the tree: its words are the speaker's
        if tree.words[root].pos not in ("VERB", "AUX") and not tree.has(root, "cop", "aux"):
            faults.append("no finite verb in the main clause")
        elif not tree.has(root, *SUBJECTS) and not any(
            w.pos in ("NOUN", "PROPN", "PRON") for w in tree.words[:root]
        ):
            faults.append("main clause without a subject")
        else:
            return None  # a long title before a name may be read as a sentence of its own
    return faults[-1] if faults else None


def noun_after_saying(tree: Tree) -> str | None:
    """ "said no damage": a verb of saying takes a clause, not a thing."""
    for i, word in enumerate(tree.words):
        if tree.quoted[i] or word.pos != "VERB" or word.lemma not in prose()["clause_verbs"]:
            continue
        if tree.has(i, *CLAUSES) or not tree.has(i, *SUBJECTS):
            continue
        for o in tree.children(i, "obj"):
            if o > i and not any(tree.quoted[n] for n in tree.subtree(o)):
                return f"a noun phrase after {word.text!r}"
    return None


def told_nothing(tree: Tree) -> str | None:
    """ "The minister told parliament.": what was told is missing."""
    for i, word in enumerate(tree.words):
        if word.lemma != "tell" or word.pos != "VERB" or any(tree.quoted):
            continue
        topic = any(
            tree.words[c].text.lower() in ("of", "about")
            for o in tree.children(i, "obl")
            for c in tree.children(o, "case")
        )
        if tree.has(i, "nsubj") and not (topic or tree.has(i, *CLAUSES) or _before_source(tree, i)):
            return f"{word.text!r} with nothing told"
    return None


def _before_source(tree: Tree, i: int) -> bool:
    """Whether a verb of saying closes a sentence whose content came first."""
    return tree.words[i].relation == "parataxis" or any(w.pos == "VERB" for w in tree.words[:i])


def free_would(tree: Tree) -> str | None:
    """ "Lithuania would close its border": reported speech whose speaker was cut off."""
    for i, word in enumerate(tree.words):
        if word.relation != "ROOT" or tree.quoted[i]:
            continue
        if any(
            tree.words[c].text.lower() == "would" for c in tree.children(i, "aux")
        ) and not tree.has(i, "advcl", "parataxis"):
            return "“would” without a speaker"
    return None


def that_without_clause(tree: Tree) -> str | None:
    """ "announced that a coalition to patrol the gulf": no finite verb of its own after "that"."""
    marks = [
        i for i, w in enumerate(tree.words) if w.relation == "mark" and w.text.lower() == "that"
    ]
    for n, i in enumerate(marks):
        if tree.quoted[i] or i == 0:
            continue
        later = {tree.words[m].head for m in marks[n + 1 :]}
        if not any(
            (w.pos in ("VERB", "AUX") or tree.has(j, "cop"))
            and j not in later
            and not w.relation.startswith(("acl", "aux", "cop"))
            and (tree.has(j, *SUBJECTS) or tree.has(j, "aux"))
            for j, w in enumerate(tree.words)
            if j > i
        ):
            return "“that” without a clause"
    return None


def bad_verb_group(tree: Tree) -> str | None:
    """ "would required", "in blamed": a verb in a form that cannot stand where it stands."""
    for i in range(1, len(tree.words)):
        word = tree.words[i]
        if tree.quoted[i] or word.pos != "VERB" or not _is_past(word):
            continue
        before = i - 1
        while before > 0 and tree.words[before].pos == "ADV" and word.head != before:
            before -= 1
        prior = tree.words[before]
        if prior.pos == "AUX" and prior.text.lower() in MODALS and prior.head == i:
            return f"{prior.text} {word.text}"
        previous = tree.words[i - 1]
        if (
            previous.pos in ("ADP", "ADV", "SCONJ")
            and previous.text.lower() in STRANDED
            and (word.relation == "ROOT" or tree.has(i, "nsubj"))
        ):
            return f"{previous.text} {word.text}"
    return None


def _is_past(word: Word) -> bool:
    low = word.text.lower()
    return low.endswith("ed") and word.lemma.lower() != low


def article_before_place(tree: Tree) -> str | None:
    """ "analysts at a Seoul": the noun that the place belonged to was cut off."""
    for i, word in enumerate(tree.words):
        if tree.quoted[i] or word.text.lower() not in ("a", "an") or word.pos != "DET":
            continue
        if i + 1 >= len(tree.words):
            return "ends on an article"
        noun, n = tree.words[i + 1], i + 1
        if (
            word.head == n
            and noun.pos == "PROPN"
            and countries_in(words(noun.text))
            and not demonym(noun.text)
        ):
            after = tree.words[n + 1] if n + 1 < len(tree.words) else None
            if after is None or (
                after.head != n
                and not (noun.head == n + 1 and noun.relation in ("compound", "amod", "nmod"))
            ):
                return f"an article before {noun.text!r}"
    return None


def demonym(word: str) -> bool:
    """Whether a word is what a citizen of a state is called ("an Australian")."""
    found = countries_in(words(word))
    return bool(found) and words(adjective(found[0][2])) == words(word)


def bare_singular(tree: Tree) -> str | None:
    """ "Spokesman for the ministry said": a single person needs an article or a name."""
    for i, word in enumerate(tree.words):
        if (
            tree.quoted[i]
            or word.pos != "NOUN"
            or not word.relation.startswith("nsubj")
            or word.text.lower() not in title_words()
            or word.text.lower().endswith("s")
            or word.text.lower() in prose()["collective"]
            or (i + 1 < len(tree.words) and tree.words[i + 1].pos == "PROPN")
            or (i > 0 and tree.words[i - 1].pos == "NOUN")  # "attorneys general"
        ):
            continue
        if not tree.has(i, "det", "nummod", "flat", "appos", "compound", "amod") and not any(
            tree.words[c].relation == "nmod:poss" for c in tree.children(i)
        ):
            return f"{word.text!r} without an article"
    return None


def bare_opening(tree: Tree) -> str | None:
    """ "Envoy for the north expressed": a single noun that opens without an article."""
    first = tree.words[0]
    if first.pos not in ("NOUN", "PROPN") or not first.relation.startswith("nsubj"):
        return None
    if first.text.lower().endswith("s") or tree.has(0, "det", "flat", "compound", "amod"):
        return None
    cases = {
        tree.words[c].text.lower()
        for n in tree.children(0, "nmod")
        for c in tree.children(n, "case")
    }
    return f"{first.text!r} without an article" if "for" in cases else None


def named_crowd(tree: Tree) -> str | None:
    """ "local media Anna Kowalska condemned": two names set side by side by a wrong cut."""
    for i, word in enumerate(tree.words):
        if word.relation not in ("appos", "nsubj") or word.pos != "PROPN" or tree.quoted[i]:
            continue
        head = tree.words[i - 1] if word.relation == "nsubj" else tree.words[word.head]
        if word.relation == "nsubj" and (head.relation, head.head) != ("nsubj", word.head):
            continue
        if (
            (word.head == i - 1 or word.relation == "nsubj")
            and head.pos == "NOUN"
            and (head.text.lower() == "media" or _plural(head))
        ):
            return f"{head.text} {word.text}"
    return None


def _plural(word: Word) -> bool:
    low = word.text.lower()
    return low.endswith("s") and not low.endswith("ss") and word.lemma.lower() != low


def idle_it(tree: Tree) -> str | None:
    """ "it is commonplace for new governments": what is commonplace was cut off."""
    for i, word in enumerate(tree.words):
        if tree.quoted[i] or word.text.lower() != "it" or not word.relation.startswith("nsubj"):
            continue
        head = word.head
        if tree.words[head].pos not in ("ADJ", "NOUN") or not tree.has(head, "cop"):
            continue
        if tree.words[head].lemma.lower() in prose()["expletive"] and not tree.has(
            head, "csubj", "ccomp", "xcomp", "advcl", "acl"
        ):
            return f"“it is {tree.words[head].text}” with nothing that is so"
    return None


def says_of_itself(tree: Tree) -> str | None:
    """ "Prosecutors said that prosecutors charged": the subject twice."""
    for i, word in enumerate(tree.words):
        if word.relation.split(":")[0] != "ccomp" or tree.quoted[i]:
            continue
        outer = next(tree.children(word.head, "nsubj"), None)
        inner = next(tree.children(i, "nsubj"), None)
        if outer is None or inner is None or tree.quoted[inner]:
            continue
        a, b = tree.phrase(outer).lower(), tree.phrase(inner).lower()
        if a.removeprefix("the ") == b.removeprefix("the "):
            return "the speaker named again as the subject of what is said"
    return None


def lone_pronoun(tree: Tree) -> str | None:
    """A pronoun that nothing before it in the sentence can stand for."""
    for i, word in enumerate(tree.words):
        low = word.text.lower()
        if tree.quoted[i] or word.pos != "PRON" or low not in THIRD:
            continue
        if low == "it" and (
            word.relation == "expl" or tree.has(word.head, "csubj", "ccomp", "xcomp", "advcl")
        ):
            continue
        own = word.head  # of an object, the subject of its own clause would be "themselves"
        while low in ("them", "him") and tree.words[own].pos != "VERB" and (
                tree.words[own].head != own):
            own = tree.words[own].head
        before = [
            w for n, w in enumerate(tree.words[:i])
            if w.pos in ("NOUN", "PROPN") and n != word.head
            and not (low in ("them", "him") and (w.relation, w.head) == ("nsubj", own))
        ]
        if not before:
            # a clause before its source: "it would answer, the ministry said"
            if (
                tree.words[i].head != i
                and any(w.pos in ("NOUN", "PROPN") for w in tree.words[i + 1 :])
                and low in ("its", "their", "his", "her")
            ):
                continue
            return f"{word.text!r} stands for nothing in the sentence"
        if (
            low in ("they", "them", "their")
            and not any(
                _plural(w) or w.pos == "PROPN" or w.lemma.lower() in prose()["collective"]
                for w in before
            )
            and not any(w.text.lower() == "and" for w in tree.words[:i])
        ):
            return f"{word.text!r} stands for nothing in the sentence"
    return None


THIRD = frozenset("he she it they him her them his its their".split())


RULES = (
    no_subject,
    noun_after_saying,
    told_nothing,
    free_would,
    that_without_clause,
    bad_verb_group,
    article_before_place,
    bare_singular,
    bare_opening,
    named_crowd,
    idle_it,
    says_of_itself,
    lone_pronoun,
)
