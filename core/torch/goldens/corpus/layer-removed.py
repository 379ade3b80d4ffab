import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(2, 3)
        self.head = nn.Linear(3, 1)


model = Net()
model.head = None
print([name for name, _ in model.named_parameters()], list(model.state_dict()), len(list(model.children())))
print(model)
del model.body
print(model, hasattr(model, "body"))
try:
    model.head = "text"
except TypeError:
    print("TypeError")
model.head = nn.ReLU()
print(model)
