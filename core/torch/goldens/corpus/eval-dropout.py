import torch
from torch import nn

# 評価モードのドロップアウトは何もしない
drop = nn.Dropout(p=0.5)
x = torch.ones(6)
print(drop.training)
y = drop(x)
print(sorted(set(y.tolist())) in ([0.0, 2.0], [0.0], [2.0]))
drop.eval()
print(drop.training)
print(drop(x))
