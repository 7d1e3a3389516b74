"""Every setting, in one place: name, type, default, what it is for, whether it is secret.

Read, later over earlier: the defaults here; `brinkwatch.toml` in the working directory or the file
that BRINKWATCH_CONFIG names; environment variables (BRINKWATCH_ and the name in capitals); what the
command line gives. To add a setting, add a field with a description; `describe()`, the
documentation and the checks follow.
"""

from __future__ import annotations

import difflib
import os
import tomllib
import typing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from brinkwatch.errors import ConfigError

if TYPE_CHECKING:
    from brinkwatch.collect import Limits
    from brinkwatch.collect.web.fetching import FetchLimits

PREFIX = "BRINKWATCH_"
FILE = "brinkwatch.toml"
NOT_SETTINGS = frozenset(("BRINKWATCH_CONFIG", "BRINKWATCH_DATA"))
"""Variables with our prefix that are no settings: the settings file, the benchmarks' corpora."""


def _default_store() -> str:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return str(Path(base).expanduser() / "brinkwatch" / "record.sqlite")


class Settings(BaseSettings):
    """Brinkwatch's settings."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    store: str = Field(
        default_factory=_default_store, repr=False, json_schema_extra={"secret": True},
        description="Where the record is kept: a file, ':memory:', or a database URL such as "
                    "postgresql://user:password@host/name.")
    busy_ms: int = Field(
        10_000, ge=0, le=600_000,
        description="Milliseconds to wait for another process that writes to the store.")
    max_document_bytes: int = Field(
        20_000_000, ge=1_000,
        description="Largest text or HTML file that is read, in bytes.")
    max_row_bytes: int = Field(
        5_000_000, ge=1_000,
        description="Largest row of a JSON Lines or CSV file that is read, in bytes.")
    max_json_bytes: int = Field(
        200_000_000, ge=1_000,
        description="Largest JSON file that is read, in bytes; it is held in memory whole.")
    fetch_bytes: int = Field(
        20_000_000, ge=10_000, le=1_000_000_000,
        description="Largest feed or page that is fetched, in bytes, unpacked.")
    fetch_seconds: float = Field(
        60.0, ge=1, le=3_600,
        description="Seconds one fetch may take, redirects included.")
    fetch_pause: float = Field(
        1.0, ge=0, le=600,
        description="Seconds between two requests to one host; a site may ask for more.")
    fetch_back_days: int = Field(
        7, ge=0, le=36_500,
        description="Articles a feed dates earlier than this many days ago are not fetched when "
                    "they are first seen.")
    fetch_allow: str = Field(
        "",
        description="Private networks that may be fetched from all the same, such as "
                    "10.1.0.0/16, 192.168.1.5; separated by commas.")
    model: Path | None = Field(
        None, description="Folder of another language model than the bundled one.")
    pipeline: str | None = Field(
        None,
        description="spaCy pipeline (a package's name or a folder) that reads instead of the "
                    "bundled model; its labels should be those of the Universal Dependencies.")
    reliability: Path | None = Field(
        None, description="YAML file of your own grades (A to F) of sources; see "
                          "docs/methodology/admiralty.md.")
    writer_url: str = Field(
        "",
        description="Base address of an OpenAI-compatible endpoint that may redraft sections where "
                    "brief --draft asks for it, such as http://127.0.0.1:8080/v1. Sections are "
                    "sent to it; empty is none.")
    writer_model: str = Field(
        "", description="Name of the writer's model, as its endpoint knows it.")
    writer_key: str = Field(
        "", repr=False, json_schema_extra={"secret": True},
        description="Key of the writer's endpoint; empty where it wants none.")
    writer_seconds: float = Field(
        60.0, gt=0, le=3_600, description="Seconds one answer of the writer may take.")
    threads: int = Field(
        0, ge=0, le=256,
        description="Threads the language model uses; 0 is one for each processor.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="Least serious log messages shown on standard error.")
    log_format: Literal["auto", "human", "json"] = Field(
        "auto", description="Log lines for people or as JSON; 'auto' is for people on a terminal.")

    def __init__(self, **given: Any) -> None:
        """Read the settings; what is `given` goes before everything else.

        Raises:
            ConfigError: a setting is unknown or wrong; it names it, its place and the mend.
        """
        for name in given:
            if name not in type(self).model_fields:
                raise ConfigError(f"there is no setting {name!r}. {suggestion(name)}")
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise ConfigError(_message(error, given)) from None

    @property
    def store_was_chosen(self) -> bool:
        """Was the store named by someone, or is it the default?"""
        return "store" in self.model_fields_set

    def limits(self) -> Limits:
        """Sizes for `brinkwatch.collect`."""
        from brinkwatch.collect import Limits

        return Limits(self.max_document_bytes, self.max_row_bytes, self.max_json_bytes)

    def fetch_limits(self) -> FetchLimits:
        """Patience and room for `brinkwatch.collect.web`."""
        from brinkwatch.collect.web.fetching import FetchLimits

        return FetchLimits(size=self.fetch_bytes, seconds=self.fetch_seconds,
                           quiet=min(20.0, self.fetch_seconds), pause=self.fetch_pause)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _File(settings_cls)


class _File(PydanticBaseSettingsSource):
    """The settings file; a `[brinkwatch]` table and plain keys at the top both serve."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        path = config_file()
        if path is None:
            return {}
        try:
            loaded = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"{path}: the settings file cannot be read ({error.strerror}). "
                              "Mend the file or BRINKWATCH_CONFIG.") from error
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{path}: the settings file is no TOML: {error}. "
                              "Mend the line.") from error
        inner = loaded.get("brinkwatch")
        values = inner if isinstance(inner, dict) else loaded
        for name in values:
            if name not in Settings.model_fields:
                raise ConfigError(f"{path}: there is no setting {name!r}. {suggestion(name)}")
        return values


