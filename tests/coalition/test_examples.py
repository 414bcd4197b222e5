"""The book's five example coalitions: their roots, computed here from the formulas over BLAKE3 alone."""

from __future__ import annotations

import pytest
from by_hand import SEED, ZERO, acl, coalition_root, content, content_hash, h, hash_many, organism_ref, stable_id

from coalition import (
    COALITION_ROOT_SEED,
    SCHEMA_VERSION_U8,
    AclComposition,
    AtlasConfig,
    CoalitionConfig,
    ContentParams,
    LatticeConfig,
    ModuleConfig,
    ModuleKind,
    OrganismRef,
    RetirementPolicy,
    SignatureScheme,
    SignerConfig,
    TicketIssuerConfig,
    coalition_ticket_issuer_root,
    derive_stable_id,
    examples,
    unique_id,
)
from coalition.attestation import AttestationLevel
from coalition.module import module_root


def _register(label: str) -> bytes:
    return h(f"example register oracle-γ {label}".encode()) + h(f"example register oracle-γ {label} end".encode())[:16]


def _oracle_content_hash() -> bytes:
    pairs = hash_many(b"list", b"BTC/USDC", b"ETH/USDC")
    weights = hash_many(
        b"list",
        hash_many(b"source-weight.v1", h(b"source.a"), bytes([2, 0, 0, 0])),
        hash_many(b"source-weight.v1", h(b"source.b"), bytes([1, 0, 0, 0])),
    )
    policy = hash_many(b"enum", b"\x00", b"\x03\x00", weights)
    parameters = hash_many(
        b"oracle-parameters.v1",
        pairs,
        h(b"example source catalog"),
        policy,
        (1000).to_bytes(4, "little"),
        (5000).to_bytes(4, "little"),
        (1000).to_bytes(16, "little"),
    )
    registers = [_register(label) for label in ("mr_td", "mr_config_id", "mr_owner", "mr_owner_config")]
    measurements = hash_many(b"tdx", *registers, b"", b"", b"", b"")
    publish = hash_many(b"clause", b"operator-publish", b"\x00")
    return content_hash(h(), h(), content(parameters, measurements), acl(publish))


def _atlas_slot() -> bytes:
    body = content(hash_many(b"atlas-content.v1", b""))
    return organism_ref(hash_many(b"module-config", b"atlas", b"atlas", body, acl()))


def _by_hand() -> dict[str, bytes]:
    example = "example content hash bridge-β.compute"
    return {
        "searcher-α": coalition_root(
            "searcher-α", [stable_id("testnet-1a")], [organism_ref(stable_id("searcher-α.searcher"))]
        ),
        "bridge-β": coalition_root(
            "bridge-β",
            [],
            [organism_ref(stable_id("bridge-β.compute-bridge"), h(f"{example}-bridge".encode()))],
            [ZERO, ZERO, ZERO, organism_ref(stable_id("bridge-β.compute"), h(example.encode())), ZERO],
        ),
        "oracle-γ": coalition_root(
            "oracle-γ", [], [organism_ref(stable_id("oracle-γ.oracle"), _oracle_content_hash())]
        ),
        "signer-δ": coalition_root("signer-δ", [], [organism_ref(stable_id("signer-δ.signer"))]),
        "ethereum.superchain": coalition_root(
            "ethereum.superchain",
            [stable_id(name) for name in ("ethereum.mainnet", "unichain.mainnet", "base.mainnet")],
            [organism_ref(stable_id(name)) for name in ("price-feed.eur", "superchain.intents", "superchain.ledger")],
            [_atlas_slot(), ZERO, ZERO, ZERO, ZERO],
        ),
    }


FIVE = (
    examples.SEARCHER_ALPHA,
    examples.BRIDGE_BETA,
    examples.ORACLE_GAMMA,
    examples.SIGNER_DELTA,
    examples.ETH_SUPERCHAIN,
)


@pytest.mark.parametrize("config", FIVE, ids=lambda config: config.instance_name)
def test_the_root_is_the_one_computed_by_hand(config: CoalitionConfig) -> None:
    """Each of the book's five examples has the root that its formulas give, member by member."""
    assert bytes(config.stable_id()) == _by_hand()[config.instance_name]
    assert config.coalition_id() == config.stable_id()


def test_the_five_examples_have_five_roots() -> None:
    """No two examples share a root."""
    assert len({config.stable_id() for config in FIVE}) == 5


def test_the_signer_of_chapter_38() -> None:
    """The `organism_id` of signer-δ, its preimage written out: schema byte 1, threshold 5 and 7 as u16, level 2."""
    made = h(
        b"signer|", b"\x01", b"|", "signer-δ.default".encode(), b"|", b"opaque-bytes.v1", b"|", b"\x00", b"|",
        b"\x05\x00", b"\x07\x00", b"|", b"\x02", b"|", h("signer-δ.committee.aggregate-pk.v1".encode()),
    )  # fmt: skip
    assert bytes(examples.SIGNER_CFG.organism_id()) == made
    assert made != stable_id("signer-δ.signer")


