import torch

# 四則演算は要素ごと
a = torch.tensor([1.0, 2.0, 3.0])
b = torch.tensor([4.0, 5.0, 6.0])
print(a + b)
print(a - b)
print(a * b)
print(a / b)
print(2 * a + 1)
print(1 - a)
print(10 / a)
print(a ** 2)
print(-a)
