import torch

# どの値が微分の対象か
a = torch.tensor([1.0, 2.0])
b = torch.tensor([3.0, 4.0], requires_grad=True)
c = a * 2
d = a * b
print(a.requires_grad, b.requires_grad, c.requires_grad, d.requires_grad)
print(b.is_leaf, d.is_leaf)
print(a.grad is None, b.grad is None)
print(c.grad_fn is None, d.grad_fn is None)
d.sum().backward()
print(b.grad)
