"""The one flag that says what BLS12-381 is computed with: `COALITION_CURVES=readable` or `fast` in the environment."""

from __future__ import annotations

import os
from typing import Final

from coalition.crypto import bls12_381

VARIABLE: Final = "COALITION_CURVES"


def choose() -> None:
    """Take the backend that the environment names; without it, the fast one where it is installed."""
    match os.environ.get(VARIABLE, ""):
        case "":
            pass
        case "readable":
            bls12_381.use("readable")
        case "fast":
            bls12_381.use("fast")
        case other:
            raise SystemExit(f"{VARIABLE} is readable or fast, not {other!r}")
