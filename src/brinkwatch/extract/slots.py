"""A frame's recipient slots in the tree: object, who is asked, place, or a preposition."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import Match, is_time
from brinkwatch.extract.parties import LOCAL, OUTSIDE, Parties, without
from brinkwatch.knowledge.countries import demonyms
from brinkwatch.knowledge.ontology import Frame
from brinkwatch.model import Actor

BODILY = frozenset({"ASSAULT", "COERCE"})
"""Types whose victims and doers count as such though nothing is known of them but a name."""


def strangers(found: list[Actor], actors: list[Actor], parties: Parties) -> list[Actor]:
    """The parties that are not the actors' own ("its troops")."""
    states = {a.country for a in actors}
    return [
        a for a in without(found, actors)
        if not ((a.country is None or a.country in states) and parties.owned(a))
    ]


def _bodily(frame: Frame) -> bool:
    """Whether a frame is done to somebody's body or freedom."""
    return frame.type in BODILY or frame.mode in {"convict", "release", "allege"}


def slot_of(
    slot: str, match: Match, parties: Parties, actors: list[Actor]
) -> list[Actor]:
    token, obj, verb = match.token, match.object, match.verb
    frame = match.frame
    if slot == "obj":
        noun = obj
        if frame.type == "REQUEST":
            asked = syntax.addressee(token)
            found = strangers(parties.all_of(asked), actors, parties)
            if found:
                return found
        if noun is None and verb is not None:
            noun = token if verb.i != token.i else None
        if noun is None:
            return []
        told = parties.all_of(noun) if noun != token else []
        if not told:
            told = parties.person(noun)
        told = told or parties.around(noun, frame.recipients)
        return told or (parties.crowd(noun, anyone=True) if _bodily(frame) else [])
    if slot == "iobj":
        for node in filter(None, (token, verb)):
            for child in node.children:
                if syntax.base(child) == "iobj":
                    return parties.all_of(child) or parties.around(child)
        return []
    if slot == "comp":
        asked = syntax.addressee(token)
        if asked is not None and (asked.dep_ == "iobj" or any(
            syntax.base(c) == "xcomp" for c in syntax.complements(token)
        )):
            found = strangers(parties.all_of(asked), actors, parties)
            if found:
                return found
        return _from_complement(token, parties, actors) or (
            _from_complement(verb, parties, actors) if verb is not None else []
        )
    if slot == "patient":
        if verb is None or syntax.base(token) != "obl":
            return []
        suffering = syntax.patient(verb)
        return parties.all_of(suffering) or parties.crowd(suffering)
    if slot == "subj":
        return parties.all_of(syntax.agent(token))
    if slot == "csubj":
        return [
            actor for child in token.children if syntax.base(child) == "csubj"
            for actor in parties.within(child)
        ]
    if slot == "place":
        for node in filter(None, (token, verb)):
            for case, child in syntax.obliques(node):
                if case in LOCAL:
                    country = parties.country_of(child, actors)
                    if country is not None:
                        return [country]
        if obj is not None:
            country = parties.country_of(obj, actors)
            if country is not None:
                return [country]
        return []
    for node in filter(None, (token, verb, obj)):
        for case, child in syntax.obliques(node):
            if case in OUTSIDE - {"by", "as"} or (case != slot and not case.endswith(" " + slot)):
                continue
            if slot == "in" and child.text in demonyms():
                continue
            found = parties.all_of(child)
            if not found and slot not in LOCAL - {"to", "of", "on", "against", "at"}:
                found = parties.person(child)
            found = found or parties.around(child, frame.recipients)
            if not found and _bodily(frame) and slot == "of":
                found = parties.crowd(child, anyone=True)
            if not found and slot in LOCAL:
                country = parties.country_of(child, actors)
                found = [country] if country else []
            if found:
                return found
    return []


def _from_complement(
    token: Token, parties: Parties, actors: list[Actor], depth: int = 0
) -> list[Actor]:
    """The party in a governed clause: its own subject, else its object or what hangs on it."""
    governor = syntax.agent(token) if syntax.is_predicate(token) else None
    for comp in syntax.complements(token):
        subject = next(
            (c for c in comp.children if c.dep_ in {"nsubj", "nsubj:pass"}), None
        )
        if subject is not None and (governor is None or subject.i != governor.i):
            found = strangers(parties.all_of(subject), actors, parties)
            if found:
                return found
        obj = syntax.patient(comp)
        if obj is not None and (subject is None or obj.i != subject.i):
            found = strangers(parties.all_of(obj), actors, parties) or strangers(
                parties.around(obj, ("with", "to", "from", "on", "against", "of", "by", "in")),
                actors, parties,
            )
            if found:
                return found
        for case, child in syntax.obliques(comp):
            if case and case not in OUTSIDE:
                found = parties.all_of(child) or parties.around(child)
                if not found and case in LOCAL:
                    country = parties.country_of(child, actors)
                    found = [country] if country else []
                found = strangers(found, actors, parties)
                if found:
                    return found
        if depth < 3:
            found = _from_complement(comp, parties, actors, depth + 1)
            if found:
                return found
    return []


def land_target(match: Match, parties: Parties) -> bool:
    """Whether something is fired at people or land, not out to sea."""
    for node in filter(None, (match.token, match.verb)):
        for case, child in syntax.obliques(node):
            if case in {
                "at", "on", "into", "against", "across", "toward", "towards", "near", "over", "in",
            }:
                if is_sea(child, parties):
                    return False
                if case in {"at", "against", "on"} and child.ent_type_ != "MISC":
                    if not is_time(child):
                        return True
                if parties.all_of(child) or parties.country_of(child) is not None:
                    return True
    return False


SEA_WORDS = frozenset({"sea", "ocean", "water", "waters", "gulf", "bay", "strait", "pacific",
                       "atlantic"})


def is_sea(token: Token, parties: Parties) -> bool:
    """Whether a nominal names water."""
    for node in token.subtree:
        if node.lower_ in SEA_WORDS and syntax.distance(node, token) <= 2:
            return True
        place = parties.place(node)
        if place is not None and place.precision == "sea":
            return True
    return False
