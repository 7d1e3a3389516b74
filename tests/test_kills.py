"""A short run of `make kills`: desks killed at random, the database's server stopped."""

import pytest
from benchmarks import kills


@pytest.mark.parametrize("record", ["sqlite", "postgresql"])
def test_killed_desks_lose_and_double_nothing(record, tmp_path, request):
    if record == "sqlite":
        wrong = kills.run((f"{tmp_path}/one.sqlite", f"{tmp_path}/two.sqlite"), 6)
    else:
        cluster = request.getfixturevalue("postgresql")
        wrong = kills.run((cluster.database(), cluster.database()), 4, cluster.crash, 2)
    assert wrong == []
