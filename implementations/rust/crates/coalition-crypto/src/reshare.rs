//! The same key for another committee (DKG-18 to DKG-20).

use strict_json::record;

use crate::{
    Result, Rule,
    blame::{Complaint, Verdict},
    bls::Point,
    committee::{BlsCommittee, Committee, commit, written},
    dealing::{Deal, Dealing, Dealt, DealtShare, Round},
    dkg::DkgOutcome,
    shamir::{Index, Polynomial, Secret, Share, among},
};

/// A committee that hands its key on, and the parameters of the one that gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resharing {
    /// The committee that has the key.
    pub committee: BlsCommittee,
    /// How many members the other one has.
    pub new_size: u16,
    /// How many of them will sign.
    pub new_threshold: u16,
}

record!(Resharing {
    committee,
    new_size,
    new_threshold,
});

impl Resharing {
    /// Deals a member's share (DKG-18).
    pub fn deal(&self, share: Share, coefficients: &[Secret]) -> Result<Deal> {
        let own = self.handover()?.old.own(share)?;
        if coefficients.len() + 1 != usize::from(self.new_threshold) {
            return Err(Rule::WrongDegree);
        }
        let coefficients = [&[own], coefficients].concat();
        let commitments = commit(self.committee.scheme, &coefficients)?;
        let polynomial = Polynomial::new(&coefficients, self.new_size)?;
        Ok(Deal {
            dealing: Dealing {
                dealer: share.index,
                commitments: written(&commitments),
                possession: None,
            },
            shares: polynomial.shares(self.new_size),
        })
    }

    /// Who qualifies, who is blamed, and the new committee (DKG-19).
    pub fn outcome(&self, dealings: &[Dealing], complaints: &[Complaint]) -> Result<DkgOutcome> {
        let handover = self.handover()?;
        let verdict = Verdict::of(&handover, dealings, complaints)?;
        let weights = among(verdict.qualified.keys().copied()).at(0.into());
        let sum = |at| {
            let terms = verdict.commitments(at).zip(&weights);
            terms.fold(handover.identity(), |sum, (point, weight)| {
                sum + point * *weight
            })
        };
        let commitments: Vec<_> = (0..usize::from(self.new_threshold)).map(sum).collect();
        let committee = BlsCommittee::of(self.committee.scheme, self.new_size, &commitments)?;
        Ok(DkgOutcome::of(verdict, committee))
    }

    /// A new member's share of the key, of what the qualified dealers sent it (DKG-20).
    pub fn share(
        &self,
        dealings: &[Dealing],
        index: Index,
        received: &[DealtShare],
    ) -> Result<Share> {
        let values = self.handover()?.received(dealings, index, received)?;
        let weights = among(dealings.iter().map(|dealing| dealing.dealer)).at(0.into());
        let terms = values.into_iter().zip(weights);
        Share::present(index, terms.map(|(value, weight)| value * weight).sum())
    }

    /// The round, if its parameters go together (TBLS-12, SHARE-2).
    fn handover(&self) -> Result<Handover> {
        let old = Committee::read(&self.committee)?;
        match (1..=self.new_size).contains(&self.new_threshold) {
            true => Ok(Handover {
                old,
                new_size: self.new_size,
                new_threshold: self.new_threshold,
            }),
            false => Err(Rule::ThresholdOutOfRange),
        }
    }
}

/// A round in which shares of the key are dealt.
struct Handover {
    old: Committee,
    new_size: u16,
    new_threshold: u16,
}

impl Handover {
    fn identity(&self) -> Point {
        Point::identity(self.old.signature_group().other())
    }
}

impl Round for Handover {
    fn dealers(&self) -> u16 {
        self.old.size()
    }

    fn members(&self) -> u16 {
        self.new_size
    }

    fn threshold(&self) -> u16 {
        self.new_threshold
    }

    fn quorum(&self) -> u16 {
        self.old.threshold()
    }

