//! Where a component publishes, and how what it published is pointed at (SURF).

mod commit;
mod deployment;
mod evidence;
mod log;
mod name;

pub use commit::commit;
pub use deployment::deployment;
pub use evidence::EvidencePointer;
pub(crate) use evidence::pointers;
pub use log::{log_digest, stream_digest};
pub use name::surface_id;
