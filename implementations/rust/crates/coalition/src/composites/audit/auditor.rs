//! Who audits.

use std::ops::Range;

use super::{
    attestations::Attestations,
    claim::{Claim, How},
    kept::{KeptPage, Published, Resolved},
};
use crate::{
    DeliveryOutcome, Entry, Refusal, Replay, Result, SurfaceRecord,
    composites::{decide::FIRST, reading::Source},
};

/// The place at which a log does not follow.
struct Unfounded(usize);

/// Who replays a log, with what there is of the members' (COMP-29).
#[derive(Debug)]
pub(super) struct Auditor<'a> {
    replay: Replay,
    published: Published,
    log: &'a [Entry],
    attestations: Attestations<'a>,
}

impl<'a> Auditor<'a> {
    pub(super) fn new(
        replay: Replay,
        pages: &[KeptPage],
        log: &'a [Entry],
        attestations: &'a [Entry],
    ) -> Self {
        let published = Published::new(replay.composite(), pages);
        Self {
            replay,
            published,
            log,
            attestations: Attestations::new(attestations),
        }
    }

    /// The first entry of the log that does not follow, or the place of one that it leaves out
    /// (COMP-30).
    pub(super) fn first_unfounded(&mut self) -> Option<u64> {
        let mut at = 0;
        while at < self.log.len() {
            match self.follow(at) {
                Ok(next) => at = next,
                Err(Unfounded(at)) => return Some(at as u64),
            }
        }
        None
    }

    /// The first attestation that does not follow, or that no quorum signed (COMP-31).
    pub(super) fn first_unattested(&self, committee: &[[u8; 32]]) -> Option<u64> {
        self.attestations.first_wrong(&self.replay, committee)
    }

    /// Replays what begins at a place in the log, and gives the place behind it.
    fn follow(&mut self, at: usize) -> Result<usize, Unfounded> {
        if matches!(self.log[at].record, SurfaceRecord::Retirement { .. }) {
            return self.end(at);
        }
        let claim = self.claim(at).ok_or(Unfounded(at))?;
        let together = |next: &usize| self.claim(*next).is_some_and(|next| claim.is_with(&next));
        let others = (at + 1..self.log.len()).take_while(together).count();
        let group = at..at + 1 + others;
        match claim.how {
            How::Decided | How::Stalled => self.decide(&claim, group.clone())?,
            How::Late => {
                self.seal(claim.event);
                self.observe(&claim).map_err(|_| Unfounded(at))?;
            }
        }
        self.compare(group)
    }

    fn claim(&self, at: usize) -> Option<Claim<'a>> {
        Claim::of(&self.log[at].record, self.replay.composite())
    }

    /// Whether what stands at a place is committed there, right or wrong.
    fn is_commit(&self, at: usize) -> bool {
        self.replay.is_commit(FIRST, at as u64, &self.log[at])
    }

    /// A marker is right by its index and its commit, and nothing is behind it.
    fn end(&self, at: usize) -> Result<usize, Unfounded> {
        match (self.is_commit(at), self.log.len() - at) {
            (true, 1) => Ok(self.log.len()),
            (true, _) => Err(Unfounded(at + 1)),
            (false, _) => Err(Unfounded(at)),
        }
    }

    /// Observes what records of an event, the first of which makes this claim, say that they were
    /// made of, and seals it.
    ///
    /// One that cannot have been made of what it says is accused before any that is otherwise wrong
    /// (COMP-30).
    fn decide(&mut self, first: &Claim<'_>, group: Range<usize>) -> Result<(), Unfounded> {
        if self.replay.composite().is_sealed(first.event) {
            return Err(Unfounded(group.start));
        }
        for at in group.clone() {
            let claim = self.claim(at).ok_or(Unfounded(at))?;
            self.observe(&claim).map_err(|_| Unfounded(at))?;
        }
        if first.is_of_nobody() && self.published.is_attested(first.event) {
            self.replay.act(|composite, desk| {
                composite.open(desk, first.event);
            });
        }
        self.attest(group, first.event);
        self.seal(first.event);
        Ok(())
    }

    /// Observes what a record points at, and the tick that it carries. What does not resolve was
    /// not observed, nor another commit of a clock event, nor in time what came too late (COMP-30).
    fn observe(&mut self, claim: &Claim<'_>) -> Result<(), Refusal> {
        let evidence = claim.evidence.iter();
        let resolved = evidence.map(|evidence| self.published.resolve(evidence));
        let tick = claim.tick.map(|seq| self.published.tick(seq));
        for resolved in resolved.chain(tick) {
            let resolved = resolved.ok_or(Refusal::UnresolvedEvidence)?;
            let outcome = witness(&mut self.replay, resolved)?;
            if outcome == DeliveryOutcome::Late && claim.how != How::Late {
                return Err(Refusal::AlreadySealed);
            }
        }
        Ok(())
    }

    /// Observes what the ledger's attestations of these records point at: attestations of slots of
    /// the event, where they resolve, of each slot the first.
    fn attest(&mut self, group: Range<usize>, event: u64) {
        for evidence in self.attestations.evidence(&self.log[group]) {
            if let Some(resolved) = self.published.resolve(evidence)
                && self.is_attestation(resolved, event)
            {
                // Another one of the same slot is refused, and that is all.
                let _ = witness(&mut self.replay, resolved);
            }
        }
    }

    /// Whether it is the attestation of a member's slot of the event.
    fn is_attestation(&self, resolved: &Resolved, event: u64) -> bool {
        let composite = self.replay.composite();
        match composite.readings[resolved.reading].source {
            Source::Attestation(member) => {
                composite.event_of_slot(member, resolved.clock_event) == Ok(event)
            }
            _ => false,
        }
    }

    fn seal(&mut self, event: u64) {
        self.replay
            .act(|composite, desk| composite.seal(desk, event));
    }

    /// Compares what stands in the log with what the replay has committed meanwhile, no more and no
    /// less, and gives the place behind it.
    fn compare(&self, group: Range<usize>) -> Result<usize, Unfounded> {
        let committed = self.replay.committed(FIRST);
        let places = group.start..group.end.max(committed.len());
        let mut places = places.skip_while(|at| self.log.get(*at) == committed.get(*at));
        match places.next() {
            Some(at) => Err(Unfounded(at)),
            None => Ok(group.end),
        }
    }
}

fn witness(replay: &mut Replay, resolved: &Resolved) -> Result<DeliveryOutcome, Refusal> {
    let Resolved {
        reading,
        clock_event,
        brought,
    } = resolved;
    replay.act(|composite, desk| composite.witness(desk, *reading, *clock_event, brought))
}
