"""The adapter of the reference: every operation it defines, over the kit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from assay_kit import Adapter, IllShaped, Refused
from coalition.errors import RuleError, ShapeError
from coalition.json_form import call, encode
from coalition.operations import OPERATIONS
from coalition.preimage import Preimage

#: The features of the specification; the reference claims them all.
FEATURES: Final = (
    "encoding",
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
    "retirement",
    "substrate.mosaik-groups",
    "substrate.mosaik-ids",
    "substrate.mosaik-internals",
)


def adapter() -> Adapter:
    """An adapter that answers every operation of the specification."""
    made = Adapter("coalition-python", "0.1.0", "python", FEATURES)
    for name, function in OPERATIONS.items():
        made.operation(name)(_answering(function))
    return made


def _answering(function: Callable[..., Any]) -> Callable[[dict[str, Any]], Mapping[str, Any]]:
    def answer(params: dict[str, Any]) -> Mapping[str, Any]:
        try:
            return result(call(function, params))
        except ShapeError as error:
            raise IllShaped(str(error)) from None
        except RuleError as error:
            raise Refused(type(error).__name__, error.stage, str(error)) from None

    return answer


def result(derived: Any) -> Mapping[str, Any]:
    """The result object of a derived value; of a hash, with its preimage (PROTO-13)."""
    if not isinstance(derived, Preimage):
        return {"value": encode(derived)}
    value = {"value": derived.value().hex()}
    return value if derived.hash == "bytes" else value | {"preimage": derived.encode().hex()}
