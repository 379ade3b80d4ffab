import argparse

import torch
from torch import nn

from model import Net


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=1)
    args = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net = Net().to(device)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    loss_of = nn.MSELoss()
    for epoch in range(args.epochs):
        x = torch.randn(64, 10, device=device)
        y = x.sum(dim=1, keepdim=True)
        optimizer.zero_grad()
        loss = loss_of(net(x), y)
        loss.backward()
        optimizer.step()
        print(epoch, loss.item())


if __name__ == "__main__":
    main()
