import torch
from torch import nn

# 保存して、読み直す
model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.fill_(0.5)
    model.bias.fill_(1.0)
torch.save(model.state_dict(), "model.pt")
again = nn.Linear(2, 1)
again.load_state_dict(torch.load("model.pt"))
again.eval()
print(again(torch.tensor([[1.0, 2.0]])).item())
