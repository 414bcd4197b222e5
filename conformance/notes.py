"""Notes on mistakes: what a wrong value tells of the program that gave it."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.preimage import Field, Preimage


@dataclass(frozen=True)
class Note:
    """What a mistake is: the kind of bug, how it comes about, what it leads to."""

    bug_type: str
    description: str
    effect: str


def value_of(preimage: Preimage, fields: tuple[Field, ...]) -> bytes:
    """The value of the preimage with other fields."""
    return Preimage(preimage.hash, fields).value()
