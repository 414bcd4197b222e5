"""The book's four examples and `ethereum.superchain`, as its chapters 12, 14, 22, 30, 38 and 56 write them.

Where the book leaves a value to an operator's release page (`/* from the operator */`), the value here is made from a
label of this module, and is an example's value only.
"""

from __future__ import annotations

from typing import Final

from coalition.acl import AclComposition, OperatorPublish, Side
from coalition.attestation import AttestationLevel
from coalition.coalition_config import CoalitionConfig, RetirementPolicy
from coalition.content import ContentParams
from coalition.content_preimages import (
    AtlasContent,
    OracleParameters,
    ScopeRule,
    SearcherContent,
    SourceWeight,
    SuccessorPolicy,
    WeightedMedian,
)
from coalition.measurements import Measurements
from coalition.module import AtlasConfig, ModuleConfig
from coalition.oracle import TokenPair
from coalition.organism import SCHEMA_VERSION_U8, OrganismConfig
from coalition.reference import LatticeConfig, OrganismRef
from coalition.signer import SignatureScheme, SignerConfig
from coalition.stable_id import COALITION_ROOT_SEED, derive_stable_id
from coalition.unique_id import UniqueId, unique_id


def _example_register(label: str) -> bytes:
    """48 bytes for a register that an operator would publish."""
    return bytes(unique_id(f"example register {label}")) + bytes(unique_id(f"example register {label} end"))[:16]


def _lattice(instance_name: str) -> LatticeConfig:
    return LatticeConfig(instance_name, derive_stable_id(instance_name))


# --- searcher-α (chapters 12, 14, 15) -------------------------------------------------------------------------------

TESTNET_1A: Final = _lattice("testnet-1a")

SEARCHER_STABLE_ID: Final = derive_stable_id("searcher-α.searcher")

SEARCHER_ORG: Final = OrganismRef.by_stable_id("searcher", SEARCHER_STABLE_ID)

SEARCHER_ALPHA: Final = CoalitionConfig(
    schema_version=SCHEMA_VERSION_U8,
    coalition_seed=COALITION_ROOT_SEED,
    instance_name="searcher-α",
    lattices=(TESTNET_1A.stable_id,),
    organisms=(SEARCHER_ORG,),
    atlas=None,
    almanac=None,
    chronicle=None,
    compute=None,
    randomness=None,
    ticket_issuer=None,
    retirement_policy=RetirementPolicy.CONSERVATIVE,
)

SEARCHER_CONTENT: Final = SearcherContent(
    model_family="orca-3.1",
    decoding_temperature_q16=0,
    mission_statement_hash=UniqueId.hash("example mission statement"),
    scope_boundaries=(ScopeRule.Chain("testnet-1a"), ScopeRule.SubmissionOnly()),
    successor_policy=SuccessorPolicy.HandOffToReputationLeader,
)

# --- bridge-β (chapter 22) ------------------------------------------------------------------------------------------

# The book fills these with an image's MRTD, which has 48 bytes; a content hash is meant (R-ID-16).
BRIDGE_CONTENT_HASH: Final = unique_id("example content hash bridge-β.compute-bridge")
COMPUTE_CONTENT_HASH: Final = unique_id("example content hash bridge-β.compute")

BRIDGE_ORG: Final = OrganismRef(
    role="compute-bridge",
    stable_id=derive_stable_id("bridge-β.compute-bridge"),
    content_hash=BRIDGE_CONTENT_HASH,
)

COMPUTE_ORG: Final = OrganismRef(
    role="compute",
    stable_id=derive_stable_id("bridge-β.compute"),
    content_hash=COMPUTE_CONTENT_HASH,
)

BRIDGE_BETA: Final = CoalitionConfig(
    schema_version=SCHEMA_VERSION_U8,
    coalition_seed=COALITION_ROOT_SEED,
    instance_name="bridge-β",
    lattices=(),
    organisms=(BRIDGE_ORG,),
    atlas=None,
    almanac=None,
    chronicle=None,
    compute=COMPUTE_ORG,
    randomness=None,
    ticket_issuer=None,
    retirement_policy=RetirementPolicy.default(),
)

# --- oracle-γ (chapter 30) ------------------------------------------------------------------------------------------

ORACLE_MEASUREMENTS: Final = Measurements(
    mr_td=_example_register("oracle-γ mr_td"),
    mr_config_id=_example_register("oracle-γ mr_config_id"),
    mr_owner=_example_register("oracle-γ mr_owner"),
    mr_owner_config=_example_register("oracle-γ mr_owner_config"),
)

ORACLE_PARAMETERS: Final = OracleParameters(
    pairs=(TokenPair("BTC", "USDC"), TokenPair("USDC", "ETH")),
    source_catalog_digest=bytes(UniqueId.hash("example source catalog")),
    aggregation_policy=WeightedMedian(
        k=3,
        weights=(SourceWeight(unique_id("source.a"), 2), SourceWeight(unique_id("source.b"), 1)),
    ),
    cadence_ms=1_000,
    max_source_age_ms=5_000,
    radius_floor=1_000,
)

