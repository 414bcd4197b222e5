"""Cases of what a round of the DKG comes to: complaints, blame, and the shares of those who remain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition.crypto.bls12_381 import encode_scalar
from coalition.crypto.dealing import Complaint, Dealing, DealtShare
from coalition.crypto.dkg import DkgRound, dkg_deal
from conformance.casebook import Casebook
from conformance.cases.crypto_dkg_common import ZERO_AT_TWO, deals, polynomial, round_of, wrong_dealings
from conformance.cases.crypto_shamir import WRONG_SCALARS
from conformance.cases.crypto_threshold_bls import SCHEMES


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the outcome and of the shares."""
    yield _outcome()
    yield _share()


def _outcome() -> Casebook:
    book = Casebook("crypto.dkg_outcome", requirements=("DKG-6", "DKG-7", "DKG-8", "DKG-9"))
    for name in SCHEMES:
        round_ = round_of(name)
        made = tuple(deal.dealing for deal in deals(round_))
        book.accept(name, "all qualify", round=round_, dealings=made, complaints=())
        book.accept(f"{name}-any-order", "in any order", round=round_, dealings=made[::-1], complaints=())
        book.accept(f"{name}-one-absent", "one deals nothing", round=round_, dealings=made[1:], complaints=())
    _blamed(book)
    _complaints(book, round_of("g1", 2, 4))
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _blamed(book: Casebook) -> None:
    for name in ("g1", "g2"):
        round_ = round_of(name)
        made = tuple(deal.dealing for deal in deals(round_))
        for way, _, dealing in wrong_dealings(round_):
            given = (made[0], dealing, made[2])
            book.accept(f"{name}-{way}", f"blamed: {way}", round=round_, dealings=given, complaints=())
            if name == "g1":
                book.refuse_changed(
                    f"g1-{way}-one-left", f"too few are left: {way}", f"g1-{way}", "TooFewDealers", dealings=given[:2]
                )
        other = dkg_deal(round_, 2, polynomial(2, 2, "equivocating dealer")).dealing
        book.accept(
            f"{name}-equivocated", "two dealings of one dealer", round=round_, dealings=(*made, other), complaints=()
        )
        book.accept(
            f"{name}-published-twice", "one dealing twice", round=round_, dealings=(*made, made[1]), complaints=()
        )
    book.refuse_changed("g1-none", "nobody deals", "g1", "TooFewDealers", dealings=())
    book.refuse_changed(
        "g1-dealer-zero",
        "a dealer 0",
        "g1-published-twice",
        "IndexZero",
        dealings=(*_dealings("g1"), replace(_dealings("g1")[1], dealer=0)),
    )
    book.refuse_changed(
        "g1-dealer-above",
        "no member",
        "g1-published-twice",
        "IndexOutOfRange",
        dealings=(*_dealings("g1"), replace(_dealings("g1")[1], dealer=4)),
    )


def _dealings(name: str) -> tuple[Dealing, ...]:
    return tuple(deal.dealing for deal in deals(round_of(name)))


def _complaints(book: Casebook, round_: DkgRound) -> None:
    made = deals(round_)
    dealings = tuple(deal.dealing for deal in made)
    right = made[1].shares[2].value
    wrong = made[1].shares[3].value
    for way, comment, complaints in (
        ("share-withheld", "a complaint without answer", (Complaint(2, 3, None),)),
        ("share-invalid", "answered with another member's share", (Complaint(2, 3, wrong),)),
        ("share-zero", "answered with zero", (Complaint(2, 3, bytes(32)),)),
        ("share-unreduced", "answered with a scalar above the order", (Complaint(2, 3, b"\xff" * 32),)),
        ("answered", "answered rightly: nobody is blamed", (Complaint(2, 3, right),)),
        ("too-many", "as many complaints as the threshold", (Complaint(2, 3, right), Complaint(2, 4, wrong))),
        ("too-many-unanswered", "too many, and unanswered", (Complaint(2, 3, None), Complaint(2, 4, wrong))),
        ("two-blamed", "two are blamed, by ascending index", (Complaint(4, 3, None), Complaint(2, 3, wrong))),
        ("of-itself", "a dealer about itself", (Complaint(2, 2, made[1].shares[1].value),)),
    ):
        book.accept(f"g1-{way}", comment, round=round_, dealings=dealings, complaints=complaints)
    zero = dkg_deal(round_, 3, ZERO_AT_TWO)
    given = (*dealings[:2], zero.dealing, dealings[3])
    book.accept(
        "g1-zero-at-two", "answered with zero, as it was dealt",
        round=round_, dealings=given, complaints=(Complaint(3, 2, zero.shares[1].value),),
    )  # fmt: skip
    three = replace(round_, committee_size=5, threshold=3)
    larger = tuple(deal.dealing for deal in deals(three))
    five = deals(three)[1]
    book.accept(
        "g1-withheld-before-invalid", "one unanswered, one answered wrongly", round=three, dealings=larger,
        complaints=(Complaint(2, 3, five.shares[3].value), Complaint(2, 1, None)),
    )  # fmt: skip
    twin = "g1-answered"
    book.refuse_changed(
        "g1-complaint-twice",
        "a second complaint",
        twin,
        "DuplicateComplaint",
        complaints=(Complaint(2, 3, right), Complaint(2, 3, None)),
    )
    book.refuse_changed(
        "g1-complaint-of-dealer-zero", "a dealer 0", twin, "IndexZero", complaints=(Complaint(0, 3, right),)
    )
    book.refuse_changed(
        "g1-complaint-by-zero", "a complainant 0", twin, "IndexZero", complaints=(Complaint(2, 0, right),)
    )
    book.refuse_changed(
        "g1-complaint-by-nobody", "no member complains", twin, "IndexOutOfRange", complaints=(Complaint(2, 5, right),)
    )
    book.refuse_changed(
        "g1-complaint-of-nobody",
        "a dealer above the size",
        twin,
        "IndexOutOfRange",
        complaints=(Complaint(5, 3, right),),
    )
    book.accept("g1-three-dealings", "one of four deals nothing", round=round_, dealings=dealings[:3], complaints=())
    book.refuse_changed(
        "g1-complaint-of-absent",
        "about one that dealt nothing",
        "g1-three-dealings",
        "UnknownDealer",
        complaints=(Complaint(4, 3, right),),
    )
    book.refuse_changed(
        "g1-all-blamed",
        "too few are left",
        "g1-two-blamed",
        "TooFewDealers",
        complaints=(Complaint(4, 3, None), Complaint(2, 3, wrong), Complaint(1, 3, None)),
    )


