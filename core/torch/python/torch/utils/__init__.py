from torch import _refuse
import torch.utils.data


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    _refuse("torch.utils." + name)
