"""Runs every spelling in its library and writes spellings.json. See README.md for what is needed and what it holds.

    python make.py [ID ...]

With ids of spellings, or `branches`, only these are run; the others stay as spellings.json has them. `texts` runs none, and takes
over roles, names and notes.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import caffe_net

HERE = os.path.dirname(os.path.abspath(__file__))

# What is done, in the order of a round. `ops`: what the engine does for it, forward operations by PyTorch's names.
ROLES = [
    ("data", "データ", "Data", []),
    ("define", "モデルの定義", "Define the model", []),
    ("weights", "重みの初期値", "Initial weights", []),
    ("loss", "損失", "Loss", ["mse_loss"]),
    ("optimizer", "最適化手法", "Optimizer", []),
    ("loop", "繰り返し", "Loop", []),
    ("zero_grad", "勾配を空にする", "Clear the gradients", ["zero_grad"]),
    ("record", "記録の始まり・グラフ化", "Start of the record, or of a graph", []),
    ("forward", "順伝播", "Forward", ["linear", "relu", "linear"]),
    ("backward", "逆伝播", "Backward",
     ["mse_loss_backward", "linear_backward", "relu_backward", "linear_backward"]),
    ("step", "更新", "Update", ["sgd_step"]),
    ("run", "実行", "Run", []),
    ("predict", "予測", "Predict", ["linear", "relu", "linear"]),
]

# id, name, execution, [(file, language, tracer or None)], note in both languages.
# `execution`: define-by-run; traced (a function is run once to make a graph); define-and-run; file (a graph that was exported).
SPELLINGS = [
    ("pytorch", "PyTorch", "define-by-run", [("pytorch/train.py", "python", "pytorch")], ("", "")),
    ("tensorflow-eager", "TensorFlow 2 (eager, GradientTape)", "define-by-run",
     [("tensorflow-eager/train.py", "python", "tensorflow")],
     ("勾配は戻り値で返り、変数には足し込まれません。だから zero_grad に当たる行がありません。",
      "Gradients are returned, not added to the variables: no line is needed to clear them.")),
    ("tensorflow-function", "TensorFlow 2 (tf.function)", "traced",
     [("tensorflow-function/train.py", "python", "tensorflow")],
     ("update の Python は、初めて呼んだときに 1 回だけ動き、グラフになります。",
      "The Python of update runs once, at its first call, and becomes a graph.")),
    ("keras", "Keras 3", "traced", [("keras/fit.py", "python", "keras"), ("keras/loop.py", "python", "keras")],
     ("fit は繰り返しのすべてを 1 行で行い、既定では内部でグラフにします。loop.py は同じことを TensorFlow の上で 1 行ずつ書きます。",
      "fit is the whole loop in one line, by default as a graph; loop.py writes it out, on TensorFlow.")),
    ("tensorflow1", "TensorFlow 1 (Session)", "define-and-run", [("tensorflow1/train.py", "python", "tensorflow1")],
     ("いまの TensorFlow に残る tf.compat.v1 で動かしました。", "Run by tf.compat.v1 of today's TensorFlow.")),
    ("caffe", "Caffe (prototxt)", "define-and-run",
     [("caffe/net.prototxt", "prototxt", "caffe"), ("caffe/solver.prototxt", "prototxt", None),
      ("caffe/train.sh", "shell", None)],
     ("Caffe は開発が終わり、いま手に入るパッケージがないので、この 2 つの prototxt を、私たちの小さなインタプリタで動かしました。Caffe 自身の数値ではありません。",
      "Caffe's development has ended, and no package of it is to be had: the two prototxt files were run by a small interpreter of ours. The numbers are not Caffe's own.")),
    ("jax", "JAX (grad, jit)", "traced", [("jax/train.py", "python", "jax")],
     ("勾配は、関数を変換した関数が返します。重みも引数と戻り値で、どこにも書き込みません。",
      "Gradients come from a transformed function; weights are arguments and results, and nothing is written to.")),
    ("onnx", "ONNX (onnxruntime)", "file", [("onnx/export.py", "python", "onnx"), ("onnx/predict.py", "python", "onnx")],
     ("PyTorch で学習した重みを書き出し、予測だけを onnxruntime で行います。学習の行はありません。",
      "The weights trained in PyTorch are exported; onnxruntime only predicts. It has no lines of training.")),
]

BRANCHES = [("pytorch", "pytorch"), ("tensorflow-eager", "tensorflow"), ("tensorflow-function", "tensorflow"),
            ("tensorflow1", "tensorflow1"), ("jax", "jax")]

TAG = re.compile(r"\s+#@([a-z_,]+)$")

DATA = {"x": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [[0], [1], [1], [0]]}
WEIGHTS = {"fc1": ([[-0.8, -0.8], [-0.7, -0.6], [0.4, 1.0]], [0.1, 0.1, -0.2]), "fc2": ([[-1.0, -0.9, 0.6]], [0.2])}


def read(path):
    """The text without its tags, and the roles of each line that has some."""
    lines, roles = [], []
    known = {role[0] for role in ROLES}
    for number, line in enumerate(open(os.path.join(HERE, path), encoding="utf-8").read().splitlines(), 1):
        tag = TAG.search(line)
        if tag:
            names = tag.group(1).split(",")
            assert set(names) <= known, (path, number, names)
            roles.append({"line": number, "roles": names})
            line = line[: tag.start()]
        lines.append(line)
    return "\n".join(lines) + "\n", roles


def run(folder, path, tracer, backend=None, rounds=2):
    """What record.py finds. The script lies in `folder`, where xor.pt and xor.onnx come and go too."""
    script = os.path.join(folder, os.path.basename(path))
    with open(script, "w", encoding="utf-8") as file:
        file.write(read(path)[0])
    result = os.path.join(folder, "result.json")
    print("running", path, backend or "", flush=True)
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "OMP_NUM_THREADS": "1",
                   "KERAS_BACKEND": backend or "tensorflow", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run([sys.executable, os.path.join(HERE, "record.py"), script, tracer, result, str(rounds)], cwd=folder,
                          env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{path}: {done.stderr[-3000:]}")
    with open(result) as file:
        return json.load(file)


def caffe(text):
    events = []

    def event(kind, step, line, op):
        last = events[-1] if events else None
        if last and (last["kind"], last["step"], last["line"]) == (kind, step, line):
            last["items"].append({"op": op})
        else:
            events.append({"step": step, "line": line, "kind": kind, "items": [{"op": op}]})

    losses, prediction = caffe_net.train(text, read("caffe/solver.prototxt")[0], DATA, WEIGHTS, event, (0, 1))
    return {"versions": {}, "events": events, "losses": losses, "prediction": prediction}


def difference(values, reference):
    return max(abs(a - b) / abs(b) for a, b in zip(values, reference))


def flat(rows):
    return [v for row in rows for v in row]


def main():
    folder = tempfile.mkdtemp()
    only, out = sys.argv[1:], os.path.join(HERE, "spellings.json")
    old = json.load(open(out, encoding="utf-8")) if only else None
    spellings, reference = [], None
    for identity, name, execution, files, note in SPELLINGS:
        kept = old and identity not in only and next((s for s in old["spellings"] if s["id"] == identity), None)
        if kept:
            reference = reference or kept["runs"][0]
            kept.update(name=name, execution=execution, note={"ja": note[0], "en": note[1]})
            for file in kept["files"]:
                path = next(path for path, _, _ in files if path.endswith(file["name"]))
                assert read(path)[0] == file["text"], path + " is another now: run it"
                file["roles"] = read(path)[1]
            spellings.append(kept)
            continue
        spelling = {"id": identity, "name": name, "execution": execution, "note": {"ja": note[0], "en": note[1]},
                    "origin": "interpreter" if identity == "caffe" else "library", "versions": {}, "files": [], "runs": []}
        for path, language, tracer in files:
            text, roles = read(path)
            entry = {"name": os.path.basename(path), "language": language, "text": text, "roles": roles, "trace": []}
            spelling["files"].append(entry)
            if tracer is None:
                continue
            for backend in ("tensorflow", "jax", "torch") if path == "keras/fit.py" else (None,):
                found = caffe(text) if tracer == "caffe" else run(folder, path, tracer, backend)
                print(path, backend or "", found["versions"], found.get("losses", [None])[-1])
                spelling["versions"].update(found["versions"])
                entry["trace"] = entry["trace"] or found["events"]
                result = {"file": entry["name"], "backend": backend, "losses": found.get("losses"),
                          "prediction": found.get("prediction")}
                reference = reference or result
                if result["losses"]:
                    result["loss_difference"] = difference(result["losses"], reference["losses"])
                if result["prediction"]:
                    result["prediction_difference"] = difference(flat(result["prediction"]), flat(reference["prediction"]))
                    spelling["runs"].append(result)
        spellings.append(spelling)
    branches = []
    if old and "branches" not in only:
        branches = old["branches"]
    for identity, tracer in BRANCHES if not branches else []:
        path = f"branch/{identity}.py"
        found = run(folder, path, tracer, rounds=4)
        branches.append({"id": identity, "text": read(path)[0], "trace": found["events"]})
    shutil.rmtree(folder)
    worst = max(r.get("loss_difference", 0) for s in spellings for r in s["runs"])
    assert worst < 1e-4, worst
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"roles": [{"id": i, "ja": ja, "en": en, "ops": ops} for i, ja, en, ops in ROLES],
                   "data": DATA, "spellings": spellings, "branches": branches}, file, ensure_ascii=False, indent=1)
        file.write("\n")
    for s in spellings:
        for r in s["runs"]:
            print(s["id"], r["file"], r["backend"], r.get("loss_difference"), r["prediction_difference"])


if __name__ == "__main__":
    main()
