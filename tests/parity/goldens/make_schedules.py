"""Writes schedules.json: the learning rate of each of 100 steps, for each schedule, as PyTorch gives it."""

import torch
from torch.optim import lr_scheduler as schedulers

from common import VERSION, setup, write_json

BASE, STEPS, WARMUP = 0.1, 100, 10


def warmup_cosine(optimizer, start_factor, warmup):
    return schedulers.SequentialLR(
        optimizer,
        [
            # Step t of the warm-up has lr * (start_factor + (1 - start_factor) * t / warmup); step `warmup` is at full lr.
            schedulers.LinearLR(optimizer, start_factor=start_factor, total_iters=warmup),
            schedulers.CosineAnnealingLR(optimizer, T_max=STEPS - warmup),
        ],
        milestones=[warmup],
    )


CASES = [
    ("constant", {}, lambda o: schedulers.ConstantLR(o, factor=1.0)),
    ("step", {"step_size": 30, "gamma": 0.1}, lambda o: schedulers.StepLR(o, step_size=30, gamma=0.1)),
    ("step", {"step_size": 7, "gamma": 0.5}, lambda o: schedulers.StepLR(o, step_size=7, gamma=0.5)),
    ("cosine", {"t_max": STEPS, "eta_min": 0.0}, lambda o: schedulers.CosineAnnealingLR(o, T_max=STEPS)),
    ("cosine", {"t_max": STEPS, "eta_min": 0.01}, lambda o: schedulers.CosineAnnealingLR(o, T_max=STEPS, eta_min=0.01)),
    ("warmup_cosine", {"warmup": WARMUP, "start_factor": 0.1, "t_max": STEPS - WARMUP}, lambda o: warmup_cosine(o, 0.1, WARMUP)),
    ("warmup_cosine", {"warmup": 20, "start_factor": 0.05, "t_max": STEPS - 20}, lambda o: warmup_cosine(o, 0.05, 20)),
]


def main():
    setup()
    cases = []
    for schedule, settings, make in CASES:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE)
        scheduler = make(optimizer)
        rates = []
        for _ in range(STEPS):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        cases.append({"schedule": schedule, **settings, "lr": rates})
    write_json("schedules.json", {"torch": VERSION, "base_lr": BASE, "steps": STEPS, "cases": cases})


if __name__ == "__main__":
    main()
