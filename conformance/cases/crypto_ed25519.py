"""Cases of the chapter Ed25519: published figures, and what tells policies of verification apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coalition.crypto.ed25519 import Ed25519Input, challenge, flags, sign
from coalition.crypto.edwards25519 import BASE, ORDER, add, decode, encode, multiply
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, hash_bytes
from conformance.casebook import Casebook
from conformance.ed25519_policies import STRICT, misses
from conformance.published import published

_SEED = hash_bytes(b"a signer of messages")


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _sign()
    yield _verify()
    yield _flags()
    yield _verdicts()


def _input(row: Mapping[str, Any]) -> Ed25519Input:
    return Ed25519Input(*(bytes.fromhex(row[name]) for name in ("key", "message", "signature")))


def _public(seed: bytes) -> bytes:
    return peer_id(UniqueId(seed))


def _sign() -> Casebook:
    book = Casebook("crypto.ed25519_sign")
    for number, row in enumerate(published("ed25519")["rfc8032"], 1):
        book.accept(
            f"rfc-8032-{number}",
            "RFC 8032, section 7.1",
            seed=bytes.fromhex(row["seed"]),
            message=bytes.fromhex(row["message"]),
        )
    book.accept("digest", "the digest of a struct", seed=_SEED, message=hash_bytes(b"a struct"))
    book.accept("long", "more than a block of SHA-512", seed=_SEED, message=bytes(300))
    book.random(3)
    book.spoil_all("digest")
    return book


def _verify() -> Casebook:
    book = Casebook("crypto.ed25519_verify", requirements=("EDS-2", "EDS-5"))
    for number, row in enumerate(published("ed25519")["rfc8032"], 1):
        seed, message = bytes.fromhex(row["seed"]), bytes.fromhex(row["message"])
        book.accept(
            f"rfc-8032-{number}",
            "RFC 8032, section 7.1",
            public_key=_public(seed),
            message=message,
            signature=bytes.fromhex(row["signature"]),
        )
    _wycheproof(book)
    _altered(book)
    _policies(book)
    book.random(3)
    book.spoil_all("signed")
    return book


def _wycheproof(book: Casebook) -> None:
    """Every figure: one that is refused differs from an accepted one in its signature alone."""
    rows = published("ed25519")["wycheproof"]
    twins: dict[tuple[str, str], str] = {}
    for row in rows:
        if row["valid"]:
            name = f"wycheproof-{row['id']}"
            given = _input(row)
            book.accept(
                name, "Wycheproof", public_key=given.public_key, message=given.message, signature=given.signature
            )
            twins.setdefault((row["key"], row["message"]), name)
    for row in rows:
        if row["valid"]:
            continue
        # Another message under a key that signs nothing of the kind stands in the list of verdicts alone.
        twin = twins.get((row["key"], row["message"]))
        if twin is None:
            continue
        book.refuse_changed(
            f"wycheproof-{row['id']}", f"Wycheproof: {row['comment']}", twin, "SignatureRejected",
            requirements=("EDS-3",) if "SignatureMalleability" in row["flags"] else (),
            signature=bytes.fromhex(row["signature"]),
        )  # fmt: skip


def _altered(book: Casebook) -> None:
    message = b"what is signed"
    signature = sign(_SEED, message)
    base = {"public_key": _public(_SEED), "message": message, "signature": signature}
    book.accept("signed", "what everybody takes", base)
    s = int.from_bytes(signature[32:], "little")
    for times in (1, 2, 7):
        raised = signature[:32] + (s + times * ORDER).to_bytes(32, "little")
        book.refuse_changed(
            f"s-plus-{times}l",
            "the same S, the order above",
            "signed",
            "SignatureRejected",
            ("EDS-3",),
            signature=raised,
        )
    negated = signature[:32] + (ORDER - s).to_bytes(32, "little")
    book.refuse_changed("s-negated", "S negated", "signed", "SignatureRejected", signature=negated)
    book.refuse_changed("s-zero", "S zero", "signed", "SignatureRejected", signature=signature[:32] + bytes(32))
    book.refuse_changed(
        "r-negated",
        "R negated",
        "signed",
        "SignatureRejected",
        signature=signature[:31] + bytes([signature[31] ^ 0x80]) + signature[32:],
    )
    book.refuse_changed(
        "halves-swapped", "S before R", "signed", "SignatureRejected", signature=signature[32:] + signature[:32]
    )
    for size in (0, 32, 63):
        book.refuse_changed(f"short-{size}", f"{size} bytes", "signed", "SignatureRejected", signature=signature[:size])
    book.refuse_changed("trailing", "a byte behind it", "signed", "SignatureRejected", signature=signature + b"\0")
    book.refuse_changed(
        "other-key", "another key", "signed", "SignatureRejected", public_key=_public(hash_bytes(b"another"))
    )
    book.refuse_changed(
        "no-point", "a key that is no point", "signed", "SignatureRejected", ("EDS-4",), public_key=b"\2" + bytes(31)
    )
    book.refuse_changed("other-message", "another message", "signed", "SignatureRejected", message=message + b".")
    book.refuse_changed(
        "prehashed", "the message hashed first", "signed", "SignatureRejected", message=hash_bytes(message)
    )


def _policies(book: Casebook) -> None:
    """Inputs that some policy takes: each beside a signature of a key without torsion that all take."""
    rows = [(f"speccheck-{row['number']}", row) for row in published("ed25519")["speccheck"]]
    rows += [(f"cctv-{row['number']}", row) for row in published("ed25519")["cctv"]]
    for name, row in rows:
        given = _input(row)
        if STRICT(flags(given)):
            book.accept(
                name,
                "points of mixed order whose parts of small order cancel",
                public_key=given.public_key,
                message=given.message,
                signature=given.signature,
            )
    for name, key, message, right, wrong, comment, requirement in _torsion():
        book.accept(f"{name}-right", comment[0], public_key=key, message=message, signature=right)
        book.refuse_changed(
            f"{name}-wrong", comment[1], f"{name}-right", "SignatureRejected", (requirement,), signature=wrong
        )


_ORDER_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


def _torsion() -> Iterator[tuple[str, bytes, bytes, bytes, bytes, tuple[str, str], str]]:
    """Signatures whose R differs by a point of order 8: the equation holds of one, and of both when multiplied by 8."""
    torsion = decode(_ORDER_8)
    assert torsion is not None
    secret = int.from_bytes(hash_bytes(b"a secret"), "little") % ORDER
    nonce = int.from_bytes(hash_bytes(b"a nonce"), "little") % ORDER
    key = encode(multiply(BASE, secret))
    message = b"signed with a nonce of mixed order"

    def signed(r: bytes, public: bytes, of: bytes) -> bytes:
        k = int.from_bytes(challenge(public, of, r), "little") % ORDER
        return r + ((nonce + k * secret) % ORDER).to_bytes(32, "little")

    plain, mixed = encode(multiply(BASE, nonce)), encode(add(multiply(BASE, nonce), torsion))
    yield (
        "r-mixed",
        key,
        message,
        signed(plain, key, message),
        signed(mixed, key, message),
        ("R of prime order", "R with a part of order 8"),
        "EDS-5",
    )
    mixed_key = encode(add(multiply(BASE, secret), torsion))
    for number in range(64):
        of = b"signed with a key of mixed order %d" % number
        k = int.from_bytes(challenge(mixed_key, of, plain), "little") % ORDER
        cancelling = encode(add(multiply(BASE, nonce), multiply(torsion, -k % 8)))
        again = int.from_bytes(challenge(mixed_key, of, cancelling), "little") % ORDER
        if again % 8 == k % 8 and k % 8:
            comment = ("R cancels the key's part of order 8", "it does not")
            yield (
                "key-mixed",
                mixed_key,
                of,
                signed(cancelling, mixed_key, of),
                signed(plain, mixed_key, of),
                comment,
                "EDS-5",
            )
            return


def _flags() -> Casebook:
    book = Casebook("crypto.ed25519_flags", requirements=("EDS-6",))
    signed = Ed25519Input(_public(_SEED), b"signed", sign(_SEED, b"signed"))
    book.accept("signed", "an honest signature", input=signed)
    book.accept(
        "not-a-point", "a key that is no point", input=Ed25519Input(b"\2" + bytes(31), b"signed", signed.signature)
    )
    for number in range(19):
        # The prime and what is above it, some of them points of large order.
        key = (2**255 - 19 + number).to_bytes(32, "little")
        book.accept(f"key-p-plus-{number}", "a y that is reduced", input=Ed25519Input(key, b"signed", signed.signature))
    for name in ("speccheck", "cctv"):
        for row in published("ed25519")[name]:
            book.accept(f"{name}-{row['number']}", f"the published input {row['number']}", input=_input(row))
    book.random(2)
    book.spoil_all("signed")
    return book


def _verdicts() -> Casebook:
    book = Casebook("crypto.ed25519_verdicts", requirements=("EDS-7", "EDS-2", "EDS-3", "EDS-4", "EDS-5"))
    figures = published("ed25519")
    speccheck = tuple(_input(row) for row in figures["speccheck"])
    cctv = tuple(_input(row) for row in figures["cctv"])
    book.accept("none", "no input", inputs=())
    book.accept("speccheck", "the 12 inputs of Taming the many EdDSAs", inputs=speccheck, misses=misses(speccheck))
    book.accept("cctv", "an input of each set of flags of CCTV", inputs=cctv, misses=misses(cctv))
    whole = tuple(
        _input(row) for row in figures["wycheproof"] if len(row["signature"]) == 128 and len(row["message"]) < 300
    )
    book.accept("wycheproof", "Wycheproof's, but those of another length", inputs=whole)
    book.random(2)
    book.spoil("speccheck")
    return book
