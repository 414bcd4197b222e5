"""Cases of Shamir's secret sharing over the scalar field of BLS12-381."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.crypto.bls12_381 import ORDER, encode_scalar
from coalition.crypto.shamir import Share, evaluate, lagrange, shamir_split
from conformance.casebook import Casebook
from conformance.entropy import Entropy

#: Polynomials that begin with one another, so that a share tells which coefficients were taken.
COEFFICIENTS = tuple(encode_scalar(int.from_bytes(Entropy(f"coefficient {number}").bytes(48))) for number in range(7))
#: What is no coefficient, share or key, and why.
WRONG_SCALARS = (
    ("order", ORDER.to_bytes(32), "ScalarOutOfRange"),
    ("greatest", b"\xff" * 32, "ScalarOutOfRange"),
    ("zero", bytes(32), "ScalarZero"),
)


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _split()
    yield _lagrange()
    yield _combine()


def _values(coefficients: tuple[bytes, ...], indices: range) -> list[dict[str, object]]:
    polynomial = [int.from_bytes(each) for each in coefficients]
    return [{"index": at + 1, "value": f"{evaluate(polynomial, index):064x}"} for at, index in enumerate(indices)]


def _split() -> Casebook:
    book = Casebook("crypto.shamir_split", requirements=("SHARE-1", "SHARE-2"))
    for name, threshold, size in (
        ("one-of-one", 1, 1),
        ("one-of-three", 1, 3),
        ("two-of-three", 2, 3),
        ("three-of-three", 3, 3),
        ("five-of-seven", 5, 7),
        ("two-of-three-hundred", 2, 300),
    ):
        given = COEFFICIENTS[:threshold]
        book.accept(
            name,
            f"{threshold} of {size}",
            coefficients=given,
            committee_size=size,
            misses={
                "share-index-from-zero": _values(given, range(size)),
                "share-index-one-more": _values(given, range(2, size + 2)),
                "coefficients-reversed": _values(given[::-1], range(1, size + 1)),
            }
            if size < 10
            else {},
        )
    edge = (encode_scalar(1), encode_scalar(ORDER - 1))
    book.accept("least-and-greatest", "a share may be zero", coefficients=edge, committee_size=2)
    book.refuse_changed(
        "none-of-three",
        "no coefficient",
        "one-of-three",
        "ThresholdOutOfRange",
        requirements=("SHARE-2",),
        coefficients=(),
    )
    book.refuse_changed(
        "three-of-two",
        "more coefficients than members",
        "three-of-three",
        "ThresholdOutOfRange",
        requirements=("SHARE-2",),
        committee_size=2,
    )
    book.refuse_changed(
        "one-of-none", "no member", "one-of-one", "ThresholdOutOfRange", requirements=("SHARE-2",), committee_size=0
    )
    for name, value, error in WRONG_SCALARS:
        for at in range(3):
            changed = (*COEFFICIENTS[:at], value, *COEFFICIENTS[at + 1 : 3])
            book.refuse_changed(
                f"coefficient-{at}-{name}", "no coefficient", "three-of-three", error, coefficients=changed
            )
    book.random(3)
    book.spoil_all("two-of-three")
    return book


def _lagrange() -> Casebook:
    book = Casebook("crypto.shamir_lagrange")
    for name, index, indices in (
        ("alone", 5, (5,)),
        ("one-of-one-two", 1, (1, 2)),
        ("two-of-one-two", 2, (1, 2)),
        ("three-of-one-three-seven", 3, (1, 3, 7)),
        ("order-of-the-set", 3, (7, 3, 1)),
        ("greatest", 65535, (65534, 1, 65535)),
        ("beyond-a-byte", 257, (1, 256, 257)),
    ):
        misses = {
            "lagrange-negated": f"{-lagrange(index, indices) % ORDER:064x}",
            "lagrange-index-one-more": f"{lagrange(index + 1, [each + 1 for each in indices]):064x}",
            "lagrange-inverted": f"{pow(lagrange(index, indices), -1, ORDER):064x}",
        }
        book.accept(name, "a weight", index=index, indices=indices, misses=misses if len(indices) > 1 else {})
    twin = "three-of-one-three-seven"
    book.refuse_changed("zero", "the index 0 among them", twin, "IndexZero", indices=(0, 3, 7))
    book.refuse_changed("repeated-other", "another index twice", twin, "DuplicateIndex", indices=(1, 3, 7, 7))
    book.refuse_changed("repeated-own", "the index itself twice", twin, "DuplicateIndex", indices=(1, 3, 3, 7))
    book.refuse_changed("absent", "an index that is not of the set", twin, "IndexNotListed", index=2)
    book.refuse_changed("absent-zero", "0 is not of the set", twin, "IndexNotListed", index=0)
    book.refuse_changed("of-none", "an empty set", "alone", "IndexNotListed", indices=())
    book.random(3)
    book.spoil_all("one-of-one-two")
    return book


def _combine() -> Casebook:
    book = Casebook("crypto.shamir_combine", requirements=("SHARE-7",))
    shares = shamir_split(COEFFICIENTS[:3], 5)
    for name, indices in (
        ("first-three", (1, 2, 3)),
        ("last-three", (3, 4, 5)),
        ("any-order", (5, 1, 3)),
        ("four", (1, 2, 4, 5)),
        ("all", (1, 2, 3, 4, 5)),
    ):
        book.accept(name, "one secret", threshold=3, shares=tuple(shares[index - 1] for index in indices))
    two = shamir_split(COEFFICIENTS[:2], 3)
    book.accept("two-of-three", "the least that suffices", threshold=2, shares=two[:2])
    book.accept("one-of-three", "the secret is every share", threshold=1, shares=shamir_split(COEFFICIENTS[:1], 3))
    edge = shamir_split((encode_scalar(1), encode_scalar(ORDER - 1)), 2)
    book.accept("share-of-zero", "a share that is zero", threshold=2, shares=edge)
    _wrong(book, shares)
    book.random(3)
    book.spoil_all("two-of-three")
    return book


def _wrong(book: Casebook, shares: tuple[Share, ...]) -> None:
    twin = "first-three"
    book.refuse_changed("too-few", "two of three", twin, "TooFewShares", shares=shares[:2])
    book.refuse_changed("none", "no share", twin, "TooFewShares", shares=())
    book.refuse_changed(
        "threshold-zero", "a threshold of 0", twin, "ThresholdOutOfRange", requirements=("SHARE-2",), threshold=0
    )
    book.refuse_changed("threshold-above", "more than are given", twin, "TooFewShares", threshold=4)
    book.refuse_changed(
        "index-zero", "the secret as a share", twin, "IndexZero", shares=(Share(0, COEFFICIENTS[0]), *shares[1:3])
    )
    book.refuse_changed("repeated", "a share twice", twin, "DuplicateIndex", shares=(*shares[:2], shares[1]))
    book.refuse_changed(
        "repeated-beside-enough",
        "a share twice, and enough without",
        "all",
        "DuplicateIndex",
        shares=(*shares, shares[0]),
    )
    book.refuse_changed(
        "repeated-other-value", "an index twice, with another value", twin, "DuplicateIndex",
        shares=(shares[0], shares[1], Share(2, shares[2].value)),
    )  # fmt: skip
    book.refuse_changed("inconsistent", "a fourth share off the polynomial", "four", "SharesInconsistent",
        shares=(shares[0], shares[1], shares[3], Share(5, COEFFICIENTS[0])))  # fmt: skip
    book.refuse_changed(
        "threshold-lower-than-degree",
        "a threshold lower than the degree needs",
        twin,
        "SharesInconsistent",
        threshold=2,
    )
    for name, value, error in WRONG_SCALARS[:2]:
        book.refuse_changed(f"value-{name}", "no value", twin, error, shares=(*shares[:2], Share(3, value)))
    polynomial = [0, 5, 7]
    zero = tuple(Share(index, encode_scalar(evaluate(polynomial, index))) for index in (1, 2, 3))
    book.refuse_changed("secret-zero", "shares of the secret zero", twin, "ScalarZero", shares=zero)
