# Every target sets up what it needs. `make help` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.run-$(shell cat pyproject.toml requirements.lock 2>/dev/null | cksum | cut -d' ' -f1)
DEV    := $(VENV)/.dev-$(shell cat pyproject.toml requirements.lock requirements-dev.lock requirements-schemas.lock 2>/dev/null | cksum | cut -d' ' -f1)

.PHONY: help demo test lint types format eval bench kills fuzz docs clean lock

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(RUN): | $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(DEV): $(RUN)
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -r requirements-schemas.lock
	@touch $@

demo: $(RUN) ## read the sample dossier and write an edition to out/demo
	$(BIN)/brinkwatch demo --out out/demo

test: $(DEV) ## run the tests
	$(BIN)/pytest

lint: $(DEV) ## ruff and mypy
	$(BIN)/ruff check src tests benchmarks training
	$(BIN)/mypy

types: $(DEV) ## mypy alone
	$(BIN)/mypy

format: $(DEV) ## let ruff mend what it can
	$(BIN)/ruff check --fix src tests benchmarks training

eval: $(DEV) ## the accuracy gates, with their floors (needs the corpora; see docs/evaluation.md)
	$(BIN)/python -m benchmarks.accuracy

kills: $(DEV) ## kill the desk 200 times under load, then with PostgreSQL stopped now and then
	$(BIN)/python -m benchmarks.kills --kills 200
	$(BIN)/python -m benchmarks.kills --kills 60 --postgresql --stops 15

fuzz: $(DEV) ## throw 100,000 broken inputs at every fast parser, a share at the slow ones
	$(BIN)/python -m benchmarks.fuzz --inputs 100000

bench: $(DEV) ## speed, as ratios measured side by side
	$(BIN)/python -m benchmarks.speed

docs: $(DEV) ## check that the docs agree with the code, and build the site into out/docs
	$(BIN)/pytest tests/test_docs.py
	$(BIN)/mkdocs build --quiet --strict

lock: ## make the lock files anew from pyproject.toml
	sh .ci/lock.sh

clean: ## remove what the other targets made
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
