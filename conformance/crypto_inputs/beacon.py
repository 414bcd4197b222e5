"""Random rounds of networks of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.beacon import SCHEMES, DrandScheme, ThresholdSignature, VrfOutput, message_of
from coalition.crypto.bls12_381 import ORDER, public_key, sign
from conformance.entropy import Entropy


def _message(entropy: Entropy) -> dict[str, Any]:
    scheme = entropy.choice(list(DrandScheme))
    previous = entropy.bytes(entropy.choice((0, 32, 96))) if SCHEMES[scheme].chained else None
    return {
        "scheme": scheme,
        "round": entropy.between(0, 2 ** entropy.choice((8, 32, 64)) - 1),
        "previous_signature": previous,
    }


def _round(entropy: Entropy) -> dict[str, Any]:
    drawn, secret = _message(entropy), entropy.between(1, ORDER - 1)
    of = SCHEMES[drawn["scheme"]]
    signed = sign(of.group, secret, message_of(drawn["round"], drawn["previous_signature"]), of.tag)
    return drawn | {"public_key": public_key(of.group, secret).encode(), "signature": signed.encode()}


def _value(entropy: Entropy) -> dict[str, Any]:
    output = VrfOutput(entropy.bytes(64)) if entropy.chance(2) else ThresholdSignature(entropy.bytes(96))
    return {"output": output}


def _draw(entropy: Entropy) -> dict[str, Any]:
    domain = entropy.choice(("auction", "größe", entropy.bytes(entropy.below(30))))
    return {"value": entropy.bytes(32), "domain": domain}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.beacon_message": _message,
    "crypto.beacon_verify": _round,
    "crypto.beacon_value": _value,
    "crypto.beacon_draw": _draw,
}
