# Every verb of the project. `make help` lists them; backend/setup-environment prepares what they need.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
PORT ?=
ARGS ?=
TEST := $(BIN)/pytest -p no:randomly
# A file stays with one process: its servers and its order are its own.
BOTH_CORES := -n 2 --dist loadfile --no-loadscope-reorder

##@ Run it

.PHONY: run
run: setup  ## Start everything: embedded servers, demo data, simulators, api, worker (PORT=8000)
	@cd backend && exec $(BIN)/python -m sandbox up $(if $(PORT),--port $(PORT)) $(ARGS)

.PHONY: reset
reset: setup  ## Empty .local/: the demo's database, pictures and secrets
	@cd backend && $(BIN)/python -m sandbox reset

.PHONY: migrate
migrate: setup  ## Bring the database of DATABASE_URL to the newest schema
	@cd backend && $(BIN)/reservas migrate

##@ Test it

.PHONY: test
test: setup  ## All tests, seeded, on two cores
	@cd backend && $(TEST) $(BOTH_CORES) $(ARGS)

.PHONY: test-unit
test-unit: setup  ## The tests without any I/O
	@cd backend && $(TEST) tests/unit $(ARGS)

.PHONY: test-integration
test-integration: setup  ## The tests with real PostgreSQL and Valkey
	@cd backend && $(TEST) tests/integration $(ARGS)

.PHONY: test-e2e
test-e2e: setup  ## A guest's whole journey over HTTP
	@cd backend && $(TEST) tests/e2e $(ARGS)

.PHONY: test-coverage
test-coverage: setup  ## All tests, with the lines they never reach (backend/htmlcov/)
	@cd backend && $(TEST) --cov=reservas --cov-branch --cov-report=term:skip-covered --cov-report=html $(ARGS)

.PHONY: test-long
test-long: setup  ## All tests, with thousands of random examples instead of dozens
	@cd backend && HYPOTHESIS_PROFILE=long $(TEST) -o timeout=1800 $(ARGS)

##@ Check it

.PHONY: lint
lint: setup  ## Style, types, the arrow between layers, and what the codebase promises about itself
	@cd backend && $(BIN)/ruff check .
	@cd backend && $(BIN)/ruff format --check .
	@cd backend && $(BIN)/mypy && $(BIN)/mypy setup_environment.py
	@cd backend && $(BIN)/lint-imports
	@cd backend && $(TEST) -q tests/architecture

.PHONY: check
check: lint test  ## What CI runs: lint and test

.PHONY: bench
bench: setup  ## Measure it
	@cd backend && if [ -d benchmarks ]; then $(BIN)/python -m benchmarks $(ARGS); else echo "There are no benchmarks yet."; fi

##@ Teach it

.PHONY: nlu-train
nlu-train: setup  ## Learn the intents' weights from training/nlu into the package (ARGS=--measure: only tell how well)
	@cd backend && $(BIN)/python -m training.train $(ARGS)

.PHONY: nlu-score
nlu-score: setup  ## Measure what is understood: GOLD=file.jsonl, TODAY=day for lines without one (2026-11-21)
	@cd backend && $(BIN)/python -m training.score $(if $(GOLD),"$(abspath $(GOLD))") $(if $(TODAY),--today $(TODAY)) $(ARGS)

##@ Work on it

.PHONY: setup
setup:  ## Create backend/.venv from the lock (PYTHON=python3); the other verbs do it by themselves
	@PYTHON="$(PYTHON)" backend/setup-environment

.PHONY: format
format: setup  ## Format, and repair what can be repaired safely
	@cd backend && $(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

.PHONY: lock
lock: setup  ## Resolve pyproject.toml into both hash-pinned locks
	@cd backend && $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		pyproject.toml -o requirements.lock
	@cd backend && $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.PHONY: pre-commit
pre-commit: setup  ## Check each commit before it is made
	@backend/$(BIN)/pre-commit install

.PHONY: clean
clean:  ## Delete the environment and all caches; the demo's data stay
	@rm -rf backend/.venv backend/.venv-install.log backend/htmlcov backend/.coverage
	@find backend -name .venv -prune -o -type d \( -name __pycache__ -o -name '.*_cache' -o -name .hypothesis \) \
		-prune -exec rm -rf {} +

.PHONY: help
help:  ## This list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile
