"""A headline from the tree of an opening: subject, verb in the present, what the verb needs, and
as much of the circumstances as a line holds."""

from __future__ import annotations

import re

from brinkwatch.knowledge.prose import past, third
from brinkwatch.publish.fit import DEICTIC
from brinkwatch.publish.lede_clauses import SAYING, clause, stands
from brinkwatch.publish.ledes import DATE, DAY, SOFT, TOLL
from brinkwatch.publish.openings import Opening
from brinkwatch.publish.plurals import is_plural
from brinkwatch.publish.trees import Tree

MOST_WORDS = 14
SUBJECT_WORDS = 6
SOURCE_WORDS = 4
HANGING = re.compile(
    r"\b(?:the|an?|of|to|in|at|by|for|and|or|with|from|that|as|what|how|where|when|which|who|if)$"
)
MODALS = frozenset("will would can could may might must should".split())
BACK = {"would": "will", "could": "can", "might": "may"}
"""A modal of reported speech, with its verb of saying set in the present."""


def headlines(opening: Opening) -> list[str]:
    """Headlines for an opening, the fullest first; an empty list when its tree gives none."""
    tree = opening.tree
    main = clause(tree)
    if main is None or not stands(tree, main[0]):
        return []
    root, source = main
    by = _source(tree, root, source)
    out: list[str] = []
    for most in (MOST_WORDS, 9):
        room = min(most, MOST_WORDS - len(by.split()))
        for limit in (SUBJECT_WORDS + 2, SUBJECT_WORDS):
            line = _line(tree, root, room, limit)
            if line:
                out.append(f"{line}, {by}" if by else line)
                break
    return list(dict.fromkeys(_brief(line) for line in out))


def _brief(line: str) -> str:
    line = re.sub(r"\bUnited States\b(?!’)", "US", line)
    return re.sub(r"\bUnited Kingdom\b(?!’)", "UK", line)


def _source(tree: Tree, root: int, source: frozenset[int]) -> str:
    """ "officials say", for a claim of somebody's that the sentence attributes; "" for a long one
    or none."""
    if not source:
        return ""
    said = max(source)
    name = re.sub(r"^(?:[Tt]he|an?) ", "", tree.text_of(n for n in source if n != said))
    name = re.split(r" (?:with|of|in|on|from|at|briefed|who) ", name)[0]
    verb = tree.words[said].lemma.lower()
    if len(name.split()) > SOURCE_WORDS or not name:
        return ""
    last = tree.words[said - 1]
    many = is_plural(name) or (last.pos == "NOUN" and last.text.lower().endswith("s") and (
        last.lemma.lower() != last.text.lower()))
    return f"{name} {verb if many else third(verb)}"


def _line(tree: Tree, root: int, most: int, limit: int) -> str:
    who = next(tree.children(root, "nsubj", "csubj"))
    subject = [n for n in _subject(tree, who, limit) if n < root]
    words = tree.text_of(subject).split()
    if not words:
        return ""
    many = _many(tree, who, tree.text_of(subject))
    verb = _verb(tree, root, many)
    if not verb or len(words) > SUBJECT_WORDS + 3:
        return ""
    if any(tree.words[c].pos == "VERB" and not tree.has(c, "nsubj") and any(
            o > c for o in tree.children(root, "obj")) for c in tree.children(root, "conj")):
        return ""  # two verbs with one object
    inside: set[int] = set()
    for c in sorted(tree.below.get(root, [])):
        base = tree.words[c].relation.split(":")[0]
        if c < root or base not in BEHIND:
            continue
        phrase = _trimmed(tree, c)
        text = tree.text_of(phrase)
        aside = SOFT.fullmatch(text) or _when(text) or text.startswith("according")
        if text and not (aside and base in ("obl", "advmod", "advcl")):
            inside.update(phrase)
    room = most - len(words) - len(verb.split())
    office = _office(tree, who)
    if not tree.has(root, "obj", "xcomp", "ccomp", "cop") and len(office.split()) <= room:
        room -= len(office.split())  # who died says more than where
    else:
        office = ""
    kept = _shorter(tree, root, sorted(inside), room)
    if inside and not kept and not (office or TOLL.fullmatch(verb)):
        return ""
    if tree.has(root, "obj", "xcomp", "ccomp") and not any(
        tree.words[n].head == root
        and tree.words[n].relation.split(":")[0] in ("obj", "xcomp", "ccomp") for n in kept
    ):
        return ""
    rest = _reported(tree, root, tree.text_of(kept))
    name = tree.text_of(subject)
    if office:
        name = f"{name}, {office},"
    line = f"{name} {verb} {rest}".strip(" ,.")
    line = re.sub(r"^(?:the|an?|The|An?)\s+", "", line)
    line = re.split(r"\s[—–]\s", line)[0]
    if DEICTIC.search(line) or HANGING.search(line) or line.count("“") != line.count("”"):
        return ""
    return re.sub(r"\s+,", ",", line)


