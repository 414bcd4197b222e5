"""Cases of the chapter FROST from the second round on: shares, outcomes, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.crypto import edwards25519 as edwards
from coalition.crypto.frost_round import FrostCommitment, FrostGroup, FrostKeys, FrostMember, FrostNonces, FrostShare
from coalition.crypto.frost_suites import SUITES, FrostSuite
from conformance.casebook import Casebook
from conformance.cases.crypto_frost_common import base_of, name_of, refuse_lists, refuse_scalars
from conformance.crypto_inputs.frost import Played, played
from conformance.entropy import Entropy
from conformance.frost_rounds import (
    TORSION,
    five_of_seven,
    made_group,
    made_keys,
    replay,
    rounds,
    wrong_elements,
)


def casebooks() -> Iterator[Casebook]:
    """The casebooks of signing, aggregating and verifying."""
    for operation in (_sign, _aggregate, _verify):
        yield operation()


def _signing(one: Played, identifier: int) -> dict[str, Any]:
    return {
        "group": one.group,
        "identifier": identifier,
        "share": one.secret(identifier),
        "nonces": one.nonces[identifier],
        "message": one.message,
        "commitments": one.commitments,
        "spent": (),
    }


def _changed_group(group: FrostGroup, **changes: Any) -> FrostGroup:
    return FrostGroup(**{**vars(group), **changes})


def _sign() -> Casebook:
    book = Casebook("crypto.frost_sign", requirements=("FROST-15",))
    for name in rounds():
        one = replay(name)
        for number in one.signers:
            book.accept(f"{name}-{number}", "as published", _signing(one, number))
    for suite in FrostSuite:
        seven = five_of_seven(suite)
        for number in (6, 1):
            book.accept(
                f"five-of-seven-{name_of(suite)}-{number}",
                "one of five that come in no order",
                _signing(seven, number),
                requirements=("FROST-10", "FROST-14"),
            )
        _signing_refusals(book, suite)
    book.random(2)
    book.spoil("rfc-9591-ed25519-1", shapes=12)
    return book


def _signing_refusals(book: Casebook, suite: FrostSuite) -> None:
    one, twin = replay(f"rfc-9591-{name_of(suite)}"), f"rfc-9591-{name_of(suite)}-1"
    own, other = one.commitments
    fresh = played(one.keys, (1, 2), b"", Entropy(f"frost other nonces {suite.name}"))
    for kind in ("hiding", "binding"):
        spent = (getattr(fresh.commitments[0], kind), getattr(own, kind))
        book.refuse_changed(
            f"{twin}-{kind}-spent", f"the {kind} nonce has signed before", twin, "FrostNonceReused", spent=spent
        )
    book.accept(
        f"{twin}-others-spent",
        "other nonces have signed before",
        {**_signing(one, 1), "spent": (fresh.commitments[0].hiding, other.hiding)},
        requirements=("FROST-16",),
    )
    book.accept(
        f"{twin}-other-message",
        "the same commitments, and another message in the second round",
        {**_signing(one, 1), "message": b"another message"},
        requirements=("FROST-11", "FROST-13"),
    )
    foreign = fresh.commitments[0]
    third = FrostCommitment(9, foreign.hiding, foreign.binding)
    missing = (fresh.commitments[1], other)
    refusals: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("altered-hiding", "its hiding commitment is another's", "FrostCommitmentAltered",
         {"commitments": (FrostCommitment(1, foreign.hiding, own.binding), other)}),
        ("altered-binding", "its binding commitment is another's", "FrostCommitmentAltered",
         {"commitments": (FrostCommitment(1, own.hiding, foreign.binding), other)}),
        ("swapped", "its two commitments are swapped", "FrostCommitmentAltered",
         {"commitments": (FrostCommitment(1, own.binding, own.hiding), other)}),
        ("missing", "its own commitment is missing", "FrostSignerUnlisted", {"commitments": missing}),
        ("alone", "one commitment, two needed", "FrostTooFewSigners", {"commitments": (own,)}),
        ("unknown", "9 is no member", "FrostSignerUnknown", {"commitments": (own, other, third)}),
        ("threshold-1", "a threshold of 1", "FrostThresholdTooSmall",
         {"group": _changed_group(one.group, threshold=1)}),
        ("threshold-4", "a threshold above the group", "FrostGroupTooSmall",
         {"group": _changed_group(one.group, threshold=4)}),
        ("member-twice", "a member that stands twice", "FrostSignerRepeated",
         {"group": _changed_group(one.group, members=(*one.group.members, one.group.members[1]))}),
    )  # fmt: skip
    for name, comment, error, changed in refusals:
        book.refuse_changed(f"{twin}-{name}", comment, twin, error, **changed)
    refuse_lists(book, twin, one)
    refuse_scalars(book, twin, suite, "share", lambda raw: raw)
    book.refuse_changed(f"{twin}-nobody", "signed by 0", twin, "FrostIdentifierZero", identifier=0)
    _refuse_groups(book, twin, one.group)
    for name, comment, share in (
        ("another-share", "another's share", one.secret(3)),
        ("zero-share", "a share of zero", bytes(32)),
    ):
        book.accept(f"{twin}-{name}", f"{comment} is a scalar", {**_signing(one, 1), "share": share})
    for kind in ("hiding", "binding"):
        nonces = FrostNonces(**{**vars(one.nonces[1]), kind: bytes(32)})
        book.refuse_changed(
            f"{twin}-{kind}-nonce-zero",
            f"a {kind} nonce of zero, to which nothing commits",
            twin,
            "FrostCommitmentAltered",
            nonces=nonces,
        )


def _refuse_groups(book: Casebook, twin: str, group: FrostGroup) -> None:
    """Groups with a part that is no element, of a participant that has no part in the round."""
    first, second, third = group.members
    for name, error, raw in wrong_elements(group.suite, second.verifying_share):
        members = (first, FrostMember(2, raw), third)
        book.refuse_changed(
            f"{twin}-bystander-{name}", f"the verifying share of one that does not sign: {name}", twin, error,
            group=_changed_group(group, members=members), requirements=("PROTO-5",),
        )  # fmt: skip
    nobody = (first, FrostMember(0, second.verifying_share), third)
    book.refuse_changed(
        f"{twin}-bystander-zero", "a member 0", twin, "FrostIdentifierZero", group=_changed_group(group, members=nobody)
    )


def _aggregating(one: Played, shares: tuple[FrostShare, ...] | None = None) -> dict[str, Any]:
    return {
        "group": one.group,
        "message": one.message,
        "commitments": one.commitments,
        "shares": one.shares() if shares is None else shares,
    }


def generated(name: str) -> Played:
    """A round of the first and third participant of a published key generation."""
    figures = made_keys()[name]
    shares = tuple(bytes.fromhex(each["share"]) for each in figures["participants"])
    keys = FrostKeys(made_group(figures), shares, ())
    return played(keys, (1, 3), b"a key that nobody dealt", Entropy(f"frost generated {name}"))


def _moved(suite: FrostSuite, share: FrostShare, by_: int) -> FrostShare:
    by = SUITES[suite]
    return FrostShare(share.identifier, by.encode_scalar(by.scalar(share.share) + by_))


def _aggregate() -> Casebook:
    book = Casebook("crypto.frost_aggregate", requirements=("FROST-17",))
    for name in rounds():
        book.accept(name, "the published signature", _aggregating(replay(name)), requirements=("FROST-18",))
    for name in made_keys():
        book.accept(
            f"generated-{name}", "under a key that participants made, as published", _aggregating(generated(name))
        )
    for suite in FrostSuite:
        _outcomes(book, suite)
        one, twin = replay(f"rfc-9591-{name_of(suite)}"), f"rfc-9591-{name_of(suite)}"
        first, second = one.shares()
        refusals: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("share-missing", "a share is missing", {"shares": (first,)}),
            ("share-twice", "a share stands twice", {"shares": (first, second, first)}),
            ("share-foreign", "2 did not commit", {"shares": (first, second, FrostShare(2, first.share))}),
        )
        for name, comment, changed in refusals:
            book.refuse_changed(f"{twin}-{name}", comment, twin, "FrostSharesMismatch", **changed)
        book.refuse_changed(
            f"{twin}-alone", "one commitment", twin, "FrostTooFewSigners", commitments=one.commitments[:1]
        )
        refuse_scalars(book, twin, suite, "shares", lambda raw, last=second: (FrostShare(1, raw), last))
        book.refuse_changed(
            f"{twin}-share-of-nobody", "a share of 0 besides", twin, "FrostIdentifierZero",
            shares=(first, second, FrostShare(0, first.share)),
        )  # fmt: skip
        _refuse_groups(book, twin, one.group)
    by = SUITES[FrostSuite.Ed25519]
    one = replay("rfc-9591-ed25519")
    first, second = one.shares()
    raised = (by.scalar(first.share) + by.order).to_bytes(32, "little")
    book.refuse_changed(
        "rfc-9591-ed25519-not-reduced",
        "the right share and the order above it",
        "rfc-9591-ed25519",
        "FrostScalarOutOfRange",
        shares=(FrostShare(1, raised), second),
    )
    book.random(2)
    book.spoil("rfc-9591-ed25519", shapes=12)
    return book


def _outcomes(book: Casebook, suite: FrostSuite) -> None:
    """Signatures of other lists, and who is named when there is none."""
    one, seven, name = replay(f"rfc-9591-{name_of(suite)}"), five_of_seven(suite), name_of(suite)
    book.accept(
        f"five-of-seven-{name}",
        "five of seven, in no order",
        _aggregating(seven),
        requirements=("FROST-10", "FROST-14"),
    )
    book.accept(
        f"unsorted-shares-{name}", "shares in another order", _aggregating(one, one.shares()[::-1]),
        requirements=("FROST-18",),
    )  # fmt: skip
    shares = seven.shares()
    wrong = tuple(_moved(suite, each, 1) if each.identifier in (7, 2) else each for each in shares)
    book.accept(
        f"culprits-{name}", "two wrong shares of five, named", _aggregating(seven, wrong), requirements=("FROST-19",)
    )
    cancelling = tuple(_moved(suite, each, {7: 1, 2: -1}.get(each.identifier, 0)) for each in shares)
    book.accept(
        f"cancelling-{name}",
        "two wrong shares that cancel each other out",
        _aggregating(seven, cancelling),
        requirements=("FROST-19",),
    )
    other = Played(one.keys, one.signers, one.nonces, one.commitments, b"another message")
    book.accept(
        f"other-message-{name}",
        "a share of another message",
        _aggregating(one, (one.share(1), other.share(3))),
        requirements=("FROST-19",),
    )
    swapped = (FrostShare(1, one.share(3).share), FrostShare(3, one.share(1).share))
    book.accept(
        f"swapped-shares-{name}",
        "each under the other's name: the sum is the same",
        _aggregating(one, swapped),
        requirements=("FROST-19",),
    )
    foreign = _changed_group(one.group, public_key=one.group.members[0].verifying_share)
    played_under = Played(replace(one.keys, group=foreign), one.signers, one.nonces, one.commitments, one.message)
    book.accept(
        f"nobody-to-blame-{name}",
        "a key that is not the members': every share is right, and the sum is not",
        _aggregating(played_under),
        requirements=("FROST-19",),
    )
    half = (FrostShare(1, one.share(3).share), one.share(3))
    book.accept(f"stolen-share-{name}", "another's share", _aggregating(one, half), requirements=("FROST-19",))


def _verifying(one: Played, signature: bytes) -> dict[str, Any]:
    return {
        "suite": one.group.suite,
        "public_key": one.group.public_key,
        "message": one.message,
        "signature": signature,
    }


def _verify() -> Casebook:
    book = Casebook("crypto.frost_verify")
    for name, figures in rounds().items():
        book.accept(name, "a published signature", _verifying(replay(name), bytes.fromhex(figures["signature"])))
    for suite in FrostSuite:
        twin, by = f"rfc-9591-{name_of(suite)}", SUITES[suite]
        one, signature = replay(twin), bytes.fromhex(rounds()[twin]["signature"])
        point, z = signature[:-32], signature[-32:]
        negated = by.encode(by.multiply(by.signature_point(point), by.order - 1)) + z
        wrong = (
            ("short", "FrostSignatureMalformed", signature[:-1]),
            ("long", "FrostSignatureMalformed", signature + b"\x00"),
            ("negated", "FrostSignatureInvalid", negated),
            ("next-scalar", "FrostSignatureInvalid", point + by.encode_scalar(by.scalar(z) + 1)),
            ("order", "FrostScalarOutOfRange", point + by.order.to_bytes(32, by.byte_order)),
            *(
                (f"commitment-{kind}", error, raw + z)
                for kind, error, raw in wrong_elements(suite, point)
                if len(raw) == len(point) and (suite is FrostSuite.Secp256k1 or error == "FrostElementMalformed")
            ),
        )
        for name, error, raw in wrong:
            book.refuse_changed(f"{twin}-{name}", name, twin, error, signature=raw)
        book.refuse_changed(f"{twin}-message", "another message", twin, "FrostSignatureInvalid", message=b"tess")
        key = one.group.members[0].verifying_share
        book.refuse_changed(f"{twin}-key", "another key", twin, "FrostSignatureInvalid", public_key=key)
        for kind, error, raw in wrong_elements(suite, key):
            book.refuse_changed(f"{twin}-key-{kind}", f"a public key: {kind}", twin, error, public_key=raw)
    _cofactored(book)
    book.random(2)
    book.spoil("rfc-9591-ed25519", shapes=12)
    return book


def _cofactored(book: Casebook) -> None:
    """Signatures whose first half has a part of small order, or is none but that: RFC 8032 takes them."""
    one = replay("rfc-9591-ed25519")
    by = SUITES[FrostSuite.Ed25519]
    secret = by.scalar(bytes.fromhex(rounds()["rfc-9591-ed25519"]["secret"]))
    torsion = edwards.decode(TORSION)
    assert torsion is not None
    for name, nonce in (("mixed-order", 7), ("small-order", 0)):
        point = edwards.encode(edwards.add(edwards.multiply(edwards.BASE, nonce), torsion))
        z = nonce + by.h2(point + one.group.public_key + one.message) * secret
        book.accept(f"ed25519-{name}", "verifies with the cofactor alone", _verifying(one, point + by.encode_scalar(z)))
    twin = "ed25519-mixed-order"
    right = bytes.fromhex(str(base_of(book, twin)["signature"]))
    raised = (by.scalar(right[32:]) + by.order).to_bytes(32, "little")
    book.refuse_changed(
        f"{twin}-not-reduced", "the scalar and the order above it", twin, "FrostScalarOutOfRange",
        signature=right[:32] + raised,
    )  # fmt: skip
