//! Components that run (WORLD).

mod actor;
mod clock;
mod command;
mod component;
mod deployed;
mod log;
mod stage;
mod status;

pub use clock::Clock;
pub use command::{Accepted, Command, Commit};
pub use component::Component;
pub use deployed::{Deployed, Surface};
pub use log::{Entry, LogHead, Page, SurfaceRecord};
pub use stage::{Closed, World};
pub use status::{Phase, Status};