def _office(tree: Tree, who: int) -> str:
    """What an apposition says a named person is, without its article."""
    if tree.words[who].pos != "PROPN":
        return ""
    for c in tree.children(who, "appos"):
        inside = [n for n in _trimmed(tree, c) if tree.words[n].text not in ",()"]
        text = re.sub(r"^(?:the|an?) ", "", tree.text_of(inside))
        if 2 <= len(text.split()) <= 7 and tree.words[c].pos == "NOUN" and c > who:
            return text
    return ""


def _count(tree: Tree, kept: list[int]) -> int:
    return len(tree.text_of(kept).split())


CLOCK = re.compile(
    r"(?:in|since|at|around|by|until) (?:about |around )?(?:\d{4}|\d{1,2}[:.]\d\d\b.*|"
    r"\d{1,2} ?[ap]\.?m\b.*)"
)


def _when(text: str) -> bool:
    """Whether a phrase only says when."""
    bare = DATE.sub("", DAY.sub("", text)).strip(" ,").lower()
    if bare in ("on", "in", "until", "by", "from", "since", "before", "after", "through", "early",
                "late", ""):
        return True
    return CLOCK.fullmatch(text) is not None


def _trimmed(tree: Tree, i: int) -> list[int]:
    """A phrase without relative clauses, appositions, dates and asides."""
    gone: set[int] = set()
    inside = tree.subtree(i)
    for n in inside:
        if n in gone or n == i:
            continue
        word = tree.words[n]
        base = word.relation.split(":")[0]
        below = tree.subtree(n)
        text = tree.text_of(below)
        set_off = below[0] > 0 and (
            tree.words[below[0]].text in ",(" or tree.words[below[0] - 1].text in (",", "(")
        )
        if (
            word.relation in ("acl:relcl", "advcl:relcl")
            or (base == "appos" and set_off)
            or (base in ("acl", "advcl", "conj") and set_off and base != "conj")
            or base in ("parataxis", "dep", "vocative", "discourse")
            or (base in ("obl", "nmod", "advmod") and _when(text))
            or (base in ("advmod", "amod") and SOFT.fullmatch(text) is not None)
        ):
            gone.update(below)
    inside_brackets = False
    for n in inside:
        inside_brackets = inside_brackets or tree.words[n].text == "("
        if inside_brackets:
            gone.add(n)
        if tree.words[n].text == ")":
            inside_brackets = False
    kept = [
        n for n in inside
        if n not in gone
        and not (tree.words[n].text == "," and (n + 1 in gone or n - 1 in gone))
    ]
    while kept and tree.words[kept[-1]].text in (",", ".", ";", ":", "and"):
        kept.pop()
    while kept and tree.words[kept[0]].text == ",":
        kept.pop(0)
    return kept


def _subject(tree: Tree, who: int, limit: int) -> list[int]:
    """The subject within `limit` words: phrases behind its head go first, the last first."""
    kept = _trimmed(tree, who)
    after = who + 1
    while after < len(tree.words) and tree.words[after].pos == "PROPN" and (
        tree.words[after].head == who
    ):
        kept = sorted({*kept, after})  # the rest of the name, whatever the tree calls it
        after += 1
    if kept and tree.words[kept[0]].text.lower() in ("the", "a", "an"):
        kept = kept[1:]
    while _count(tree, kept) > limit:
        tails = [
            t for c in tree.children(who, "nmod", "acl", "appos")
            if c > who and tree.words[c].relation not in ("nmod:poss", "nmod:desc")
            and (t := [n for n in tree.subtree(c) if n in kept]) and min(t) > who
        ]
        if not tails:
            break
        kept = [n for n in kept if n not in tails[-1]]
    while kept and tree.words[kept[-1]].text in (",", "and"):
        kept.pop()
    return kept


