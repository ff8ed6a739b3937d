# DreamDot's commands; `make` alone lists them. Each makes or mends .venv first, if need be.

MAKEFLAGS += --no-print-directory
SHELL = /bin/sh
.DEFAULT_GOAL = help
.PHONY: help run dev test check fmt migrate seed worker admin ledger-check bench reset ready

WORKERS ?= 2
SIZE ?= 1
EMAIL ?=
ROLE ?= administrator
YES ?=
RESUME ?=

# The first Python that fits and can make environments; else the first that fits, so that the
# bootstrap says what it lacks; else any, so that it says which are needed. PYTHON=… overrides.
PYTHON = $(shell \
	for wanted in 'sys.version_info[:2] in ((3, 11), (3, 12), (3, 13)) and venv' \
	              'sys.version_info[:2] in ((3, 11), (3, 12), (3, 13))' 'True'; do \
		for python in python3.13 python3.12 python3.11 python3; do \
			$$python -c "import sys, importlib.util as u; venv = u.find_spec('venv') and u.find_spec('ensurepip'); sys.exit(not ($$wanted))" \
				>/dev/null 2>&1 && echo $$python && exit; \
		done; \
	done)
# An environment made with another version stays, unless somebody asks for a Python by name.
EXACTLY = $(if $(filter-out file default undefined,$(origin PYTHON)),--exactly-this-python)

# Recipes use relative paths: the folder's own path may have spaces in it.
BOOTSTRAP = python=$(if $(PYTHON),'$(PYTHON)'); test -n "$$python" || { \
	echo 'Python 3.11, 3.12 or 3.13 is needed and there is none: apt install python3 python3-venv'; \
	exit 1; }; "$$python" deploy/bootstrap.py $(EXACTLY)
VENV = .venv/bin/python
DREAMDOT = $(VENV) -m dreamdot_app

help: ## List these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## Start everything on one port and print its address; Ctrl-C stops all of it
	@$(BOOTSTRAP) --serve
	@exec $(DREAMDOT) run

dev: ## The same with hot reload, for developers
	@$(BOOTSTRAP) --dev
	@exec $(DREAMDOT) dev

test: ## Install what tests use besides, then all checks and tests (WORKERS=2)
	@$(BOOTSTRAP) --tests
	@$(MAKE) check
	@exec $(VENV) -m pytest -n $(WORKERS) --dist loadgroup

check: ready ## Lint, format, types, import rules and the rules of the house
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m pyright
	@.venv/bin/lint-imports
	@$(VENV) -m pytest -q tests/architecture

fmt: ready ## Format the code and mend what the linter can mend safely
	@$(VENV) -m ruff check --fix-only .
	@$(VENV) -m ruff format .

migrate: ready ## Bring the five databases up to date
	@exec $(DREAMDOT) migrate

seed: ready ## Plant the demonstration world (SIZE=1000 makes a large one)
	@exec $(DREAMDOT) seed --size '$(SIZE)'

worker: ready ## Do events, jobs and schedules in a process of its own
	@exec $(DREAMDOT) worker

admin: ready ## Make somebody administrator: EMAIL=ana@example.org (ROLE=member takes it back)
	@exec $(DREAMDOT) admin --email '$(EMAIL)' --role '$(ROLE)'

ledger-check: ready ## Prove the ledger (RESUME=ana@example.org: payouts that were stopped go on)
	@exec $(DREAMDOT) ledger-check --resume '$(RESUME)'

bench: ready ## Measure, and print the figures (SIZE=10000000: a ledger of so many entries)
	@exec $(VENV) -m bench

reset: ready ## Delete the data folder with everything in it (YES=1: without asking)
	@test '$(YES)' = 1 || { \
		printf 'Delete the data folder: databases, media, everything? [y/N] '; \
		read answer && test "$$answer" = y; } || { echo 'Nothing was deleted.'; exit 1; }
	@exec $(DREAMDOT) reset

ready:
	@$(BOOTSTRAP)
