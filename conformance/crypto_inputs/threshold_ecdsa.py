"""Random presignatures of a dealer, and signatures that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto import threshold_ecdsa as ecdsa
from coalition.crypto.frost_suites import FrostSuite
from coalition.crypto.threshold_ecdsa import EcdsaDealt, EcdsaShare, EcdsaSignature
from conformance.crypto_inputs.frost import scalar
from conformance.entropy import Entropy


def _scalar(entropy: Entropy) -> bytes:
    return scalar(FrostSuite.Secp256k1, entropy)


def _deal(entropy: Entropy) -> dict[str, Any]:
    threshold = entropy.between(2, 3)
    return {
        "secret": _scalar(entropy),
        "nonce": _scalar(entropy),
        "inverse_coefficients": tuple(_scalar(entropy) for _ in range(threshold - 1)),
        "product_coefficients": tuple(_scalar(entropy) for _ in range(threshold - 1)),
        "size": threshold + entropy.below(2),
    }


def dealt(entropy: Entropy) -> EcdsaDealt:
    """A presignature."""
    return ecdsa.deal(**_deal(entropy))


def combining(made: EcdsaDealt, participants: tuple[int, ...], message: bytes) -> dict[str, Any]:
    """What combining takes: the shares of all participants."""
    nonce = made.presignature.nonce
    shares = tuple(EcdsaShare(each, ecdsa.sign(made.secrets[each - 1], nonce, message, ())) for each in participants)
    return {"presignature": made.presignature, "message": message, "participants": participants, "shares": shares}


def _combine(entropy: Entropy) -> dict[str, Any]:
    made = dealt(entropy)
    members = list(range(1, len(made.secrets) + 1))
    while len(members) > made.presignature.threshold and entropy.chance(2):
        members.remove(entropy.choice(members))
    found = combining(made, tuple(members), entropy.bytes(entropy.below(60)))
    if entropy.chance(3):
        first, *rest = found["shares"]
        found["shares"] = (EcdsaShare(first.identifier, _scalar(entropy)), *rest)
    return found


def _sign(entropy: Entropy) -> dict[str, Any]:
    made = dealt(entropy)
    other = dealt(entropy).presignature.nonce
    return {
        "secret": entropy.choice(made.secrets),
        "nonce": made.presignature.nonce,
        "message": entropy.bytes(entropy.below(60)),
        "spent": (other,) * entropy.below(2),
    }


def _signature(entropy: Entropy) -> dict[str, Any]:
    made, message = dealt(entropy), entropy.bytes(entropy.below(60))
    outcome = ecdsa.combine(**combining(made, tuple(range(1, len(made.secrets) + 1)), message))
    assert isinstance(outcome, EcdsaSignature)
    return {"public_key": made.presignature.public_key, "message": message, "signature": outcome.signature}


def _abort(entropy: Entropy) -> dict[str, Any]:
    participants = list(dict.fromkeys(entropy.between(1, 65535) for _ in range(entropy.between(1, 6))))
    culprits = [each for each in participants if entropy.chance(2)] or participants[:1]
    return {"participants": tuple(participants), "culprits": tuple(reversed(culprits))}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.ecdsa_signature": _signature,
    "crypto.ecdsa_abort": _abort,
    "crypto.ecdsa_deal": _deal,
    "crypto.ecdsa_sign": _sign,
    "crypto.ecdsa_combine": _combine,
}
