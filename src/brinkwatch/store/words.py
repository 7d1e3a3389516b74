"""What search looks through for a claim, and who has a part in it."""

from __future__ import annotations

from collections.abc import Iterator

from brinkwatch.model import Actor, Claim, Indicator, Launch, Statement

ROLES = ("actor", "recipient", "speaker", "addressee", "source")
"""Parts an actor can have in a claim; "source" is a link of the attribution chain."""

SEPARATOR = "\n"


def claim_words(item: Claim) -> str:
    """The words of the evidence, in order, then names of actors, places, weapon and indicator.

    The evidence stands first and unchanged, so that `evidence_offset` can lead a match back to the
    report.
    """
    names = [part.name for _, part in parties(item)]
    names += [place.name for place in item.places]
    if isinstance(item, Launch):
        names += [name for name in (item.weapon.system, item.weapon.kind) if name]
    if isinstance(item, Indicator):
        names.append(item.indicator)
    if isinstance(item, Statement):
        names.append(item.quote)
    written = [e.text for e in item.evidence]
    extra = (n for n in dict.fromkeys(names) if n and not any(n in text for text in written))
    return SEPARATOR.join([*written, *extra])


def evidence_offset(item: Claim, start: int, end: int) -> tuple[int, int] | None:
    """Where a stretch of `claim_words` stands in the report; None outside the evidence."""
    base = 0
    for piece in item.evidence:
        if base <= start and end <= base + len(piece.text):
            return piece.start + start - base, piece.start + end - base
        base += len(piece.text) + len(SEPARATOR)
    return None


def parties(item: Claim) -> Iterator[tuple[str, Actor]]:
    """Every actor of a claim with its role, one of `ROLES`."""
    if isinstance(item, Statement):
        yield "speaker", item.speaker
        for one in item.addressees:
            yield "addressee", one
    for one in item.actors:
        yield "actor", one
    for one in item.recipients:
        yield "recipient", one
    for one in item.attribution:
        yield "source", one


def actor_words(name: str, person: str | None, offices: Iterator[str] | list[str]) -> str:
    """What search looks through for an actor."""
    return SEPARATOR.join(dict.fromkeys(filter(None, (name, person, *offices))))
