//! The shared clock of a coalition (ALM).

mod class;
mod observation;
mod running;
mod tick;

pub use observation::{Observation, Observations};
pub use running::Almanac;
pub use tick::AlmanacTick;
