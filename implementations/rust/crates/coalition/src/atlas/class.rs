//! An Atlas on the stage.

use super::Atlas;
use crate::{Class, Command, Denial, Desk, Refusal, SurfaceRecord};

impl Class for Atlas {
    fn surfaces(&self) -> &'static [&'static str] {
        &["Cards"]
    }

    fn signs(&self) -> bool {
        true
    }

    /// A card is committed as it was given, under its operator's signature and those of the
    /// committee (ATL-6).
    fn submit(&mut self, desk: &mut Desk<'_>, command: Command) -> Result<(), Denial> {
        let Command::PublishCard { card, signature } = command else {
            return Err(Refusal::UnknownCommand.into());
        };
        let digest = card.fingerprint()?;
        self.publish(card.clone(), digest, &signature)?;
        let record = SurfaceRecord::MemberCard {
            card,
            operator_signature: signature,
            signatures: desk.sign(digest),
        };
        desk.commit(0, record, digest);
        Ok(())
    }
}
