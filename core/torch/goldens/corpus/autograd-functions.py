import torch

# いろいろな関数の勾配
x = torch.tensor([0.5, 1.0, 2.0], requires_grad=True)
for name in ["exp", "log", "sqrt", "tanh", "sigmoid", "relu"]:
    x.grad = None
    y = getattr(torch, name)(x).sum()
    y.backward()
    print(name, f"{y.item():.4f}", [f"{g:.4f}" for g in x.grad.tolist()])
