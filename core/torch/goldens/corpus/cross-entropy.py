import torch
from torch import nn
import torch.nn.functional as F

# CrossEntropyLoss は、ソフトマックスの対数と負の対数尤度
logits = torch.tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], requires_grad=True)
labels = torch.tensor([0, 1])
loss = nn.CrossEntropyLoss()(logits, labels)
print(f"{loss.item():.5f}")
log_p = F.log_softmax(logits, dim=1)
print(f"{-(log_p[0, 0] + log_p[1, 1]).item() / 2:.5f}")
loss.backward()
# 勾配は (確率 − 正解) / 件数
p = F.softmax(logits, dim=1)
print([[round(v, 4) for v in row] for row in logits.grad.tolist()])
print([[round(v / 2, 4) for v in row] for row in (p - torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])).tolist()])
