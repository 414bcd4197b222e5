"""Cases of the chapter Identity: organisms, signers, oracles, lattices, content preimages."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.acl import AclComposition, OperatorPublish, Side
from coalition.attestation import AttestationLevel
from coalition.content_preimages import (
    AlmanacContent,
    AnyPolicy,
    AtlasContent,
    BeaconFamily,
    ChronicleContent,
    ComputeContent,
    QuorumFloor,
    RandomnessContent,
    ScopeRule,
    SourceWeight,
    SuccessorPolicy,
    Vwap,
    WeightedMedian,
)
from coalition.lattice import LatticeOrganism
from coalition.measurements import Measurements
from coalition.oracle import TokenPair
from coalition.organism import OrganismConfig
from coalition.signer import SignatureScheme
from coalition.stable_id import derive_stable_id
from coalition.surface import deployment
from coalition.unique_id import hash_bytes, unique_id
from conformance.casebook import Casebook
from conformance.pages import changed
from conformance.spoilt import ILL_SHAPED

_INTENTS: OrganismConfig = changed(examples.INTENTS, organisms=(examples.EUR_PRICE_FEED,))


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the second half of the chapter."""
    yield from _organisms()
    yield from _component_ids()
    yield from _signers()
    yield from _oracles()
    yield from _lattices()
    yield from _contents()


def _organism_configs() -> Iterator[tuple[str, str, OrganismConfig]]:
    intents = _INTENTS
    yield "intents", "a composite organism over three lattices and a feed", intents
    yield "oracle", "the book's oracle, with measurements and no span", examples.ORACLE
    yield "ledger", "the book's ledger", examples.LEDGER
    yield "other-name", "the same content under another name", changed(intents, name="router")
    yield "reordered-span", "the order of the span counts", changed(intents, lattices=intents.lattices[::-1])
    pinned = (changed(intents.lattices[0], content_hash=unique_id("pin")), *intents.lattices[1:])
    yield "pinned-lattice", "a pin on a spanned lattice is folded", changed(intents, lattices=pinned)
    yield "smaller-span", "a lattice less", changed(intents, lattices=intents.lattices[:-1])
    yield (
        "rotated-image",
        "a TDX rotation",
        changed(examples.ORACLE, content=changed(examples.ORACLE.content, measurements=Measurements(b"\x05" * 48))),
    )
    yield "other-acl", "another ACL", changed(intents, acl=AclComposition((OperatorPublish(Side.RequireTicket),)))
    yield "empty-span", "no span at all", changed(intents, lattices=(), organisms=())


def _organisms() -> Iterator[Casebook]:
    for operation in ("content_hash", "span_lattices", "span_organisms", "organism_id"):
        book = Casebook(f"identity.{operation}", requirements=["ID-17"] if operation == "organism_id" else ["ID-16"])
        for name, comment, config in _organism_configs():
            book.accept(name, comment, config=config)
        book.random(6)
        whole = operation in ("content_hash", "organism_id")
        book.spoil("intents", rules=16 if whole else 4, shapes=16 if whole else 4)
        intents = book.tests[0].params["config"]
        lattice = intents["lattices"][0]
        twice = {**intents, "lattices": [lattice, lattice, intents["lattices"][2]]}
        book.refuse(
            "lattice-twice", "a lattice twice in the span", "intents", "DuplicateMember", {"config": twice}, ("ID-31",)
        )
        both = {**intents, "organisms": [{**intents["organisms"][0], "stable_id": lattice["stable_id"]}]}
        book.refuse(
            "lattice-and-organism",
            "a lattice that is an organism of the span too",
            "intents",
            "DuplicateMember",
            {"config": both},
            ("ID-31",),
        )
        yield book


def _component_ids() -> Iterator[Casebook]:
    intents = _INTENTS.organism_id()
    for operation in ("committee_id", "private_id"):
        book = Casebook(f"identity.{operation}")
        book.accept("intents", "of a composite organism", component_id=intents)
        book.accept("oracle", "of an oracle", component_id=examples.ORACLE.organism_id())
        book.random(2)
        book.spoil("intents")
        yield book
    book = Casebook("identity.group_key")
    oracle = deployment(examples.ORACLE_ORG.stable_id, examples.ORACLE.content_hash()).id()
    fellow = deployment(derive_stable_id("oracle-γ-op2.oracle"), examples.ORACLE.content_hash()).id()
    book.accept("oracle", "of a deployment", deployment=oracle)
    book.accept("fleet", "a fellow of the fleet, with the same content hash, has another group", deployment=fellow)
    book.random(2)
    book.spoil("oracle")
    yield book


