"""A hundred steps of the basic program with three networks: losses and the last gradients from PyTorch in float64 and float32,
and random numbers by seed: training.json, random.json.

    venv/bin/python make_training.py      (PyTorch as in make_gradients.py)
"""

import json
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent


def network(kind):
    if kind == "linear":
        return nn.Sequential(nn.Linear(10, 1))
    if kind == "mlp":
        return nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 3))
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 8, 3, groups=2), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 3),
    )


def train(kind, optimizer, dtype):
    torch.manual_seed(0)
    model = network(kind)
    x = torch.randn(32, 1, 8, 8) if kind == "cnn" else torch.randn(100, 10)
    y = torch.randn(100, 1) if kind == "linear" else torch.randint(0, 3, (len(x),))
    model, x = model.to(dtype), x.to(dtype)
    y = y.to(dtype) if kind == "linear" else y
    make = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-3),
        "adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.99), eps=1e-6),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01),
    }[optimizer]
    opt = make(model.parameters())
    losses, gradients = [], []
    for step in range(100):
        opt.zero_grad()
        out = model(x)
        loss = F.mse_loss(out, y) if kind == "linear" else F.cross_entropy(out, y)
        loss.backward()
        opt.step()
        losses.append(loss.item())
        if step in (0, 99):
            gradients.append([p.grad.flatten().tolist() for p in model.parameters()])
    return losses, gradients, [p.detach().flatten().tolist() for p in model.parameters()]


def flat(lists):
    return torch.tensor([v for part in lists for v in part], dtype=torch.float64)


runs = []
for kind in ["linear", "mlp", "cnn"]:
    for optimizer in ["sgd", "momentum", "adam", "adamw"]:
        losses, gradients, weights = train(kind, optimizer, torch.float64)
        losses32, gradients32, weights32 = train(kind, optimizer, torch.float32)
        difference = lambda a, b: float((a - b).abs().max())
        runs.append(
            {
                "kind": kind,
                "optimizer": optimizer,
                "losses": losses,
                "first": gradients[0],
                "last": gradients[1],
                "weights": weights,
                # PyTorch's own float32 against its float64: relative for losses, absolute for the rest.
                "loss_error": max(abs(a - b) / b for a, b in zip(losses32, losses)),
                "first_error": difference(flat(gradients32[0]), flat(gradients[0])),
                "last_error": difference(flat(gradients32[1]), flat(gradients[1])),
                "weight_error": difference(flat(weights32), flat(weights)),
            }
        )
text = ",\n".join(json.dumps(run, separators=(",", ":")) for run in runs)
(HERE / "training.json").write_text('{"torch":"%s","runs":[\n%s\n]}\n' % (torch.__version__, text))

drawn = []
for seed in [0, 1, 42, 123456789012]:
    torch.manual_seed(seed)
    drawn.append(
        {
            "seed": seed,
            "rand": torch.rand(5).tolist(),
            "few": torch.randn(7).tolist(),
            "many": torch.randn(37).tolist(),
            "integers": torch.randint(-3, 10, (9,)).tolist(),
            "order": torch.randperm(12).tolist(),
            "uniform": torch.empty(6).uniform_(-0.3, 0.3).tolist(),
            "mask": F.dropout(torch.ones(30), 0.3).tolist(),
            "few again": torch.randn(2).tolist(),
            "shuffle": [int(x) for (x,) in torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.arange(11)), shuffle=True)],
        }
    )
(HERE / "random.json").write_text(json.dumps(drawn, separators=(",", ":")) + "\n")
for run in runs:
    print(run["kind"], run["optimizer"], *["%.1e" % run[k] for k in ("loss_error", "first_error", "last_error", "weight_error")])
