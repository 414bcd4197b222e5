"""The signatures of mosaik's ticket validators, which a group id folds (chapter Tickets)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coalition.crypto.jose import json_text
from coalition.crypto.mosaik_tickets import JwtValidator, Text
from coalition.preimage import operation
from coalition.shapes import I64, U64, Bytes48, Record
from coalition.unique_id import UniqueId, unique_id

#: The class of JWT tickets, which begins the signature of their validator (TICK-8).
JWT_CLASS: Final = unique_id("mosaik.tickets.jwt.v1")
#: The class of TDX tickets, which begins the signature of theirs (TICK-9).
TDX_CLASS: Final = unique_id("mosaik.tee.tdx.ticket.v1")
#: What begins the signature of criteria (TICK-9).
CRITERIA: Final = unique_id("mosaik.tee.tdx.measurements-criteria.v1")


@dataclass(frozen=True)
class TdxCriteria(Record):
    """The measurements that a TDX ticket's quote has to have; an absent one may be anything."""

    mrtd: Bytes48 | None
    rtmr0: Bytes48 | None
    rtmr1: Bytes48 | None
    rtmr2: Bytes48 | None
    rtmr3: Bytes48 | None


@dataclass(frozen=True)
class TdxValidator(Record):
    """What a validator of TDX tickets asks. Times in seconds."""

    baseline: TdxCriteria
    variants: tuple[TdxCriteria, ...]
    max_age_s: U64 | None
    not_before_s: I64 | None
    max_lifetime_s: U64 | None


@operation("crypto.jwt_validator_signature")
def jwt_validator_signature(validator: JwtValidator) -> UniqueId:
    """The signature of a validator of JWTs, as a group id folds it (TICK-8)."""
    signature = JWT_CLASS
    for key in validator.keys:
        signature = signature.derive(key.ALGORITHM).derive(bytes(unique_id(key.LABEL).derive(key.material())))
    for segment in (
        b"\1" if validator.allow_non_expiring else b"\0",
        ",".join(validator.issuers),
        ",".join(validator.audiences),
        validator.subject or "",
        seconds(validator.max_lifetime_s),
        seconds(validator.max_age_s),
    ):
        signature = signature.derive(segment)
    for claim in sorted(validator.claims, key=lambda claim: claim.name.encode()):
        value = claim.value.text if isinstance(claim.value, Text) else claim.value.value
        signature = signature.derive(claim.name).derive(json_text(value))
    return signature


@operation("crypto.tdx_criteria_signature")
def tdx_criteria_signature(criteria: TdxCriteria) -> UniqueId:
    """The signature of criteria; an absent measurement is 48 times a byte of its own (TICK-9)."""
    signature = CRITERIA
    measurements = (criteria.mrtd, criteria.rtmr0, criteria.rtmr1, criteria.rtmr2, criteria.rtmr3)
    for measurement, absent in zip(measurements, (9, 1, 2, 3, 4), strict=True):
        signature = signature.derive(bytes([absent]) * 48 if measurement is None else measurement)
    return signature


@operation("crypto.tdx_validator_signature")
def tdx_validator_signature(validator: TdxValidator) -> UniqueId:
    """The signature of a validator of TDX tickets, as a group id folds it (TICK-9)."""
    signature = TDX_CLASS
    for criteria in (validator.baseline, *validator.variants):
        signature = signature.derive(bytes(tdx_criteria_signature(criteria)))
    for time in (validator.max_age_s, validator.not_before_s, validator.max_lifetime_s):
        signature = signature.derive(seconds(time))
    return signature


def seconds(value: int | None) -> bytes:
    """Seconds in 8 bytes, little-endian; none are no seconds (TICK-8, TICK-9)."""
    return (value or 0).to_bytes(8, "little", signed=(value or 0) < 0)
