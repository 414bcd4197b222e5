//! The page a coalition operator publishes, and what an integrator checks (HS).

mod cross_check;
mod handle;
mod page;
mod parts;
mod read;
mod verify;

pub use cross_check::PublishedMember;
pub use handle::Handle;
pub use page::HandshakePage;
pub use parts::{
    ModuleSlot, PageBuild, PageCommittee, PageIssuer, PageLattice, PageMeasurements, PageModule,
    PageModules, PageOrganism,
};
pub use read::page_digest;

/// The schema of a page.
pub const HANDSHAKE_PAGE_SCHEMA: &str = "handshake-page.v1";