def _signers() -> Iterator[Casebook]:
    default = examples.SIGNER_CFG
    ids = Casebook("identity.signer_organism_id", requirements=["ID-22", "ID-26"])
    ids.accept("default", "the book's SIGNER_CFG", config=default)
    for scheme in SignatureScheme:
        ids.accept(
            f"scheme-{scheme.value}", scheme.name, config=changed(default, scheme=scheme), requirements=["ID-23"]
        )
    for level in AttestationLevel:
        ids.accept(
            f"level-{level.value}",
            level.name,
            config=changed(default, min_attestation_level=level),
            requirements=["ID-23"],
        )
    ids.accept("swapped-sizes", "4 of 5 is not 5 of 7", config=changed(default, threshold=4, committee_size=5))
    ids.accept("wide-sizes", "sizes whose bytes differ", config=changed(default, threshold=258, committee_size=772))
    ids.accept(
        "one-of-one",
        "the least threshold",
        config=changed(default, threshold=1, committee_size=1),
        requirements=["ID-39"],
    )
    ids.accept(
        "all-of-all", "threshold and size are equal", config=changed(default, threshold=7), requirements=["ID-39"]
    )
    ids.accept(
        "refreshed-key",
        "a key refresh: a new instance and key",
        config=changed(
            default, instance_name="signer-δ.v1", committee_pk_digest=unique_id("signer-δ.committee.aggregate-pk.v2")
        ),
    )
    ids.accept("other-tag", "the message type is folded", config=changed(default, type_tag=b"coalition.retirement.v1"))
    ids.accept("binary-tag", "a tag that is no text", config=changed(default, type_tag=b"\xff\x00"))
    ids.random(4)
    config = ids.tests[0].params["config"]
    smallest = next(test.params["config"] for test in ids.tests if test.id.endswith("/one-of-one"))
    ids.refuse(
        "threshold-zero",
        "a threshold of 0",
        "default",
        "ThresholdOutOfRange",
        {"config": {**config, "threshold": 0}},
    )
    ids.refuse(
        "threshold-above",
        "a threshold above the committee size",
        "all-of-all",
        "ThresholdOutOfRange",
        {"config": {**config, "threshold": 8}},
    )
    ids.refuse(
        "no-committee",
        "a committee of nobody",
        "one-of-one",
        "ThresholdOutOfRange",
        {"config": {**smallest, "committee_size": 0}},
    )
    ids.spoil_all("default")
    yield ids
    for operation in ("signer_content", "signer_content_hash"):
        book = Casebook(f"identity.{operation}", requirements=["ID-40"])
        acl = {"acl": AclComposition.OPEN} if operation == "signer_content_hash" else {}
        book.accept("default", "no measurements, the ACL OPEN", acl, config=default, measurements=None)
        book.accept("measured", "with measurements", acl, config=default, measurements=examples.ORACLE_MEASUREMENTS)
        if acl:
            gated = AclComposition((OperatorPublish(Side.RequireTicket),))
            book.accept("with-acl", "with an ACL that is published", config=default, measurements=None, acl=gated)
        book.random(3)
        book.spoil("measured")
        yield book
    for operation, parameter in (
        ("committee_pk_digest", "public_key"),
        ("signature_digest", "signature"),
        ("message_digest", "body"),
    ):
        book = Casebook(f"identity.{operation}", requirements=["ID-28"])
        for name, data in (
            ("req-001", b"req-001"),
            ("empty", b""),
            ("48-bytes", bytes(range(48))),
            ("65-bytes", bytes(range(65))),
            ("96-bytes", bytes(range(96))),
        ):
            book.accept(name, "the bytes alone", {parameter: data})
        book.spoil("req-001")
        yield book


