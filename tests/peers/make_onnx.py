"""Writes onnx/<network>/: the training artifacts that onnxruntime-web needs. Their output is committed.

    python3 -m venv /tmp/onnx && /tmp/onnx/bin/pip install onnxruntime-training-cpu==1.19.2 onnx==1.16.2 'numpy<2' torch \
        cerberus h5py
    /tmp/onnx/bin/python make_onnx.py

The networks are those of ../parity/goldens/models.py, built node by node: an exporter would fold batch norm or freeze
it. onnxruntime has AdamW and plain SGD only: the first network trains *without* momentum there, the second with AdamW
and a weight decay of 0, which is Adam.
"""

import pathlib
import shutil
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.training import artifacts

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "parity" / "goldens"))
from models import build  # noqa: E402


class Graph:
    """Nodes in order; each method adds one layer and returns the name of its output."""

    def __init__(self, module):
        self.weights = {name: value.detach().numpy() for name, value in module.state_dict().items()}
        self.nodes, self.used, self.outputs = [], [], []

    def add(self, op, inputs, name, more_outputs=(), **attributes):
        self.nodes.append(helper.make_node(op, inputs, [name, *more_outputs], name=name, **attributes))
        return name

    def weight(self, name):
        self.used.append(name)
        return name

    def conv(self, x, name, stride=1, padding=0, groups=1, bias=False):
        inputs = [x, self.weight(f"{name}.weight")] + ([self.weight(f"{name}.bias")] if bias else [])
        kernel = list(self.weights[f"{name}.weight"].shape[2:])
        return self.add("Conv", inputs, name, kernel_shape=kernel, strides=[stride] * 2, pads=[padding] * 4, group=groups)

    def norm(self, x, name):
        parameters = [self.weight(f"{name}.{part}") for part in ("weight", "bias", "running_mean", "running_var")]
        statistics = (f"{name}.new_mean", f"{name}.new_var")
        return self.add("BatchNormalization", [x, *parameters], name, statistics, epsilon=1e-5, momentum=0.9, training_mode=1)

    def relu(self, x):
        return self.add("Relu", [x], f"{x}.relu")

    def linear(self, x, name):
        return self.add("Gemm", [x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")], name, transB=1)

    def model(self, x, input_shape, logits):
        self.add("Identity", [logits], "logits")
        return helper.make_model(
            helper.make_graph(
                self.nodes,
                "network",
                [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", *input_shape])],
                [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])],
                [numpy_helper.from_array(np.ascontiguousarray(self.weights[name]), name) for name in self.used],
            ),
            opset_imports=[helper.make_opsetid("", 15)],
            ir_version=8,
        )


def lenet():
    g = Graph(build("lenet", (1, 28, 28)))
    pool = lambda x: g.add("MaxPool", [x], f"{x}.pool", kernel_shape=[2, 2], strides=[2, 2])
    x = pool(g.relu(g.conv("input", "conv1", padding=1, bias=True)))
    x = pool(g.relu(g.conv(x, "conv2", padding=1, bias=True)))
    x = g.add("Flatten", [x], "flatten", axis=1)
    return g.model("input", (1, 28, 28), g.linear(g.relu(g.linear(x, "fc1")), "fc2"))


def mobilenet():
    module = build("mobilenet", (3, 32, 32))
    g = Graph(module)
    x = g.relu(g.norm(g.conv("input", "conv1", padding=1), "bn1"))
    for i, block in enumerate(module.blocks):
        name = f"blocks.{i}"
        x = g.conv(x, f"{name}.dw", stride=block.dw.stride[0], padding=1, groups=block.dw.groups)
        x = g.relu(g.norm(x, f"{name}.bn1"))
        x = g.relu(g.norm(g.conv(x, f"{name}.pw"), f"{name}.bn2"))
    x = g.add("GlobalAveragePool", [x], "pool")
    return g.model("input", (3, 32, 32), g.linear(g.add("Flatten", [x], "flatten", axis=1), "fc"))


def main():
    torch.manual_seed(1)
    for name, make, optimizer in (
        ("lenet", lenet, artifacts.OptimType.SGD),
        ("mobilenet", mobilenet, artifacts.OptimType.AdamW),
    ):
        model = make()
        onnx.checker.check_model(model)
        names = [tensor.name for tensor in model.graph.initializer]
        trained = [n for n in names if "running" not in n]
        folder = HERE / "onnx" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        artifacts.generate_artifacts(
            model,
            requires_grad=trained,
            frozen_params=[n for n in names if n not in trained],
            loss=artifacts.LossType.CrossEntropyLoss,
            optimizer=optimizer,
            artifact_directory=str(folder),
        )
        (folder / "eval_model.onnx").unlink()  # the benchmark only trains
        # The declared shape of SGD's output is not the one inferred: native builds warn, the web build refuses to load.
        update = onnx.load(folder / "optimizer_model.onnx")
        update.graph.output[0].type.tensor_type.ClearField("shape")
        onnx.save(update, folder / "optimizer_model.onnx")
        print(name, {path.name: path.stat().st_size for path in folder.iterdir()})


if __name__ == "__main__":
    main()
