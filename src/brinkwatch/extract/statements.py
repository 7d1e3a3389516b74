"""Statements: who said what to whom, word for word where the text lets us."""

from __future__ import annotations

from spacy.tokens import Doc

from brinkwatch.extract import acts, attribution, certainty
from brinkwatch.extract.clauses import text_of, word_set
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.spans import sentence_range
from brinkwatch.extract.speech import Speech, speeches
from brinkwatch.model import Actor, Evidence, Place, Quantity, Report, Statement, TimeRef

_DOUBTED = word_set(
    "believe think suspect attribute ascribe speculate theorize estimate suggest fear reckon"
)
"""Words of saying whose content their own speaker holds only for likely."""


def find(doc: Doc, report: Report) -> list[Statement]:
    """Every statement in `doc`, in order of its quote.

    `quote == report.text[quote_start:quote_end]`, without quotation marks or blanks at its ends.
    `direct` is true for words given as the speaker's own, marked or not; a mixed quote ("vowed to
    take 'firm steps'") is not direct. `attribution` holds whoever relays the statement; for
    a judgement ("some analysts put the delay down to …") it ends with the judge as well, since
    the judgement is the claim. Evidence is the sentence of the word of saying and those of the
    quote.
    """
    told = [
        said for said in speeches(doc)
        if said.voiced and not said.relays and not _only_thought(said)
    ]
    return [_statement(doc, report, said) for said in told if not _within_own(doc, said, told)]


def _only_thought(said: Speech) -> bool:
    """"A teacher thought it was a bomb": a belief of a private person, which nobody voices."""
    return said.lemma == "think" and said.form == "indirect" and (
        said.speaker.person is not None or said.speaker.sector in (None, "CVL", "EDU")
    ) and not said.speaker.text.lower().endswith("s")


def _within_own(doc: Doc, said: Speech, told: list[Speech]) -> bool:
    """"The board said it believes …": one statement of one speaker, the wider one."""
    cue = doc[said.cue]
    return any(
        other.cue != said.cue and "direct" not in (other.form, said.form)
        and other.speaker.name == said.speaker.name and other.lemma not in ("according", "cite")
        and other.start <= cue.idx < other.start + 40 and said.end <= other.end
        and doc[other.cue].i < cue.i
        for other in told
    )


def _statement(doc: Doc, report: Report, said: Speech) -> Statement:
    act = acts.act(doc, said)
    kind, mode, cameo = acts.plover(doc, said, act)
    evidence = _evidence(doc, said)
    held = said.lemma in _DOUBTED
    relay = attribution.relay(doc, said)
    if held:
        relay += (attribution.voice(said),)
    recipients = list(said.addressees)
    if said.target is not None and _known(said.target) and said.target not in recipients:
        recipients.append(said.target)
    quantities, places, time = _within(doc, said)
    return Statement(
        id=claim_id(
            report.id, "statement",
            [(e.start, e.end) for e in evidence] + [(said.start, said.end)],
            f"{said.cue} {said.speaker.name}",
        ),
        report=report.id, evidence=evidence, type=kind, mode=mode, cameo=cameo,
        actors=(said.speaker, *said.others), recipients=tuple(recipients),
        places=places, time=time, attribution=relay,
        certainty=_certainty(doc, said, held), quantities=quantities, trigger=said.lemma,
        speaker=said.speaker, addressees=said.addressees,
        quote=text_of(doc)[said.start:said.end], direct=said.form == "direct", act=act,
        quote_start=said.start, quote_end=said.end,
    )


def _certainty(doc: Doc, said: Speech, held: bool) -> str:
    """How sure it is that this was said; for a judgement, how sure its holder is."""
    if held:
        return "suspected"
    if said.lemma in ("according", "cite") or said.frame == "turn":
        return "asserted"
    found = certainty.of(doc, said.cue)
    return found if found in ("suspected", "possible", "planned", "conditional") else "asserted"


def _evidence(doc: Doc, said: Speech) -> tuple[Evidence, ...]:
    """The sentence of the cue and the sentences of the quote, joined where they touch."""
    cue = doc[said.cue].idx
    stretches = []
    for at in (cue, said.start, max(said.end - 1, said.start)):
        found = sentence_range(doc, at)
        if found is not None:
            stretches.append(found)
    stretches.append((said.start, said.end))
    stretches.sort()
    joined: list[tuple[int, int]] = []
    for start, end in stretches:
        if joined and not text_of(doc)[joined[-1][1]:start].strip(" \"'“”‘’.,"):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(Evidence(s, e, text_of(doc)[s:e]) for s, e in joined)


def _within(
    doc: Doc, said: Speech
) -> tuple[tuple[Quantity, ...], tuple[Place, ...], TimeRef | None]:
    """Quantities and places of the content; the time the cue's own sentence gives outside it."""
    quantities = tuple(
        q for q in _layer(doc, "quantities") if _in(q.start, said.start, said.end)
    )
    places = tuple(p for p in _layer(doc, "places") if _in(p.start, said.start, said.end))
    sentence = sentence_range(doc, doc[said.cue].idx)
    time = None
    if sentence is not None:
        time = next(
            (t for t in _layer(doc, "times")
             if _in(t.start, *sentence) and not _in(t.start, said.start, said.end)), None
        ) or next(
            (t for t in _layer(doc, "times") if _in(t.start, said.start, said.end)), None
        )
    return quantities, places, time


def _layer(doc: Doc, name: str) -> tuple:
    return getattr(doc._, name) or () if Doc.has_extension(name) else ()


def _in(at: int | None, start: int, end: int) -> bool:
    return at is not None and start <= at < end


def _known(actor: Actor) -> bool:
    return bool(actor.country or actor.person or actor.sector)
