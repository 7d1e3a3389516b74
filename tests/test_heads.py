"""From scores to structures: tags, spans and relations against plain definitions of them."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.read import heads

KINDS = ["PER", "LOC"]
TAGS = 1 + 2 * len(KINDS)


def follows(before: int, tag: int) -> bool:
    """May `tag` follow `before`? I-x only B-x and I-x."""
    return tag == 0 or tag % 2 == 1 or before in (tag, tag - 1)


def rows(widest: int):
    numbers = st.integers(-40, 40)
    return st.integers(1, widest).flatmap(lambda width: st.lists(
        st.lists(st.lists(numbers, min_size=TAGS, max_size=TAGS), min_size=width, max_size=width),
        min_size=1, max_size=3))


@settings(max_examples=60)
@given(st.lists(rows(4), min_size=1, max_size=3))
def test_the_best_tags_are_the_best_of_all_that_follow_one_another(batches):
    scores = [np.array(b, np.float32) for b in batches]
    for found, given_ in zip(heads.all_best_tags(scores), scores, strict=True):
        assert found.shape == given_.shape[:2]
        for tags, row in zip(found.tolist(), given_, strict=True):
            legal = [p for p in product(range(TAGS), repeat=len(row))
                     if all(follows(a, b) for a, b in zip((0, *p), p, strict=False))]
            best = max(sum(row[i][t] for i, t in enumerate(p)) for p in legal)
            assert tuple(tags) in legal
            assert sum(row[i][t] for i, t in enumerate(tags)) == best


def test_spans_end_where_the_row_does_and_begin_at_a_new_kind():
    tags = np.array([[1, 2, 0, 3, 3, 4], [2, 2, 3, 0, 0, 1], [0, 0, 0, 0, 0, 0]])
    assert heads.spans(tags, np.array([5, 3, 6]), KINDS) == [
        [("PER", 0, 2), ("LOC", 3, 4), ("LOC", 4, 5)],
        [("PER", 0, 2), ("LOC", 2, 3)],
        [],
    ]
    assert heads.spans(np.zeros((0, 4), np.int64), np.zeros(0, np.int64), KINDS) == []


def test_a_relation_is_that_of_the_head_chosen_where_it_has_one():
    chosen = np.array([[2, 0, 2]])
    edges = np.array([[0, 0, 2], [0, 0, 3], [0, 1, 0], [0, 2, 1]])
    found = heads.relations(chosen, edges, np.array([5, 6, 7, 8]))
    assert found.tolist() == [[5, 7, 8]]  # the third word's head is not among its likely ones


def test_trees_have_one_root_and_no_loop():
    rng = np.random.default_rng(7)
    scores = rng.normal(size=(40, 6, 7)).astype(np.float32)
    lengths = rng.integers(1, 7, 40)
    for row, n in zip(heads.trees(scores, lengths).tolist(), lengths.tolist(), strict=True):
        assert row[:n].count(0) == 1
        for word in range(1, n + 1):
            for _ in range(n):
                word = row[word - 1] if word else 0
            assert word == 0
