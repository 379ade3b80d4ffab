import torch
from torch import nn

x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  #@data
y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])  #@data


class Net(nn.Module):  #@define
    def __init__(self):  #@define
        super(Net, self).__init__()  #@define
        self.fc1 = nn.Linear(2, 3)  #@define
        self.fc2 = nn.Linear(3, 1)  #@define

    def forward(self, x):  #@define
        h = self.fc1(x)  #@define,forward
        h = torch.relu(h)  #@define,forward
        return self.fc2(h)  #@define,forward


model = Net()  #@define
with torch.no_grad():  #@weights
    model.fc1.weight.copy_(torch.tensor([[-0.8, -0.8], [-0.7, -0.6], [0.4, 1.0]]))  #@weights
    model.fc1.bias.copy_(torch.tensor([0.1, 0.1, -0.2]))  #@weights
    model.fc2.weight.copy_(torch.tensor([[-1.0, -0.9, 0.6]]))  #@weights
    model.fc2.bias.copy_(torch.tensor([0.2]))  #@weights

criterion = nn.MSELoss()  #@loss
optimizer = torch.optim.SGD(model.parameters(), lr=0.2)  #@optimizer

losses = []
for step in range(100):  #@loop
    optimizer.zero_grad()  #@zero_grad
    output = model(x)  #@forward
    loss = criterion(output, y)  #@loss
    loss.backward()  #@backward
    optimizer.step()  #@step
    losses.append(loss.item())

with torch.no_grad():  #@predict
    prediction = model(x)  #@predict
print(f"loss {losses[0]:.4f} -> {losses[-1]:.4f}")
print(prediction)
