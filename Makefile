# Every target makes the environment in .venv/ first, if it is not there or its lock file has changed: what runs the bot
# from requirements.lock, what reads documents from requirements-ingest.lock, what tests it from requirements-dev.lock.
PYTHON ?= python3
BIN := .venv/bin
RUN_READY := .venv/ready-run
INGEST_READY := .venv/ready-ingest
READY := .venv/ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
# Discord's OpenAPI description, for the loopback's checks, where a copy lies at hand; name another in the environment.
export DISCORD_OPENAPI ?= $(abspath $(wildcard ../shared/discord/openapi.json))

.PHONY: setup run ingest test quick coverage lint check bench pictures drawing lock
.DEFAULT_GOAL := run

setup: $(READY)

run: $(RUN_READY)         ## the bot with the shipped data, in a rehearsal room in the browser: no Discord account needed
	$(BIN)/python -m bot rehearse

test: $(READY)       ## all tests
	$(BIN)/python -m pytest -n auto

quick: $(READY)      ## all tests but the slow ones and those in a browser
	$(BIN)/python -m pytest -n auto -m "not slow and not browser"

coverage: $(READY)   ## how much of bot/ the tests reach that start nothing and take no socket, with a floor
	$(BIN)/python -m pytest -n auto -m "not slow and not browser and not e2e" --cov --cov-report=term:skip-covered --cov-fail-under=60

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

drawing:             ## the drawing of docs/architecture.md, from its source; needs graphviz
	dot -Tsvg docs/architecture.dot -o docs/img/architecture.svg

ingest: $(INGEST_READY) ## what `python -m bot ingest` needs besides: spaCy and the readers of documents

$(RUN_READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Attaché needs Python 3.11 or newer; name one with make PYTHON=python3.13")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --only-binary :all: --require-hashes -r requirements.lock
	@touch $@

$(INGEST_READY): requirements-ingest.lock $(RUN_READY)
	$(PIP) --only-binary :all: --require-hashes -r requirements-ingest.lock
	@touch $@

$(READY): requirements-dev.lock pyproject.toml $(RUN_READY)
	$(PIP) --only-binary :all: --require-hashes -r requirements-dev.lock
	$(PIP) --no-build-isolation --editable .
	@touch $@

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --quiet --upgrade

lock:                ## bring the lock files up to date with pyproject.toml; needs uv
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra ingest --output-file requirements-ingest.lock
	$(LOCK) --extra ingest --group dev --output-file requirements-dev.lock
