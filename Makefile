# `make site` and `make test` are all that a fresh machine needs: Python 3.11 or later, pip, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: site test test-long bench lint format clean

## The demo archive, built into public/ as a server on this machine shows it
site: $(VENV)/.site
	$(BIN)/pressmark build --base-url http://localhost:8000/

## Everything that must hold before a change goes in
test: lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --max-worker-restart 0 -m "not long"

## The same and the slow tests
test-long: lint
	PRESSMARK_LONG=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --timeout 3600

## Side by side with other generators: make bench [N=10000] [QUICK=1]; figures go to benchmarks/RESULTS.md
bench: $(VENV)/.site
	$(BIN)/python -m benchmarks.run $(if $(N),--articles $(N)) $(if $(QUICK),--quick)

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict generator
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf public .pressmark build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find generator tests -name __pycache__ -prune -exec rm -rf {} +

# Debian's Python has no ensurepip without python3-venv; pip (23 or later) can then fill the environment from outside.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Pressmark needs Python 3.11 or later: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV) 2>/dev/null || \
		{ $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(VENV) install --quiet pip; }

$(VENV)/.site: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.site
