import torch
from torch.utils.data import DataLoader, TensorDataset

# データをミニバッチに分ける
x = torch.tensor([[float(i), float(i * i)] for i in range(7)])
y = torch.tensor([i % 2 for i in range(7)])
dataset = TensorDataset(x, y)
print(len(dataset))
print(dataset[3])
loader = DataLoader(dataset, batch_size=3, shuffle=False)
print(len(loader))
for inputs, labels in loader:
    print(inputs.shape, labels.tolist())
for inputs, labels in DataLoader(dataset, batch_size=3, drop_last=True):
    print(inputs[:, 0].tolist())
