import torch

# はじめの 5 歩は学習率を少しずつ上げる
w = torch.tensor([1.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lr_lambda=lambda step: min(1.0, (step + 1) / 5))
for step in range(7):
    print(step, f"{optimizer.param_groups[0]['lr']:.3f}")
    optimizer.step()
    scheduler.step()
