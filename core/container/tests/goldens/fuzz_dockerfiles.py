"""Compares the parser with BuildKit's on as many made Dockerfiles as are asked for, by hand:

    cargo build -p karui-container --example parse_lines
    python fuzz_dockerfiles.py 100000 [SEED]      (pip install dockerfile==3.4.0)

The example reads Dockerfiles as JSON strings, one a line, and says what the parser says, one line each.
"""

import json
import pathlib
import random
import subprocess
import sys

import corpus
import oracle

PROGRAM = pathlib.Path(__file__).parents[4] / "target/debug/examples/parse_lines"


def lower(commands):
    for command in commands:
        command["cmd"] = command["cmd"].lower()
        command["sub_cmd"] = command["sub_cmd"] and command["sub_cmd"].lower()
    return commands


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    rng, differ, refused = random.Random(seed), 0, 0
    for start in range(0, count, 5000):
        sources = [corpus.real_looking(rng) if rng.random() < 0.3 else corpus.odd(rng, 30) for _ in range(min(5000, count - start))]
        told = [(source, oracle.told(source)) for source in sources if oracle.is_comparable(source)]
        expected = [(source, golden) for source, golden in told if golden]
        lines = "".join(json.dumps(source) + "\n" for source, _ in expected)
        out = subprocess.run([PROGRAM], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
        for (source, told), line in zip(expected, out, strict=True):
            if "commands" in told:
                lower(told["commands"])
            refused += "error" in told
            if json.loads(line) != told:
                differ += 1
                if differ <= 10:
                    print(repr(source), "\n  BuildKit", told, "\n  ours    ", json.loads(line))
    print(f"{count} files, {refused} refused, {differ} differ")
    sys.exit(differ > 0)


main()
