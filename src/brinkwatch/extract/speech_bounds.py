"""Where a content told in a clause begins and ends, where the tree breaks off or runs on."""

from __future__ import annotations

import re

from spacy.tokens import Token

from brinkwatch.extract import report_voices as voices
from brinkwatch.extract.clauses import base, child, children
from brinkwatch.extract.spans import Content
from brinkwatch.extract.speech_scene import BREAK, Scene
from brinkwatch.knowledge.speech import ReportVerb

_OUTLET = re.compile(r"(?:[Tt]he )?(?:[A-Z][\w&.'-]*)(?: [A-Z][\w&.'-]*){0,3}")
_DAY = re.compile(
    r"(?:(?:late|early) )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?=[\w\"“‘'])"
)
_TOLD = frozenset({"would", "could", "might"})
_CONCEDING = frozenset({"though", "although", "while", "whereas", "despite"})


class Bounds(Scene):
    """Fits a content to the words it holds."""

    def _clause_end(self, first: int, cue: Token) -> int:
        """Where the clause that begins at `first` ends: a stop, or a comma before a new start."""
        sentence = cue.sent
        for i in range(first, sentence.end):
            token = self.doc[i]
            if token.text in (".", ";", "?", "!") or (token.is_space and "\n" in token.text):
                return i
            if token.text in ('"', "“") and i > first:
                return i
            if token.text == "," and i + 1 < sentence.end:
                following = self.doc[i + 1]
                if following.lower_ in ("but", "while", "and", "although", "though", "as") or \
                        following.lower_.endswith("ing"):
                    return i
        return sentence.end

    def _more(self, cue: Token, content: Content) -> Content:
        """Take in a second clause of the same word of saying that follows without a pause ("said it
        had word that …", "the navy sailed after …, he said"): the tree hung it too high."""
        start, end = content.start, content.end
        for clause in children(cue, "ccomp"):
            inside = [t for t in clause.subtree if not t.is_punct]
            first, last = inside[0], inside[-1]
            if content.frame not in ("that", "quote"):
                break
            beside = first.i > cue.i if start > cue.idx else last.i < cue.i
            if not beside or self._another_says(clause, first):
                continue
            between = self.text[end:first.idx].strip(' "”') if first.idx >= end else ""
            if last.idx > start and between in ("", ","):
                start, end = min(start, first.idx), max(end, last.idx + len(last))
        for clause in children(cue, "conj"):
            # "said it was so, but the rest would …": the tense says that it is still told.
            first = min(clause.subtree, key=lambda t: t.i)
            if content.frame == "that" and cue.idx < start and end <= first.idx <= end + 2 and any(
                k.lower_ in _TOLD and base(k) == "aux" for k in clause.children
            ) and child(clause, "nsubj") is not None and self._cue_of(clause) is None:
                last = max(clause.subtree, key=lambda t: t.i)
                end = last.idx + len(last)
        return Content(start, end, content.head, content.frame)

    def _run_on(self, cue: Token, content: Content) -> Content:
        """"announced the debate, which was due in May, has been put off": the parser took the
        subject of what is told for an object, and the word of saying for a clause of its verb."""
        verb = cue.head
        if content.frame != "np" or base(cue) not in ("advcl", "csubj", "dep") or \
                verb.idx < content.end or child(verb, "nsubj") is not None or \
                child(cue, "mark") is not None or cue.lower_.endswith("ing"):
            return content
        last = max((t for t in verb.subtree if not t.is_punct), key=lambda t: t.i)
        return Content(content.start, last.idx + len(last), verb, "that")

    def _with_another(self, cue: Token) -> int | None:
        """Where ", with officials saying …" begins: words of somebody else."""
        if not cue.lower_.endswith("ing") or child(cue, "nsubj") is None or any(
            q.start <= cue.idx < q.end for q in self.quotes
        ):
            return None
        lead = self.doc[max(cue.sent.start, cue.i - 7):cue.i]
        joint = next((t for t in reversed(lead) if t.lower_ == "with"), None)
        if joint is None or self.doc[joint.i - 1].text != ",":
            return None
        return self.doc[joint.i - 1].idx

    def _another_says(self, clause: Token, first: Token) -> bool:
        """"…, and his critics, who include a union, blame him": words of somebody else."""
        return first.pos_ == "CCONJ" and self._cue_of(clause) is not None and \
            voices.joined(clause) is not None

    def _from_number(self, cue: Token, content: Content) -> Content:
        """"claimed 190 were dead": a number that the parser gave to the speaker."""
        first = self._at(content.start)
        lead = self.doc[cue.i + 1:first]
        if content.frame != "that" or not 0 < len(lead) < 4 or child(content.head, "nsubj") or not (
            all(t.pos_ in ("NUM", "ADV", "ADP", "DET") for t in lead)
            and lead[-1].pos_ == "NUM"
        ):
            return content
        return Content(lead[0].idx, content.end, content.head, content.frame)

    def _cue_of(self, verb: Token) -> ReportVerb | None:
        return self.words.verb(verb.lower_, verb.lemma_.lower())

    def _whole(self, cue: Token, content: Content) -> Content:
        """Mend a content the tree broke off in mid-phrase, or ran over a sentence's end."""
        if any(q.start <= content.start < q.end for q in self.quotes):
            return content
        start, end = content.start, content.end
        for stop in BREAK.finditer(self.text, max(0, start - 400), end + 1):
            if any(q.start - 1 <= stop.start() <= q.end for q in self.quotes):
                continue
            if max(start, cue.idx) < stop.start() + 1 < end:
                end = stop.start() + 1
            elif start < stop.end() - 1 <= min(content.head.idx, cue.idx):
                start = stop.end() - 1
        if cue.idx < start and content.frame in ("that", "to", "whom"):
            last = self._at(end)
            before = self.doc[last - 1]
            if last < cue.sent.end and (before.text == ")" or not before.is_punct) and not (
                self.doc[last].is_punct or self.doc[last].is_space
                or self.doc[last].pos_ in ("CCONJ", "SCONJ")
                or self.words.verb(self.doc[last].lower_, "") is not None
            ):
                stop_at = self._clause_end(last, cue)
                comma = next(
                    (t.i for t in self.doc[last:stop_at] if t.text in (",", ":", "—", "–")), stop_at
                )
                end = self.doc[comma - 1].idx + len(self.doc[comma - 1])
        if end <= start:
            return content
        return Content(start, end, content.head, content.frame)

    def _beside_speaker(self, cue: Token, content: Content) -> Content:
        """Take a speaker that the parser put into the content out of it, and give the content the
        subject that it put with the word of saying."""
        placed = voices.set_off(cue)
        if placed is None or content.start > cue.idx:
            return content
        first = self.doc[placed[1]]
        end = min(content.end, self.doc[first.i - 1].idx)
        start = min((t.idx for k in children(cue, "nsubj") if k.i < first.i for t in k.subtree),
                    default=content.start)
        return Content(min(start, content.start), max(end, start), content.head, content.frame)

    def _cut(
        self, cue: Token, start: int, end: int, cues: list[tuple[Token, ReportVerb]]
    ) -> int:
        """End a content before ", adding that …", which the speaker says beside it."""
        if cue.idx > start:
            return end
        for token in self.doc[self._at(start):self._at(end)]:
            joint = self.doc[token.i - 1]
            turns = token.text == ";" or (
                token.lower_ in _CONCEDING and (joint.text == "," or self._spoken(token, cues))
            )
            if turns and not any(q.start <= token.idx < q.end for q in self.quotes):
                end = joint.idx if joint.text == "," else token.idx
                break
        for token, _ in cues:
            other = voices.joined(token) if start < token.idx < end else None
            if other is not None and not any(q.start <= token.idx < q.end for q in self.quotes):
                at = next((i for i in range(other.i, cue.i, -1) if self.doc[i].pos_ == "CCONJ"), 0)
                if self.doc[at].idx > start and self.doc[at - 1].text == ",":
                    return self.doc[at - 1].idx
            further = child(token, "cc") if start < token.idx < end else None
            if further is not None and self._says_further(cue, token):
                comma = self.doc[further.i - 1]
                return comma.idx if comma.text == "," else further.idx
            apart = self._with_another(token) if start < token.idx < end else None
            if apart is not None and apart > start:
                return apart
            if start < token.idx < end and token.i > 1 and token.lower_.endswith("ing"):
                joint = self.doc[token.i - 1]
                if joint.text == "," and base(token) in ("advcl", "conj", "parataxis") and not any(
                    q.start <= token.idx < q.end for q in self.quotes
                ) and child(token, "ccomp") is not None:
                    return joint.idx
        for token in self.doc[self._at(start):self._at(end)]:
            if token.lower_.endswith("ing") and token.lemma_.lower() in self.words.citing and \
                    base(token) == "advcl" and self.doc[token.i - 1].text == "," and not any(
                        q.start <= token.idx < q.end for q in self.quotes):
                return self.doc[token.i - 1].idx
        return end

    def _says_further(self, cue: Token, other: Token) -> bool:
        """"noted that the house voted, and mentioned a court": a second word of the first speaker,
        which the parser joined to what he says."""
        joint = child(other, "cc")
        if base(other) != "conj" or joint is None or joint.i > other.i or other.tag_ != cue.tag_ \
                or child(other, "nsubj", "aux", "mark") is not None or other.i - joint.i > 2:
            return False
        told = other.head
        return base(told) == "ccomp" and told.head.i == cue.i and (
            self.doc[joint.i - 1].text == "," or joint.lower_ == "but"
        ) and self._cue_of(told) is None

    def _spoken(self, despite: Token, cues: list[tuple[Token, ReportVerb]]) -> bool:
        """"… despite Doe claiming …": do the words that concede tell what another says?"""
        return despite.lower_ == "despite" and any(
            despite.i < cue.i < despite.i + 6 and cue.lower_.endswith("ing") for cue, _ in cues
        )

    def _past_manner(self, cue: Token, start: int) -> int:
        """Skip when or how it was said: "said on Monday [they left]", "said publicly [it …]"."""
        if not cue.idx < start or self.text[cue.idx + len(cue):start].strip():
            return start
        day = _DAY.match(self.text, start)
        if day is not None:
            return day.end()
        first = self.doc[self._at(start)]
        after = self.doc[first.i + 1] if first.i + 1 < len(self.doc) else first
        manner = first.pos_ == "ADV" and first.lower_.endswith("ly")
        return after.idx if manner and after.pos_ in ("DET", "PRON", "PROPN") else start

    def _past_listener(self, cue: Token, verb: ReportVerb, start: int, end: int) -> int:
        """Skip an addressee the parser took into the clause: "told local media she had left"."""
        if "addr" not in verb.frames or child(cue, "obj", "iobj") is not None or start < cue.idx:
            return start
        first = self._at(start)
        if first > cue.i + 2:
            return start
        outlet = self._outlet_at(start)
        if outlet is not None and outlet < end:
            return outlet
        for token in self.doc[first:first + 5]:
            if token.pos_ not in ("NOUN", "PROPN", "ADJ", "DET"):
                return start
            if token.lemma_.lower() in self.words.listeners and token.idx < end:
                following = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
                if following is not None and following.pos_ in ("NOUN", "PROPN", "PRON", "DET",
                                                                "ADJ", "SCONJ", "NUM"):
                    return following.idx
        return start

    def _outlet_at(self, start: int) -> int | None:
        """Where a clause begins behind the name of an outlet that hears it: "told The Courier
        boats were out"."""
        actors = getattr(self.doc._, "actors", None) or ()
        heard = next((
            a for a in actors if a.sector == "MED" and a.start is not None and a.end is not None
            and a.start <= start + 4 and start < a.end
        ), None)
        end = heard.end if heard is not None else self._outlet_name(start)
        if end is None:
            return None
        at = self._at(end)
        following = self.doc[at] if at < len(self.doc) else None
        if following is None or following.idx != end + 1 or following.pos_ not in (
            "NOUN", "PROPN", "PRON", "DET", "ADJ", "SCONJ", "NUM"
        ):
            return None
        return following.idx

    def _outlet_name(self, start: int) -> int | None:
        """Where a name that ends as outlets' do ends, right at `start`: "The Harbor Post"."""
        name = _OUTLET.match(self.text, start)
        if name is None:
            return None
        last = next((n for n, w in enumerate(name[0].split()) if w in self.words.outlets), None)
        return None if last is None else start + len(" ".join(name[0].split(" ")[:last + 1]))
