"""Importing py_ecc without what it does beside.

Its package raises the recursion limit of the whole process to 100,000. A document that nests too deeply would then no
longer end in a `RecursionError`, which is refused by name, but in a crash.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def recursion_limit_kept() -> Iterator[None]:
    """The limit is afterwards what it was before."""
    limit = sys.getrecursionlimit()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
