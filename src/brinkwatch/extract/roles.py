"""From a frame's slots to its parties: who does it, and to whom it is done."""

from __future__ import annotations

from spacy.tokens import Token

from brinkwatch.extract import syntax
from brinkwatch.extract.frames import MEASURES, Match, words_of
from brinkwatch.extract.parties import Parties, unique, usable, without
from brinkwatch.extract.slots import BODILY, is_sea, land_target, slot_of, strangers
from brinkwatch.knowledge.ontology import lexicon
from brinkwatch.model import Actor


def doers(match: Match, parties: Parties) -> list[Actor]:
    """Who does what a frame tells."""
    token, frame = match.token, match.frame
    if frame.actor == ("obj",):
        return parties.all_of(match.object) or (
            parties.around(match.object) if match.object is not None else []
        )
    if frame.actor == ("speaker",):
        above = next((n for n in syntax.path(token)[1:] if syntax.is_predicate(n)), None)
        return parties.all_of(syntax.agent(above)) if above is not None else []
    if token.pos_ in {"NOUN", "PROPN"} or (match.verb is None and not syntax.is_predicate(token)):
        return _noun_doers(match, parties)
    subject = syntax.agent(token)
    found = parties.all_of(subject)
    if subject is not None and syntax.lemma(subject) in WRITINGS:
        found = [a for a in found if a.sector != "MED"]
    if not found and subject is not None:
        found = _through(subject, token, parties)
    if not found and syntax.is_passive(token):
        for case, child in syntax.obliques(token):
            if case == "by" or (case == "in" and frame.type in {"COERCE", "ACCUSE", "SANCTION"}):
                found = parties.all_of(child)
                if case == "in":
                    country = parties.country_of(child)
                    found = found or ([country] if country else [])
                if found:
                    break
    return found or parties.crowd(subject, anyone=frame.type in ANYONE) or (
        parties.person(subject) if frame.type != "MOBILIZE" else []
    )


ANYONE = BODILY | {"PROTEST"}
"""Types that any people may do: "a man stabbed", "thousands of people marched"."""

WRITINGS = frozenset({
    "story", "report", "article", "book", "film", "documentary", "column", "editorial", "piece",
    "essay", "poll", "broadcast", "programme", "program", "interview",
})
"""What media make: who is behind it does nothing by it."""

PERSONAL = frozenset({"it", "they", "he", "she", "we", "i"})


def _through(subject: Token, token: Token, parties: Parties) -> list[Actor]:
    """A subject that names nobody itself: a pronoun of a reported clause is its speaker; a thing
    that belongs to somebody acts for them ("Israel's jets", "a raid by Chad killed")."""
    if subject.pos_ == "PRON" and subject.lower_ not in PERSONAL:
        return []
    if subject.lower_ in PERSONAL:
        node = token
        for _ in range(6):
            head = node.head
            if head == node:
                break
            if syntax.base(node) in {"ccomp", "advcl", "acl", "conj", "parataxis"}:
                speaker = syntax.agent(head) if syntax.is_predicate(head) else None
                if speaker is not None and speaker.i != subject.i:
                    found = parties.all_of(speaker)
                    if found and not (
                        subject.lower_ == "they" and len(found) == 1 and found[0].person
                    ):
                        return found
            node = head
        return []
    if syntax.base(subject) in {"nsubj", "obl", "conj"} or subject.pos_ in {"NOUN", "PROPN", "NUM"}:
        found = parties.around(subject, ("by", "of", "from", "in"))
        return [a for a in found if a.sector != "MED"]
    return []


def _noun_doers(match: Match, parties: Parties) -> list[Actor]:
    noun, verb = match.token, match.verb
    if undergone(match):
        return _dealt(match, parties)
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            found = parties.all_of(child)
            if found or child.pos_ != "PRON":
                return found or parties.crowd(child) or parties.person(child)
    hanging = syntax.obliques(noun)
    within = [pair for case, child in hanging if case == "of" for pair in syntax.obliques(child)]
    for case, child in (*hanging, *within):
        if case == "by":
            found = parties.all_of(child) or parties.crowd(child)
            if found:
                return found
    if verb is not None and syntax.is_passive(verb) and syntax.base(noun) == "obl":
        for case, child in syntax.obliques(verb):
            if case == "in" and child.i != noun.i:
                found = parties.all_of(child)
                if found:
                    return found
    if verb is not None:
        subject = syntax.agent(verb)
        if subject is not None and subject.i != noun.i:
            found = (
                parties.all_of(subject) or _through(subject, verb, parties)
                or parties.crowd(subject) or parties.person(subject)
            )
            if found:
                return found
    for case, child in hanging:
        if case in {"between", "among"}:
            found = parties.all_of(child)
            if found:
                return found
    if match.frame.two_sided or match.frame.type == "MOBILIZE" or match.frame.mode == "resign":
        for case, child in hanging:
            if case == "of":
                found = (
                    parties.all_of(child) or parties.around(child, ("from",))
                    or parties.person(child)
                )
                if found:
                    return found
    sides = parties._sides(noun)
    if sides:
        return sides
    for child in noun.children:
        if syntax.base(child) in {"amod", "compound"}:
            mention = parties.mention(child)
            if usable(mention) and mention is not None:
                return [mention]
    if verb is None and syntax.base(noun) in {"obl", "nmod"} and noun.head != noun:
        head = noun.head
        if syntax.base(noun) == "nmod" and syntax.lemma(head) in MEASURES:
            return parties.around(head, ("by", "of"))
    return []


