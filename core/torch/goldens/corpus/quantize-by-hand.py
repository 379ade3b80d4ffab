import torch

# 8 ビットの格子へ丸める（量子化）
w = torch.tensor([-0.62, -0.1, 0.0, 0.33, 0.51])
scale = w.abs().max() / 127
q = torch.round(w / scale)
back = q * scale
print(q.tolist())
print([f"{v:.4f}" for v in back.tolist()])
print(((w - back).abs().max() <= scale / 2).item())
