import torch
from torch import nn


class Net(nn.Module):  #@define
    def __init__(self):  #@define
        super(Net, self).__init__()  #@define
        self.fc1 = nn.Linear(2, 3)  #@define
        self.fc2 = nn.Linear(3, 1)  #@define

    def forward(self, x):  #@define
        h = self.fc1(x)  #@define
        h = torch.relu(h)  #@define
        return self.fc2(h)  #@define


model = Net()  #@define
model.load_state_dict(torch.load("xor.pt"))  #@weights
model.eval()

example = torch.zeros(4, 2)  #@data
torch.onnx.export(model, (example,), "xor.onnx", input_names=["x"], output_names=["output"])  #@record
