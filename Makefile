# make leaflet: hear it.   make test: test it.   Both need only Python 3.10 to 3.13.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: leaflet test check clean

leaflet: $(VENV)/.leaflet
	$(BIN)/parcha build

test: $(VENV)/.test
	$(BIN)/pytest

# The neural voice, the recogniser and other people's validators, then style and types.
check: $(VENV)/.test
	$(BIN)/pytest -m real
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

$(VENV)/.leaflet: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.test: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

clean:
	rm -rf $(VENV) audio
