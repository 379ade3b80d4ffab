import torch
from torch import nn

# 1 次関数を学ぶ: y = 2x - 1
x = torch.tensor([[0.0], [1.0], [2.0], [3.0], [4.0]])
y = torch.tensor([[-1.0], [1.0], [3.0], [5.0], [7.0]])

model = nn.Linear(1, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[0.5]]))
    model.bias.copy_(torch.tensor([0.0]))

criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

for epoch in range(100):
    optimizer.zero_grad()
    output = model(x)
    loss = criterion(output, y)
    loss.backward()
    optimizer.step()
    if (epoch + 1) % 20 == 0:
        print(f"エポック {epoch + 1}: 損失 {loss.item():.4f}")

print("重み", f"{model.weight.item():.3f}", "バイアス", f"{model.bias.item():.3f}")
print(f"x = 10 のとき {model(torch.tensor([[10.0]])).item():.2f}")
