"""Random rounds of a DKG, with dealers that are wrong in some way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from coalition.crypto.dealing import Complaint, Deal, Dealing, DealtShare
from coalition.crypto.dkg import DkgRound, dkg_deal
from coalition.unique_id import UniqueId
from conformance.crypto_inputs.shamir import coefficients
from conformance.crypto_inputs.threshold_bls import scheme
from conformance.entropy import Entropy


def _round(entropy: Entropy, least: int = 1) -> DkgRound:
    size = entropy.between(least, 4)
    return DkgRound(UniqueId(entropy.bytes(32)), scheme(entropy), size, entropy.between(1, min(size, 3)))


def _deal_of(round_: DkgRound, dealer: int, entropy: Entropy) -> Deal:
    return dkg_deal(round_, dealer, coefficients(entropy, round_.threshold))


def _possession(entropy: Entropy) -> dict[str, Any]:
    round_ = _round(entropy)
    dealer = entropy.between(1, round_.committee_size)
    return {"round": round_, "dealer": dealer, "constant": entropy.bytes(entropy.choice((48, 96)))}


def _deal(entropy: Entropy) -> dict[str, Any]:
    round_ = _round(entropy)
    dealer = entropy.between(1, round_.committee_size)
    return {"round": round_, "dealer": dealer, "coefficients": coefficients(entropy, round_.threshold)}


def _check_share(entropy: Entropy) -> dict[str, Any]:
    round_ = _round(entropy)
    made = _deal_of(round_, entropy.between(1, round_.committee_size), entropy)
    return {"round": round_, "dealing": made.dealing, "share": entropy.choice(made.shares)}


def _spoilt(dealing: Dealing, entropy: Entropy) -> Dealing:
    return entropy.choice(
        (
            replace(dealing, possession=None),
            replace(dealing, possession=b""),
            replace(dealing, commitments=()),
            replace(dealing, commitments=(*dealing.commitments, dealing.commitments[0])),
            replace(dealing, commitments=(dealing.commitments[0], *(b"" for _ in dealing.commitments[1:]))),
        )
    )


def _outcome(entropy: Entropy) -> dict[str, Any]:
    round_ = _round(entropy, 2)
    made = [_deal_of(round_, dealer, entropy) for dealer in range(1, round_.committee_size + 1)]
    # As many as the threshold stay right, so that the round comes to a key.
    free = made[round_.threshold :]
    dealings = [deal.dealing for deal in made[: round_.threshold]]
    complaints = []
    for deal in free:
        dealings.append(_spoilt(deal.dealing, entropy) if entropy.chance(2) else deal.dealing)
        if entropy.chance(2):
            share = entropy.choice(deal.shares)
            answer = entropy.choice((share.value, None, bytes(31) + b"\1"))
            complaints.append(Complaint(deal.dealing.dealer, share.index, answer))
    return {"round": round_, "dealings": tuple(dealings), "complaints": tuple(complaints)}


def _share(entropy: Entropy) -> dict[str, Any]:
    round_ = _round(entropy)
    made = [_deal_of(round_, dealer, entropy) for dealer in range(1, round_.committee_size + 1)]
    index = entropy.between(1, round_.committee_size)
    received = tuple(DealtShare(deal.dealing.dealer, deal.shares[index - 1].value) for deal in made)
    return {
        "round": round_,
        "dealings": tuple(deal.dealing for deal in made),
        "index": index,
        "received": received[::-1] if entropy.chance(2) else received,
    }


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.dkg_possession_message": lambda entropy: _renamed(_possession(entropy)),
    "crypto.dkg_deal": lambda entropy: _renamed(_deal(entropy)),
    "crypto.dkg_check_share": lambda entropy: _renamed(_check_share(entropy)),
    "crypto.dkg_outcome": lambda entropy: _renamed(_outcome(entropy)),
    "crypto.dkg_share": lambda entropy: _renamed(_share(entropy)),
}


def _renamed(params: dict[str, Any]) -> dict[str, Any]:
    # A parameter may not hide Python's own `round`.
    return {"round_" if name == "round" else name: value for name, value in params.items()}
