import torch

# スカラーでない値から戻るときは、出口の勾配を渡す
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * x
y.backward(torch.tensor([1.0, 0.0, 2.0]))
print(x.grad)
