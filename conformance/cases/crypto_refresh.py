"""Cases of what follows a DKG: a new key beside the old one, new shares of the same key, another committee for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from coalition.crypto.bls12_381 import CurveGroup, decode
from coalition.crypto.dealing import Deal
from coalition.crypto.shamir import Share
from coalition.crypto.share_refresh import (
    LAST_EPOCH,
    CommitteeEpoch,
    EpochPartial,
    refresh_deal,
    refresh_outcome,
    refresh_share,
)
from coalition.crypto.threshold_bls import SIGNATURE_GROUPS, tbls_partial_sign
from conformance.casebook import Casebook
from conformance.cases import crypto_key_refresh, crypto_reshare
from conformance.cases.crypto_bls import MESSAGE
from conformance.cases.crypto_dkg_common import polynomial
from conformance.cases.crypto_rounds import judged, received_by, refused_rounds, wrong_receipts
from conformance.cases.crypto_shamir import WRONG_SCALARS
from conformance.cases.crypto_threshold_bls import SCHEMES, committee


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the later parts of the chapter."""
    yield from crypto_key_refresh.casebooks()
    yield _refresh_deal()
    yield _refresh_outcome()
    yield _refresh_share()
    yield _epoch_combine()
    yield from crypto_reshare.casebooks()


def current(name: str, threshold: int = 2, size: int = 3, epoch: int = 4) -> tuple[CommitteeEpoch, tuple[Share, ...]]:
    """A committee in an epoch, and its shares."""
    made, shares = committee(SCHEMES[name], threshold, size)
    return CommitteeEpoch(made, epoch), shares


def _zeros(of: CommitteeEpoch) -> tuple[Deal, ...]:
    members = range(1, of.committee.committee_size + 1)
    return tuple(
        refresh_deal(of, dealer, polynomial(dealer, of.committee.threshold - 1, "refresh")) for dealer in members
    )


def _refresh_deal() -> Casebook:
    book = Casebook("crypto.refresh_deal", requirements=("DKG-14",))
    for name in SCHEMES:
        of, _ = current(name)
        book.accept(name, "a dealing of zero", current=of, dealer=2, coefficients=polynomial(2, 1, "refresh"))
    of, _ = current("g1", 3, 5)
    book.accept(
        "g1-three-of-five", "of two coefficients", current=of, dealer=2, coefficients=polynomial(2, 2, "refresh")
    )
    base, _ = current("g1")
    for way, count in (("none", 0), ("constant-given", 2)):
        book.refuse_changed(
            f"g1-{way}",
            "another degree",
            "g1",
            "WrongDegree",
            requirements=("DKG-14",),
            coefficients=polynomial(2, count, "refresh"),
        )
    for way, value, error in WRONG_SCALARS:
        book.refuse_changed(f"g1-{way}", "no coefficient", "g1", error, coefficients=(value,))
    book.refuse_changed("g1-dealer-zero", "the index 0", "g1", "IndexZero", dealer=0)
    book.refuse_changed("g1-dealer-above", "no member", "g1", "IndexOutOfRange", dealer=4)
    book.refuse_changed(
        "g1-last-epoch", "after the last epoch", "g1", "NothingToRefresh", current=replace(base, epoch=LAST_EPOCH)
    )
    book.accept(
        "g1-epoch-before-last",
        "into the last epoch",
        current=replace(base, epoch=LAST_EPOCH - 1),
        dealer=2,
        coefficients=polynomial(2, 1, "refresh"),
    )
    one = replace(base, committee=replace(base.committee, commitments=base.committee.commitments[:1]))
    book.refuse_changed("g1-threshold-one", "shares that are the secret", "g1", "NothingToRefresh", current=one)
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _refresh_outcome() -> Casebook:
    book = Casebook("crypto.refresh_outcome", requirements=("DKG-15",))
    for name in SCHEMES:
        of, _ = current(name)
        group = SIGNATURE_GROUPS[SCHEMES[name]].other
        deals = _zeros(of)
        dealings = tuple(deal.dealing for deal in deals)
        book.accept(name, "all qualify", current=of, dealings=dealings, complaints=())
        book.accept(f"{name}-any-order", "in any order", current=of, dealings=dealings[::-1], complaints=())
        if name != "lagrange":
            judged(book, name, {"current": of}, deals, group)
    of, _ = current("g1", 3, 3)
    book.accept(
        "g1-three-of-three",
        "two commitments each",
        current=of,
        dealings=tuple(deal.dealing for deal in _zeros(of)),
        complaints=(),
    )
    base, _ = current("g1")
    refused_rounds(book, _zeros(base), 3)
    book.refuse_changed(
        "g1-last-epoch", "after the last epoch", "g1", "NothingToRefresh", current=replace(base, epoch=LAST_EPOCH)
    )
    _cancelling(book, base)
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _cancelling(book: Casebook, base: CommitteeEpoch) -> None:
    """Dealers whose sum takes the committee's last coefficient away."""
    dealings = tuple(deal.dealing for deal in _zeros(base))
    group = SIGNATURE_GROUPS[base.committee.scheme].other
    sum_of_others = decode(group, base.committee.commitments[1]) + decode(group, dealings[0].commitments[0])
    away = replace(dealings[1], commitments=((-sum_of_others).encode(),))
    book.accept("g1-two-dealers", "two of three deal", current=base, dealings=dealings[:2], complaints=())
    book.refuse_changed(
        "g1-degree-lost",
        "a sum at infinity",
        "g1-two-dealers",
        "PointIsIdentity",
        requirements=("DKG-15",),
        dealings=(dealings[0], away),
    )


