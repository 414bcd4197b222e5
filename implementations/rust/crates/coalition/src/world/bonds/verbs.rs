//! What is asked of a world about peers and bonds.

use std::sync::Arc;

use super::{
    Bond, BondEvidence, Bonded, Ended, Issuer, Ticket,
    held::{Peer, Sides, Terms},
    judge::Judge,
    ticket::Shown,
};
use crate::{
    AclComposition, Command, Denial, PeerId, Phase, PresentId, Refusal, Result, UniqueId, World,
};

impl World {
    /// Brings a peer into the world, or shows anew what it shows (BOND-1).
    pub fn enter(
        &mut self,
        peer: PeerId,
        tickets: Vec<Ticket>,
        evidence: BondEvidence,
        acl: AclComposition,
    ) -> Result<Ended, Denial> {
        evidence.check()?;
        let shown = Shown { tickets, evidence };
        self.parties.peers.insert(peer, Peer { shown, acl });
        Ok(self.judge_again(|(_, key), _| *key == peer))
    }

    /// Takes a peer away, and its bonds with it (BOND-3).
    pub fn leave(&mut self, peer: PeerId) -> Result<Ended, Refusal> {
        self.peer(peer)?;
        let of_peer = self.living(|(_, key), _| *key == peer);
        let ended = of_peer.iter().map(|sides| self.told(*sides)).collect();
        self.parties.peers.remove(&peer);
        self.parties.bonds.retain(|(_, key), _| *key != peer);
        Ok(Ended { ended })
    }

    /// What a component shows from now on (BOND-4).
    pub fn show(
        &mut self,
        component: UniqueId,
        tickets: Vec<Ticket>,
        evidence: BondEvidence,
    ) -> Result<Ended, Denial> {
        evidence.check()?;
        let place = self.place(component)?;
        self.actor_mut(component)?.show(Shown { tickets, evidence });
        Ok(self.judge_again(|(at, _), _| *at == place))
    }

    /// Bonds a peer to a component, if both admit the other (BOND-5).
    pub fn bond(&mut self, peer: PeerId, component: UniqueId) -> Result<Bonded, Refusal> {
        self.peer(peer)?;
        let place = self.place(component)?;
        if self.actors()[place].phase(self.now()) == Phase::Retired {
            return Err(Refusal::Retired);
        }
        let terms = self.judge((place, peer))?;
        let until = terms.until;
        self.parties.bonds.insert((place, peer), terms);
        Ok(Bonded { until })
    }

    /// Says who issues under a root, if anybody does (BOND-12). The bonds that hold by it are judged
    /// again (BOND-14).
    pub fn appoint(
        &mut self,
        root: PresentId,
        issuer: Option<Arc<dyn Issuer>>,
    ) -> Result<Ended, Denial> {
        if let Some(issuer) = &issuer {
            issuer.check()?;
        }
        self.parties.issuers.replace(root, issuer);
        Ok(self.judge_again(|_, terms| terms.roots.contains(&root)))
    }

    /// Refuses a peer that has no living bond with the component (BOND-7).
    pub(in crate::world) fn check_bonded(
        &self,
        peer: PeerId,
        component: UniqueId,
    ) -> Result<(), Refusal> {
        self.peer(peer)?;
        let sides = (self.place(component)?, peer);
        match self.parties.bonds.get(&sides) {
            Some(terms) if self.lives(sides, terms) => Ok(()),
            _ => Err(Refusal::NotBonded),
        }
    }

    /// Refuses a command that is no peer's to give (BOND-8).
    pub(in crate::world) fn check_commands(
        &self,
        component: UniqueId,
        command: &Command,
    ) -> Result<(), Refusal> {
        let is_operators = self.actor(component)?.gate().is_operators();
        match is_operators || matches!(command, Command::Retire { .. }) {
            true => Err(Refusal::OperatorPublish),
            false => Ok(()),
        }
    }

    fn peer(&self, peer: PeerId) -> Result<&Peer, Refusal> {
        self.parties.peers.get(&peer).ok_or(Refusal::UnknownPeer)
    }

    /// Whether a bond is not over: its time has not come (BOND-9), and its component is neither
    /// retired nor stopped (BOND-11).
    fn lives(&self, (place, _): Sides, terms: &Terms) -> bool {
        let actor = &self.actors()[place];
        !terms.until.has_come(self.now())
            && actor.runs()
            && actor.phase(self.now()) != Phase::Retired
    }

    /// The living bonds that are of a kind, in the order in which they are told.
    fn living(&self, is_of_kind: impl Fn(&Sides, &Terms) -> bool) -> Vec<Sides> {
        let bonds = self.parties.bonds.iter();
        bonds
            .filter(|(sides, terms)| is_of_kind(sides, terms) && self.lives(**sides, terms))
            .map(|(sides, _)| *sides)
            .collect()
    }

    fn told(&self, (place, peer): Sides) -> Bond {
        let component = self.actors()[place].deployment();
        Bond { peer, component }
    }

    /// What a bond between the two comes to now.
    fn judge(&self, (place, key): Sides) -> Result<Terms, Refusal> {
        let judge = Judge::new(self.now(), self.actors(), &self.parties.issuers);
        judge.bond(key, self.peer(key)?, &self.actors()[place])
    }

    /// Judges the living bonds of a kind by what is shown and issued now (BOND-10). One that was over
    /// before stays so.
    fn judge_again(&mut self, is_of_kind: impl Fn(&Sides, &Terms) -> bool) -> Ended {
        let mut ended = Vec::new();
        for sides in self.living(is_of_kind) {
            if let Ok(terms) = self.judge(sides) {
                self.parties.bonds.insert(sides, terms);
            } else {
                self.parties.bonds.remove(&sides);
                ended.push(self.told(sides));
            }
        }
        Ended { ended }
    }
}
