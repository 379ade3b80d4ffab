#!/usr/bin/env bash
# Trains the networks that the page opens with and writes www/weights/<data>-<model>.safetensors, and beside each a
# .json with what `karui train` said of it. Deterministic for a given processor: a seed, one thread.
#
#   tests/data/make_weights.sh [DATA-MODEL ...]     all of them when none is named; minutes each on one core
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet --release -p karui-cli
karui="${CARGO_TARGET_DIR:-target}/release/karui"
mkdir -p www/weights

# data, model, training images, epochs, optimizer, learning rate; cosine schedule, batches of 64, seed 1.
recipes="
fashion-mnist lenet     60000 5 momentum 0.05
fashion-mnist mlp       60000 5 momentum 0.05
fashion-mnist mobilenet 60000 2 adam     0.003
mnist         lenet     60000 3 momentum 0.05
mnist         mlp       60000 5 momentum 0.05
mnist         mobilenet 60000 1 adam     0.003
shapes        lenet     30000 4 momentum 0.03
shapes        mlp       30000 4 momentum 0.02
shapes        mobilenet 30000 2 adam     0.003
fashion-mnist mobilenet2 60000 2 adam 0.003
fashion-mnist mobilenet3 60000 2 adam 0.003
fashion-mnist cnn        60000 2 adam 0.003
mnist         mobilenet2 60000 1 adam 0.003
mnist         mobilenet3 60000 1 adam 0.003
mnist         lenet-300-100 60000 5 momentum 0.05
mnist         lenet-5    60000 3 momentum 0.02
shapes        mobilenet2 30000 2 adam 0.003
shapes        mobilenet3 30000 2 adam 0.003
"
while read -r data model images epochs optimizer lr; do
  [ -n "$data" ] || continue
  name="$data-$model"
  [ $# = 0 ] || [[ " $* " == *" $name "* ]] || continue
  echo "$name" >&2
  "$karui" train --data "$data" --model "$model" --train "$images" --epochs "$epochs" --optimizer "$optimizer" --lr "$lr" \
    --schedule cosine --batch 64 --seed 1 --save "www/weights/$name.safetensors" --json >"www/weights/$name.json"
done <<<"$recipes"
