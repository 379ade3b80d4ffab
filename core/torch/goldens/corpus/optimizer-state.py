import torch
import torch.nn as nn

x = torch.tensor([[0.5, -1.0], [1.5, 2.0], [-0.3, 0.8], [2.2, -0.7]])
t = torch.tensor([[1.0], [2.5], [0.4], [1.1]])
model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[0.3, -0.2]]))
    model.bias.fill_(0.1)


def train(model, optimizer, steps):
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((model(x) - t) ** 2).mean()
        loss.backward()
        optimizer.step()
    return loss.item()


for make in (
    lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    lambda p: torch.optim.Adam(p, lr=0.02),
    lambda p: torch.optim.AdamW(p, lr=0.02),
):
    optimizer = make(model.parameters())
    train(model, optimizer, 5)
    kept = optimizer.state_dict()
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    print(sorted(kept["state"].keys()), kept["param_groups"][0]["lr"], kept["param_groups"][0]["params"])
    # Copied: what is kept is what the optimizer goes on with.
    for place in sorted(kept["state"].keys()):
        for name in sorted(kept["state"][place].keys()):
            print(place, name, kept["state"][place][name])
    copied = {p: {name: value.clone() for name, value in state.items()} for p, state in kept["state"].items()}
    # Goes on by itself, and by what was kept.
    straight = train(model, optimizer, 5)
    again = nn.Linear(2, 1)
    again.load_state_dict(weights)
    other = make(again.parameters())
    other.load_state_dict({"state": copied, "param_groups": kept["param_groups"]})
    print(f"{straight:.4f} {train(again, other, 5):.4f}")
