//! Components that run (WORLD).

mod actor;
mod bonds;
mod cast;
mod chain;
mod class;
mod clock;
mod command;
mod committee;
mod component;
mod deployed;
mod desk;
mod fault;
mod log;
mod record;
mod replay;
mod rotation;
mod stage;
mod status;

pub use bonds::{
    Bond, BondEvidence, Bonded, Ended, Expiration, Issuer, ReputationCard, Seat, Settlement, Ticket,
};
pub use chain::Followed;
pub(crate) use class::Class;
pub use clock::Clock;
pub use command::{Accepted, Command, Commit};
pub use component::Component;
pub use deployed::{Deployed, Surface};
pub(crate) use desk::Desk;
pub use fault::{Attendance, Fault};
pub use log::{Entry, LogHead, Page};
pub use record::SurfaceRecord;
pub(crate) use replay::Replay;
pub use stage::{Closed, World};
pub use status::{Phase, Status};
