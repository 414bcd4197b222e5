//! The shared clock of a coalition (ALM).

mod observation;
mod tick;

pub use observation::{Observation, Observations};
pub use tick::AlmanacTick;
