"""Random inputs that obey every rule: values of any shape the reference annotates, drawn from an `Entropy`."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from typing import Annotated, Any, Final, Union

from coalition.acl import AclComposition, AdmitsMeasurementsInSet
from coalition.coalition_config import CoalitionConfig
from coalition.compute import AlmanacRange, ComputeCapabilities, ComputeGrant, ComputeRequirements
from coalition.content_preimages import BeaconFamily, OracleParameters, RandomnessContent
from coalition.handshake import HandshakePage, PageModules, PublishedMember
from coalition.json_form import encode_as, parameters
from coalition.lattice_surfaces import UnsealedBundle
from coalition.measurements import Measurements
from coalition.module import ModuleConfig
from coalition.names import FreeText, Name, TypeTag
from coalition.operations import OPERATIONS
from coalition.oracle import TokenPair
from coalition.organism import SCHEMA_VERSION_U8, SchemaVersion
from coalition.presence import PresentId
from coalition.ratio import Ratio
from coalition.retirement import ListedContent, Listing, RetirementMarker, RetirementReason
from coalition.shapes import Discriminant, Length, Open, Record, Width, fields_of, union_of, variants_of
from coalition.signer import SignerConfig
from coalition.stance import Legitimacy, Supermajority
from coalition.struct_digest import TypedMap, TypedSet
from coalition.substrate import ConsensusConfig, IntegerType
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import INTEGER_WIDTHS, UniqueId
from conformance import condition_inputs, crypto_inputs, module_inputs, pages
from conformance.entropy import Entropy

#: Words of several scripts and widths, all NFC and assigned in Unicode 14.0.
WORDS: Final = (
    "atlas", "mev", "oracle", "superchain", "α", "β-signer", "señal", "链上", "données", "Ж", "ethereum.mainnet",
    "a", "𝔸𝔹", "🜁", "q2-2026", "हिन्दी", "ﬁ", "한국", "x" * 60, "Zürich", ".", "  two  spaces", "0x", "64",
)  # fmt: skip

_DEPTH: Final = 3

Draw = Callable[[Entropy, int], Any]


def name(entropy: Entropy) -> str:
    """A name."""
    return (
        entropy.choice((".", "-", "", " ")).join(entropy.choice(WORDS) for _ in range(entropy.between(1, 3)))[:80]
        or "a"
    )


def draw(shape: Any, entropy: Entropy, depth: int = 0) -> Any:  # noqa: PLR0911 - one return a shape
    """A random value of the annotated shape."""
    if shape in _NAMED:
        return _NAMED[shape](entropy, depth)
    origin = typing.get_origin(shape)
    if origin is Annotated:
        return _marked(shape, entropy, depth)
    if origin in (Union, types.UnionType):
        return _union(typing.get_args(shape), entropy, depth)
    if origin is tuple:
        count = 0 if depth > _DEPTH else entropy.choice((0, 1, 1, 2, 3, 5))
        return tuple(draw(typing.get_args(shape)[0], entropy, depth + 1) for _ in range(count))
    if shape is UniqueId:
        return UniqueId(entropy.bytes(32))
    if shape is bytes:
        return entropy.bytes(entropy.choice((0, 1, 20, 32, 33, 64, 200)))
    if shape is str:
        return name(entropy)
    if shape is bool:
        return entropy.chance(2)
    if issubclass(shape, Discriminant):
        return entropy.choice(list(shape))
    return _record(shape, entropy, depth)


def _marked(shape: Any, entropy: Entropy, depth: int) -> Any:
    base, *marks = typing.get_args(shape)
    for mark in marks:
        if isinstance(mark, Width):
            return _integer(mark, entropy)
        if isinstance(mark, Length):
            return entropy.bytes(mark.bytes)
        if isinstance(mark, Open):
            variants = variants_of(base)
            return draw(variants[entropy.choice(sorted(variants))], entropy, depth)
    return draw(base, entropy, depth)


def _integer(width: Width, entropy: Entropy) -> int:
    low, high = width.bounds()
    edges = (low, high, 0, 1, min(high, 255), min(high, 256))
    return entropy.choice(edges) if entropy.chance(3) else entropy.between(low, high)


def _union(choices: tuple[Any, ...], entropy: Entropy, depth: int) -> Any:
    if type(None) in choices:
        rest = union_of([each for each in choices if each is not type(None)])
        return None if entropy.chance(2) or depth > _DEPTH else draw(rest, entropy, depth)
    if set(choices) == {str, bytes}:
        return name(entropy) if entropy.chance(2) else draw(bytes, entropy, depth)
    if depth > _DEPTH:
        # Variants that hold others come last in every enum of the specification.
        choices = choices[:1]
    return draw(entropy.choice(choices), entropy, depth + 1)


def _record(shape: type[Record], entropy: Entropy, depth: int) -> Any:
    return shape(**{field: draw(annotation, entropy, depth + 1) for field, annotation in fields_of(shape)})


def _pair(entropy: Entropy, _depth: int) -> TokenPair:
    base = name(entropy).replace("/", "")
    return TokenPair(base, base + "x") if entropy.chance(2) else TokenPair(base + "x", base)


def _signer(entropy: Entropy, depth: int) -> SignerConfig:
    size = entropy.between(1, entropy.choice((3, 7, 255, 300, 65535)))
    drawn = {field: draw(shape, entropy, depth + 1) for field, shape in fields_of(SignerConfig)}
    return SignerConfig(**drawn | {"committee_size": size, "threshold": entropy.between(1, size)})


def _marker(entropy: Entropy, depth: int) -> RetirementMarker:
    drawn = {field: draw(shape, entropy, depth + 1) for field, shape in fields_of(RetirementMarker)}
    if drawn["reason"] in (RetirementReason.Retired, RetirementReason.OperatorExit):
        drawn["replacement"] = None
    while drawn["reason"] is RetirementReason.Rotation and drawn["replacement"] is None:
        drawn["replacement"] = draw(dict(fields_of(RetirementMarker))["replacement"], entropy)
    return RetirementMarker(**drawn)


def _ratio(entropy: Entropy, _depth: int) -> str:
    points = entropy.between(0, 10_000)
    text = f"{points // 10_000}.{points % 10_000:04d}"
    return text.rstrip("0").rstrip(".") if entropy.chance(2) else text


def _measurement_set(entropy: Entropy, depth: int) -> tuple[Measurements, ...]:
    return tuple(draw(Measurements, entropy, depth) for _ in range(entropy.between(1, 4)))


def _in_set(entropy: Entropy, depth: int) -> AdmitsMeasurementsInSet:
    side = dict(fields_of(AdmitsMeasurementsInSet))["side"]
    return AdmitsMeasurementsInSet(draw(side, entropy), _measurement_set(entropy, depth))


def _distinct(shape: Any, key: Callable[[Any], Any]) -> Draw:
    def draw_distinct(entropy: Entropy, depth: int) -> Any:
        items = [draw(shape, entropy, depth + 1) for _ in range(entropy.choice((0, 1, 2, 3, 5)))]
        return tuple({key(item): item for item in items}.values())

    return draw_distinct


def _set(entropy: Entropy, depth: int) -> TypedSet:
    items = draw(dict(fields_of(TypedSet))["items"], entropy, depth + 1)
    return TypedSet(tuple({item.preimage().value(): item for item in items}.values()))


def _map(entropy: Entropy, depth: int) -> TypedMap:
    entries = draw(dict(fields_of(TypedMap))["entries"], entropy, depth + 1)
    return TypedMap(tuple({entry.key.preimage().value(): entry for entry in entries}.values()))


def _families(entropy: Entropy, _depth: int) -> tuple[BeaconFamily, ...]:
    families = [family for family in BeaconFamily if entropy.chance(2)]
    return tuple(reversed(families)) if entropy.chance(2) else tuple(families)


_PAIRS: Final = _distinct(TokenPair, lambda pair: pair.symbols())


def _oracle(entropy: Entropy, depth: int) -> OracleParameters:
    drawn = {field: draw(shape, entropy, depth + 1) for field, shape in fields_of(OracleParameters) if field != "pairs"}
    return OracleParameters(pairs=_PAIRS(entropy, depth), **drawn)


def _randomness(entropy: Entropy, depth: int) -> RandomnessContent:
    succeeds = dict(fields_of(RandomnessContent))["succeeds"]
    return RandomnessContent(_families(entropy, depth), draw(succeeds, entropy))


def _requirements(entropy: Entropy, depth: int) -> ComputeRequirements:
    drawn = {field: draw(shape, entropy, depth + 1) for field, shape in fields_of(ComputeRequirements)}
    return ComputeRequirements(**drawn | {"tdx": drawn["tdx"] or drawn["expected_mrtd"] is not None})


def _capabilities(entropy: Entropy, depth: int) -> ComputeCapabilities:
    drawn = {field: draw(shape, entropy, depth + 1) for field, shape in fields_of(ComputeCapabilities)}
    return ComputeCapabilities(**drawn | {each: tuple(dict.fromkeys(drawn[each])) for each in ("regions", "mrtds")})


def _range(entropy: Entropy, _depth: int) -> AlmanacRange:
    start, end = sorted(draw(shape, entropy) for _, shape in fields_of(AlmanacRange))
    return AlmanacRange(start, end)


def _listing(entropy: Entropy, depth: int) -> Listing:
    config = draw(CoalitionConfig, entropy, depth)
    return Listing(config, _contents(config, entropy))


def _contents(config: CoalitionConfig, entropy: Entropy) -> tuple[ListedContent, ...]:
    listed = [stable_id for stable_id in config.component_ids() if entropy.chance(2)]
    return tuple(ListedContent(stable_id, UniqueId(entropy.bytes(32))) for stable_id in listed)


_NAMED: Final[dict[Any, Draw]] = {
    Name: lambda entropy, _: name(entropy),
    FreeText: lambda entropy, _: name(entropy),
    TypeTag: lambda entropy, _: name(entropy).encode(),
    PresentId: lambda entropy, _: UniqueId(entropy.bytes(32)),
    Ratio: _ratio,
    SchemaVersion: lambda _entropy, _depth: SCHEMA_VERSION_U8,
    TokenPair: _pair,
    SignerConfig: _signer,
    RetirementMarker: _marker,
    AdmitsMeasurementsInSet: _in_set,
    OracleParameters: _oracle,
    RandomnessContent: _randomness,
    Listing: _listing,
    Legitimacy: lambda entropy, _: Legitimacy(entropy.between(0, 0x1FF)),
    Supermajority: lambda entropy, _: Supermajority(entropy.between(5_001, 10_000)),
    ComputeRequirements: _requirements,
    ComputeCapabilities: _capabilities,
    AlmanacRange: _range,
    TypedSet: _set,
    TypedMap: _map,
    tuple[TokenPair, ...]: _PAIRS,
    tuple[BeaconFamily, ...]: _families,
    tuple[Measurements, ...]: _measurement_set,
    tuple[UnsealedBundle, ...]: _distinct(UnsealedBundle, lambda bundle: bundle.cleartext),
    **module_inputs.named(draw),
}


def _integer_of_type(entropy: Entropy) -> dict[str, Any]:
    kind = entropy.choice(list(IntegerType))
    signed, bits = INTEGER_WIDTHS[kind.name]
    return {"type": kind, "value": _integer(Width(bits, signed), entropy)}


def _group(entropy: Entropy) -> dict[str, Any]:
    drawn = _plain("substrate.group_id", entropy)
    return drawn | {"consensus": draw(ConsensusConfig, entropy)}


def _replay(entropy: Entropy) -> dict[str, Any]:
    # The crate takes no empty batch.
    return _plain("substrate.log_replay_signature", entropy) | {"batch_size": entropy.between(1, 2**64 - 1)}


def _change(entropy: Entropy) -> dict[str, Any]:
    """Two listings of one coalition, so that something is listed before and after."""
    before = _listing(entropy, 0)
    config = before.config if entropy.chance(2) else draw(CoalitionConfig, entropy)
    contents = before.contents if entropy.chance(3) and config is before.config else _contents(config, entropy)
    return {"before": before, "after": Listing(config, contents)}


def page(entropy: Entropy) -> HandshakePage:
    """A page that holds together."""
    lattices = [f"{name(entropy)}.{number}" for number in range(entropy.below(4))]
    organisms = [f"{name(entropy)}.o{number}" for number in range(entropy.below(4))]
    modules = {field: draw(ModuleConfig, entropy) for field, _ in fields_of(PageModules) if entropy.chance(2)}
    issuer = draw(TicketIssuerConfig, entropy) if entropy.chance(2) else None
    return pages.page(name(entropy), lattices, organisms, modules, issuer)


def _document(entropy: Entropy) -> dict[str, Any]:
    return {"document": pages.text(page(entropy))}


def _cross_check(entropy: Entropy) -> dict[str, Any]:
    drawn = page(entropy)
    published: tuple[PublishedMember, ...] = pages.published(drawn)
    return {"document": pages.text(drawn), "published": published}


def _with_issuer(entropy: Entropy) -> dict[str, Any]:
    config = draw(CoalitionConfig, entropy)
    issuer = config.ticket_issuer or TicketIssuerConfig(name(entropy), draw(AclComposition, entropy))
    return {"config": pages.changed(config, ticket_issuer=issuer)}


def _startup(entropy: Entropy) -> dict[str, Any]:
    """What a grant lets start."""
    grant = draw(ComputeGrant, entropy)
    drawn = _plain("compute.startup", entropy)
    return {
        "grant": grant,
        "image": drawn["image"] if grant.content_hash is None else grant.content_hash,
        "mrtd": drawn["mrtd"] if grant.expected_mrtd is None else grant.expected_mrtd,
    }


def _set_of(operation: str, parameter: str) -> Callable[[Entropy], dict[str, Any]]:
    return lambda entropy: {parameter: tuple(dict.fromkeys(_plain(operation, entropy)[parameter]))}


def _audited(entropy: Entropy) -> dict[str, Any]:
    from conformance.composite_inputs import audited  # noqa: PLC0415 - what it plays is written with the casebooks

    return audited(entropy)


_OPERATIONS: Final[dict[str, Callable[[Entropy], dict[str, Any]]]] = {
    "substrate.unique_id_from_int": _integer_of_type,
    "substrate.group_id": _group,
    "substrate.log_replay_signature": _replay,
    "retirement.republication": _change,
    "handshake.fingerprint": _document,
    "handshake.digest": _document,
    "handshake.cross_check": _cross_check,
    "identity.tickets_root": _with_issuer,
    "compute.mrtds": _set_of("compute.mrtds", "mrtds"),
    "compute.regions": _set_of("compute.regions", "regions"),
    "compute.startup": _startup,
    "composites.audit": _audited,
    "condition.stretches": condition_inputs.watched,
    **crypto_inputs.OPERATIONS,
    **module_inputs.operations(draw),
}


def _plain(operation: str, entropy: Entropy) -> dict[str, Any]:
    return {python: draw(shape, entropy) for _, python, shape in parameters(OPERATIONS[operation])}


def values(operation: str, entropy: Entropy) -> dict[str, Any]:
    """Random parameters of an operation, as Python values under their Python names."""
    special = _OPERATIONS.get(operation)
    return special(entropy) if special is not None else _plain(operation, entropy)


def params(operation: str, entropy: Entropy) -> dict[str, Any]:
    """Random parameters of an operation, in their JSON form."""
    drawn = values(operation, entropy)
    return {wire: encode_as(shape, drawn[python]) for wire, python, shape in parameters(OPERATIONS[operation])}
