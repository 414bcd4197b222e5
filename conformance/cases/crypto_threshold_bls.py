"""Cases of threshold BLS: committees, partial signatures, and what is combined of which."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.crypto.bls12_381 import CurveGroup, decode, public_key, sign
from coalition.crypto.shamir import Share, shamir_split
from coalition.crypto.threshold_bls import (
    SIGNATURE_GROUPS,
    BlsCommittee,
    PartialSignature,
    tbls_commit,
    tbls_partial_sign,
)
from coalition.signer import SignatureScheme
from coalition.unique_id import UniqueId, unique_id
from conformance.casebook import Casebook
from conformance.cases.crypto_bls import MESSAGE, OUTSIDE_G1, OUTSIDE_G2
from conformance.cases.crypto_shamir import COEFFICIENTS, WRONG_SCALARS

#: The schemes of this chapter, by the name their cases have.
SCHEMES = {
    "g1": SignatureScheme.BlsAggregateG1,
    "g2": SignatureScheme.BlsAggregateG2,
    "lagrange": SignatureScheme.LagrangeBls,
}
OUTSIDE = {CurveGroup.G1: bytes.fromhex(OUTSIDE_G1), CurveGroup.G2: bytes.fromhex(OUTSIDE_G2)}


def committee(scheme: SignatureScheme, threshold: int, size: int) -> tuple[BlsCommittee, tuple[Share, ...]]:
    """A committee and the shares of its members."""
    coefficients = COEFFICIENTS[:threshold]
    return BlsCommittee(scheme, size, tbls_commit(scheme, coefficients)), shamir_split(coefficients, size)


def identity(group: CurveGroup) -> bytes:
    """The compressed point at infinity."""
    return b"\xc0" + bytes(group.size - 1)


def casebooks() -> Iterator[Casebook]:
    """The casebooks of committees."""
    yield _default_threshold()
    yield _indices()
    yield _commit()
    yield _share_key()
    yield _partial_sign()
    yield _partial_verify()
    yield _combine()


def _default_threshold() -> Casebook:
    book = Casebook("crypto.tbls_default_threshold")
    names = {1: "one", 2: "two", 3: "three", 4: "four", 7: "seven", 8: "eight", 65535: "greatest"}
    for size, name in names.items():
        book.accept(name, "more than half", committee_size=size, misses={"threshold-half": (size + 1) // 2})
    book.refuse_changed("none", "no member", "one", "ThresholdOutOfRange", requirements=("TBLS-8",), committee_size=0)
    book.random(2)
    book.spoil_all("seven")
    return book


def _indices() -> Casebook:
    book = Casebook("crypto.tbls_indices")
    providers = tuple(unique_id(f"provider-{name}") for name in "abcdefg")
    for name, given in (
        ("three", providers[:3]),
        ("three-reversed", providers[2::-1]),
        ("seven", providers),
        ("one", providers[:1]),
        ("none", ()),
        ("bytes-not-text", (UniqueId(b"\x80" + bytes(31)), UniqueId(b"\x7f" * 32), UniqueId(bytes(31) + b"\1"))),
    ):  # fmt: skip
        book.accept(name, "ranks by ascending id", providers=given)
    for name, given in (("first", (providers[0], *providers[:3])), ("last", (*providers[:3], providers[2]))):
        book.refuse_changed(f"repeated-{name}", "a provider twice", "three", "DuplicateProvider", providers=given)
    book.random(2)
    book.spoil_all("three")
    return book


def _other_schemes(book: Casebook, change: str) -> None:
    for scheme in SignatureScheme:
        if scheme not in SIGNATURE_GROUPS:
            if change == "scheme":
                book.refuse_changed(f"scheme-{scheme.name}", "no scheme of BLS", "g1", "SchemeNotBls", scheme=scheme)
            else:
                made, _ = committee(SCHEMES["g1"], 2, 3)
                other = BlsCommittee(scheme, made.committee_size, made.commitments)
                book.refuse_changed(
                    f"scheme-{scheme.name}", "no scheme of BLS", "g1-two", "SchemeNotBls", committee=other
                )


def _commit() -> Casebook:
    book = Casebook("crypto.tbls_commit", requirements=("TBLS-10", "TBLS-11"))
    for name, scheme in SCHEMES.items():
        book.accept(name, "two commitments", scheme=scheme, coefficients=COEFFICIENTS[:2])
    book.accept("g1-one", "a public key alone", scheme=SCHEMES["g1"], coefficients=COEFFICIENTS[:1])
    book.refuse_changed("g1-none", "no coefficient", "g1-one", "ThresholdOutOfRange", coefficients=())
    for way, value, error in WRONG_SCALARS:
        book.refuse_changed(f"g1-{way}", "no coefficient", "g1", error, coefficients=(COEFFICIENTS[0], value))
    _other_schemes(book, "scheme")
    book.random(2)
    book.spoil_all("g1")
    return book


def _share_key() -> Casebook:
    book = Casebook("crypto.tbls_share_key", requirements=("TBLS-12",))
    for name, scheme in SCHEMES.items():
        made, _ = committee(scheme, 2, 3)
        for index, word in ((1, "one"), (2, "two"), (3, "three")):
            misses = {"share-key-is-committee-key": made.commitments[0].hex()}
            book.accept(f"{name}-{word}", "a share key", committee=made, index=index, misses=misses)
    large, _ = committee(SCHEMES["g1"], 5, 65535)
    book.accept("g1-greatest", "the last of the greatest committee", committee=large, index=65535)
    twin, key_group = "g1-two", CurveGroup.G2
    made, _ = committee(SCHEMES["g1"], 2, 3)
    book.refuse_changed("g1-zero", "the index 0", twin, "IndexZero", index=0)
    book.refuse_changed("g1-above", "an index above the size", twin, "IndexOutOfRange", index=4)
    for way, error, point in (
        ("identity", "PointIsIdentity", identity(key_group)),
        ("outside-subgroup", "PointNotInSubgroup", OUTSIDE[key_group]),
        ("other-group", "PointMalformed", public_key(CurveGroup.G2, 7).encode()),
        ("uncompressed", "PointMalformed", bytes(96)),
    ):
        for at in (0, 1):
            points = (*made.commitments[:at], point, *made.commitments[at + 1 :])
            changed = BlsCommittee(made.scheme, 3, points)
            book.refuse_changed(f"g1-commitment-{at}-{way}", "no commitment", twin, error, committee=changed)
    for way, size, count in (("none", 3, 0), ("more-than-members", 1, 2), ("no-members", 0, 2)):
        changed = BlsCommittee(made.scheme, size, made.commitments[:count])
        book.refuse_changed(
            f"g1-commitments-{way}", "no threshold", twin, "ThresholdOutOfRange", requirements=("TBLS-12",),
            committee=changed,
        )  # fmt: skip
    opposite = (-decode(key_group, made.commitments[0])).encode()
    book.accept(
        "g1-cancelling-two",
        "commitments that cancel for another",
        committee=BlsCommittee(made.scheme, 3, (made.commitments[0], opposite)),
        index=2,
    )
    book.refuse_changed(
        "g1-cancelling-one",
        "commitments that cancel",
        "g1-cancelling-two",
        "PointIsIdentity",
        index=1,
        requirements=("TBLS-12",),
    )
    _other_schemes(book, "committee")
    book.random(2)
    book.spoil_all(twin)
    return book


def _partial_sign() -> Casebook:
    book = Casebook("crypto.tbls_partial_sign", requirements=("TBLS-10", "TBLS-14"))
    for name, scheme in SCHEMES.items():
        share = shamir_split(COEFFICIENTS[:2], 3)[1]
        group = SIGNATURE_GROUPS[scheme]
        swapped = sign(group, int.from_bytes(share.value), MESSAGE, group.other.suite).encode().hex()
        misses = {"bls-tag-swapped": {"index": 2, "signature": swapped}}
        book.accept(name, "a partial signature", scheme=scheme, share=share, message=MESSAGE, misses=misses)
    share = shamir_split(COEFFICIENTS[:2], 3)[1]
    book.refuse_changed("g1-zero", "the index 0", "g1", "IndexZero", share=Share(0, share.value))
    for way, value, error in WRONG_SCALARS:
        book.refuse_changed(f"g1-share-{way}", "no share to sign with", "g1", error, share=Share(2, value))
    _other_schemes(book, "scheme")
    book.random(2)
    book.spoil_all("g1")
    return book


def wrong_partials(scheme: SignatureScheme, share: Share, other: Share) -> Iterator[tuple[str, str, bytes]]:
    """Ways in which a byzantine member's signature is wrong: name, error, bytes."""
    group = SIGNATURE_GROUPS[scheme]
    secret = int.from_bytes(share.value)
    right = sign(group, secret, MESSAGE)
    yield "other-message", "PartialInvalid", sign(group, secret, MESSAGE + b"\0").encode()
    yield "other-share", "PartialInvalid", tbls_partial_sign(scheme, other, MESSAGE).signature
    yield "other-tag", "PartialInvalid", sign(group, secret, MESSAGE, group.other.suite).encode()
    yield "negated", "PartialInvalid", (-right).encode()
    yield "identity", "PointIsIdentity", identity(group)
    yield "outside-subgroup", "PointNotInSubgroup", OUTSIDE[group]
    yield "uncompressed-flag", "PointMalformed", bytes([right.encode()[0] & 0x7F]) + right.encode()[1:]
    yield "empty", "PointMalformed", b""
    yield "other-group", "PointMalformed", sign(group.other, secret, MESSAGE).encode()


