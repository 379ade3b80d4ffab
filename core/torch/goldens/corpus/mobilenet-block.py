import torch
from torch import nn


# 深さ方向の畳み込みと 1×1 の畳み込み
class Separable(nn.Module):
    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, padding=1, groups=inputs, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU6(inplace=True)

    def forward(self, x):
        x = self.relu(self.bn1(self.depthwise(x)))
        return self.relu(self.bn2(self.pointwise(x)))


model = nn.Sequential(Separable(4, 8), Separable(8, 8, stride=2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 3))
model.eval()
for p in model.parameters():
    nn.init.constant_(p, 0.1)
y = model(torch.ones(2, 4, 6, 6))
print(y.shape, f"{y[0, 0].item():.5f}")
print(sum(p.numel() for p in model.parameters()))
