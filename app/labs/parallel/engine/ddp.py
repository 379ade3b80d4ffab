"""Data-parallel training as it was set up in Karui's lab of distributed training, for PyTorch.

    torchrun --nproc-per-node @WORKERS@ karui_ddp.py FOLDER

FOLDER holds @DATA@ as IDX files (train-images-*.gz, train-labels*.gz, test-images-*.gz, test-labels*.gz; MNIST's own names do).
Needs PyTorch alone; workers talk by gloo, on one machine or on several. Gloo chooses how it brings gradients together: Karui's
"@ALGORITHM@" moves the same sums by another route. Weights are drawn as in Karui but by PyTorch's numbers, and so is the order
of the images: losses come out alike, not equal. Rank 0 prints one line of JSON.
"""

import gzip
import json
import struct
import sys
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

BATCH = @BATCH@  # images of a step, of all workers together
BATCHES = @BATCHES@
LR = @LR@  # plain SGD
NETWORK = "@NETWORK@"  # mlp or lenet
UPDATE = "@UPDATE@"  # synchronous: the mean of gradients; local: the mean of weights after so many steps of one's own
LOCAL = @LOCAL@
DIVISION = "@DIVISION@"  # even, weighted, unweighted (wrong on purpose), sum (wrong on purpose)
IMAGES, HELD_OUT = @IMAGES@, @HELD_OUT@
MEAN, STD = @MEAN@, @STD@
SEED = 1


def idx(folder, part, count):
    """The first numbers of an IDX data set that may lie in several files."""
    tensors, have = [], 0
    for path in sorted(Path(folder).glob(part)):
        data = gzip.decompress(path.read_bytes())
        sizes = struct.unpack(f">{data[3]}I", data[4 : 4 + 4 * data[3]])
        tensors.append(torch.frombuffer(bytearray(data[4 + 4 * data[3] :]), dtype=torch.uint8).view(sizes))
        have += sizes[0]
        if have >= count:
            break
    return torch.cat(tensors)[:count]


def load(folder, split, count):
    images = idx(folder, f"{split}-images*.gz", count).float().div(255).sub(MEAN).div(STD)
    return images.unsqueeze(1), idx(folder, f"{split}-labels*.gz", count).long()


def network():
    if NETWORK == "mlp":
        return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(7 * 7 * 32, 128), nn.ReLU(), nn.Linear(128, 10),
    )  # fmt: skip


def shard(size, rank, workers):
    """Which images of a batch a rank has."""
    if DIVISION in ("weighted", "unweighted") and workers > 1:
        half = size // 2
        if rank == 0:
            return slice(0, half)
        start, size, rank, workers = half, size - half, rank - 1, workers - 1
    else:
        start = 0
    base, extra = divmod(size, workers)
    begin = start + rank * base + min(rank, extra)
    return slice(begin, begin + base + (rank < extra))


def share(rank, workers):
    """What a rank's mean gradient weighs in the sum."""
    if DIVISION == "sum":
        return 1.0
    if DIVISION == "unweighted":
        return 1 / workers
    own = shard(BATCH, rank, workers)
    return (own.stop - own.start) / BATCH


def gradient(model, loss, images, labels):
    model.zero_grad()
    value = loss(model(images), labels)
    value.backward()
    return value.item(), torch.cat([p.grad.flatten() for p in model.parameters()])


def step(model, gradient):
    at = 0
    with torch.no_grad():
        for p in model.parameters():
            p -= LR * gradient[at : at + p.numel()].view_as(p)
            at += p.numel()


def main():
    dist.init_process_group("gloo")
    rank, workers = dist.get_rank(), dist.get_world_size()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)  # the same weights everywhere
    folder = sys.argv[1] if len(sys.argv) > 1 else "."
    images, labels = load(folder, "train", IMAGES)
    model, loss = network(), nn.CrossEntropyLoss()
    orders = torch.Generator().manual_seed(SEED)
    order, losses, difference, largest = torch.empty(0, dtype=torch.long), [], None, None
    for number in range(BATCHES):
        if len(order) < BATCH:
            order = torch.randperm(len(images), generator=orders)
        batch, order = order[:BATCH], order[BATCH:]
        own = batch[shard(BATCH, rank, workers)]
        value, mine = gradient(model, loss, images[own], labels[own])
        told = torch.tensor([value * len(own), float(len(own))])
        dist.all_reduce(told)
        losses.append((told[0] / told[1]).item())
        if UPDATE == "local":
            step(model, mine)
            if (number + 1) % LOCAL == 0 or number + 1 == BATCHES:
                weights = nn.utils.parameters_to_vector(model.parameters()).detach() / workers
                dist.all_reduce(weights)
                nn.utils.vector_to_parameters(weights, model.parameters())
            continue
        mine *= share(rank, workers)
        dist.all_reduce(mine)
        if number == 0:
            alone = gradient(model, loss, images[batch], labels[batch])[1]
            difference, largest = (alone - mine).abs().max().item(), alone.abs().max().item()
        step(model, mine)
    if rank == 0:
        held_out, truth = load(folder, "test", HELD_OUT)
        with torch.no_grad():
            accuracy = (model(held_out).argmax(1) == truth).float().mean().item()
        report = {"workers": workers, "loss": losses, "difference": difference, "largest": largest, "accuracy": accuracy}
        print(json.dumps(report), flush=True)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