def _partial_verify() -> Casebook:
    book = Casebook("crypto.tbls_partial_verify", requirements=("TBLS-15",))
    for name, scheme in SCHEMES.items():
        made, shares = committee(scheme, 2, 3)
        book.accept(
            name,
            "a partial signature",
            committee=made,
            message=MESSAGE,
            partial=tbls_partial_sign(scheme, shares[1], MESSAGE),
        )
        for way, error, signature in wrong_partials(scheme, shares[1], shares[2]):
            book.refuse_changed(f"{name}-{way}", "no partial", name, error, partial=PartialSignature(2, signature))
    made, shares = committee(SCHEMES["g1"], 2, 3)
    signature = tbls_partial_sign(made.scheme, shares[1], MESSAGE).signature
    for way, index, error in (
        ("other-index", 1, "PartialInvalid"),
        ("index-zero", 0, "IndexZero"),
        ("index-above", 4, "IndexOutOfRange"),
    ):
        book.refuse_changed(f"g1-{way}", "under another index", "g1", error, partial=PartialSignature(index, signature))
    whole = PartialSignature(2, sign(CurveGroup.G1, int.from_bytes(COEFFICIENTS[0]), MESSAGE).encode())
    book.refuse_changed("g1-committees", "the committee's own signature", "g1", "PartialInvalid", partial=whole)
    book.refuse_changed("g1-wrong-message", "another message", "g1", "PartialInvalid", message=b"")
    book.random(2)
    book.spoil_all("g1")
    return book


