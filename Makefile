# Relief. `make help` lists the targets.
#
# DATABASE_URL=postgres://…  use that server instead of the embedded one
# SERVE=0                    make demo stops before serving
# ONLY=P1                    make bench runs this benchmark only
# PYTHON=/path/to/python     the interpreter .venv is made of (3.11 or newer)
# SYSTEM_PACKAGES=           install no Debian packages, you have seen to them yourself

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
SYSTEM_PACKAGES ?= libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-arphic-gkai00mp \
  fonts-arphic-ukai fonts-hanazono
TEST_PACKAGES ?= poppler-utils
BROWSER_PACKAGES ?= chromium

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
INSTALLED := .venv/.installed
WITHOUT_DATABASE := DATABASE_URL=none

.PHONY: help setup demo test serve check bench e2e packages test-packages

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup: packages $(INSTALLED) ## virtual environment, Debian packages, key, database, tables and fixtures
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) setup_office

demo: setup ## from a fresh machine to the main job in one command, then the site (SERVE=0: without)
	$(MANAGE) demo
	@if [ "$(SERVE)" != 0 ]; then $(MAKE) --no-print-directory serve; fi

test: test-packages setup ## from a fresh machine to a green test suite in one command
	$(BIN)/python -m pytest -n 2 -m "not browser"

serve: $(INSTALLED) ## the site on 127.0.0.1:8000 on the database at hand, with its job worker and deadline runner
	@exec scripts/serve

check: packages $(INSTALLED) ## lint, types, import rules, migrations, fresh diagrams
	$(BIN)/ruff check
	$(WITHOUT_DATABASE) $(BIN)/mypy relief workflows
	$(BIN)/lint-imports
	$(WITHOUT_DATABASE) $(MANAGE) makemigrations --check --dry-run
	$(WITHOUT_DATABASE) $(MANAGE) draw_workflows --check

bench: setup .venv/.installed-bench ## the benchmarks, ratios in one run (ONLY=P1: just that one)
	$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY))

e2e: test-packages setup ## browser journeys (installs chromium)
	@scripts/debian-packages $(BROWSER_PACKAGES)
	$(BIN)/python -m pytest -m browser

packages:
	@scripts/debian-packages $(SYSTEM_PACKAGES)

test-packages:
	@scripts/debian-packages $(SYSTEM_PACKAGES) $(TEST_PACKAGES)

$(INSTALLED): setup.cfg pyproject.toml scripts/make-venv
	@scripts/make-venv "$(PYTHON)" test
	@touch $@

.venv/.installed-bench: $(INSTALLED)
	@scripts/make-venv "$(PYTHON)" test,bench
	@touch $@
