"""Cases of what follows a DKG: a new key beside the old one, new shares of the same key, another committee for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from coalition.crypto.bls12_381 import CurveGroup, decode, public_key, sign
from coalition.crypto.dealing import Complaint, Deal, Dealing, DealtShare
from coalition.crypto.key_refresh import CommitteeKey
from coalition.crypto.resharing import Resharing, reshare_deal
from coalition.crypto.shamir import Share
from coalition.crypto.share_refresh import (
    LAST_EPOCH,
    CommitteeEpoch,
    EpochPartial,
    refresh_deal,
    refresh_outcome,
    refresh_share,
)
from coalition.crypto.threshold_bls import (
    SIGNATURE_GROUPS,
    BlsCommittee,
    tbls_partial_sign,
)
from conformance.casebook import Casebook
from conformance.cases.crypto_bls import MESSAGE
from conformance.cases.crypto_dkg import polynomial
from conformance.cases.crypto_shamir import WRONG_SCALARS
from conformance.cases.crypto_threshold_bls import OUTSIDE, SCHEMES, committee, identity

_OLD, _NEW = 11, 13
#: The old key signs from 1000 until its marker at 3000, the new one from 2000 on.
_OPENS, _BOTH, _MARKER = 1000, 2000, 3000


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the later parts of the chapter."""
    yield _key_active()
    yield _key_verify()
    yield _refresh_deal()
    yield _refresh_outcome()
    yield _refresh_share()
    yield _epoch_combine()
    yield _reshare_deal()
    yield _reshare_outcome()
    yield _reshare_share()


def _keys(name: str) -> tuple[CommitteeKey, CommitteeKey]:
    scheme = SCHEMES[name]
    group = SIGNATURE_GROUPS[scheme]
    old, new = (public_key(group, secret).encode() for secret in (_OLD, _NEW))
    return CommitteeKey(scheme, old, _OPENS, _MARKER), CommitteeKey(scheme, new, _BOTH, None)


def _key_form(key: CommitteeKey) -> dict[str, Any]:
    closes = None if key.closes_at_ms is None else str(key.closes_at_ms)
    return {
        "scheme": {"kind": key.scheme.name},
        "public_key": key.public_key.hex(),
        "opens_at_ms": str(key.opens_at_ms),
        "closes_at_ms": closes,
    }


def _wrong_keys(book: Casebook, twin: str) -> None:
    old, new = _keys("g1")
    same = replace(new, public_key=old.public_key)
    book.refuse_changed("same-key", "a refresh that keeps the key", twin, "KeyNotRefreshed", keys=(old, same))
    for way, error, point in (
        ("identity", "PointIsIdentity", identity(CurveGroup.G2)),
        ("outside-subgroup", "PointNotInSubgroup", OUTSIDE[CurveGroup.G2]),
        ("other-group", "PointMalformed", public_key(CurveGroup.G2, 7).encode()),
    ):
        wrong = {**_key_form(new), "public_key": point.hex()}
        book.refuse_changed(f"key-{way}", "no key", twin, error, requirements=("DKG-11",), keys=[_key_form(old), wrong])
    frost = {**_key_form(new), "scheme": {"kind": "FrostSchnorrEd25519"}}
    book.refuse_changed("key-frost", "no scheme of BLS", twin, "SchemeNotBls", keys=[_key_form(old), frost])


def _key_active() -> Casebook:
    book = Casebook("crypto.key_active", requirements=("DKG-12",))
    keys = _keys("g1")
    for name, at in (
        ("neither", _OPENS - 1),
        ("old-opens", _OPENS),
        ("old", _BOTH - 1),
        ("both", _BOTH),
        ("both-to-the-last", _MARKER - 1),
        ("marker", _MARKER),
        ("new", 2**64 - 1),
    ):
        book.accept(name, "who signs", keys=keys, at_ms=at)
    book.accept("any-order", "in the order given", keys=keys[::-1], at_ms=_BOTH)
    book.accept("no-key", "of no key", keys=(), at_ms=0)
    book.accept("g2", "of keys in G1", keys=_keys("g2"), at_ms=_BOTH)
    never = replace(keys[0], closes_at_ms=_OPENS)
    book.accept("never-open", "one that closes as it opens", keys=(never,), at_ms=_OPENS)
    _wrong_keys(book, "both")
    book.random(2)
    book.spoil("both", shapes=24)
    return book


def _key_verify() -> Casebook:
    book = Casebook("crypto.key_verify", requirements=("DKG-13",))
    for name in SCHEMES:
        keys, group = _keys(name), SIGNATURE_GROUPS[SCHEMES[name]]
        prefix = "" if name == "g1" else f"{name}-"
        for word, key, secret in (("old", keys[0], _OLD), ("new", keys[1], _NEW)):
            book.accept(
                f"{prefix}{word}-key", "while both are valid", keys=keys, committee_pk_digest=key.digest,
                committed_at_ms=_BOTH, message=MESSAGE, signature=sign(group, secret, MESSAGE).encode(),
            )  # fmt: skip
    old, _ = _keys("g1")
    signed = {secret: sign(CurveGroup.G1, secret, MESSAGE).encode() for secret in (_OLD, _NEW)}
    for word, twin, other in (("old", "old-key", _NEW), ("new", "new-key", _OLD)):
        book.refuse_changed(
            f"{word}-by-the-other",
            "signed with the other key",
            twin,
            "BlsSignatureInvalid",
            requirements=("DKG-13",),
            signature=signed[other],
        )
    for way, twin, at in (
        ("before-old-opens", "old-key", _OPENS - 1),
        ("at-old-marker", "old-key", _MARKER),
        ("before-new-opens", "new-key", _BOTH - 1),
    ):
        book.refuse_changed(way, "outside the window", twin, "KeyOutsideWindow", committed_at_ms=at)
    book.refuse_changed("other-message", "another message", "new-key", "BlsSignatureInvalid", message=b"")
    book.refuse_changed("unknown", "the digest of no key", "new-key", "UnknownCommitteeKey", keys=(old,))
    book.refuse_changed(
        "negated",
        "the signature's negative",
        "new-key",
        "BlsSignatureInvalid",
        signature=(-decode(CurveGroup.G1, signed[_NEW])).encode(),
    )
    book.refuse_changed("identity", "no signature", "new-key", "PointIsIdentity", signature=identity(CurveGroup.G1))
    _wrong_keys(book, "old-key")
    book.random(2)
    book.spoil("new-key", shapes=24)
    return book


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


