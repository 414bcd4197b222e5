//! Bonds that are held.

use std::collections::{BTreeMap, HashMap, HashSet};

use strict_json::record;

use super::{Expiration, issuer::Issuers, ticket::Shown};
use crate::{AclComposition, PeerId, PresentId};

/// The two sides of a bond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bond {
    /// The peer.
    pub peer: PeerId,
    /// The deployment.
    pub component: PresentId,
}

record!(Bond { peer, component });

/// A bond that was made (BOND-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bonded {
    /// Until when it holds.
    pub until: Expiration,
}

record!(Bonded { until });

/// The bonds that a verb ended, deployment by deployment in the order they were deployed, and by the
/// bytes of the peers' keys within one (BOND-10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The bonds.
    pub ended: Vec<Bond>,
}

record!(Ended { ended });

/// A peer that has entered: what it shows, and whom it admits (BOND-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    pub(super) shown: Shown,
    pub(super) acl: AclComposition,
}

/// What a bond came to when it was last judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// Until when it holds.
    pub(super) until: Expiration,
    /// The roots by whose issuers it holds (BOND-14).
    pub(super) roots: HashSet<PresentId>,
}

/// The sides of a bond, by the place of the deployment and the key of the peer: this is the order in
/// which bonds are told.
pub(super) type Sides = (usize, PeerId);

/// Who is in a world beside its components, and who is bonded to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::world) struct Parties {
    pub(super) peers: HashMap<PeerId, Peer>,
    pub(super) issuers: Issuers,
    /// Some of them may be over, and are nobody's any more.
    pub(super) bonds: BTreeMap<Sides, Terms>,
}
