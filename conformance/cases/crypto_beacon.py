"""Cases of the chapter Beacons: published rounds, the same rounds under what they are not, and a network of our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.crypto.beacon import SCHEMES, DrandScheme, ThresholdSignature, VrfOutput, message_of
from coalition.crypto.bls12_381 import ORDER, CurveGroup, identity, public_key, sign
from coalition.unique_id import hash_bytes
from conformance.casebook import Casebook
from conformance.published import published

_BY_NAME = {
    "pedersen-bls-chained": DrandScheme.PedersenBlsChained,
    "pedersen-bls-unchained": DrandScheme.PedersenBlsUnchained,
    "bls-unchained-on-g1": DrandScheme.BlsUnchainedOnG1,
    "bls-unchained-g1-rfc9380": DrandScheme.BlsUnchainedG1Rfc9380,
}
_SECRET = int.from_bytes(hash_bytes(b"a network of one"), "big") % ORDER


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _message()
    yield _verify()
    yield _value()
    yield _draw()


def rounds() -> Iterator[tuple[str, dict[str, Any]]]:
    """The published rounds: the network's name, and the parameters of a verification."""
    for row in published("drand")["rounds"]:
        scheme = _BY_NAME[row["scheme"]]
        yield (
            row["network"].split()[0].rstrip(","),
            {
                "scheme": scheme,
                "public_key": bytes.fromhex(row["public_key"]),
                "round": row["round"],
                "previous_signature": bytes.fromhex(row["previous_signature"]) if SCHEMES[scheme].chained else None,
                "signature": bytes.fromhex(row["signature"]),
            },
        )


def of_our_own(scheme: DrandScheme, number: int, previous: bytes | None) -> dict[str, Any]:
    """A round that a network of one signs."""
    of = SCHEMES[scheme]
    signed = sign(of.group, _SECRET, message_of(number, previous), of.tag)
    return {
        "scheme": scheme,
        "public_key": public_key(of.group, _SECRET).encode(),
        "round": number,
        "previous_signature": previous,
        "signature": signed.encode(),
    }


def _message() -> Casebook:
    book = Casebook("crypto.beacon_message", requirements=("BEACON-2", "BEACON-3"))
    for name, params in rounds():
        kept = {each: params[each] for each in ("scheme", "round", "previous_signature")}
        book.accept(name, "a published round", kept)
    unchained: dict[str, Any] = {"scheme": DrandScheme.BlsUnchainedG1Rfc9380, "previous_signature": None}
    book.accept("round-258", "two bytes, big-endian", unchained, round=258)
    book.accept("round-0", "a number like any other", unchained, round=0)
    book.accept("round-greatest", "the greatest number", unchained, round=2**64 - 1)
    chained = DrandScheme.PedersenBlsChained
    book.accept("genesis", "behind a seed of 32 bytes", scheme=chained, round=1, previous_signature=bytes(range(32)))
    book.accept("empty", "empty bytes are there", scheme=chained, round=1, previous_signature=b"")
    book.random(2)
    _links(book, "mainnet", "quicknet")
    book.spoil_all("mainnet")
    return book


def _links(book: Casebook, chained: str, unchained: str) -> None:
    book.refuse_changed(
        "missing", "a chained round by itself", chained, "PreviousSignatureMissing", previous_signature=None
    )
    for name, value in (("surplus", bytes(48)), ("surplus-empty", b"")):
        book.refuse_changed(
            name, "an unchained round with a link", unchained, "PreviousSignatureSurplus", previous_signature=value
        )


def _verify() -> Casebook:
    book = Casebook("crypto.beacon_verify", requirements=("BEACON-4", "BEACON-1", "BEACON-2", "BEACON-5"))
    for name, params in rounds():
        book.accept(name, "a published round", params)
    own = {}
    for scheme in DrandScheme:
        previous = b"\7" * 96 if SCHEMES[scheme].chained else None
        own[scheme] = of_our_own(scheme, 2**32 + 1, previous)
        book.accept(f"own-{scheme.value}", "a round of a network of one", own[scheme])
    book.accept(
        "genesis", "the first round of a chain", of_our_own(DrandScheme.PedersenBlsChained, 1, bytes(range(32)))
    )
    book.random(2)
    _links(book, "mainnet", "quicknet")
    _under_another_scheme(book)
    for name, params in rounds():
        _altered(book, name, params)
    _points(book)
    book.spoil_all("quicknet")
    return book


