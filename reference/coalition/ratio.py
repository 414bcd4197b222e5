"""Ratios: decimal fractions that are a whole number of basis points. No floats (ENC-13, ENC-14)."""

from __future__ import annotations

import re
from typing import Annotated, Final

from coalition.errors import RatioMalformed, RatioOutOfRange, RatioTooFine
from coalition.shapes import Rule

_DECIMAL: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))?")
BASIS: Final = 10_000


def check_malformed(ratio: str) -> None:
    """Raise `RatioMalformed` unless the ratio is digits, and optionally a point and digits."""
    if not _DECIMAL.fullmatch(ratio):
        raise RatioMalformed(ratio)


def check_range(ratio: str) -> None:
    """Raise `RatioOutOfRange` for a ratio above 1."""
    whole, _, fraction = ratio.partition(".")
    if whole.lstrip("0") not in ("", "1") or (whole.endswith("1") and fraction.strip("0")):
        raise RatioOutOfRange(ratio)


def check_fineness(ratio: str) -> None:
    """Raise `RatioTooFine` for a ratio that is no whole number of basis points."""
    _, _, fraction = ratio.partition(".")
    if len(fraction.rstrip("0")) > 4:
        raise RatioTooFine(ratio)


def check_ratio(ratio: str) -> None:
    """Raise the named error of the rule of ENC-14 that the ratio breaks."""
    check_malformed(ratio)
    check_range(ratio)
    check_fineness(ratio)


#: A ratio as it is written: `"0.55"`.
Ratio = Annotated[str, Rule(lambda ratio: check_ratio(ratio))]


def basis_points(ratio: str) -> int:
    """A ratio that obeys ENC-14, in basis points: 0 to 10000."""
    whole, _, fraction = ratio.partition(".")
    # The last digit alone counts: Python bounds the digits of an integer, ENC-14 the zeros before it not at all.
    return int(whole[-1]) * BASIS + int(fraction.rstrip("0")[:4].ljust(4, "0"))


def shortest(ratio: str) -> str:
    """The shortest form of a ratio that obeys ENC-14: what stands in canonical JSON (ID-29)."""
    whole, _, fraction = ratio.partition(".")
    digits = fraction.rstrip("0")
    return f"{whole[-1]}.{digits}" if digits else whole[-1]
