"""Mutants of the chapter Threshold ECDSA."""

from __future__ import annotations

import hashlib
from typing import Any

from coalition.crypto.threshold_ecdsa import EcdsaAbort
from conformance.mutants.breaking import Mutant, replaced, unchecked


def _hashed_twice(original: Any) -> Any:
    return lambda message: original(hashlib.sha256(message).digest())


def _zero_taken(original: Any) -> Any:
    return lambda r, s: original(r or 1, s or 1)


def _silent(original: Any) -> Any:
    def combine(**params: Any) -> Any:
        made = original(**params)
        return EcdsaAbort(()) if isinstance(made, EcdsaAbort) else made

    return combine


def _somebody(original: Any) -> Any:
    return lambda presignature, message, given: original(presignature, message, given) or tuple(sorted(given))


def _swapped(original: Any) -> Any:
    def deal(**params: Any) -> Any:
        inverse, product = params["inverse_coefficients"], params["product_coefficients"]
        return original(**{**params, "inverse_coefficients": product, "product_coefficients": inverse})

    return deal


MUTANTS = (
    Mutant(
        "ecdsa-hashes-twice",
        ("FECDSA-1", "FECDSA-7"),
        "the message is hashed twice",
        (replaced("crypto.threshold_ecdsa.hashed", _hashed_twice),),
    ),
    Mutant(
        "ecdsa-any-length",
        ("FECDSA-1",),
        "bytes after a signature are left",
        (unchecked("crypto.threshold_ecdsa.check_length"),),
    ),
    Mutant(
        "ecdsa-zero-taken",
        ("FECDSA-2",),
        "0 is taken for 1",
        (replaced("crypto.threshold_ecdsa.check_range", _zero_taken),),
    ),
    Mutant("ecdsa-high-s", ("FECDSA-3",), "a high s is accepted", (unchecked("crypto.threshold_ecdsa.check_low"),)),
    Mutant(
        "ecdsa-s-not-lowered",
        ("FECDSA-3",),
        "s is left as the shares give it",
        (replaced("crypto.threshold_ecdsa.lowered", lambda _: lambda s: s),),
    ),
    Mutant(
        "ecdsa-never-verified",
        ("FECDSA-4",),
        "the equation is not looked at",
        (unchecked("crypto.threshold_ecdsa.check_equation"),),
    ),
    Mutant(
        "ecdsa-anybody-named",
        ("FECDSA-5",),
        "whoever is named is a culprit",
        (unchecked("crypto.threshold_ecdsa.check_named"),),
    ),
    Mutant(
        "ecdsa-sharings-swapped",
        ("FECDSA-6",),
        "the two polynomials have each other's coefficients",
        (replaced("crypto.threshold_ecdsa.deal", _swapped),),
    ),
    Mutant(
        "ecdsa-coefficients-of-zero",
        ("FECDSA-6",),
        "a polynomial may have coefficients that are zero",
        (unchecked("crypto.threshold_ecdsa.check_coefficients"),),
    ),
    Mutant(
        "ecdsa-share-of-the-hash",
        ("FECDSA-7",),
        "r is not reduced from the nonce's point but 1",
        (replaced("crypto.threshold_ecdsa.nonce_scalar", lambda _: lambda nonce: 1),),
    ),
    Mutant(
        "ecdsa-presignature-reused",
        ("FECDSA-8",),
        "a presignature signs again",
        (unchecked("crypto.threshold_ecdsa.check_unspent"),),
    ),
    Mutant(
        "ecdsa-presignature-half-read",
        ("PROTO-5",),
        "the parts of those that do not sign are not read",
        (unchecked("crypto.threshold_ecdsa.check_presignature"),),
    ),
    Mutant(
        "ecdsa-abort-names-somebody",
        ("FECDSA-9",),
        "where nobody is to blame, everyone is",
        (replaced("crypto.threshold_ecdsa.culprits", _somebody),),
    ),
    Mutant(
        "ecdsa-abort-names-nobody",
        ("FECDSA-9",),
        "an abort does not say who is to blame",
        (replaced("crypto.threshold_ecdsa.combine", _silent),),
    ),
)
