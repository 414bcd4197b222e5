//! Components that are stopped, and handles that follow a rotation (ROT).

use super::{Followed, Status, World};
use crate::{Denial, Handle, HandshakePage, MeasurementsSet, Refusal, Result, UniqueId};

impl World {
    /// Ends what runs, whatever its phase. Nobody answers under that deployment from then on; the
    /// answer is how it stood, for the last time (ROT-1).
    pub fn stop(&mut self, component: UniqueId) -> Result<Status, Refusal> {
        let now = self.now();
        let actor = self.actor_mut(component)?;
        actor.stop();
        Ok(actor.status(now))
    }

    /// Follows a handle of a page, that an integrator reads, to a component that `admits` admits
    /// (ROT-3 to ROT-6).
    pub fn connect(
        &self,
        document: &str,
        handle: &Handle,
        admits: Option<&MeasurementsSet>,
        hops: u32,
        explicit: bool,
    ) -> Result<Followed, Denial> {
        let page = HandshakePage::read(document)?;
        page.verify()?;
        let (followed, end) = self.walk(&page.component(handle)?, hops, explicit)?;
        match admits.is_none_or(|admits| admits.admit(end.measurements())) {
            true => Ok(followed),
            false => Err(Refusal::BuildNotAdmitted.into()),
        }
    }
}
