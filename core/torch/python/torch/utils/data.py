"""Data sets and batches of them."""

import torch
from torch import Tensor, _call, _refuse


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _refuse("torch.utils.data." + name)


class Dataset:
    def __getitem__(self, index):
        raise NotImplementedError("a Dataset needs __getitem__")


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        if any([len(x) != len(tensors[0]) for x in tensors]):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple([x[index] for x in self.tensors])

    def __len__(self):
        return len(self.tensors[0])


class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset = dataset
        self.indices = list(indices)

    def __getitem__(self, index):
        return self.dataset[self.indices[index]]

    def __len__(self):
        return len(self.indices)


def random_split(dataset, lengths, generator=None):
    if generator is not None:
        _refuse("random_split(generator)")
    if sum(lengths) <= 1.0 and len(dataset) > 1:
        sizes = [int(len(dataset) * part) for part in lengths]
        for i in range(len(dataset) - sum(sizes)):
            sizes[i % len(sizes)] += 1
        lengths = sizes
    if sum(lengths) != len(dataset):
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    order = torch.randperm(len(dataset)).tolist()
    parts, start = [], 0
    for length in lengths:
        parts.append(Subset(dataset, order[start : start + length]))
        start += length
    return parts


def default_collate(batch):
    """Examples side by side: tensors are stacked, numbers become tensors."""
    first = batch[0]
    if isinstance(first, Tensor):
        return torch.stack(batch)
    if isinstance(first, (int, float)):
        return torch.tensor(batch)
    if isinstance(first, (tuple, list)):
        return [default_collate([example[i] for example in batch]) for i in range(len(first))]
    if isinstance(first, str):
        return batch
    _refuse("a batch of " + type(first).__name__)


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, drop_last=False, collate_fn=None, num_workers=0, pin_memory=False):
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.collate_fn = collate_fn

    def __len__(self):
        n, size = len(self.dataset), self.batch_size
        return n // size if self.drop_last else (n + size - 1) // size

    def __iter__(self):
        n = len(self.dataset)
        # PyTorch draws a seed for its workers, whether there are any or not.
        _call("seed")
        order = _call("shuffle", n) if self.shuffle else list(range(n))
        whole = self.collate_fn is None and type(self.dataset) is TensorDataset
        for start in range(0, n, self.batch_size):
            places = order[start : start + self.batch_size]
            if self.drop_last and len(places) < self.batch_size:
                return
            if whole:
                # The same values as examples stacked one by one.
                yield [x[places] for x in self.dataset.tensors]
            else:
                yield (self.collate_fn or default_collate)([self.dataset[i] for i in places])
