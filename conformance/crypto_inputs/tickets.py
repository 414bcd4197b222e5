"""Random tickets: tokens that are taken, validators, outcomes, and tickets that an issuer signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from coalition.crypto.issuer_ticket import issuer_ticket
from coalition.crypto.mosaik_tickets import (
    LAST_SECOND,
    At,
    ClaimValue,
    Flag,
    Integer,
    JwtClaim,
    JwtValidator,
    Never,
    Refused,
    Taken,
    Text,
)
from coalition.handshake import PageIssuer
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy
from conformance.tokens import signers

_WORDS: Final = ("a", "b,c", "größe", 'quo"ted', "", "issuer.example")


def _words(entropy: Entropy) -> tuple[str, ...]:
    return tuple(entropy.choice(_WORDS) for _ in range(entropy.below(3)))


def validator(entropy: Entropy) -> JwtValidator:
    """A validator of one key or two."""
    keys = list(signers(entropy.bytes(32)))
    names = entropy.choice(((), ("role",), ("role", "level", "é")))
    values: tuple[ClaimValue, ...] = (
        Text(entropy.choice(_WORDS)),
        Integer(entropy.between(-(2**40), 2**40)),
        Flag(entropy.chance(2)),
    )
    return JwtValidator(
        tuple(entropy.choice(keys).key for _ in range(entropy.between(1, 2))),
        _words(entropy),
        _words(entropy),
        entropy.choice((None, "service", "ünïcode")),
        tuple(JwtClaim(name, entropy.choice(values)) for name in names),
        allow_non_expiring=entropy.chance(2),
        max_lifetime_s=entropy.choice((None, 10**9, 2**64 - 1)),
        max_age_s=entropy.choice((None, 10**6, 2**64 - 1)),
    )


def _token(entropy: Entropy) -> dict[str, Any]:
    drawn, peer, now = validator(entropy), entropy.bytes(32), entropy.between(10**6, 2 * 10**9)
    signer = entropy.choice(list(signers(entropy.bytes(32))))
    drawn = replace(drawn, keys=(*drawn.keys, signer.key))
    claims: dict[str, Any] = {"sub": drawn.subject or peer.hex(), "iat": now - entropy.below(10**6)}
    if not drawn.allow_non_expiring or entropy.chance(2):
        claims["exp"] = now + entropy.between(1, 10**9)
    if entropy.chance(2):
        claims["nbf"] = now - entropy.below(100)
    for name, listed in (("iss", drawn.issuers), ("aud", drawn.audiences)):
        if listed:
            claims[name] = entropy.choice(listed)
    for claim in drawn.claims:
        claims[claim.name] = claim.value.text if isinstance(claim.value, Text) else claim.value.value
    return {"validator": drawn, "ticket": signer.token(claims), "peer": peer, "now": now}


def _admitted(entropy: Entropy) -> dict[str, Any]:
    def outcome() -> Any:
        return entropy.choice((Refused(), Taken(Never()), Taken(At(entropy.between(0, 10**6)))))

    taken = Taken(At(entropy.between(0, 2**64 - 1)))
    count = entropy.below(4)
    return {"validators": tuple((*(outcome() for _ in range(entropy.below(3))), taken) for _ in range(count))}


def _quoted(entropy: Entropy) -> dict[str, Any]:
    def time() -> int:
        return entropy.between(0, entropy.choice((10**13, LAST_SECOND * 1000 + 999)))

    return {
        "peer": peer_id(UniqueId(entropy.bytes(32))),
        "network": UniqueId(entropy.bytes(32)),
        "started_ms": time(),
        "quoted_ms": time(),
        "expiration": Never() if entropy.chance(3) else At(time()),
    }


def _seeds(entropy: Entropy) -> tuple[bytes, ...]:
    return tuple(entropy.bytes(32) for _ in range(entropy.between(1, 3)))


def _made(entropy: Entropy) -> dict[str, Any]:
    return {"subject": entropy.bytes(32), "expires_ms": entropy.between(0, 2**64 - 1), "seeds": _seeds(entropy)}


def _shown(entropy: Entropy) -> dict[str, Any]:
    seeds, peer, now = _seeds(entropy), entropy.bytes(32), entropy.between(0, 2**60)
    signing = seeds[: entropy.between(1, len(seeds))]
    keys = tuple(peer_id(UniqueId(seed)) for seed in seeds)
    issuer = PageIssuer(keys, entropy.between(1, len(signing)))
    return {
        "issuer": issuer,
        "data": issuer_ticket(peer, now + entropy.between(1, 10**9), signing),
        "peer": peer,
        "now_ms": now,
    }


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.jwt_validate": _token,
    "crypto.jwt_validator_signature": lambda entropy: {"validator": validator(entropy)},
    "crypto.tdx_ticket_report_data": _quoted,
    "crypto.admit": _admitted,
    "crypto.issuer_ticket": _made,
    "crypto.issuer_ticket_validate": _shown,
}
