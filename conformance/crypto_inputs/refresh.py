"""Random keys with windows, refreshes of shares, and resharings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.bls12_381 import public_key, sign
from coalition.crypto.dealing import Complaint, Deal, DealtShare
from coalition.crypto.key_refresh import CommitteeKey
from coalition.crypto.resharing import Resharing, reshare_deal
from coalition.crypto.shamir import Share, shamir_split
from coalition.crypto.share_refresh import CommitteeEpoch, EpochPartial, refresh_deal
from coalition.crypto.threshold_bls import (
    SIGNATURE_GROUPS,
    BlsCommittee,
    tbls_commit,
    tbls_partial_sign,
)
from conformance.crypto_inputs.bls import message, scalar
from conformance.crypto_inputs.shamir import coefficients
from conformance.crypto_inputs.threshold_bls import scheme
from conformance.entropy import Entropy


def _keys(entropy: Entropy) -> tuple[tuple[CommitteeKey, ...], list[int]]:
    of = scheme(entropy)
    secrets = [scalar(entropy) for _ in range(entropy.between(1, 3))]
    keys = []
    for secret in secrets:
        opens = entropy.between(0, 1000)
        closes = entropy.choice((None, opens + entropy.between(1, 1000)))
        keys.append(CommitteeKey(of, public_key(SIGNATURE_GROUPS[of], secret).encode(), opens, closes))
    return tuple(keys), secrets


def _key_active(entropy: Entropy) -> dict[str, Any]:
    keys, _ = _keys(entropy)
    edges = [each.opens_at_ms for each in keys] + [each.closes_at_ms or 0 for each in keys]
    return {"keys": keys, "at_ms": entropy.choice((*edges, entropy.between(0, 2000)))}


def _key_verify(entropy: Entropy) -> dict[str, Any]:
    keys, secrets = _keys(entropy)
    at = entropy.below(len(keys))
    signed = message(entropy)
    return {
        "keys": keys,
        "committee_pk_digest": keys[at].digest,
        "committed_at_ms": keys[at].opens_at_ms,
        "message": signed,
        "signature": sign(SIGNATURE_GROUPS[keys[at].scheme], secrets[at], signed).encode(),
    }


def _current(entropy: Entropy, least: int = 2) -> tuple[CommitteeEpoch, tuple[Share, ...]]:
    size = entropy.between(least, 4)
    polynomial = coefficients(entropy, entropy.between(least, min(size, 3)))
    of = scheme(entropy)
    committee = BlsCommittee(of, size, tbls_commit(of, polynomial))
    return CommitteeEpoch(committee, entropy.choice((0, 1, entropy.between(0, 2**32 - 2)))), shamir_split(
        polynomial, size
    )


def _zeros(current: CommitteeEpoch, entropy: Entropy) -> tuple[Deal, ...]:
    committee = current.committee
    members = range(1, committee.committee_size + 1)
    return tuple(refresh_deal(current, dealer, coefficients(entropy, committee.threshold - 1)) for dealer in members)


def _refresh_deal(entropy: Entropy) -> dict[str, Any]:
    current, _ = _current(entropy)
    dealer = entropy.between(1, current.committee.committee_size)
    return {
        "current": current,
        "dealer": dealer,
        "coefficients": coefficients(entropy, current.committee.threshold - 1),
    }


def _complaints(deals: tuple[Deal, ...], spared: int, entropy: Entropy) -> tuple[Complaint, ...]:
    # About dealers that may be missing: as many as are needed are spared.
    made = []
    for deal in deals[spared:]:
        share = entropy.choice(deal.shares)
        if entropy.chance(2):
            made.append(
                Complaint(deal.dealing.dealer, share.index, entropy.choice((None, share.value, bytes(31) + b"\1")))
            )
    return tuple(made)


def _refresh_outcome(entropy: Entropy) -> dict[str, Any]:
    current, _ = _current(entropy)
    deals = _zeros(current, entropy)
    complaints = _complaints(deals, current.committee.threshold, entropy)
    return {"current": current, "dealings": tuple(deal.dealing for deal in deals), "complaints": complaints}


def _received(deals: tuple[Deal, ...], index: int) -> tuple[DealtShare, ...]:
    return tuple(DealtShare(deal.dealing.dealer, deal.shares[index - 1].value) for deal in deals)


def _refresh_share(entropy: Entropy) -> dict[str, Any]:
    current, shares = _current(entropy)
    deals = _zeros(current, entropy)
    share = entropy.choice(shares)
    dealings = tuple(deal.dealing for deal in deals)
    return {"current": current, "dealings": dealings, "share": share, "received": _received(deals, share.index)}


def _epoch_combine(entropy: Entropy) -> dict[str, Any]:
    current, shares = _current(entropy, 1)
    signed = message(entropy)
    partials = tuple(
        EpochPartial(current.epoch, tbls_partial_sign(current.committee.scheme, share, signed)) for share in shares
    )
    return {"current": current, "message": signed, "partials": partials}


def _resharing(entropy: Entropy) -> tuple[Resharing, tuple[Share, ...]]:
    current, shares = _current(entropy, 1)
    size = entropy.between(1, 4)
    return Resharing(current.committee, size, entropy.between(1, min(size, 3))), shares


def _reshare_deal(entropy: Entropy) -> dict[str, Any]:
    resharing, shares = _resharing(entropy)
    drawn = coefficients(entropy, resharing.new_threshold - 1)
    return {"resharing": resharing, "share": entropy.choice(shares), "coefficients": drawn}


def _dealt(entropy: Entropy) -> tuple[Resharing, tuple[Deal, ...]]:
    resharing, shares = _resharing(entropy)
    return resharing, tuple(
        reshare_deal(resharing, share, coefficients(entropy, resharing.new_threshold - 1)) for share in shares
    )


def _reshare_outcome(entropy: Entropy) -> dict[str, Any]:
    resharing, deals = _dealt(entropy)
    complaints = _complaints(deals, resharing.committee.threshold, entropy)
    return {"resharing": resharing, "dealings": tuple(deal.dealing for deal in deals), "complaints": complaints}


def _reshare_share(entropy: Entropy) -> dict[str, Any]:
    resharing, deals = _dealt(entropy)
    index = entropy.between(1, resharing.new_size)
    dealings = tuple(deal.dealing for deal in deals)
    return {"resharing": resharing, "dealings": dealings, "index": index, "received": _received(deals, index)}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.key_active": _key_active,
    "crypto.key_verify": _key_verify,
    "crypto.refresh_deal": _refresh_deal,
    "crypto.refresh_outcome": _refresh_outcome,
    "crypto.refresh_share": _refresh_share,
    "crypto.epoch_combine": _epoch_combine,
    "crypto.reshare_deal": _reshare_deal,
    "crypto.reshare_outcome": _reshare_outcome,
    "crypto.reshare_share": _reshare_share,
}
