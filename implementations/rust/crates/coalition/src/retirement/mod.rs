//! The records of an orderly end, and what a change makes an operator publish again (RET).

mod component_ref;
mod instant;
mod listing;
mod marker;
mod republication;

pub use component_ref::{ComponentKind, ComponentRef};
pub use instant::RetirementInstant;
pub use listing::{ListedContent, Listing};
pub use marker::{RetirementMarker, RetirementReason};
pub use republication::{Republication, republication};
