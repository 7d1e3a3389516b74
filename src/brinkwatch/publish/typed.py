"""The fields of a typed event as sentences: the dead and hurt, what was stopped, how long, how
strong.

A number is its holder's: the sentence names him, and keeps the bounds he gives. Where holders
differ the latest speaks and the record box shows the others.
"""

from __future__ import annotations

from brinkwatch.model import Incident, Span, Value
from brinkwatch.publish.launch_values import context_of, holder, values
from brinkwatch.publish.phrases import Phrase
from brinkwatch.publish.phrasing import bounds, figure, number
from brinkwatch.publish.scene import Draft, Scene

DEEDS = {
    "killed": ("was killed", "were killed"),
    "injured": ("was injured", "were injured"),
    "captured": ("was captured", "were captured"),
}
NOBODY = {"killed": "nobody was killed", "injured": "nobody was hurt"}
THINGS = {
    "intercepted": "{n} {things} {were} shot down",
    "crossed": "{n} {things} crossed the line",
}
MEASURES = {
    "magnitude": "the blast was measured at magnitude {n}",
    "yield": "the blast was put at {n} kilotons",
    "depth": "the blast was {n} km deep",
}


def groups(scene: Scene, incident: Incident) -> list[list[Draft]]:
    """Drafts for each sentence that an incident's own fields give, what a reader asks first
    first."""
    out = [_people(scene, incident)]
    for name in incident.fields:
        base, _, of = name.partition(" ")
        if base in THINGS and of:
            out.append(_things(scene, incident, name, THINGS[base], of))
        elif base in MEASURES:
            out.append(_measured(scene, incident, name, MEASURES[base]))
    return [g for g in out if g]


def _latest(incident: Incident, name: str) -> Value | None:
    given = values(incident, name)
    return max(given, key=lambda v: (v.time or "", v.certainty == "asserted"), default=None)


def amount(value: Value) -> tuple[str, bool]:
    """A count in words with its bounds ("at least 12"), and whether it is more than one."""
    low, high = bounds(value.value)
    if low is not None and low == high:
        return number(low), low != 1
    if low is not None and high is not None:
        return f"between {number(low)} and {number(high)}", True
    if low is not None:
        return f"at least {number(low)}", low != 1
    return (f"at most {number(high)}", high != 1) if high is not None else ("", False)


def _people(scene: Scene, incident: Incident) -> list[Draft]:
    """ "At least 12 people were killed and 30 injured, officials said." """
    parts: list[tuple[str, Value]] = []
    for name in ("killed", "injured"):
        value = _latest(incident, name)
        if value is None:
            continue
        if value.value == "none":
            parts.append((NOBODY[name], value))
            continue
        words, many = amount(value)
        if words:
            people = "people" if many else "person"
            parts.append((f"{words} {people} {DEEDS[name][many]}", value))
    if not parts:
        return []
    made: list[Draft] = []
    if len(parts) == 2 and parts[0][1].by == parts[1][1].by and parts[1][1].value != "none":
        words, many = amount(parts[1][1])
        if parts[0][1].value != "none" and words:
            both = f"{parts[0][0]} and {words} {'were ' if many else 'was '}injured"
            made.extend(_by(scene, both, [parts[0][1], parts[1][1]]))
    made.extend(_by(scene, parts[0][0], [parts[0][1]]))
    return made


def _things(scene: Scene, incident: Incident, name: str, how: str, of: str) -> list[Draft]:
    value = _latest(incident, name)
    if value is None:
        return []
    words, many = amount(value)
    if not words:
        return []
    text = how.format(n=words, things=f"{of}s" if many else of, were="were" if many else "was")
    return _by(scene, text, [value])


def _measured(scene: Scene, incident: Incident, name: str, how: str) -> list[Draft]:
    value = _latest(incident, name)
    low, high = bounds(value.value) if value is not None else (None, None)
    if value is None or low is None:
        return []
    shown = figure(low) if low == high else f"{figure(low)} to {figure(high)}" if high else ""
    return _by(scene, how.format(n=shown), [value]) if shown else []


def _by(scene: Scene, text: str, given: list[Value]) -> list[Draft]:
    spans: tuple[Span, ...] = tuple(
        s for v in given for s in (*v.spans[:2], *context_of(scene, v))
    )
    who = holder(scene, given[0])
    hedge = "" if given[0].certainty == "asserted" else "reportedly "
    made: list[Draft] = []
    phrases: tuple[Phrase, ...] = (who,) if who is not None else ()
    if who is not None:
        made.append(Draft(f"{text}, {who.text} said", (*spans, *who.spans), phrases))
    elif given[0].by is None or given[0].by not in scene.namer.actors:
        plain = text.replace(" were ", f" were {hedge}", 1).replace(" was ", f" was {hedge}", 1)
        made.append(Draft(plain if hedge else text, spans))
    return made
