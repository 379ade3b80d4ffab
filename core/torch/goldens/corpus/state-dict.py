import torch
from torch import nn

# 重みだけを、同じ形のモデルへ移す
first = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
second = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
with torch.no_grad():
    for i, p in enumerate(first.parameters()):
        p.fill_(0.1 * (i + 1))
for name, value in first.state_dict().items():
    print(name, tuple(value.shape))
second.load_state_dict(first.state_dict())
x = torch.tensor([[1.0, 2.0]])
print(torch.allclose(first(x), second(x)))
print(f"{second(x).item():.4f}")
