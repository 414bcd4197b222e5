"""Cases of the tickets of a coalition's issuer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.crypto.ed25519 import sign
from coalition.crypto.edwards25519 import ORDER
from coalition.crypto.issuer_ticket import issuer_ticket, issuer_ticket_digest
from coalition.handshake import PageIssuer
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, hash_bytes
from conformance.casebook import Casebook
from conformance.tokens import PEER

SEEDS = tuple(hash_bytes(b"an issuer's key %d" % number) for number in range(3))
KEYS = tuple(peer_id(UniqueId(seed)) for seed in SEEDS)
_NOW = 1_700_000_000_000
_EXPIRES = _NOW + 3_600_000


def casebooks() -> Iterator[Casebook]:
    """The casebooks of issuer tickets."""
    yield _digest()
    yield _made()
    yield _validate()


def _digest() -> Casebook:
    book = Casebook("crypto.issuer_ticket_digest", requirements=("TICK-11", "ENC-22"))
    book.accept("peer", "a peer for an hour", subject=PEER, expires_ms=_EXPIRES)
    book.accept("zero", "no time at all", subject=bytes(32), expires_ms=0)
    book.accept("greatest", "the greatest time", subject=PEER, expires_ms=2**64 - 1)
    book.random(2)
    book.spoil_all("peer")
    return book


def _made() -> Casebook:
    book = Casebook("crypto.issuer_ticket", requirements=("TICK-12", "TICK-11", "ENC-22"))
    base: dict[str, Any] = {"subject": PEER, "expires_ms": _EXPIRES}
    book.accept("two", "two signers, by their keys", base, seeds=SEEDS[:2])
    book.accept("two-swapped", "in any order", base, seeds=SEEDS[1::-1])
    book.accept("three", "three signers", base, seeds=SEEDS)
    book.accept("none", "a ticket that nobody signed", base, seeds=())
    book.random(2)
    book.refuse_changed("twice", "a seed twice", "two", "DuplicateElement", seeds=(*SEEDS[:2], SEEDS[0]))
    book.spoil_all("two")
    return book


def _validate() -> Casebook:
    book = Casebook("crypto.issuer_ticket_validate", requirements=("TICK-13", "TICK-14", "TICK-12", "ENC-22"))
    issuer = PageIssuer(KEYS, 2)
    data = issuer_ticket(PEER, _EXPIRES, SEEDS[:2])
    base: dict[str, Any] = {"issuer": issuer, "data": data, "peer": PEER, "now_ms": _NOW}
    book.accept("two-of-three", "as many as the threshold", base)
    book.accept("three-of-three", "more than the threshold", base, data=issuer_ticket(PEER, _EXPIRES, SEEDS))
    book.accept(
        "one-of-one", "one key", base, issuer=PageIssuer(KEYS[:1], 1), data=issuer_ticket(PEER, _EXPIRES, SEEDS[:1])
    )
    book.accept("keys-swapped", "the page lists its keys in any order", base, issuer=PageIssuer(KEYS[::-1], 2))
    book.accept("last-moment", "a millisecond before it expires", base, now_ms=_EXPIRES - 1)
    book.random(2)
    _refused(book, data)
    _issuers(book)
    book.spoil("two-of-three")
    return book


def _entries(data: bytes) -> list[bytes]:
    return [data[at : at + 96] for at in range(40, len(data), 96)]


def _refused(book: Casebook, data: bytes) -> None:
    def refuse(name: str, comment: str, requirement: str, twin: str = "two-of-three", **changed: Any) -> None:
        book.refuse_changed(name, comment, twin, "InvalidTicket", requirements=(requirement,), **changed)

    first, second = _entries(data)
    refuse("expired", "this millisecond", "TICK-14", now_ms=_EXPIRES)
    refuse("expired-long-ago", "long ago", "TICK-14", now_ms=2**64 - 1)
    refuse("another-peer", "shown by another peer", "TICK-14", peer=KEYS[0])
    refuse("other-subject", "another peer's ticket", "TICK-14", data=issuer_ticket(KEYS[0], _EXPIRES, SEEDS[:2]))
    refuse("too-few", "one signer of two", "TICK-13", data=data[:40] + first)
    refuse("none", "nobody signed", "TICK-13", data=data[:40])
    refuse("one-twice", "one signer twice", "TICK-12", data=data[:40] + first + first)
    refuse("unordered", "signers in descending order", "TICK-12", data=data[:40] + second + first)
    for name, size in (("empty", 0), ("short", 39), ("byte-less", len(data) - 1)):
        refuse(name, f"{size} bytes", "TICK-12", data=data[:size])
    refuse("trailing", "a byte behind it", "TICK-12", data=data + b"\0")
    stranger = hash_bytes(b"a stranger")
    refuse(
        "stranger",
        "a signer that the page does not list",
        "TICK-13",
        data=issuer_ticket(PEER, _EXPIRES, (SEEDS[0], stranger)),
    )
    refuse(
        "stranger-beside",
        "one such beside two that it does",
        "TICK-13",
        data=issuer_ticket(PEER, _EXPIRES, (*SEEDS[:2], stranger)),
    )
    refuse(
        "later",
        "an expiry that was moved",
        "TICK-13",
        data=data[:32] + (_EXPIRES + 1).to_bytes(8, "little") + data[40:],
    )
    refuse("big-endian", "an expiry big-endian", "TICK-12", data=data[:32] + data[32:40][::-1] + data[40:])
    flipped = data[:-1] + bytes([data[-1] ^ 1])
    refuse("altered", "a bit of a signature", "TICK-13", data=flipped)
    s = int.from_bytes(second[64:], "little") + ORDER
    refuse("s-plus-l", "an S the order above", "TICK-13", data=data[:-32] + s.to_bytes(32, "little"))
    refuse(
        "swapped",
        "two signatures exchanged",
        "TICK-13",
        data=data[:40] + first[:32] + second[32:] + second[:32] + first[32:],
    )
    third = _entries(issuer_ticket(PEER, _EXPIRES, SEEDS))
    spoilt = data[:40] + b"".join(each if at else each[:95] + bytes([each[95] ^ 1]) for at, each in enumerate(third))
    refuse("one-wrong-of-three", "two that are right do not mend one that is not", "TICK-13", data=spoilt)
    preimage = issuer_ticket_digest(PEER, _EXPIRES).encode()
    refuse("preimage-signed", "the preimage signed, not its digest", "ENC-22", data=_by_hand(preimage))
    refuse("undigested", "subject and expiry signed as they are", "ENC-22", data=_by_hand(data[:40]))


def _by_hand(signed: bytes) -> bytes:
    seeds = sorted(SEEDS[:2], key=lambda seed: peer_id(UniqueId(seed)))
    entries = b"".join(peer_id(UniqueId(seed)) + sign(seed, signed) for seed in seeds)
    return PEER + _EXPIRES.to_bytes(8, "little") + entries


def _issuers(book: Casebook) -> None:
    def mismatch(name: str, comment: str, keys: tuple[bytes, ...], threshold: int) -> None:
        params = {**next(test.params for test in book.tests if test.id.endswith("/two-of-three"))}
        listed = params["issuer"]["keys"]
        given = [key.hex() for key in keys]
        issuer = {"keys": given, "threshold": threshold}
        assert (given == listed) != (threshold == 2)
        book.refuse(name, comment, "two-of-three", "IssuerMismatch", {**params, "issuer": issuer}, ("TICK-13",))

    mismatch("threshold-zero", "a threshold of none", KEYS, 0)
    mismatch("threshold-above", "a threshold above the keys", KEYS, 4)
    mismatch("key-twice", "a key that is listed twice", (*KEYS, KEYS[0]), 2)
    mismatch("no-keys", "no keys", (), 2)
    three = PageIssuer(KEYS, 3)
    book.refuse_changed(
        "threshold-three", "two of three where three are due", "two-of-three", "InvalidTicket", issuer=three
    )
