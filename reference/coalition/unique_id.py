"""`UniqueId`, the 32-byte identity of mosaik, and its traps (chapter Substrate)."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

from blake3 import blake3

from coalition.errors import IntegerOutOfRange, NotCanonical, UnknownKind, WrongLength, WrongType

_HEX_DIGITS: Final = frozenset(b"0123456789abcdefABCDEF")

#: Widths in bits and signedness of the integers a `UniqueId` can be made from (SUB-5).
INTEGER_WIDTHS: Final = {f"{sign}{bits}": (sign == "I", bits) for sign in "UI" for bits in (8, 16, 32, 64, 128)}


def hash_bytes(data: bytes) -> bytes:
    """`H`: the 32-byte BLAKE3 of `data`, without key and context (ENC-1)."""
    return blake3(data).digest()


def as_bytes(data: str | bytes) -> bytes:
    """Text as UTF-8, bytes as they are: what Rust's `AsRef<[u8]>` gives. Raises `WrongType`, `NotCanonical`."""
    if isinstance(data, str):
        try:
            return data.encode()
        except UnicodeEncodeError:
            raise NotCanonical(data, "Unicode: a surrogate stands alone") from None
    if isinstance(data, bytes):
        return data
    raise WrongType(data, "text or bytes")


@functools.total_ordering
class UniqueId:
    """32 bytes, ordered by their value, written as 64 lower-case hexadecimal digits (SUB-1)."""

    __slots__ = ("_bytes",)

    def __init__(self, raw: bytes) -> None:
        if not isinstance(raw, bytes):
            raise WrongType(raw, "32 bytes")
        if len(raw) != 32:
            raise WrongLength(raw, "32 bytes")
        self._bytes = raw

    @classmethod
    def from_bytes(cls, raw: bytes) -> UniqueId:
        """These 32 bytes, verbatim (SUB-1). Raises `WrongType`, `WrongLength`."""
        return cls(raw)

    @classmethod
    def from_hex(cls, digits: str) -> UniqueId:
        """64 hexadecimal digits of either case, never a hash of something else. Raises `WrongLength`, `WrongType`."""
        if not isinstance(digits, str) or not _HEX_DIGITS.issuperset(as_bytes(digits)):
            raise WrongType(digits, "64 hexadecimal digits")
        if len(digits) != 64:
            raise WrongLength(digits, "64 hexadecimal digits")
        return cls(bytes.fromhex(digits))

    @classmethod
    def of(cls, value: str | bytes) -> UniqueId:
        """`UniqueId::from`: 64 hexadecimal digits decode, anything else is hashed, 32 raw bytes included (SUB-2)."""
        raw = as_bytes(value)
        if len(raw) == 64 and _HEX_DIGITS.issuperset(raw):
            return cls(bytes.fromhex(raw.decode("ascii")))
        return cls(hash_bytes(raw))

    @classmethod
    def hash(cls, data: str | bytes) -> UniqueId:
        """`H(data)`, digits or not (SUB-3)."""
        return cls(hash_bytes(as_bytes(data)))

    @classmethod
    def from_parts(cls, parts: Sequence[str | bytes]) -> UniqueId:
        """`H` of the concatenation, without lengths: not `hash_many` (SUB-4)."""
        return cls(hash_bytes(b"".join(_parts(parts))))

    @classmethod
    def from_integer(cls, kind: str, value: int) -> UniqueId:
        """The integer in the width of `kind` (`U8` … `I128`), little-endian, at the end of 32 bytes (SUB-5).

        Raises `UnknownKind`, `WrongType`, `IntegerOutOfRange`.
        """
        if kind not in INTEGER_WIDTHS:
            raise UnknownKind(kind, "an integer type")
        signed, bits = INTEGER_WIDTHS[kind]
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongType(value, kind)
        try:
            raw = value.to_bytes(bits // 8, "little", signed=signed)
        except OverflowError:
            raise IntegerOutOfRange(value, kind) from None
        return cls(bytes(32 - len(raw)) + raw)

    def derive(self, info: str | bytes) -> UniqueId:
        """`H(self ‖ info)` (SUB-6)."""
        return UniqueId(hash_bytes(self._bytes + as_bytes(info)))

    def hashed(self) -> UniqueId:
        """`H(self)`, which is `derive("")` (SUB-7)."""
        return UniqueId(hash_bytes(self._bytes))

    def __bytes__(self) -> bytes:
        return self._bytes

    def hex(self) -> str:
        """64 lower-case hexadecimal digits."""
        return self._bytes.hex()

    def __str__(self) -> str:
        return self.hex()

    def __repr__(self) -> str:
        return f"UniqueId({self.hex()})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UniqueId) and self._bytes == other._bytes

    def __lt__(self, other: object) -> bool:
        return self._bytes < other._bytes if isinstance(other, UniqueId) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._bytes)


def unique_id(literal: str) -> UniqueId:
    """The macro `unique_id!`: value for value the same as `UniqueId.of` (SUB-2)."""
    return UniqueId.of(literal)


def hash_many(parts: Sequence[str | bytes]) -> UniqueId:
    """`H` of the parts, each preceded by its length as `u64` little-endian (ENC-3)."""
    return UniqueId(hash_bytes(b"".join(len(part).to_bytes(8, "little") + part for part in _parts(parts))))


def _parts(parts: Sequence[str | bytes]) -> list[bytes]:
    # A text is a sequence of texts to Python; whoever passes one has left out the brackets.
    if isinstance(parts, str | bytes) or not isinstance(parts, Sequence):
        raise WrongType(parts, "a sequence of parts")
    return [as_bytes(part) for part in parts]


#: 32 zero bytes: what stands for an absent 32-byte value inside an identity (ENC-4).
ZERO_ID: Final = UniqueId(bytes(32))
