import torch

# 重み減衰: 勾配がなくても 0 に近づく
w = torch.tensor([2.0, -3.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1, weight_decay=0.5)
for step in range(4):
    optimizer.zero_grad()
    loss = (w * 0.0).sum()
    loss.backward()
    optimizer.step()
    print([round(v, 5) for v in w.tolist()])
