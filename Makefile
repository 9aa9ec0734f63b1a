# Two words to remember: `make demo` and `make test`.
# The first Python that runs (a version manager's shim may be found and refuse) and is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

.PHONY: demo test check stress mutants bench bench-quick bench-decide bench-ledger bench-tables index clean

.venv/made:
	@test -n "$(PYTHON)" || { echo "licet needs Python 3.11 or later, and none is here: install it, or say make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "This Python cannot make a virtual environment yet: installing Debian's python3-venv."; \
	    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv .venv; \
	  else echo "This Python cannot make a virtual environment: install python3-venv first."; exit 1; fi; }
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

.venv/core: .venv/made pyproject.toml
	@echo "Installing licet into .venv"
	@$(BIN)/python -m pip install --quiet --editable .
	@$(BIN)/python -m compileall -q src/licet
	@touch $@

.venv/all: .venv/core pyproject.toml
	@echo "Installing what the tests need into .venv"
	@$(BIN)/python -m pip install --quiet --editable '.[all]' --group dev
	@touch $@

demo: .venv/core
	@$(BIN)/licet demo

check: .venv/all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: .venv/all check
	$(BIN)/python -m pytest -n 2

stress: .venv/all  # 64 writers on both databases, killed and crashed for some 40 seconds
	@$(BIN)/python -m tests.ledger.stress

mutants: .venv/all  # some 40 minutes; .venv/bin/python benchmarks/mutants.py --help for less or all
	@$(BIN)/python benchmarks/mutants.py

bench-decide: .venv/all
	@$(BIN)/python benchmarks/decide.py

index: .venv/core  # docs/index-of-the-law.md, after any change of the law or its tests
	@$(BIN)/python -m licet.law.index

bench: .venv/all .venv/peers  # all of it about tables, some ten minutes; ratios in one table
	@$(BIN)/python benchmarks/all_tables.py

bench-quick: .venv/all .venv/peers  # the main ones, within 45 seconds
	@$(BIN)/python benchmarks/all_tables.py --quick

.venv/peers: .venv/all
	@echo "Installing the engines that licet is measured against"
	@$(BIN)/python -m pip install --quiet zen-engine regopy openfisca-core
	@touch $@

bench-tables: .venv/all
	@$(BIN)/python benchmarks/tables.py

bench-ledger: .venv/all  # some 15 minutes; .venv/bin/python benchmarks/ledger.py --help for less
	@$(BIN)/python benchmarks/ledger.py

clean:
	rm -rf .venv build dist
