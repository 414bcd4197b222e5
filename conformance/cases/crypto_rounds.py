"""What cases of refreshing and of resharing share: rounds of dealings that are judged, and what is received of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.crypto.bls12_381 import CurveGroup, public_key
from coalition.crypto.dealing import Complaint, Deal, Dealing, DealtShare
from conformance.casebook import Casebook
from conformance.cases.crypto_threshold_bls import OUTSIDE, identity


def _wrong_dealings(deals: tuple[Deal, ...], group: CurveGroup) -> Iterator[tuple[str, str, Dealing]]:
    """Ways in which the second dealer's dealing is wrong, whatever the kind of round."""
    made = deals[1].dealing
    first = made.commitments[:-1]
    yield "one-commitment-too-few", "WrongDegree", replace(made, commitments=first)
    yield "one-commitment-too-many", "WrongDegree", replace(made, commitments=(*made.commitments, made.commitments[0]))
    yield "commitment-identity", "PointIsIdentity", replace(made, commitments=(*first, identity(group)))
    yield "commitment-outside-subgroup", "PointNotInSubgroup", replace(made, commitments=(*first, OUTSIDE[group]))
    yield "with-proof", "PossessionInvalid", replace(made, possession=public_key(group, 7).encode())


def judged(book: Casebook, name: str, base: dict[str, Any], deals: tuple[Deal, ...], group: CurveGroup) -> None:
    """Dealings and complaints that get somebody blamed."""
    dealings = tuple(deal.dealing for deal in deals)
    for way, _, wrong in _wrong_dealings(deals, group):
        book.accept(
            f"{name}-{way}", f"blamed: {way}", base, dealings=(dealings[0], wrong, *dealings[2:]), complaints=()
        )
    other = replace(dealings[1], commitments=(*dealings[1].commitments[:-1], public_key(group.other, 5).encode()))
    book.accept(f"{name}-equivocated", "two dealings of one", base, dealings=(*dealings, other), complaints=())
    right, wrong_answer = deals[1].shares[2].value, deals[1].shares[0].value
    for way, complaints in (
        ("answered", (Complaint(2, 3, right),)),
        ("share-withheld", (Complaint(2, 3, None),)),
        ("share-invalid", (Complaint(2, 3, wrong_answer),)),
        ("too-many", (Complaint(2, 3, right), Complaint(2, 1, wrong_answer))),
    ):
        book.accept(f"{name}-{way}", f"complaints: {way}", base, dealings=dealings, complaints=complaints)


def refused_rounds(book: Casebook, deals: tuple[Deal, ...], members: int) -> None:
    """Rounds that are refused: too few dealings, and complaints that are none of the round."""
    dealings = tuple(deal.dealing for deal in deals)
    right = deals[1].shares[2].value
    book.refuse_changed("g1-too-few", "too few deal", "g1", "TooFewDealers", dealings=dealings[:1])
    for way, complaint, error in (
        ("dealer-zero", Complaint(0, 3, right), "IndexZero"),
        ("complainant-above", Complaint(2, members + 1, right), "IndexOutOfRange"),
    ):
        book.refuse_changed(f"g1-{way}", "a complaint of no member", "g1-answered", error, complaints=(complaint,))
    twice = (Complaint(2, 3, right), Complaint(2, 3, right))
    book.refuse_changed("g1-twice", "a complaint twice", "g1-answered", "DuplicateComplaint", complaints=twice)
    book.refuse_changed(
        "g1-of-absent",
        "about one that dealt nothing",
        "g1-answered",
        "UnknownDealer",
        dealings=(dealings[0], *dealings[2:]),
    )


def received_by(deals: tuple[Deal, ...], index: int) -> tuple[DealtShare, ...]:
    """What the member of an index receives of each dealing."""
    return tuple(DealtShare(deal.dealing.dealer, deal.shares[index - 1].value) for deal in deals)


def wrong_receipts(book: Casebook, deals: tuple[Deal, ...], index: int, group: CurveGroup) -> None:
    """What a member received and cannot use."""
    received = received_by(deals, index)
    dealings = tuple(deal.dealing for deal in deals)
    book.refuse_changed("g1-missing", "one is missing", "g1", "MissingShare", received=received[:-1])
    book.refuse_changed("g1-surplus", "of one that is not among them", "g1", "UnknownDealer", dealings=dealings[:2])
    book.refuse_changed("g1-twice", "two of one dealer", "g1", "DuplicateIndex", received=(*received, received[0]))
    swapped = (DealtShare(1, received[1].value), *received[1:])
    book.refuse_changed("g1-wrong", "another dealer's share", "g1", "DealtShareInvalid", received=swapped)
    for way, error, wrong in _wrong_dealings(deals, group):
        book.refuse_changed(f"g1-{way}", f"a dealing: {way}", "g1", error, dealings=(dealings[0], wrong, *dealings[2:]))
