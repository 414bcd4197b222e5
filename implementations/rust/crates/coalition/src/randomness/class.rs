//! A Randomness as a class of components.

use super::running::{Randomness, Round};
use crate::{Class, Command, Denial, Desk, Fingerprint, Refusal, SurfaceRecord};

/// The places of the surfaces.
const TICKS: usize = 0;
const PROVIDERS: usize = 1;

impl Class for Randomness {
    fn surfaces(&self) -> &'static [&'static str] {
        &["BeaconTicks", "Providers"]
    }

    fn submit(&mut self, desk: &mut Desk<'_>, command: Command) -> Result<(), Denial> {
        match command {
            Command::RegisterBeaconProvider {
                card,
                public_key,
                signature,
            } => {
                let digest = self.register(&card, &public_key, &signature)?;
                let record = SurfaceRecord::BeaconProviderCard {
                    card,
                    public_key,
                    signature,
                };
                desk.commit(PROVIDERS, record, digest);
            }
            Command::CommitBeacon {
                provider,
                round,
                proof,
                committed_at,
                collateral,
            } => {
                let round = Round {
                    provider,
                    number: round,
                    proof,
                    committed_at,
                    collateral,
                };
                let tick = self.commit(desk.ids().address, desk.now(), round)?;
                let digest = tick.fingerprint();
                desk.commit(TICKS, SurfaceRecord::BeaconTick { tick }, digest);
            }
            _ => return Err(Refusal::UnknownCommand.into()),
        }
        Ok(())
    }
}
