import torch

print(torch.bmm(torch.ones(3, 2), torch.ones(2, 3)))
