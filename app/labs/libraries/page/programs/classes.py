import torch
import torch.nn as nn
import torch.optim as optim

# 3 クラスの分類：平面のどの向きにあるか | Three classes: in which direction of the plane a point lies
torch.manual_seed(0)
x = torch.randn(150, 2)
scores = torch.stack([x[:, 0], x[:, 1], -x[:, 0] - x[:, 1]], dim=1)
t = scores.argmax(dim=1)
x_train, t_train = x[:100], t[:100]
x_test, t_test = x[100:], t[100:]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 16)
        self.drop = nn.Dropout(0.3)
        self.fc2 = nn.Linear(16, 3)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = self.drop(x)
        return self.fc2(x)


model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.2, momentum=0.9)

for epoch in range(60):
    optimizer.zero_grad()
    loss = criterion(model(x_train), t_train)
    loss.backward()
    optimizer.step()

# 検証：ドロップアウトを止め、テープも取らない | Validation: no dropout, no tape
model.eval()
with torch.no_grad():
    first = criterion(model(x_test), t_test)
    second = criterion(model(x_test), t_test)
    right = (model(x_test).argmax(dim=1) == t_test).sum()

print(first.item(), second.item())
print(f'{right.item()} / {len(t_test)}')
