import torch

a = torch.zeros(2, 3)
print(a.view(3, 2).shape)
a.view(4, 2)
