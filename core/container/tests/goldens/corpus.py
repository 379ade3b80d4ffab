"""Dockerfiles, real-looking and odd, made from a seed. No file of anybody's is in here: each is put together from pieces."""

import random

BASES = ["python:3.12-slim", "debian:bookworm-slim", "scratch", "nvidia/cuda:12.4.1-runtime-ubuntu22.04", "pytorch/pytorch:2.4.0",
         "ubuntu:24.04@sha256:" + "ab" * 32, "$BASE", "${BASE:-alpine}", "build", "ghcr.io/o/i:v1.2-rc_3"]
RUNS = ["apt-get update && apt-get install -y --no-install-recommends git curl && rm -rf /var/lib/apt/lists/*",
        "pip install --no-cache-dir -r requirements.txt", "python -m compileall src", 'echo "a b" > /etc/motd', "mkdir -p /srv/data",
        "set -eux; for i in 1 2 3; do echo $i; done", "test -f x || exit 1", "echo '<<EOF' \"quoted\" $HOME ${PATH:+x}",
        '["python", "-m", "pip", "--version"]', '["sh", "-c", "echo hi"]', "[ -d /x ] && echo yes", 'printf "%s\\n" a b',
        "cd /tmp ; ls -la | grep -v '^d' ; true"]
FLAGS = {"RUN": ["--mount=type=cache,target=/root/.cache/pip", "--mount=type=bind,source=.,target=/src,ro", "--network=none",
                 '--mount=type=secret,id=token,env="TOKEN"', "--security=insecure"],
         "COPY": ["--from=build", "--chown=1000:1000", "--chmod=755", "--link", "--parents", "--exclude=*.pyc", '--chown="app app"'],
         "ADD": ["--checksum=sha256:" + "0f" * 32, "--keep-git-dir=true", "--chown=app", "--link"],
         "FROM": ["--platform=linux/amd64", "--platform=$BUILDPLATFORM"],
         "HEALTHCHECK": ["--interval=30s", "--timeout=3s", "--retries=3", "--start-period=5s"]}


def case(rng, word):
    return rng.choice([word, word, word, word.lower(), word.capitalize(), "".join(rng.choice([c, c.lower()]) for c in word)])


def flags(rng, name):
    known = FLAGS.get(name, [])
    return rng.sample(known, rng.randint(0, min(2, len(known)))) if rng.random() < 0.4 else []


def instruction(rng, escape="\\", depth=0):
    name = rng.choice(["RUN"] * 6 + ["COPY"] * 4 + ["ADD", "ENV", "ENV", "ARG", "LABEL", "WORKDIR", "USER", "EXPOSE", "VOLUME", "CMD",
                      "ENTRYPOINT", "HEALTHCHECK", "SHELL", "STOPSIGNAL", "ONBUILD", "MAINTAINER", "HEREDOC", "HEREDOC"])
    word = case(rng, name)
    gap = rng.choice([" ", " ", " ", "  ", "\t"])
    head = gap.join([word] + flags(rng, name))
    pick = rng.choice
    if name == "RUN":
        parts = rng.sample(RUNS, rng.randint(1, 3))
        if parts[0].startswith("["):
            return head + gap + parts[0]
        joined = pick([" && ", f" {escape}\n    && ", f" && {escape}\n  # why\n\n    "]).join(parts)
        return head + gap + joined
    if name in ("COPY", "ADD"):
        source = pick([". .", "requirements.txt ./", "src/ tests/ /app/", "*.py /app/", '["a b", "/c d/"]', "--from=build /x /y", "a",
                       "https://example.com/x.tar.gz /tmp/", '["one"]', "$SRC ${DST:-/app}/", f"a {escape}\n  b {escape}\n  c/", "[a] b"])
        return head + gap + source
    if name in ("ENV", "LABEL"):
        return head + gap + pick(["A=b", "A b c", 'A="b c" D=e\\ f', "PATH=/opt/bin:$PATH", "A=", "A='x y'z", '"k k"="v v" x=1',
                                 f"A=1 {escape}\n    B=2 {escape}\n    C=\"3 4\"", "A", "A=b C", 'org.x.y="1.0"', "A=é日本", "=x"])
    if name == "ARG":
        return head + gap + pick(["VERSION", "VERSION=1.2", "A B=c D", 'A="x y"', "A='$B'", "A=", ""])
    if name == "EXPOSE":
        return head + gap + pick(["80", "80 443/tcp 53/udp", "$PORT", "8000-8010", " 1   2 "])
    if name == "VOLUME":
        return head + gap + pick(["/data", "/a /b", '["/a", "/b c"]', "[]", '["/a", 1]'])
    if name in ("CMD", "ENTRYPOINT", "SHELL"):
        return head + gap + pick(['["python", "train.py"]', "python train.py", "[]", '["a" "b"]', '["a", ]', '["\\u00e9\\n"]', "['a']",
                                  '[ "x" , "y" ]', '["a", null]', "exec top -b", '["/bin/bash", "-o", "pipefail", "-c"]', '["a"] b', ""])
    if name == "HEALTHCHECK":
        return head + gap + pick(["NONE", "CMD curl -f http://localhost/ || exit 1", 'CMD ["curl", "-f", "x"]', "none x", "", "CMD [1]", "CMD"])
    if name == "ONBUILD":
        return head + gap + (instruction(rng, escape, depth + 1) if depth < 3 else "RUN x")
    if name == "HEREDOC":
        return heredoc(rng, word)
    return head + gap + pick(["/app", "a b", "1000:1000", "$X", "SIGTERM", "", "app"])


