"""Cases of the keys of a committee that are derived from one and change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.crypto.bls12_381 import CurveGroup, decode, public_key, sign
from coalition.crypto.key_refresh import CommitteeKey
from coalition.crypto.threshold_bls import SIGNATURE_GROUPS
from conformance.casebook import Casebook
from conformance.cases.crypto_bls import MESSAGE
from conformance.cases.crypto_threshold_bls import OUTSIDE, SCHEMES, identity

_OLD, _NEW = 11, 13
#: The old key signs from 1000 until its marker at 3000, the new one from 2000 on.
_OPENS, _BOTH, _MARKER = 1000, 2000, 3000


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


def casebooks() -> Iterator[Casebook]:
    """The casebooks of keys that change."""
    yield _key_active()
    yield _key_verify()
