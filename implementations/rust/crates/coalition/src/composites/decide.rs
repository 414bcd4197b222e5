//! What sealed events come to.

use super::{
    event::{Event, shares},
    reading::Fact,
    running::{Composite, Kind},
};
use crate::{
    Correlation, Desk, EvidencePointer, Fingerprint, LateEvidence, MemberId, RoutedIntent,
    RoutedIntents, SharedAttestation, SharedRefunds, StallEvent, StallPolicy, SurfaceRecord,
};

/// The component's first surface.
pub(super) const FIRST: usize = 0;
/// `SharedAttestations` of a ledger.
pub(super) const ATTESTATIONS: usize = 1;

impl Composite {
    /// Commits what an event comes to (COMP-15, COMP-16).
    pub(super) fn decide(&mut self, desk: &mut Desk<'_>, event: u64, open: &Event) {
        let members = self.span.iter().zip(&open.observed);
        let missing = members.filter(|(_, observed)| observed.main.is_none());
        let missing: Vec<_> = missing.map(|(member, _)| member.id).collect();
        if self.policy == StallPolicy::StallEvent && !missing.is_empty() {
            let stall = StallEvent {
                event,
                missing,
                evidence: open.evidence(),
            };
            let digest = stall.fingerprint();
            desk.commit(FIRST, SurfaceRecord::StallEvent { stall }, digest);
            return;
        }
        match self.kind {
            Kind::Router => self.route(desk, event, open, &missing),
            Kind::Ledger { .. } => self.share(desk, event, open, &missing),
            Kind::Correlator { .. } => self.correlate(desk, event, open, &missing),
        }
    }

    /// A record for each member of the span, missing or not (COMP-19, COMP-20).
    fn route(&self, desk: &mut Desk<'_>, event: u64, open: &Event, missing: &[MemberId]) {
        for target in &self.span {
            let others = self.span.iter().zip(&open.observed);
            let others = others.filter(|(source, _)| source.id != target.id);
            let intents = others.flat_map(|(source, observed)| {
                let bundles = match &observed.main {
                    Some((_, Fact::Pool(bundles))) => bundles.as_slice(),
                    _ => &[],
                };
                let routed = bundles.iter().filter(|bundle| bundle.target == target.id);
                routed.map(|bundle| RoutedIntent {
                    source: source.id,
                    bundle_digest: bundle.bundle_digest,
                })
            });
            let routed = RoutedIntents {
                member: target.id,
                clock: target.first + event,
                intents: intents.collect(),
                missing: missing.to_vec(),
                almanac_tick: self.almanac_tick,
                evidence: open.evidence(),
            };
            let digest = routed.fingerprint();
            desk.commit(FIRST, SurfaceRecord::RoutedIntents { routed }, digest);
        }
    }

    /// A record for each member whose refunds were observed, and behind it their attestation
    /// (COMP-21 to COMP-24).
    fn share(&mut self, desk: &mut Desk<'_>, event: u64, open: &Event, missing: &[MemberId]) {
        let Kind::Ledger { counted } = &mut self.kind else {
            return;
        };
        for (member, observed) in self.span.iter().zip(&open.observed) {
            let Some((refunds, Fact::Refunds(entries))) = &observed.main else {
                continue;
            };
            let shared = SharedRefunds {
                member: member.id,
                clock: member.first + event,
                shares: shares(member.id, entries, counted),
                missing: missing.to_vec(),
                almanac_tick: self.almanac_tick,
                evidence: vec![*refunds],
            };
            let digest = shared.fingerprint();
            let shared = desk.commit(FIRST, SurfaceRecord::SharedRefunds { shared }, digest);
            let Some(pointer) = observed.attestation_of(refunds) else {
                continue;
            };
            let mut attestation = SharedAttestation {
                member: member.id,
                clock: member.first + event,
                shared,
                evidence: vec![*refunds, *pointer],
                signatures: vec![],
            };
            let digest = attestation.fingerprint();
            attestation.signatures = desk.sign(digest);
            let record = SurfaceRecord::SharedAttestation { attestation };
            desk.commit(ATTESTATIONS, record, digest);
        }
    }

    /// A record for each feed that was observed (COMP-25).
    fn correlate(&self, desk: &mut Desk<'_>, event: u64, open: &Event, missing: &[MemberId]) {
        for (member, observed) in self.span.iter().zip(&open.observed) {
            let Some((EvidencePointer { clock_event, .. }, Fact::Price { price, .. })) =
                &observed.main
            else {
                continue;
            };
            let correlation = Correlation {
                member: member.id,
                clock: event,
                seq: *clock_event,
                price: *price,
                missing: missing.to_vec(),
                evidence: open.evidence(),
            };
            let digest = correlation.fingerprint();
            desk.commit(FIRST, SurfaceRecord::Correlation { correlation }, digest);
        }
    }
}

/// Records what came too late (COMP-17).
pub(super) fn record_late(desk: &mut Desk<'_>, late: LateEvidence) {
    let digest = late.fingerprint();
    desk.commit(FIRST, SurfaceRecord::LateEvidence { late }, digest);
}
