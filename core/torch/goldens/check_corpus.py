"""Runs the corpus, and the spelling in PyTorch, on Karui's engine outside the page, and compares with what PyTorch printed.

    cargo build -p karui-torch --example session
    python3 check_corpus.py target/debug/examples/session [NAME ...]

Needs no PyTorch: the programs import the lab's `torch`, in CPython. How words and numbers are compared: README.md.
"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHIM = os.path.join(HERE, "..", "python")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
# Printed numbers have four or five decimals: one unit of the fourth, and a little of what is large.
ABSOLUTE, RELATIVE = 1.5e-4, 1e-4


def run(session, path):
    """What the program prints, and the class and line of its exception."""
    environment = {**os.environ, "KARUI_SESSION": session, "PYTHONPATH": os.pathsep.join([SHIM, os.path.join(SHIM, "native")])}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, path], env=environment, cwd=folder, capture_output=True, text=True, timeout=60)
    if done.returncode == 0:
        return done.stdout, None
    lines = done.stderr.strip().splitlines()
    name = next((m.group(1) for m in (re.match(r"(\w+)(?:: |$)", line) for line in reversed(lines)) if m), "?")
    at = [line.split("line ")[1].split(",")[0] for line in lines if f'File "{path}"' in line]
    return done.stdout, f"{name} {at[-1] if at else '?'}"


def differs(got, want):
    """The first line that differs, or None. Words are compared as they are, but for the spaces by which numbers are aligned."""
    got, want = got.splitlines(), want.splitlines()
    for a, b in zip(got, want):
        words = [[w.replace(" ", "") for w in NUMBER.split(line)] for line in (a, b)]
        pairs = zip(*(map(float, NUMBER.findall(line)) for line in (a, b)))
        if words[0] != words[1] or any(abs(x - y) > ABSOLUTE + RELATIVE * abs(y) for x, y in pairs):
            return f"`{a}` instead of `{b}`"
    return None if len(got) == len(want) else f"{len(got)} lines instead of {len(want)}"


def spelling(session):
    """The largest relative difference of the losses of the spelling in PyTorch from PyTorch's own."""
    with open(os.path.join(HERE, "..", "spellings", "spellings.json"), encoding="utf-8") as file:
        pytorch = next(s for s in json.load(file)["spellings"] if s["id"] == "pytorch")
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8", delete=False) as file:
        file.write(pytorch["files"][0]["text"] + "import json\nprint(json.dumps(losses))\n")
    out, failure = run(session, file.name)
    os.remove(file.name)
    if failure:
        return failure
    pairs = list(zip(json.loads(out.splitlines()[-1]), pytorch["runs"][0]["losses"], strict=True))
    worst = max(abs(a - b) / b for a, b in pairs)
    return None if worst < 1e-5 else f"losses differ by {worst:.1e}"


def main():
    session, names = os.path.abspath(sys.argv[1]), sys.argv[2:]
    passed = failed = 0
    for path in sorted(glob.glob(os.path.join(HERE, "corpus", "*.py"))):
        base = path.removesuffix(".py")
        if names and os.path.basename(base) not in names:
            continue
        out, failure = run(session, path)
        wanted = open(base + ".err", encoding="utf-8").read().strip() if os.path.exists(base + ".err") else None
        wrong = differs(out, open(base + ".out", encoding="utf-8").read())
        if failure != wanted:
            wrong = f"{failure} instead of {wanted}"
        passed, failed = passed + (wrong is None), failed + (wrong is not None)
        if wrong:
            print(f"{os.path.basename(path)}: {wrong}")
    if not names:
        wrong = spelling(session)
        passed, failed = passed + (wrong is None), failed + (wrong is not None)
        if wrong:
            print(f"spelling: {wrong}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
