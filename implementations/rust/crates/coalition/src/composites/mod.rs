//! Composite organisms (COMP).

mod audit;
mod class;
mod content;
mod correlation;
mod decide;
mod delivery;
mod event;
mod intents;
mod ledger;
mod reading;
mod running;
mod span;
mod stall;

pub use audit::{AuditedComposite, CompositeFinding, KeptPage};
pub use content::{Alignment, CorrelatorContent, LatticeSource, LatticesContent, StallPolicy};
pub use correlation::Correlation;
pub use delivery::{Delivered, Delivery, DeliveryOutcome};
pub use intents::{RoutedIntent, RoutedIntents};
pub use ledger::{RefundShare, SharedAttestation, SharedRefunds};
pub(crate) use running::Composite;
pub use stall::{LateEvidence, StallEvent};
