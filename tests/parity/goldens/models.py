"""Karui's trainable networks as PyTorch modules.

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


def conv_norm_act(c_in, c_out, kernel, stride=1, groups=1, act=nn.ReLU6):
    """torchvision's Conv2dNormActivation: its parts are called 0, 1 and 2."""
    conv = nn.Conv2d(c_in, c_out, kernel, stride=stride, padding=kernel // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(c_out), *([act()] if act else []))


class InvertedResidual(nn.Module):
    """Expansion, depthwise convolution, linear projection (MobileNetV2)."""

    def __init__(self, c_in, c_out, kernel, stride, expansion):
        super().__init__()
        c = c_in * expansion
        layers = [conv_norm_act(c_in, c, 1)] if c != c_in else []
        layers += [conv_norm_act(c, c, kernel, stride, groups=c), nn.Conv2d(c, c_out, 1, bias=False), nn.BatchNorm2d(c_out)]
        self.conv = nn.Sequential(*layers)
        self.adds = stride == 1 and c_in == c_out

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


class MobileNet2(nn.Module):
    """[N, C, H, W] -> [N, classes], with torchvision's names for MobileNetV2."""

    STAGES = ((1, 16, 1, 1), (4, 24, 2, 2), (4, 48, 2, 2), (4, 96, 2, 2))  # (expansion, channels out, blocks, stride)

    def __init__(self, input_shape=(3, 32, 32), classes=10, alpha=1.0):
        super().__init__()
        width = channels(16, alpha)
        features = [conv_norm_act(input_shape[0], width, 3)]
        for expansion, c_out, blocks, stride in self.STAGES:
            for i in range(blocks):
                features.append(InvertedResidual(width, channels(c_out, alpha), 3, 1 if i else stride, expansion))
                width = channels(c_out, alpha)
        features.append(conv_norm_act(width, channels(256, alpha), 1))
        self.features = nn.Sequential(*features)
        self.classifier = nn.Sequential(nn.Identity(), nn.Linear(channels(256, alpha), classes))

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class SqueezeExcite(nn.Module):
    """Each channel times a factor made of all channels' means (Hu et al. 2018; hard-sigmoid as in MobileNetV3)."""

    def __init__(self, c):
        super().__init__()
        squeezed = make_divisible(c // 4)
        self.fc1 = nn.Conv2d(c, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, c, 1)

    def forward(self, x):
        factors = self.fc2(torch.relu(self.fc1(x.mean((2, 3), keepdim=True))))
        return x * nn.functional.hardsigmoid(factors)


class Bneck(nn.Module):
    """An inverted residual of MobileNetV3."""

    def __init__(self, c_in, kernel, c, c_out, squeezes, act, stride):
        super().__init__()
        layers = [conv_norm_act(c_in, c, 1, act=act)] if c != c_in else []
        layers.append(conv_norm_act(c, c, kernel, stride, groups=c, act=act))
        layers += [SqueezeExcite(c)] if squeezes else []
        layers.append(conv_norm_act(c, c_out, 1, act=None))
        self.block = nn.Sequential(*layers)
        self.adds = stride == 1 and c_in == c_out

    def forward(self, x):
        return x + self.block(x) if self.adds else self.block(x)


class MobileNet3(nn.Module):
    """[N, C, H, W] -> [N, classes], with torchvision's names for MobileNetV3."""

    BLOCKS = (  # (kernel, expanded, channels out, squeeze-and-excite, activation, stride)
        (3, 16, 16, True, nn.ReLU, 1),
        (3, 64, 24, False, nn.ReLU, 2),
        (3, 72, 24, False, nn.ReLU, 1),
        (5, 96, 48, True, nn.Hardswish, 2),
        (5, 144, 48, True, nn.Hardswish, 1),
        (5, 160, 64, True, nn.Hardswish, 2),
        (5, 256, 64, True, nn.Hardswish, 1),
    )

    def __init__(self, input_shape=(3, 32, 32), classes=10, alpha=1.0):
        super().__init__()
        width = channels(16, alpha)
        features = [conv_norm_act(input_shape[0], width, 3, act=nn.Hardswish)]
        for kernel, c, c_out, squeezes, act, stride in self.BLOCKS:
            features.append(Bneck(width, kernel, channels(c, alpha), channels(c_out, alpha), squeezes, act, stride))
            width = channels(c_out, alpha)
        features.append(conv_norm_act(width, 6 * width, 1, act=nn.Hardswish))
        self.features = nn.Sequential(*features)
        hidden = channels(128, alpha)
        self.classifier = nn.Sequential(nn.Linear(6 * width, hidden), nn.Hardswish(), nn.Identity(), nn.Linear(hidden, classes))

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class Cnn(nn.Module):
    """[N, C, H, W] -> [N, classes]: MobileNet's plan with whole 3x3 convolutions, all but the first in groups."""

    def __init__(self, input_shape=(3, 32, 32), classes=10, alpha=1.0, groups=1):
        super().__init__()
        width = input_shape[0]
        self.count = 1 + len(MobileNet.BLOCKS)
        for i, (c_out, stride) in enumerate(((16, 1),) + MobileNet.BLOCKS, 1):
            shape = {"stride": stride, "padding": 1, "groups": groups if i > 1 else 1, "bias": False}
            setattr(self, f"conv{i}", nn.Conv2d(width, channels(c_out, alpha), 3, **shape))
            setattr(self, f"bn{i}", nn.BatchNorm2d(channels(c_out, alpha)))
            width = channels(c_out, alpha)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        for i in range(1, self.count + 1):
            x = torch.relu(getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)))
        return self.fc(x.mean((2, 3)))


WITH_WIDTH = {"mobilenet": MobileNet, "mobilenet2": MobileNet2, "mobilenet3": MobileNet3, "cnn": Cnn}


def build(name: str, input_shape, classes=10, alpha=1.0, groups=1) -> nn.Module:
    if name == "mlp":
        return Mlp(input_shape, classes)
    if name == "lenet":
        return LeNet(input_shape, classes)
    if name == "cnn":
        return Cnn(input_shape, classes, alpha, groups)
    if name in WITH_WIDTH:
        return WITH_WIDTH[name](input_shape, classes, alpha)
    raise ValueError(f"unknown model {name!r}: expected mlp, lenet, {', '.join(WITH_WIDTH)}")


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
        ("mobilenet2", (1, 28, 28), 1.0),
        ("mobilenet3", (1, 28, 28), 1.0),
        ("cnn", (1, 28, 28), 1.0),
    ):
        module = build(name, shape, alpha=alpha)
        print(f"{name:10} {shape!s:12} alpha {alpha:4}  {sum(p.numel() for p in module.parameters()):>9,} parameters")
