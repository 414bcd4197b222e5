//! Composite organisms that run.

use std::{collections::BTreeMap, mem, num::NonZeroU64};

use super::{
    decide::record_late,
    event::{Counted, Event},
    reading::{Brought, Fact, Reading, Source},
};
use crate::{
    Delivery, DeliveryOutcome, Denial, Desk, Entry, EvidencePointer, LateEvidence, MemberId,
    PresentId, Refusal, Result, StallPolicy, UniqueId,
};

/// What a composite organism makes of what it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Router,
    Ledger {
        counted: Counted,
    },
    Correlator {
        /// How long an event is.
        length_ms: NonZeroU64,
    },
}

/// A member of the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) id: MemberId,
    /// Its clock in event 0.
    pub(super) first: u64,
}

/// A composite organism between two verbs: what was brought to it, which events are open, and up to
/// which all are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Composite {
    pub(super) kind: Kind,
    pub(super) policy: StallPolicy,
    /// How long an event stays open; `None` if an Almanac seals it.
    deadline_ms: Option<NonZeroU64>,
    pub(super) span: Vec<Member>,
    pub(super) readings: Vec<Reading>,
    replay: bool,
    open: BTreeMap<u64, Event>,
    /// The last event that is sealed, with all before it.
    sealed: Option<u64>,
    /// The greatest tick that was observed of an Almanac.
    pub(super) almanac_tick: Option<u64>,
}

impl Composite {
    /// One that has read nothing yet.
    pub(super) fn new(
        kind: Kind,
        policy: StallPolicy,
        deadline_ms: Option<NonZeroU64>,
        (span, readings): (Vec<Member>, Vec<Reading>),
        replay: bool,
    ) -> Self {
        Self {
            kind,
            policy,
            deadline_ms,
            span,
            readings,
            replay,
            open: BTreeMap::new(),
            sealed: None,
            almanac_tick: None,
        }
    }

    /// Where a surface stands among those that are read (COMP-5).
    pub(super) fn reading(&self, surface: UniqueId) -> Option<usize> {
        let mut readings = self.readings.iter();
        readings.position(|reading| *reading.surface == surface)
    }

    /// Takes entries of one build of one surface, all of them or none (COMP-5 to COMP-10).
    pub(super) fn take(
        &mut self,
        desk: &mut Desk<'_>,
        delivery: &Delivery,
    ) -> Result<Vec<DeliveryOutcome>, Denial> {
        let at = self.reading(delivery.surface).ok_or(Refusal::NotSpanned)?;
        let taken = self.check(at, delivery)?;
        let outcomes = taken.into_iter().map(|taken| {
            let Some((clock_event, brought)) = taken else {
                return DeliveryOutcome::Kept;
            };
            let entries = &mut self.readings[at].entries;
            if entries.contains_key(&clock_event) {
                return DeliveryOutcome::Repeated;
            }
            entries.insert(clock_event, brought);
            match self.replay {
                true => DeliveryOutcome::Kept,
                false => self.observe(desk, at, clock_event),
            }
        });
        Ok(outcomes.collect())
    }

    /// What entries are to be taken as, each with its clock event, and nothing of a marker.
    fn check(&self, at: usize, delivery: &Delivery) -> Result<Vec<Option<(u64, Brought)>>, Denial> {
        let reading = &self.readings[at];
        let deployment = reading.deployment(delivery.content_hash)?;
        let mut commits = BTreeMap::new();
        let mut check = |entry: &Entry| -> Result<_, Denial> {
            let Some((clock_event, brought)) = self.check_by_itself(at, deployment, entry)? else {
                return Ok(None);
            };
            let before = reading.entries.get(&clock_event);
            let before = before.map_or(brought.commit, |before| before.commit);
            if *commits.entry(clock_event).or_insert(before) != brought.commit {
                return Err(Refusal::ConflictingEvidence.into());
            }
            Ok(Some((clock_event, brought)))
        };
        delivery.entries.iter().map(&mut check).collect()
    }

    /// What an entry is to be taken as, whatever else was brought (COMP-7, COMP-9, COMP-23).
    pub(super) fn check_by_itself(
        &self,
        at: usize,
        deployment: PresentId,
        entry: &Entry,
    ) -> Result<Option<(u64, Brought)>, Denial> {
        let reading = &self.readings[at];
        let (digest, read) = reading.read(&entry.record)?;
        let commit = reading.commit(deployment, entry.index, digest, entry.commit)?;
        let Some((clock_event, fact)) = read else {
            return Ok(None);
        };
        if let Some(member) = reading.source.member() {
            self.event_of(member, clock_event, &fact)?;
        }
        if let Fact::Refunds(entries) = &fact {
            let mut sums = entries.iter().map(|entry| entry.refund_wei);
            let sum = sums.try_fold(0_u128, u128::checked_add);
            sum.ok_or(Refusal::RefundsTooLarge)?;
        }
        let brought = Brought {
            commit,
            fact,
            met: false,
        };
        Ok(Some((clock_event, brought)))
    }

    /// The event that a fact of a member belongs to (COMP-9, COMP-25).
    pub(super) fn event_of(
        &self,
        member: usize,
        clock_event: u64,
        fact: &Fact,
    ) -> Result<u64, Refusal> {
        if let (Kind::Correlator { length_ms }, Fact::Price { timestamp_ms, .. }) =
            (&self.kind, fact)
        {
            return Ok(*timestamp_ms / *length_ms);
        }
        self.event_of_slot(member, clock_event)
    }

