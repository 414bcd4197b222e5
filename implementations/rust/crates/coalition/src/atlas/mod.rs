//! The directory of a coalition's members (ATL).

mod card;
mod class;
mod directory;
mod lineage;
mod running;
mod standing;

pub use card::{MemberCard, MemberStatus, endpoint_hints, measurements_list};
pub use directory::directory;
pub use lineage::{Lineage, lineage};
pub use running::Atlas;
pub use standing::Standing;
