"""When a deed happened: the time words of its own clause, or what the clauses around it lend."""

from datetime import datetime

import pytest

from brinkwatch.extract.event_times import nearest_time
from brinkwatch.model import Report
from brinkwatch.read.pipeline import Reader

CASES = [
    ("The carrier arrived in the port on Wednesday, the navy said on Friday.",
     {"arrived": "2025-11-05", "said": "2025-11-07"}),
    ("The Pentagon said on Friday that the United States had bombed the depot.",
     {"bombed": None, "said": "2025-11-07"}),
    ("The army fired a missile on Friday, two days after a carrier arrived in the port.",
     {"fired": "2025-11-07", "arrived": "2025-11-05"}),
    ("A week after the rebels attacked the town, Norland sanctioned them on 5 November.",
     {"sanctioned": "2025-11-05", "attacked": "2025-10-29"}),
    ("While the leaders met on Saturday, the rebels attacked the town.",
     {"attacked": "2025-11-08", "met": "2025-11-08"}),
    ("Norland on Friday threatened to attack the port.",
     {"threatened": "2025-11-07", "attack": None}),
    ("The council on Friday condemned the attack.", {"condemned": "2025-11-07", "attack": None}),
    ("The army struck the town on Monday and the rebels attacked a convoy.",
     {"struck": "2025-11-03", "attacked": None}),
    ("The two sides held talks on Friday.", {"talks": "2025-11-07"}),
]


@pytest.fixture(scope="module")
def docs():
    when = datetime(2025, 11, 8)
    reports = [Report(id="r", text=t, language="en", published=when) for t, _ in CASES]
    return list(Reader().pipe(reports))


@pytest.mark.parametrize("n", range(len(CASES)), ids=[t for t, _ in CASES])
def test_a_deed_is_dated_by_its_own_clause(docs, n):
    wanted = CASES[n][1]
    found = {}
    for word in wanted:
        token = next(t for t in docs[n] if t.text == word)
        ref = nearest_time(token)
        found[word] = ref.begin if ref is not None else None
    assert found == wanted
