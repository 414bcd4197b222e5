"""Constants of the coalition layer, stable ids, and the short ids taken from them (ID-1 to ID-4, ID-30)."""

from __future__ import annotations

from typing import Final

from coalition.names import Name
from coalition.preimage import Preimage, ascii_text, concat, derivation, identifier, operation, raw, utf8
from coalition.presence import PresentId
from coalition.shapes import Bytes32, Discriminant
from coalition.unique_id import ZERO_ID, UniqueId, unique_id

#: The one network every coalition lives on (ID-1).
UNIVERSE: Final = unique_id("mosaik.universe")

#: Folded into every coalition's preimage, so that its fingerprint describes itself (ID-2).
COALITION_ROOT_SEED: Final = unique_id("coalition.root.v1")

#: The schema of a price tick, folded into the stream of an oracle pair (ID-42).
PRICE_TICK_SCHEMA_V1: Final = unique_id("oracle.price-tick.v1")


class Constant(Discriminant):
    """The ids that the specification fixes."""

    Universe = 0
    CoalitionRootSeed = 1
    ZeroId = 2
    PriceTickSchemaV1 = 3


_CONSTANTS: Final = {
    Constant.Universe: UNIVERSE,
    Constant.CoalitionRootSeed: COALITION_ROOT_SEED,
    Constant.ZeroId: ZERO_ID,
    Constant.PriceTickSchemaV1: PRICE_TICK_SCHEMA_V1,
}


@operation("identity.constant")
def constant_id(constant: Constant) -> UniqueId:
    """A constant (ID-1, ID-2, ENC-4, ID-42)."""
    return _CONSTANTS[constant]


@derivation("identity.stable_id")
def stable_id(instance_name: Name) -> Preimage:
    """The stable id of a deployment (ID-3)."""
    return concat(
        ascii_text("tag", "instance|"),
        utf8("instance_name", instance_name),
        ascii_text("separator", "|"),
        identifier("universe", constant_id(Constant.Universe)),
    )


def derive_stable_id(instance_name: str) -> UniqueId:
    """The stable id of the instance (ID-3). Raises the error of a name that breaks a rule."""
    return stable_id(instance_name).id()


@operation("identity.member_id")
def member_id(stable_id: PresentId) -> bytes:
    """A `MemberId`: the first 20 bytes of a stable id (ID-4)."""
    return bytes(stable_id)[:20]


@derivation("identity.provider_id")
def provider_id(public_key: Bytes32) -> Preimage:
    """A `ProviderId`: `H` of an Ed25519 public key (ID-30)."""
    return concat(raw("public_key", public_key, "bytes32"))
