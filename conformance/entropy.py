"""Randomness from a labelled BLAKE3 stream: the same label gives the same draws, on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from blake3 import blake3

T = TypeVar("T")

_BLOCK = 4096


class Entropy:
    """A stream of bytes named by a label, and draws from it."""

    def __init__(self, label: str) -> None:
        self._hasher = blake3(label.encode(), derive_key_context="coalition-conformance 2026 case generation")
        self._buffer = b""
        self._at = 0
        self._offset = 0

    def bytes(self, count: int) -> bytes:
        """The next `count` bytes."""
        while self._at + count > len(self._buffer):
            size = max(_BLOCK, count)
            rest = self._buffer[self._at :]
            self._buffer = rest + self._hasher.digest(length=size, seek=self._offset)
            self._offset += size
            self._at = 0
        taken = self._buffer[self._at : self._at + count]
        self._at += count
        return taken

    def below(self, bound: int) -> int:
        """An integer from 0 to `bound` - 1. The bias is below 2⁻⁶⁴."""
        return int.from_bytes(self.bytes((bound.bit_length() + 7) // 8 + 8), "little") % bound

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def choice(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[self.below(len(options))]

    def chance(self, one_in: int) -> bool:
        """True once in `one_in` times."""
        return self.below(one_in) == 0
