"""Indicators: signs that something may be coming, with who saw them."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from brinkwatch.extract import attribution, certainty, syntax
from brinkwatch.extract.events import clause_places, nearest_time
from brinkwatch.extract.ids import claim_id
from brinkwatch.extract.parties import Parties, usable
from brinkwatch.knowledge.signs import indicators
from brinkwatch.model import Actor, Evidence, Indicator, Report

STATUS = {"asserted": "reported", "denied": "denied", "planned": "planned",
          "threatened": "planned"}


def find(doc: Doc, report: Report, parties: Parties | None = None) -> list[Indicator]:
    """The indicators a text tells of, in text order; one of a kind a sentence."""
    parties = parties or Parties(doc)
    found = []
    for sent in doc.sents:
        seen: set[str] = set()
        for name, pattern in indicators():
            match = pattern.search(sent.text)
            if match is None or name in seen:
                continue
            token = _predicate(doc, sent, match.start(), match.end())
            if token is None:
                continue
            holder = _holder(sent, token, parties)
            if holder is None and not attribution.chain(doc, token.i):
                continue
            seen.add(name)
            found.append(_record(doc, report, sent, token, name, holder, parties))
    return found


def _predicate(doc: Doc, sent: Span, start: int, end: int) -> Token | None:
    """The word of the matched stretch that the others hang on, a verb before a noun."""
    span = doc.char_span(sent.start_char + start, sent.start_char + end,
                         alignment_mode="expand")
    if span is None or not len(span):
        return None
    verbs = [t for t in span if t.pos_ == "VERB"]
    return min(verbs, key=syntax.depth) if verbs else span.root


def _holder(sent: Span, token: Token, parties: Parties) -> Actor | None:
    """Who detects, watches, deploys: the predicate's doer, else the sentence's subject."""
    if token.pos_ == "VERB":
        doer = syntax.agent(token) or syntax.surface_subject(token)
    else:
        doer = syntax.owner(token)
    for node in (doer, syntax.surface_subject(sent.root)):
        if node is not None:
            actor = parties.of(node)
            if usable(actor):
                return actor
    return None


def _record(
    doc: Doc, report: Report, sent: Span, token: Token, name: str, holder: Actor | None,
    parties: Parties,
) -> Indicator:
    start, end = syntax.sentence_bounds(token)
    certain = certainty.of(doc, token.i)
    ongoing = name == "monitoring" and certain == "asserted"
    return Indicator(
        id=claim_id(report.id, "indicator", [(start, end), (token.idx, token.idx)], name),
        report=report.id,
        evidence=(Evidence(start, end, doc.text[start:end]),),
        type="MOBILIZE" if name in {"deployment", "mobilisation", "exercise"} else None,
        actors=(holder,) if holder is not None else (),
        places=clause_places(token, parties),
        time=nearest_time(token),
        attribution=attribution.chain(doc, token.i),
        certainty=certain,
        trigger=syntax.lemma(token),
        indicator=name,
        status="ongoing" if ongoing else STATUS.get(certain, "reported"),
    )
