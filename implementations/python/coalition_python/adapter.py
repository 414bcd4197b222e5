"""The adapter of the reference: every operation it defines, over the kit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from assay_kit import Adapter, IllShaped, Refused
from assay_kit.worlds import Worlds
from coalition.errors import RuleError, ShapeError
from coalition.json_form import call, encode
from coalition.operations import OPERATIONS
from coalition.preimage import Preimage
from coalition.runtime import play as runtime
from coalition.runtime.verbs import CLOSE, OPEN, VERBS
from coalition.runtime.world import World
from coalition_python import curves

#: The features of the specification; the reference claims them all.
FEATURES: Final = (
    "almanac",
    "atlas",
    "bonds",
    "chronicle",
    "compute",
    "conditions",
    "crypto.beacon",
    "crypto.blake3",
    "crypto.bls",
    "crypto.dcap",
    "crypto.dkg",
    "crypto.ecdsa-dealer",
    "crypto.ecdsa-outcome",
    "crypto.ecvrf",
    "crypto.ed25519",
    "crypto.ed25519-flags",
    "crypto.frost",
    "crypto.issuer-ticket",
    "crypto.mosaik-tickets",
    "crypto.ra-tls",
    "crypto.recipe",
    "crypto.sealed-box",
    "crypto.shamir",
    "crypto.share-refresh",
    "crypto.shuffle",
    "crypto.tdx-quote",
    "crypto.threshold-bls",
    "encoding",
    "faults",
    "handshake",
    "identity.coalition",
    "identity.content",
    "identity.lattice",
    "identity.module",
    "identity.oracle",
    "identity.organism",
    "identity.signer",
    "identity.strict-input",
    "identity.surface",
    "lattice.surfaces",
    "randomness",
    "randomness.attested",
    "retirement",
    "retirement-chains",
    "rotation",
    "stall",
    "stall.audit",
    "stall.correlator",
    "stall.intents",
    "stall.ledger",
    "stance",
    "substrate.mosaik-groups",
    "substrate.mosaik-ids",
    "substrate.mosaik-internals",
    "world",
)


def adapter() -> Adapter:
    """An adapter that answers every operation of the specification."""
    curves.choose()
    made = Adapter("coalition-python", "0.1.0", "python", FEATURES)
    for name, function in OPERATIONS.items():
        made.operation(name)(_answering(function))
    _play(Worlds(made))
    return made


def _answering(function: Callable[..., Any]) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
    def answer(params: dict[str, Any]) -> Mapping[str, Any]:
        with _errors():
            return result(call(function, params))

    return answer


@dataclass
class _Stage:
    """Where a world stands: the reference's worlds are values, a session's go on."""

    world: World


def _play(worlds: Worlds) -> None:
    """Register the verbs of worlds."""

    @worlds.opens(OPEN)
    def open_world(params: Any) -> tuple[_Stage, Any]:
        with _errors():
            world, value = runtime.open_world(params)
        return _Stage(world), value

    for name in VERBS.keys() - {OPEN}:
        (worlds.closes if name == CLOSE else worlds.plays)(name)(_playing(name))


def _playing(name: str) -> Callable[[_Stage, Any], Any]:
    def go_on(stage: _Stage, params: Any) -> Any:
        with _errors():
            stage.world, value = runtime.play(stage.world, name, params)
        return value

    return go_on


@contextmanager
def _errors() -> Iterator[None]:
    """The errors of the reference as those of the protocol."""
    try:
        yield
    except ShapeError as error:
        raise IllShaped(str(error)) from None
    except RuleError as error:
        raise Refused(type(error).__name__, error.stage, str(error)) from None


def result(derived: Any) -> Mapping[str, Any]:
    """The result object of a derived value; of a hash, with its preimage (PROTO-13)."""
    if not isinstance(derived, Preimage):
        return {"value": encode(derived)}
    value = {"value": derived.value().hex()}
    return value if derived.hash == "bytes" else value | {"preimage": derived.encode().hex()}
