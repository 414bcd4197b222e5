"""The executable specification of coalitions on mosaik: pure, deterministic, and named as the book names things.

    from coalition import CoalitionConfig, OrganismRef, COALITION_ROOT_SEED, SCHEMA_VERSION_U8

Nothing here reads a clock, draws a random number or does I/O. Integers have widths, and nothing is coerced: bad input
raises one error of `coalition.errors`, which names its rule and its requirement.
"""

from coalition.acl import AclComposition
from coalition.attestation import AttestationLevel
from coalition.coalition_config import CoalitionConfig, RetirementPolicy
from coalition.content import ContentParams
from coalition.errors import CoalitionError, RuleError, ShapeError
from coalition.measurements import Measurements
from coalition.module import (
    AlmanacConfig,
    AtlasConfig,
    ChronicleConfig,
    ComputeConfig,
    ModuleConfig,
    ModuleKind,
    RandomnessConfig,
)
from coalition.oracle import TokenPair
from coalition.organism import SCHEMA_VERSION_U8, OrganismConfig
from coalition.reference import LatticeConfig, OrganismRef
from coalition.retirement import ComponentRef, RetirementInstant, RetirementMarker, RetirementReason
from coalition.signer import SignatureScheme, SignerConfig
from coalition.stable_id import COALITION_ROOT_SEED, UNIVERSE, derive_stable_id
from coalition.surface import EvidencePointer
from coalition.tickets import TicketIssuerConfig, coalition_ticket_issuer_root
from coalition.unique_id import ZERO_ID, UniqueId, hash_many, unique_id

__all__ = [
    "COALITION_ROOT_SEED",
    "SCHEMA_VERSION_U8",
    "UNIVERSE",
    "ZERO_ID",
    "AclComposition",
    "AlmanacConfig",
    "AtlasConfig",
    "AttestationLevel",
    "ChronicleConfig",
    "CoalitionConfig",
    "CoalitionError",
    "ComponentRef",
    "ComputeConfig",
    "ContentParams",
    "EvidencePointer",
    "LatticeConfig",
    "Measurements",
    "ModuleConfig",
    "ModuleKind",
    "OrganismConfig",
    "OrganismRef",
    "RandomnessConfig",
    "RetirementInstant",
    "RetirementMarker",
    "RetirementPolicy",
    "RetirementReason",
    "RuleError",
    "ShapeError",
    "SignatureScheme",
    "SignerConfig",
    "TicketIssuerConfig",
    "TokenPair",
    "UniqueId",
    "coalition_ticket_issuer_root",
    "derive_stable_id",
    "hash_many",
    "unique_id",
]
