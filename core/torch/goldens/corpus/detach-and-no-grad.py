import torch

w = torch.tensor(2.0, requires_grad=True)
y = w * w
print(y.requires_grad)
z = y.detach()
print(z.requires_grad, z.item())
with torch.no_grad():
    q = w * 3
print(q.requires_grad)
# detach した側からは勾配が流れない
loss = w * y.detach()
loss.backward()
print(w.grad.item())
