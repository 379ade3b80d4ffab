import torch
import torch.nn as nn

x = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.2, -0.7]])
t = torch.tensor([[1.0], [2.5], [0.4], [1.1]])
model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[0.3, -0.2]]))
    model.bias.fill_(0.1)

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(5):
    optimizer.zero_grad()
    loss = ((model(x) - t) ** 2).sum()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    after = torch.sqrt(sum((p.grad ** 2).sum() for p in model.parameters()))
    optimizer.step()
    print(f"{step} loss {loss.item():.4f} norm {norm.item():.4f} after {after.item():.4f}")
loss = ((model(x) - t) ** 2).sum()
loss.backward()
print(f"{nn.utils.clip_grad_norm_(model.parameters(), 0.5, norm_type=1).item():.4f}")
print(f"{nn.utils.clip_grad_norm_(model.parameters(), 0.1, norm_type=float('inf')).item():.4f}")
nn.utils.clip_grad_value_(model.parameters(), 0.05)
print(model.weight.grad, model.bias.grad)
