import torch
from torch import nn

# GPU があれば使う、という決まり文句
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
print(device)
model = nn.Linear(2, 1).to(device)
x = torch.ones(3, 2).to(device)
print(model(x).shape)
