import torch

# 最大値の勾配は、選ばれた要素だけに流れる
x = torch.tensor([[1.0, 5.0, 2.0], [4.0, 3.0, 6.0]], requires_grad=True)
values, indices = x.max(dim=1)
print(values.tolist(), indices.tolist())
values.sum().backward()
print(x.grad)
