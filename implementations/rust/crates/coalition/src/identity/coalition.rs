//! Coalitions.

use strict_json::{Encode, choice, record};

use super::span;
use crate::{
    ModuleKind, Name, OrganismRef, Preimage, PresentId, Result, Rule, SCHEMA_VERSION_U8,
    SchemaVersion, TicketIssuerConfig, UniqueId, encoding::check_distinct, fingerprint::or_zero,
};

/// When an operator publishes the page of a coalition again (RET-6, RET-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetirementPolicy {
    /// Also when a listed content hash changes.
    Conservative,
    /// Only when the root moves.
    Lenient,
}

choice!(RetirementPolicy {
    Conservative {},
    Lenient {},
});

/// A coalition. Its fingerprint is the root (ID-12).
///
/// It is checked whole, whichever of its parts is asked for (PROTO-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoalitionConfig {
    /// The schema version.
    pub schema_version: SchemaVersion,
    /// The seed, [`COALITION_ROOT_SEED`](crate::COALITION_ROOT_SEED) for every coalition of the book.
    pub coalition_seed: PresentId,
    /// The name of the instance.
    pub instance_name: Name,
    /// The stable ids of the lattices.
    pub lattices: Vec<PresentId>,
    /// The organisms.
    pub organisms: Vec<OrganismRef>,
    /// The slot of the Atlas.
    pub atlas: Option<OrganismRef>,
    /// The slot of the Almanac.
    pub almanac: Option<OrganismRef>,
    /// The slot of the Chronicle.
    pub chronicle: Option<OrganismRef>,
    /// The slot of the Compute module.
    pub compute: Option<OrganismRef>,
    /// The slot of the Randomness module.
    pub randomness: Option<OrganismRef>,
    /// The issuer of the coalition's tickets.
    pub ticket_issuer: Option<TicketIssuerConfig>,
    /// What makes the operator publish the page again; not folded.
    pub retirement_policy: RetirementPolicy,
}

record!(CoalitionConfig {
    schema_version,
    coalition_seed,
    instance_name,
    lattices,
    organisms,
    atlas,
    almanac,
    chronicle,
    compute,
    randomness,
    ticket_issuer,
    retirement_policy,
});

impl CoalitionConfig {
    /// The slot of a kind of module.
    pub fn slot(&self, kind: ModuleKind) -> Option<&OrganismRef> {
        match kind {
            ModuleKind::Atlas => self.atlas.as_ref(),
            ModuleKind::Almanac => self.almanac.as_ref(),
            ModuleKind::Chronicle => self.chronicle.as_ref(),
            ModuleKind::Compute => self.compute.as_ref(),
            ModuleKind::Randomness => self.randomness.as_ref(),
        }
    }

    fn slots(&self) -> impl Iterator<Item = &OrganismRef> {
        ModuleKind::ALL
            .into_iter()
            .filter_map(|kind| self.slot(kind))
    }

    /// The stable ids of lattices, organisms and module slots.
    pub fn components(&self) -> impl Iterator<Item = &PresentId> {
        let references = self.organisms.iter().chain(self.slots());
        self.lattices
            .iter()
            .chain(references.map(|reference| &reference.stable_id))
    }

    /// Refuses a stable id that stands twice among lattices, organisms and module slots (ID-31).
    pub fn check(&self) -> Result<()> {
        check_distinct(self.components(), Rule::DuplicateMember)
    }

    /// What [`fingerprint`](Self::fingerprint) hashes: five ids (ID-12).
    pub fn preimage(&self) -> Result<Preimage> {
        self.check()?;
        Ok(Preimage::concat()
            .field(self.fold_coalition().id())
            .field(self.fold_lattices().id())
            .field(self.fold_organisms().id())
            .field(self.fold_modules().id())
            .field(or_zero(self.ticket_issuer.as_ref())))
    }

    /// `COALITION_ROOT` (ID-12).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }

    /// `COALITION` (ID-7).
    pub fn coalition(&self) -> Result<Preimage> {
        self.check()?;
        Ok(self.fold_coalition())
    }

    /// `COA_LATTICES` (ID-8).
    pub fn coa_lattices(&self) -> Result<Preimage> {
        self.check()?;
        Ok(self.fold_lattices())
    }

    /// `COA_ORGANISMS` (ID-9).
    pub fn coa_organisms(&self) -> Result<Preimage> {
        self.check()?;
        Ok(self.fold_organisms())
    }

    /// `COA_MODULES` (ID-10).
    pub fn coa_modules(&self) -> Result<Preimage> {
        self.check()?;
        Ok(self.fold_modules())
    }

    /// `COA_TICKETS` (ID-11).
    pub fn coa_tickets(&self) -> Result<UniqueId> {
        self.check()?;
        Ok(or_zero(self.ticket_issuer.as_ref()))
    }

    /// The root of the coalition's tickets, which a coalition without issuer does not have (ID-21).
    pub fn tickets_root(&self) -> Result<Preimage> {
        let root = self.fingerprint()?;
        match self.ticket_issuer {
            Some(_) => Ok(root.derive_preimage("tickets")),
            None => Err(Rule::NoTicketIssuer),
        }
    }

    /// The serialised form, canonical by RFC 8785 (ID-29).
    #[expect(clippy::missing_panics_doc, reason = "it never does")]
    pub fn canonical(&self) -> Result<String> {
        self.check()?;
        Ok(self
            .encode()
            .canonical()
            .expect("a configuration holds no number but small integers"))
    }

    fn fold_coalition(&self) -> Preimage {
        Preimage::concat()
            .field("coalition|")
            .field([SCHEMA_VERSION_U8])
            .field("|")
            .field(self.coalition_seed)
            .field("|")
            .field(&self.instance_name)
    }

    fn fold_lattices(&self) -> Preimage {
        Preimage::hash_many().fields(&self.lattices)
    }

    fn fold_organisms(&self) -> Preimage {
        span::organisms(&self.organisms)
    }

    fn fold_modules(&self) -> Preimage {
        let slots = ModuleKind::ALL.map(|kind| or_zero(self.slot(kind)));
        Preimage::hash_many().fields(slots)
    }
}
