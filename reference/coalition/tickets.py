"""The optional ticket issuer of a coalition (ID-11, ID-21)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.acl import AclComposition, acl_fingerprint
from coalition.names import Name
from coalition.preimage import Preimage, ascii_text, derivation, hash_many_of, part, utf8
from coalition.presence import PresentId
from coalition.shapes import Record, check
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class TicketIssuerConfig(Record):
    """The issuer's name and the composition of its ACL."""

    name: Name
    acl: AclComposition

    def fingerprint(self) -> UniqueId:
        """The issuer's fingerprint (ID-11)."""
        return ticket_issuer(self).id()


@derivation("identity.ticket_issuer")
def ticket_issuer(ticket_issuer: TicketIssuerConfig) -> Preimage:
    """The fingerprint of a ticket issuer (ID-11)."""
    return hash_many_of(
        ascii_text("tag", "ticket-issuer"),
        utf8("name", ticket_issuer.name),
        part("acl", acl_fingerprint(ticket_issuer.acl)),
    )


def coalition_ticket_issuer_root(coalition_root: UniqueId) -> UniqueId:
    """`COALITION_ROOT.derive("tickets")`: the root under which a coalition that has an issuer issues (ID-21)."""
    check(PresentId, coalition_root)
    return coalition_root.derive("tickets")