def heredoc(rng, _):
    name = rng.choice(["EOF", "EOF", "E-1", "fin", "日本"])
    quote = rng.choice(["", "", '"', "'"])
    dash = rng.choice(["", "", "-"])
    number = rng.choice(["", "", "", "3"])
    body = rng.sample(["#!/bin/sh", "set -e", "\tindented $HOME", "echo hi", "", "FROM x", "# not a comment", "EOF2", "a \\", "x <<Y"],
                      rng.randint(0, 4))
    opening = f"{number}<<{dash}{quote}{name}{quote}"
    end = (rng.choice(["", "\t", "\t\t"]) if dash else "") + name
    text = "\n".join(body + [end])
    kind = rng.randint(0, 6)
    if kind == 0:
        return f"RUN {opening}\n{text}"
    if kind == 1:
        return f"RUN python3 {opening} > /out\n{text}"
    if kind == 2:
        return f"COPY {opening} /etc/x\n{text}"
    if kind == 3:
        return f"COPY {opening} <<B /etc/\n{text}\nb\nB"
    if kind == 4:
        return f"ONBUILD RUN {opening}\n{text}"
    if kind == 5:
        return f"RUN {opening}\n" + "\n".join(body)  # as a rule not terminated
    return f"ADD --chmod=644 {opening} /a\n{text}"


def real_looking(rng):
    """Several stages as people write them, with mistakes here and there."""
    escape = "\\"
    lines = []
    if rng.random() < 0.3:
        lines.append(rng.choice(["# syntax=docker/dockerfile:1", "#syntax = docker/dockerfile:1.7-labs", "# Syntax=x"]))
    if rng.random() < 0.15:
        escape = "`"
        lines.append(rng.choice(["# escape=`", "#escape = ` "]))
    if rng.random() < 0.2:
        lines.append(rng.choice(["# a comment", "", "   # indented", "#"]))
    if rng.random() < 0.3:
        lines.append("ARG BASE=python:3.12")
    for stage in range(rng.randint(1, 3)):
        alias = rng.choice(["", f" AS stage{stage}", f" as build", " AS b c"]) if rng.random() < 0.6 else ""
        lines.append(" ".join([case(rng, "FROM")] + flags(rng, "FROM") + [rng.choice(BASES)]) + alias)
        for _ in range(rng.randint(1, 8)):
            lines.append(rng.choice(["", "", "", "  "]) + instruction(rng, escape) + rng.choice(["", "", "", " ", "\t"]))
            if rng.random() < 0.2:
                lines.append(rng.choice(["", "# note", "  # note", "\t"]))
    return rng.choice(["\n", "\n", "\n", "\r\n"]).join(lines) + rng.choice(["\n", "\n", ""])


PIECES = ["FROM a", "RUN ", "COPY ", "ENV ", "ARG ", "LABEL ", "CMD ", "ONBUILD ", "HEALTHCHECK ", "ADD ", "VOLUME ", "FOO ", "EXPOSE ", "\n", "\n", "\n",
          "\n", "\\", "\\\n", "\\ \n", "`", "`\n", " ", "  ", "\t", "\r\n", "#", "# x", "# escape=`\n", "# escape=\\\n", "#syntax=x\n", "<<EOF", "<<-EOF",
          '<<"EOF"', "<<E F", "\nEOF\n", "\n\tEOF\n", "EOF", '"', "'", "$", "${", "}", "$x", "${x}", "${x:-", ":", "-", "--", "--from=", "--mount=", "=",
          "a=b", "a", "b c", "[", "]", '["a"', ",", '"b"]', '["x","y"]', "1", "null", "é", "日本", "\u00a0", "\u2003", "\v", "\f", "{", '{"a":1}', "\\u12",
          "\\ud83d\\ude00", "\\\"", "<", "<<", "3<<X", "\nX\n", "CMD", "NONE", "\ufeff", "&&", "|", ">", ";"]


def odd(rng, longest=14):
    start = rng.choice(["FROM a\n", "FROM a\n", "FROM a\n", "", "# escape=`\nFROM a\n"])
    return start + "".join(rng.choice(PIECES) for _ in range(rng.randint(1, longest)))