def _combine() -> Casebook:
    book = Casebook("crypto.tbls_combine", requirements=("TBLS-16", "TBLS-17", "TBLS-18"))
    for name, scheme in SCHEMES.items():
        made, shares = committee(scheme, 3, 5)
        signed = tuple(tbls_partial_sign(scheme, share, MESSAGE) for share in shares)
        for indices in ((1, 2, 3), (5, 3, 1), (2, 4, 5), (5, 4, 3, 2, 1)):
            slug = "".join(map(str, indices))
            book.accept(
                f"{name}-{slug}", "one signature", committee=made, message=MESSAGE,
                partials=tuple(signed[index - 1] for index in indices),
            )  # fmt: skip
        for way, _, signature in wrong_partials(scheme, shares[1], shares[2]):
            wrong = PartialSignature(2, signature)
            name_of = f"{name}-culprit" if way == "other-message" else f"{name}-culprit-{way}"
            given = (signed[0], wrong, signed[4], signed[3])
            book.accept(name_of, f"a byzantine member: {way}", committee=made, message=MESSAGE, partials=given)
            book.refuse_changed(
                f"{name_of}-alone", f"too few without it: {way}", name_of, "TooFewPartials", partials=given[:3]
            )
        last = PartialSignature(2, signed[0].signature)
        book.accept(
            f"{name}-culprit-behind-enough", "a culprit is named though enough came before", committee=made,
            message=MESSAGE, partials=(signed[4], signed[3], signed[0], last),
        )  # fmt: skip
        book.accept(
            f"{name}-two-culprits", "two are named, by ascending index", committee=made, message=MESSAGE,
            partials=(PartialSignature(4, signed[0].signature), last, signed[4], signed[0], signed[2]),
        )  # fmt: skip
    _wrong(book)
    book.random(3)
    book.spoil_all("g1-123")
    return book


def _wrong(book: Casebook) -> None:
    made, shares = committee(SCHEMES["g1"], 3, 5)
    signed = tuple(tbls_partial_sign(made.scheme, share, MESSAGE) for share in shares)
    twin = "g1-123"
    book.refuse_changed("g1-too-few", "two of three", twin, "TooFewPartials", partials=signed[:2])
    book.refuse_changed("g1-none", "no partial", twin, "TooFewPartials", partials=())
    book.refuse_changed("g1-repeated", "a partial twice", twin, "DuplicateIndex", partials=(*signed[:2], signed[1]))
    book.refuse_changed(
        "g1-index-zero",
        "the index 0",
        twin,
        "IndexZero",
        partials=(PartialSignature(0, signed[0].signature), *signed[1:3]),
    )
    book.refuse_changed(
        "g1-index-above",
        "an index above the size",
        twin,
        "IndexOutOfRange",
        partials=(*signed[:2], PartialSignature(6, signed[2].signature)),
    )
    book.refuse_changed("g1-other-message", "partials of another message", twin, "TooFewPartials", message=b"")
    one, _ = committee(SCHEMES["g1"], 1, 5)
    book.refuse_changed(
        "g1-other-committee", "partials of another committee", twin, "TooFewPartials",
        committee=BlsCommittee(made.scheme, 5, (one.commitments[0], *made.commitments[2:0:-1])),
    )  # fmt: skip
    opposite = (-decode(CurveGroup.G2, made.commitments[0])).encode()
    two, of_two = committee(SCHEMES["g1"], 2, 3)
    cancelling = BlsCommittee(two.scheme, 3, (two.commitments[0], opposite))
    first, third = (tbls_partial_sign(two.scheme, of_two[at], MESSAGE) for at in (0, 2))
    book.accept("g1-two-of-three", "two partials", committee=two, message=MESSAGE, partials=(first, third))
    book.refuse_changed(
        "g1-share-key-at-infinity", "a member whose share key is at infinity", "g1-two-of-three", "PointIsIdentity",
        requirements=("TBLS-16",), committee=cancelling,
    )  # fmt: skip
