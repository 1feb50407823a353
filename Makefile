# Two commands do everything on a fresh machine with Python 3.11+:
#   make repro   environment, model, `dvc repro` on data/raw; prints where the report is
#   make test    the same environment and model, then style, types and all tests

PYTHON ?= python3
BIN := .venv/bin
MODEL := models/en_core_web_md/meta.json
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: repro test lint format floors constraints clean

repro: .venv/ready $(MODEL)
	dvc repro
	@echo "The report: $(CURDIR)/data/processed/report/index.html"

test: lint $(MODEL)
	python -m pytest

lint: .venv/ready
	ruff check .
	ruff format --check .
	mypy

format: .venv/ready
	ruff check --fix .
	ruff format .

.venv/ready: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Attribune needs Python 3.11 or newer; say which with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	python -m pip install --quiet --require-hashes --requirement constraints.txt
	python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(MODEL): models/manifest.json | .venv/ready
	python -m pipeline fetch-model en_core_web_md
	touch $@

# Raises the accuracy floors to what the pipeline reaches now; never lowers one.
floors: repro
	python -m pipeline evaluate --update-floors gold/floors/articles.json
	for part in passages layouts unseen fresh; do \
	  python -m pipeline run --no-report --raw gold/$$part/texts --out .cache/$$part && \
	  python -m pipeline evaluate --data .cache/$$part --gold gold/$$part --update-floors gold/floors/$$part.json || exit 1; \
	done

# Pins the newest versions that fit pyproject.toml; needs uv.
constraints:
	uv pip compile pyproject.toml --extra dvc --extra dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o constraints.txt

clean:
	rm -rf .venv .cache models/en_core_web_*
