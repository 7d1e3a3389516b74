"""`brinkwatch users` and `brinkwatch audit`: accounts, their tokens, and what was done to them."""

from __future__ import annotations

import getpass
import sys
from datetime import datetime, timedelta
from typing import Annotated

import typer

from brinkwatch.commands.kit import Json, Store, app, open_desk, print_json
from brinkwatch.commands.launches import show
from brinkwatch.errors import UsageError
from brinkwatch.model.accounts import ROLES

users = typer.Typer(no_args_is_help=True, help="Accounts of a served desk, and their tokens.",
                    epilog="Example:  brinkwatch users add ada --role analyst --password")
token = typer.Typer(no_args_is_help=True, help="Tokens: keys of users to the HTTP API.",
                    epilog="Example:  brinkwatch users token add ada --name laptop --days 90")
app.add_typer(users, name="users")
users.add_typer(token, name="token")

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
Password = Annotated[bool, typer.Option(
    "--password", help="ask for a password; from a pipe, its first line is taken")]
ROLE = f"one of {', '.join(ROLES)}; each may do what those before it may"


@users.command(epilog="Example:  brinkwatch users add ada --role analyst --password")
def add(name: Name, role: Annotated[str, typer.Option("--role", help=ROLE)] = ROLES[0],
        password: Password = False, store: Store = None) -> None:
    """Make an account. Without a password only tokens lead into it."""
    secret = _password() if password else None
    with open_desk(store) as desk, desk.store.batch():
        made = desk.store.add_user(name, role, secret)
        desk.store.note(_who(), "add user", made.name, role=made.role)
    typer.echo(f"{made.name}: added as {made.role}", err=True)


@users.command("list", epilog="Example:  brinkwatch users list --json")
def list_(as_json: Json = False, store: Store = None) -> None:
    """List the accounts."""
    from brinkwatch.model.codec import plain

    with open_desk(store, create=False) as desk:
        held = desk.store.users()
    if as_json:
        for user in held:
            print_json(plain(user))
        return
    show(("name", "role", "active", "password", "made"), [
        [u.name, u.role, _yes(u.active), _yes(u.has_password), _moment(u.created)] for u in held])


@users.command(epilog="Example:  brinkwatch users change ada --role admin")
def change(
    name: Name, role: Annotated[str | None, typer.Option("--role", help=ROLE)] = None,
    password: Password = False,
    active: Annotated[bool | None, typer.Option(
        "--active/--closed", help="open or close the account")] = None,
    store: Store = None,
) -> None:
    """Change an account's role or password, or close it; this ends its log-ins."""
    if role is None and active is None and not password:
        raise UsageError("users change: nothing to change; give --role, --password or --closed")
    secret = _password() if password else None
    with open_desk(store, create=False) as desk, desk.store.batch():
        made = desk.store.change_user(name, role=role, password=secret, active=active)
        told = {"role": role, "active": active, "password": password or None}
        desk.store.note(_who(), "change user", made.name,
                        **{k: v for k, v in told.items() if v is not None})
    typer.echo(f"{made.name}: {made.role}{'' if made.active else ', closed'}", err=True)


@token.command("add", epilog="Example:  brinkwatch users token add ada --name laptop --days 90")
def token_add(
    user: Annotated[str, typer.Argument(metavar="USER", show_default=False)],
    name: Annotated[str, typer.Option("--name", help="what it is for")] = "token",
    role: Annotated[str | None, typer.Option(
        "--role", help="what it may do at most; the user's role without it")] = None,
    days: Annotated[int | None, typer.Option(
        "--days", min=1, max=3_650, help="how long it is good; for ever without it")] = None,
    store: Store = None,
) -> None:
    """Make a token and print its secret, this once."""
    lasts = None if days is None else timedelta(days=days)
    with open_desk(store, create=False) as desk, desk.store.batch():
        secret, made = desk.store.add_token(user, name, role=role, lasts=lasts)
        desk.store.note(_who(), "add token", made.user, id=made.id, name=made.name, role=made.role)
    typer.echo(secret)
    typer.echo(f"token {made.id} of {made.user}: keep the secret; it is not shown again", err=True)


@token.command("list", epilog="Example:  brinkwatch users token list ada")
def token_list(
    user: Annotated[str | None, typer.Argument(metavar="USER", show_default=False)] = None,
    as_json: Json = False, store: Store = None,
) -> None:
    """List tokens, of one user or all, without their secrets."""
    from brinkwatch.model.codec import plain

    with open_desk(store, create=False) as desk:
        held = desk.store.tokens(user)
    if as_json:
        for one in held:
            print_json(plain(one))
        return
    show(("id", "user", "name", "role", "made", "good until", "last used"), [
        [str(t.id), t.user, t.name, t.role, _moment(t.created), _moment(t.expires),
         _moment(t.used)] for t in held])


@token.command("drop", epilog="Example:  brinkwatch users token drop 3")
def token_drop(
    id: Annotated[int, typer.Argument(metavar="ID", show_default=False)], store: Store = None,
) -> None:
    """Let a token be good no more."""
    with open_desk(store, create=False) as desk, desk.store.batch():
        found = next((t for t in desk.store.tokens() if t.id == id), None)
        if found is None:
            raise UsageError(f"token {id}: there is none; see 'brinkwatch users token list'")
        desk.store.drop_token(id)
        desk.store.note(_who(), "drop token", found.user, id=id, name=found.name)
    typer.echo(f"token {id} of {found.user}: dropped", err=True)


@app.command(epilog="Example:  brinkwatch audit --verify")
def audit(
    verify: Annotated[bool, typer.Option(
        "--verify", help="check that no line was changed or taken out; exit 1 where one was")
    ] = False,
    user: Annotated[str | None, typer.Option("--user", help="only what this user did")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="most lines")] = 50,
    as_json: Json = False, store: Store = None,
) -> None:
    """Show who did what on this record, latest first."""
    import json

    from brinkwatch.model.codec import plain

    with open_desk(store, create=False) as desk:
        if verify:
            fault = desk.store.audit_fault()
            if fault is not None:
                typer.echo(f"brinkwatch: audit line {fault} is not what was written, or lines "
                           "before it are gone", err=True)
                raise typer.Exit(1)
            last = next(iter(desk.store.audit(1)), None)
            typer.echo(f"every line holds; the last is {last.seq}, {last.digest}" if last
                       else "there is no line yet")
            return
        lines = desk.store.audit(limit, user=user)
    if as_json:
        for line in lines:
            print_json(plain(line))
        return
    show(("line", "when (UTC)", "who", "did", "to", "more"), [
        [str(x.seq), x.at[:19].replace("T", " "), x.user, x.act, x.subject,
         json.dumps(dict(x.detail), ensure_ascii=False) if x.detail else ""] for x in lines])


def _password() -> str:
    """From a prompt, twice, or the first line of a pipe; never an argument, which others on the
    machine could read.

    Raises:
        UsageError: the two are not the same.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        raise UsageError("password: the two are not the same; nothing was changed")
    return first


def _who() -> str:
    """Who is at the command line, for the audit log."""
    try:
        return f"(command line: {getpass.getuser()})"
    except (OSError, KeyError, ImportError):
        return "(command line)"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _moment(when: datetime | None) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M}"
