"""One way through the house: a stage imports the model and the knowledge, never another stage."""

import ast
from pathlib import Path

import pytest

import brinkwatch

ROOT = Path(brinkwatch.__file__).parent
STAGES = {"collect", "read", "extract", "fuse", "assess", "publish", "store", "serve", "scale"}
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
