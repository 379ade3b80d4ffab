import torch

# 手で追える計算：y = (w・x + b)^2 | A computation to follow by hand: y = (w x + b)^2
x = torch.tensor(2.0)
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)

u = w * x
v = u + b
y = v ** 2
print(y.item())

# dy/dv = 2v = 14、dy/dw = 14・x = 28、dy/db = 14 | dy/dv = 2v = 14, dy/dw = 14 x = 28, dy/db = 14
y.backward()
print(w.grad.item(), b.grad.item())

# もう一度計算して逆伝播すると、勾配は足される | Once more: gradients are added
y = (w * x + b) ** 2
y.backward()
print(w.grad.item(), b.grad.item())
