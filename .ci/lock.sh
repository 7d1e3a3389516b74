#!/bin/sh
# Resolve pyproject.toml in a fresh environment and write names and versions only.
set -eu
dir=$(mktemp -d)
python3 -m venv "$dir/v"
"$dir/v/bin/pip" install -q --disable-pip-version-check .
"$dir/v/bin/pip" freeze --exclude brinkwatch | grep -v '^-e' | sed 's/ @ .*//' > "$dir/run"
"$dir/v/bin/pip" install -q --disable-pip-version-check '.[dev]'
"$dir/v/bin/pip" freeze --exclude brinkwatch | grep -v '^-e' | sed 's/ @ .*//' > "$dir/all"
{ echo "# Runtime dependencies as tested. Made by 'make lock'; do not edit."; cat "$dir/run"; } > requirements.lock
{ echo "# What the tests and checks need beside requirements.lock. Made by 'make lock'; do not edit."; grep -vxFf "$dir/run" "$dir/all"; } > requirements-dev.lock
rm -rf "$dir" build src/*.egg-info
