import torch

w = torch.zeros(2)
w.requires_grad_()
loss = ((w - torch.tensor([1.0, 2.0])) ** 2).sum()
loss.backward()
print(w.grad, w.requires_grad)
