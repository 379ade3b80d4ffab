import torch
import torch.nn as nn
import torch.optim as optim

# データ：10 個の数の和に、少しの雑音 | Data: the sum of ten numbers, with a little noise
torch.manual_seed(0)
x = torch.randn(100, 10)
t = x.sum(dim=1, keepdim=True) + 0.1 * torch.randn(100, 1)


# ネットワーク：全結合層が 1 つ | The network: one linear layer
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc = nn.Linear(10, 1)

    def forward(self, x):
        return self.fc(x)


model = Net()
criterion = nn.MSELoss()
optimizer = optim.SGD(model.parameters(), lr=0.01)

for epoch in range(100):
    optimizer.zero_grad()         # 勾配を消す | clear the gradients
    y = model(x)                  # 順伝播 | forward
    loss = criterion(y, t)        # 損失 | loss
    loss.backward()               # 逆伝播 | backward
    optimizer.step()              # 更新 | update
    if epoch % 20 == 0:
        print(f'{epoch:3d} {loss.item():.4f}')

# 推論：テープは要らない | Prediction: no tape is needed
with torch.no_grad():
    print(model(x[:1]).item(), t[0].item())
