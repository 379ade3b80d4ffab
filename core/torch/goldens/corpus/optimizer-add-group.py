import torch

a = torch.tensor([1.0], requires_grad=True)
b = torch.tensor([1.0], requires_grad=True)
optimizer = torch.optim.SGD([a], lr=0.1)
optimizer.add_param_group({"params": [b], "lr": 0.5})
for i in range(2):
    optimizer.zero_grad()
    (a * 2 + b).sum().backward()
    optimizer.step()
    print(a.item(), b.item(), [group["lr"] for group in optimizer.param_groups])
