"""Sizes of wheels for run/declared.rs: python3 wheel_sizes.py WHEEL...

Download them first: pip download --only-binary :all: --python-version 3.12 --platform manylinux_2_28_x86_64 torch==2.9.1
Of each: name, version, bytes of the files in it, bytes of the wheel itself.
"""

import os
import sys
import zipfile

for path in sorted(sys.argv[1:]):
    name, version = os.path.basename(path).split("-")[:2]
    with zipfile.ZipFile(path) as wheel:
        files = sum(entry.file_size for entry in wheel.infolist())
    print(f'("{name.lower().replace("_", "-")}", "{version}", {files:_}, {os.path.getsize(path):_}),')
