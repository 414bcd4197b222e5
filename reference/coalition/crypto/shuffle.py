"""The shuffle at its public contract: pads that cancel, messages without senders, t-of-n unsealing (chapter Shuffle).

Every choice of bytes is this specification's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coalition.crypto.frost import interpolation
from coalition.crypto.frost_errors import FrostTooFewSigners
from coalition.crypto.frost_round import check_distinct, check_identifiers
from coalition.crypto.frost_suites import SUITES, FrostSuite
from coalition.crypto.shuffle_errors import (
    ShuffleLengthMismatch,
    ShuffleMessageTooLong,
    ShuffleNoise,
    ShuffleNotOpened,
    ShuffleSealedMalformed,
    ShuffleSecretRepeated,
    ShuffleShapeUnusable,
    ShuffleSlotOutOfRange,
    ShuffleWithoutServers,
)
from coalition.preimage import operation
from coalition.shapes import U16, U64, Bytes32, Record
from coalition.unique_id import hash_bytes

_GROUP = SUITES[FrostSuite.Ed25519]
#: What a slot holds beside its message: a length and a check.
OVERHEAD = 18


@dataclass(frozen=True)
class ShuffleShape(Record):
    """A round's slots and the bytes of each."""

    slots: U16
    size: U16


@dataclass(frozen=True)
class ShuffleContent(Record):
    """What a client says in a round, and where."""

    slot: U16
    message: bytes


@dataclass(frozen=True)
class ShufflePartial(Record):
    """A committee member's part of unsealing one submission."""

    identifier: U16
    element: bytes


def check_shape(shape: ShuffleShape) -> int:
    """The bytes of a round. Raises `ShuffleShapeUnusable` for slots that hold nothing (SHUF-1)."""
    if shape.slots == 0 or shape.size < OVERHEAD:
        raise ShuffleShapeUnusable(shape)
    return shape.slots * shape.size


@operation("crypto.shuffle_pad")
def pad(shape: ShuffleShape, secret: Bytes32, round: U64) -> bytes:  # noqa: A002 - the specification's name
    """The pad that a client and a server share for a round (SHUF-2)."""
    from blake3 import blake3

    message = b"shuffle-pad|" + round.to_bytes(8, "little")
    return blake3(message, key=secret).digest(length=check_shape(shape))


def xor(texts: Iterable[bytes], length: int) -> bytes:
    """The sum of some texts, bit by bit."""
    total = 0
    for each in texts:
        total ^= int.from_bytes(each, "little")
    return total.to_bytes(length, "little")


def check_secrets(secrets: Sequence[bytes]) -> None:
    """Raise `ShuffleSecretRepeated`: two equal pads cancel, and hide nothing (SHUF-4)."""
    for at, each in enumerate(secrets):
        if each in secrets[:at]:
            raise ShuffleSecretRepeated(at)


def frame(message: bytes, size: int) -> bytes:
    """A message in a slot: its length, itself, zeros, and a check over all that (SHUF-3)."""
    if len(message) > size - OVERHEAD:
        raise ShuffleMessageTooLong(message, f"{size - OVERHEAD} bytes")
    content = (len(message).to_bytes(2, "little") + message).ljust(size - 16, b"\0")
    return content + check_of(content)


def check_of(content: bytes) -> bytes:
    """The check of a slot: 16 bytes (SHUF-3)."""
    return hash_bytes(b"shuffle-slot|" + content)[:16]


def unframe(slot: bytes) -> bytes | None:
    """The message of a slot, None for an empty one. Raises `ShuffleNoise` for anything else (SHUF-6)."""
    if not any(slot):
        return None
    content, check = slot[:-16], slot[-16:]
    length = int.from_bytes(content[:2], "little")
    check_slot(content, check, length)
    return content[2 : 2 + length]


def check_slot(content: bytes, check: bytes, length: int) -> None:
    """Raise `ShuffleNoise` for a slot that is no message: a server is missing, or two clients met (SHUF-6)."""
    if check != check_of(content) or length > len(content) - 2 or any(content[2 + length :]):
        raise ShuffleNoise(content)


@operation("crypto.shuffle_submit")
def submit(
    shape: ShuffleShape,
    round: U64,  # noqa: A002 - the specification's name
    secrets: tuple[Bytes32, ...],
    content: ShuffleContent | None,
) -> bytes:
    """What a client sends: its slot, or none, under the pads of all servers (SHUF-4)."""
    length = check_shape(shape)
    if not secrets:
        raise ShuffleWithoutServers(secrets)
    check_secrets(secrets)
    return xor([placed(shape, content, length), *(pad(shape, each, round) for each in secrets)], length)


