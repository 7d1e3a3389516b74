"""Open data out, and in: the record in the formats other tools read."""

from brinkwatch.export.exporting import FORMATS, SCHEMA, export
from brinkwatch.export.folder import checked
from brinkwatch.export.lines import read
from brinkwatch.export.options import Options
from brinkwatch.export.selection import Choice, Selection, countries_of, day, types_of

__all__ = ["FORMATS", "SCHEMA", "Choice", "Options", "Selection", "checked", "countries_of",
           "day", "export", "read", "types_of"]
