"""One way through the house: a stage imports the model and the knowledge, never another stage."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import brinkwatch

ROOT = Path(brinkwatch.__file__).parent
STAGES = {"collect", "read", "extract", "fuse", "assess", "publish", "store", "serve", "scale",
          "export", "mcp", "draft"}
SHARED = {"model", "knowledge", "errors", ""}
ALLOWED = {
    "model": {"model"},
    "knowledge": {"knowledge", "model", "errors"},
    **{stage: {stage, *SHARED} for stage in STAGES},
}
ALLOWED["extract"] |= {"read"}
FILES = sorted(
    p for room in ALLOWED for p in (ROOT / room).rglob("*.py") if (ROOT / room).is_dir()
)


def imported_rooms(path):
    """The rooms of the package that a file imports, at any depth of nesting in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            base = node.module or ""
            names = [base] if base != "brinkwatch" else [f"brinkwatch.{a.name}" for a in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "brinkwatch":
                yield (parts[1] if len(parts) > 1 else ""), node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path):
    room = path.relative_to(ROOT).parts[0]
    strangers = [(name, line) for name, line in imported_rooms(path) if name not in ALLOWED[room]]
    assert not strangers, f"{path} imports {strangers}"


def test_the_default_commands_load_no_server_and_no_network():
    """The served desk is an extra, and reading files must not wait for what fetches."""
    code = ("import sys, brinkwatch.cli, brinkwatch.desk, brinkwatch.store\n"
            "print([m for m in sys.argv[1:] if m in sys.modules])")
    heavy = ("starlette", "uvicorn", "httpx2", "feedparser", "protego", "pyarrow",
             "brinkwatch.serve", "brinkwatch.export", "mcp", "brinkwatch.mcp")
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True,
                          check=True)
    assert done.stdout.strip() == "[]"


def test_only_the_desk_hands_the_served_desk_what_other_stages_make():
    importers = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py")
                 if "serve" in {room for room, _ in imported_rooms(path)}
                 and path.relative_to(ROOT).parts[0] != "serve"}
    assert importers == {"desk.py"}
