"""A few seconds of `benchmarks.soak`: every fault, and nothing lost or doubled."""

from benchmarks import soak


def test_a_short_soak_loses_and_doubles_nothing():
    figures, wrong = soak.soak(10, 0.1, read=False)
    assert wrong == []
    assert figures["kept"] == figures["published"]
    assert figures["injected"]
