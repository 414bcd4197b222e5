//! What entries say.

use strict_json::choice;

use super::ChronicleKind;
use crate::{
    ComponentKind, ComponentRef, Fingerprint, Preimage, PresentId, Result, RetirementMarker, Rule,
    Struct, UniqueId, encoding::option,
};

/// What an entry says (CHR-1).
#[allow(clippy::large_enum_variant, reason = "payloads are few")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChroniclePayload {
    /// A root was published.
    Publication {
        /// The root before.
        previous: Option<PresentId>,
        /// The root.
        published: PresentId,
    },
    /// Somebody came or went.
    Member {
        /// Who.
        member: ComponentRef,
    },
    /// One came for another.
    Replacement {
        /// Who went.
        before: ComponentRef,
        /// Who came.
        after: ComponentRef,
    },
    /// A component ended.
    Retirement {
        /// Which.
        component: ComponentRef,
        /// Its last record.
        marker: RetirementMarker,
        /// The hash of the marker's commit, where there is one.
        commit: Option<PresentId>,
    },
    /// The issuer of tickets changed.
    TicketRoots {
        /// The root before.
        before: Option<PresentId>,
        /// The root after.
        after: Option<PresentId>,
    },
    /// As its writers agreed.
    Body {
        /// A struct that states its types.
        body: Struct,
    },
}

choice!(ChroniclePayload {
    Publication { previous, published },
    Member { member },
    Replacement { before, after },
    Retirement { component, marker, commit },
    TicketRoots { before, after },
    Body { body },
});

impl ChroniclePayload {
    /// Refuses a payload that is not of the kind, or about what the kind is not about (CHR-1).
    pub fn check(&self, kind: &ChronicleKind) -> Result<()> {
        use ChronicleKind as Kind;
        let is_member = |component: &ComponentRef| {
            matches!(
                component.kind,
                ComponentKind::Lattice | ComponentKind::Organism
            )
        };
        let is_module = |component: &ComponentRef| component.kind == ComponentKind::Module;
        let goes_with = match (kind, self) {
            (Kind::CoalitionPublished, Self::Publication { .. })
            | (Kind::TicketIssuerRotated, Self::TicketRoots { .. })
            | (Kind::Other { .. }, Self::Body { .. }) => true,
            (Kind::MemberAdded | Kind::MemberRemoved, Self::Member { member }) => is_member(member),
            (Kind::OrganismRotated, Self::Replacement { before, after }) => {
                is_member(before) && is_member(after)
            }
            (Kind::ModuleUpgraded, Self::Replacement { before, after }) => {
                is_module(before) && is_module(after)
            }
            (Kind::OrganismRetired, Self::Retirement { component, .. }) => is_member(component),
            (Kind::ModuleRetired, Self::Retirement { component, .. }) => is_module(component),
            (Kind::CoalitionRetired, Self::Retirement { component, .. }) => {
                component.kind == ComponentKind::Coalition
            }
            _ => false,
        };
        match goes_with {
            true => Ok(()),
            false => Err(Rule::PayloadMismatch),
        }
    }

    /// What [`fingerprint`](Self::fingerprint) hashes: the encoded variant (ENC-21).
    pub fn preimage(&self) -> Result<Preimage> {
        let variant = |number: u8| Preimage::hash_many().field("enum").field([number]);
        Ok(match self {
            Self::Publication {
                previous,
                published,
            } => variant(0).field(option(*previous)).field(published),
            Self::Member { member } => variant(1).field(member.fingerprint()),
            Self::Replacement { before, after } => variant(2)
                .field(before.fingerprint())
                .field(after.fingerprint()),
            Self::Retirement {
                component,
                marker,
                commit,
            } => variant(3)
                .field(component.fingerprint())
                .field(marker.fingerprint()?)
                .field(option(*commit)),
            Self::TicketRoots { before, after } => {
                variant(4).field(option(*before)).field(option(*after))
            }
            Self::Body { body } => variant(5).field(body.fingerprint()?),
        })
    }

    /// The digest of the payload.
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}
