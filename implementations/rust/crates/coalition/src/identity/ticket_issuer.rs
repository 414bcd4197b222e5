//! Ticket issuers.

use strict_json::record;

use crate::{AclComposition, Fingerprint, Name, Preimage};

/// The issuer of a coalition's tickets (ID-11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketIssuerConfig {
    /// The issuer's name.
    pub name: Name,
    /// Who is given a ticket.
    pub acl: AclComposition,
}

record!(TicketIssuerConfig { name, acl });

impl Fingerprint for TicketIssuerConfig {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("ticket-issuer")
            .field(&self.name)
            .field(self.acl.fingerprint())
    }
}
