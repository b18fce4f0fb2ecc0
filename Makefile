# Two commands are enough: `make demo` and `make test`. Both prepare .venv first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
DEV    := $(VENV)/.ready-dev

.PHONY: demo test check bench docs train-attribution train-event-places train-statements train-blame train-claimants train-kinds train-choices clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(DEV): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: $(READY)
	$(BIN)/trucewatch run src/trucewatch/examples/documents --situation south_caucasus --workspace demo-workspace --days 365

test: $(DEV)
	$(BIN)/python -m pytest -n 2

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(DEV)
	$(BIN)/python -m benchmarks

docs: $(DEV)
	$(BIN)/python -m tests.docs.generate

clean:
	rm -rf $(VENV) demo-workspace

# Fits the attribution tagger anew: about half an hour on two cores. DATA holds attribution_train and attribution_dev;
# what comes out is as good as the shipped weights, not bit for bit the same.
DATA  ?= ../shared/data
TRAIN := .venv-train/bin/python

train-attribution:
	$(PYTHON) -m venv .venv-train
	$(TRAIN) -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	PYTHONPATH=src:. $(TRAIN) training/train_attribution.py --output .venv-train/attribution \
		--train $(DATA)/attribution_train.jsonl.gz --dev $(DATA)/attribution_dev.jsonl.gz \
		--marked training/attribution_examples.txt --epochs 9 --threads 1 --processes 2 --budget 1920
	PYTHONPATH=src:. $(TRAIN) training/export_attribution.py --trained .venv-train/attribution \
		--output src/trucewatch/extraction/weights/attribution

# Fits anew which place belongs to which event, on the encoder's states: about five minutes. DATA holds event_places.
train-event-places: $(DEV)
	$(PYTHON) -m venv .venv-train
	$(TRAIN) -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_event_places .venv-train/event_places.npz
	$(TRAIN) -m training.train_place_network .venv-train/event_places.npz

# Fits anew what a speaker does with his words, on the encoder's states: about ten minutes.
train-statements: $(DEV)
	$(PYTHON) -m venv .venv-train
	$(TRAIN) -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.statement_examples .venv-train/statements.npz
	$(TRAIN) -m training.train_statements .venv-train/statements.npz

# Fits anew who gives a figure of casualties: about five minutes, no torch. DATA holds two_sided.
train-claimants: $(DEV)
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_claimants

# Fits anew whom a statement blames, on the encoder's states: about ten minutes. After train-statements.
train-blame: $(DEV)
	$(PYTHON) -m venv .venv-train
	$(TRAIN) -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.target_examples .venv-train/blame.npz
	$(TRAIN) -m training.train_blame .venv-train/blame.npz

# Fits anew of what kind an event was, on what its tellings say: about five minutes. DATA holds two_sided.
train-kinds: $(DEV)
	$(PYTHON) -m venv .venv-train
	$(TRAIN) -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.kind_rows .venv-train/kinds.npz
	$(TRAIN) training/train_kinds.py .venv-train/kinds.npz

# Fits anew, in the order of dependency, what the project chooses by fitted weights: each script's docstring says what it
# reads. All but the networks want no torch; beside our own reports they read DATA:
train-choices: $(DEV)
	# In whose voice a document is: two_sided, attribution_train.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_voices
	# Whose a speaker is: two_sided.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_sides
	# Is a clause that no cue marks its subject's words: two_sided, attribution_train.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_plain_speech
	# Which sides words may blame, each by itself, as the stance's network is told: two_sided.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_targets
	# What a speaker does with his words: torch; two_sided where it is there.
	$(MAKE) train-statements
	$(MAKE) train-blame
	# Who gives a figure of casualties: two_sided.
	$(MAKE) train-claimants
	# When an act happened whose own words do not tell: two_sided.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_days
	# Does a sentence tell of an act by no usual word: two_sided.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_untold
	# Do two accounts of a report tell of one event: two_sided.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_same_event
	# Of what kind an event was: torch; two_sided.
	$(MAKE) train-kinds
	# What of the ledgers a sentence tells of: torch; templates_dev where it is there.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.matter_arrays .venv-train/matters.npz
	$(TRAIN) -m training.train_matters .venv-train/matters.npz .venv-train/matters
	# Which of its guesses and of the lexicon's words is believed, and which tellings are of one matter: our own cases only.
	$(BIN)/python -m training.fit_ledger_trust .venv-train/matters
	# Are two mentions of one event: two_sided.
	TRUCEWATCH_DATA=$(DATA) $(BIN)/python -m training.train_sameness
