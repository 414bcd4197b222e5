//! Group ids by a live `join()`, with signatures chosen by the caller.
//!
//! mosaik folds what a state machine, its state sync and the ticket validators *say* their signatures
//! are. All three traits can be implemented outside the crate, so types that say whatever they are
//! told reach every group id there is.

use std::{any::type_name, num::NonZero, time::Duration};

use mosaik::{
    GroupId, GroupKey, PeerId, UniqueId,
    discovery::PeerEntry,
    groups::{
        ApplyContext, ConsensusConfig, Cursor, Index, LogReplaySync, NoOp, StateMachine, StateSync,
        StateSyncProvider, StateSyncSession, SyncContext, SyncProviderContext, SyncSessionContext, Term,
    },
    tickets::{Expiration, InvalidTicket, TicketValidator},
};

use crate::{loopback::Loopback, rpc::Refusal};

/// The configuration that enters a group id; mosaik's other fields do not.
#[derive(Debug, Clone)]
pub struct Consensus {
    pub heartbeat_interval_ms: u64,
    pub heartbeat_jitter_ms: u64,
    pub max_missed_heartbeats: u32,
}

#[derive(Debug, Clone)]
pub struct GroupSpec {
    pub secret: UniqueId,
    pub consensus: Consensus,
    pub state_machine_signature: UniqueId,
    pub state_sync_signature: UniqueId,
    pub validators: Vec<UniqueId>,
}

pub fn group_id(loopback: &mut Loopback, spec: GroupSpec) -> Result<GroupId, Refusal> {
    let consensus = ConsensusConfig::builder()
        .with_heartbeat_interval(Duration::from_millis(spec.consensus.heartbeat_interval_ms))
        .with_heartbeat_jitter(Duration::from_millis(spec.consensus.heartbeat_jitter_ms))
        .with_max_missed_heartbeats(spec.consensus.max_missed_heartbeats)
        .build()
        .map_err(|error| Refusal::Internal(error.to_string()))?;
    let machine = SignedMachine {
        signature: spec.state_machine_signature,
        sync: SignedSync { signature: spec.state_sync_signature },
    };
    loopback.parked(|network| {
        let mut builder = network
            .groups()
            .with_key(GroupKey::from_secret(spec.secret))
            .with_state_machine(machine)
            .with_consensus_config(consensus);
        for signature in spec.validators {
            builder = builder.require_ticket(SignedValidator { signature });
        }
        *builder.join().id()
    })
}

/// The signature of the shipped state sync, whose type parameter's path is folded: it can only be
/// asked for machines that are compiled in.
pub fn log_replay_signature(
    type_path: &str,
    batch_size: NonZero<u64>,
    fetch_timeout_s: u64,
) -> Result<UniqueId, Refusal> {
    fn of<M: StateMachine>(batch_size: NonZero<u64>, fetch_timeout: Duration) -> UniqueId {
        LogReplaySync::<M>::default()
            .with_batch_size(batch_size)
            .with_fetch_timeout(fetch_timeout)
            .signature()
    }
    let signature = match type_path {
        path if path == type_name::<NoOp>() => of::<NoOp>,
        path if path == type_name::<SignedMachine>() => of::<SignedMachine>,
        path => {
            return Err(Refusal::Internal(format!("{path:?} is not compiled into this program")));
        }
    };
    Ok(signature(batch_size, Duration::from_secs(fetch_timeout_s)))
}

/// A state machine that says it is whatever it was told, and does nothing.
pub struct SignedMachine {
    signature: UniqueId,
    sync: SignedSync,
}

impl StateMachine for SignedMachine {
    type Command = ();
    type Query = ();
    type QueryResult = ();
    type StateSync = SignedSync;

    fn signature(&self) -> UniqueId {
        self.signature
    }

    fn apply(&mut self, (): (), _: &dyn ApplyContext) {}

    fn query(&self, (): ()) {}

    fn state_sync(&self) -> SignedSync {
        self.sync.clone()
    }
}

/// A state sync with nothing to synchronise: no other peer ever joins.
#[derive(Clone)]
pub struct SignedSync {
    signature: UniqueId,
}

impl StateSync for SignedSync {
    type Machine = SignedMachine;
    type Message = ();
    type Provider = Idle;
    type Session = Idle;

    fn signature(&self) -> UniqueId {
        self.signature
    }

    fn create_provider(&self, _: &dyn SyncContext<Self>) -> Idle {
        Idle
    }

    fn create_session(
        &self,
        _: &mut dyn SyncSessionContext<Self>,
        _: Cursor,
        _: Index,
        _: Vec<((), Term)>,
    ) -> Idle {
        Idle
    }
}

pub struct Idle;

impl StateSyncProvider for Idle {
    type Owner = SignedSync;

    fn receive(
        &mut self,
        message: (),
        _: PeerId,
        _: &mut dyn SyncProviderContext<SignedSync>,
    ) -> Result<(), ()> {
        Err(message)
    }
}

impl StateSyncSession for Idle {
    type Owner = SignedSync;

    fn poll(
        &mut self,
        _: &mut std::task::Context<'_>,
        _: &mut dyn SyncSessionContext<SignedSync>,
    ) -> std::task::Poll<Cursor> {
        std::task::Poll::Pending
    }

    fn receive(&mut self, (): (), _: PeerId, _: &mut dyn SyncSessionContext<SignedSync>) {}

    fn buffer(&mut self, _: Cursor, _: Vec<((), Term)>, _: &mut dyn SyncSessionContext<SignedSync>) {}
}

/// A validator that is only ever asked for its signature.
struct SignedValidator {
    signature: UniqueId,
}

impl TicketValidator for SignedValidator {
    /// Not folded into a group id, so any class will do.
    fn class(&self) -> UniqueId {
        UniqueId::zero()
    }

    fn signature(&self) -> UniqueId {
        self.signature
    }

    fn validate(&self, _: &[u8], _: &PeerEntry) -> Result<Expiration, InvalidTicket> {
        Err(InvalidTicket)
    }
}
