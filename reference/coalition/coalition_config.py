"""`CoalitionConfig`: the named composition, and the root its fingerprint is (ID-7 to ID-12, ID-21, ID-29)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coalition.errors import NoTicketIssuer
from coalition.names import Name
from coalition.organism import SchemaVersion
from coalition.preimage import (
    Preimage,
    ascii_text,
    concat,
    derivation,
    each,
    hash_many_of,
    id_or_zero,
    identifier,
    integer,
    part,
    plain,
    utf8,
)
from coalition.presence import PresentId
from coalition.reference import OrganismRef, check_members, organism_ref
from coalition.shapes import Discriminant, Record
from coalition.tickets import TicketIssuerConfig, ticket_issuer
from coalition.unique_id import UniqueId


class RetirementPolicy(Discriminant):
    """When the operator publishes the handshake page again (RET-5 to RET-7)."""

    Conservative = 0
    Lenient = 1
    CONSERVATIVE = 0
    LENIENT = 1

    @classmethod
    def default(cls) -> RetirementPolicy:
        """Every content change forces republication."""
        return cls.Conservative


@dataclass(frozen=True)
class CoalitionConfig(Record):
    """A coalition: lattices by stable id, organisms and modules by reference, an optional ticket issuer."""

    schema_version: SchemaVersion
    coalition_seed: PresentId
    instance_name: Name
    lattices: tuple[PresentId, ...]
    organisms: tuple[OrganismRef, ...]
    atlas: OrganismRef | None = None
    almanac: OrganismRef | None = None
    chronicle: OrganismRef | None = None
    compute: OrganismRef | None = None
    randomness: OrganismRef | None = None
    ticket_issuer: TicketIssuerConfig | None = None
    retirement_policy: RetirementPolicy = RetirementPolicy.Conservative

    def rules(self) -> None:
        check_members(self.component_ids())

    def modules(self) -> tuple[OrganismRef | None, ...]:
        """The five slots in the order of ID-10."""
        return (self.atlas, self.almanac, self.chronicle, self.compute, self.randomness)

    def component_ids(self) -> Iterator[UniqueId]:
        """The stable id of every lattice, organism and module that is there."""
        yield from self.lattices
        yield from (organism.stable_id for organism in self.organisms)
        yield from (slot.stable_id for slot in self.modules() if slot is not None)

    def stable_id(self) -> UniqueId:
        """`COALITION_ROOT` (ID-12)."""
        return coalition_root(self).id()

    def coalition_id(self) -> UniqueId:
        """The name the integrator's chapters give `COALITION_ROOT` (ID-12)."""
        return self.stable_id()

    def ticket_issuer_root(self) -> UniqueId:
        """The root of the coalition's tickets (ID-21). Raises `NoTicketIssuer`."""
        return tickets_root(self).id()

    def organisms_by_name(self, role: str) -> OrganismRef | None:
        """The first organism that is listed under this role."""
        return next((organism for organism in self.organisms if organism.role == role), None)


@derivation("identity.coalition")
def coalition(config: CoalitionConfig) -> Preimage:
    """`COALITION` (ID-7)."""
    return concat(
        ascii_text("tag", "coalition|"),
        integer("schema_version", 8, config.schema_version),
        ascii_text("separator", "|"),
        identifier("coalition_seed", config.coalition_seed),
        ascii_text("separator", "|"),
        utf8("instance_name", config.instance_name),
    )


@derivation("identity.coa_lattices")
def coa_lattices(config: CoalitionConfig) -> Preimage:
    """`COA_LATTICES` (ID-8)."""
    return hash_many_of(each(identifier("lattice", lattice) for lattice in config.lattices))


@derivation("identity.coa_organisms")
def coa_organisms(config: CoalitionConfig) -> Preimage:
    """`COA_ORGANISMS` (ID-9)."""
    return hash_many_of(each(part("organism", organism_ref(organism)) for organism in config.organisms))


@derivation("identity.coa_modules")
def coa_modules(config: CoalitionConfig) -> Preimage:
    """`COA_MODULES`, always five slots (ID-10)."""
    labels = ("atlas", "almanac", "chronicle", "compute", "randomness")
    return hash_many_of(
        id_or_zero(label, None if slot is None else organism_ref(slot))
        for label, slot in zip(labels, config.modules(), strict=True)
    )


@derivation("identity.coa_tickets")
def coa_tickets(config: CoalitionConfig) -> Preimage:
    """`COA_TICKETS` (ID-11)."""
    issuer = None if config.ticket_issuer is None else ticket_issuer(config.ticket_issuer)
    return plain(id_or_zero("ticket_issuer", issuer))


@derivation("identity.coalition_root")
def coalition_root(config: CoalitionConfig) -> Preimage:
    """`COALITION_ROOT`, 160 bytes hashed; the retirement policy is not among them (ID-12, ID-32)."""
    return concat(
        part("coalition", coalition(config)),
        part("coa_lattices", coa_lattices(config)),
        part("coa_organisms", coa_organisms(config)),
        part("coa_modules", coa_modules(config)),
        part("coa_tickets", coa_tickets(config)),
    )


@derivation("identity.tickets_root")
def tickets_root(config: CoalitionConfig) -> Preimage:
    """The root of the coalition's tickets. Raises `NoTicketIssuer` (ID-21)."""
    check_issuer(config)
    return concat(part("coalition_root", coalition_root(config)), ascii_text("segment", "tickets"))


def check_issuer(config: CoalitionConfig) -> None:
    """Raise `NoTicketIssuer` for a coalition without one (ID-21)."""
    if config.ticket_issuer is None:
        raise NoTicketIssuer(config.instance_name)
