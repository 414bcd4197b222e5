"""Where the specification and the vectors are: beside the packages in a checkout, inside this one in a wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parent
_PACKAGED = _HERE / "data"


def _room(name: str) -> Path:
    in_checkout = _CHECKOUT / name
    return in_checkout if (in_checkout / "README.md").is_file() else _PACKAGED / name


#: The chapters and `registry.json`.
SPEC = _room("spec")

#: The golden vectors and their schemas.
VECTORS = _room("vectors")
