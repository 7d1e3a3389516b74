"""The record reference is what the model says."""

import dataclasses

from benchmarks import records_page

from brinkwatch.model import codec


def test_the_record_page_is_made_from_the_model():
    assert records_page.PAGE.read_text("utf-8") == records_page.page(), (
        "docs/records.md is not what the model says; write it anew with "
        "`python -m benchmarks.records_page --write`"
    )


def test_every_field_of_every_record_is_on_the_page():
    text = records_page.page()
    for kind in codec.RECORDS.values():
        for field in dataclasses.fields(kind):
            assert f"| `{field.name}` |" in text
