//! Peers, and their bonds with components (BOND).

mod evidence;
mod gate;
mod held;
mod issuer;
mod judge;
mod ticket;
mod verbs;

pub use evidence::{BondEvidence, ReputationCard, Seat, Settlement};
pub(super) use gate::Gate;
pub(super) use held::Parties;
pub use held::{Bond, Bonded, Ended};
pub use issuer::Issuer;
pub(super) use ticket::Shown;
pub use ticket::{Expiration, Ticket};
