import torch

# 条件に合う要素だけを選ぶ、書き換える
x = torch.tensor([1.0, -2.0, 3.0, -4.0])
print(x[x > 0])
x[x < 0] = 0.0
print(x)
x[1] = 5.0
print(x)
