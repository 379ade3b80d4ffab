import torch

# 同じ記録を 2 度たどるには、残しておく
x = torch.tensor(3.0, requires_grad=True)
y = x * x
y.backward(retain_graph=True)
y.backward()
print(x.grad.item())