def _shorter(tree: Tree, root: int, kept: list[int], room: int) -> list[int]:
    """What stands behind the verb within `room` words: whole phrases go, the last first; an empty
    list where what the verb needs has no room."""
    inside = set(kept)
    while inside and _count(tree, sorted(inside)) > room:
        loose = [
            sub
            for n in sorted(inside, reverse=True)
            if tree.words[n].relation.split(":")[0] in LOOSE
            and tree.words[n].relation not in FAST
            and (sub := {m for m in tree.subtree(n) if m in inside})
            and max(sub) == max(m for m in inside if tree.words[m].text != ",")
        ]
        if not loose:
            return []
        sub = min(loose, key=len)
        above = _above(tree, max(sub, key=lambda m: -len(_above(tree, m))))
        top = next((h for h in above if h not in sub), None)
        if top is not None and any(
            tree.words[a].text.lower() in SUPERLATIVE for a in tree.children(top, "amod")
        ):
            sub = {m for m in tree.subtree(top) if m in inside}
            if tree.words[top].relation.split(":")[0] not in LOOSE:
                return []  # the first of what?
        inside -= sub
    out = sorted(inside)
    while out and (
        tree.words[out[-1]].text == ","
        or tree.words[out[-1]].relation in ("cc", "mark")
        or (tree.words[out[-1]].pos == "VERB"
            and tree.words[out[-1]].relation.split(":")[0] in ("acl", "advcl"))
    ):
        out.pop()
    return out


LOOSE = frozenset("nmod obl advcl acl conj advmod appos".split())
FAST = frozenset(["nmod:poss", "nmod:desc"])
BEHIND = frozenset("obj iobj xcomp ccomp compound obl advcl advmod".split())


SUPERLATIVE = frozenset("first second third last only largest biggest worst deadliest".split())


def _above(tree: Tree, i: int) -> list[int]:
    """The words a word hangs on, the nearest first."""
    out = []
    while tree.words[i].head != i:
        i = tree.words[i].head
        out.append(i)
    return out


def _many(tree: Tree, who: int, text: str) -> bool:
    word = tree.words[who]
    if tree.has(who, "conj"):
        return True
    if word.pos == "PROPN":
        return is_plural(text)
    low = word.text.lower()
    return is_plural(text) or (
        word.pos == "NOUN" and low.endswith("s") and word.lemma.lower() != low
    ) or low in ("people", "police", "dozens", "hundreds", "thousands")


def _verb(tree: Tree, root: int, many: bool) -> str:
    """The main verb as a headline has it: "dies", "sentenced", "will vote", "is open"."""
    head = tree.words[root]
    aux = [tree.words[c] for c in sorted(tree.children(root, "aux", "cop")) if c < root]
    forms = [a.text.lower() for a in aux]
    no = any(tree.words[c].text.lower() in ("not", "n’t", "n't", "never")
             for c in tree.children(root, "advmod"))
    if head.pos not in ("VERB", "AUX") or tree.has(root, "cop"):
        be = "is" if not many else "are"
        before = [
            n
            for n in _trimmed(tree, root)
            if n < root
            and tree.words[n].head == root
            and tree.words[n].relation.split(":")[0]
            not in ("cop", "nsubj", "aux", "advmod", "punct")
        ]
        if no or any(f in MODALS for f in forms):
            return ""
        lead = tree.text_of([*before, root])
        return f"{be} {lead}" if "became" not in lead else lead
    modal = next((f for f in forms if f in MODALS), None)
    if modal is not None:
        tail = [a.text.lower() for a in aux if a.text.lower() not in MODALS]
        return " ".join([modal, *(["not"] if no else []), *tail, head.text])
    if any(a.relation == "aux:pass" for a in aux):
        return "" if no else head.text  # "sentenced", "killed"
    lemma = head.lemma.lower()
    if any(f in ("was", "were", "is", "are", "am") for f in forms):
        return f"{'are' if many else 'is'}{' not' if no else ''} {head.text}"
    if no:
        return f"{'do' if many else 'does'} not {lemma}"
    if "had" in forms and head.text.lower() != lemma:
        return past(lemma)
    return lemma if many else third(lemma)


def _reported(tree: Tree, root: int, rest: str) -> str:
    """What is said, its tense no longer set back by the verb of saying."""
    if tree.words[root].lemma.lower() not in SAYING or not tree.has(root, "ccomp"):
        return rest
    rest = re.sub(r"^that\s+", "", rest)
    inner = next(tree.children(root, "ccomp"))
    verb = tree.words[inner]
    rest = re.sub(rf"\bhad {re.escape(verb.text)}\b", past(verb.lemma.lower()), rest)
    return re.sub(r"\b(would|could|might)\b", lambda m: BACK[m[1]], rest, count=1)
