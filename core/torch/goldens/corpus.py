"""Runs every program of corpus/ in PyTorch and keeps what it printed.

    python corpus.py [NAME ...]

NAME.out: standard output. NAME.err, for programs that fail: the class of the exception and the program's line, as
`RuntimeError 7`; what was printed before is in NAME.out. Messages are not kept: Karui's are its own.
"""

import contextlib
import glob
import io
import os
import sys
import tempfile
import traceback

import torch

torch.set_num_threads(1)
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus")


def run(path):
    torch.manual_seed(0)
    out = io.StringIO()
    failure = None
    with open(path, encoding="utf-8") as file:
        code = compile(file.read(), path, "exec")
    with contextlib.redirect_stdout(out):
        try:
            exec(code, {"__name__": "__main__"})
        except Exception as error:
            line = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == path][-1]
            failure = f"{type(error).__name__} {line}\n"
            message = str(error).splitlines()[0]
    base = path.removesuffix(".py")
    with open(base + ".out", "w", encoding="utf-8") as file:
        file.write(out.getvalue())
    if failure:
        with open(base + ".err", "w", encoding="utf-8") as file:
            file.write(failure)
        print(f"{os.path.basename(base)}: {failure.strip()}: {message}")
    elif os.path.exists(base + ".err"):
        os.remove(base + ".err")


os.chdir(tempfile.mkdtemp())  # where programs save files
for program in sorted(glob.glob(os.path.join(HERE, "*.py"))):
    if not sys.argv[1:] or os.path.basename(program).removesuffix(".py") in sys.argv[1:]:
        run(program)
