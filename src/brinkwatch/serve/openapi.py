"""The API's description (OpenAPI 3.1), made from the calls themselves."""

from __future__ import annotations

from typing import Any

import brinkwatch
from brinkwatch.serve.api import CALLS, Call, Parameter


def document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Brinkwatch", "version": brinkwatch.__version__,
                 "description": "Read-only access to the record and its editions. Every answer has "
                                "an ETag; ask with If-None-Match to be spared what you have."},
        "paths": {call.path: {"get": _operation(call)} for call in CALLS},
        "components": {"schemas": {"Fresh": _FRESH, "Error": _ERROR}},
    }


def _operation(call: Call) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {"description": "Found.", "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": _framed(call)}}},
        "304": {"description": "What If-None-Match names is still current."},
    }
    if any(p.name != "id" for p in call.parameters):
        answers["400"] = _failure("A parameter is wrong.")
    if "{" in call.path or any(p.name == "edition" for p in call.parameters):
        answers["404"] = _failure("There is nothing of this name.")
    return {"summary": call.summary, "operationId": call.run.__name__,
            "parameters": [_parameter(p, call) for p in call.parameters], "responses": answers}


def _parameter(one: Parameter, call: Call) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": one.kind}
    if one.choices:
        schema["enum"] = list(one.choices)
    if one.bounds:
        names = ("minimum", "maximum") if one.kind == "integer" else ("minLength", "maxLength")
        schema |= dict(zip(names, one.bounds, strict=True))
    if one.name in ("since", "until"):
        schema["format"] = "date"
    inside = "{" + one.name + "}" in call.path
    return {"name": one.name, "in": "path" if inside else "query", "required": one.required,
            "description": one.description, "schema": schema}


def _framed(call: Call) -> dict[str, Any]:
    data = {"type": "array", "items": {}} if call.listed else {"type": "object"}
    return {"type": "object", "required": ["data", "next", "fresh"], "properties": {
        "data": data, "next": {"type": ["string", "null"]},
        "fresh": {"$ref": "#/components/schemas/Fresh"}}}


def _failure(description: str) -> dict[str, Any]:
    return {"description": description, "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


_MOMENT = {"type": ["string", "null"]}
_FRESH = {
    "type": "object", "required": ["edition", "report"],
    "description": "How new what is shown is: when the latest edition was published and the latest "
                   "report captured (ISO 8601).",
    "properties": {"edition": _MOMENT, "report": _MOMENT},
}
_ERROR = {
    "type": "object", "required": ["error"], "properties": {"error": {
        "type": "object", "required": ["code", "message"],
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}}}},
}
