import torch
import torch.nn as nn
import torch.nn.functional as F

# 知識蒸留: 教師の柔らかい確率にも近づける
x = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
labels = torch.tensor([0, 1, 1])
teacher_logits = torch.tensor([[3.0, 1.0], [0.5, 2.5], [1.0, 2.0]])
T, alpha = 4.0, 0.7

student = nn.Linear(2, 2)
with torch.no_grad():
    student.weight.copy_(torch.tensor([[0.2, -0.1], [-0.2, 0.1]]))
    student.bias.zero_()
optimizer = torch.optim.SGD(student.parameters(), lr=0.5)
kl = nn.KLDivLoss(reduction="batchmean")
for step in range(30):
    logits = student(x)
    soft = kl(F.log_softmax(logits / T, dim=1), F.softmax(teacher_logits / T, dim=1)) * T * T
    hard = F.cross_entropy(logits, labels)
    loss = alpha * soft + (1 - alpha) * hard
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        print(f"{step:2d} 蒸留 {soft.item():.4f} 正解 {hard.item():.4f}")
print([[round(v, 3) for v in row] for row in student(x).tolist()])
