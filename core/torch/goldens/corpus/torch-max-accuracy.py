import torch

# 古くからある書き方: torch.max で予測のクラスを選ぶ
outputs = torch.tensor([[0.1, 2.0, -1.0], [1.5, 0.2, 0.3], [0.0, 0.1, 0.4]])
labels = torch.tensor([1, 0, 1])
_, predicted = torch.max(outputs.data, 1)
total = labels.size(0)
correct = (predicted == labels).sum().item()
print(predicted)
print("Accuracy: %d %%" % (100 * correct / total))
