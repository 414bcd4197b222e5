"""The handshake page: reading it, and the checks of an integrator (chapter Handshake)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from coalition.coalition_config import CoalitionConfig
from coalition.errors import (
    DocumentMalformed,
    FingerprintMismatch,
    ForeignSeed,
    HiddenRotation,
    IssuerMismatch,
    ListMismatch,
    MeasurementsMismatch,
    MemberDrift,
    MemberIrreproducible,
    MemberUnpublished,
    MissingChangeChannel,
    MissingField,
    MissingMeasurements,
    MissingMember,
    MissingPeerHint,
    ModuleMismatch,
    ShapeError,
    SilentModule,
    UnknownField,
    UnknownMember,
)
from coalition.json_form import as_json, decode, parse
from coalition.measurements import Measurements
from coalition.module import ModuleConfig, ModuleKind, module_config
from coalition.names import FreeText, Name
from coalition.preimage import Preimage, ascii_text, derivation, hash_many_of, operation, raw
from coalition.presence import PresentId
from coalition.reference import OrganismRef, check_members
from coalition.retirement import check_listed
from coalition.shapes import U16, U64, Bytes32, Record, Variant
from coalition.stable_id import COALITION_ROOT_SEED, derive_stable_id, stable_id
from coalition.unique_id import UniqueId

PAGE_SCHEMA: Final = "handshake-page.v1"


@dataclass(frozen=True)
class PageLattice(Record):
    """A lattice as its operator publishes it."""

    instance_name: Name
    content_hash: PresentId | None
    handshake: FreeText


@dataclass(frozen=True)
class PageOrganism(Record):
    """An organism as its operator publishes it."""

    instance_name: Name
    content_hash: PresentId | None
    handshake: FreeText
    tdx_gated: bool


@dataclass(frozen=True)
class Derived(Variant):
    """The slot's stable id is the fingerprint of the module's configuration."""


@dataclass(frozen=True)
class ByInstance(Variant):
    """The slot's stable id is that of an instance name."""

    instance_name: Name


AnySlot = Derived | ByInstance


@dataclass(frozen=True)
class PageModule(Record):
    """A module the coalition ships."""

    config: ModuleConfig
    slot: AnySlot
    state_machine_signature: PresentId | None
    description: FreeText

    def stable_id(self, kind: ModuleKind) -> UniqueId:
        """The stable id that follows for the slot (HS-6)."""
        if isinstance(self.slot, ByInstance):
            return stable_id(self.slot.instance_name).id()
        return module_config(kind, self.config).id()


@dataclass(frozen=True)
class PageModules(Record):
    """The five modules: shipped, or said not to be."""

    atlas: PageModule | None
    almanac: PageModule | None
    chronicle: PageModule | None
    compute: PageModule | None
    randomness: PageModule | None


@dataclass(frozen=True)
class PageMeasurements(Record):
    """The measurements of a TDX-gated unit."""

    stable_id: PresentId
    measurements: Measurements


@dataclass(frozen=True)
class PageCommittee(Record):
    """The roster of a committee: Ed25519 public keys of its peers."""

    stable_id: PresentId
    members: tuple[Bytes32, ...]


@dataclass(frozen=True)
class PageBuild(Record):
    """A build record: the digest of the recipe, and when it was built, Unix milliseconds."""

    stable_id: PresentId
    recipe: Bytes32
    built_at: U64


@dataclass(frozen=True)
class PageIssuer(Record):
    """The keys of the ticket issuer and how many of them sign."""

    keys: tuple[Bytes32, ...]
    threshold: U16


@dataclass(frozen=True)
class HandshakePage(Record):
    """The page, as read."""

    schema: FreeText
    fingerprint: PresentId
    config: CoalitionConfig
    lattices: tuple[PageLattice, ...]
    organisms: tuple[PageOrganism, ...]
    modules: PageModules
    measurements: tuple[PageMeasurements, ...]
    peer_hints: tuple[FreeText, ...]
    change_channel: FreeText
    committees: tuple[PageCommittee, ...]
    builds: tuple[PageBuild, ...]
    issuer: PageIssuer | None
    published_at: U64

    def module_slots(self) -> Iterable[tuple[ModuleKind, PageModule | None, OrganismRef | None]]:
        """Each kind with what the page says of it and what the configuration has."""
        on_page = (
            self.modules.atlas,
            self.modules.almanac,
            self.modules.chronicle,
            self.modules.compute,
            self.modules.randomness,
        )
        return zip(ModuleKind, on_page, self.config.modules(), strict=True)


