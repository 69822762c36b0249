# make run   sets everything up and serves the product       PORT= HOST= DATA_DIR= DEMO=0
# make test  sets everything up and runs every check and test
# make check the checks and unit tests that need no browser and no service

PYTHON ?= python3
BIN := .venv/bin
TIMED := @sh scripts/timed.sh
PYTEST := $(BIN)/python -m pytest
# Two at once, in pytest's order: tests that empty the tables come last for each worker (work that is stolen would come after them).
ON_BOTH_CORES := -n 2
ON_SQLITE := -m "not browser and not walk and not access"
# Compiled files are kept, even where the environment forbids it: every worker of every run would compile all tests anew.
unexport PYTHONDONTWRITEBYTECODE
# What the checks write (secrets, queue folders) stays out of the product's data.
CHECK := DATA_DIR=.make/check-data

# A stamp lies inside what it stands for, so that deleting the folder is enough to have it made anew.
RUN_STAMP := .venv/.installed-run
DEV_STAMP := .venv/.installed-dev
NODE_STAMP := node_modules/.installed

.PHONY: run test check fix bench walk clean
.PHONY: all-checks all-tests style types layers framework unit covered access postgresql browser

run: $(RUN_STAMP) $(NODE_STAMP)
	@$(BIN)/python manage.py serve

test:
	$(TIMED) "make test" $(MAKE) --no-print-directory all-tests

check: $(DEV_STAMP) $(NODE_STAMP)
	$(TIMED) "make check" $(MAKE) --no-print-directory all-checks covered access

fix: $(DEV_STAMP)
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .
	$(BIN)/djlint --reformat --quiet templates || true
	$(BIN)/ruff check .

walk: $(DEV_STAMP) $(NODE_STAMP)
	$(TIMED) "long walks" $(PYTEST) -m walk $(ON_BOTH_CORES)

bench: $(DEV_STAMP) $(NODE_STAMP)
	@for script in bench/*.py; do [ ! -e "$$script" ] || $(BIN)/python "$$script" || exit 1; done

clean:
	rm -rf .boot .venv node_modules .make .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*

# --- What `make test` and `make check` consist of -------------------------------------------------

all-tests: $(DEV_STAMP) $(NODE_STAMP)
	$(TIMED) "system packages" sh scripts/system_packages.sh
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target all-checks
	@$(MAKE) --no-print-directory unit postgresql browser

all-checks: style types layers framework

style:
	$(TIMED) "ruff check" $(BIN)/ruff check --quiet .
	$(TIMED) "ruff format" $(BIN)/ruff format --check --quiet .
	$(TIMED) "djlint" sh -c '$(BIN)/djlint --check --quiet templates && $(BIN)/djlint --lint --quiet templates'

types:
	$(TIMED) "mypy" env $(CHECK) $(BIN)/mypy

layers:
	$(TIMED) "import-linter" $(BIN)/lint-imports

framework:
	$(TIMED) "migrations" env $(CHECK) $(BIN)/python manage.py makemigrations --check --dry-run
	$(TIMED) "check --deploy" sh scripts/check_deploy.sh

unit:
	$(TIMED) "tests on SQLite" $(PYTEST) $(ON_BOTH_CORES) $(ON_SQLITE)

# The same, with the lines and branches counted: half as long again, so `make check` does it and `make test` does not.
covered:
	$(TIMED) "tests on SQLite, covered" $(PYTEST) $(ON_BOTH_CORES) $(ON_SQLITE) --cov --cov-report=term:skip-covered

# The walk over every address takes long under coverage; `make test` has it in its run on PostgreSQL.
access:
	$(TIMED) "access walk on SQLite" $(PYTEST) $(ON_BOTH_CORES) -m "access and not walk"

postgresql:
	$(TIMED) "tests on PostgreSQL and Redis" $(PYTEST) $(ON_BOTH_CORES) --database=postgresql

browser:
	$(TIMED) "browser tests" $(PYTEST) $(ON_BOTH_CORES) -m browser

# --- Set-up -----------------------------------------------------------------------------------------

.boot/bin/uv:
	@sh scripts/boot.sh "$(PYTHON)"

$(RUN_STAMP): requirements.txt constraints.txt | .boot/bin/uv
	@sh scripts/install.sh requirements.txt
	@touch $@

# The product's packages are among these, so `make run` has nothing to do after `make test`.
$(DEV_STAMP): requirements-dev.txt requirements.txt constraints.txt | .boot/bin/uv
	@sh scripts/install.sh requirements-dev.txt
	@touch $(RUN_STAMP) $@

$(NODE_STAMP): package.json package-lock.json | .boot/bin/uv
	@sh scripts/node_modules.sh
	@touch $@