def _oracles() -> Iterator[Casebook]:
    pairs = Casebook("identity.pair")
    oracle = examples.ORACLE_ORG.stable_id
    streams = Casebook("identity.oracle_stream_id", requirements=["ID-42", "ID-24"])
    halves = Casebook("identity.oracle_pair_id", requirements=["ID-42", "ID-24"])
    for name, pair, comment in (
        ("usdc-eth", TokenPair("USDC", "ETH"), "the book's pair"),
        ("eth-usdc", TokenPair("ETH", "USDC"), "the other orientation has the same stream"),
        ("prefix", TokenPair("ETHX", "ETH"), "a symbol that begins with the other sorts after it"),
        ("case", TokenPair("eth", "ETH"), "byte order: capitals first"),
        ("greek", TokenPair("Ω", "USDC"), "byte order of UTF-8"),
        # UTF-8 sorts U+FF21 before U+1D538; UTF-16 does not.
        ("astral", TokenPair("𝔸", "Ａ"), "byte order, not that of UTF-16"),
    ):
        pairs.accept(
            name, comment, pair=pair, misses={"pair-as-given": f"pair|{pair.base}/{pair.quote}".encode().hex()}
        )
        streams.accept(name, comment, stable_id=oracle, pair=pair)
        halves.accept(name, comment, stable_id=oracle, pair=pair)
    streams.accept(
        "other-oracle", "another oracle", stable_id=derive_stable_id("oracle-γ.v1"), pair=TokenPair("USDC", "ETH")
    )
    for book, base in ((pairs, {}), (streams, {"stable_id": oracle.hex()}), (halves, {"stable_id": oracle.hex()})):
        book.random(3)
        book.refuse(
            "slash",
            "a slash in a symbol",
            "usdc-eth",
            "SymbolHasSlash",
            {**base, "pair": {"base": "US/DC", "quote": "ETH"}},
        )
        book.refuse(
            "slash-in-quote",
            "a slash in the second symbol",
            "usdc-eth",
            "SymbolHasSlash",
            {**base, "pair": {"base": "USDC", "quote": "/"}},
        )
        book.refuse(
            "same", "equal symbols", "usdc-eth", "SameSymbols", {**base, "pair": {"base": "ETH", "quote": "ETH"}}
        )
        book.spoil_all("usdc-eth")
        yield book


def _lattices() -> Iterator[Casebook]:
    roots = Casebook("identity.lattice_root")
    roots.accept("testnet-1a", "a test network", instance_name="testnet-1a", chain_id=11_155_111)
    roots.accept("ethereum-mainnet", "chain 1", instance_name="ethereum.mainnet", chain_id=1)
    roots.accept("unichain", "chain 130", instance_name="unichain.mainnet", chain_id=130)
    roots.accept("chain-0", "chain 0", instance_name="a", chain_id=0)
    roots.accept("greatest-chain", "the greatest chain id", instance_name="a", chain_id=2**64 - 1)
    roots.random(3)
    roots.spoil_all("testnet-1a")
    yield roots
    organisms = Casebook("identity.lattice_organism")
    for organism in LatticeOrganism:
        organisms.accept(
            organism.name.lower(), organism.name, instance_name="testnet-1a", chain_id=11_155_111, organism=organism
        )
    organisms.random(2)
    organisms.spoil_all("unseal")
    yield organisms


