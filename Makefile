# Every target makes the environment in .venv/ first, if it is not there or the lock file has changed.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# Discord's OpenAPI description, for the loopback's checks, where a copy lies at hand; name another in the environment.
export DISCORD_OPENAPI ?= $(abspath $(wildcard ../shared/discord/openapi.json))

.PHONY: setup run test quick coverage lint check bench pictures drawing lock
.DEFAULT_GOAL := run

setup: $(READY)

run: $(READY)        ## the bot with the shipped data, in a rehearsal room in the browser: no Discord account needed
	$(BIN)/python -m bot rehearse

test: $(READY)       ## all tests
	$(BIN)/python -m pytest -n auto

quick: $(READY)      ## all tests but the slow ones and those in a browser
	$(BIN)/python -m pytest -n auto -m "not slow and not browser"

coverage: $(READY)   ## how much of bot/ the quick tests reach, with a floor
	$(BIN)/python -m pytest -n auto -m "not slow and not browser" --cov --cov-report=term:skip-covered --cov-fail-under=85

lint: $(READY)       ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(READY)      ## the shipped data against its sources, character by character
	$(BIN)/python -m bot check

bench: $(READY)      ## the benchmarks, small, with nothing to download; see docs/performance.md
	$(BIN)/python -m bench.search --quick
	$(BIN)/python -m bench.answers --quick
	$(BIN)/python -m bench.build --quick

pictures: $(READY)   ## the pictures of the rehearsal room in docs/img/, taken anew by its tests; needs chromium
	ROOM_PICTURES=docs/img $(BIN)/python -m pytest tests/rehearsal/room

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Attaché needs Python 3.11 or newer; name one with make PYTHON=python3.13")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

drawing:             ## the drawing of docs/architecture.md; needs graphviz
	dot -Tsvg docs/architecture.dot -o docs/img/architecture.svg

lock:                ## bring the lock file up to date with pyproject.toml; needs uv
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --upgrade --output-file requirements.lock
