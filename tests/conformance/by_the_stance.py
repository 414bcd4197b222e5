"""The operations of the chapter Stance that have no table, written from its sentences and tables of words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Params = dict[str, Any]

_PROCLAMATION = 0x0100
_GROUNDS = {
    "RequireMrtd": 0x02,
    "AdmitsMeasurementsEqual": 0x02,
    "AdmitsMeasurementsInSet": 0x02,
    "ReputationFloor": 0x04,
    "MarketSettlement": 0x08,
    "RecogniseIssuer": 0x10,
    "ComputeModulePin": 0x20,
    "AnyCommitteeMember": 0x20,
    "ComputeModuleRequesterAcl": 0x40,
    "OperatorPublish": 0x80,
}
_ENDS = {
    "AtWill": ["Rotation", "Retired", "OperatorExit", "Emergency"],
    "ByRotation": ["Rotation"],
    "InEmergency": ["Emergency"],
    "Irrevocable": [],
}


def _substrate(params: Params) -> Params:
    """STANCE-5, STANCE-6."""
    stance = params["stance"]
    consent, sovereignty = stance["consent"]["kind"], stance["sovereignty"]["kind"]
    return {
        "consent": consent != "Compulsory",
        "decision_rule": stance["decision_rule"]["kind"] != "Discretion",
        "legitimacy": stance["legitimacy"]["bits"] & _PROCLAMATION == 0,
        "franchise": stance["franchise"]["kind"] != "Jurisdiction",
        "composition": stance["composition"]["kind"] != "Nested",
        "sovereignty": sovereignty not in ("Shared", "Absolute"),
        "consistent": consent != "Compulsory" and sovereignty != "Absolute",
    }


def _checked(params: Params) -> Params:
    """STANCE-7."""
    bits = 0x01
    for clause in params["acl"]["clauses"]:
        if clause["kind"] == "OutcomePredicate":
            bits |= 0 if clause["floor"]["kind"] == "Software" else 0x02
        else:
            bits |= _GROUNDS[clause["kind"]]
    return {"bits": bits}


def _delegated(params: Params) -> Params:
    """STANCE-11."""
    delegation = params["delegation"]
    revocability = delegation["revocability"]["kind"]
    return {
        "delegation": delegation["kind"] != "Representation",
        "revocability": revocability != "Irrevocable",
        "ended_by": [{"kind": reason} for reason in _ENDS[revocability]],
    }


STANCE: dict[str, Callable[[Params], Any]] = {
    "stance.substrate": _substrate,
    "stance.checked": _checked,
    # STANCE-9.
    "stance.recorded": lambda params: [each for each in params["evidence"] if each["kind"] != "Asserted"],
    "stance.delegated": _delegated,
}
