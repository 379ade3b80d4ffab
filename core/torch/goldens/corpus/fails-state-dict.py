from torch import nn

small = nn.Linear(2, 1)
large = nn.Linear(3, 1)
large.load_state_dict(small.state_dict())
