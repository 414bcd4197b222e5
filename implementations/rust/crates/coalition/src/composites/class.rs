//! A composite organism as a class of components.

use super::{
    Composite, Delivery, DeliveryOutcome,
    running::{About, Kind},
};
use crate::{Class, Command, Denial, Desk, Refusal};

impl Class for Composite {
    fn surfaces(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Router => &["RoutedIntents"],
            Kind::Ledger { .. } => &["SharedRefunds", "SharedAttestations"],
            Kind::Correlator { .. } => &["Correlations"],
        }
    }

    fn submit(&mut self, desk: &mut Desk<'_>, command: Command) -> Result<(), Denial> {
        let (about, evidence) = match (&self.kind, command) {
            (Kind::Router, Command::ObservePool { evidence }) => (About::Pool, evidence),
            (Kind::Ledger { .. }, Command::ObserveRefunds { evidence }) => {
                (About::Refunds, evidence)
            }
            (Kind::Ledger { .. }, Command::ObserveAttestation { evidence }) => {
                (About::Attestation, evidence)
            }
            (Kind::Correlator { .. }, Command::ObservePrice { evidence }) => {
                (About::Price, evidence)
            }
            (_, Command::AdvanceTick { evidence }) => (About::Tick, evidence),
            (_, Command::Apply {}) => {
                self.apply(desk);
                return Ok(());
            }
            (_, Command::Seal { event }) => return Ok(self.seal_unsealed(desk, event)?),
            _ => return Err(Refusal::UnknownCommand.into()),
        };
        Ok(self.resolve(desk, about, &evidence)?)
    }

    fn reads(&self) -> bool {
        true
    }

    fn deliver(
        &mut self,
        desk: &mut Desk<'_>,
        delivery: &Delivery,
    ) -> Result<Vec<DeliveryOutcome>, Denial> {
        self.take(desk, delivery)
    }

    fn due(&self) -> Option<u64> {
        self.next_due().map(|(instant, _)| instant)
    }

    fn elapse(&mut self, desk: &mut Desk<'_>) {
        if let Some((_, event)) = self.next_due() {
            self.seal(desk, event);
        }
    }
}
