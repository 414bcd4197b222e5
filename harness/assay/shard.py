"""A share of the units: the same on every machine, whatever the seed, the filters and the other shares are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

import msgspec

from assay.units import Unit

_FORM = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})").fullmatch


class ShardError(Exception):
    """A text that names no share."""


class Shard(msgspec.Struct, frozen=True):
    """Share `number` of `count`, counted from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """``2/4``; raises ShardError."""
        found = _FORM(text)
        if found is None or int(found[1]) > int(found[2]):
            raise ShardError(f"{text!r} is no share: write 1/4 for the first of four")
        return cls(int(found[1]), int(found[2]))

    def split(self, parts: int) -> list[Shard]:
        """The share in `parts` shares of its own."""
        return [Shard(self.number + self.count * part, self.count * parts) for part in range(parts)]

    def take(self, units: Iterable[Unit]) -> Iterator[Unit]:
        """The units of this share. A unit stays whole, and so does a scenario."""
        # The whole needs no hash of every name.
        return iter(units) if self.count == 1 else (unit for unit in units if self.holds(unit.cases[0].unit))

    def holds(self, name: str) -> bool:
        """Whether the unit of this name is in the share."""
        rank = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
        return rank % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"