def _wrong_dealings(deals: tuple[Deal, ...], group: CurveGroup) -> Iterator[tuple[str, str, Dealing]]:
    """Ways in which the second dealer's dealing is wrong, whatever the kind of round."""
    made = deals[1].dealing
    first = made.commitments[:-1]
    yield "one-commitment-too-few", "WrongDegree", replace(made, commitments=first)
    yield "one-commitment-too-many", "WrongDegree", replace(made, commitments=(*made.commitments, made.commitments[0]))
    yield "commitment-identity", "PointIsIdentity", replace(made, commitments=(*first, identity(group)))
    yield "commitment-outside-subgroup", "PointNotInSubgroup", replace(made, commitments=(*first, OUTSIDE[group]))
    yield "with-proof", "PossessionInvalid", replace(made, possession=public_key(group, 7).encode())


def _judged(book: Casebook, name: str, base: dict[str, Any], deals: tuple[Deal, ...], group: CurveGroup) -> None:
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


def _refused_rounds(book: Casebook, deals: tuple[Deal, ...], members: int) -> None:
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
            _judged(book, name, {"current": of}, deals, group)
    of, _ = current("g1", 3, 3)
    book.accept(
        "g1-three-of-three",
        "two commitments each",
        current=of,
        dealings=tuple(deal.dealing for deal in _zeros(of)),
        complaints=(),
    )
    base, _ = current("g1")
    _refused_rounds(book, _zeros(base), 3)
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


def _received(deals: tuple[Deal, ...], index: int) -> tuple[DealtShare, ...]:
    return tuple(DealtShare(deal.dealing.dealer, deal.shares[index - 1].value) for deal in deals)


def _wrong_receipts(book: Casebook, deals: tuple[Deal, ...], index: int, group: CurveGroup) -> None:
    received = _received(deals, index)
    dealings = tuple(deal.dealing for deal in deals)
    book.refuse_changed("g1-missing", "one is missing", "g1", "MissingShare", received=received[:-1])
    book.refuse_changed("g1-surplus", "of one that is not among them", "g1", "UnknownDealer", dealings=dealings[:2])
    book.refuse_changed("g1-twice", "two of one dealer", "g1", "DuplicateIndex", received=(*received, received[0]))
    swapped = (DealtShare(1, received[1].value), *received[1:])
    book.refuse_changed("g1-wrong", "another dealer's share", "g1", "DealtShareInvalid", received=swapped)
    for way, error, wrong in _wrong_dealings(deals, group):
        book.refuse_changed(f"g1-{way}", f"a dealing: {way}", "g1", error, dealings=(dealings[0], wrong, *dealings[2:]))


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
            received=_received(deals, 2),
        )
    of, shares = current("g1")
    deals = _zeros(of)
    dealings = tuple(deal.dealing for deal in deals)
    _wrong_receipts(book, deals, 2, CurveGroup.G2)
    book.accept(
        "g1-two-dealers", "of two dealers",
        current=of, dealings=dealings[:2], share=shares[1], received=_received(deals[:2], 2),
    )  # fmt: skip
    book.refuse_changed(
        "g1-one-dealer", "of one dealer where two are due", "g1-two-dealers", "TooFewDealers",
        dealings=dealings[:1], received=_received(deals[:1], 2), requirements=("DKG-16",),
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
        fresh = [refresh_share(of, dealings, share, _received(deals, share.index)) for share in shares]
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
        _judged(book, name, {"resharing": resharing}, deals, group)
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
    _refused_rounds(book, deals, 4)
    book.random(2)
    book.spoil("g1", shapes=20)
    return book


def _reshare_share() -> Casebook:
    book = Casebook("crypto.reshare_share", requirements=("DKG-20",))
    for name in SCHEMES:
        resharing, deals = _reshare(name, 4, 2)
        dealings = tuple(deal.dealing for deal in deals)
        book.accept(
            name, "a new member's share", resharing=resharing, dealings=dealings, index=4, received=_received(deals, 4)
        )
        book.accept(
            f"{name}-two",
            "of two dealers",
            resharing=resharing,
            dealings=dealings[1:],
            index=4,
            received=_received(deals[1:], 4),
        )
    resharing, deals = _reshare("g1", 4, 2)
    dealings = tuple(deal.dealing for deal in deals)
    _wrong_receipts(book, deals, 4, CurveGroup.G2)
    book.accept(
        "g1-first", "the first member's", resharing=resharing, dealings=dealings, index=1, received=_received(deals, 1)
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
        received=_received(deals[2:], 4),
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
