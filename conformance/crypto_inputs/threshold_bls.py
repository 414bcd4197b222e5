"""Random committees and what their members sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.shamir import Share, shamir_split
from coalition.crypto.threshold_bls import (
    SIGNATURE_GROUPS,
    BlsCommittee,
    PartialSignature,
    tbls_commit,
    tbls_partial_sign,
)
from coalition.signer import SignatureScheme
from coalition.unique_id import UniqueId
from conformance.crypto_inputs.bls import message
from conformance.crypto_inputs.shamir import coefficients, some
from conformance.entropy import Entropy


def scheme(entropy: Entropy) -> SignatureScheme:
    """A scheme of BLS."""
    return entropy.choice(list(SIGNATURE_GROUPS))


def committee(entropy: Entropy) -> tuple[BlsCommittee, tuple[Share, ...]]:
    """A small committee and its shares."""
    size = entropy.between(1, 5)
    polynomial = coefficients(entropy, entropy.between(1, min(size, 3)))
    drawn = scheme(entropy)
    return BlsCommittee(drawn, size, tbls_commit(drawn, polynomial)), shamir_split(polynomial, size)


def _default_threshold(entropy: Entropy) -> dict[str, Any]:
    return {"committee_size": entropy.between(1, 65535)}


def _indices(entropy: Entropy) -> dict[str, Any]:
    return {"providers": tuple(UniqueId(entropy.bytes(32)) for _ in range(entropy.below(6)))}


def _commit(entropy: Entropy) -> dict[str, Any]:
    return {"scheme": scheme(entropy), "coefficients": coefficients(entropy, entropy.between(1, 3))}


def _share_key(entropy: Entropy) -> dict[str, Any]:
    made, _ = committee(entropy)
    return {"committee": made, "index": entropy.between(1, made.committee_size)}


def _partial_sign(entropy: Entropy) -> dict[str, Any]:
    made, shares = committee(entropy)
    return {"scheme": made.scheme, "share": entropy.choice(shares), "message": message(entropy)}


def _partial_verify(entropy: Entropy) -> dict[str, Any]:
    made, shares = committee(entropy)
    signed = message(entropy)
    partial = tbls_partial_sign(made.scheme, entropy.choice(shares), signed)
    return {"committee": made, "message": signed, "partial": partial}


def _combine(entropy: Entropy) -> dict[str, Any]:
    made, shares = committee(entropy)
    signed = message(entropy)
    partials = [tbls_partial_sign(made.scheme, share, signed) for share in some(entropy, shares, len(shares))]
    for at in range(entropy.between(0, len(partials) - made.threshold)):
        wrong = tbls_partial_sign(made.scheme, shares[partials[at].index - 1], signed + b"\0").signature
        partials[at] = PartialSignature(partials[at].index, entropy.choice((wrong, b"", bytes(len(wrong)))))
    return {"committee": made, "message": signed, "partials": some(entropy, tuple(partials), len(partials))}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.tbls_default_threshold": _default_threshold,
    "crypto.tbls_indices": _indices,
    "crypto.tbls_commit": _commit,
    "crypto.tbls_share_key": _share_key,
    "crypto.tbls_partial_sign": _partial_sign,
    "crypto.tbls_partial_verify": _partial_verify,
    "crypto.tbls_combine": _combine,
}
