"""Runs exported TensorFlow Lite files in LiteRT and compares their outputs with Karui's.

    mkdir -p /tmp/tflite
    KARUI_TFLITE=/tmp/tflite cargo test -p karui-parity --test tflite write_cases -- --ignored    # writes the files
    check_tflite.py /tmp/tflite [--golden]

Every X.tflite in the folder is run on `input` of X.safetensors, image by image as dynamic ranges are those of an image, and held to
`logits` there. Float files have to agree within a thousandth of the logits' standard deviation. Files in integers throughout (int8-)
have to agree within one level of the output's grid (MobileNetV3 within four: sixteen joins of branches, each with a rounding of its own)
and in the class of 99.9 % of the images. Dynamic ones have to agree in the class of 99 %: LiteRT rounds an image's range to another
zero point than PyTorch, whose rule Karui has.

What counts is LiteRT as it is (with XNNPACK), which rounds a sum once, as Karui does. Its plain kernels, and those of TensorFlow Lite for
Microcontrollers, round twice, to 32 bits and to 8, and are off by a level more often the deeper the network; they are printed and kept
too (`plain_`, `micro_`), with a bound of 99 % on the class. Where `tflite-micro` is installed, the least arena that it runs an int8 file
in is found by halving, and stands beside Karui's plan.

--golden keeps LiteRT's outputs of the first 16 images as tflite.safetensors, and what was counted as tflite.json. Needs
`ai-edge-litert==2.3.0`, `safetensors`, and for microcontrollers `tflite-micro`.
"""

import argparse
import importlib.metadata
import json
import pathlib
import platform
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from safetensors.numpy import load_file, save_file

try:
    from tflite_micro.python.tflite_micro import runtime as micro
except ImportError:
    micro = None

HERE = pathlib.Path(__file__).resolve().parent
KEPT = 16


def levels(values, details):
    scale, zero = details["quantization"]
    return np.clip(np.round(values / np.float32(scale)) + zero, -128, 127).astype(np.int8)


def values(outputs, details):
    if details["dtype"] != np.int8:
        return outputs
    scale, zero = details["quantization"]
    return (outputs.astype(np.int32) - zero).astype(np.float32) * np.float32(scale)


def run(path, inputs, resolver):
    interpreter = Interpreter(model_path=str(path), experimental_op_resolver_type=resolver, num_threads=1)
    interpreter.allocate_tensors()
    first, last = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    fed = levels(inputs, first) if first["dtype"] == np.int8 else inputs
    outputs = []
    for image in fed:
        interpreter.set_tensor(first["index"], image.reshape(first["shape"]))
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(last["index"]).reshape(-1).copy())
    return values(np.array(outputs), last), first, last


def run_micro(path, inputs, details, output, arena=64 << 20):
    interpreter = micro.Interpreter.from_file(str(path), arena_size=arena)
    fed = levels(inputs, details) if details["dtype"] == np.int8 else inputs
    outputs = []
    for image in fed:
        interpreter.set_input(image.reshape(details["shape"]), 0)
        interpreter.invoke()
        outputs.append(interpreter.get_output(0).reshape(-1).copy())
    return values(np.array(outputs), output)


def least_arena(path):
    """The fewest bytes, to 256, in which a file can be laid out."""
    low, high = 0, 64 << 20
    while high - low > 256:
        middle = (low + high) // 2
        try:
            micro.Interpreter.from_file(str(path), arena_size=middle)
            high = middle
        except RuntimeError:
            low = middle
    return high


def same_class(a, b):
    return float((a.argmax(1) == b.argmax(1)).mean())


def check(path, golden):
    tensors = load_file(path.with_suffix(".safetensors"))
    inputs, logits, plan = tensors["input"], tensors["logits"], tensors["plan"]
    got, first, last = run(path, inputs, OpResolverType.AUTO)
    plain, _, _ = run(path, inputs, OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    is_int8 = last["dtype"] == np.int8
    is_float = path.stem.startswith(("float", "weights"))
    off, same = np.abs(got - logits), same_class(got, logits)
    # What one level is; of floats, what rounding may come to; of dynamic ranges, whatever there was.
    step = float(last["quantization"][0] if is_int8 else 1e-3 * logits.std() if is_float else off.max())
    facts = {
        "images": len(inputs),
        "step": step,
        "equal": float((off < step / 2).mean()),
        "most_off": float(off.max() / step),
        "same_class": same,
        "plain_equal": float((np.abs(plain - logits) < step / 2).mean()),
        "plain_same_class": same_class(plain, logits),
        "file_bytes": path.stat().st_size,
    }
    allowed = 4 if is_int8 and ("mobilenet3" in path.stem or len(inputs) <= KEPT) else 1
    good = facts["most_off"] <= allowed + 1e-3
    # A few photos say nothing of parts of a thousand.
    if len(inputs) > KEPT:
        good &= same >= (0.999 if is_int8 or is_float else 0.99)
        good &= facts["plain_same_class"] >= 0.99
    if is_int8:
        facts |= {"plan_arena": int(plan[0]), "plan_flash": int(plan[1])}
        if micro is not None:
            small = run_micro(path, inputs[:100], first, last)
            facts["micro_same_class"] = same_class(small, logits[:100])
            facts["micro_arena"] = least_arena(path)
    text = ", ".join(f"{name} {value:.5g}" for name, value in facts.items())
    print(f"{path.stem}: {text}{'' if good else '  WRONG'}", flush=True)
    if golden is not None:
        golden[0]["cases"][path.stem] = facts
        if len(inputs) > KEPT:
            golden[1][path.stem] = np.ascontiguousarray(got[:KEPT])
    return bool(good)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--golden", action="store_true")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    version = importlib.metadata.version("ai-edge-litert")
    golden = ({"litert": version, "machine": platform.machine(), "cases": {}}, {}) if arguments.golden else None
    paths = [path for path in sorted(arguments.folder.glob("*.tflite")) if arguments.only in path.stem]
    print(f"ai-edge-litert {version}, {platform.machine()}")
    results = [check(path, golden) for path in paths]
    if golden is not None:
        (HERE / "tflite.json").write_text(json.dumps(golden[0], indent=1) + "\n")
        save_file(golden[1], HERE / "tflite.safetensors")
    sys.exit(0 if paths and all(results) else 1)


if __name__ == "__main__":
    main()