def read_page(document: str) -> HandshakePage:
    """The page that a document is. Raises `DocumentMalformed`, `UnknownField`, `MissingField`, `SilentModule`."""
    try:
        page: HandshakePage = decode(HandshakePage, parse(document))
    except UnknownMember as error:
        raise UnknownField(error.value, error.detail) from None
    except MissingMember as error:
        silent = error.detail == PageModules.__name__
        raise (SilentModule if silent else MissingField)(error.value, error.detail) from None
    except ShapeError as error:
        raise DocumentMalformed(error.value, f"{type(error).__name__} {error.detail}") from None
    check_schema(page)
    return page


def write_page(page: HandshakePage) -> str:
    """The canonical JSON of a page."""
    return rfc8785.dumps(as_json(page)).decode()


@operation("handshake.fingerprint")
def fingerprint(document: str) -> UniqueId:
    """The root computed from the page, when the page holds together (HS-1 to HS-12)."""
    return check_page(read_page(document))


def check_page(page: HandshakePage) -> UniqueId:
    """The root, after every check on the page. Raises the error of the first that fails."""
    check_seed(page)
    root = page.config.stable_id()
    check_fingerprint(page, root)
    check_lists(page)
    check_modules(page)
    check_measurements(page)
    check_reachable(page)
    check_issuer(page)
    check_units(page)
    return root


def check_schema(page: HandshakePage) -> None:
    """Raise `DocumentMalformed` for a page of another schema (HS-1)."""
    if page.schema != PAGE_SCHEMA:
        raise DocumentMalformed(page.schema, PAGE_SCHEMA)


def check_fingerprint(page: HandshakePage, root: UniqueId) -> None:
    """Raise `FingerprintMismatch` unless the published root is the computed one (HS-4)."""
    if page.fingerprint != root:
        raise FingerprintMismatch(page.fingerprint, f"computed {root}")


def check_lists(page: HandshakePage) -> None:
    """Raise `ListMismatch` unless the page lists the configuration's members in its order (HS-5)."""
    _check_list([lattice.instance_name for lattice in page.lattices], page.config.lattices)
    _check_list(
        [organism.instance_name for organism in page.organisms],
        [organism.stable_id for organism in page.config.organisms],
    )


def _check_list(names: list[str], stable_ids: Sequence[UniqueId]) -> None:
    if [stable_id(name).id() for name in names] != list(stable_ids):
        raise ListMismatch(names)


def check_modules(page: HandshakePage) -> None:
    """Raise `ModuleMismatch` or `HiddenRotation` unless every slot follows from the page (HS-6, HS-8)."""
    for kind, on_page, slot in page.module_slots():
        if on_page is None and slot is None:
            continue
        if on_page is None or slot is None or on_page.stable_id(kind) != slot.stable_id:
            raise ModuleMismatch(kind.name)
        check_hidden(kind, on_page, slot)
        if slot.content_hash not in (None, on_page.config.as_organism().content_hash()):
            raise ModuleMismatch(kind.name, "content hash")


def check_hidden(kind: ModuleKind, on_page: PageModule, slot: OrganismRef) -> None:
    """Raise `HiddenRotation` for a slot by instance that pins no content hash (HS-8)."""
    if isinstance(on_page.slot, ByInstance) and slot.content_hash is None:
        raise HiddenRotation(kind.name)


def check_seed(page: HandshakePage) -> None:
    """Raise `ForeignSeed` for a seed other than `COALITION_ROOT_SEED` (HS-7)."""
    if page.config.coalition_seed != COALITION_ROOT_SEED:
        raise ForeignSeed(page.config.coalition_seed)


def check_measurements(page: HandshakePage) -> None:
    """Raise `MissingMeasurements`, `MeasurementsMismatch` or `DuplicateMember` (HS-9)."""
    check_members(entry.stable_id for entry in page.measurements)
    listed = {entry.stable_id: entry.measurements for entry in page.measurements}
    gated = [
        reference.stable_id
        for organism, reference in zip(page.organisms, page.config.organisms, strict=True)
        if organism.tdx_gated
    ]
    for _, on_page, slot in page.module_slots():
        if on_page is not None and slot is not None:
            configured = on_page.config.content.measurements
            check_repeated(listed.get(slot.stable_id), configured)
            gated.extend([slot.stable_id] if configured is not None else [])
    check_gated(gated, listed.keys())


