import torch
from torch import nn


# super().__init__() を書き忘れた
class Net(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(2, 1)


print("作る")
model = Net()
