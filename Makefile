# District.Team. `make` lists what can be made.
PORT ?= 8000
PYTHON ?= $(firstword $(foreach v,python3.11 python3.12 python3.13 python3,$(shell command -v $(v) 2>/dev/null)))
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# Apps with models of ours: a setting that a package's model reads (COMMENT_MAX_LENGTH) is no change of ours.
APPS := $(notdir $(patsubst %/migrations/,%,$(wildcard */migrations/)))
export PORT
export PYTHONUNBUFFERED = 1

.DEFAULT_GOAL := help
.PHONY: help run demo-reset dev serve ready prepare backup restore test test-browser lint messages bench lock clean

help: ## List these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: export DEMO ?= 1
run: ready ## Set up what is missing, load the demonstration once, serve at PORT
	@$(MANAGE) prepare
	@exec $(MANAGE) serve

demo-reset: export DEMO ?= 1
demo-reset: ready ## Empty the database and load the demonstration anew
	@$(MANAGE) prepare --reset

dev: export DEBUG = 1
dev: export DEMO ?= 1
dev: ready ## Debug server at PORT, with the demonstration
	@$(MANAGE) prepare
	@$(MANAGE) runserver $(PORT)

serve: ready ## Serve at PORT without a demonstration (production)
	@$(MANAGE) prepare
	@exec $(MANAGE) serve

ready: .env .venv/runtime.stamp .venv/messages.stamp

prepare: ready ## Database, static files and first pages, without serving (an upgrade)
	@$(MANAGE) prepare

backup: ready ## Copy database and files into one checked file (FILE=…, else in DATA_DIR/backups)
	@$(MANAGE) backup $(if $(FILE),"$(FILE)")

restore: ready ## Put the backup FILE=… in place of what is there (ARGS=--overwrite)
	@$(MANAGE) restore $(if $(FILE),"$(FILE)",$(error Say which: make restore FILE=…)) $(ARGS)

test: .env .venv/development.stamp .venv/messages.stamp ## Run the tests (SQLite, or what DATABASE_URL and REDIS_URL say)
	@$(BIN)/pytest -n auto --maxprocesses 4 $(ARGS)

test-browser: .env .venv/development.stamp .venv/messages.stamp ## Walk the portal in Chromium
	@$(BIN)/pytest -o addopts=-q tests/browser $(ARGS)

lint: .env .venv/development.stamp ## Style, import order, migrations, missing translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run $(APPS)
	$(MANAGE) check_catalogues

messages: .env .venv/development.stamp ## Bring the French catalogue up to date and list what lacks a translation
	@$(MANAGE) check_catalogues --write

bench: export DEMO ?= 1
bench: .env .venv/development.stamp .venv/messages.stamp ## Requests per second and CPU of the main pages against a trivial one
	@$(MANAGE) prepare
	@$(BIN)/python -m tests.bench.bench

lock: ## Resolve requirements anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.txt

clean: ## Remove the Python environment (data in var/ stays)
	rm -rf .venv

.env:
	@$(PYTHON) -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50))" > $@
	@chmod 600 $@

.venv/pyvenv.cfg:
	@$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" || { echo "Python 3.11, 3.12 or 3.13 is needed; name one with PYTHON=…"; exit 1; }
	@echo "Python environment …"
ifdef UV
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
else
	@$(PYTHON) -m venv .venv
endif

.venv/runtime.stamp: requirements.txt | .venv/pyvenv.cfg
	@echo "Packages …"
ifdef UV
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes -r requirements.txt
else
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
endif
	@touch $@

.venv/development.stamp: requirements-dev.txt .venv/runtime.stamp
	@echo "Packages for tests …"
ifdef UV
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes -r requirements-dev.txt
else
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
endif
	@touch $@

.venv/messages.stamp: $(wildcard locale/*/LC_MESSAGES/*.po) .venv/runtime.stamp | .env
	@$(MANAGE) compile_catalogues
	@touch $@
