import torch
import torch.nn.functional as F

# 層を作らずに関数で書く
x = torch.tensor([[1.0, -2.0, 3.0]])
w = torch.tensor([[0.5, 0.5, 0.5], [1.0, -1.0, 0.0]], requires_grad=True)
b = torch.tensor([0.1, -0.1], requires_grad=True)
h = F.linear(x, w, b)
print(h)
print(F.relu(h))
print(F.softmax(h, dim=1))
loss = F.mse_loss(h, torch.tensor([[1.0, 1.0]]))
loss.backward()
print(w.grad)
print(b.grad)
