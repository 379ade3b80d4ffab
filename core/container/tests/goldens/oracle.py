"""BuildKit's parser, as the PyPI package `dockerfile` wraps it (3.4.0 holds BuildKit 0.12.5)."""

import re

import dockerfile


def told(source):
    """What it says of a Dockerfile: {"commands": [...]} or {"error": "..."}; None where Python does not take what it says, because
    BuildKit cut a character in two."""
    try:
        commands = dockerfile.parse_string(source)
    except dockerfile.GoParseError as error:
        return {"error": str(error)}
    except UnicodeDecodeError:
        return None
    return {"commands": [record(command) for command in commands]}


def record(command):
    fields = {"cmd": command.cmd or "", "value": list(command.value), "flags": list(command.flags), "original": command.original or "",
              "start_line": command.start_line, "end_line": command.end_line, "json": command.json, "sub_cmd": command.sub_cmd}
    if command.heredocs:
        fields["heredocs"] = [{"name": doc.name, "file_descriptor": doc.file_descriptor % 2**64, "content": doc.content}
                              for doc in command.heredocs]
    return fields


def is_comparable(source):
    """Not what newer versions of BuildKit read otherwise, and not what the package itself cannot pass on."""
    # `# check=` is a directive since 0.15; `${x#p}`, `${x%p}` and `${x/p/r}` are known since 0.17.
    if re.search(r"^\s*#\s*check\s*=", source, re.I | re.M) or re.search(r"\$\{\w*:?[#%/]", source):
        return False
    return "\0" not in source
