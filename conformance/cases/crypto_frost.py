"""Cases of the chapter FROST, up to the challenge: the published figures, and each refusal beside its twin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.crypto import frost
from coalition.crypto.frost_round import FrostCommitment, FrostNonces
from coalition.crypto.frost_suites import SUITES, FrostSuite
from conformance.casebook import Casebook
from conformance.cases import crypto_frost_signing
from conformance.cases.crypto_frost_common import base_of, listed, name_of, refuse_lists, refuse_scalars
from conformance.crypto_inputs.frost import Played
from conformance.frost_rounds import five_of_seven, made_keys, replay, rounds, summed, wrong_elements


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    for operation in (_deal, _nonce, _commit, _binding, _group_commitment, _challenge):
        yield operation()
    yield from crypto_frost_signing.casebooks()


def _deal() -> Casebook:
    book = Casebook("crypto.frost_deal")
    for name, figures in rounds().items():
        if figures["size"] == 3:
            book.accept(
                name,
                "RFC 9591, appendix E",
                suite=FrostSuite[figures["suite"]],
                secret=bytes.fromhex(figures["secret"]),
                coefficients=tuple(bytes.fromhex(each) for each in figures["coefficients"]),
                size=3,
                requirements=("FROST-1", "FROST-2", "FROST-3", "FROST-7"),
            )
            twin, suite = name, FrostSuite[figures["suite"]]
            refuse_scalars(book, twin, suite, "secret", lambda raw: raw)
            refuse_scalars(book, twin, suite, "coefficients", lambda raw: (raw,))
            book.refuse_changed(
                f"{name}-secret-zero", "the key would be the identity", twin, "FrostIdentityElement", secret=bytes(32)
            )
            book.refuse_changed(
                f"{name}-coefficient-zero",
                "a threshold of less than it says",
                twin,
                "FrostIdentityElement",
                coefficients=(bytes(32),),
            )
            by = SUITES[suite]
            opposite = by.encode_scalar(-by.scalar(bytes.fromhex(figures["secret"])))
            book.refuse_changed(
                f"{name}-share-zero",
                "the first share would be zero",
                twin,
                "FrostIdentityElement",
                coefficients=(opposite,),
            )
            book.refuse_changed(f"{name}-one", "a threshold of 1", twin, "FrostThresholdTooSmall", coefficients=())
            book.refuse_changed(f"{name}-small", "one participant, two needed", twin, "FrostGroupTooSmall", size=1)
            book.accept_params(f"{name}-all", "a threshold of all", {**base_of(book, name), "size": 2})
    _made_keys(book)
    book.random(4)
    book.spoil("rfc-9591-ed25519", shapes=12)
    return book


def _made_keys(book: Casebook) -> None:
    """What each participant of a key generation deals, and the sum of it, which no dealer knows."""
    for name, figures in made_keys().items():
        base: dict[str, Any] = {"suite": FrostSuite[figures["suite"]], "size": figures["size"]}
        for each in figures["participants"]:
            coefficients = tuple(bytes.fromhex(coefficient) for coefficient in each["coefficients"])
            book.accept(
                f"generated-{name}-{each['identifier']}",
                "frost crates: what one participant of a key generation deals",
                base,
                secret=bytes.fromhex(each["secret"]),
                coefficients=coefficients,
            )
        secret, coefficients = summed(figures)
        book.accept(
            f"generated-{name}",
            "frost crates: the key that comes of it",
            base,
            secret=secret,
            coefficients=coefficients,
        )


def _nonce() -> Casebook:
    book = Casebook("crypto.frost_nonce")
    for name, figures in rounds().items():
        for each in figures["signers"]:
            for kind in ("hiding", "binding"):
                book.accept(
                    f"{name}-{each['identifier']}-{kind}",
                    "as published",
                    suite=FrostSuite[figures["suite"]],
                    randomness=bytes.fromhex(each[f"{kind}_nonce_randomness"]),
                    share=bytes.fromhex(each["share"]),
                    requirements=("FROST-1", "FROST-2"),
                )
    for suite in FrostSuite:
        twin = f"rfc-9591-{name_of(suite)}-1-hiding"
        refuse_scalars(book, twin, suite, "share", lambda raw: raw)
        zero = {**base_of(book, twin), "share": bytes(32).hex()}
        book.accept_params(f"{twin}-of-zero", "a share of zero", zero)
    book.random(4)
    book.spoil("rfc-9591-ed25519-1-hiding", shapes=12)
    return book


def _commit() -> Casebook:
    book = Casebook("crypto.frost_commit")
    for name, figures in rounds().items():
        suite, one = FrostSuite[figures["suite"]], replay(name)
        for number, nonces in one.nonces.items():
            book.accept(f"{name}-{number}", "as published", suite=suite, identifier=number, nonces=nonces)
        if name.startswith("rfc"):
            twin, nonces = f"{name}-1", one.nonces[1]
            book.refuse_changed(f"{twin}-zero", "no participant", twin, "FrostIdentifierZero", identifier=0)
            for kind in ("hiding", "binding"):
                zero = FrostNonces(**{**vars(nonces), kind: bytes(32)})
                book.refuse_changed(
                    f"{twin}-{kind}-zero", "its commitment is the identity", twin, "FrostIdentityElement", nonces=zero
                )
            refuse_scalars(book, twin, suite, "nonces", lambda raw, own=nonces: FrostNonces(raw, own.binding))
    book.accept(
        "greatest-identifier",
        "the greatest identifier",
        suite=FrostSuite.Ed25519,
        identifier=65535,
        nonces=replay("rfc-9591-ed25519").nonces[1],
        requirements=("FROST-6",),
    )
    book.random(4)
    book.spoil("rfc-9591-ed25519-1", shapes=12)
    return book


def _zero(book: Casebook, twin: str, one: Played) -> None:
    *rest, last = one.commitments
    zero = FrostCommitment(0, last.hiding, last.binding)
    book.refuse_changed(f"{twin}-zero", "a participant 0", twin, "FrostIdentifierZero", commitments=(*rest, zero))


def _binding() -> Casebook:
    book = Casebook("crypto.frost_binding")
    for name in rounds():
        one = replay(name)
        for number in one.signers:
            book.accept(f"{name}-{number}", "as published", listed(one), identifier=number, requirements=("FROST-10",))
    for suite in FrostSuite:
        one, twin = replay(f"rfc-9591-{name_of(suite)}"), f"rfc-9591-{name_of(suite)}-1"
        reversed_list = {**listed(one), "commitments": one.commitments[::-1]}
        book.accept(
            f"{twin}-unsorted",
            "a list in another order gives the same",
            reversed_list,
            identifier=1,
            requirements=("FROST-10",),
        )
        book.accept(f"{twin}-empty", "of an empty message", {**listed(one), "message": b""}, identifier=1)
        refuse_lists(book, twin, one)
        _zero(book, twin, one)
        book.refuse_changed(f"{twin}-unlisted", "2 did not commit", twin, "FrostSignerUnlisted", identifier=2)
        book.refuse_changed(f"{twin}-of-nobody", "the factor of 0", twin, "FrostIdentifierZero", identifier=0)
        for kind, error, raw in wrong_elements(suite, one.group.public_key):
            book.refuse_changed(f"{twin}-key-{kind}", f"a public key: {kind}", twin, error, public_key=raw)
    book.random(3)
    book.spoil("rfc-9591-ed25519-1", shapes=12)
    return book


def _group_commitment() -> Casebook:
    book = Casebook("crypto.frost_group_commitment")
    for name in rounds():
        book.accept(name, "the first half of the published signature", listed(replay(name)))
    for suite in FrostSuite:
        one = five_of_seven(suite)
        book.accept(
            f"five-of-seven-{name_of(suite)}", "five that come in no order", listed(one), requirements=("FROST-10",)
        )
        twin = f"rfc-9591-{name_of(suite)}"
        refuse_lists(book, twin, replay(twin))
    book.random(3)
    book.spoil("rfc-9591-ed25519", shapes=12)
    return book


def _challenge() -> Casebook:
    book = Casebook("crypto.frost_challenge")
    for name in rounds():
        one = replay(name)
        figures = {key: value for key, value in listed(one).items() if key != "commitments"}
        commitment = frost.group_commitment(**listed(one))
        book.accept(
            name, "of a published round", figures, group_commitment=commitment, requirements=("FROST-1", "FROST-2")
        )
    for suite in FrostSuite:
        twin = f"rfc-9591-{name_of(suite)}"
        right = replay(twin).group.public_key
        for place in ("group_commitment", "public_key"):
            for kind, error, raw in wrong_elements(suite, right):
                slug = f"{twin}-{place.replace('_', '-')}-{kind}"
                changed: dict[str, Any] = {place: raw}
                book.refuse_changed(slug, f"{place}: {kind}", twin, error, **changed)
    book.random(3)
    book.spoil("rfc-9591-ed25519", shapes=12)
    return book
