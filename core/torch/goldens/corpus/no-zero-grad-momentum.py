import torch

# 勾配を消さない SGD は、モーメンタム 1 の SGD と同じ
start = [1.0, -2.0]
target = torch.tensor([0.5, 0.5])


def train(momentum, clear):
    w = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1, momentum=momentum)
    for step in range(8):
        if clear:
            optimizer.zero_grad()
        loss = ((w - target) ** 2).sum()
        loss.backward()
        optimizer.step()
    return w.tolist()


print([f"{v:.4f}" for v in train(0.0, False)])
print([f"{v:.4f}" for v in train(1.0, True)])
