import torch
from torch.utils.data import DataLoader, Dataset


# 自分のデータセット: 長さと、番号からの取り出し
class Squares(Dataset):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, index):
        x = torch.tensor([float(index)])
        return x, x * x


loader = DataLoader(Squares(5), batch_size=2)
for i, (x, y) in enumerate(loader):
    print(i, x.flatten().tolist(), y.flatten().tolist())
