import torch


# 関数ごと記録を止める
@torch.no_grad()
def predict(w, x):
    return w * x


w = torch.tensor(2.0, requires_grad=True)
y = predict(w, torch.tensor(3.0))
print(y.item(), y.requires_grad)
