import torch

# 10 エポックごとに学習率を半分にする
w = torch.tensor([1.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.4)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.5)
for epoch in range(30):
    optimizer.zero_grad()
    (w * w).sum().backward()
    optimizer.step()
    if epoch % 5 == 0:
        print(epoch, optimizer.param_groups[0]["lr"])
    scheduler.step()
