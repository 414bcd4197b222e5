//! An event that is open, and what it comes to.

use std::collections::{BTreeMap, HashSet};

use super::reading::Fact;
use crate::{EvidencePointer, MemberId, PresentId, RefundEntry, RefundShare};

/// What was observed of a member in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Observed {
    /// Its pool, its refunds, or the tick that stands for its feed.
    pub(super) main: Option<(EvidencePointer, Fact)>,
    /// The attestation of its refunds, and what it attests.
    pub(super) attestation: Option<(EvidencePointer, EvidencePointer)>,
}

impl Observed {
    /// Takes an observation in. Of several ticks of a feed the one with the greatest number stands
    /// (COMP-25); of anything else there is one (COMP-8).
    pub(super) fn take(&mut self, pointer: EvidencePointer, fact: &Fact) {
        match fact {
            Fact::Attestation(refunds) => self.attestation = Some((pointer, *refunds)),
            fact => {
                let before = self.main.as_ref().map(|(pointer, _)| pointer.clock_event);
                if before < Some(pointer.clock_event) {
                    self.main = Some((pointer, fact.clone()));
                }
            }
        }
    }

    /// The attestation, if it is one of these refunds (COMP-24).
    pub(super) fn attestation_of(&self, refunds: &EvidencePointer) -> Option<&EvidencePointer> {
        let (pointer, attested) = self.attestation.as_ref()?;
        (attested == refunds).then_some(pointer)
    }
}

/// An event from its first observation until it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) opened_at: u64,
    /// What was observed, in the order of the span.
    pub(super) observed: Vec<Observed>,
}

impl Event {
    pub(super) fn new(opened_at: u64, members: usize) -> Self {
        Self {
            opened_at,
            observed: vec![Observed::default(); members],
        }
    }

    /// Whether no member is missing (COMP-15).
    pub(super) fn is_complete(&self) -> bool {
        self.observed.iter().all(|member| member.main.is_some())
    }

    /// Pointers at what was observed, apart from attestations.
    pub(super) fn evidence(&self) -> Vec<EvidencePointer> {
        let observed = self
            .observed
            .iter()
            .filter_map(|member| member.main.as_ref());
        observed.map(|(pointer, _)| *pointer).collect()
    }
}

/// Refunds that were counted: their members, numbers of blocks and bundles (COMP-22).
pub(super) type Counted = HashSet<(MemberId, u64, PresentId)>;

/// The sums of the refunds that were not counted before, in ascending byte order of the searchers
/// (COMP-21, COMP-22).
pub(super) fn shares(
    member: MemberId,
    entries: &[RefundEntry],
    counted: &mut Counted,
) -> Vec<RefundShare> {
    let mut sums = BTreeMap::<_, u128>::new();
    for entry in entries {
        if counted.insert((member, entry.block_number, entry.bundle_digest)) {
            let sum = sums.entry(entry.searcher_id).or_default();
            // What is brought does not exceed the width (COMP-23).
            *sum = sum.saturating_add(entry.refund_wei);
        }
    }
    let share = |(recipient, refund_wei)| RefundShare {
        recipient,
        refund_wei,
    };
    sums.into_iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    fn entry(bundle: &str, searcher: u8, refund_wei: u128) -> RefundEntry {
        let bundle_digest = hash(bundle).present().unwrap();
        let pointer = EvidencePointer {
            address: bundle_digest,
            clock_event: 0,
            commit: bundle_digest,
        };
        RefundEntry {
            bundle_digest,
            block_number: 1,
            refund_wei,
            searcher_id: [searcher; 20],
            order: pointer,
            block: pointer,
        }
    }

    #[test]
    fn no_refund_is_counted_twice() {
        let member = |text| MemberId::new(hash(text).present().unwrap());
        let mut counted = Counted::new();
        let mut sums = |of, entries: &[RefundEntry]| {
            let shares = shares(member(of), entries, &mut counted);
            let sum = |share: &RefundShare| (share.recipient[0], share.refund_wei);
            shares.iter().map(sum).collect::<Vec<_>>()
        };
        let entries = [entry("a", 2, 5), entry("b", 1, 0), entry("c", 2, 7)];
        assert_eq!(sums("one", &entries), [(1, 0), (2, 12)]);
        assert_eq!(sums("one", &[entry("a", 3, 9), entry("d", 3, 1)]), [(3, 1)]);
        assert_eq!(sums("two", &[entry("a", 2, 5)]), [(2, 5)]);
    }
}
