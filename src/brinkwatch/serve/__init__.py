"""The desk in a browser and over HTTP: read-only, from the record, without a request to any other
host. Needs the extra `serve` (Starlette); `brinkwatch.desk` hands over what other stages make."""

from brinkwatch.serve.app import HOSTS, create_app
from brinkwatch.serve.board import Judged, Press, Record

__all__ = ["HOSTS", "Judged", "Press", "Record", "create_app"]
