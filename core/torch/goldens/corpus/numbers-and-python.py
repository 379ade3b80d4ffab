import torch

# テンソルと Python の行き来
total = 0.0
for value in torch.tensor([1.0, 2.0, 3.0]):
    total += value.item()
print(total)
print(torch.arange(5))
print(torch.arange(0, 1, 0.25))
print(torch.linspace(0, 1, 5))
rows = torch.tensor([[1, 2], [3, 4]]).tolist()
print(rows, sum(sum(row) for row in rows))
print(torch.tensor([1, 2]).float())
print(len(torch.zeros(3, 2)))
