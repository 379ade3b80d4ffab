import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset

# 8x8 の画像：明るい線は縦か横か | 8 by 8 pictures: is the bright line upright or level?
torch.manual_seed(0)
images = 0.3 * torch.randn(64, 1, 8, 8)
labels = torch.arange(64) % 2
for i in range(64):
    at = i % 8
    if i % 2 == 0:
        images[i, 0, :, at] = 1.0
    else:
        images[i, 0, at, :] = 1.0

loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)

model = nn.Sequential(
    nn.Conv2d(1, 4, kernel_size=3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(4 * 4 * 4, 2),
)
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.01)

for epoch in range(10):
    for x, t in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), t)
        loss.backward()
        optimizer.step()
    print(f'{epoch:3d} {loss.item():.4f}')

model.eval()
with torch.no_grad():
    right = (model(images).argmax(dim=1) == labels).sum()
print(f'{right.item()} / 64')
torch.save(model.state_dict(), 'model.safetensors')
