# Common Ground: `make book` to read it, `make test` to check it. `make help` lists the rest.
# Python 3.11 or newer and make are all that must be there; the rest comes into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
SUBMISSIONS ?= submissions
PAGE_PYTHON ?= # --required: no website without Python in its sheets
NOTEBOOK ?= project/template.ipynb

.PHONY: help book serve test page pdf exercises links module colab grade check-project peers lint clean
.DEFAULT_GOAL := help
.NOTPARALLEL:

help:            ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' Makefile

book: $(VENV)/installed  ## run the lessons and build the website in _build/html
	@$(BIN)/python -m commonground.site.results
	@$(BIN)/python -m commonground.site.live $(PAGE_PYTHON)
	@$(BIN)/jupyter-book build . -W -n --keep-going
	@$(BIN)/python -m commonground.site.serve

serve: book      ## build, then serve the website on this machine
	@$(BIN)/python -m commonground.site.serve --serve $(PORT)

test: book page  ## check package, lessons, exercise sheets and website
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadgroup tests/package tests/lessons tests/captions tests/exercises tests/launch
	@$(BIN)/python -m pytest tests/grading
	@$(BIN)/python solutions/derive.py --solved _solved
	@$(BIN)/python -m pytest --nbmake _solved
	@$(BIN)/python -m pytest -n auto --dist loadgroup tests/site

page: $(VENV)/installed  ## build the course on one page, as it is printed: _build/singlehtml/index.html
	@$(BIN)/python -m commonground.site.results
	@$(BIN)/jupyter-book build . --builder singlehtml -W -n --keep-going

pdf: page        ## print the course: _build/print/common-ground.pdf, where there is a Chromium
	@$(BIN)/python -m commonground.site.editions.paper

exercises: $(VENV)/installed  ## derive the exercise sheets from their solutions
	@$(BIN)/python solutions/derive.py

links: exercises  ## write modules and links into README and sheets, after a change of `repository` or of front matter
	@$(BIN)/python -m commonground.site.readme

module: $(VENV)/installed  ## lay a new module that builds and passes: make module NN=06 SLUG=infinite-width
	@$(BIN)/python -m commonground.site.course.skeleton "$(NN)" "$(SLUG)" "$(TITLE)"

colab: book      ## run every notebook in an environment like Colab's; takes minutes, and needs Python 3.13
	@$(BIN)/python tests/colab/run.py

grade: $(VENV)/installed  ## grade the sheets in SUBMISSIONS=folder; the grades come into _build/grades
	@$(BIN)/python -m commonground.grading $(SUBMISSIONS) --out _build/grades

check-project: $(VENV)/installed  ## run a project and say what is missing: make check-project NOTEBOOK=mine.ipynb
	@$(BIN)/python -m commonground.site.teaching.project $(NOTEBOOK)

peers: $(VENV)/installed  ## install other people's measures, for the tests to compare with
	@$(BIN)/python -m venv _build/peers && _build/peers/bin/python -m pip install -q -r tests/package/peers.txt

lint: $(VENV)/installed  ## check the code: style, format, types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

clean:           ## remove what was built, keep what was installed
	rm -rf _build _solved

$(VENV)/installed: requirements.txt pyproject.toml install.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh install.sh
	@touch "$@"
