"""PyTorch for run.mjs: reads "<network> <seconds>" lines, answers each with one JSON line {rate, steps, loss, cpu}.

One thread; run.mjs sets the environment that keeps it to SSE4.1, whose vectors are as wide as WebAssembly's. A first
line `{"ready": ..}` names the version and the instruction set that PyTorch itself reports.
"""

import json
import pathlib
import sys
import time

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "parity" / "goldens"))
from models import build  # noqa: E402

BATCH, POOL = 64, 512
SHAPES = {"lenet": (1, 28, 28), "mobilenet": (3, 32, 32)}


class Task:
    def __init__(self, network):
        torch.manual_seed(1)
        self.module = build(network, SHAPES[network]).train()
        if network == "lenet":
            self.optimizer = torch.optim.SGD(self.module.parameters(), lr=0.05, momentum=0.9)
        else:
            self.optimizer = torch.optim.Adam(self.module.parameters(), lr=1e-3)
        self.labels = torch.arange(POOL) % 10
        self.images = (torch.rand(10, *SHAPES[network]) - 0.5)[self.labels] + torch.rand(POOL, *SHAPES[network]) - 0.5
        self.step = 0

    def train(self):
        start = self.step * BATCH % POOL
        self.step += 1
        self.optimizer.zero_grad()
        logits = self.module(self.images[start : start + BATCH])
        loss = torch.nn.functional.cross_entropy(logits, self.labels[start : start + BATCH])
        loss.backward()
        self.optimizer.step()
        return loss


def main():
    torch.set_num_threads(1)
    answer = lambda value: print(json.dumps(value), flush=True)
    answer({"ready": torch.__version__.split("+")[0], "capability": torch.backends.cpu.get_cpu_capability()})
    tasks = {}
    for line in sys.stdin:
        network, seconds = line.split()
        if network not in tasks:
            tasks[network] = Task(network)
        task = tasks[network]
        steps, begin, begin_cpu = 0, time.perf_counter(), time.process_time()
        while steps == 0 or time.perf_counter() - begin < float(seconds):
            loss = task.train()
            steps += 1
        elapsed, cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
        answer({"rate": steps * BATCH / elapsed, "steps": steps, "loss": loss.item(), "cpu": steps * BATCH / cpu})


if __name__ == "__main__":
    main()
