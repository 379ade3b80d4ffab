import torch

# Adam: 勾配の大きさによらず、歩幅はほぼ学習率
w = torch.tensor([1.0, 1.0], requires_grad=True)
optimizer = torch.optim.Adam([w], lr=0.1)
scale = torch.tensor([1.0, 100.0])
for step in range(5):
    optimizer.zero_grad()
    loss = (scale * w * w).sum()
    loss.backward()
    optimizer.step()
    print(step, [f"{v:.5f}" for v in w.tolist()], f"{loss.item():.4f}")
