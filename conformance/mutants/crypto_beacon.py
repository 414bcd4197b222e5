"""Mutants of the chapter Beacons."""

from __future__ import annotations

import hashlib
from typing import Any

from coalition.crypto.beacon import Terms
from coalition.crypto.bls12_381 import CurveGroup
from coalition.preimage import Preimage
from coalition.unique_id import hash_bytes
from conformance.mutants.breaking import Mutant, made, replaced, unchecked

_BEACON = "crypto.beacon."


def _tag_of_the_group(original: Any) -> Any:
    def terms(scheme: Any) -> Terms:
        of = original(scheme)
        return Terms(of.group, of.group.suite, of.chained)

    return terms


def _tag_of_g2(original: Any) -> Any:
    def terms(scheme: Any) -> Terms:
        of = original(scheme)
        return Terms(of.group, CurveGroup.G2.suite, of.chained)

    return terms


def _message(join: Any) -> Any:
    return replaced(
        f"{_BEACON}message_of",
        lambda _: lambda number, previous: hashlib.sha256(join(number, previous or b"")).digest(),
    )


MUTANTS = (
    Mutant(
        "beacon-tag-of-the-group",
        ("BEACON-1",),
        "the deprecated scheme is hashed under the right tag",
        (replaced(f"{_BEACON}terms", _tag_of_the_group),),
    ),
    Mutant(
        "beacon-tag-of-g2",
        ("BEACON-1",),
        "every scheme is hashed under the tag of G2",
        (replaced(f"{_BEACON}terms", _tag_of_g2),),
    ),
    Mutant(
        "beacon-round-little-endian",
        ("BEACON-2",),
        "the round is written little-endian",
        (_message(lambda number, previous: previous + number.to_bytes(8, "little")),),
    ),
    Mutant(
        "beacon-round-first",
        ("BEACON-2",),
        "the round stands before the signature",
        (_message(lambda number, previous: number.to_bytes(8, "big") + previous),),
    ),
    Mutant(
        "beacon-unchained",
        ("BEACON-2",),
        "the signature before is left out",
        (_message(lambda number, _previous: number.to_bytes(8, "big")),),
    ),
    Mutant(
        "beacon-link-unchecked",
        ("BEACON-3",),
        "a link may be missing, or be too many",
        (unchecked(f"{_BEACON}check_link"),),
    ),
    Mutant("beacon-unverified", ("BEACON-4",), "a round counts unverified", (unchecked(f"{_BEACON}check_signature"),)),
    Mutant(
        "beacon-value-by-blake3",
        ("BEACON-5",),
        "the value is BLAKE3 of the signature",
        (replaced(f"{_BEACON}signature_value", lambda _: hash_bytes),),
    ),
    Mutant(
        "beacon-vrf-value-hashed",
        ("BEACON-5",),
        "the value is SHA-256 of β",
        (replaced(f"{_BEACON}vrf_value", lambda _: lambda beta: hashlib.sha256(beta).digest()),),
    ),
    Mutant(
        "beacon-draw-domain-first",
        ("BEACON-6",),
        "the domain is hashed before the value",
        (made("crypto.beacon_draw", lambda preimage: Preimage("concat", preimage.fields[::-1])),),
    ),
)
