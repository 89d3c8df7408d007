# make demo: set up and run the main job on examples/.  make test: set up and run the tests.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
EXAMPLES := examples/harbour-post.html examples/coast-courier.txt examples/halmora-tribune.txt examples/agency.jsonl

.PHONY: demo test check bench lock clean

demo: $(VENV)/.run
	@mkdir -p build
	$(BIN)/quoth compare $(EXAMPLES) --html build/demo.html
	@echo "The page is build/demo.html: open it in a browser."

test: $(VENV)/.dev
	# On two processes; what failed beside another test is run once more by itself.
	$(BIN)/python -m pytest -n 2 --dist loadfile || $(BIN)/python -m pytest --last-failed --last-failed-no-failures none

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Prints every figure that the project claims. CORPORA: where the evaluation corpora are.
CORPORA ?= ../shared/corpora
bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.run --corpora $(CORPORA)

# What a user needs; the second stamp adds what developers need.
$(VENV)/.run: requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (about half a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	@echo "Setting up $(VENV) for development ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

# Writes the lock files anew from pyproject.toml.
lock: $(VENV)/.dev
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra build --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra build --extra dev --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