def config_file() -> Path | None:
    """The settings file in use, or None."""
    named = os.environ.get("BRINKWATCH_CONFIG")
    if named:
        return Path(named).expanduser()
    here = Path(FILE)
    return here if here.is_file() else None


def unknown_variables() -> list[str]:
    """Environment variables with our prefix that name no setting: spelling mistakes, mostly."""
    return sorted(
        name for name in os.environ
        if name.startswith(PREFIX) and name not in NOT_SETTINGS
        and name.removeprefix(PREFIX).lower() not in Settings.model_fields
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """What the documentation says of one setting."""

    name: str
    variable: str
    type: str
    default: str
    secret: bool
    description: str


@cache
def describe() -> tuple[Setting, ...]:
    """Every setting, in the order above."""
    found = []
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if name == "store":
            default = "~/.local/share/brinkwatch/record.sqlite"
        else:
            default = "" if field.default is None else str(field.default)
        found.append(Setting(
            name, PREFIX + name.upper(), _type_name(field.annotation), default,
            bool(extra.get("secret")), field.description or "",
        ))
    return tuple(found)


def suggestion(name: str) -> str:
    """The mend for a setting that does not exist."""
    near = difflib.get_close_matches(name.lower(), Settings.model_fields, 1)
    known = ", ".join(Settings.model_fields)
    return f"Did you mean {near[0]!r}?" if near else f"Settings are: {known}."


def _type_name(annotation: Any) -> str:
    if typing.get_origin(annotation) is Literal:
        return " | ".join(map(str, typing.get_args(annotation)))
    if typing.get_args(annotation):
        return _type_name(typing.get_args(annotation)[0])
    return {"int": "number", "str": "text", "Path": "path"}.get(annotation.__name__, "text")


def _message(error: ValidationError, given: dict[str, Any]) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    name = str(fault["loc"][0]) if fault["loc"] else "settings"
    field = Settings.model_fields.get(name)
    return (f"{name} ({_place(name, given)}): {_plain(fault['msg'])}. "
            f"{field.description if field else ''}")


def _place(name: str, given: dict[str, Any]) -> str:
    if given.get(name) is not None:
        return "given in the call"
    if PREFIX + name.upper() in {key.upper() for key in os.environ}:
        return f"environment variable {PREFIX}{name.upper()}"
    return f"in {config_file()}"


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:]