# The book's struct literal has fields its own type does not have (R-BOOK-1); the type of chapters 12 and 59 is used.
ORACLE: Final = OrganismConfig(
    name="oracle",
    lattices=(),
    organisms=(),
    content=ContentParams(ORACLE_PARAMETERS.preimage(), ORACLE_MEASUREMENTS),
    acl=AclComposition((OperatorPublish(Side.RequireTicket),)),
)

ORACLE_ORG: Final = OrganismRef(
    role="oracle",
    stable_id=derive_stable_id("oracle-γ.oracle"),
    content_hash=ORACLE.content_hash(),
)

ORACLE_GAMMA: Final = CoalitionConfig(
    schema_version=SCHEMA_VERSION_U8,
    coalition_seed=COALITION_ROOT_SEED,
    instance_name="oracle-γ",
    lattices=(),
    organisms=(ORACLE_ORG,),
    atlas=None,
    almanac=None,
    chronicle=None,
    compute=None,
    randomness=None,
    ticket_issuer=None,
    retirement_policy=RetirementPolicy.default(),
)

# --- signer-δ (chapter 38) ------------------------------------------------------------------------------------------

COMMITTEE_PK_V1: Final = unique_id("signer-δ.committee.aggregate-pk.v1")

SIGNER_CFG: Final = SignerConfig(
    instance_name="signer-δ.default",
    type_tag=b"opaque-bytes.v1",
    scheme=SignatureScheme.BlsAggregateG1,
    threshold=5,
    committee_size=7,
    min_attestation_level=AttestationLevel.TdxRemote,
    committee_pk_digest=COMMITTEE_PK_V1,
)

SIGNER_ORG: Final = OrganismRef.by_stable_id("signer", derive_stable_id("signer-δ.signer"))

SIGNER_DELTA: Final = CoalitionConfig(
    schema_version=SCHEMA_VERSION_U8,
    coalition_seed=COALITION_ROOT_SEED,
    instance_name="signer-δ",
    lattices=(),
    organisms=(SIGNER_ORG,),
    atlas=None,
    almanac=None,
    chronicle=None,
    compute=None,
    randomness=None,
    ticket_issuer=None,
    retirement_policy=RetirementPolicy.CONSERVATIVE,
)

# --- ethereum.superchain (chapters 51, 55, 56) ----------------------------------------------------------------------

ETHEREUM_MAINNET: Final = _lattice("ethereum.mainnet")
UNICHAIN_MAINNET: Final = _lattice("unichain.mainnet")
BASE_MAINNET: Final = _lattice("base.mainnet")

EUR_PRICE_FEED: Final = OrganismRef.by_stable_id("oracle", derive_stable_id("price-feed.eur"))
INTENTS_ROUTER: Final = OrganismRef.by_stable_id("intents", derive_stable_id("superchain.intents"))
SHARED_LEDGER: Final = OrganismRef.by_stable_id("ledger", derive_stable_id("superchain.ledger"))

SUPERCHAIN_ATLAS: Final = AtlasConfig(
    ModuleConfig.new(
        "atlas",
        ContentParams.new(AtlasContent(succeeds=None).preimage()),
        AclComposition.OPEN,
    )
)

SUPERCHAIN_ATLAS_ORG: Final = OrganismRef(role="atlas", stable_id=SUPERCHAIN_ATLAS.fingerprint(), content_hash=None)

ETH_SUPERCHAIN: Final = CoalitionConfig(
    schema_version=SCHEMA_VERSION_U8,
    coalition_seed=COALITION_ROOT_SEED,
    instance_name="ethereum.superchain",
    lattices=(
        ETHEREUM_MAINNET.stable_id,
        UNICHAIN_MAINNET.stable_id,
        BASE_MAINNET.stable_id,
    ),
    organisms=(
        EUR_PRICE_FEED,
        INTENTS_ROUTER,
        SHARED_LEDGER,
    ),
    atlas=SUPERCHAIN_ATLAS_ORG,
    almanac=None,
    chronicle=None,
    compute=None,
    randomness=None,
    ticket_issuer=None,
    retirement_policy=RetirementPolicy.default(),
)

#: `INTENTS_ID` of chapter 56: the same in every coalition that references it.
INTENTS: Final = OrganismConfig(
    name="intents",
    lattices=(ETHEREUM_MAINNET, UNICHAIN_MAINNET, BASE_MAINNET),
    organisms=(),
    content=ContentParams.new(bytes(unique_id("example content intents"))),
    acl=AclComposition.OPEN,
)

#: `LEDGER_ID` of chapter 56.
LEDGER: Final = OrganismConfig(
    name="ledger",
    lattices=(ETHEREUM_MAINNET, UNICHAIN_MAINNET, BASE_MAINNET),
    organisms=(),
    content=ContentParams.new(bytes(unique_id("example content ledger"))),
    acl=AclComposition.OPEN,
)
