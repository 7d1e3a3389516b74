"""Another spaCy pipeline reads in the bundled model's place, by configuration."""

import pytest
import spacy

from brinkwatch.config import Settings
from brinkwatch.desk import Desk
from brinkwatch.errors import ModelError

TEXT = "Ada Brook spoke in Seoul on Friday. Two shells fell 12 km away.\n\nNothing else is known."


@pytest.fixture
def pipeline(tmp_path):
    """A blank English pipeline that knows two names, saved in a folder."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": "PERSON", "pattern": "Ada Brook"}, {"label": "GPE", "pattern": "Seoul"}])
    nlp.to_disk(tmp_path / "pipeline")
    return str(tmp_path / "pipeline")


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_it_reads_by_configuration(pipeline, report):
    with Desk.open(":memory:", settings=Settings(pipeline=pipeline)) as desk:
        intake = desk.take([report])
        doc = next(desk.reader.pipe(intake.reports))
        assert doc.text == TEXT
        assert [(e.text, e.label_) for e in doc.ents] == [("Ada Brook", "PER"), ("Seoul", "LOC")]
        assert [p.name for p in doc._.places] == ["Seoul"]
        assert [(q.value, q.unit) for q in doc._.quantities if q.unit] == [(12, "km")]
        assert len(list(doc.sents)) == 3
        assert [r.id for r in intake.reports] == list(desk.read(intake.reports))


def test_a_reading_is_not_taken_over_from_another_pipeline(pipeline, report, tmp_path):
    store = str(tmp_path / "record.sqlite")
    keys = set()
    for settings in (Settings(), Settings(pipeline=pipeline)):
        with Desk.open(store, settings=settings) as desk:
            intake = desk.take([report])
            desk.read(intake.reports or tuple(desk.store.reports()))
            keys.add(desk.store.reading_version(next(iter(desk.store.reports())).id))
    assert len(keys) == 2


def test_a_pipeline_that_is_not_there_is_named_with_its_mend(tmp_path):
    settings = Settings(pipeline=str(tmp_path / "none"))
    with (
        Desk.open(":memory:", settings=settings) as desk,
        pytest.raises(ModelError, match=r"none' cannot be loaded .*setting 'pipeline'"),
    ):
        _ = desk.reader