def undergone(match: Match) -> bool:
    """Whether the subject suffers what the noun tells ("received criticism", "drew praise")."""
    verb = match.verb
    return (
        verb is not None and syntax.lemma(verb) in lexicon().operators["undergo"]
        and not match.frame.two_sided and not syntax.is_passive(verb)
        and syntax.base(match.token) in {"obj", "conj"}
    )


def _dealt(match: Match, parties: Parties) -> list[Actor]:
    """Who deals what is undergone: "from" or "by" somebody, or the adjective on the noun."""
    for node in filter(None, (match.token, match.verb)):
        for case, child in syntax.obliques(node):
            if case in {"from", "by"}:
                found = parties.all_of(child) or parties.crowd(child)
                if found:
                    return found
    return [
        actor for child in match.token.children if syntax.base(child) in {"amod", "compound"}
        for actor in [parties.mention(child)] if actor is not None and usable(actor)
    ]


def targets(match: Match, parties: Parties, actors: list[Actor]) -> list[Actor]:
    """To whom a frame is done: its slots in order, then whoever else hangs on the predicate."""
    frame = match.frame
    own: list[Actor] = []
    if undergone(match) and match.verb is not None:
        subject = syntax.agent(match.verb)
        return without(parties.all_of(subject) or parties.crowd(subject), actors)
    if len(actors) > 1 and mutual(match):
        return list(actors)
    if frame.type == "PROTEST":
        against = parties.opposed(match.token.sent)
        if against:
            return without(against, actors)
    for slot in frame.recipients:
        if slot == "by" and frame.type in DEEDS:
            continue
        if slot in {"in", "place", "obj"} and frame.mode in {"curfew", "martial-law"} and (
            any(a.country for a in actors)
        ):
            continue
        if slot in {"in", "place", "on", "to", "comp"} and frame.two_sided and (
            len({a.country for a in actors}) > 1
        ):
            continue
        found = without(unique(slot_of(slot, match, parties, actors)), actors)
        if frame.type in PEACEFUL and slot in {"place", "in"}:
            found = [a for a in found if a.country not in {b.country for b in actors}]
        if frame.mode == "visit":
            found = [a for a in found if a.country not in {b.country for b in actors}]
        others = strangers(found, actors, parties)
        if others:
            return others
        own = own or found
    found = _governed(match, parties, actors) or own
    if frame.type in {"RETREAT", "MOBILIZE"} and frame.mode in {"withdraw", "troops", "weapons"}:
        return [a for a in found if not parties.owned(a)]
    if not found and (frame.mode in {"curfew", "martial-law"} or frame.cameo == "0813" or (
        frame.mode == "restrict" and match.object is not None
        and words_of(match.object) & lexicon().classes["dissent"]
    )):
        return [a for a in actors if a.country is not None][:1]
    return found


def mutual(match: Match) -> bool:
    """Whether several do it to each other: "accused each other", "traded accusations"."""
    if match.verb is not None and syntax.lemma(match.verb) in {"trade", "exchange", "swap"}:
        return True
    nodes = [n for _, n in syntax.obliques(match.token)]
    nodes += [n for n in (match.object, syntax.patient(match.governor)) if n is not None]
    return any(
        {syntax.lemma(n), *(c.lower_ for c in n.children)} >= pair
        for n in nodes for pair in ({"each", "other"}, {"one", "another"})
    )


DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
"""Types whose "by" phrase names who did it, never to whom."""

PEACEFUL = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "AID"})
"""Types whose place, at home, is no party."""


def _governed(match: Match, parties: Parties, actors: list[Actor]) -> list[Actor]:
    """The first stranger in a clause that the frame governs, else who a threat's condition is put
    to ("threatened to withdraw unless Paris paid")."""
    if match.frame.type not in {"THREATEN", "AGREE", "REQUEST", "REJECT", "PROTEST"}:
        return []
    for node in filter(None, (match.token, match.verb, match.object)):
        for comp in syntax.complements(node):
            found = strangers(parties.within(comp), actors, parties)
            if found:
                return found[:1]
    if match.frame.type == "THREATEN":
        for node in (match.token, *syntax.complements(match.token)):
            for child in node.children:
                if syntax.base(child) == "advcl" and any(
                    c.lower_ in {"if", "unless", "until"} for c in child.children
                ):
                    subject = syntax.surface_subject(child)
                    found = strangers(parties.all_of(subject), actors, parties)
                    if found:
                        return found[:1]
    return []


__all__ = ["doers", "is_sea", "land_target", "targets", "undergone"]
