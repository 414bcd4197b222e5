//! Coalitions.

use strict_json::{Encode, choice, record};

use crate::{
    Fingerprint, ModuleKind, OrganismRef, Preimage, Result, Rule, SCHEMA_VERSION_U8,
    TicketIssuerConfig, UniqueId, check_name, check_present,
    encoding::check_distinct,
    fingerprint::{check_all, folded_or_zero},
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoalitionConfig {
    /// The schema version, 1.
    pub schema_version: u8,
    /// The seed, [`COALITION_ROOT_SEED`](crate::COALITION_ROOT_SEED) for every coalition of the book.
    pub coalition_seed: UniqueId,
    /// The name of the instance.
    pub instance_name: String,
    /// The stable ids of the lattices.
    pub lattices: Vec<UniqueId>,
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
    pub fn components(&self) -> impl Iterator<Item = &UniqueId> {
        let references = self.organisms.iter().chain(self.slots());
        self.lattices
            .iter()
            .chain(references.map(|reference| &reference.stable_id))
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
        self.fold_organisms()
    }

    /// `COA_MODULES` (ID-10).
    pub fn coa_modules(&self) -> Result<Preimage> {
        self.check()?;
        self.fold_modules()
    }

    /// `COA_TICKETS` (ID-11).
    pub fn coa_tickets(&self) -> Result<UniqueId> {
        self.check()?;
        folded_or_zero(self.ticket_issuer.as_ref())
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
            .field([self.schema_version])
            .field("|")
            .field(self.coalition_seed)
            .field("|")
            .field(&self.instance_name)
    }

    fn fold_lattices(&self) -> Preimage {
        Preimage::hash_many().fields(&self.lattices)
    }

    fn fold_organisms(&self) -> Result<Preimage> {
        super::span::organisms(&self.organisms)
    }

    fn fold_modules(&self) -> Result<Preimage> {
        ModuleKind::ALL
            .into_iter()
            .try_fold(Preimage::hash_many(), |modules, kind| {
                Ok(modules.field(folded_or_zero(self.slot(kind))?))
            })
    }
}

impl Fingerprint for CoalitionConfig {
    /// A configuration is checked whole, whichever of its parts is asked for.
    fn check(&self) -> Result<()> {
        if self.schema_version != SCHEMA_VERSION_U8 {
            return Err(Rule::UnsupportedSchemaVersion);
        }
        check_present(&self.coalition_seed)?;
        check_name(&self.instance_name)?;
        self.lattices.iter().try_for_each(check_present)?;
        check_all(&self.organisms)?;
        check_all(self.slots())?;
        check_all(&self.ticket_issuer)?;
        check_distinct(self.components(), Rule::DuplicateMember)
    }

    /// `COALITION_ROOT` (ID-12).
    fn fold(&self) -> Result<Preimage> {
        Ok(Preimage::concat()
            .field(self.fold_coalition().id())
            .field(self.fold_lattices().id())
            .field(self.fold_organisms()?.id())
            .field(self.fold_modules()?.id())
            .field(folded_or_zero(self.ticket_issuer.as_ref())?))
    }
}
