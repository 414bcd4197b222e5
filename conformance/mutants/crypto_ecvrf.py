"""Mutants of the chapter ECVRF."""

from __future__ import annotations

import hashlib
from typing import Any

from coalition.crypto import ecvrf
from coalition.crypto.edwards25519 import ORDER, decode, encode, multiply
from conformance.mutants.breaking import Mutant, replaced

_VRF = "crypto.ecvrf."


def _uncleared(_original: Any) -> Any:
    def point_of(salt: bytes, alpha: bytes) -> Any:
        for counter in range(256):
            hashed = hashlib.sha512(ecvrf.SUITE + b"\x01" + salt + alpha + bytes([counter]) + b"\x00").digest()
            if (point := decode(hashed[:32])) is not None:
                return point
        return None

    return point_of


def _uncounted(_original: Any) -> Any:
    """Tried again by hashing the hash, without a counter."""

    def point_of(salt: bytes, alpha: bytes) -> Any:
        hashed = hashlib.sha512(ecvrf.SUITE + b"\x01" + salt + alpha + b"\x00\x00").digest()
        while (point := decode(hashed[:32])) is None:
            hashed = hashlib.sha512(hashed).digest()
        return multiply(point, 8)

    return point_of


def _old_draft(original: Any) -> Any:
    return lambda _public_key, *points: original(b"", *points)


def _short_output(_original: Any) -> Any:
    return lambda gamma: hashlib.sha512(ecvrf.SUITE + b"\x03" + encode(gamma) + b"\x00").digest()


def _fixed_nonce(_original: Any) -> Any:
    return lambda half, _h: int.from_bytes(hashlib.sha512(half).digest(), "little") % ORDER


def _any_length(original: Any) -> Any:
    return lambda proof: original(proof[:80])


def _unchallenged(_original: Any) -> Any:
    def verify(public_key: bytes, alpha: bytes, proof: bytes) -> bytes:
        ecvrf.read_key(public_key)
        ecvrf.point_of(public_key, alpha)
        return ecvrf.output(ecvrf.read_proof(proof).gamma)

    return verify


def _all_or_nothing(original: Any) -> Any:
    def outputs(statements: Any) -> Any:
        found = original(statements)
        return found if None not in found else tuple(None for _ in found)

    return outputs


MUTANTS = (
    Mutant("vrf-cofactor-left-in", ("VRF-1",), "H is not multiplied by 8", (replaced(f"{_VRF}point_of", _uncleared),)),
    Mutant(
        "vrf-salt-left-out",
        ("VRF-1",),
        "the key is no salt",
        (replaced(f"{_VRF}point_of", lambda original: lambda _salt, alpha: original(b"", alpha)),),
    ),
    Mutant("vrf-uncounted", ("VRF-1",), "a second try hashes the first", (replaced(f"{_VRF}point_of", _uncounted),)),
    Mutant(
        "vrf-nonce-fixed",
        ("VRF-2",),
        "the nonce is the same for every input",
        (replaced(f"{_VRF}nonce", _fixed_nonce),),
    ),
    Mutant(
        "vrf-challenge-of-a-draft",
        ("VRF-3", "VRF-6"),
        "Y is left out of the challenge",
        (replaced(f"{_VRF}challenge", _old_draft),),
    ),
    Mutant(
        "vrf-s-above-order",
        ("VRF-4",),
        "s may be the order or above",
        (replaced(f"{_VRF}is_reduced", lambda _: lambda _s: True),),
    ),
    Mutant(
        "vrf-proof-with-a-tail",
        ("VRF-4",),
        "bytes behind a proof are dropped",
        (replaced(f"{_VRF}read_proof", _any_length),),
    ),
    Mutant(
        "vrf-weak-key",
        ("VRF-5",),
        "a key of small order is taken",
        (replaced(f"{_VRF}is_weak", lambda _: lambda _key: False),),
    ),
    Mutant(
        "vrf-unchallenged", ("VRF-6",), "the challenge is not compared", (replaced(f"{_VRF}verify", _unchallenged),)
    ),
    Mutant(
        "vrf-output-uncleared",
        ("VRF-7",),
        "Γ is hashed without the cofactor",
        (replaced(f"{_VRF}output", _short_output),),
    ),
    Mutant(
        "vrf-outputs-in-a-batch",
        ("VRF-8",),
        "one wrong statement refuses the whole list",
        (replaced(f"{_VRF}outputs", _all_or_nothing),),
    ),
)
