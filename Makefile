# make run     set up, build a graph from the sample pages (SOURCES=... for others), answer one question
# make test    set up, run all tests
# make lint    style, types
# make bench   the figures the docs quote
# make compiled   the package with its reading compiled, in build/compiled (needs a C compiler)
# make clean   remove what the above made

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SOURCES ?= tests/pages
KG      ?= kg
COMPILED := build/compiled

.PHONY: run test lint bench compiled format clean

run: $(VENV)/.stamp
	@$(BIN)/rochdale build $(SOURCES) --out $(KG)
	@echo
	@$(BIN)/rochdale query $(KG) strongest-partnerships --limit 10
	@echo
	@echo 'Next: $(BIN)/rochdale query $(KG)                                      the questions it answers'
	@echo '      $(BIN)/rochdale query $(KG) partners --param organisation=ILO    one of them'
	@echo '      $(BIN)/rochdale explain $(KG) Think.Coop                         the sentences behind its links'
	@echo '      make run SOURCES="my/pages"                                      your own pages'

test: $(VENV)/.stamp
	$(BIN)/python -m pytest

lint: $(VENV)/.stamp
	$(BIN)/ruff check rochdale tests bench scripts
	$(BIN)/ruff format --check rochdale tests bench scripts
	$(BIN)/mypy

format: $(VENV)/.stamp
	$(BIN)/ruff check --fix rochdale tests bench scripts
	$(BIN)/ruff format rochdale tests bench scripts

bench: $(VENV)/.stamp compiled
	$(BIN)/python bench/extraction.py
	PYTHONPATH=$(COMPILED) $(BIN)/python bench/extraction.py
	$(BIN)/python bench/archive.py
	$(BIN)/python bench/markup.py
	$(BIN)/python bench/gate.py
	$(BIN)/python bench/tables.py
	$(BIN)/python bench/turtle.py
	$(BIN)/python bench/review.py

compiled: $(COMPILED)/.stamp

$(COMPILED)/.stamp: $(VENV)/.stamp setup.py $(shell find rochdale -type f -not -name '*.pyc')
	rm -rf build
	ROCHDALE_COMPILE=1 $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--target $(COMPILED) .
	@touch $@

$(VENV)/.stamp: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Rochdale needs Python 3.11 or newer; say make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(KG) build dist *.egg-info
