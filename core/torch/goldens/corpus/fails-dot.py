import torch

print(torch.dot(torch.ones(2, 3), torch.ones(3, 2)))
