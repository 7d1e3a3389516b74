"""Routes, templates and errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import brinkwatch
from brinkwatch.errors import BrinkwatchError, UsageError
from brinkwatch.model.hidden import HIDDEN
from brinkwatch.serve import api, judgements, openapi, pages, syndication
from brinkwatch.serve.answers import Guarded, answer, json_answer
from brinkwatch.serve.board import Desk, Judged, Press, Record

HOSTS = ("localhost", "127.0.0.1", "[::1]", "testserver")
"""Names the desk answers to. A page elsewhere cannot point a name of its own at a desk on
loopback and read it."""
NAVIGATION = (("/", "Edition"), ("/incidents", "Incidents"), ("/launches", "Launches"),
              ("/tension", "Tension"), ("/reports", "Reports"),
              ("/search", "Search"), ("/sources", "Sources"), ("/state", "State"))
KEPT = 3_600


def create_app(
    record: Record, press: Press, judged: Judged, hosts: Sequence[str] = HOSTS
) -> Starlette:
    """The served desk, read-only.

    Args:
        record: the store.
        press: how published things look, from the publish stage.
        judged: the launch log and the tension of pairs.
        hosts: names it answers to; "*" is any.
    """
    desk = Desk(record, press, judged)
    style = press.css + "\n" + _resource("static", "serve.css")
    routes = [
        *(Route(path.replace("{id}", "{id:int}" if "/people/" in path else "{id:path}"),
                api.endpoint(desk, call)) for call in _longest_first() for path in (call.path,)),
        Route("/api/openapi.json", lambda r: json_answer(r, openapi.document())),
        Route("/feed.xml", lambda r: answer(
            r, syndication.rss(desk.latest(), str(r.base_url).rstrip("/")),
            "application/rss+xml")),
        Route("/static/style.css", lambda r: answer(r, style, "text/css", keep=KEPT)),
        Route("/static/keys.js", lambda r: answer(
            r, _resource("static", "keys.js"), "text/javascript", keep=KEPT)),
        *(Route(path, _page(desk, view)) for path, view in (*pages.PAGES, *judgements.PAGES)),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guarded),
                    Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts),
                               www_redirect=False),
                    Middleware(GZipMiddleware, minimum_size=1_000)],
        exception_handlers={HTTPException: _http_error, BrinkwatchError: _desk_error,
                            Exception: _our_error},
    )


def _longest_first() -> list[api.Call]:
    """Addresses that go on after an id come before those that end with it."""
    return sorted(api.CALLS, key=lambda call: call.path.count("/"), reverse=True)


def _page(desk: Desk, view: pages.View) -> Callable[[Request], Response]:
    def run(request: Request) -> Response:
        try:
            name, values = view(desk, request)
        except api.Missing as error:
            return _fault(request, 404, str(error))
        except UsageError as error:
            return _fault(request, 400, error.message)
        return _rendered(request, name, values)

    return run


def _rendered(request: Request, name: str, values: dict[str, Any], status: int = 200) -> Response:
    here = "/" + request.url.path.split("/")[1]
    body = _templates().get_template(f"{name}.html.j2").render(
        navigation=NAVIGATION, here=here, path=request.url.path, version=brinkwatch.__version__,
        **values)
    return answer(request, body.replace("\x00", "\ufffd"), "text/html", status)


def _fault(request: Request, status: int, message: str) -> Response:
    if request.url.path.startswith("/api/"):
        code = {404: "missing", 400: "usage", 405: "method"}.get(status, "error")
        return json_answer(request, {"error": {"code": code, "message": message}}, status)
    return _rendered(request, "error", {"status": status, "message": message}, status)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    message = {404: "There is no such page.", 405: "This address is only read."}.get(
        status, "The request cannot be answered.")
    answered = _fault(request, status, message)
    if isinstance(error, HTTPException) and error.headers:
        answered.headers.update(error.headers)
    return answered


def _desk_error(request: Request, error: Exception) -> Response:
    return _fault(request, 503, error.message if isinstance(error, BrinkwatchError) else "")


def _our_error(request: Request, error: Exception) -> Response:
    return _fault(request, 500, "Something went wrong here. The log says what.")


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _resource("templates", name)), autoescape=True,
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown)


def _shown(value: Any) -> Any:
    """What an expression of a template puts on the page: nothing hidden, nothing that turns words
    around. Markup is the press's, which sees to that itself."""
    return HIDDEN.sub("", value) if type(value) is str else value


def _resource(folder: str, name: str) -> str:
    return resources.files("brinkwatch.serve").joinpath(folder, name).read_text("utf-8")
