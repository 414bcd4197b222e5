//! Ticket issuers.

use strict_json::record;

use crate::{AclComposition, Fingerprint, Preimage, Result, check_name};

/// The issuer of a coalition's tickets (ID-11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketIssuerConfig {
    /// The issuer's name.
    pub name: String,
    /// Who is given a ticket.
    pub acl: AclComposition,
}

record!(TicketIssuerConfig { name, acl });

impl Fingerprint for TicketIssuerConfig {
    fn check(&self) -> Result<()> {
        check_name(&self.name)?;
        self.acl.check()
    }

    fn fold(&self) -> Result<Preimage> {
        Ok(Preimage::hash_many()
            .field("ticket-issuer")
            .field(&self.name)
            .field(self.acl.folded()?))
    }
}
