"""Writes dockerfiles.json. In an environment of its own: pip install dockerfile==3.4.0; python make_dockerfiles.py"""

import json
import pathlib
import random

import corpus
import oracle

HAND = [
    "", "# only a comment\n", "\\\n", "FROM", "from scratch", "\ufeffFROM a\n", "FROM a\nENV x", "FROM a\nRUN [1, 2]\n", "FROM a\nRUN [1e999]",
    "# escape=x\nFROM a", "# escape=`\n# escape=`\nFROM a\n", "# escape=`\nFROM a\nRUN a `\n  b\nRUN c \\\n", "FROM a\n# escape=`\nRUN b `\nRUN c",
    "FROM a\nRUN a \\\\\nRUN b", "FROM a\nRUN a \\\\\\\nRUN b", "FROM a\nCOPY --frém=ü b c\n", "FROM a\nCOPY -- b c\n", 'FROM a\nCOPY --x="a b" c d\n',
    "FROM a\nRUN <<EOF <<EOF\na\nEOF\nb\nEOF\n", 'FROM a\nCOPY <<"A B" <<\'E\' /x\na $b\nA B\nc\nE\n', "FROM a\nRUN 99999999999999999999999<<F\ny\nF",
    "FROM a\nRUN <<$x\na\n$x\n", "FROM a\nRUN <<${x:-y}\na\n${x:-y}\n", "FROM a\nRUN \\<<E\nx\nE\n", 'FROM a\nRUN <<"E"F\nx\nEF\n',
    "FROM a\nRUN <<E\\ F\nx\nE F\n", "FROM a\nONBUILD ONBUILD RUN x\n", "FROM a\nONBUILD\n", "FROM a\nONBUILD ENV x\n", 'FROM a\nRUN ["\\ud800", "\\ud83d\\ude00"]',
    'FROM a\nRUN ["a"] x\n', "FROM a\nRUN a \\\n# c\n\n  # d\n b\n", "FROM a\nENV  a   b  c ", 'FROM a\nLABEL "a b"=c\\ d e=\n', "FROM a\nENV a=b\\\n",
    "FROM a\nENV a=b c", 'FROM a\nRUN ["a", {"b": [1, {"c": null}]}]\n', "FROM a\nRUN [[[[[]]]]]\n", "FROM a\nHEALTHCHECK\n", "FROM a\nHEALTHCHECK CMD à b\n",
]


def main():
    rng = random.Random(20)
    sources = HAND + [corpus.real_looking(rng) for _ in range(220)] + [corpus.odd(rng) for _ in range(160)]
    told = ((source, oracle.told(source)) for source in dict.fromkeys(sources) if oracle.is_comparable(source))
    goldens = [{"source": source, **golden} for source, golden in told if golden]
    path = pathlib.Path(__file__).with_name("dockerfiles.json")
    path.write_text("[\n" + ",\n".join(json.dumps(golden, ensure_ascii=False) for golden in goldens) + "\n]\n")
    print(len(goldens), "files,", sum("error" in golden for golden in goldens), "refused")


main()
