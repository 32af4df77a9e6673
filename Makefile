# Daybook: `make demo` and `make test` do everything on a fresh machine with Python >= 3.11 and make.

PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= demo-home
PORT ?= 8008
SERVE ?= 1

.PHONY: setup setup-dev demo test check long bench messages golden site audit release cluster clean

setup: $(VENV)/.core

setup-dev: $(VENV)/.dev

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found. Install it and run make again." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The locks hold everything that is needed, so that nothing is left for pip to resolve (`--no-deps`): it takes an extra such as
# pydantic[email] for a package without a pin.
$(VENV)/.core: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@ $(VENV)/.core

demo: setup
	$(BIN)/daybook --home $(HOME_DIR) demo $(if $(filter 1,$(SERVE)),--serve --port $(PORT),)

test: setup-dev
	$(BIN)/python -m pytest -m "not long" -n auto --dist worksteal

check: setup-dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest tests/test_house_rules.py tests/test_docs.py

long: setup-dev
	$(BIN)/python -m pytest -m "long" -n auto --dist worksteal

bench: setup-dev
	$(BIN)/python -m bench

messages: setup
	$(BIN)/python daybook/locale/compile.py

golden: setup-dev
	DAYBOOK_GOLDEN=1 $(BIN)/python -m pytest -m "not long" tests/reports tests/test_docs.py tests/analysis/test_streaks.py

site: setup-dev
	$(BIN)/mkdocs build --quiet --site-dir site

audit: setup-dev
	tools/audit

release: setup-dev
	tools/release

# Spark is an extra: the same version as in pyproject.toml, beside the locked packages.
cluster: setup
	$(BIN)/python -c 'import pyspark' 2>/dev/null || $(BIN)/python -m pip install --quiet -e '.[cluster]'
	tools/cluster $(BIN)/python

clean:
	rm -rf $(VENV) $(HOME_DIR)
