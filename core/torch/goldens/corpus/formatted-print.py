import torch

# 表示のしかた
loss = torch.tensor(0.123456)
print(loss)
print(loss.item() > 0.12)
print(f"{loss.item():.3f} {loss:.3f} {loss.item():8.2e}")
print("損失: %.2f" % loss.item())
print("{} 回目: {:.1f}%".format(3, 12.345))
print(torch.tensor([1.0, 2.5, -3.25]))
print(torch.tensor([[1.0, 0.001], [100.0, 2.0]]))
print(torch.tensor([True, False]))
