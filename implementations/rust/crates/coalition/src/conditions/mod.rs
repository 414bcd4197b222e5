//! What a reader waits for, and when it holds (COND).

mod clause;
mod condition;
mod filter;
mod sighting;
mod stretch;

pub use clause::Clause;
pub use condition::Condition;
pub use filter::Filter;
pub use sighting::Sighting;
pub use stretch::Stretch;
