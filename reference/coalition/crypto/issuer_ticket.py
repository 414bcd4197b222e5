"""Tickets of a coalition's issuer: what is signed, their bytes, and who takes them (chapter Tickets)."""

from __future__ import annotations

import itertools
from typing import Final

from coalition.crypto.ed25519 import Ed25519Input, sign, strict
from coalition.crypto.mosaik_tickets import At, Expiration, InvalidTicket
from coalition.errors import DuplicateElement, IssuerMismatch
from coalition.handshake import PageIssuer
from coalition.preimage import Preimage, ascii_text, derivation, hash_many_of, integer, operation, raw
from coalition.shapes import U64, Bytes32
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId

_HEAD: Final = 40
_SIGNED: Final = 96


@derivation("crypto.issuer_ticket_digest")
def issuer_ticket_digest(subject: Bytes32, expires_ms: U64) -> Preimage:
    """What the issuer's keys sign: a peer, and until when, in Unix milliseconds (TICK-11)."""
    return hash_many_of(
        ascii_text("tag", "issuer-ticket.v1"), raw("subject", subject), integer("expires", 64, expires_ms)
    )


@operation("crypto.issuer_ticket")
def issuer_ticket(subject: Bytes32, expires_ms: U64, seeds: tuple[Bytes32, ...]) -> bytes:
    """A ticket that these seeds sign (TICK-12). Raises `DuplicateElement` for a seed that is there twice."""
    signers = {peer_id(UniqueId(seed)): seed for seed in seeds}
    if len(signers) != len(seeds):
        raise DuplicateElement(seeds)
    signed = signed_bytes(subject, expires_ms)
    head = subject + expires_ms.to_bytes(8, "little")
    return head + b"".join(key + sign(signers[key], signed) for key in sorted(signers))


@operation("crypto.issuer_ticket_validate")
def issuer_ticket_validate(issuer: PageIssuer, data: bytes, peer: Bytes32, now_ms: U64) -> Expiration:
    """Until when a peer's ticket is taken (TICK-13, TICK-14). Raises `IssuerMismatch` (HS-11), `InvalidTicket`."""
    check_keys(issuer)
    if len(data) < _HEAD or (len(data) - _HEAD) % _SIGNED:
        raise InvalidTicket(data)
    subject, expires = data[:32], int.from_bytes(data[32:_HEAD], "little")
    signatures = [data[at : at + _SIGNED] for at in range(_HEAD, len(data), _SIGNED)]
    check_signers(issuer, [each[:32] for each in signatures])
    signed = signed_bytes(subject, expires)
    for each in signatures:
        check_signature(each[:32], signed, each[32:])
    check_subject(subject, peer)
    check_time(expires, now_ms)
    return At(expires)


def signed_bytes(subject: bytes, expires_ms: int) -> bytes:
    """The 32 bytes that each key signs: the digest, and not its preimage (TICK-11, ENC-22)."""
    return issuer_ticket_digest(subject, expires_ms).value()


def check_keys(issuer: PageIssuer) -> None:
    """Raise `IssuerMismatch` for keys and a threshold that no page may have (HS-11, TICK-13)."""
    if len(set(issuer.keys)) != len(issuer.keys) or not 1 <= issuer.threshold <= len(issuer.keys):
        raise IssuerMismatch(issuer)


def check_signers(issuer: PageIssuer, keys: list[bytes]) -> None:
    """Raise `InvalidTicket` unless the keys ascend, are the issuer's, and are enough (TICK-12, TICK-13)."""
    check_order(keys)
    if not set(keys) <= set(issuer.keys) or len(set(keys)) < issuer.threshold:
        raise InvalidTicket(keys)


def check_order(keys: list[bytes]) -> None:
    """Raise `InvalidTicket` unless every key is above the one before (TICK-12)."""
    if any(one >= other for one, other in itertools.pairwise(keys)):
        raise InvalidTicket(keys)


def check_signature(key: bytes, signed: bytes, signature: bytes) -> None:
    """Raise `InvalidTicket` for a signature that the strict rule does not take (TICK-13, EDS-2)."""
    if not strict(Ed25519Input(key, signed, signature)):
        raise InvalidTicket(signature)


def check_subject(subject: bytes, peer: bytes) -> None:
    """Raise `InvalidTicket` for a ticket of someone else (TICK-14)."""
    if subject != peer:
        raise InvalidTicket(subject)


def check_time(expires_ms: int, now_ms: int) -> None:
    """Raise `InvalidTicket` for a ticket that has expired, at the millisecond it says (TICK-14)."""
    if expires_ms <= now_ms:
        raise InvalidTicket(expires_ms)