def _refresh_share() -> Casebook:
    book = Casebook("crypto.refresh_share", requirements=("DKG-16",))
    for name in SCHEMES:
        of, shares = current(name)
        deals = _zeros(of)
        dealings = tuple(deal.dealing for deal in deals)
        book.accept(
            name,
            "a share of the next epoch",
            current=of,
            dealings=dealings,
            share=shares[1],
            received=received_by(deals, 2),
        )
    of, shares = current("g1")
    deals = _zeros(of)
    dealings = tuple(deal.dealing for deal in deals)
    wrong_receipts(book, deals, 2, CurveGroup.G2)
    book.accept(
        "g1-two-dealers", "of two dealers",
        current=of, dealings=dealings[:2], share=shares[1], received=received_by(deals[:2], 2),
    )  # fmt: skip
    book.refuse_changed(
        "g1-one-dealer", "of one dealer where two are due", "g1-two-dealers", "TooFewDealers",
        dealings=dealings[:1], received=received_by(deals[:1], 2), requirements=("DKG-16",),
    )  # fmt: skip
    following = refresh_outcome(of, dealings, ()).next
    stale = "ShareStale"
    book.refuse_changed("g1-stale", "a share of the epoch before", "g1", stale, current=following)
    book.refuse_changed("g1-another-members", "another member's share", "g1", stale, share=Share(2, shares[0].value))
    for way, share, error in (
        ("index-zero", Share(0, shares[1].value), "IndexZero"),
        ("index-above", Share(4, shares[1].value), "IndexOutOfRange"),
        *((way, Share(2, value), error) for way, value, error in WRONG_SCALARS),
    ):
        book.refuse_changed(f"g1-share-{way}", "no share", "g1", error, share=share)
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _epoch_combine() -> Casebook:
    book = Casebook("crypto.epoch_combine", requirements=("DKG-17",))
    for name in SCHEMES:
        of, shares = current(name)
        deals = _zeros(of)
        dealings = tuple(deal.dealing for deal in deals)
        after = refresh_outcome(of, dealings, ()).next
        fresh = [refresh_share(of, dealings, share, received_by(deals, share.index)) for share in shares]
        signing: Callable[[Share, int], EpochPartial] = lambda share, epoch, scheme=SCHEMES[name]: EpochPartial(  # type: ignore[misc] # noqa: E731
            epoch, tbls_partial_sign(scheme, share, MESSAGE)
        )
        new = [signing(share, after.epoch) for share in fresh]
        old = [signing(share, of.epoch) for share in shares]
        book.accept(f"{name}-before", "in the epoch before", current=of, message=MESSAGE, partials=tuple(old[:2]))
        book.accept(
            name, "after a refresh, the same signature", current=after, message=MESSAGE, partials=tuple(new[1:])
        )
        book.refuse_changed(
            f"{name}-mixed", "one of the epoch before", name, "EpochMismatch", partials=(old[1], new[2])
        )
        book.refuse_changed(
            f"{name}-all-old", "all of the epoch before", name, "EpochMismatch", partials=tuple(old[1:])
        )
        book.refuse_changed(
            f"{name}-ahead",
            "one of the epoch after",
            name,
            "EpochMismatch",
            partials=(new[1], replace(new[2], epoch=after.epoch + 1)),
        )
        disguised = replace(old[0], epoch=after.epoch)
        book.accept(
            f"{name}-disguised", "an old share that calls itself new", current=after, message=MESSAGE,
            partials=(disguised, *new[1:]),
        )  # fmt: skip
        book.refuse_changed(
            f"{name}-disguised-alone",
            "too few without it",
            f"{name}-disguised",
            "TooFewPartials",
            partials=(disguised, new[1]),
        )
    book.random(2)
    book.spoil("g1", shapes=20)
    return book
