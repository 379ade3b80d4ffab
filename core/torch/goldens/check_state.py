"""A file of weights that a program saved in the lab, held against the same program in PyTorch.

    python check_state.py PROGRAM.py FILE

PROGRAM makes and trains `model`, as the lab's examples do. It is run in PyTorch; FILE, a safetensors file, has to load into its model
with `load_state_dict`, and its values have to be those that PyTorch came to. Needs torch and safetensors.
"""

import os
import runpy
import sys
import tempfile

import torch
from safetensors.torch import load_file

program, path = (os.path.abspath(p) for p in sys.argv[1:3])
os.chdir(tempfile.mkdtemp())
torch.manual_seed(0)
model = runpy.run_path(program)["model"]
own = {name: value.clone() for name, value in model.state_dict().items()}
model.load_state_dict(load_file(path))
for name, value in model.state_dict().items():
    print(f"{name} {tuple(value.shape)} differs by {(value.float() - own[name].float()).abs().max():.1e}")
