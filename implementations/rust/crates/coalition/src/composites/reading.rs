//! Surfaces that a composite organism reads, and what was brought of them.

use std::collections::BTreeMap;

use crate::{
    Almanac, Denial, EvidencePointer, LatticeConfig, LatticeOrganism, LatticeSource, MemberId,
    OrganismRef, PresentId, RefundEntry, Refusal, Result, Surface, SurfaceRecord, TokenPair,
    UniqueId, UnsealedBundle, bundle_digest, commit, deployment, lattice_organism,
};

/// What a surface is read for, and of which member of the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Pool(usize),
    Refunds(usize),
    Attestation(usize),
    Price(usize),
    Almanac,
}

impl Source {
    /// The member of the span, if there is one.
    pub(super) const fn member(self) -> Option<usize> {
        match self {
            Self::Pool(member)
            | Self::Refunds(member)
            | Self::Attestation(member)
            | Self::Price(member) => Some(member),
            Self::Almanac => None,
        }
    }
}

/// A bundle that an intent router may route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Intent {
    pub(super) target: MemberId,
    pub(super) bundle_digest: PresentId,
}

/// What is kept of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Pool(Vec<Intent>),
    Refunds(Vec<RefundEntry>),
    Attestation(EvidencePointer),
    Price { timestamp_ms: u64, price: u128 },
    Tick,
}

/// An entry that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Brought {
    pub(super) commit: PresentId,
    pub(super) fact: Fact,
    /// Whether it was observed, or was too late.
    pub(super) met: bool,
}

/// A surface, and the entries that were brought of it, by clock event (COMP-8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) source: Source,
    pub(super) address: PresentId,
    pub(super) surface: PresentId,
    pinned: Option<PresentId>,
    pub(super) entries: BTreeMap<u64, Brought>,
}

impl Reading {
    /// The surface of an organism of a lattice (COMP-5). Its build is the lattice's (COMP-6).
    pub(super) fn of_lattice(
        source: Source,
        (lattice, of): (&LatticeConfig, &LatticeSource),
    ) -> Result<Self> {
        let (organism, surface) = match source {
            Source::Attestation(_) => (LatticeOrganism::Tally, "Attestation"),
            Source::Refunds(_) => (LatticeOrganism::Tally, "Refunds"),
            _ => (LatticeOrganism::Unseal, "UnsealedPool"),
        };
        let address = lattice_organism(&lattice.instance_name, of.chain_id, organism);
        let address = address.id().present()?;
        let surface = Surface::new(address, surface)?.id;
        Ok(Self::new(source, address, surface, lattice.content_hash))
    }

    /// The stream of a feed's pair (ID-42).
    pub(super) fn of_feed(
        source: Source,
        organism: &OrganismRef,
        feed: &TokenPair,
    ) -> Result<Self> {
        let address = organism.stable_id;
        let surface = feed.stream_id(address).id().present()?;
        Ok(Self::new(source, address, surface, organism.content_hash))
    }

    /// The ticks of an Almanac.
    pub(super) fn of_almanac(address: PresentId) -> Result<Self> {
        let surface = Surface::new(address, Almanac::TICKS)?.id;
        Ok(Self::new(Source::Almanac, address, surface, None))
    }

    fn new(
        source: Source,
        address: PresentId,
        surface: PresentId,
        pinned: Option<PresentId>,
    ) -> Self {
        Self {
            source,
            address,
            surface,
            pinned,
            entries: BTreeMap::new(),
        }
    }

    /// The deployment of a build, if it is not another than the one that is pinned (COMP-6).
    pub(super) fn deployment(&self, content_hash: Option<UniqueId>) -> Result<PresentId, Denial> {
        let content_hash = content_hash.and_then(|hash| hash.present().ok());
        match self.pinned {
            Some(pinned) if content_hash != Some(pinned) => Err(Refusal::PinnedContent.into()),
            _ => Ok(deployment(self.address, content_hash).id().present()?),
        }
    }

    /// The clock event, digest and fact of a record; of a retirement marker its digest alone
    /// (COMP-7, COMP-8).
    pub(super) fn read(
        &self,
        record: &SurfaceRecord,
    ) -> Result<(UniqueId, Option<(u64, Fact)>), Denial> {
        let read = match (self.source, record) {
            (_, SurfaceRecord::Retirement { .. }) => None,
            (Source::Pool(_), SurfaceRecord::UnsealedPool { pool }) => {
                let fact = Fact::Pool(intents(pool.bundles())?);
                Some((pool.slot(), fact))
            }
            (Source::Refunds(_), SurfaceRecord::Refunds { refunds }) => {
                let fact = Fact::Refunds(refunds.entries().to_vec());
                Some((refunds.slot(), fact))
            }
            (Source::Attestation(_), SurfaceRecord::TallyAttestation { attestation }) => {
                let fact = Fact::Attestation(attestation.refunds);
                Some((attestation.slot, fact))
            }
            (Source::Price(_), SurfaceRecord::PriceTick { tick }) => {
                let fact = Fact::Price {
                    timestamp_ms: tick.timestamp_ms,
                    price: tick.price,
                };
                Some((tick.seq, fact))
            }
            (Source::Almanac, SurfaceRecord::Tick { tick }) => Some((tick.seq, Fact::Tick)),
            _ => return Err(Refusal::WrongRecord.into()),
        };
        Ok((record.digest()?, read))
    }

    /// The commit of a record of this digest, if it is the one that is said (COMP-7).
    pub(super) fn commit(
        &self,
        deployment: PresentId,
        index: u64,
        digest: UniqueId,
        said: UniqueId,
    ) -> Result<PresentId, Denial> {
        match commit(self.surface, deployment, index, digest).id() == said {
            true => Ok(said.present()?),
            false => Err(Refusal::CommitMismatch.into()),
        }
    }

    /// Where the entry of a clock event stands.
    pub(super) fn pointer(&self, clock_event: u64, commit: PresentId) -> EvidencePointer {
        EvidencePointer {
            address: self.address,
            clock_event,
            commit,
        }
    }

    /// Whether `evidence` points at an entry that was brought of this surface (COMP-11).
    pub(super) fn has(&self, evidence: &EvidencePointer) -> bool {
        let brought = self.entries.get(&evidence.clock_event);
        evidence.address == self.address
            && brought.is_some_and(|brought| brought.commit == evidence.commit)
    }
}

/// The bundles that name a target, in their order (COMP-20).
fn intents(bundles: &[UnsealedBundle]) -> Result<Vec<Intent>> {
    let intents = bundles.iter().filter_map(|bundle| {
        let bundle_digest = bundle_digest(&bundle.cleartext).id().present();
        let intent = |target| {
            bundle_digest.map(|bundle_digest| Intent {
                target,
                bundle_digest,
            })
        };
        bundle.target.map(intent)
    });
    intents.collect()
}
