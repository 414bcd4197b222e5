"""`python -m conformance.campaign`."""

from __future__ import annotations

import sys


def main() -> None:
    """The command, or a plain word where the tool that makes the mutants is not there."""
    try:
        from conformance.campaign.command import command  # noqa: PLC0415 - it needs the tool
    except ModuleNotFoundError as error:
        sys.stderr.write(f"cannot judge: {error.name} is not installed; it is in the dependency group `tests`\n")
        sys.exit(3)
    command(prog_name="python -m conformance.campaign")


if __name__ == "__main__":
    main()
