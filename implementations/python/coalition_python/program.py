"""The program `python -m coalition_python.program`: the reference on standard input and output."""

from __future__ import annotations

import sys
from typing import Final

#: How `assay` starts the target `reference:`.
ARGV: Final = [sys.executable, "-m", "coalition_python.program"]


def main() -> None:
    """Answer requests until standard input ends."""
    from coalition_python.adapter import adapter  # noqa: PLC0415 - the argument vector alone needs none of it

    adapter().serve()


if __name__ == "__main__":
    main()
