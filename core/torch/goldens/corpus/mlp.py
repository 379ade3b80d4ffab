import torch
from torch import nn

# 3 クラスを 2 層のネットワークで分ける
x = torch.tensor([[1.0, 0.1], [0.9, -0.2], [1.2, 0.0], [-0.1, 1.0], [0.2, 1.1], [0.0, 0.8],
                  [-1.0, -0.9], [-0.8, -1.1], [-1.1, -1.0]])
y = torch.tensor([0, 0, 0, 1, 1, 1, 2, 2, 2])

model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3))
with torch.no_grad():
    model[0].weight.copy_(torch.tensor([[0.5, -0.3], [-0.4, 0.6], [-0.5, -0.5], [0.3, 0.3]]))
    model[0].bias.copy_(torch.tensor([0.1, 0.1, 0.1, 0.1]))
    model[2].weight.copy_(torch.tensor([[-0.1, 0.4, -0.2, 0.1], [0.2, -0.1, 0.3, -0.3], [0.3, -0.2, 0.1, 0.2]]))
    model[2].bias.copy_(torch.tensor([0.0, 0.0, 0.0]))

criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for epoch in range(60):
    optimizer.zero_grad()
    logits = model(x)
    loss = criterion(logits, y)
    loss.backward()
    optimizer.step()
    if epoch % 15 == 0:
        accuracy = (logits.argmax(dim=1) == y).float().mean().item()
        print(f"epoch {epoch:2d}  loss {loss.item():.4f}  正解率 {accuracy:.2f}")
print(model(x).argmax(dim=1))
