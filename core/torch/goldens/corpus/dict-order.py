import json

import torch
import torch.nn as nn

log = {"epoch": 1, "loss": 0.5, "acc": 0.9, "zeta": 3, "alpha": 4}
for name, value in log.items():
    print(name, value)
log["beta"] = [1]
del log["loss"]
print(log, [log], list(log), json.dumps(log))
print({k: i for i, k in enumerate("xyzabc")}, dict(b=1, a=2, c=3), {**log, "more": 1}, dict(zip("qp", [1, 2])))
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
print({k: tuple(v.shape) for k, v in model.state_dict().items()})
history = {"train": [], "val": []}
for i in range(2):
    history["train"].append(i)
    history["val"].append(i * i)
print(history, history == {"val": [0, 1], "train": [0, 1]}, history.get("test"), "val" in history, len(history))
