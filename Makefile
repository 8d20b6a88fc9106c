# Everything a fresh machine needs is Python 3.11 or newer with pip and venv: each target sets up .venv first.
#   make demo    translate some releases (core packages only, no torch)
#   make test    everything: style, types, the fast tests, the slow tests
#   make fast    the fast tests (under a minute, offline)
#   make check   style and types
#   make bench   the figures, as one table
#   make scores  the embedded model against the scores of its release

PYTHON ?= python3
export PIP_DISABLE_PIP_VERSION_CHECK = 1
PIP = .venv/bin/python -m pip install -q -c constraints.txt
VERSION = import sys; sys.exit(None if sys.version_info >= (3, 11) else "mtkit needs Python 3.11 or newer: make PYTHON=python3.11")

.PHONY: demo test fast check bench scores clean

demo: .venv/core.stamp
	.venv/bin/python scripts/demo

test: check
	.venv/bin/python scripts/test

fast: .venv/dev.stamp
	.venv/bin/python scripts/test --fast

check: .venv/dev.stamp
	.venv/bin/python scripts/check

bench: .venv/dev.stamp
	.venv/bin/python scripts/bench

scores: .venv/dev.stamp
	.venv/bin/mtkit evaluate corpora/releases -m embedded --metric bleu --metric chrf++ --samples 0 \
	    --baseline docs/scores.json --max-drop bleu=0.5

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist out

.venv/bin/python:
	$(PYTHON) -c '$(VERSION)'
	$(PYTHON) -m venv .venv

.venv/core.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) -e .
	@touch $@

# The core is part of it, so a demo after the tests installs nothing.
.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) -e '.[dev]'
	@touch .venv/core.stamp $@
