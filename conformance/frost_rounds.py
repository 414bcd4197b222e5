"""Rounds of FROST that cases are made of: the published ones, five of seven, and what is no element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from coalition.crypto import edwards25519 as edwards
from coalition.crypto import frost
from coalition.crypto.frost_round import FrostGroup, FrostKeys, FrostMember, FrostNonces
from coalition.crypto.frost_suites import SUITES, FrostSuite
from conformance.crypto_inputs.frost import Played, dealt, played
from conformance.entropy import Entropy
from conformance.published import published

#: The name of each published round in the ids of its cases.
_NAMES: Final = ("rfc-9591-secp256k1", "big-secp256k1", "rfc-9591-ed25519", "big-ed25519")
#: A point of order 8 of edwards25519.
TORSION: Final = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")


def rounds() -> Mapping[str, Mapping[str, Any]]:
    """The published rounds by name."""
    return dict(zip(_NAMES, published("frost")["cases"], strict=True))


def made_keys() -> Mapping[str, Mapping[str, Any]]:
    """The keys that participants made without a dealer, as published, by name (`ed25519`)."""
    return {figures["suite"].lower(): figures for figures in published("frost_dkg")["cases"]}


def made_group(figures: Mapping[str, Any]) -> FrostGroup:
    """The group of such a key."""
    members = tuple(
        FrostMember(each["identifier"], bytes.fromhex(each["verifying_share"])) for each in figures["participants"]
    )
    return FrostGroup(FrostSuite[figures["suite"]], figures["threshold"], bytes.fromhex(figures["public_key"]), members)


def summed(figures: Mapping[str, Any]) -> tuple[bytes, tuple[bytes, ...]]:
    """The sum of the participants' polynomials: the secret that none of them knows, and the coefficients above it."""
    by = SUITES[FrostSuite[figures["suite"]]]
    polynomials = [
        [by.scalar(bytes.fromhex(each)) for each in (one["secret"], *one["coefficients"])]
        for one in figures["participants"]
    ]
    secret, *coefficients = (by.encode_scalar(sum(column)) for column in zip(*polynomials, strict=True))
    return secret, tuple(coefficients)


@cache
def replay(name: str) -> Played:
    """A published round as this suite's own types have it, made of the published inputs alone."""
    figures = rounds()[name]
    suite = FrostSuite[figures["suite"]]
    by, signers = SUITES[suite], figures["signers"]
    numbers = [each["identifier"] for each in signers] if figures["size"] > 3 else range(1, figures["size"] + 1)
    polynomial = [by.scalar(bytes.fromhex(each)) for each in (figures["secret"], *figures["coefficients"])]
    shares = [frost.evaluate(polynomial, each, by.order) for each in numbers]
    members = tuple(FrostMember(n, by.encode(by.base(each))) for n, each in zip(numbers, shares, strict=True))
    group = FrostGroup(suite, figures["threshold"], bytes.fromhex(figures["public_key"]), members)
    nonces = {}
    for each in signers:
        drawn = (bytes.fromhex(each[f"{kind}_nonce_randomness"]) for kind in ("hiding", "binding"))
        nonces[each["identifier"]] = FrostNonces(
            *(frost.nonce(suite, randomness, bytes.fromhex(each["share"])) for randomness in drawn)
        )
    keys = FrostKeys(group, tuple(by.encode_scalar(each) for each in shares), ())
    commitments = tuple(frost.commit(suite, number, nonces[number]) for number in nonces)
    return Played(keys, tuple(nonces), nonces, commitments, bytes.fromhex(figures["message"]))


@cache
def five_of_seven(suite: FrostSuite) -> Played:
    """A round of five of seven participants, whose commitments come in no order."""
    entropy = Entropy(f"frost five of seven {suite.name}")
    return played(dealt(suite, 5, 7, entropy), (6, 2, 7, 1, 4), b"five of seven", entropy)


def wrong_elements(suite: FrostSuite, right: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Bytes that are no element, with a name and the error of each."""
    if suite is FrostSuite.Secp256k1:
        yield "identity", "FrostIdentityElement", bytes(33)
        yield "no-point", "FrostElementMalformed", b"\x02" + (5).to_bytes(32, "big")
        yield "above-prime", "FrostElementMalformed", b"\x02" + (2**256 - 2**32 - 977 + 1).to_bytes(32, "big")
        yield "uncompressed-tag", "FrostElementMalformed", b"\x04" + right[1:]
    else:
        yield "identity", "FrostIdentityElement", edwards.encode(edwards.IDENTITY)
        yield "no-point", "FrostElementMalformed", (2).to_bytes(32, "little")
        yield "not-reduced", "FrostElementMalformed", (edwards.PRIME + 3).to_bytes(32, "little")
        yield "order-8", "FrostElementOrder", TORSION
        torsion, point = edwards.decode(TORSION), edwards.decode(right)
        assert torsion is not None
        assert point is not None
        yield "mixed-order", "FrostElementOrder", edwards.encode(edwards.add(point, torsion))
    yield "short", "FrostElementMalformed", right[:-1]
    yield "long", "FrostElementMalformed", right + b"\x00"
