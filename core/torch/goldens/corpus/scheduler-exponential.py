import torch

w = torch.tensor([1.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
rates = []
for epoch in range(5):
    optimizer.step()
    scheduler.step()
    rates.append(f"{scheduler.get_last_lr()[0]:.5f}")
print(rates)