def placed(shape: ShuffleShape, content: ShuffleContent | None, length: int) -> bytes:
    """A round in which one slot is filled, or none (SHUF-3)."""
    if content is None:
        return bytes(length)
    if content.slot >= shape.slots:
        raise ShuffleSlotOutOfRange(content.slot, f"{shape.slots} slots")
    return (bytes(content.slot * shape.size) + frame(content.message, shape.size)).ljust(length, b"\0")


@operation("crypto.shuffle_serve")
def serve(shape: ShuffleShape, round: U64, secrets: tuple[Bytes32, ...]) -> bytes:  # noqa: A002 - as above
    """What a server gives: the pads of every client that submitted (SHUF-5)."""
    length = check_shape(shape)
    check_secrets(secrets)
    return xor((pad(shape, each, round) for each in secrets), length)


@operation("crypto.shuffle_combine")
def combine(shape: ShuffleShape, submissions: tuple[bytes, ...], servers: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The messages of a round, in ascending order: who sent what shows in nothing (SHUF-6, SHUF-7)."""
    length = check_shape(shape)
    check_lengths((*submissions, *servers), length)
    whole = xor((*submissions, *servers), length)
    slots = (whole[at : at + shape.size] for at in range(0, length, shape.size))
    return released([each for each in map(unframe, slots) if each is not None])


def check_lengths(texts: Iterable[bytes], length: int) -> None:
    """Raise `ShuffleLengthMismatch` for a text of another length than the round's (SHUF-6)."""
    for each in texts:
        if len(each) != length:
            raise ShuffleLengthMismatch(each, f"{length} bytes")


def released(messages: Iterable[bytes]) -> tuple[bytes, ...]:
    """Messages in ascending order of their bytes, equal ones beside each other (SHUF-7)."""
    return tuple(sorted(messages))


def sealing_key(element: bytes, shared: bytes) -> bytes:
    """The key of a sealed submission (SHUF-8)."""
    return hash_bytes(b"shuffle-unseal|" + element + shared)


@operation("crypto.shuffle_seal")
def seal(public_key: bytes, ephemeral: Bytes32, message: bytes) -> bytes:
    """A submission sealed to a committee's key (SHUF-8)."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    scalar, key = _GROUP.scalar(ephemeral), _GROUP.element(public_key)
    element = _GROUP.encode_element(_GROUP.base(scalar))
    shared = _GROUP.encode_element(_GROUP.multiply(key, scalar))
    return element + ChaCha20Poly1305(sealing_key(element, shared)).encrypt(bytes(12), message, None)


@operation("crypto.shuffle_partial")
def partial(share: Bytes32, sealed: bytes) -> bytes:
    """A member's part of unsealing (SHUF-9)."""
    return _GROUP.encode_element(_GROUP.multiply(_GROUP.element(_split(sealed)[0]), _GROUP.scalar(share)))


def _split(sealed: bytes) -> tuple[bytes, bytes]:
    check_sealed(sealed)
    return sealed[:32], sealed[32:]


def check_sealed(sealed: bytes) -> None:
    """Raise `ShuffleSealedMalformed` for what holds no element and no tag (SHUF-9)."""
    if len(sealed) < 48:
        raise ShuffleSealedMalformed(sealed, "at least 48 bytes")


@operation("crypto.shuffle_unseal")
def unseal(threshold: U16, sealed: bytes, partials: tuple[ShufflePartial, ...]) -> bytes:
    """The message of a sealed submission, by enough members' parts (SHUF-10)."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    identifiers = [each.identifier for each in partials]
    check_identifiers(identifiers)
    check_distinct(identifiers)
    check_enough(len(identifiers), threshold)
    element, box = _split(sealed)
    _GROUP.element(element)
    parts = (
        _GROUP.multiply(_GROUP.element(each.element), interpolation(identifiers, each.identifier, _GROUP.order))
        for each in partials
    )
    shared = _GROUP.encode_element(_GROUP.total(parts))
    try:
        return ChaCha20Poly1305(sealing_key(element, shared)).decrypt(bytes(12), box, None)
    except InvalidTag:
        raise ShuffleNotOpened(identifiers) from None


def check_enough(there: int, threshold: int) -> None:
    """Raise `FrostTooFewSigners` below the threshold, or for a threshold of 0 (SHUF-10)."""
    if there < max(threshold, 1):
        raise FrostTooFewSigners(there, f"a threshold of {threshold}")
