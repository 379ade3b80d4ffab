import torch

import torch.nn as nn
print(nn.Sequential([nn.ReLU()]))
