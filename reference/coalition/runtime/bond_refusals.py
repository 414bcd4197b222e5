"""What is refused to peers. A bond is refused under the kind of the first clause that does not hold (BOND-5)."""

from __future__ import annotations

from coalition.runtime.refusals import Refusal


class NotBonded(Refusal):
    """A peer that has no living bond with the component."""

    requirement = "BOND-7"


class OperatorPublish(Refusal):
    """A command that is the operator's alone."""

    requirement = "BOND-8"


class RecogniseIssuer(Refusal):
    """No ticket of the issuer is taken; mosaik gives no reason, and there is none here."""

    requirement = "BOND-13"


class UnattestedPeer(Refusal):
    """Nothing is shown that could be measured."""

    requirement = "BOND-15"


class RequireMrtd(Refusal):
    """Another MRTD than the one that is asked for."""

    requirement = "BOND-15"


class AdmitsMeasurementsEqual(Refusal):
    """Other measurements than those that are asked for."""

    requirement = "BOND-16"


class AdmitsMeasurementsInSet(Refusal):
    """Measurements that are none of those that are asked for."""

    requirement = "BOND-16"


class ReputationFloor(Refusal):
    """A score below the floor, or no card."""

    requirement = "BOND-17"


class MarketSettlement(Refusal):
    """No settlement pointer of the market."""

    requirement = "BOND-18"


class ComputeModulePin(Refusal):
    """No member of the Compute in the slot."""

    requirement = "BOND-19"


class ComputeModuleRequesterAcl(Refusal):
    """One whom the Compute in the slot would not admit."""

    requirement = "BOND-20"


class AnyCommitteeMember(Refusal):
    """No member of the signer's committee."""

    requirement = "BOND-21"


class OutcomePredicate(Refusal):
    """A level of attestation below the floor."""

    requirement = "BOND-22"