def _share() -> Casebook:
    book = Casebook("crypto.dkg_share", requirements=("DKG-10",))
    for name in SCHEMES:
        round_ = round_of(name)
        made = deals(round_)
        received = tuple(DealtShare(deal.dealing.dealer, deal.shares[1].value) for deal in made)
        book.accept(
            name, "a share", round=round_, dealings=tuple(deal.dealing for deal in made), index=2, received=received
        )
    made = deals(round_of("g1"))
    received = tuple(DealtShare(deal.dealing.dealer, deal.shares[1].value) for deal in made)
    book.accept(
        "g1-two-qualified", "of two dealers", round=round_of("g1"), index=2,
        dealings=tuple(deal.dealing for deal in made[1:]), received=received[1:],
    )  # fmt: skip
    book.refuse_changed(
        "g1-one-qualified",
        "of one dealer where two are due",
        "g1-two-qualified",
        "TooFewDealers",
        dealings=(made[1].dealing,),
        received=received[1:2],
        requirements=("DKG-10",),
    )
    nobody = replace(made[2].dealing, dealer=0)
    book.refuse_changed(
        "g1-dealer-zero",
        "a dealer 0",
        "g1",
        "IndexZero",
        dealings=(made[0].dealing, made[1].dealing, nobody),
        received=(*received[:2], DealtShare(0, received[2].value)),
        requirements=("DKG-10",),
    )
    book.refuse_changed(
        "g1-of-zero",
        "a share of a dealer 0 besides",
        "g1",
        "IndexZero",
        received=(*received, DealtShare(0, received[2].value)),
        requirements=("DKG-10",),
    )
    book.refuse_changed("g1-missing", "one is missing", "g1", "MissingShare", received=received[:2])
    book.refuse_changed(
        "g1-surplus", "of one that is not among them", "g1-two-qualified", "UnknownDealer", received=received
    )
    book.refuse_changed("g1-twice", "two of one dealer", "g1", "DuplicateIndex", received=(*received, received[0]))
    book.refuse_changed(
        "g1-dealing-twice",
        "a dealing twice",
        "g1",
        "DuplicateIndex",
        dealings=tuple(made[at].dealing for at in (0, 1, 2, 0)),
    )
    book.refuse_changed("g1-index-zero", "the index 0", "g1", "IndexZero", index=0)
    book.refuse_changed("g1-index-above", "no member", "g1", "IndexOutOfRange", index=4)
    book.refuse_changed("g1-other-index", "another member's shares", "g1", "DealtShareInvalid", index=3)
    swapped = (DealtShare(1, received[1].value), *received[1:])
    book.refuse_changed("g1-wrong", "a share of another dealer's", "g1", "DealtShareInvalid", received=swapped)
    for way, value, error in WRONG_SCALARS:
        book.refuse_changed(f"g1-{way}", "no share", "g1", error, received=(DealtShare(1, value), *received[1:]))
    for way, error, dealing in wrong_dealings(round_of("g1")):
        given = (made[0].dealing, dealing, made[2].dealing)
        book.refuse_changed(f"g1-{way}", f"a dealing: {way}", "g1", error, dealings=given)
    _cancelling(book)
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _cancelling(book: Casebook) -> None:
    """Two dealers whose polynomials sum to zero."""
    round_ = round_of("g1", 1, 2)
    first = dkg_deal(round_, 1, polynomial(1, 1))
    opposite = encode_scalar(-int.from_bytes(polynomial(1, 1)[0]))
    second, other = dkg_deal(round_, 2, (opposite,)), dkg_deal(round_, 2, polynomial(2, 1))
    book.accept(
        "g1-one-of-two", "a threshold of one", round=round_, dealings=(first.dealing, other.dealing), index=1,
        received=(DealtShare(1, first.shares[0].value), DealtShare(2, other.shares[0].value)),
    )  # fmt: skip
    book.refuse_changed(
        "g1-sum-zero", "shares that sum to zero", "g1-one-of-two", "ScalarZero",
        requirements=("DKG-10",), dealings=(first.dealing, second.dealing),
        received=(DealtShare(1, first.shares[0].value), DealtShare(2, second.shares[0].value)),
    )  # fmt: skip
