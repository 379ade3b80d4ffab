import torch

# y = x^2 の微分は 2x
x = torch.tensor(3.0, requires_grad=True)
y = x ** 2
print(y.item())
y.backward()
print(x.grad.item())
