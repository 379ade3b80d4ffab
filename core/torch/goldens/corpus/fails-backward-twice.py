import torch

w = torch.tensor(2.0, requires_grad=True)
loss = (w * w) * w
loss.backward()
print(w.grad.item())
loss.backward()
