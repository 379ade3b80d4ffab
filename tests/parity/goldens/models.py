"""Karui's three trainable networks as PyTorch modules.

The attribute names are the tensor names in Karui's safetensors files, so a file goes through
`load_state_dict(strict=True)` in either direction. Run this file to print the parameter counts.
"""

import torch
from torch import nn


def make_divisible(value: float, divisor: int = 8) -> int:
    """Nearest multiple of `divisor`, never below 90 % of `value` (MobileNetV2, reference implementation)."""
    rounded = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


def channels(value: int, alpha: float) -> int:
    return max(8, make_divisible(value * alpha))


class Mlp(nn.Module):
    """[N, C, H, W] -> [N, classes]"""

    def __init__(self, input_shape=(1, 28, 28), classes=10):
        super().__init__()
        c, h, w = input_shape
        self.fc1 = nn.Linear(c * h * w, 128)
        self.fc2 = nn.Linear(128, classes)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class LeNet(nn.Module):
    """[N, C, H, W] -> [N, classes]"""

    def __init__(self, input_shape=(1, 28, 28), classes=10):
        super().__init__()
        c, h, w = input_shape
        self.conv1 = nn.Conv2d(c, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear((h // 4) * (w // 4) * 32, 128)
        self.fc2 = nn.Linear(128, classes)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class SeparableBlock(nn.Module):
    """Depthwise 3x3, then pointwise 1x1, each with batch norm and ReLU (MobileNetV1)."""

    def __init__(self, c_in, c_out, stride):
        super().__init__()
        self.dw = nn.Conv2d(c_in, c_in, 3, stride=stride, padding=1, groups=c_in, bias=False)
        self.bn1 = nn.BatchNorm2d(c_in)
        self.pw = nn.Conv2d(c_in, c_out, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(c_out)

    def forward(self, x):
        x = torch.relu(self.bn1(self.dw(x)))
        return torch.relu(self.bn2(self.pw(x)))


class MobileNet(nn.Module):
    """[N, C, H, W] -> [N, classes]; `alpha` multiplies every width."""

    BLOCKS = ((32, 1), (64, 2), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1))  # (channels out, stride)

    def __init__(self, input_shape=(3, 32, 32), classes=10, alpha=1.0):
        super().__init__()
        width = channels(16, alpha)
        self.conv1 = nn.Conv2d(input_shape[0], width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        blocks = []
        for c_out, stride in self.BLOCKS:
            blocks.append(SeparableBlock(width, channels(c_out, alpha), stride))
            width = channels(c_out, alpha)
        self.blocks = nn.Sequential(*blocks)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        x = self.blocks(torch.relu(self.bn1(self.conv1(x))))
        return self.fc(x.mean((2, 3)))


def build(name: str, input_shape, classes=10, alpha=1.0) -> nn.Module:
    if name == "mlp":
        return Mlp(input_shape, classes)
    if name == "lenet":
        return LeNet(input_shape, classes)
    if name == "mobilenet":
        return MobileNet(input_shape, classes, alpha)
    raise ValueError(f"unknown model {name!r}: expected mlp, lenet or mobilenet")


if __name__ == "__main__":
    for name, shape, alpha in (
        ("mlp", (1, 28, 28), 1.0),
        ("mlp", (3, 32, 32), 1.0),
        ("lenet", (1, 28, 28), 1.0),
        ("lenet", (3, 32, 32), 1.0),
        ("mobilenet", (3, 32, 32), 0.25),
        ("mobilenet", (3, 32, 32), 0.5),
        ("mobilenet", (3, 32, 32), 1.0),
        ("mobilenet", (1, 28, 28), 1.0),
    ):
        module = build(name, shape, alpha=alpha)
        print(f"{name:10} {shape!s:12} alpha {alpha:4}  {sum(p.numel() for p in module.parameters()):>9,} parameters")
