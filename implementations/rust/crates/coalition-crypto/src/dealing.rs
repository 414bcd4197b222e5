//! What dealers publish and send, and what a member makes of it (DKG-4, DKG-10).

use std::collections::{BTreeMap, BTreeSet};

use strict_json::record;

use crate::{
    Bytes, Result, Rule,
    bls::{CurveGroup, Point},
    committee::within,
    shamir::{Index, Scalar, Secret, Share, distinct},
};

/// What a dealer publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dealing {
    /// The dealer.
    pub dealer: Index,
    /// The commitments to its polynomial.
    pub commitments: Vec<Bytes>,
    /// The proof that it knows its secret.
    pub possession: Option<Bytes>,
}

record!(Dealing {
    dealer,
    commitments,
    possession,
});

/// What a dealer publishes, and what it sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// What it publishes.
    pub dealing: Dealing,
    /// What it sends each member, by ascending index.
    pub shares: Vec<Share>,
}

record!(Deal { dealing, shares });

/// What a member got of one dealer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DealtShare {
    /// The dealer.
    pub dealer: Index,
    /// The share.
    pub value: Scalar,
}

record!(DealtShare { dealer, value });

/// Who deals to whom, and what a right dealing is.
pub(crate) trait Round {
    /// The size of the committee that deals.
    fn dealers(&self) -> u16;
    /// The size of the committee that is dealt to.
    fn members(&self) -> u16;
    /// How many members can open what is dealt to them.
    fn threshold(&self) -> u16;
    /// How many dealers it takes.
    fn quorum(&self) -> u16;
    /// What a right dealing commits to (DKG-4).
    fn read(&self, dealing: &Dealing) -> Result<Dealt>;

    /// What a member got of each dealer, in the order of the dealings (DKG-10).
    fn received(
        &self,
        dealings: &[Dealing],
        index: Index,
        received: &[DealtShare],
    ) -> Result<Vec<blstrs::Scalar>> {
        within(index, self.members())?;
        for dealing in dealings {
            within(dealing.dealer, self.dealers())?;
        }
        distinct(dealings.iter().map(|dealing| dealing.dealer))?;
        distinct(received.iter().map(|share| share.dealer))?;
        let dealers: BTreeSet<_> = dealings.iter().map(|dealing| dealing.dealer).collect();
        if !received.iter().all(|share| dealers.contains(&share.dealer)) {
            return Err(Rule::UnknownDealer);
        }
        if dealings.len() < usize::from(self.quorum()) {
            return Err(Rule::TooFewDealers);
        }
        let received: BTreeMap<_, _> = received
            .iter()
            .map(|share| (share.dealer, share.value))
            .collect();
        let value = |dealing: &Dealing| {
            let value = *received.get(&dealing.dealer).ok_or(Rule::MissingShare)?;
            self.read(dealing)?.check(index, value.try_into()?)?;
            Ok(value.0)
        };
        dealings.iter().map(value).collect()
    }
}

/// What a right dealing commits to.
pub(crate) struct Dealt {
    pub(crate) keys: CurveGroup,
    /// As many as the threshold; the first may be the point at infinity, where nothing is dealt but
    /// shares of zero.
    pub(crate) commitments: Vec<Point>,
}

impl Dealt {
    /// The commitments of a dealing, which are points, and as many as are due (DKG-4).
    pub(crate) fn read(keys: CurveGroup, dealing: &Dealing, due: usize) -> Result<Self> {
        if dealing.commitments.len() != due {
            return Err(Rule::WrongDegree);
        }
        let read = |bytes: &Bytes| Point::read(keys, bytes);
        let commitments = dealing
            .commitments
            .iter()
            .map(read)
            .collect::<Result<_>>()?;
        Ok(Self { keys, commitments })
    }

    /// The commitment to a member's share, if it is right (DKG-4).
    pub(crate) fn check(&self, index: Index, share: Secret) -> Result<Point> {
        let due = Point::evaluate(self.keys, &self.commitments, index.point());
        match Point::generator(self.keys) * share.0 == due {
            true => Ok(due),
            false => Err(Rule::DealtShareInvalid),
        }
    }
}