def check_gated(gated: Iterable[UniqueId], listed: Iterable[UniqueId]) -> None:
    """Raise `MissingMeasurements` for a gated unit that is not listed (HS-9)."""
    for each_one in gated:
        if each_one not in listed:
            raise MissingMeasurements(each_one)


def check_repeated(listed: Measurements | None, configured: Measurements | None) -> None:
    """Raise `MeasurementsMismatch` for a module whose entry differs from its configuration (HS-9)."""
    if listed is not None and listed != configured:
        raise MeasurementsMismatch(listed)


def check_reachable(page: HandshakePage) -> None:
    """Raise `MissingPeerHint` or `MissingChangeChannel` (HS-10)."""
    if not page.peer_hints or "" in page.peer_hints:
        raise MissingPeerHint(page.peer_hints)
    if not page.change_channel:
        raise MissingChangeChannel(page.change_channel)


def check_issuer(page: HandshakePage) -> None:
    """Raise `IssuerMismatch` unless the issuer's keys go with the configuration (HS-11)."""
    if (page.issuer is None) != (page.config.ticket_issuer is None):
        raise IssuerMismatch(page.issuer)
    if page.issuer is not None:
        keys = page.issuer.keys
        if len(set(keys)) != len(keys) or not 1 <= page.issuer.threshold <= len(keys):
            raise IssuerMismatch(page.issuer)


def check_units(page: HandshakePage) -> None:
    """Raise `UnlistedComponent` for a roster, build or measurements of a unit that is not listed (HS-12)."""
    listed = set(page.config.component_ids())
    check_listed([entry.stable_id for entry in page.measurements], listed)
    check_listed([entry.stable_id for entry in page.committees], listed)
    check_listed([entry.stable_id for entry in page.builds], listed)


@dataclass(frozen=True)
class PublishedMember(Record):
    """What a member's own operator publishes."""

    instance_name: Name
    stable_id: PresentId
    content_hash: PresentId | None


@operation("handshake.cross_check")
def cross_check(document: str, published: tuple[PublishedMember, ...]) -> tuple[UniqueId, ...]:
    """The fingerprints of the members, when each is what its own operator publishes (HS-13, HS-14)."""
    page = read_page(document)
    check_page(page)
    check_members(derive_stable_id(member.instance_name) for member in published)
    by_name = {member.instance_name: member for member in published}
    for lattice in page.lattices:
        check_drift(lattice.content_hash, _own(by_name, lattice.instance_name), None)
    for organism, reference in zip(page.organisms, page.config.organisms, strict=True):
        check_drift(organism.content_hash, _own(by_name, organism.instance_name), reference.content_hash)
    return (*page.config.lattices, *(organism.fingerprint() for organism in page.config.organisms))


def _own(published: dict[str, PublishedMember], instance_name: str) -> PublishedMember:
    check_published(published, instance_name)
    member = published[instance_name]
    check_reproducible(member)
    return member


def check_published(published: dict[str, PublishedMember], instance_name: str) -> None:
    """Raise `MemberUnpublished` for a member its operator does not publish (HS-13)."""
    if instance_name not in published:
        raise MemberUnpublished(instance_name)


def check_reproducible(member: PublishedMember) -> None:
    """Raise `MemberIrreproducible` for a stable id that does not follow from the name (HS-13)."""
    if stable_id(member.instance_name).id() != member.stable_id:
        raise MemberIrreproducible(member.stable_id)


def check_drift(on_page: UniqueId | None, member: PublishedMember, pinned: UniqueId | None) -> None:
    """Raise `MemberDrift` unless the page's, and the pinned, content hash is the published one (HS-14)."""
    if on_page != member.content_hash or pinned not in (None, member.content_hash):
        raise MemberDrift(member.content_hash)


@derivation("handshake.digest")
def digest(document: str) -> Preimage:
    """The digest of a page: it moves with everything on it (HS-15, HS-16)."""
    return hash_many_of(
        ascii_text("tag", PAGE_SCHEMA), raw("page", write_page(read_page(document)).encode(), "canonical json")
    )


def page_form(page: HandshakePage) -> dict[str, Any]:
    """A page as a JSON object, for those who edit one."""
    return as_json(page)
