"""The builder's root of a lattice and its six organisms (ID-25, ID-43)."""

from __future__ import annotations

from coalition.names import Name
from coalition.preimage import Preimage, ascii_text, concat, derivation, integer, kind_name, part, utf8
from coalition.shapes import U64, Discriminant


class LatticeOrganism(Discriminant):
    """The six organisms of a block-building lattice."""

    Zipnet = 0
    Unseal = 1
    Offer = 2
    Atelier = 3
    Relay = 4
    Tally = 5


@derivation("identity.lattice_root")
def lattice_root(instance_name: Name, chain_id: U64) -> Preimage:
    """The builder's root of a lattice; not its stable id (ID-25)."""
    return concat(
        ascii_text("tag", "builder|"),
        utf8("instance_name", instance_name),
        ascii_text("chain_tag", "|chain="),
        integer("chain_id", 64, chain_id),
    )


@derivation("identity.lattice_organism")
def lattice_organism(instance_name: Name, chain_id: U64, organism: LatticeOrganism) -> Preimage:
    """An organism of a lattice (ID-43)."""
    return concat(part("lattice_root", lattice_root(instance_name, chain_id)), kind_name("organism", organism))
