//! Who issues tickets.

use std::{collections::HashMap, fmt::Debug, sync::Arc};

use super::{Expiration, Ticket};
use crate::{PeerId, PresentId, Result, UniqueId};

/// Who issues tickets under a root, and the cryptography of them, which this crate does not have
/// (BOND-12).
pub trait Issuer: Debug + Send + Sync {
    /// Refuses an issuer that breaks a rule by itself (BOND-2).
    fn check(&self) -> Result<()>;

    /// The class of its tickets under the root.
    fn class(&self, root: PresentId) -> UniqueId;

    /// Until when it takes the data of a ticket of that class from this peer, if it does now, in Unix
    /// milliseconds (BOND-13).
    fn validate(&self, data: &[u8], peer: PeerId, now_ms: u64) -> Result<Expiration>;
}

/// An issuer that was appointed. Two are one only if they are the same appointment.
#[derive(Clone, Debug)]
struct Appointed(Arc<dyn Issuer>);

impl PartialEq for Appointed {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Appointed {}

/// Who issues under which root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Issuers(HashMap<PresentId, Appointed>);

impl Issuers {
    /// Puts an issuer, or nobody, in the place of whoever was there (BOND-12).
    pub(super) fn replace(&mut self, root: PresentId, issuer: Option<Arc<dyn Issuer>>) {
        match issuer {
            Some(issuer) => self.0.insert(root, Appointed(issuer)),
            None => self.0.remove(&root),
        };
    }

    /// The latest expiration of the tickets that the issuer under the root takes now of one who has
    /// any of these keys, if it takes one (BOND-13).
    pub(super) fn latest(
        &self,
        root: PresentId,
        tickets: &[Ticket],
        keys: &[PeerId],
        now: u64,
    ) -> Option<Expiration> {
        let Appointed(issuer) = self.0.get(&root)?;
        let class = issuer.class(root);
        let tickets = tickets.iter().filter(|ticket| ticket.of_class == class);
        tickets
            .flat_map(|ticket| keys.iter().map(move |key| (ticket, *key)))
            .filter_map(|(ticket, key)| issuer.validate(&ticket.data, key, now).ok())
            .max()
    }
}
