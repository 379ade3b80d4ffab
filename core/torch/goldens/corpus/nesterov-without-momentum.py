import torch
import torch.nn as nn

x = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.2, -0.7]])
t = torch.tensor([[1.0], [2.5], [0.4], [1.1]])
model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[0.3, -0.2]]))
    model.bias.fill_(0.1)

optimizer = torch.optim.SGD(model.parameters(), lr=0.05, nesterov=True)
