"""Cases of resharing: a committee hands its key to another (chapter DKG)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.crypto.bls12_381 import CurveGroup
from coalition.crypto.dealing import Complaint, Deal
from coalition.crypto.resharing import Resharing, reshare_deal
from coalition.crypto.shamir import Share
from coalition.crypto.threshold_bls import SIGNATURE_GROUPS, BlsCommittee
from conformance.casebook import Casebook
from conformance.cases.crypto_dkg_common import polynomial
from conformance.cases.crypto_rounds import judged, received_by, refused_rounds, wrong_receipts
from conformance.cases.crypto_shamir import WRONG_SCALARS
from conformance.cases.crypto_threshold_bls import SCHEMES, committee


def _reshare(name: str, size: int = 4, threshold: int = 3) -> tuple[Resharing, tuple[Deal, ...]]:
    made, shares = committee(SCHEMES[name], 2, 3)
    resharing = Resharing(made, size, threshold)
    return resharing, tuple(
        reshare_deal(resharing, share, polynomial(share.index, threshold - 1, "resharing")) for share in shares
    )


def _reshare_deal() -> Casebook:
    book = Casebook("crypto.reshare_deal", requirements=("DKG-18",))
    made, shares = committee(SCHEMES["g1"], 2, 3)
    for name in SCHEMES:
        resharing, _ = _reshare(name)
        book.accept(
            name,
            "two of three to three of four",
            resharing=resharing,
            share=shares[1],
            coefficients=polynomial(2, 2, "resharing"),
        )
    book.accept("g1-to-one", "to one of one", resharing=Resharing(made, 1, 1), share=shares[1], coefficients=())
    form = {"committee": _committee_form(made), "new_size": 2, "new_threshold": 3}
    book.refuse_changed("g1-threshold-above", "a threshold above the size", "g1", "ThresholdOutOfRange", resharing=form)
    for way, count in (("too-few", 1), ("too-many", 3)):
        book.refuse_changed(
            f"g1-{way}",
            "another degree",
            "g1",
            "WrongDegree",
            requirements=("DKG-18",),
            coefficients=polynomial(2, count, "resharing"),
        )
    book.refuse_changed(
        "g1-another-members",
        "another member's share",
        "g1",
        "ShareStale",
        requirements=("DKG-18",),
        share=Share(2, shares[0].value),
    )
    for way, share, error in (
        ("index-zero", Share(0, shares[1].value), "IndexZero"),
        ("index-above", Share(4, shares[1].value), "IndexOutOfRange"),
        *((way, Share(2, value), error) for way, value, error in WRONG_SCALARS),
    ):
        book.refuse_changed(f"g1-share-{way}", "no share", "g1", error, share=share)
    for way, value, error in WRONG_SCALARS:
        book.refuse_changed(
            f"g1-coefficient-{way}",
            "no coefficient",
            "g1",
            error,
            coefficients=(polynomial(2, 2, "resharing")[0], value),
        )
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _committee_form(made: BlsCommittee) -> dict[str, Any]:
    return {
        "scheme": {"kind": made.scheme.name},
        "committee_size": made.committee_size,
        "commitments": [each.hex() for each in made.commitments],
    }


def _reshare_outcome() -> Casebook:
    book = Casebook("crypto.reshare_outcome", requirements=("DKG-19",))
    for name in SCHEMES:
        resharing, deals = _reshare(name, 4, 2)
        group = SIGNATURE_GROUPS[SCHEMES[name]].other
        dealings = tuple(deal.dealing for deal in deals)
        book.accept(name, "all qualify", resharing=resharing, dealings=dealings, complaints=())
        book.accept(
            f"{name}-two", "as many as the old threshold", resharing=resharing, dealings=dealings[1:], complaints=()
        )
        if name == "lagrange":
            continue
        judged(book, name, {"resharing": resharing}, deals, group)
        _, other = _reshare(name, 4, 2)
        constant = replace(dealings[1], commitments=(other[0].dealing.commitments[0], *dealings[1].commitments[1:]))
        given = (dealings[0], constant, dealings[2])
        book.accept(
            f"{name}-constant",
            "another constant than the dealer's share",
            resharing=resharing,
            dealings=given,
            complaints=(),
        )
    larger, deals = _reshare("g1", 5, 3)
    book.accept(
        "g1-three-of-five",
        "a larger committee",
        resharing=larger,
        dealings=tuple(deal.dealing for deal in deals),
        complaints=(Complaint(1, 5, None),),
    )
    smaller, deals = _reshare("g1", 1, 1)
    book.accept(
        "g1-to-one", "to one of one", resharing=smaller, dealings=tuple(deal.dealing for deal in deals), complaints=()
    )
    resharing, deals = _reshare("g1", 4, 2)
    refused_rounds(book, deals, 4)
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _reshare_share() -> Casebook:
    book = Casebook("crypto.reshare_share", requirements=("DKG-20",))
    for name in SCHEMES:
        resharing, deals = _reshare(name, 4, 2)
        dealings = tuple(deal.dealing for deal in deals)
        book.accept(
            name,
            "a new member's share",
            resharing=resharing,
            dealings=dealings,
            index=4,
            received=received_by(deals, 4),
        )
        book.accept(
            f"{name}-two",
            "of two dealers",
            resharing=resharing,
            dealings=dealings[1:],
            index=4,
            received=received_by(deals[1:], 4),
        )
    resharing, deals = _reshare("g1", 4, 2)
    dealings = tuple(deal.dealing for deal in deals)
    wrong_receipts(book, deals, 4, CurveGroup.G2)
    book.accept(
        "g1-first",
        "the first member's",
        resharing=resharing,
        dealings=dealings,
        index=1,
        received=received_by(deals, 1),
    )
    strict = Resharing(committee(SCHEMES["g1"], 2, 3)[0], 4, 2)
    book.refuse_changed(
        "g1-too-few",
        "one dealer of two",
        "g1-two",
        "TooFewDealers",
        requirements=("DKG-20",),
        resharing=strict,
        dealings=dealings[2:],
        received=received_by(deals[2:], 4),
    )
    book.refuse_changed("g1-index-zero", "the index 0", "g1", "IndexZero", index=0)
    book.refuse_changed("g1-index-above", "no new member", "g1", "IndexOutOfRange", index=5)
    book.refuse_changed("g1-other-index", "another member's shares", "g1", "DealtShareInvalid", index=3)
    constant = replace(dealings[1], commitments=(dealings[0].commitments[0], *dealings[1].commitments[1:]))
    book.refuse_changed(
        "g1-constant",
        "another constant than the dealer's share",
        "g1",
        "ConstantInvalid",
        dealings=(dealings[0], constant, dealings[2]),
    )
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def casebooks() -> Iterator[Casebook]:
    """The casebooks of resharing."""
    yield _reshare_deal()
    yield _reshare_outcome()
    yield _reshare_share()
