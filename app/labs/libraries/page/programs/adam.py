import torch
import torch.nn as nn
import torch.optim as optim

# 直線では表せない関係 | What no straight line can say
torch.manual_seed(1)
x = torch.randn(64, 1)
t = x * x - 1

model = nn.Sequential(
    nn.Linear(1, 16),
    nn.ReLU(),
    nn.Linear(16, 1),
)
criterion = nn.MSELoss()

# Adam はパラメータごとに 2 つの平均を持つ | Adam keeps two averages of each parameter
optimizer = optim.Adam(model.parameters(), lr=0.02)

for epoch in range(150):
    optimizer.zero_grad()
    loss = criterion(model(x), t)
    loss.backward()
    optimizer.step()
    if epoch % 30 == 0:
        print(f'{epoch:3d} {loss.item():.4f}')

torch.save(model.state_dict(), 'model.safetensors')
