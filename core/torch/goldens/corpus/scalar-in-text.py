import torch

loss = torch.tensor(0.125, requires_grad=True) * 3
correct, total = torch.tensor(3), 6
print(f"loss: {loss}")
print(f"{correct}/{total}")
print(f"{loss:.2f} {torch.tensor([1.0, 2.0])}")
print(f"{loss!r}")
