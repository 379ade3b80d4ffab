import torch

a = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
m = a.view(2, 3)
print(m)
print(m.t())
print(m.reshape(3, 2))
print(m.view(-1).shape)
print(a.unsqueeze(0).shape, a.unsqueeze(1).shape)
print(a.unsqueeze(1).squeeze(1).shape)
print(m.flatten())
