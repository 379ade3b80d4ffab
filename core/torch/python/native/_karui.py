"""The engine as a process, for programs that run in CPython outside the page: `cargo run -p karui-torch --example session`."""

import builtins
import json
import os
import subprocess

_process = subprocess.Popen(
    [os.environ["KARUI_SESSION"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, encoding="utf-8"
)


def ask(name, args):
    if _process.stdin.closed:
        return "null"
    _process.stdin.write(name + "\t" + args + "\n")
    _process.stdin.flush()
    kind, rest = _process.stdout.readline().rstrip("\n").split("\t", 1)
    if kind == "ok":
        return rest
    error, message = rest.split("\t", 1)
    raise getattr(builtins, error)(json.loads(message))


def call(op, args):
    """The page's `call` gives errors as text `!CLASS message`, as exceptions of another language do not cross."""
    try:
        return ask(op, args)
    except Exception as error:
        return "!" + type(error).__name__ + " " + str(error)


def line(number):
    ask("line", str(number))
