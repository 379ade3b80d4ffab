import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

# ミニバッチで学習し、最後にまとめて正解率を測る
x = torch.tensor([[(i % 5) / 4 - 0.5, (i * 3 % 7) / 6 - 0.5] for i in range(20)])
y = torch.tensor([1 if a + b > 0 else 0 for a, b in x.tolist()])
train_loader = DataLoader(TensorDataset(x, y), batch_size=4)
model = nn.Linear(2, 2)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[0.1, -0.1], [-0.1, 0.1]]))
    model.bias.zero_()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for epoch in range(5):
    total = 0.0
    for inputs, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * inputs.size(0)
    print(f"epoch {epoch + 1}: {total / len(x):.4f}")
model.eval()
correct = 0
with torch.no_grad():
    for inputs, labels in train_loader:
        correct += (model(inputs).argmax(dim=1) == labels).sum().item()
print(f"正解率: {100 * correct / len(x):.0f}%")
