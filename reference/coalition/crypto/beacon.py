"""Beacons of drand's schemes, the value of a round, and draws from it (chapter Beacons)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from coalition.crypto import bls12_381
from coalition.crypto.bls12_381 import CurveGroup
from coalition.errors import RuleError
from coalition.preimage import Preimage, concat, data, derivation, operation, raw
from coalition.shapes import U64, Bytes32, Bytes64, Data, Discriminant, Variant


class PreviousSignatureMissing(RuleError):
    """A round of a chained scheme without the signature before it."""

    requirement = "BEACON-3"
    stage = "relate"


class PreviousSignatureSurplus(RuleError):
    """A round of an unchained scheme with a signature before it."""

    requirement = "BEACON-3"
    stage = "relate"


class DrandScheme(Discriminant):
    """The schemes of drand, each its own (BEACON-1)."""

    PedersenBlsChained = 0
    PedersenBlsUnchained = 1
    BlsUnchainedOnG1 = 2
    BlsUnchainedG1Rfc9380 = 3


@dataclass(frozen=True)
class Terms:
    """What a scheme fixes: the group of its signatures, the tag they are hashed under, whether rounds are chained."""

    group: CurveGroup
    tag: bytes
    chained: bool


_G1_TAG: Final = CurveGroup.G1.suite
_G2_TAG: Final = CurveGroup.G2.suite
#: The table of schemes; the third hashes to G1 under the tag of G2, as it did when it was deployed (BEACON-1).
SCHEMES: Final = {
    DrandScheme.PedersenBlsChained: Terms(CurveGroup.G2, _G2_TAG, chained=True),
    DrandScheme.PedersenBlsUnchained: Terms(CurveGroup.G2, _G2_TAG, chained=False),
    DrandScheme.BlsUnchainedOnG1: Terms(CurveGroup.G1, _G2_TAG, chained=False),
    DrandScheme.BlsUnchainedG1Rfc9380: Terms(CurveGroup.G1, _G1_TAG, chained=False),
}


@dataclass(frozen=True)
class ThresholdSignature(Variant):
    """The signature of a round, of a threshold signer or of drand."""

    signature: bytes


@dataclass(frozen=True)
class VrfOutput(Variant):
    """The output β of a VRF."""

    beta: Bytes64


BeaconOutput = ThresholdSignature | VrfOutput


@operation("crypto.beacon_message")
def beacon_message(scheme: DrandScheme, round: U64, previous_signature: bytes | None) -> Bytes32:  # noqa: A002 - the parameter's name is the specification's
    """What a round's signature signs: 32 bytes (BEACON-2). Raises as BEACON-3 says."""
    check_link(terms(scheme).chained, previous_signature)
    return message_of(round, previous_signature)


@operation("crypto.beacon_verify")
def beacon_verify(
    scheme: DrandScheme,
    public_key: bytes,
    round: U64,  # noqa: A002 - the parameter's name is the specification's
    previous_signature: bytes | None,
    signature: bytes,
) -> Bytes32:
    """The value of a round whose signature is the network's (BEACON-4, BEACON-5).

    Raises as BEACON-3 says, then what verifying a BLS signature raises (TBLS-1 to TBLS-3, TBLS-7).
    """
    message = beacon_message(scheme, round, previous_signature)
    of = terms(scheme)
    check_signature(of, public_key, message, signature)
    return signature_value(signature)


@operation("crypto.beacon_value")
def beacon_value(output: BeaconOutput) -> Bytes32:
    """The 32 bytes of a tick, of what its scheme puts out (BEACON-5)."""
    return vrf_value(output.beta) if isinstance(output, VrfOutput) else signature_value(output.signature)


@derivation("crypto.beacon_draw")
def beacon_draw(value: Bytes32, domain: Data) -> Preimage:
    """A draw from a round for one purpose (BEACON-6)."""
    return concat(raw("value", value), data("domain", domain))


def terms(scheme: DrandScheme) -> Terms:
    """What a scheme fixes (BEACON-1)."""
    return SCHEMES[scheme]


def message_of(number: int, previous_signature: bytes | None) -> bytes:
    """SHA-256 of the signature before, if there is one, and the round's number, big-endian (BEACON-2)."""
    return hashlib.sha256((previous_signature or b"") + number.to_bytes(8, "big")).digest()


def check_link(chained: bool, previous_signature: bytes | None) -> None:
    """Raise `PreviousSignatureMissing`, `PreviousSignatureSurplus` (BEACON-3)."""
    if chained and previous_signature is None:
        raise PreviousSignatureMissing(previous_signature)
    if not chained and previous_signature is not None:
        raise PreviousSignatureSurplus(previous_signature)


def check_signature(of: Terms, public_key: bytes, message: bytes, signature: bytes) -> None:
    """Raise what BLS verification raises, under the scheme's tag (BEACON-4)."""
    bls12_381.verify(of.group, public_key, message, signature, of.tag)


def signature_value(signature: bytes) -> bytes:
    """SHA-256 of a signature (BEACON-5)."""
    return hashlib.sha256(signature).digest()


def vrf_value(beta: bytes) -> bytes:
    """The first 32 bytes of β (BEACON-5)."""
    return beta[:32]
