import torch

# 学習率が大きすぎると、損失は増えていく
for lr in [0.1, 0.6, 1.1]:
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=lr)
    losses = []
    for step in range(6):
        optimizer.zero_grad()
        loss = w * w
        loss.backward()
        optimizer.step()
        losses.append(round(loss.item(), 4))
    print(lr, losses)
