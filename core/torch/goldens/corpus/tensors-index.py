import torch

# 添字とスライス
a = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
print(a[0])
print(a[1, 2].item())
print(a[:, 1])
print(a[1:])
print(a[0:2, 1:3])
print(a[-1])
