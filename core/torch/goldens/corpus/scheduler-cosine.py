import torch
from torch.optim.lr_scheduler import CosineAnnealingLR

w = torch.tensor([1.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = CosineAnnealingLR(optimizer, T_max=10)
rates = []
for epoch in range(10):
    rates.append(optimizer.param_groups[0]["lr"])
    optimizer.zero_grad()
    ((w - 3) ** 2).sum().backward()
    optimizer.step()
    scheduler.step()
print([f"{r:.4f}" for r in rates])
print(f"{w.item():.4f} {scheduler.get_last_lr()[0]:.4f}")
