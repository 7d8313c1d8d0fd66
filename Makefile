# make film: a film of a bundled story.  make test: all tests.  make check: style, types and tests, as CI does.
PYTHON ?= python3
BIN := .venv/bin
STORY ?= prompts/stories/the-fox-and-the-lantern.txt

.PHONY: film test lint check install clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch -e '.[tts,dev]'
	touch $@

film: install
	$(BIN)/film make $(STORY) --yes

test: install
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test

clean:
	rm -rf .venv build *.egg-info
