# make film: a film of a bundled story.   make test: all tests.   make check: what CI runs.
PYTHON ?= python3
BIN := .venv/bin
STORY ?= prompts/stories/the-fox-and-the-lantern.txt

.PHONY: film test check install clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch -e '.[tts,dev]'
	touch $@

film: install
	$(BIN)/film make $(STORY) --yes

test: install
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

clean:
	rm -rf .venv build *.egg-info