def _under_another_scheme(book: Casebook) -> None:
    """A round that is right, under a tag or a group that is not its own."""

    def refuse(twin: str, scheme: DrandScheme, error: str, comment: str) -> None:
        name = f"{twin}-as-{scheme.value}"
        book.refuse_changed(name, comment, twin, error, requirements=("BEACON-1",), scheme=scheme)

    tag = "right under the tag of the other scheme"
    for twin, scheme in (
        ("fastnet", DrandScheme.BlsUnchainedG1Rfc9380),
        ("quicknet", DrandScheme.BlsUnchainedOnG1),
        ("own-2", DrandScheme.BlsUnchainedG1Rfc9380),
        ("own-3", DrandScheme.BlsUnchainedOnG1),
    ):
        refuse(twin, scheme, "BlsSignatureInvalid", tag)
    group = "right in the other group"
    for twin, scheme in (
        ("quicknet", DrandScheme.PedersenBlsUnchained),
        ("fastnet", DrandScheme.PedersenBlsUnchained),
        ("testnet", DrandScheme.BlsUnchainedOnG1),
        ("testnet", DrandScheme.BlsUnchainedG1Rfc9380),
    ):
        refuse(twin, scheme, "PointMalformed", group)


def _altered(book: Casebook, name: str, params: dict[str, Any]) -> None:
    signature = params["signature"]

    def refuse(slug: str, comment: str, error: str = "BlsSignatureInvalid", **changed: Any) -> None:
        book.refuse_changed(f"{name}-{slug}", comment, name, error, requirements=("BEACON-4",), **changed)

    refuse("next-round", "the number of the next round", round=params["round"] + 1)
    refuse(
        "round-swapped",
        "the number in the other byte order",
        round=int.from_bytes(params["round"].to_bytes(8, "little"), "big"),
    )
    refuse("negated", "the signature negated", signature=bytes([signature[0] ^ 0x20]) + signature[1:])
    refuse("short", "a byte less", "PointMalformed", signature=signature[:-1])
    refuse("trailing", "a byte more", "PointMalformed", signature=signature + b"\0")
    refuse("empty", "no signature", "PointMalformed", signature=b"")
    if params["previous_signature"] is not None:
        previous = params["previous_signature"]
        refuse(
            "other-link", "a bit of the signature before", previous_signature=previous[:-1] + bytes([previous[-1] ^ 1])
        )
        refuse("own-link", "its own signature before it", previous_signature=signature)


def _points(book: Casebook) -> None:
    """Points that a pairing alone would take, or that no network has."""
    refuse = book.refuse_changed
    for name, group in (("quicknet", CurveGroup.G1), ("testnet", CurveGroup.G2)):
        infinite, key = identity(group).encode(), identity(group.other).encode()
        refuse(f"{name}-infinite", "the identity as signature", name, "PointIsIdentity", signature=infinite)
        refuse(f"{name}-infinite-key", "the identity as key", name, "PointIsIdentity", public_key=key)
        other = public_key(group, _SECRET).encode()
        refuse(f"{name}-other-key", "another network's key", name, "BlsSignatureInvalid", public_key=other)
    outside = bytes([0x80]) + bytes(46) + b"\4"
    refuse(
        "quicknet-outside",
        "a point of the curve, not of the group",
        "quicknet",
        "PointNotInSubgroup",
        signature=outside,
    )


def _value() -> Casebook:
    book = Casebook("crypto.beacon_value", requirements=("BEACON-5",))
    for name, params in rounds():
        book.accept(name, "a published round's signature", output=ThresholdSignature(params["signature"]))
    for number, row in enumerate(published("ecvrf")["examples"], 16):
        name = "vrf" if number == 16 else f"vrf-{number}"
        book.accept(name, f"β of RFC 9381, example {number}", output=VrfOutput(bytes.fromhex(row["beta"])))
    book.random(2)
    book.spoil_all("vrf")
    book.spoil_all("quicknet")
    return book


def _draw() -> Casebook:
    book = Casebook("crypto.beacon_draw")
    value = hash_bytes(b"a value")
    book.accept("auction", "for an auction", value=value, domain="commit-reveal-auction")
    book.accept("experiment", "of the same round for something else", value=value, domain="experiment")
    book.accept("empty", "no domain is a domain", value=value, domain=b"")
    book.accept("zero", "a value of zeros", value=bytes(32), domain=b"\0")
    book.random(3)
    book.spoil_all("auction")
    return book
