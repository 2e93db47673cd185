# One verb a line: `make run` and `make test` need nothing but make and Python 3.11+ (Debian: python3-venv); uv is used where it is found.
export UV_PYTHON_DOWNLOADS := never
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
MAKE_VENV := $(if $(UV),uv venv --quiet --allow-existing --python $(PYTHON) .venv,$(PYTHON) -m venv .venv)
PIP := $(if $(UV),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
SOURCES := pyproject.toml hatch_build.py $(wildcard build_hook/*) $(wildcard analyzers/arabic/*.py) analyzers/characters.py analyzers/arabic/data/affixes.toml package-lock.json $(shell find extraction/data/places extraction/data/actors -type f) $(wildcard webapp/translations/*/*/*.po)

.PHONY: run test soak audit serve index lint types imports check format setup setup-test setup-dev requirements hashes clean

run: setup ; $(BIN)/kashf index seeds && $(BIN)/kashf serve
test: setup-test ; $(BIN)/python -m pytest --cov --cov-report=term:skip-covered
# What takes long, and adds to docs/soak.md what was done; where Elasticsearch is needed, on a cluster that this program starts (start
# --nodes N --port P --dir D, kill N, restart N, stop).
soak: export KASHF_TEST_ELASTICSEARCH_SERVER ?= $(wildcard ../shared/elasticsearch/server)
soak: export KASHF_SOAK_ROUNDS ?= 10
SOAK := $(BIN)/python -m pytest -p no:cacheprovider --soak-report docs/soak.md
soak: setup-test ; $(SOAK) -m soak tests/indexer tests/system; first=$$?; $(SOAK) tests/engines/elastic/test_faults.py && exit $$first
index: setup ; $(BIN)/kashf index seeds
serve: setup ; $(BIN)/kashf serve
lint: setup-dev ; $(BIN)/ruff check . && $(BIN)/ruff format --check .
types: setup-dev ; $(BIN)/mypy
imports: setup-dev ; $(BIN)/lint-imports
check: lint types imports
# Known faults of what is pinned: asks other hosts, so it is no part of the checks. pip-audit comes with it, in an environment of its own.
audit: setup-dev ; $(PYTHON) -m venv .venv/audit && .venv/audit/bin/python -m pip install --quiet pip-audit && .venv/audit/bin/pip-audit --require-hashes --disable-pip -r requirements-dev.txt
format: setup-dev ; $(BIN)/ruff check --fix . && $(BIN)/ruff format .
setup: .venv/setup.done
setup-test: .venv/setup-test.done
setup-dev: .venv/setup-dev.done
# Makes lexicon, names, towns and outlines anew and writes their hashes, with the pinned build requirements.
hashes: .venv/bin/python ; $(PIP) $(shell sed -n '/^requires = \[/,/^]/p' pyproject.toml | grep -o '"[^"]*"' | tr -d '"') && $(BIN)/python -m build_hook
clean: ; rm -rf .venv kashf-index .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python: ; $(MAKE_VENV)
.venv/setup.done: requirements.txt $(SOURCES) | .venv/bin/python ; $(PIP) --require-hashes -r requirements.txt && $(PIP) --no-deps -e . && touch $@
.venv/setup-test.done: requirements-test.txt $(SOURCES) | .venv/bin/python ; $(PIP) --require-hashes -r requirements-test.txt && $(PIP) --no-deps -e . && touch $@
.venv/setup-dev.done: requirements-dev.txt $(SOURCES) | .venv/bin/python ; $(PIP) --require-hashes -r requirements-dev.txt && $(PIP) --no-deps -e . && touch $@

# Needs uv. No index address goes into the files.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet --custom-compile-command 'make requirements'
requirements: ; $(LOCK) -o requirements.txt && $(LOCK) --extra test -o requirements-test.txt && $(LOCK) --extra dev -o requirements-dev.txt
