"""Titles beside names: "Defence Minister X", "X, the president of Y", "Y's president, X"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from brinkwatch.knowledge.actor_words import words
from brinkwatch.knowledge.offices import american, longest_title, offices, title_heads, title_words
from brinkwatch.knowledge.organisations import bodies
from brinkwatch.read.actor_index import POSSESSIVES, Index, Known

RANKS = frozenset({
    "General", "Admiral", "Colonel", "Major", "Captain", "Lieutenant", "Sergeant", "Field Marshal",
})
NEUTRAL = frozenset({
    "Spokesperson", "Leader", "Commander", "Official", "Director", "Chairman", "Aide", "Secretary",
    "Ambassador", "Diplomat", "Minister", "President", "Chief of Staff", "Analyst",
    "Director General",
    "Secretary-General", "Press Secretary", "Regime", "Commissioner", "Business Leader", "Source",
    "Military Spokesperson", "Vice President", "General", "Civilian", "Soldier", "Governor",
})
"""Offices that many kinds of bodies have: the body beside the title decides the sector."""
_NOUNS = frozenset({"NOUN", "PROPN", "ADJ"})
_MALE = ("spokesman", "king", "prince", "chairman", "congressman", "emperor", "crown prince",
         "businessman", "policeman", "assemblyman", "mr", "sir", "lord", "pope", "sheikh", "father",
         "taoiseach", "archbishop", "bishop", "ayatollah", "imam", "grand ayatollah", "mullah")
_FEMALE = ("spokeswoman", "queen", "princess", "chairwoman", "congresswoman", "businesswoman",
           "first lady", "mrs", "ms", "lady", "madam", "actress", "empress")


@dataclass(frozen=True, slots=True)
class Title:
    """A title with what belongs to it, at tokens [start, end).

    `owner` is the known name that qualifies it ("Ukrainian", "Kremlin", "of North Korea")."""

    start: int
    end: int
    words: str
    office: str
    sector: str
    past: bool = False
    owner: Known | None = None
    bare_start: int = 0
    """Where the title's own words begin, after the owner."""


def title_ending(doc: Doc, index: Index, end: int, floor: int) -> Title | None:
    """The title whose last word is token `end - 1`, not reaching before `floor`."""
    of = index.of
    if end <= floor or american(of.text[end - 1]) not in title_words():
        return None
    best = None
    for start in range(end - 1, max(floor, end - longest_title() - 2) - 1, -1):
        if of.text[start] in (",", ";", ":"):
            break
        phrase = american(" ".join(index.slice(start, end).split())).replace(" - ", "-")
        found = offices().get(phrase)
        if found is not None:
            best = Title(start, end, index.slice(start, end), found.office, found.sector,
                         bare_start=start)
    if best is None or best.office not in EXTENDED:
        return best
    start = best.start
    while start > floor and start > best.end - 6 and _extends(doc, index, start - 1):
        start -= 1
    if start == best.start or (start > floor and doc[start - 1].lower_ == "of"):
        return best
    phrase = index.slice(start, end)
    sector = _body_sector(phrase) if best.office in NEUTRAL else None
    return Title(start, end, phrase, best.office, sector or best.sector, bare_start=start)


EXTENDED = frozenset({
    "Minister", "Deputy Minister", "Secretary", "Spokesperson", "Official", "Director",
    "Commander", "Chairman", "Ambassador", "Commissioner",
})
"""Offices whose title takes any nouns before it: "fisheries minister"."""


def _extends(doc: Doc, index: Index, i: int) -> bool:
    token = doc[i]
    return (token.pos_ in _NOUNS and i not in index.covering and not token.is_punct
            and token.lower_ not in words("title adjectives")
            and american(token.text) not in title_heads())


def _body_sector(title: str) -> str | None:
    """Sector of the body in "army spokesman" or "foreign ministry official"."""
    parts = american(title).split()[:-1]
    for k in range(len(parts)):
        found = bodies().get(" ".join(parts[k:]))
        if found is not None:
            return found.sector
    return None


def with_owner(doc: Doc, index: Index, title: Title, floor: int) -> Title:
    """Widen a title to the left over its adjectives and the name it belongs to."""
    past = False

    def adjectives(at: int) -> int:
        nonlocal past
        while (at > floor and doc[at - 1].lower_ in words("title adjectives")
               and at - 1 not in index.covering):
            past |= doc[at - 1].lower_ in words("past adjectives")
            at -= 1
        while at < title.start and doc[at].text == "-":
            at += 1
        return at

    start = adjectives(title.start)
    owner = None
    stop = start - 1 if start > floor and doc[start - 1].text in POSSESSIVES else start
    known = index.by_end.get(stop)
    if known is not None and known.kind != "person" and known.start >= floor:
        owner = known
        start = adjectives(known.start)
    return Title(start, title.end, title.words, title.office, title.sector, past, owner,
                 title.bare_start)


def owner_after(doc: Doc, index: Index, end: int) -> tuple[Known | None, int]:
    """The name in "of North Korea", "for the State Department", "to the UN" after a title, and
    where it ends; (None, end) when there is none."""
    i = end
    limit = min(len(doc), end + 7)
    if i >= limit or doc[i].lower_ not in ("of", "for", "at", "with", "in", "from", "to"):
        return None, end
    to = doc[i].lower_ == "to"
    i += 1
    while i < limit and not doc[i].is_punct:
        known = index.by_start.get(i)
        if known is not None and known.kind != "person":
            stop = known.end
            if to and known.kind in ("country", "metonym"):
                return None, end
            while stop < len(doc) and (
                doc[stop].text in POSSESSIVES or doc[stop].lower_ in words("body words")
                or (known.kind == "demonym" and doc[stop].pos_ in _NOUNS)
            ):
                stop += 1
            return known, stop
        if doc[i].pos_ in ("VERB", "AUX"):
            break
        i += 1
    return None, end


def sex_of(title: str) -> str | None:
    """"m" or "f" where the title tells."""
    spelled = american(title)
    if spelled.endswith(_FEMALE):
        return "f"
    return "m" if spelled.endswith(_MALE) else None


def display(title: str, past: bool = False) -> str:
    """A title as a title: "defence minister" → "Defence Minister", "war secretary" → "War
    Secretary"; small words stay small."""
    small = {"of", "the", "for", "and", "to", "in"}
    out = " ".join(
        w if w.isupper() or w in small or not w[:1].islower() else w[:1].upper() + w[1:]
        for w in title.split()
    )
    return f"Former {out}" if past else out
