import torch

# Adam の weight_decay は勾配に、AdamW のそれは重みに直接はたらく
for make in [torch.optim.Adam, torch.optim.AdamW]:
    w = torch.tensor([1.0, -2.0], requires_grad=True)
    optimizer = make([w], lr=0.05, weight_decay=0.1)
    for step in range(10):
        optimizer.zero_grad()
        loss = ((w - 0.5) ** 2).sum()
        loss.backward()
        optimizer.step()
    print([f"{v:.5f}" for v in w.tolist()])
