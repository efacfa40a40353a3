# make leaflet: hear it.   make test: test it.   Both need only Python 3.10 to 3.13.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: leaflet test check clean

leaflet: $(VENV)/.leaflet
	$(BIN)/parcha build

test: $(VENV)/.test
	$(BIN)/pytest

# The neural voice, the recogniser, a browser and other people's validators, then style and types.
check: $(VENV)/.real
	$(BIN)/pytest -m real
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.leaflet: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e .
	touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e '.[test]'
	touch $@

$(VENV)/.real: pyproject.toml | $(VENV)/bin/python
	$(PIP) -e '.[real]'
	touch $@

clean:
	rm -rf $(VENV) audio
