"""Writes overlays.json: random changes of a tree, and what the kernel's overlayfs keeps of them in its upper directory.

    unshare -rm python3 make_overlays.py      (as root: unshare -m)
"""

import json
import os
import pathlib
import random
import shutil
import stat
import subprocess
import tempfile

NAMES = ["a", "b", "c"]


def lower_tree(rng):
    """[path, text or None for a folder, mode], folders first."""
    tree = []
    for top in NAMES:
        kind = rng.random()
        if kind < 0.55:
            tree.append([top, None, rng.choice([0o755, 0o700])])
            for name in rng.sample(NAMES, rng.randint(0, 3)):
                if rng.random() < 0.4:
                    tree.append([f"{top}/{name}", None, 0o755])
                    tree += [[f"{top}/{name}/{leaf}", f"low {leaf}", 0o644] for leaf in rng.sample(NAMES, rng.randint(0, 2))]
                else:
                    tree.append([f"{top}/{name}", f"low {name}", rng.choice([0o644, 0o600])])
        elif kind < 0.8:
            tree.append([top, f"low {top}", 0o644])
    return tree


def path(rng):
    return "/".join(rng.choice(NAMES) for _ in range(rng.randint(1, 3)))


def operation(rng, step):
    kind = rng.choice(["write", "write", "mkdir", "mkdir", "remove", "remove", "chmod", "link", "rename"])
    if kind == "write":
        return [kind, path(rng), f"new {step}"]
    if kind == "chmod":
        return [kind, path(rng), rng.choice([0o600, 0o640, 0o755, 0o711])]
    if kind == "link":
        return [kind, path(rng), "target"]
    if kind == "rename":
        return [kind, path(rng), path(rng)]
    return [kind, path(rng)]


def perform(root, op):
    """Whether the kernel did it."""
    at = root / op[1]
    try:
        if op[0] == "write":
            if at.is_symlink():
                return False
            at.write_text(op[2])
        elif op[0] == "mkdir":
            at.mkdir(0o755)
        elif op[0] == "remove":
            shutil.rmtree(at) if at.is_dir() and not at.is_symlink() else at.unlink()
        elif op[0] == "chmod":
            if at.is_symlink():
                return False
            at.chmod(op[2])
        elif op[0] == "link":
            at.symlink_to(op[2])
        elif op[0] == "rename":
            to = root / op[2]
            if op[1] == op[2] or op[2].startswith(op[1] + "/") or op[1].startswith(op[2] + "/"):
                return False
            if not at.is_symlink() and at.is_dir():
                # As mv: folders of the lower tree cannot be renamed, they are copied and removed.
                if to.is_symlink() or (to.exists() and not to.is_dir()) or (to.is_dir() and any(to.iterdir())) or not to.parent.is_dir():
                    return False
                try:
                    at.rename(to)
                except OSError as error:
                    if error.errno != 18:
                        raise
                    if to.exists():
                        to.rmdir()
                    shutil.copytree(at, to, symlinks=True)
                    shutil.rmtree(at)
            else:
                at.rename(to)
    except OSError:
        return False
    return True


def upper_lines(upper, folders):
    lines = []
    for at in sorted(upper.rglob("*")):
        name, about = str(at.relative_to(upper)), at.lstat()
        mode = f" {stat.S_IMODE(about.st_mode):o}"
        if stat.S_ISCHR(about.st_mode) and about.st_rdev == 0:
            lines.append(f"{name} whiteout")
        elif stat.S_ISLNK(about.st_mode):
            lines.append(f"{name} link {os.readlink(at)}")
        elif stat.S_ISDIR(about.st_mode):
            opaque = any(opaque_at(at, key) for key in ("trusted.overlay.opaque", "user.overlay.opaque"))
            # The kernel marks any new folder; it means something only above a folder of the lower tree.
            lines.append(f"{name} dir{' opaque' if opaque and name in folders else ''}{mode}")
        else:
            lines.append(f"{name} file {at.read_text()}{mode}")
    return sorted(lines)


def opaque_at(at, key):
    try:
        return os.getxattr(at, key) == b"y"
    except OSError:
        return False


def main():
    os.umask(0o022)
    rng, cases = random.Random(7), []
    with tempfile.TemporaryDirectory() as base:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", base], check=True)
        for number in range(300):
            folder = pathlib.Path(base) / str(number)
            lower, upper, work, merged = (folder / name for name in ("lower", "upper", "work", "merged"))
            for each in (lower, upper, work, merged):
                each.mkdir(parents=True)
            tree = lower_tree(rng)
            for name, text, mode in tree:
                (lower / name).mkdir() if text is None else (lower / name).write_text(text)
                (lower / name).chmod(mode)
            options = f"lowerdir={lower},upperdir={upper},workdir={work}"
            subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, merged], check=True)
            done = [[*op, perform(merged, op)] for op in (operation(rng, step) for step in range(rng.randint(3, 14)))]
            subprocess.run(["umount", merged], check=True)
            folders = {name for name, text, _ in tree if text is None}
            cases.append({"lower": tree, "operations": done, "upper": upper_lines(upper, folders)})
        subprocess.run(["umount", base], check=True)
    out = pathlib.Path(__file__).with_name("overlays.json")
    out.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
    print(len(cases), "cases,", sum(op[-1] for case in cases for op in case["operations"]), "operations done")


main()
