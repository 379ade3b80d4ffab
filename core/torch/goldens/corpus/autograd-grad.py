import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
w = torch.tensor(2.0, requires_grad=True)
y = (w * x) ** 2
s = y.sum()
dx, dw = torch.autograd.grad(s, [x, w], retain_graph=True)
print(dx, dw)
print(x.grad, w.grad)
(dy,) = torch.autograd.grad(s, y, retain_graph=True)
print(dy)
print(torch.autograd.grad(y, x, grad_outputs=torch.tensor([1.0, 0.0, 0.5]), retain_graph=True))
other = torch.tensor(1.0, requires_grad=True)
print(torch.autograd.grad(s, [x, other], allow_unused=True, retain_graph=True))
s.backward()
print(x.grad, w.grad)
torch.autograd.grad((x * 2).sum(), other)
