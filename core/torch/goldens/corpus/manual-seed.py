import torch
from torch import nn

# 同じ種からは、同じ初期値
torch.manual_seed(0)
a = nn.Linear(3, 2)
torch.manual_seed(0)
b = nn.Linear(3, 2)
torch.manual_seed(1)
c = nn.Linear(3, 2)
print(torch.equal(a.weight, b.weight), torch.equal(a.weight, c.weight))
# 初期値は ±1/√入力数 の範囲
print(bool((a.weight.abs() <= 3 ** -0.5).all()))
