"""Cases of the chapter Threshold ECDSA: published tests of signatures, aborts, and a dealer's presignatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from coalition.crypto import threshold_ecdsa as ecdsa
from coalition.crypto.frost import interpolation
from coalition.crypto.frost_suites import FrostSuite, Secp256k1
from coalition.crypto.threshold_ecdsa import EcdsaDealt, EcdsaMember, EcdsaPresignature, EcdsaSecret, EcdsaShare
from coalition.errors import RuleError
from conformance.casebook import Casebook
from conformance.crypto_inputs.frost import scalar
from conformance.crypto_inputs.threshold_ecdsa import combining
from conformance.entropy import Entropy
from conformance.frost_rounds import wrong_elements
from conformance.published import published

ORDER: Final = Secp256k1.order
_MESSAGE: Final = b"two of three"


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _signature()
    yield _abort()
    yield _deal()
    yield _sign()
    yield _combine()


def _broken(test: Mapping[str, str]) -> set[str]:
    """The rules that a published signature breaks, read off its two numbers."""
    r, s = (int(test["signature"][at : at + 64], 16) for at in (0, 64))
    found = set()
    if not (0 < r < ORDER and 0 < s < ORDER):
        found.add("EcdsaScalarOutOfRange")
    if ORDER // 2 < s < ORDER:
        found.add("EcdsaHighS")
    return found or {"EcdsaSignatureInvalid"}


def _signature() -> Casebook:
    book = Casebook("crypto.ecdsa_signature", requirements=("FECDSA-1", "FECDSA-4"))
    for group in published("ecdsa")["groups"]:
        key = bytes.fromhex(group["public_key"])
        twins: dict[str, str] = {}
        for test in group["tests"]:
            if test["result"] == "valid":
                name = f"wycheproof-{test['id']}"
                twins.setdefault(test["message"], name)
                message, signature = bytes.fromhex(test["message"]), bytes.fromhex(test["signature"])
                book.accept(
                    name,
                    f"Wycheproof: {test['comment'] or 'valid'}",
                    public_key=key,
                    message=message,
                    signature=signature,
                    requirements=("FECDSA-2", "FECDSA-3"),
                )
        for test in group["tests"]:
            twin, broken = twins.get(test["message"]), _broken(test)
            if test["result"] != "valid" and twin is not None and len(broken) == 1:
                changed: dict[str, Any] = {"signature": bytes.fromhex(test["signature"])}
                comment = f"Wycheproof: {test['comment']}"
                book.refuse_changed(f"wycheproof-{test['id']}", comment, twin, broken.pop(), **changed)
    _refusals(book, "wycheproof-2")
    book.random(3)
    book.spoil("wycheproof-2", shapes=10)
    return book


def _refusals(book: Casebook, twin: str) -> None:
    base = next(test for test in book.tests if test.id.endswith(f"/{twin}")).params
    signature, key = bytes.fromhex(base["signature"]), bytes.fromhex(base["public_key"])
    x = int.from_bytes(key[1:], "big")
    wrong: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("short", "EcdsaSignatureMalformed", {"signature": signature[:-1]}),
        ("long", "EcdsaSignatureMalformed", {"signature": signature + b"\x01"}),
        ("empty", "EcdsaSignatureMalformed", {"signature": b""}),
        ("key-uncompressed-tag", "EcdsaKeyMalformed", {"public_key": b"\x04" + key[1:]}),
        ("key-short", "EcdsaKeyMalformed", {"public_key": key[:-1]}),
        ("key-no-point", "EcdsaKeyMalformed", {"public_key": b"\x02" + (5).to_bytes(32, "big")}),
        ("key-infinity", "EcdsaKeyMalformed", {"public_key": b"\x00"}),
        ("key-negated", "EcdsaSignatureInvalid", {"public_key": bytes([5 - key[0]]) + key[1:]}),
        ("key-above-prime", "EcdsaKeyMalformed", {"public_key": b"\x02" + (2**256 - 1).to_bytes(32, "big")}),
        ("message", "EcdsaSignatureInvalid", {"message": b"123401"}),
    )
    assert x < ORDER
    for name, error, changed in wrong:
        book.refuse_changed(f"{twin}-{name}", name, twin, error, **changed)


def _abort() -> Casebook:
    book = Casebook("crypto.ecdsa_abort")
    book.accept("two", "two of five, named in no order", participants=(6, 2, 7, 1, 4), culprits=(7, 2))
    book.accept("all", "everybody", participants=(1, 2), culprits=(1, 2))
    wrong: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("nobody", "EcdsaAbortWithoutCulprit", {"culprits": ()}),
        ("twice", "EcdsaCulpritRepeated", {"culprits": (7, 2, 7)}),
        ("foreign", "EcdsaCulpritForeign", {"culprits": (7, 3)}),
        ("participant-zero", "FrostIdentifierZero", {"participants": (6, 2, 7, 0, 4)}),
        ("participant-twice", "FrostSignerRepeated", {"participants": (6, 2, 7, 1, 4, 6)}),
    )
    for name, error, changed in wrong:
        book.refuse_changed(name, name, "two", error, **changed)
    book.random(3)
    book.spoil("two", shapes=8)
    return book


def _dealing() -> dict[str, Any]:
    entropy = Entropy("threshold ecdsa two of three")
    first, second, third, fourth = (scalar(FrostSuite.Secp256k1, entropy) for _ in range(4))
    return {
        "secret": first,
        "nonce": second,
        "inverse_coefficients": (third,),
        "product_coefficients": (fourth,),
        "size": 3,
    }


@cache
def dealt() -> EcdsaDealt:
    """The presignature that the cases use."""
    return ecdsa.deal(**_dealing())


def _deal() -> Casebook:
    book, twin, given = Casebook("crypto.ecdsa_deal"), "two-of-three", _dealing()
    book.accept(twin, "two of three", given)
    order = ORDER.to_bytes(32, "big")
    wrong: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("secret-zero", "FrostIdentityElement", {"secret": bytes(32)}),
        ("nonce-zero", "FrostIdentityElement", {"nonce": bytes(32)}),
        ("secret-order", "FrostScalarOutOfRange", {"secret": order}),
        ("nonce-order", "FrostScalarOutOfRange", {"nonce": order}),
        ("inverse-order", "FrostScalarOutOfRange", {"inverse_coefficients": (order,)}),
        ("product-order", "FrostScalarOutOfRange", {"product_coefficients": (order,)}),
        ("inverse-zero", "FrostIdentityElement", {"inverse_coefficients": (bytes(32),)}),
        ("product-zero", "FrostIdentityElement", {"product_coefficients": (bytes(32),)}),
        (
            "uneven",
            "EcdsaCoefficientsMismatch",
            {"product_coefficients": (*given["product_coefficients"], given["nonce"])},
        ),
        ("small", "FrostGroupTooSmall", {"size": 1}),
    )
    for name, error, changed in wrong:
        book.refuse_changed(f"{twin}-{name}", name, twin, error, requirements=("FECDSA-6",), **changed)
    book.random(3)
    book.spoil(twin, shapes=8)
    return book


def _sign() -> Casebook:
    book, made = Casebook("crypto.ecdsa_sign", requirements=("FECDSA-7",)), dealt()
    nonce, other = made.presignature.nonce, made.presignature.public_key
    for number, secret in enumerate(made.secrets, 1):
        book.accept(
            f"two-of-three-{number}", "a share", secret=secret, nonce=nonce, message=_MESSAGE, spent=(other,),
            requirements=("FECDSA-8",),
        )  # fmt: skip
    none = EcdsaSecret(bytes(32), bytes(32))
    book.accept("zeros", "zero is a scalar", secret=none, nonce=nonce, message=_MESSAGE, spent=())
    secret, twin, order = made.secrets[0], "two-of-three-1", ORDER.to_bytes(32, "big")
    wrong: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("spent", "EcdsaPresignatureReused", {"spent": (other, nonce)}),
        ("nonce-identity", "FrostIdentityElement", {"nonce": bytes(33)}),
        ("nonce-no-point", "FrostElementMalformed", {"nonce": b"\x02" + (5).to_bytes(32, "big")}),
        ("inverse-order", "FrostScalarOutOfRange", {"secret": EcdsaSecret(order, secret.product)}),
        ("product-order", "FrostScalarOutOfRange", {"secret": EcdsaSecret(secret.inverse, order)}),
    )
    for name, error, changed in wrong:
        book.refuse_changed(f"{twin}-{name}", name, twin, error, **changed)
    book.random(3)
    book.spoil(twin, shapes=10)
    return book


def _high(made: EcdsaDealt, *, high: bool) -> bytes:
    """A message whose sum of shares is above half the order, or not."""
    for number in range(100):
        message = f"message {number}".encode()
        given = combining(made, (1, 2), message)["shares"]
        total = sum(interpolation((1, 2), each.identifier, ORDER) * int.from_bytes(each.share, "big") for each in given)
        if (total % ORDER > ORDER // 2) == high:
            return message
    raise AssertionError(high)


def _combine() -> Casebook:
    book, made, twin = Casebook("crypto.ecdsa_combine"), dealt(), "two-of-three"
    base = combining(made, (1, 3), _MESSAGE)
    book.accept(twin, "two of three", base)
    book.accept("three-of-three", "all: the same signature", combining(made, (3, 1, 2), _MESSAGE))
    for name, high in (("high", True), ("low", False)):
        message = _high(made, high=high)
        book.accept(
            f"sum-{name}", f"the sum of the shares is {name}", combining(made, (1, 2), message),
            requirements=("FECDSA-3",),
        )  # fmt: skip
    first, second = base["shares"]
    bad = EcdsaShare(3, made.secrets[0].inverse)
    book.accept("culprit", "one wrong share, named", {**base, "shares": (first, bad)})
    swapped = (EcdsaShare(1, second.share), EcdsaShare(3, first.share))
    book.accept("culprits", "each under the other's name", {**base, "shares": swapped})
    zero = (EcdsaShare(1, bytes(32)), EcdsaShare(3, bytes(32)))
    book.accept("zeros", "shares that add up to 0", {**base, "shares": zero})
    _nobody_to_blame(book, made)
    _refuse_parts(book, twin, made.presignature)
    presignature = made.presignature
    wrong: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("alone", "FrostTooFewSigners", {"participants": (1,)}),
        ("unknown", "FrostSignerUnknown", {"participants": (1, 3, 4)}),
        ("twice", "FrostSignerRepeated", {"participants": (1, 3, 3)}),
        ("zero", "FrostIdentifierZero", {"participants": (1, 3, 0)}),
        ("missing", "FrostSharesMismatch", {"shares": (first,)}),
        ("share-of-nobody", "FrostIdentifierZero", {"shares": (first, second, EcdsaShare(0, second.share))}),
        ("order", "FrostScalarOutOfRange", {"shares": (first, EcdsaShare(3, ORDER.to_bytes(32, "big")))}),
        ("threshold-1", "FrostThresholdTooSmall", {"presignature": _with(presignature, threshold=1)}),
        ("threshold-4", "FrostGroupTooSmall", {"presignature": _with(presignature, threshold=4)}),
        ("key", "EcdsaKeyMalformed", {"presignature": _with(presignature, public_key=bytes(33))}),
    )
    for name, error, changed in wrong:
        book.refuse_changed(f"{twin}-{name}", name, twin, error, **changed)
    book.random(3)
    book.spoil(twin, shapes=10)
    return book


def _nobody_to_blame(book: Casebook, made: EcdsaDealt) -> None:
    """Aborts in which every share is right: of a presignature under another key, and of a signature whose s is 0."""
    base = combining(made, (1, 3), _MESSAGE)
    foreign = _with(made.presignature, public_key=made.presignature.nonce)
    book.accept("nobody-to-blame", "a key that is not the members'", {**base, "presignature": foreign})
    r = ecdsa.nonce_scalar(made.presignature.nonce)
    secret = -ecdsa.hashed(_MESSAGE) * pow(r, -1, ORDER) % ORDER
    rare = ecdsa.deal(**{**_dealing(), "secret": secret.to_bytes(32, "big")})
    book.accept("s-zero", "a key and a nonce under which this message's s is 0", combining(rare, (1, 3), _MESSAGE))


def _refuse_parts(book: Casebook, twin: str, presignature: EcdsaPresignature) -> None:
    """Presignatures with a part that is no element, of a participant that has no part in the signature."""
    first, second, third = presignature.members
    for kind in ("inverse", "product"):
        for name, error, raw in wrong_elements(FrostSuite.Secp256k1, second.inverse):
            changed = _with(presignature, members=(first, EcdsaMember(**{**vars(second), kind: raw}), third))
            book.refuse_changed(
                f"{twin}-bystander-{kind}-{name}", f"the {kind} of one that does not sign: {name}", twin, error,
                presignature=changed, requirements=("PROTO-5",),
            )  # fmt: skip


def _with(presignature: EcdsaPresignature, **changes: Any) -> EcdsaPresignature:
    return EcdsaPresignature(**{**vars(presignature), **changes})


def refused(test: Mapping[str, str], public_key: str) -> str | None:
    """The error by which a published test is refused; None if it is accepted."""
    key, message, signature = (bytes.fromhex(each) for each in (public_key, test["message"], test["signature"]))
    try:
        ecdsa.signature_digest(key, message, signature)
    except RuleError as error:
        return type(error).__name__
    return None
