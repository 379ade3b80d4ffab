import torch

# モーメンタムの 5 歩
w = torch.tensor([1.0, -1.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1, momentum=0.9)
for step in range(5):
    optimizer.zero_grad()
    loss = (w * w * torch.tensor([1.0, 4.0])).sum()
    loss.backward()
    optimizer.step()
    print(step, [round(v, 4) for v in w.tolist()])
