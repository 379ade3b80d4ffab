#!/usr/bin/env bash
# Weights both ways between Karui and PyTorch, for every network:  KARUI=target/release/karui PYTHON=python3 roundtrip.sh
# PyTorch saves and Karui loads; Karui trains a little and saves, PyTorch loads strictly; the logits must agree.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
karui="${KARUI:-$here/../../../target/release/karui}"
python="${PYTHON:-python3}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$here/../../.." # `karui train` looks for www/data here

# both NAME DATA SHAPE ALPHA [ARGUMENTS FOR KARUI]
both() {
  local name=$1 data=$2 shape=$3 alpha=$4
  shift 4
  local torch=("$python" "$here/check_roundtrip.py" --model "$name" --alpha "$alpha")
  "$python" -c "import sys, torch; from safetensors.torch import save_file
torch.manual_seed(5)
save_file({'input': torch.randn(6, $shape)}, sys.argv[1])" "$work/x.safetensors"
  "${torch[@]}" --save "$work/torch.safetensors"
  "$karui" train --model "$name" "$@" --data "$data" --train 256 --optimizer adam --lr 0.002 --json \
    --save "$work/karui.safetensors" >/dev/null 2>&1
  local side
  for side in torch karui; do
    "$karui" predict --model "$name" "$@" --weights "$work/$side.safetensors" --input "$work/x.safetensors" --json >"$work/logits.json"
    "${torch[@]}" --weights "$work/$side.safetensors" --input "$work/x.safetensors" --expect "$work/logits.json" >"$work/answer.json" ||
      { echo "FAILED: $name $* saved by $side" >&2; return 1; }
    echo "$name $*, saved by $side: $(grep -o '"largest_difference.*' "$work/answer.json" | tr -d '}')"
  done
}

both mlp fashion-mnist 1,28,28 1
both lenet fashion-mnist 1,28,28 1
both mobilenet shapes 3,32,32 1 --alpha 1
both mobilenet shapes 3,32,32 0.5 --alpha 0.5
both mobilenet2 fashion-mnist 1,28,28 0.5 --alpha 0.5
both mobilenet3 shapes 3,32,32 0.5 --alpha 0.5
both cnn fashion-mnist 1,28,28 0.5 --alpha 0.5
