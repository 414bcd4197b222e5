"""Preimages: what a derivation hashes, field by field, and the value that follows.

Every derivation of the specification is a function that returns a `Preimage` whose rows are those of its table. The
rows that are derived themselves keep the preimage they came from, so that a wrong root can be followed to its part.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, ParamSpec, TypeVar

from coalition.ratio import basis_points
from coalition.shapes import Discriminant, Width, check_parameters
from coalition.unique_id import ZERO_ID, UniqueId, as_bytes, hash_bytes

Hash = Literal["concat", "hash_many", "fold", "bytes"]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Field:
    """A labelled row: `data` is what is folded, without length prefix; `part` the derivation it came from, if any."""

    label: str
    encoding: str
    data: bytes
    part: Preimage | None = None


@dataclass(frozen=True)
class Preimage:
    """The fields of a derivation. `operation` and `params` say which it is, of what."""

    hash: Hash
    fields: tuple[Field, ...]
    operation: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def encode(self) -> bytes:
        """The bytes that are hashed; of a `fold`, those of its last step (SUB-13)."""
        if self.hash == "fold":
            return self._folded(self.fields[:-1]) + self.fields[-1].data
        if self.hash == "hash_many":
            return b"".join(len(each.data).to_bytes(8, "little") + each.data for each in self.fields)
        return b"".join(each.data for each in self.fields)

    def value(self) -> bytes:
        """The derived value: 32 bytes, or for `bytes` the fields themselves."""
        return self.encode() if self.hash == "bytes" else hash_bytes(self.encode())

    def id(self) -> UniqueId:
        """The derived value as an id."""
        return UniqueId(self.value())

    @staticmethod
    def _folded(fields: tuple[Field, ...]) -> bytes:
        first, *rest = fields
        folded = hash_bytes(first.data)
        for each in rest:
            folded = hash_bytes(folded + each.data)
        return folded


#: Every operation of the specification: its name and the function that answers it.
OPERATIONS: dict[str, Callable[..., Any]] = {}


def derivation(name: str) -> Callable[[Callable[P, Preimage]], Callable[P, Preimage]]:
    """Register a function as the derivation `name`; its preimages say so, and of which parameters.

    The parameters are checked by their annotations, as the fields of a record are, however it is called.
    """

    def register(function: Callable[P, Preimage]) -> Callable[P, Preimage]:
        names = tuple(inspect.signature(function).parameters)

        @functools.wraps(function)
        def derive(*args: P.args, **kwargs: P.kwargs) -> Preimage:
            params = {**dict(zip(names, args, strict=False)), **kwargs}
            check_parameters(function, params)
            made = function(*args, **kwargs)
            return Preimage(made.hash, made.fields, name, params)

        OPERATIONS[name] = derive
        return derive

    return register


def operation(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Register a function as the operation `name`, one whose value is given in prose and not by a table.

    Its parameters are checked by their annotations, however it is called.
    """

    def register(function: Callable[P, T]) -> Callable[P, T]:
        names = tuple(inspect.signature(function).parameters)

        @functools.wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            check_parameters(function, {**dict(zip(names, args, strict=False)), **kwargs})
            return function(*args, **kwargs)

        OPERATIONS[name] = answer
        return answer

    return register


Rows = Field | Iterable[Field]


def _flat(rows: tuple[Rows, ...]) -> Iterator[Field]:
    for row in rows:
        if isinstance(row, Field):
            yield row
        else:
            yield from row


def concat(*rows: Rows) -> Preimage:
    """`H` of the fields, one after another."""
    return Preimage("concat", tuple(_flat(rows)))


def hash_many_of(*rows: Rows) -> Preimage:
    """`hash_many` of the fields (ENC-3)."""
    return Preimage("hash_many", tuple(_flat(rows)))


def list_of(*rows: Rows) -> Preimage:
    """A list, by its elements (ENC-18)."""
    return hash_many_of(ascii_text("tag", "list"), *rows)


def fold(*rows: Rows) -> Preimage:
    """One `derive` after another (SUB-13)."""
    return Preimage("fold", tuple(_flat(rows)))


def plain(*rows: Rows) -> Preimage:
    """The fields themselves, not hashed."""
    return Preimage("bytes", tuple(_flat(rows)))


def ascii_text(label: str, text: str) -> Field:
    """A literal of the specification."""
    return Field(label, "ascii", text.encode("ascii"))


def utf8(label: str, text: str) -> Field:
    """A text."""
    return Field(label, "utf8", text.encode())


def raw(label: str, data: bytes, encoding: str = "bytes") -> Field:
    """Bytes as they are."""
    return Field(label, encoding, data)


def data(label: str, value: str | bytes) -> Field:
    """Text or bytes."""
    return Field(label, "data", as_bytes(value))


def identifier(label: str, value: UniqueId) -> Field:
    """A 32-byte id."""
    return Field(label, "id", bytes(value))


def integer(label: str, bits: int, value: int, *, signed: bool = False) -> Field:
    """An integer in its width (ENC-2)."""
    width = Width(bits, signed)
    return Field(label, str(width), width.encode(value))


def discriminant(label: str, variant: Discriminant) -> Field:
    """The number of a variant, one byte (ENC-21)."""
    return Field(label, f"discriminant {type(variant).__name__}", variant.byte)


def kind_name(label: str, variant: Discriminant) -> Field:
    """The name of a variant in lower case."""
    return Field(label, "kind name", variant.name.lower().encode("ascii"))


def bps(label: str, ratio: str) -> Field:
    """A ratio in basis points (ENC-13)."""
    return Field(label, "bps", basis_points(ratio).to_bytes(2, "little"))


def part(label: str, inner: Preimage, encoding: str = "id") -> Field:
    """The value of another derivation."""
    return Field(label, encoding, inner.value(), inner)


def id_or_zero(label: str, value: UniqueId | Preimage | None) -> Field:
    """An id, or `ZERO_ID` for an absent one (ENC-4)."""
    return _absent_as(label, value, "id or ZERO_ID", bytes(ZERO_ID))


def id_or_empty(label: str, value: UniqueId | None) -> Field:
    """An id, or no bytes for an absent one."""
    return _absent_as(label, value, "id or empty", b"")


def _absent_as(label: str, value: UniqueId | Preimage | None, encoding: str, absent: bytes) -> Field:
    if value is None:
        return Field(label, encoding, absent)
    if isinstance(value, Preimage):
        return Field(label, encoding, value.value(), value)
    return Field(label, encoding, bytes(value))


def option(label: str, encoding: str, value: bytes | UniqueId | Preimage | None) -> Field:
    """No bytes for an absent value, `0x01` before a present one (ENC-17)."""
    encoding = f"option {encoding}"
    if value is None:
        return Field(label, encoding, b"")
    if isinstance(value, Preimage):
        return Field(label, encoding, b"\x01" + value.value(), value)
    return Field(label, encoding, b"\x01" + bytes(value))


def each(rows: Iterable[Field]) -> Iterator[Field]:
    """One field of every element, in order."""
    return (Field(row.label, f"each {row.encoding}", row.data, row.part) for row in rows)


def sorted_each(rows: Iterable[Field]) -> Iterator[Field]:
    """One field of every element, in ascending byte order."""
    ordered = sorted(rows, key=lambda row: row.data)
    return (Field(row.label, f"sorted each {row.encoding}", row.data, row.part) for row in ordered)
