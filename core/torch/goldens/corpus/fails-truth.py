import torch

a = torch.tensor([1.0, -1.0])
if a > 0:
    print("正")
