import torch
from torch import nn

# ソフトマックスを先に掛けてしまうと、損失も勾配も鈍る
logits = torch.tensor([[4.0, 0.0, -1.0]], requires_grad=True)
label = torch.tensor([1])
criterion = nn.CrossEntropyLoss()
right = criterion(logits, label)
right.backward()
print(f"{right.item():.4f}", [f"{g:.4f}" for g in logits.grad[0].tolist()])
logits.grad = None
wrong = criterion(torch.softmax(logits, dim=1), label)
wrong.backward()
print(f"{wrong.item():.4f}", [f"{g:.4f}" for g in logits.grad[0].tolist()])
