"""Mutants of the chapter Tickets."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

from coalition.crypto import ed25519, jose, mosaik_tickets, validator_signatures
from coalition.crypto.issuer_ticket import issuer_ticket_digest
from coalition.preimage import Preimage
from conformance.mutants.breaking import Mutant, made, method, replaced, unchecked

_JWT, _ISSUER, _SIGNATURE = "crypto.mosaik_tickets.", "crypto.issuer_ticket.", "crypto.validator_signatures."


def _padded(_original: Any) -> Any:
    """Characters of either alphabet, and what is none left out."""
    return lambda text: base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))


def _loose(_original: Any) -> Any:
    """The alphabet of URLs alone, and whatever bits."""

    def decoded(text: str) -> bytes:
        if set(text) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") or len(text) % 4 == 1:
            raise ValueError(text)
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    return decoded


def _coerced(original: Any) -> Any:
    def finite(digits: str) -> Decimal | int:
        found: Decimal = original(digits)
        return int(found) if found == found.to_integral_value() else found

    return finite


def _any_algorithm(_original: Any) -> Any:
    return lambda _key, _algorithm: True


def _any_case(_original: Any) -> Any:
    return lambda key, algorithm: isinstance(algorithm, str) and key.ALGORITHM.lower() == algorithm.strip().lower()


def _none_allowed(original: Any) -> Any:
    return lambda key, algorithm, message, signature: (
        algorithm == "none" or original(key, algorithm, message, signature)
    )


def _claims_as_text(_original: Any) -> Any:
    def check_claims(validator: Any, claims: dict[str, Any]) -> None:
        for claim in validator.claims:
            value = claim.value.text if isinstance(claim.value, mosaik_tickets.Text) else claim.value.value
            if str(claims.get(claim.name)) != str(value):
                raise mosaik_tickets.InvalidTicket(claims)

    return check_claims


def _upper_taken(original: Any) -> Any:
    def check_subject(validator: Any, claims: dict[str, Any], peer: bytes) -> None:
        original(validator, {**claims, "sub": str(claims.get("sub")).lower()}, peer)

    return check_subject


def _without_limits(original: Any) -> Any:
    from dataclasses import replace  # noqa: PLC0415 - when the mutant lives

    def check_times(validator: Any, claims: dict[str, Any], now: int) -> None:
        original(replace(validator, max_lifetime_s=None, max_age_s=None), claims, now)

    return check_times


def _absolute_age(original: Any) -> Any:
    """An `iat` in the future counts as an age, too."""

    def check_times(validator: Any, claims: dict[str, Any], now: int) -> None:
        iat = claims.get("iat")
        original(validator, claims if iat is None else {**claims, "iat": now - abs(now - iat)}, now)

    return check_times


def _big_endian(_original: Any) -> Any:
    return lambda value: (value or 0).to_bytes(8, "big", signed=(value or 0) < 0)


def _closed(_original: Any) -> Any:
    def is_open(validators: int) -> bool:
        if validators == 0:
            raise mosaik_tickets.InvalidTicket(validators)
        return False

    return is_open


def _zeros(_original: Any) -> Any:
    def signature(criteria: Any) -> Any:
        found = validator_signatures.CRITERIA
        for each in (criteria.mrtd, criteria.rtmr0, criteria.rtmr1, criteria.rtmr2, criteria.rtmr3):
            found = found.derive(each or bytes(48))
        return found

    return signature


def _strict(_original: Any) -> Any:
    return lambda self, message, signature: (
        len(signature) == 64 and ed25519.strict(ed25519.Ed25519Input(self.key, message, signature))
    )


def _low_s_alone(original: Any) -> Any:
    """High is the upper half of an order, which on all three curves is just below a power of two."""
    half = {"ES256": 255, "ES384": 383, "ES512": 520}

    def verifies(self: Any, message: bytes, signature: bytes) -> bool:
        s = int.from_bytes(signature[len(signature) // 2 :], "big")
        return s >> half[self.ALGORITHM] == 0 and bool(original(self, message, signature))

    return verifies


MUTANTS = (
    Mutant(
        "jwt-unverified",
        ("TICK-1", "TICK-2", "TICK-3"),
        "a token is taken whatever its signature",
        (replaced("crypto.jose.verifies", lambda _: lambda *_args: True),),
    ),
    Mutant(
        "jwt-alg-none",
        ("TICK-3",),
        "a token of the algorithm none needs no signature",
        (replaced("crypto.jose.verifies", _none_allowed),),
    ),
    Mutant(
        "jwt-alg-ignored",
        ("TICK-3",),
        "any key is tried, whatever the header says",
        (replaced("crypto.jose.is_of", _any_algorithm),),
    ),
    Mutant(
        "jwt-alg-in-any-case",
        ("TICK-3",),
        "an algorithm is found in any case",
        (replaced("crypto.jose.is_of", _any_case),),
    ),
    Mutant(
        "jwt-base64-of-any-kind",
        ("TICK-3",),
        "either alphabet of base64 is read",
        (replaced("crypto.jose.decoded", _padded),),
    ),
    Mutant(
        "jwt-bits-left-over",
        ("TICK-3",),
        "bits left over in base64 are not looked at",
        (replaced("crypto.jose.decoded", _loose),),
    ),
    Mutant(
        "jwt-json-unchecked",
        ("TICK-3",),
        "JSON may be as deep as it likes, and of half a pair of surrogates",
        (unchecked("crypto.foreign_json.check_values"),),
    ),
    Mutant(
        "jwt-numbers-without-bounds",
        ("TICK-3",),
        "a number beyond a double is infinite, and so are the words for it",
        (replaced("crypto.foreign_json.finite", lambda _: Decimal),),
    ),
    Mutant(
        "jwt-numbers-coerced",
        ("TICK-4", "TICK-7"),
        "a number that is whole may be written in any way",
        (replaced("crypto.foreign_json.finite", _coerced), replaced("crypto.foreign_json.number", lambda _: int)),
    ),
    Mutant(
        "jwt-ed25519-strict",
        ("TICK-3",),
        "Ed25519 is verified by the strict rule of peers",
        (method(jose.EdDsa, "verifies", _strict),),
    ),
    Mutant(
        "jwt-high-s-refused",
        ("TICK-3",),
        "an ECDSA signature with a high s is refused",
        (method(jose._Ecdsa, "verifies", _low_s_alone),),
    ),
    Mutant("jwt-subject-unchecked", ("TICK-4",), "a token of anybody is taken", (unchecked(f"{_JWT}check_subject"),)),
    Mutant(
        "jwt-subject-in-any-case",
        ("TICK-4",),
        "the subject is compared in lower case",
        (replaced(f"{_JWT}check_subject", _upper_taken),),
    ),
    Mutant("jwt-issuer-unchecked", ("TICK-4",), "a token of any issuer is taken", (unchecked(f"{_JWT}check_issuer"),)),
    Mutant(
        "jwt-audience-unchecked",
        ("TICK-4",),
        "a token for any audience is taken",
        (unchecked(f"{_JWT}check_audience"),),
    ),
    Mutant(
        "jwt-leeway-of-exp",
        ("TICK-5",),
        "a token is taken a minute longer",
        (replaced(f"{_JWT}is_late", lambda _: lambda exp, now: exp + 60 <= now),),
    ),
    Mutant(
        "jwt-exp-inclusive",
        ("TICK-5",),
        "a token is taken in the second in which it expires",
        (replaced(f"{_JWT}is_late", lambda _: lambda exp, now: exp < now),),
    ),
    Mutant(
        "jwt-leeway-of-nbf",
        ("TICK-5",),
        "a token is taken a minute early",
        (replaced(f"{_JWT}is_early", lambda _: lambda nbf, now: nbf > now + 60),),
    ),
    Mutant("jwt-times-unchecked", ("TICK-5", "TICK-6"), "no time is checked", (unchecked(f"{_JWT}check_times"),)),
    Mutant(
        "jwt-limits-unchecked",
        ("TICK-6",),
        "lifetime and age have no limits",
        (replaced(f"{_JWT}check_times", _without_limits),),
    ),
    Mutant(
        "jwt-age-in-the-future",
        ("TICK-6",),
        "a token made in the future has an age",
        (replaced(f"{_JWT}check_times", _absolute_age),),
    ),
    Mutant(
        "jwt-claims-as-text",
        ("TICK-7",),
        "claims are compared as text",
        (replaced(f"{_JWT}check_claims", _claims_as_text),),
    ),
    Mutant("jwt-claims-unchecked", ("TICK-7",), "claims are not compared", (unchecked(f"{_JWT}check_claims"),)),
    Mutant(
        "validator-seconds-big-endian",
        ("TICK-8", "TICK-9"),
        "seconds are folded big-endian",
        (replaced(f"{_SIGNATURE}seconds", _big_endian),),
    ),
    Mutant(
        "validator-claims-escaped",
        ("TICK-8",),
        "claims are folded as JSON in ASCII",
        (replaced("crypto.jose.json_text", lambda _: json.dumps),),
    ),
    Mutant(
        "validator-criteria-zeros",
        ("TICK-9",),
        "an absent measurement is folded as zeros",
        (replaced(f"{_SIGNATURE}tdx_criteria_signature", _zeros),),
    ),
    Mutant(
        "admit-by-the-earliest-ticket",
        ("TICK-10",),
        "of a validator's tickets the earliest counts",
        (
            replaced(
                f"{_JWT}latest",
                lambda _: (
                    lambda outcomes: min(
                        (each.expiration for each in outcomes if isinstance(each, mosaik_tickets.Taken)),
                        key=mosaik_tickets.order,
                        default=mosaik_tickets.Never(),
                    )
                ),
            ),
        ),
    ),
    Mutant(
        "admit-by-the-latest-validator",
        ("TICK-10",),
        "of the validators the latest counts",
        (replaced(f"{_JWT}earliest", lambda _: lambda found: max(found, key=mosaik_tickets.order)),),
    ),
    Mutant(
        "admit-nobody-unasked",
        ("TICK-10",),
        "without a validator nobody is admitted",
        (replaced(f"{_JWT}is_open", _closed),),
    ),
    Mutant(
        "issuer-ticket-untagged",
        ("TICK-11",),
        "the tag is left out of the digest",
        (made("crypto.issuer_ticket_digest", lambda preimage: Preimage("hash_many", preimage.fields[1:])),),
    ),
    Mutant(
        "issuer-ticket-preimage-signed",
        ("ENC-22", "TICK-11"),
        "the preimage is signed, not its digest",
        (
            replaced(
                f"{_ISSUER}signed_bytes",
                lambda _: lambda subject, expires: issuer_ticket_digest(subject, expires).encode(),
            ),
        ),
    ),
    Mutant(
        "issuer-ticket-in-any-order", ("TICK-12",), "signers stand in any order", (unchecked(f"{_ISSUER}check_order"),)
    ),
    Mutant(
        "issuer-ticket-signers-unchecked",
        ("TICK-13",),
        "anybody may sign, and however few",
        (unchecked(f"{_ISSUER}check_signers"),),
    ),
    Mutant(
        "issuer-ticket-unverified",
        ("TICK-13",),
        "signatures are not verified",
        (unchecked(f"{_ISSUER}check_signature"),),
    ),
    Mutant(
        "issuer-ticket-of-anybody",
        ("TICK-14",),
        "a ticket of another peer is taken",
        (unchecked(f"{_ISSUER}check_subject"),),
    ),
    Mutant("issuer-ticket-for-ever", ("TICK-14",), "an expired ticket is taken", (unchecked(f"{_ISSUER}check_time"),)),
)
