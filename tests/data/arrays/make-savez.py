#!/usr/bin/env python3
"""make-savez.py — makes savez.npz, with Python 3.12.1.

Usage: python3 make-savez.py, in this folder, after make.py.

It holds the members of stored.npz, written as numpy.savez() writes them: the
zipfile module of Python 3.11.2, with which the other archives are made, leaves
the short sizes in the header of a member that has long ones too. That was put
right in Python 3.11.4.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import sys
import zipfile

assert sys.version_info >= (3, 11, 4), sys.version

with (zipfile.ZipFile("stored.npz") as source,
      zipfile.ZipFile("savez.npz", "w") as target):
    for name in source.namelist():
        with target.open(name, "w", force_zip64=True) as member:
            member.write(source.read(name))
