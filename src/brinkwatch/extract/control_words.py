"""Words that decide whose a clause is: verbs of control, modals, the auxiliaries of the passive."""

from __future__ import annotations

SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer", "agree", "swear"})
"""Verbs whose infinitive is done by their subject even where an object stands beside it."""

OBJECT_CONTROL = frozenset({
    "accuse", "blame", "suspect", "charge", "convict", "criticize", "criticise", "condemn", "stop",
    "denounce", "praise", "thank", "prevent", "bar", "ban", "fault", "discourage", "dissuade",
    "congratulate", "commend", "exclude", "prohibit",
})
"""Verbs whose "of", "for" or "from" clause is done by their object: "accused Mali of shelling"."""

LIKENING = frozenset({
    "describe", "characterize", "characterise", "portray", "depict", "regard", "view", "see",
})
"""Verbs whose "as" clause is about their object: "characterised the raid as designed to …"."""

MODALS = frozenset({
    "will", "would", "shall", "should", "can", "could", "may", "might", "must", "to",
})

PASSIVE = frozenset({"be", "been", "being", "is", "are", "was", "were", "get", "got", "gets"})