def test_the_searcher_content_of_chapter_15() -> None:
    """The digest of the searcher's content: scope rules as variants, the policy without payload as one byte."""
    scope = hash_many(b"list", hash_many(b"enum", b"\x00", b"testnet-1a"), b"\x01")
    made = hash_many(b"searcher-content.v1", b"orca-3.1", bytes(4), h(b"example mission statement"), scope, b"\x00")
    assert examples.SEARCHER_CONTENT.preimage() == made


def test_the_composite_organisms_of_chapter_56() -> None:
    """`INTENTS_ID` and `LEDGER_ID`: schema byte, role name, span of three lattices, no coalition root."""
    names = ("ethereum.mainnet", "unichain.mainnet", "base.mainnet")
    span = hash_many(*(hash_many(b"lattice-ref", stable_id(name), ZERO) for name in names))
    for config, label in ((examples.INTENTS, b"intents"), (examples.LEDGER, b"ledger")):
        body = content(h(b"example content " + label))
        assert bytes(config.organism_id()) == h(b"organism|", b"\x01", b"|", label, span, h(), body, acl())
        assert bytes(config.content_hash()) == content_hash(span, h(), body, acl())


def test_the_module_id_of_the_atlas() -> None:
    """The Atlas under the superchain's root: two derivations, then name, members, content and ACL."""
    root = _by_hand()["ethereum.superchain"]
    names = ("ethereum.mainnet", "unichain.mainnet", "base.mainnet")
    members = [stable_id(name) for name in (*names, "price-feed.eur", "superchain.intents", "superchain.ledger")]
    made = h(
        h(h(root, b"module"), b"atlas"),
        hash_many(b"atlas"),
        hash_many(*members),
        content(hash_many(b"atlas-content.v1", b"")),
        acl(),
    )
    config = examples.ETH_SUPERCHAIN
    listed = (*config.lattices, *(organism.stable_id for organism in config.organisms))
    assert bytes(examples.SUPERCHAIN_ATLAS.module_id(config.stable_id(), listed)) == made
    assert module_root(config.stable_id(), ModuleKind.Atlas).value() == h(h(root, b"module"), b"atlas")


def test_the_page_of_chapter_14_reads_the_same_in_python() -> None:
    """searcher-α, written as the book writes it from the names the package exports, is the example."""
    lattice = LatticeConfig("testnet-1a", derive_stable_id("testnet-1a"))
    written = CoalitionConfig(
        schema_version=SCHEMA_VERSION_U8,
        coalition_seed=COALITION_ROOT_SEED,
        instance_name="searcher-α",
        lattices=(lattice.stable_id,),
        organisms=(OrganismRef(role="searcher", stable_id=derive_stable_id("searcher-α.searcher")),),
        atlas=None,
        almanac=None,
        chronicle=None,
        compute=None,
        randomness=None,
        ticket_issuer=None,
        retirement_policy=RetirementPolicy.CONSERVATIVE,
    )
    assert written == examples.SEARCHER_ALPHA
    assert written.organisms_by_name("searcher") == examples.SEARCHER_ORG
    assert written.organisms_by_name("bridge") is None


def test_the_issuer_of_chapter_58() -> None:
    """A coalition with an issuer folds its fingerprint in the fifth place, and derives its tickets from the root."""
    clause = hash_many(b"clause", b"operator-publish", b"\x00")
    issuer = TicketIssuerConfig("shared", examples.ORACLE.acl)
    config = CoalitionConfig(1, unique_id("coalition.root.v1"), "with-issuer", (), (), ticket_issuer=issuer)
    tickets = hash_many(b"ticket-issuer", b"shared", acl(clause))
    root = coalition_root("with-issuer", [], [], tickets=tickets)
    assert bytes(config.stable_id()) == root
    assert bytes(config.ticket_issuer_root()) == h(root, b"tickets")
    assert config.ticket_issuer_root() == coalition_ticket_issuer_root(config.stable_id())
    assert bytes(COALITION_ROOT_SEED) == SEED


def test_constructors_of_the_book() -> None:
    """`ModuleConfig::new`, `ContentParams::new`, `AclComposition::OPEN` and `by_stable_id` make what the fields say."""
    body = ModuleConfig.new("atlas", ContentParams.new(b"preimage"), AclComposition.OPEN)
    assert body == ModuleConfig("atlas", ContentParams(b"preimage", None), AclComposition(()))
    assert bytes(AtlasConfig(body).fingerprint()) == hash_many(
        b"module-config", b"atlas", b"atlas", content(b"preimage"), acl()
    )
    assert OrganismRef.by_stable_id("a", unique_id("b")) == OrganismRef("a", unique_id("b"), None)
    assert RetirementPolicy.default() is RetirementPolicy.Conservative
    assert SignerConfig("a", b"t", SignatureScheme.LagrangeBls, 1, 1, AttestationLevel.Software, unique_id("k"))
