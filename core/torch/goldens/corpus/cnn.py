import torch
import torch.nn as nn

# 縦線と横線を見分ける小さな畳み込みネットワーク
vertical = [[0.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]
horizontal = [[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
x = torch.tensor([[vertical], [horizontal]])
y = torch.tensor([0, 1])
print(x.shape)


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv = nn.Conv2d(1, 2, kernel_size=3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(2 * 2 * 2, 2)

    def forward(self, x):
        x = torch.relu(self.conv(x))
        x = self.pool(x)
        x = x.view(x.size(0), -1)
        return self.fc(x)


model = Net()
kernel = [[[[0.1, -0.2, 0.1], [0.2, 0.3, -0.1], [0.0, 0.2, 0.1]]], [[[0.2, 0.1, 0.0], [-0.1, 0.2, 0.3], [0.1, -0.1, 0.2]]]]
with torch.no_grad():
    model.conv.weight.copy_(torch.tensor(kernel))
    model.conv.bias.copy_(torch.tensor([0.05, -0.05]))
    model.fc.weight.copy_(torch.tensor([[((i * 5 + j * 3) % 7 - 3) / 10 for j in range(8)] for i in range(2)]))
    model.fc.bias.copy_(torch.zeros(2))

criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for epoch in range(20):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    if epoch % 5 == 0:
        print(f"{epoch}: {loss.item():.4f}")
print(model(x).argmax(dim=1).tolist())
