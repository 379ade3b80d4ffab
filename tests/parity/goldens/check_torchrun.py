"""Runs the script that the page exports for torchrun, filled in as the page fills it, and writes torchrun.json beside this file.

    python check_torchrun.py          (PyTorch; four processes on this machine, a minute)

It must say: four workers' gradient is one worker's, the wrong divisions are not, losses fall, and every way of updating ends well.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
TEMPLATE = ROOT / "app/labs/parallel/engine/ddp.py"
DATA = ROOT / "www/data/fashion-mnist"
COMMON = {
    "WORKERS": 4, "DATA": "fashion-mnist", "ALGORITHM": "ring", "BATCH": 64, "BATCHES": 150, "LR": 0.1, "LOCAL": 8,
    "IMAGES": 2000, "HELD_OUT": 1000, "MEAN": 0.286, "STD": 0.353,
}  # fmt: skip
CASES = [
    ("mlp", "synchronous", "even"),
    ("mlp", "synchronous", "weighted"),
    ("mlp", "synchronous", "unweighted"),
    ("mlp", "synchronous", "sum"),
    ("mlp", "local", "even"),
    ("lenet", "synchronous", "even"),
]


def run(folder, network, update, division):
    text = TEMPLATE.read_text()
    for mark, value in {**COMMON, "NETWORK": network, "UPDATE": update, "DIVISION": division}.items():
        text = text.replace(f"@{mark}@", str(value))
    assert "@" not in text
    script = Path(folder) / "karui_ddp.py"
    script.write_text(text)
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "4", "--master-addr", "127.0.0.1"]
    done = subprocess.run([*command, str(script), str(DATA)], capture_output=True, text=True, check=True, timeout=600)
    told = json.loads(done.stdout.strip().splitlines()[-1])
    loss = told.pop("loss")
    return {"network": network, "update": update, "division": division, **told, "first": loss[0], "last": sum(loss[-10:]) / 10}


def main():
    with tempfile.TemporaryDirectory() as folder:
        rows = [run(folder, *case) for case in CASES]
    for row in rows:
        print(row)
        wrong = row["division"] in ("unweighted", "sum")
        if row["update"] == "synchronous":
            ratio = row["difference"] / row["largest"]
            assert (ratio > 1e-2) if wrong else (ratio < 1e-5), row
        assert row["workers"] == 4 and (row["division"] == "sum" or row["last"] < row["first"] / 2), row
        assert row["division"] == "sum" or row["accuracy"] > 0.7, row
    digest = hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()
    told = {"script": digest, "torch": torch.__version__.split("+")[0], "rows": rows}
    (HERE / "torchrun.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
