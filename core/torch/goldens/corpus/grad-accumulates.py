import torch

# backward は .grad に足し込む
w = torch.tensor(1.0, requires_grad=True)
for x in [2.0, 3.0, 4.0]:
    loss = w * x
    loss.backward()
    print(w.grad.item())
w.grad.zero_()
print(w.grad.item())
