"""A small interpreter of the two prototxt files, because Caffe itself is no longer to be had as a package.

It knows the four kinds of layer that they name and plain SGD, in float32, and does what Caffe's sources say:
`Net::Init` makes every layer before anything runs; `Solver::Step` clears the gradients, runs forward and backward, then updates;
`EuclideanLoss` is the sum of squares over twice the batch; the loss is the sum of tops by their `loss_weight`; `InnerProduct`
has weights [outputs, inputs] and a bias.
It is not Caffe: it shows that the files are complete and what numbers they mean.
"""

import re

import numpy as np


def parse(text):
    """Protobuf's text format, as far as it is used here: a list of (field, value, line)."""
    tokens = [(m.group(), text.count("\n", 0, m.start()) + 1)
              for m in re.finditer(r'#[^\n]*|"[^"]*"|[{}:]|[^\s{}:"#]+', text) if not m.group().startswith("#")]
    at = 0

    def message():
        nonlocal at
        fields = []
        while at < len(tokens) and tokens[at][0] != "}":
            name, line = tokens[at]
            at += 1
            if tokens[at][0] == ":":
                at += 1
                value = tokens[at][0]
                at += 1
                fields.append((name, value[1:-1] if value.startswith('"') else value, line))
            else:
                at += 1  # {
                fields.append((name, message(), line))
                at += 1  # }
        return fields

    return message()


def one(fields, name, default=None):
    return next((value for field, value, _ in fields if field == name), default)


def several(fields, name):
    return [value for field, value, _ in fields if field == name]


def train(net_text, solver_text, data, weights, event, kept_steps):
    """The losses of `max_iter` iterations, and the blob `output` of one more forward pass.

    `data`: blob → array; `weights`: layer → (weight, bias). `event(kind, step, line, op)` hears what appears and what runs.
    """
    solver = parse(solver_text)
    assert one(solver, "type") == "SGD" and one(solver, "lr_policy") == "fixed" and float(one(solver, "momentum")) == 0
    rate = np.float32(one(solver, "base_lr"))
    layers = []
    for name, value, line in parse(net_text):
        if name == "layer":
            layers.append((one(value, "type"), value, line))
            event("node", None, line, one(value, "type"))
    weights = {name: tuple(np.array(a, np.float32) for a in pair) for name, pair in weights.items()}

    def forward(step):
        blobs, loss = {}, np.float32(0)
        for kind, layer, line in layers:
            inputs, tops = [blobs[b] for b in several(layer, "bottom")], several(layer, "top")
            if kind == "HDF5Data":
                outputs = [np.array(data[top], np.float32) for top in tops]
            elif kind == "InnerProduct":
                weight, bias = weights[one(layer, "name")]
                assert weight.shape[0] == int(one(one(layer, "inner_product_param"), "num_output"))
                outputs = [inputs[0] @ weight.T + bias]
            elif kind == "ReLU":
                outputs = [np.maximum(inputs[0], 0)]
            elif kind == "EuclideanLoss":
                outputs = [((inputs[0] - inputs[1]) ** 2).sum() / np.float32(len(inputs[0])) / np.float32(2)]
                loss += np.float32(one(layer, "loss_weight", "1")) * outputs[0]
            else:
                raise NotImplementedError(kind)
            blobs.update(zip(tops, outputs))
            if step is None or step in kept_steps:
                event("run", step, line, kind)
        return blobs, loss

    def backward(blobs, step):
        """Gradients of the weights. In a chain each blob has one reader, so its gradient is set, not added."""
        gradients, found = {}, {}
        for kind, layer, line in reversed(layers):
            bottoms, tops = several(layer, "bottom"), several(layer, "top")
            if kind == "EuclideanLoss":
                scale = np.float32(one(layer, "loss_weight", "1")) / np.float32(len(blobs[bottoms[0]]))
                gradients[bottoms[0]] = scale * (blobs[bottoms[0]] - blobs[bottoms[1]])
            elif kind == "ReLU":
                gradients[bottoms[0]] = gradients[tops[0]] * (blobs[bottoms[0]] > 0)
            elif kind == "InnerProduct":
                g = gradients[tops[0]]
                found[one(layer, "name")] = (g.T @ blobs[bottoms[0]], g.sum(axis=0))
                gradients[bottoms[0]] = g @ weights[one(layer, "name")][0]
            if kind != "HDF5Data" and step in kept_steps:
                event("walk", step, line, kind)
        return found

    losses = []
    for step in range(int(one(solver, "max_iter"))):
        blobs, loss = forward(step)
        losses.append(float(loss))
        for name, pair in backward(blobs, step).items():
            weights[name] = tuple(w - rate * g for w, g in zip(weights[name], pair))
    blobs, _ = forward(None)
    return losses, blobs["output"].tolist()
