"""Cases of the DKG: what a dealer signs, deals, and sends to each; and what a round comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition.crypto.dkg import DkgRound, dkg_deal
from coalition.crypto.shamir import Share
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.cases import crypto_dkg_outcome
from conformance.cases.crypto_dkg_common import ZERO_AT_TWO, deals, polynomial, round_of, wrong_dealings
from conformance.cases.crypto_shamir import WRONG_SCALARS
from conformance.cases.crypto_threshold_bls import SCHEMES


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the first part of the chapter."""
    yield _possession_message()
    yield _deal()
    yield _check_share()
    yield from crypto_dkg_outcome.casebooks()


def _possession_message() -> Casebook:
    book = Casebook("crypto.dkg_possession_message")
    for name in SCHEMES:
        round_ = round_of(name)
        constant = deals(round_)[0].dealing.commitments[0]
        book.accept(name, "what a dealer signs", round=round_, dealer=1, constant=constant)
    book.accept(
        "other-round",
        "the round is folded",
        round=replace(round_, round=unique_id("another")),
        dealer=1,
        constant=constant,
    )
    book.accept("other-dealer", "the dealer is folded", round=round_, dealer=2, constant=constant)
    book.refuse_changed(
        "g1-threshold-zero", "no threshold", "g1", "ThresholdOutOfRange",
        round={**_form(round_of("g1")), "threshold": 0},
    )  # fmt: skip
    book.refuse_changed(
        "g1-frost",
        "no scheme of BLS",
        "g1",
        "SchemeNotBls",
        round={**_form(round_of("g1")), "scheme": {"kind": "FrostSchnorrEd25519"}},
    )
    book.refuse_changed("g1-dealer-zero", "the index 0", "g1", "IndexZero", dealer=0, requirements=("DKG-2",))
    book.refuse_changed("g1-dealer-above", "no member", "g1", "IndexOutOfRange", dealer=4, requirements=("DKG-2",))
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _form(round_: DkgRound) -> dict[str, object]:
    return {
        "round": round_.round.hex(),
        "scheme": {"kind": round_.scheme.name},
        "committee_size": round_.committee_size,
        "threshold": round_.threshold,
    }


def _deal() -> Casebook:
    book = Casebook("crypto.dkg_deal", requirements=("DKG-1", "DKG-3"))
    for name in SCHEMES:
        book.accept(name, "a deal", round=round_of(name), dealer=1, coefficients=polynomial(1, 2))
    book.accept("g1-three-of-five", "a larger one", round=round_of("g1", 3, 5), dealer=5, coefficients=polynomial(5, 3))
    book.accept(
        "g1-zero-at-two", "the second member's share is zero", round=round_of("g1"), dealer=1, coefficients=ZERO_AT_TWO
    )
    for way, count in (("too-few", 1), ("too-many", 3), ("none", 0)):
        book.refuse_changed(f"g1-{way}", "another degree", "g1", "WrongDegree", coefficients=polynomial(1, count))
    for way, value, error in WRONG_SCALARS:
        book.refuse_changed(f"g1-{way}", "no coefficient", "g1", error, coefficients=(polynomial(1, 1)[0], value))
    book.refuse_changed("g1-dealer-zero", "the index 0", "g1", "IndexZero", dealer=0)
    book.refuse_changed("g1-dealer-above", "no member", "g1", "IndexOutOfRange", dealer=4)
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _check_share() -> Casebook:
    book = Casebook("crypto.dkg_check_share", requirements=("DKG-4",))
    for name in SCHEMES:
        round_ = round_of(name)
        made = dkg_deal(round_, 2, polynomial(2, 2))
        book.accept(name, "a right share", round=round_, dealing=made.dealing, share=made.shares[0])
        for way, error, dealing in wrong_dealings(round_):
            # Another's commitments make the share wrong too: a round is asked about them, where there is no share.
            if way != "commitments-of-another":
                book.refuse_changed(f"{name}-{way}", f"a dealing: {way}", name, error, dealing=dealing)
    made = dkg_deal(round_of("g1"), 2, polynomial(2, 2))
    for way, share, error in (
        ("another-members", Share(1, made.shares[1].value), "DealtShareInvalid"),
        ("another-index", Share(2, made.shares[0].value), "DealtShareInvalid"),
        ("index-zero", Share(0, polynomial(2, 1)[0]), "IndexZero"),
        ("index-above", Share(4, made.shares[0].value), "IndexOutOfRange"),
        *((way, Share(1, value), error) for way, value, error in WRONG_SCALARS),
    ):
        book.refuse_changed(f"g1-share-{way}", f"a share: {way}", "g1", error, share=share)
    zero = dkg_deal(round_of("g1"), 2, ZERO_AT_TWO)
    book.accept(
        "g1-zero-at-two", "another member's share is zero",
        round=round_of("g1"), dealing=zero.dealing, share=zero.shares[0],
    )  # fmt: skip
    book.refuse_changed(
        "g1-zero-at-two-there", "the share is zero, as it was dealt", "g1-zero-at-two", "ScalarZero",
        share=zero.shares[1], requirements=("DKG-4",),
    )  # fmt: skip
    book.random(2)
    book.spoil("g1", shapes=20)
    return book
