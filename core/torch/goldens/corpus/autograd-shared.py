import torch

# 同じ値を 2 回使うと、勾配は足される
x = torch.tensor(2.0, requires_grad=True)
a = x * 3
b = x * x
y = a + b
y.backward()
print(x.grad.item())
