"""Policies of Ed25519 verification by flags, so that one that is not the strict one is recognised and named (EDS-7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from coalition.crypto.ed25519 import Ed25519Flags, Ed25519Input, challenge, flags
from conformance.notes import Note

Policy = Callable[[Ed25519Flags], bool]


def _strict(of: Ed25519Flags) -> bool:
    return _canonical_key(of) and not of.key_small_order and not of.r_small_order


def _ref10(of: Ed25519Flags) -> bool:
    return of.s_reduced and of.r_canonical and of.equation


def _canonical_key(of: Ed25519Flags) -> bool:
    return of.key_canonical and _ref10(of)


def _lax_scalar(of: Ed25519Flags) -> bool:
    return of.r_canonical and of.equation


def _zip_215(of: Ed25519Flags) -> bool:
    return of.s_reduced and of.cofactored_equation


def _cofactored(of: Ed25519Flags) -> bool:
    return of.key_canonical and of.r_canonical and _zip_215(of)


#: The table of EDS-6, by the flag of its near miss; the strict policy is what is right.
STRICT: Final[Policy] = _strict
OTHERS: Final[Mapping[str, Policy]] = {
    "ed25519-ref10": _ref10,
    "ed25519-canonical-key": _canonical_key,
    "ed25519-lax-scalar": _lax_scalar,
    "ed25519-zip-215": _zip_215,
    "ed25519-cofactored": _cofactored,
}

_PARTED: Final = "Peers disagree about who signed: one takes a record, a card or a ticket that another refuses."
NOTES: Final[Mapping[str, Note]] = {
    "ed25519-ref10": Note(
        "POLICY",
        "Signatures are verified as OpenSSL and Go do: keys and nonces of small order are taken.",
        _PARTED,
    ),
    "ed25519-canonical-key": Note(
        "POLICY",
        "Signatures are verified as HACL* and BouncyCastle do: keys and nonces of small order are taken.",
        _PARTED,
    ),
    "ed25519-lax-scalar": Note(
        "POLICY",
        "Signatures are verified as TweetNaCl does: S may be the order or above, and points of small order are taken.",
        _PARTED,
    ),
    "ed25519-zip-215": Note(
        "POLICY",
        "Signatures are verified by ZIP 215: the equation is multiplied by 8, any encoding of a point is taken.",
        _PARTED,
    ),
    "ed25519-cofactored": Note(
        "POLICY",
        "Signatures are verified by the equation of RFC 8032 multiplied by 8.",
        _PARTED,
    ),
}


def misses(inputs: Iterable[Ed25519Input]) -> dict[str, list[str | None]]:
    """What the other policies give for each input, in its JSON form; of those that give the same, the first."""
    given = [(each, flags(each)) for each in inputs]
    found: dict[str, list[str | None]] = {}
    for flag, policy in OTHERS.items():
        value = [_challenge(each) if policy(of) else None for each, of in given]
        if value not in found.values():
            found[flag] = value
    return found


def _challenge(signed: Ed25519Input) -> str:
    return challenge(signed.public_key, signed.message, signed.signature[:32]).hex()
