import torch

# ブロードキャスト: 足りない軸は繰り返される
m = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
row = torch.tensor([10.0, 20.0, 30.0])
column = torch.tensor([[100.0], [200.0]])
print(m + row)
print(m + column)
print((row + column).shape)
print(row + column)
