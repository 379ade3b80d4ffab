"""Runs exported ONNX files in onnxruntime and compares their logits with Karui's.

    KARUI_ONNX=/tmp/onnx cargo test -p karui-parity --test onnx -- --ignored      # writes the files
    check_onnx.py /tmp/onnx [--golden]

Every X.onnx in the folder is checked by onnx.checker and run on `input` of X.safetensors; its logits are held to
those in that file or, where it has none, in X.json, as `karui predict --json` prints them. Float files have to agree
within 1e-4 and within a thousandth of how far the logits of different inputs lie apart (their standard deviation).
Dynamic files are run image by image, since their ranges are of what they are given at a time. Int8 and dynamic files have
to agree in the class of 99.5 % of the inputs, both by the definitions of their ops (without
optimization) and with onnxruntime's integer kernels. Those are asked for exact sums (session.x64quantprecision): on
x86-64 processors without VNNI its fast ones saturate sums of 16 bits. What these give is printed too, as `fast`; it
says something about the processor, nothing about the file. Where the file has the logits of the floats too (`float`), as
for networks with random weights, whose classes say little, the distance from onnxruntime (by definition, root mean
square) has to be less than a quarter of what rounding itself did. --golden keeps onnxruntime's logits of golden.onnx, by
definition, as onnx-int8.safetensors, and the file itself as onnx-int8.onnx.
"""

import argparse
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import load_file, save_file

HERE = pathlib.Path(__file__).resolve().parent


def run(path, inputs, optimize=True, exact=True):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    if not optimize:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    if exact:
        options.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    if path.stem.startswith("dynamic"):
        return np.concatenate([session.run(["logits"], {"input": one[None]})[0] for one in inputs])
    return session.run(["logits"], {"input": inputs})[0]


def same_class(a, b) -> float:
    return float((a.argmax(1) == b.argmax(1)).mean())


def check(path) -> bool:
    onnx.checker.check_model(onnx.load(path), full_check=True)
    tensors = load_file(path.with_suffix(".safetensors"))
    inputs, logits = tensors["input"], tensors.get("logits")
    if logits is None:
        logits = np.array(json.loads(path.with_suffix(".json").read_text())["logits"], dtype=np.float32)
    got = run(path, inputs)
    largest = float(np.abs(got - logits).max())
    same = same_class(got, logits)
    text = f"{path.stem}: {len(inputs)} inputs, largest difference {largest:.2e}, same class {same:.2%}"
    good = largest <= min(1e-4, 1e-3 * float(logits.std(0).max()))
    if path.stem.startswith(("int8", "golden", "dynamic")):
        by_definition = run(path, inputs, optimize=False)
        defined = same_class(by_definition, logits)
        good = min(same, defined) >= 0.995
        if "float" in tensors:
            rms = lambda difference: float(np.sqrt((difference**2).mean()))
            distance, rounding = rms(by_definition - logits), rms(logits - tensors["float"])
            good = distance < rounding / 4
            text += f", distance {distance:.1e} where rounding is {rounding:.1e}"
        text += f", by definition {defined:.2%}, fast {same_class(run(path, inputs, exact=False), logits):.2%}"
    print(text + ("" if good else "  WRONG"))
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--golden", action="store_true")
    arguments = parser.parse_args()
    if arguments.golden:
        # Without optimization: the definition of the ops, not what a processor's integer kernels make of it.
        path = arguments.folder / "golden.onnx"
        logits = run(path, load_file(path.with_suffix(".safetensors"))["input"], optimize=False)
        save_file({"onnxruntime": np.ascontiguousarray(logits)}, HERE / "onnx-int8.safetensors")
        (HERE / "onnx-int8.onnx").write_bytes(path.read_bytes())
    paths = sorted(arguments.folder.glob("*.onnx"))
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    results = [check(path) for path in paths]
    sys.exit(0 if paths and all(results) else 1)


if __name__ == "__main__":
    main()
