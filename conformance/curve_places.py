"""Where the parameters of an operation have a scalar or a point that it refuses if it is none, and of which kind.

What an operation blames, leaves out or takes as any bytes is not listed: it is no refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from coalition.crypto.beacon import SCHEMES, DrandScheme
from coalition.crypto.bls12_381 import CurveGroup
from coalition.crypto.frost_suites import FrostSuite
from coalition.crypto.threshold_bls import SIGNATURE_GROUPS
from coalition.signer import SignatureScheme
from conformance import curve_values as values
from conformance.curve_values import Ways
from conformance.spoilt import Path, Spoilt, spoilt

#: What kind of value is at a place, which may follow from the other parameters.
Kind = Callable[[Any], Ways]
Places = tuple[tuple[str, Kind], ...]


def curve_spoils(operation: str, params: Any) -> Iterator[Spoilt]:
    """Every way to make one scalar or point of the parameters none."""
    for pattern, kind in PLACES.get(operation, ()):
        ways = kind(params)
        for path, value in _matches(params, pattern.split("."), ()):
            if value is not None:
                yield from (spoilt(params, path, spoil) for spoil in ways(value))


def _matches(value: Any, steps: Sequence[str], path: Path) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, value
    elif steps[0] == "*":
        for at, item in enumerate(value):
            yield from _matches(item, steps[1:], (*path, at))
    else:
        yield from _matches(value[steps[0]], steps[1:], (*path, steps[0]))


def _always(ways: Ways) -> Kind:
    return lambda _params: ways


def _kind_at(params: Any, place: str) -> str:
    """The name of the variant at a place."""
    ((_, found),) = _matches(params, [*place.split("."), "kind"], ())
    return str(found)


def _signatures(place: str) -> Callable[[Any], CurveGroup]:
    """The group of the signatures of the scheme at a place."""
    return lambda params: SIGNATURE_GROUPS[SignatureScheme[_kind_at(params, place)]]


def _key_of(group: Callable[[Any], CurveGroup]) -> Kind:
    return lambda params: values.bls_point(group(params).other)


def _signature_of(group: Callable[[Any], CurveGroup]) -> Kind:
    return lambda params: values.bls_point(group(params))


def _plain(params: Any) -> CurveGroup:
    return CurveGroup[_kind_at(params, "signature_group")]


def _drand(params: Any) -> CurveGroup:
    return SCHEMES[DrandScheme[_kind_at(params, "scheme")]].group


def _keys(params: Any) -> CurveGroup:
    """The group of the signatures of keys, which are of one scheme."""
    return SIGNATURE_GROUPS[SignatureScheme[params["keys"][0]["scheme"]["kind"]]]


def _element(place: str = "suite") -> Kind:
    return lambda params: values.frost_element(FrostSuite[_kind_at(params, place)])


def _scalar(place: str = "suite", zero: str | None = None) -> Kind:
    return lambda params: values.frost_scalar(FrostSuite[_kind_at(params, place)], zero)


_SECRET: Final = _always(values.bls_scalar("ScalarZero"))
_VALUE: Final = _always(values.bls_scalar())
_FROST_IDENTITY: Final = "FrostIdentityElement"
_SECP: Final = FrostSuite.Secp256k1
_ED: Final = FrostSuite.Ed25519


def _committee(at: str) -> Places:
    return ((f"{at}.commitments.*", _key_of(_signatures(f"{at}.scheme"))),)


def _list(suite: str) -> Places:
    return (("commitments.*.hiding", _element(suite)), ("commitments.*.binding", _element(suite)))


_LISTED: Final[Places] = (("public_key", _element()), *_list("suite"))
_GROUP: Final[Places] = (
    ("group.public_key", _element("group.suite")),
    ("group.members.*.verifying_share", _element("group.suite")),
    *_list("group.suite"),
)
_ROUND: Final = _signatures("round.scheme")
_RECEIVED: Final[Places] = (("received.*.value", _SECRET),)

_BLS: Final[Mapping[str, Places]] = {
    "crypto.shamir_split": (("coefficients.*", _SECRET),),
    "crypto.shamir_combine": (("shares.*.value", _VALUE),),
    "crypto.bls_public_key": (("secret", _SECRET),),
    "crypto.bls_sign": (("secret", _SECRET),),
    "crypto.bls_verify": (("public_key", _key_of(_plain)), ("signature", _signature_of(_plain))),
    "crypto.tbls_commit": (("coefficients.*", _SECRET),),
    "crypto.tbls_share_key": _committee("committee"),
    "crypto.tbls_partial_sign": (("share.value", _SECRET),),
    "crypto.tbls_partial_verify": (
        *_committee("committee"),
        ("partial.signature", _signature_of(_signatures("committee.scheme"))),
    ),
    "crypto.tbls_combine": _committee("committee"),
    "crypto.beacon_verify": (("public_key", _key_of(_drand)), ("signature", _signature_of(_drand))),
}
_DKG: Final[Mapping[str, Places]] = {
    "crypto.dkg_deal": (("coefficients.*", _SECRET),),
    "crypto.dkg_check_share": (
        ("dealing.commitments.*", _key_of(_ROUND)),
        ("dealing.possession", _signature_of(_ROUND)),
        ("share.value", _SECRET),
    ),
    "crypto.dkg_share": (
        ("dealings.*.commitments.*", _key_of(_ROUND)),
        ("dealings.*.possession", _signature_of(_ROUND)),
        *_RECEIVED,
    ),
    "crypto.key_active": (("keys.*.public_key", _key_of(_keys)),),
    "crypto.key_verify": (("signature", _signature_of(_keys)),),
    "crypto.refresh_deal": (*_committee("current.committee"), ("coefficients.*", _SECRET)),
    "crypto.refresh_outcome": _committee("current.committee"),
    "crypto.refresh_share": (
        *_committee("current.committee"),
        ("dealings.*.commitments.*", _key_of(_signatures("current.committee.scheme"))),
        ("share.value", _SECRET),
        *_RECEIVED,
    ),
    "crypto.epoch_combine": _committee("current.committee"),
    "crypto.reshare_deal": (
        *_committee("resharing.committee"),
        ("share.value", _SECRET),
        ("coefficients.*", _SECRET),
    ),
    "crypto.reshare_outcome": _committee("resharing.committee"),
    "crypto.reshare_share": (
        *_committee("resharing.committee"),
        ("dealings.*.commitments.*", _key_of(_signatures("resharing.committee.scheme"))),
        *_RECEIVED,
    ),
}
_FROST: Final[Mapping[str, Places]] = {
    "crypto.frost_deal": (("secret", _scalar(zero=_FROST_IDENTITY)), ("coefficients.*", _scalar(zero=_FROST_IDENTITY))),
    "crypto.frost_nonce": (("share", _scalar()),),
    "crypto.frost_commit": (
        ("nonces.hiding", _scalar(zero=_FROST_IDENTITY)),
        ("nonces.binding", _scalar(zero=_FROST_IDENTITY)),
    ),
    "crypto.frost_binding": _LISTED,
    "crypto.frost_group_commitment": _LISTED,
    "crypto.frost_challenge": (("group_commitment", _element()), ("public_key", _element())),
    "crypto.frost_sign": (
        *_GROUP,
        ("share", _scalar("group.suite")),
        ("nonces.hiding", _scalar("group.suite", "FrostCommitmentAltered")),
        ("nonces.binding", _scalar("group.suite", "FrostCommitmentAltered")),
    ),
    "crypto.frost_aggregate": (*_GROUP, ("shares.*.share", _scalar("group.suite"))),
    "crypto.frost_verify": (
        ("public_key", _element()),
        ("signature", lambda params: values.frost_signature(FrostSuite[_kind_at(params, "suite")])),
    ),
    "crypto.shuffle_seal": (
        ("public_key", _always(values.frost_element(_ED))),
        ("ephemeral", _always(values.frost_scalar(_ED, _FROST_IDENTITY))),
    ),
    "crypto.shuffle_partial": (("share", _always(values.frost_scalar(_ED, _FROST_IDENTITY))),),
    "crypto.shuffle_unseal": (("partials.*.element", _always(values.frost_element(_ED))),),
}
_ECDSA: Final[Mapping[str, Places]] = {
    "crypto.ecdsa_signature": (
        ("public_key", _always(values.ecdsa_key())),
        ("signature", _always(values.ecdsa_signature())),
    ),
    "crypto.ecdsa_deal": (
        ("secret", _always(values.frost_scalar(_SECP, _FROST_IDENTITY))),
        ("nonce", _always(values.frost_scalar(_SECP, _FROST_IDENTITY))),
        ("inverse_coefficients.*", _always(values.frost_scalar(_SECP))),
        ("product_coefficients.*", _always(values.frost_scalar(_SECP))),
    ),
    "crypto.ecdsa_sign": (
        ("secret.inverse", _always(values.frost_scalar(_SECP))),
        ("secret.product", _always(values.frost_scalar(_SECP))),
        ("nonce", _always(values.frost_element(_SECP))),
    ),
    "crypto.ecdsa_combine": (
        ("presignature.public_key", _always(values.ecdsa_key())),
        ("presignature.nonce", _always(values.frost_element(_SECP))),
        ("presignature.members.*.inverse", _always(values.frost_element(_SECP))),
        ("presignature.members.*.product", _always(values.frost_element(_SECP))),
        ("shares.*.share", _always(values.frost_scalar(_SECP))),
    ),
}
_EDWARDS: Final[Mapping[str, Places]] = {
    "crypto.ed25519_verify": (
        ("public_key", _always(values.edwards_key("SignatureRejected"))),
        ("signature", _always(values.ed25519_signature("SignatureRejected"))),
    ),
    "crypto.vrf_verify": (
        ("public_key", _always(values.edwards_key("VrfKeyUnusable"))),
        ("proof", _always(values.vrf_proof())),
    ),
    "crypto.vrf_proof_to_hash": (("proof", _always(values.vrf_proof())),),
    "crypto.seal": (("recipient", _always(values.x25519_key("RecipientKeyUnusable"))),),
    "crypto.seal_receipt": (("recipient", _always(values.x25519_key("RecipientKeyUnusable"))),),
    "crypto.open": (("box", _always(values.x25519_key("BoxRejected"))),),
    "crypto.open_receipt": (("box", _always(values.x25519_key("BoxRejected"))),),
    "crypto.open_signature": (("box", _always(values.x25519_key("BoxRejected"))),),
}
PLACES: Final[Mapping[str, Places]] = {**_BLS, **_DKG, **_FROST, **_ECDSA, **_EDWARDS}