def _contents() -> Iterator[Casebook]:
    weights = (SourceWeight(unique_id("source.a"), 2), SourceWeight(unique_id("source.b"), 1))
    policies: dict[str, AnyPolicy] = {
        "weighted-median": WeightedMedian(3, weights),
        "vwap": Vwap(weights),
        "vwap-reordered": Vwap(weights[::-1]),
        "no-weights": Vwap(()),
        "quorum-floor": QuorumFloor(WeightedMedian(3, weights), 2),
        "quorum-of-quorum": QuorumFloor(QuorumFloor(Vwap(weights), 2), 3),
    }
    book = Casebook("identity.aggregation_policy", requirements=["ID-44", "ENC-21"])
    for name, policy in policies.items():
        book.accept(name, (type(policy).__doc__ or "").splitlines()[0], policy=policy)
    book.random(3)
    book.spoil_all("quorum-floor")
    yield book
    book = Casebook("identity.scope_boundaries", requirements=["ID-44", "ENC-21"])
    book.accept("searcher", "the book's boundaries", rules=(ScopeRule.Chain("testnet-1a"), ScopeRule.SubmissionOnly()))
    book.accept("reversed", "a list has an order", rules=(ScopeRule.SubmissionOnly(), ScopeRule.Chain("testnet-1a")))
    book.accept("none", "no boundaries", rules=())
    book.random(2)
    book.spoil_all("searcher")
    yield book
    book = Casebook("identity.oracle_pairs", requirements=["ID-44", "ENC-19"])
    pairs = (TokenPair("USDC", "ETH"), TokenPair("BTC", "USDC"))
    book.accept("two", "a set of pairs", pairs=pairs)
    book.accept("reordered", "a set has no order", pairs=pairs[::-1])
    book.accept("turned", "a pair has no orientation here", pairs=(TokenPair("ETH", "USDC"), pairs[1]))
    book.accept("none", "no pairs", pairs=())
    book.refuse(
        "turned-twice",
        "a pair and its reverse are one",
        "two",
        "DuplicateElement",
        {"pairs": [{"base": "USDC", "quote": "ETH"}, {"base": "ETH", "quote": "USDC"}]},
    )
    book.spoil_all("two")
    yield book
    book = Casebook("identity.beacon_families", requirements=["ID-44", "ENC-19"])
    book.accept("all", "all four", families=tuple(BeaconFamily))
    book.accept("all-reversed", "a set has no order", families=tuple(reversed(BeaconFamily)))
    book.accept("one", "one", families=(BeaconFamily.Vrf,))
    book.accept("none", "none", families=())
    book.refuse("twice", "a family twice", "one", "DuplicateElement", {"families": [{"kind": "Vrf"}, {"kind": "Vrf"}]})
    book.spoil("all", shapes=10)
    yield book
    yield _content_preimages(policies)


def _content_preimages(policies: dict[str, AnyPolicy]) -> Casebook:
    book = Casebook("identity.content_preimage")
    marker = unique_id("commit of a predecessor's marker")
    contents = {
        "searcher": examples.SEARCHER_CONTENT,
        "searcher-other-policy": changed(
            examples.SEARCHER_CONTENT, successor_policy=SuccessorPolicy.AdoptLatestAdoptedExperiment
        ),
        "oracle": examples.ORACLE_PARAMETERS,
        "oracle-other-cadence": changed(examples.ORACLE_PARAMETERS, cadence_ms=500),
        "oracle-other-policy": changed(examples.ORACLE_PARAMETERS, aggregation_policy=policies["quorum-floor"]),
        "atlas": AtlasContent(None),
        "atlas-successor": AtlasContent(marker),
        "almanac": AlmanacContent(12_000, None),
        "chronicle": ChronicleContent(1, hash_bytes(b"anchor contract")[:20], None),
        "chronicle-unanchored": ChronicleContent(1, None, None),
        "chronicle-empty-anchor": ChronicleContent(1, b"", None),
        "compute": ComputeContent(None, None),
        "compute-reputation": ComputeContent(examples.SEARCHER_ORG, marker),
        "randomness": RandomnessContent((BeaconFamily.ThresholdBls, BeaconFamily.External), None),
        "randomness-reordered": RandomnessContent((BeaconFamily.External, BeaconFamily.ThresholdBls), None),
    }
    for name, content in contents.items():
        cited = ["ENC-16"] if name == "compute-reputation" else []
        book.accept(name, (type(content).__doc__ or "").splitlines()[0], content=content, requirements=cited)
    book.random(10)
    for name in ("searcher", "oracle", "atlas-successor", "almanac", "chronicle", "compute-reputation", "randomness"):
        book.spoil(name, rules=8, shapes=8)
    oracle = next(test.params["content"] for test in book.tests if test.id.endswith("/oracle"))
    pair = oracle["pairs"][0]
    turned = {"base": pair["quote"], "quote": pair["base"]}
    book.refuse(
        "oracle-pair-twice",
        "a pair and its reverse",
        "oracle",
        "DuplicateElement",
        {"content": {**oracle, "pairs": [pair, turned]}},
    )
    family = {"kind": "Randomness", "families": [{"kind": "ThresholdBls"}] * 2, "succeeds": None}
    book.refuse("randomness-family-twice", "a family twice", "randomness", "DuplicateElement", {"content": family})
    unknown = {"kind": "Ledger", "succeeds": None}
    book.refuse("unknown-kind", "a content the chapter does not have", "atlas", ILL_SHAPED, {"content": unknown})
    return book
