import torch

# 比べると真偽のテンソルになる
a = torch.tensor([0.2, 0.7, 0.5])
t = torch.tensor([0.5, 0.5, 0.5])
print(a > t)
print(a >= t)
print((a > 0.4).sum().item())
labels = torch.tensor([0, 1, 2, 1])
guess = torch.tensor([0, 1, 1, 1])
correct = (labels == guess).sum().item()
print(f"正解率 {correct / len(labels):.2f}")
