//! An Almanac on the stage.

use super::Almanac;
use crate::{Class, Command, Denial, Desk, Fingerprint, Refusal, SurfaceRecord};

impl Class for Almanac {
    fn surfaces(&self) -> &'static [&'static str] {
        &[Self::TICKS]
    }

    fn submit(&mut self, desk: &mut Desk<'_>, command: Command) -> Result<(), Denial> {
        let Command::Tick { observed_at } = command else {
            return Err(Refusal::UnknownCommand.into());
        };
        let tick = self.tick(desk.now(), observed_at)?;
        let digest = tick.fingerprint();
        desk.commit(0, SurfaceRecord::Tick { tick }, digest);
        Ok(())
    }

    /// A sequence is that of its slots (ALM-3).
    fn has_reached(&self, sequence: u64, now: u64) -> bool {
        sequence <= self.slot(now)
    }
}
