import torch

# (2, 3) と (2, 3) の積は作れない
a = torch.ones(2, 3)
b = torch.ones(2, 3)
print("前")
print(a @ b)
