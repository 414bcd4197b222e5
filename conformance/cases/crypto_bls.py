"""Cases of BLS signatures: Wycheproof's, and what breaks one thing of a key, a signature or a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.crypto.bls12_381 import ORDER, PRIME, CurveGroup, public_key, sign
from conformance.casebook import Casebook
from conformance.published import published

#: A secret like any other.
SECRET = int.from_bytes(b"a secret of thirty-two bytes....") % ORDER
MESSAGE = b"coalition.retirement.v1"
#: (x = 4) is the smallest point of the curve of G1 outside the subgroup; (0, 2) has order 3.
OUTSIDE_G1 = "80" + "00" * 46 + "04"
ORDER_THREE = "80" + "00" * 47
#: (x = 2) of G2.
OUTSIDE_G2 = "80" + "00" * 94 + "02"
#: The prime for x.
_UNREDUCED = bytes([0x80 | PRIME.to_bytes(48)[0]]).hex() + PRIME.to_bytes(48)[1:].hex()


def casebooks() -> Iterator[Casebook]:
    """The casebooks of hashing, keys, signing and verifying."""
    yield _hash_to_curve()
    yield _public_key()
    yield _sign()
    yield _verify()


def _hash_to_curve() -> Casebook:
    book = Casebook("crypto.bls_hash_to_curve")
    for group in CurveGroup:
        tag = f"QUUX-V01-CS02-with-BLS12381{group.name}_XMD:SHA-256_SSWU_RO_".encode()
        for name, message in (("empty", b""), ("abc", b"abc")):
            book.accept(f"rfc-9380-{group.name}-{name}", "RFC 9380, appendix J", group=group, message=message, tag=tag)
        book.accept(
            f"{group.name}-other-tag", "the tag of the other group", group=group, message=MESSAGE, tag=group.other.suite
        )
        for size in (1, 255):
            book.accept(
                f"{group.name}-tag-{size}",
                "a tag of the least or greatest length",
                group=group,
                message=MESSAGE,
                tag=b"t" * size,
            )
        for size in (0, 256):
            book.refuse_changed(
                f"{group.name}-tag-{size}",
                f"a tag of {size} bytes",
                f"{group.name}-tag-255",
                "TagLength",
                tag=b"t" * size,
            )
    book.random(2)
    book.spoil_all("g1-tag-1")
    return book


def _scalars(book: Casebook) -> None:
    for name, value, error in (
        ("order", ORDER, "ScalarOutOfRange"),
        ("order-and-one", ORDER + 1, "ScalarOutOfRange"),
        ("greatest", 2**256 - 1, "ScalarOutOfRange"),
        ("zero", 0, "ScalarZero"),
    ):
        book.refuse_changed(f"g1-secret-{name}", "no secret", "g1", error, secret=value.to_bytes(32))


def _public_key() -> Casebook:
    book = Casebook("crypto.bls_public_key", requirements=("TBLS-4", "TBLS-6"))
    for group in CurveGroup:
        book.accept(group.name, "a public key", signature_group=group, secret=SECRET.to_bytes(32))
        book.accept(f"{group.name}-one", "the generator", signature_group=group, secret=(1).to_bytes(32))
        book.accept(
            f"{group.name}-greatest", "the generator, negated", signature_group=group, secret=(ORDER - 1).to_bytes(32)
        )
    _scalars(book)
    book.random(2)
    book.spoil_all("g1")
    return book


def _sign() -> Casebook:
    book = Casebook("crypto.bls_sign", requirements=("TBLS-4", "TBLS-6"))
    for group in CurveGroup:
        wrong = sign(group, SECRET, MESSAGE, group.other.suite).encode().hex()
        book.accept(
            group.name,
            "a signature",
            signature_group=group,
            secret=SECRET.to_bytes(32),
            message=MESSAGE,
            misses={"bls-tag-swapped": wrong},
        )
        book.accept(
            f"{group.name}-empty", "of no message", signature_group=group, secret=SECRET.to_bytes(32), message=b""
        )
    _scalars(book)
    book.random(2)
    book.spoil_all("g1")
    return book


def _verify() -> Casebook:
    book = Casebook("crypto.bls_verify", requirements=("TBLS-1", "TBLS-2", "TBLS-3", "TBLS-7"))
    for group in CurveGroup:
        name = group.name.lower()
        key, signature = public_key(group, SECRET), sign(group, SECRET, MESSAGE)
        book.accept(
            name,
            "a signature",
            signature_group=group,
            public_key=key.encode(),
            message=MESSAGE,
            signature=signature.encode(),
        )
        _near(book, group)
        _points(book, group)
    _wycheproof(book)
    book.random(2)
    book.spoil_all("g1")
    return book


def _near(book: Casebook, group: CurveGroup) -> None:
    """What verifies under something that is not quite the same."""
    name = group.name.lower()
    key, signature = public_key(group, SECRET), sign(group, SECRET, MESSAGE)
    error = "BlsSignatureInvalid"
    book.refuse_changed(f"{name}-negated", "its negative", name, error, signature=(-signature).encode())
    book.refuse_changed(
        f"{name}-other-tag", "made under the tag of the other group", name, error,
        signature=sign(group, SECRET, MESSAGE, group.other.suite).encode(),
    )  # fmt: skip
    book.refuse_changed(
        f"{name}-augmented-tag", "made under the tag of message augmentation", name, error,
        signature=sign(group, SECRET, MESSAGE, group.suite.replace(b"NUL", b"AUG")).encode(),
    )  # fmt: skip
    book.refuse_changed(f"{name}-other-message", "another message", name, error, message=MESSAGE + b"\0")
    book.refuse_changed(f"{name}-other-key", "another key", name, error, public_key=(key * 2).encode())


def _points(book: Casebook, group: CurveGroup) -> None:
    """Each way of being no point, of the key and of the signature."""
    name = group.name.lower()
    infinite: Any = {
        member: b"\xc0" + bytes(of.size - 1) for member, of in (("signature", group), ("public_key", group.other))
    }
    book.refuse_changed(
        f"{name}-both-identity", "infinite both, for which the equation holds", name, "PointIsIdentity", **infinite
    )
    for member, of in (("signature", group), ("public_key", group.other)):
        good = public_key(group, SECRET).encode() if member == "public_key" else sign(group, SECRET, MESSAGE).encode()
        infinity = "c0" + "00" * (of.size - 1)
        outside = {"outside-subgroup": OUTSIDE_G1, "order-three": ORDER_THREE}
        ways = [
            ("identity", "PointIsIdentity", infinity),
            ("identity-signed", "PointMalformed", "e0" + infinity[2:]),
            ("identity-with-x", "PointMalformed", infinity[:-2] + "01"),
            ("uncompressed-flag", "PointMalformed", bytes([good[0] & 0x7F]).hex() + good[1:].hex()),
            ("unreduced", "PointMalformed", _UNREDUCED + "00" * (of.size - 48)),
            ("off-curve", "PointMalformed", "80" + "00" * (of.size - 2) + "01"),
            ("empty", "PointMalformed", ""),
            ("short", "PointMalformed", good[:-1].hex()),
            ("long", "PointMalformed", good.hex() + "00"),
            *(
                (way, "PointNotInSubgroup", data)
                for way, data in (outside if of is CurveGroup.G1 else {"outside-subgroup": OUTSIDE_G2}).items()
            ),
        ]  # fmt: skip
        for way, error, data in ways:
            slug = f"{name}-{member.replace('_', '-')}-{way}"
            changed: Any = {member: bytes.fromhex(data)}
            book.refuse_changed(slug, f"{member}: {way}", name, error, **changed)


def _wycheproof(book: Casebook) -> None:
    first: str | None = None
    for case in published("bls_g2_basic")["cases"]:
        name = f"wycheproof-{case['id']}"
        given: Any = {key: bytes.fromhex(case[key]) for key in ("public_key", "message", "signature")}
        comment = f"Wycheproof: {case['comment']}"
        if case["error"] is None:
            book.accept(name, comment, signature_group=CurveGroup.G2, **given)
            first = first or name
            base = first
        elif sum(given[key].hex() != _first(key) for key in given) == 1:
            book.refuse_changed(name, comment, base, case["error"], **given)


def _first(member: str) -> str:
    return str(published("bls_g2_basic")["cases"][0][member])