    /// The event that a slot of a member is (COMP-9).
    pub(super) fn event_of_slot(&self, member: usize, slot: u64) -> Result<u64, Refusal> {
        let event = slot.checked_sub(self.span[member].first);
        let event = event.ok_or(Refusal::OutsideClock)?;
        let mut slots = self
            .span
            .iter()
            .map(|member| member.first.checked_add(event));
        match slots.all(|slot| slot.is_some()) {
            true => Ok(event),
            false => Err(Refusal::OutsideClock),
        }
    }

    /// Observes what `evidence` points at, of the surfaces that a command is about (COMP-11).
    pub(super) fn resolve(
        &mut self,
        desk: &mut Desk<'_>,
        about: About,
        evidence: &EvidencePointer,
    ) -> Result<(), Refusal> {
        let mut readings = self.readings.iter();
        let at = readings.position(|reading| about.is(reading.source) && reading.has(evidence));
        let at = at.ok_or(Refusal::UnresolvedEvidence)?;
        self.observe(desk, at, evidence.clock_event);
        Ok(())
    }

    /// Brings what is right by itself, and observes it, whether it would be kept or not. Another
    /// commit of its clock event is refused (COMP-8).
    pub(super) fn witness(
        &mut self,
        desk: &mut Desk<'_>,
        at: usize,
        clock_event: u64,
        brought: &Brought,
    ) -> Result<DeliveryOutcome, Refusal> {
        let entries = &mut self.readings[at].entries;
        let before = entries
            .entry(clock_event)
            .or_insert_with(|| brought.clone());
        match before.commit == brought.commit {
            true => Ok(self.observe(desk, at, clock_event)),
            false => Err(Refusal::ConflictingEvidence),
        }
    }

    /// Observes an entry that was brought, once.
    fn observe(&mut self, desk: &mut Desk<'_>, at: usize, clock_event: u64) -> DeliveryOutcome {
        let reading = &mut self.readings[at];
        let Some(brought) = reading.entries.get_mut(&clock_event) else {
            return DeliveryOutcome::Kept;
        };
        if mem::replace(&mut brought.met, true) {
            return DeliveryOutcome::Repeated;
        }
        let (commit, fact) = (brought.commit, brought.fact.clone());
        let evidence = reading.pointer(clock_event, commit);
        let Some(member) = reading.source.member() else {
            self.tick(desk, clock_event);
            return DeliveryOutcome::Observed;
        };
        let Ok(event) = self.event_of(member, clock_event, &fact) else {
            return DeliveryOutcome::Kept;
        };
        if self.is_sealed(event) {
            let member = self.span[member].id;
            let late = LateEvidence {
                member,
                event,
                evidence,
            };
            record_late(desk, late);
            return DeliveryOutcome::Late;
        }
        let open = self.open(desk, event);
        open.observed[member].take(evidence, &fact);
        DeliveryOutcome::Observed
    }

    /// The event, open from now on if it was not.
    pub(super) fn open(&mut self, desk: &Desk<'_>, event: u64) -> &mut Event {
        let members = self.span.len();
        let open = self.open.entry(event);
        open.or_insert_with(|| Event::new(desk.now(), members))
    }

    /// Observes a tick of an Almanac, which is never late (COMP-18) and seals what is before it if
    /// there is no other deadline (COMP-26).
    fn tick(&mut self, desk: &mut Desk<'_>, seq: u64) {
        self.almanac_tick = self.almanac_tick.max(Some(seq));
        let before = seq.checked_sub(1);
        if let (None, Some(event)) = (self.deadline_ms, before)
            && self.sealed < before
        {
            self.seal(desk, event);
        }
    }

    /// Whether an event is sealed (COMP-12).
    pub(super) fn is_sealed(&self, event: u64) -> bool {
        self.sealed >= Some(event)
    }

    /// Decides every open event up to `event`, unless that is sealed (COMP-12).
    pub(super) fn seal_unsealed(&mut self, desk: &mut Desk<'_>, event: u64) -> Result<(), Refusal> {
        if self.is_sealed(event) {
            return Err(Refusal::AlreadySealed);
        }
        self.seal(desk, event);
        Ok(())
    }

    /// Decides every open event up to `event`, in ascending order.
    pub(super) fn seal(&mut self, desk: &mut Desk<'_>, event: u64) {
        let later = match event.checked_add(1) {
            Some(next) => self.open.split_off(&next),
            None => BTreeMap::new(),
        };
        for (event, open) in mem::replace(&mut self.open, later) {
            self.decide(desk, event, &open);
        }
        self.sealed = self.sealed.max(Some(event));
    }

    /// Seals the open events that are complete, up to the first that is not (COMP-13).
    pub(super) fn apply(&mut self, desk: &mut Desk<'_>) {
        while let Some((&event, open)) = self.open.first_key_value()
            && open.is_complete()
        {
            self.seal(desk, event);
        }
    }

    /// When the next open event falls due, and which it is (COMP-14).
    pub(super) fn next_due(&self) -> Option<(u64, u64)> {
        let deadline_ms = self.deadline_ms?.get();
        let due = |(event, open): (&u64, &Event)| {
            let instant = open.opened_at.checked_add(deadline_ms)?;
            Some((instant, *event))
        };
        self.open.iter().filter_map(due).min()
    }
}

/// What a command is about that observes (COMP-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Pool,
    Refunds,
    Attestation,
    Price,
    Tick,
}

impl About {
    const fn is(self, source: Source) -> bool {
        matches!(
            (self, source),
            (Self::Pool, Source::Pool(_))
                | (Self::Refunds, Source::Refunds(_))
                | (Self::Attestation, Source::Attestation(_))
                | (Self::Price, Source::Price(_))
                | (Self::Tick, Source::Almanac)
        )
    }
}
