//! What records say of themselves.

use std::slice;

use crate::{Composite, EvidencePointer, MemberId, SurfaceRecord, composites::running::Kind};

/// How an event came to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It was decided, to this record and maybe others.
    Decided,
    /// It was not, for somebody was missing.
    Stalled,
    /// Something came when it was sealed.
    Late,
}

/// What a record of a composite organism was made of, as it says itself (COMP-29).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim<'a> {
    pub(super) how: How,
    pub(super) event: u64,
    pub(super) evidence: &'a [EvidencePointer],
    pub(super) tick: Option<u64>,
}

impl<'a> Claim<'a> {
    /// The claim of a record that the class commits there about an event, and about a member of the
    /// span if it names one; any other is of no event, and makes none (COMP-30).
    pub(super) fn of(record: &'a SurfaceRecord, composite: &Composite) -> Option<Self> {
        let (how, event, evidence, tick) = match (&composite.kind, record) {
            (_, SurfaceRecord::StallEvent { stall }) => {
                (How::Stalled, stall.event, stall.evidence.as_slice(), None)
            }
            (_, SurfaceRecord::LateEvidence { late }) => {
                member(composite, late.member)?;
                (How::Late, late.event, slice::from_ref(&late.evidence), None)
            }
            (Kind::Router, SurfaceRecord::RoutedIntents { routed }) => {
                let event = event(composite, routed.member, routed.clock)?;
                let evidence = routed.evidence.as_slice();
                (How::Decided, event, evidence, routed.almanac_tick)
            }
            (Kind::Ledger { .. }, SurfaceRecord::SharedRefunds { shared }) => {
                let event = event(composite, shared.member, shared.clock)?;
                let evidence = shared.evidence.as_slice();
                (How::Decided, event, evidence, shared.almanac_tick)
            }
            (Kind::Correlator { .. }, SurfaceRecord::Correlation { correlation }) => {
                member(composite, correlation.member)?;
                let evidence = correlation.evidence.as_slice();
                (How::Decided, correlation.clock, evidence, None)
            }
            _ => return None,
        };
        Some(Self {
            how,
            event,
            evidence,
            tick,
        })
    }

    /// Whether a record says of its event that it stalled with nobody there, as only an attestation
    /// can have opened it (COMP-29).
    pub(super) fn is_of_nobody(&self) -> bool {
        self.how == How::Stalled && self.evidence.is_empty()
    }

    /// Whether two records were decided together.
    pub(super) fn is_with(&self, other: &Self) -> bool {
        (self.how, other.how) == (How::Decided, How::Decided) && self.event == other.event
    }
}

/// Where a member stands in the span.
fn member(composite: &Composite, id: MemberId) -> Option<usize> {
    composite.span.iter().position(|member| member.id == id)
}

/// The event that a member's slot is (COMP-9).
fn event(composite: &Composite, id: MemberId, slot: u64) -> Option<u64> {
    let member = member(composite, id)?;
    composite.event_of_slot(member, slot).ok()
}
