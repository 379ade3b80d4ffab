import torch

w = torch.tensor([1.0, 2.0])
same = w
w *= 3
w /= 2
w += 1
w -= 0.5
print(same, w is same)
p = torch.tensor([2.0], requires_grad=True)
with torch.no_grad():
    p *= 0.5
print(p, p.is_leaf)
numbers = [1]
also = numbers
numbers *= 2
print(also)
n = 7
n //= 2
n **= 3
n %= 5
print(n)
