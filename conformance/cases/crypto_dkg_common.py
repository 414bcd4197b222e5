"""What the cases of the DKG share: rounds, polynomials, deals, and the ways in which a dealing is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition.crypto.bls12_381 import ORDER, decode, encode_scalar, sign
from coalition.crypto.dealing import Deal, Dealing
from coalition.crypto.dkg import DkgRound, dkg_deal, dkg_possession_message, possession_tag
from coalition.crypto.threshold_bls import SIGNATURE_GROUPS
from coalition.unique_id import unique_id
from conformance.cases.crypto_threshold_bls import OUTSIDE, SCHEMES, identity
from conformance.entropy import Entropy

ROUND = unique_id("signer-δ round 0")


def round_of(name: str, threshold: int = 2, size: int = 3) -> DkgRound:
    """A round of a scheme."""
    return DkgRound(ROUND, SCHEMES[name], size, threshold)


def polynomial(dealer: int, count: int, of: str = "dealer") -> tuple[bytes, ...]:
    """The coefficients a dealer draws."""
    return tuple(
        encode_scalar(1 + int.from_bytes(Entropy(f"{of} {dealer} coefficient {power}").bytes(48)) % (ORDER - 1))
        for power in range(count)
    )


#: A polynomial that is zero at the index 2.
ZERO_AT_TWO = (encode_scalar(2), encode_scalar(-1))


def deals(round_: DkgRound) -> tuple[Deal, ...]:
    """What every member deals."""
    members = range(1, round_.committee_size + 1)
    return tuple(dkg_deal(round_, dealer, polynomial(dealer, round_.threshold)) for dealer in members)


def wrong_dealings(round_: DkgRound) -> Iterator[tuple[str, str, Dealing]]:
    """Ways in which the second dealer's dealing is wrong: name, error, dealing."""
    made = dkg_deal(round_, 2, polynomial(2, round_.threshold)).dealing
    group = SIGNATURE_GROUPS[round_.scheme]
    secret = int.from_bytes(polynomial(2, 1)[0])

    def proof(of: DkgRound, dealer: int, tag: bytes) -> bytes:
        message = dkg_possession_message(of, dealer, made.commitments[0]).value()
        return sign(group, secret, message, tag).encode()

    tag = possession_tag(group)
    elsewhere = replace(round_, round=unique_id("signer-δ round 1"))
    yield "one-commitment-too-few", "WrongDegree", replace(made, commitments=made.commitments[:1])
    yield "one-commitment-too-many", "WrongDegree", replace(made, commitments=(*made.commitments, made.commitments[0]))
    for at in (0, 1):
        for way, error, point in (
            ("identity", "PointIsIdentity", identity(group.other)),
            ("outside-subgroup", "PointNotInSubgroup", OUTSIDE[group.other]),
            ("empty", "PointMalformed", b""),
        ):
            points = (*made.commitments[:at], point, *made.commitments[at + 1 :])
            yield f"commitment-{at}-{way}", error, replace(made, commitments=points)
    yield "proof-identity", "PointIsIdentity", replace(made, possession=identity(group))
    yield "proof-outside-subgroup", "PointNotInSubgroup", replace(made, possession=OUTSIDE[group])
    yield "no-proof", "PossessionInvalid", replace(made, possession=None)
    yield "proof-of-another-round", "PossessionInvalid", replace(made, possession=proof(elsewhere, 2, tag))
    yield "proof-of-another-dealer", "PossessionInvalid", replace(made, possession=proof(round_, 1, tag))
    yield (
        "proof-under-the-tag-of-signatures",
        "PossessionInvalid",
        replace(made, possession=proof(round_, 2, group.suite)),
    )
    other = possession_tag(group.other)
    yield (
        "proof-under-the-tag-of-the-other-group",
        "PossessionInvalid",
        replace(made, possession=proof(round_, 2, other)),
    )
    negated = (-decode(group, proof(round_, 2, tag))).encode()
    yield "proof-negated", "PossessionInvalid", replace(made, possession=negated)
    rogue = dkg_deal(round_, 1, polynomial(1, round_.threshold)).dealing
    yield "proof-of-another-secret", "PossessionInvalid", replace(made, possession=rogue.possession)
    yield "commitments-of-another", "PossessionInvalid", replace(rogue, dealer=2)
