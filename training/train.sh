#!/bin/sh
# Names, the models, exports, scores, confidence. Resumes where it stopped. Usage: ./train.sh RUNS [data folder] [scorers' folder]
set -eu
export OMP_WAIT_POLICY=PASSIVE  # threads that wait do not spin: three times faster where the cores are shared
runs=$1 data=${2:-../../shared/data} scorers=${3:-../../shared/eval} shipped=../crates/legation-data/data
python -m legation_training.names --data "$data" --out "$shipped/lexicon/en/names.tsv"
python -m legation_training.train --config configs/six.toml --data "$data" --out "$runs/six"
python -m legation_training.train --config configs/three.toml --data "$data" --teacher "$runs/six" --out "$runs/three"
python -m legation_training.export --from "$runs/three" --data "$data" --eval "$scorers" --out "$runs/three/export"
python -m legation_training.export --from "$runs/six" --data "$data" --eval "$scorers" --out "$runs/six/export"
(cd .. && cargo build --release)  # words and trees of the event corpora come from the engine
python -m legation_training.train --config configs/events.toml --data "$data" --start "$runs/six" --out "$runs/events"
python -m legation_training.export --from "$runs/events" --data "$data" --eval "$scorers" --out "$shipped/models"
(cd .. && cargo build --release -p legation --example signals --example voices)
python calibrate.py --data "$data" --eval "$scorers"
