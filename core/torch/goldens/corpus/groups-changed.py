import torch

w = torch.tensor([1.0, -2.0], requires_grad=True)
v = torch.tensor([0.5], requires_grad=True)
for make in (
    lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    lambda p: torch.optim.Adam(p, lr=0.1),
):
    optimizer = make([w])
    for step in range(6):
        if step == 2:
            for group in optimizer.param_groups:
                group["weight_decay"] = 0.5
        if step == 4:
            optimizer.param_groups[0]["params"].append(v)
        optimizer.zero_grad()
        ((w ** 2).sum() + (v - 1) ** 2).sum().backward()
        optimizer.step()
        print(w.detach(), v.detach())