    /// As many commitments as the new threshold says, the first of them the dealer's share key, and
    /// no proof (DKG-18).
    fn read(&self, dealing: &Dealing) -> Result<Dealt> {
        let keys = self.old.signature_group().other();
        let dealt = Dealt::read(keys, dealing, self.new_threshold.into())?;
        if dealing.possession.is_some() {
            return Err(Rule::PossessionInvalid);
        }
        match self.old.share_key(dealing.dealer) == Ok(dealt.commitments[0]) {
            true => Ok(dealt),
            false => Err(Rule::ConstantInvalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Bytes, SignatureScheme,
        blame::{Blame, BlameReason},
        shamir::combine,
        small_committee::{self, committee, index, secret, shares},
    };

    fn resharing() -> Resharing {
        Resharing {
            committee: committee(SignatureScheme::BlsAggregateG2),
            new_size: 4,
            new_threshold: 3,
        }
    }

    fn deal(dealer: u16) -> Deal {
        let coefficients = [secret(10_u16.pow(dealer.into())), secret(100)];
        let share = shares()[usize::from(dealer) - 1];
        resharing().deal(share, &coefficients).unwrap()
    }

    fn dealings(dealers: &[u16]) -> Vec<Dealing> {
        dealers.iter().map(|dealer| deal(*dealer).dealing).collect()
    }

    fn received(dealers: &[u16], member: u16) -> Vec<DealtShare> {
        small_committee::received(deal, dealers.iter().copied(), member)
    }

    #[test]
    fn the_key_stays() {
        for dealers in [&[1, 2, 3][..], &[3, 1]] {
            let dealings = dealings(dealers);
            let outcome = resharing().outcome(&dealings, &[]).unwrap();
            let old = resharing().committee.commitments;
            assert_eq!(outcome.committee.commitments[0], old[0]);
            let committee = Committee::read(&outcome.committee).unwrap();
            let share = |member| {
                let received = received(dealers, member);
                resharing().share(&dealings, index(member), &received)
            };
            let shares: Vec<_> = (1..=4).map(|member| share(member).unwrap()).collect();
            assert!(shares.iter().all(|share| committee.own(*share).is_ok()));
            assert_eq!(combine(3, &shares), Ok(secret(11)));
        }
    }

    #[test]
    fn parameters() {
        for new_threshold in [0, 5] {
            let wrong = Resharing {
                new_threshold,
                ..resharing()
            };
            let dealt = wrong.deal(shares()[0], &[]);
            assert_eq!(dealt, Err(Rule::ThresholdOutOfRange));
        }
        let few = resharing().deal(shares()[0], &[secret(1)]);
        assert_eq!(few, Err(Rule::WrongDegree));
        let stale = Share {
            value: shares()[1].value,
            ..shares()[0]
        };
        let stale = resharing().deal(stale, &[secret(1), secret(2)]);
        assert_eq!(stale, Err(Rule::ShareStale));
    }

    #[test]
    fn wrong_dealings_are_blamed() {
        let blamed = |dealings: &[Dealing]| resharing().outcome(dealings, &[]).unwrap().blamed;
        let blame = |dealer, reason| Blame {
            dealer: index(dealer),
            reason,
        };
        let mut wrong = dealings(&[1, 2, 3]);
        wrong[1].commitments[0] = wrong[0].commitments[0].clone();
        let reason = BlameReason::ConstantInvalid {};
        assert_eq!(blamed(&wrong), [blame(2, reason)]);
        wrong[1].possession = Some(Bytes(vec![]));
        let reason = BlameReason::PossessionInvalid {};
        assert_eq!(blamed(&wrong), [blame(2, reason)]);
        wrong[0].commitments.pop();
        let few = resharing().outcome(&wrong, &[]);
        assert_eq!(few, Err(Rule::TooFewDealers));
    }

    #[test]
    fn complaints_are_counted_by_the_new_threshold() {
        let complaint = |complainant| Complaint {
            dealer: index(1),
            complainant: index(complainant),
            revealed: Some(
                deal(1).shares[usize::from(complainant) - 1]
                    .value
                    .to_bytes(),
            ),
        };
        let dealings = dealings(&[1, 2, 3]);
        let blamed = |complainants: &[u16]| {
            let complaints: Vec<_> = complainants.iter().copied().map(complaint).collect();
            resharing().outcome(&dealings, &complaints).unwrap().blamed
        };
        assert_eq!(blamed(&[2, 4]), []);
        assert_eq!(
            blamed(&[1, 2, 4])[0].reason,
            BlameReason::TooManyComplaints {}
        );
    }

    #[test]
    fn enough_dealers() {
        let few = resharing().share(&dealings(&[1]), index(1), &received(&[1], 1));
        assert_eq!(few, Err(Rule::TooFewDealers));
        let twice = resharing().share(&dealings(&[1, 1]), index(1), &received(&[1], 1));
        assert_eq!(twice, Err(Rule::DuplicateIndex));
        let outside = resharing().share(&dealings(&[1, 2]), index(5), &received(&[1, 2], 1));
        assert_eq!(outside, Err(Rule::IndexOutOfRange));
    }
}
