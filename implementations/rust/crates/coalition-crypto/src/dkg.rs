//! A committee makes a key that none of its members knows (DKG-1 to DKG-10).

use coalition::Preimage;
use strict_json::record;

use crate::{
    Result, Rule, SignatureScheme, UniqueId,
    blame::{Blame, Complaint, Verdict},
    bls::{self, CurveGroup, Point, Tag},
    committee::{BlsCommittee, commit, within, written},
    dealing::{Deal, Dealing, Dealt, DealtShare, Round},
    shamir::{Index, Polynomial, Secret, Share},
};

/// One making of a key, and its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DkgRound {
    /// What tells it from other rounds.
    pub round: UniqueId,
    /// The scheme of the committee's signatures.
    pub scheme: SignatureScheme,
    /// How many members it has.
    pub committee_size: u16,
    /// How many will sign.
    pub threshold: u16,
}

record!(DkgRound {
    round,
    scheme,
    committee_size,
    threshold,
});

/// What comes of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DkgOutcome {
    /// The dealers whose dealings make the key, ascending.
    pub qualified: Vec<Index>,
    /// Those whose do not, ascending.
    pub blamed: Vec<Blame>,
    /// The committee.
    pub committee: BlsCommittee,
}

record!(DkgOutcome {
    qualified,
    blamed,
    committee,
});

impl DkgOutcome {
    /// What comes of a verdict, with the committee that it makes.
    pub(crate) fn of(verdict: Verdict, committee: BlsCommittee) -> Self {
        let (qualified, blamed) = verdict.dealers();
        Self {
            qualified,
            blamed,
            committee,
        }
    }
}

impl DkgRound {
    /// The group of signatures, if the parameters go together (SHARE-2, TBLS-10).
    fn signature_group(&self) -> Result<CurveGroup> {
        let group = CurveGroup::of_signatures(self.scheme)?;
        match (1..=self.committee_size).contains(&self.threshold) {
            true => Ok(group),
            false => Err(Rule::ThresholdOutOfRange),
        }
    }

    /// What hashes to what a dealer signs to show that it knows its secret (DKG-2).
    ///
    /// Whether the constant is a point is not asked here, but where the proof is verified.
    pub fn possession_message(&self, dealer: Index, constant: &[u8]) -> Result<Preimage> {
        self.signature_group()?;
        within(dealer, self.committee_size)?;
        Ok(self.folded(dealer, constant))
    }

    fn folded(&self, dealer: Index, constant: &[u8]) -> Preimage {
        Preimage::hash_many()
            .field("dkg-possession.v1")
            .field(self.round)
            .field([self.scheme as u8])
            .field(self.committee_size.to_le_bytes())
            .field(self.threshold.to_le_bytes())
            .field(dealer.get().to_le_bytes())
            .field(constant)
    }

    /// Deals (DKG-1 to DKG-3).
    pub fn deal(&self, dealer: Index, coefficients: &[Secret]) -> Result<Deal> {
        let group = self.signature_group()?;
        within(dealer, self.committee_size)?;
        if coefficients.len() != usize::from(self.threshold) {
            return Err(Rule::WrongDegree);
        }
        let commitments = written(&commit(self.scheme, coefficients)?);
        let message = self.folded(dealer, &commitments[0]).id();
        let tag = Tag::of_possession(group);
        let possession = bls::sign_under(&tag, group, coefficients[0], message.as_bytes());
        let shares = Polynomial::new(coefficients, self.committee_size)?;
        Ok(Deal {
            dealing: Dealing {
                dealer,
                commitments,
                possession: Some(possession.to_bytes().into()),
            },
            shares: shares.shares(self.committee_size),
        })
    }

    /// The commitment to a share that a member was dealt, if it is right (DKG-4).
    pub fn check_share(&self, dealing: &Dealing, share: Share) -> Result<Point> {
        self.signature_group()?;
        within(dealing.dealer, self.committee_size)?;
        within(share.index, self.committee_size)?;
        let secret: Secret = share.value.try_into()?;
        self.read(dealing)?.check(share.index, secret)
    }

    /// Who qualifies, who is blamed, and the key (DKG-5 to DKG-9).
    pub fn outcome(&self, dealings: &[Dealing], complaints: &[Complaint]) -> Result<DkgOutcome> {
        let keys = self.signature_group()?.other();
        let verdict = Verdict::of(self, dealings, complaints)?;
        let sum = |at| {
            let commitments = verdict.commitments(at);
            commitments.fold(Point::identity(keys), |sum, point| sum + point)
        };
        let commitments: Vec<_> = (0..usize::from(self.threshold)).map(sum).collect();
        let committee = BlsCommittee::of(self.scheme, self.committee_size, &commitments)?;
        Ok(DkgOutcome::of(verdict, committee))
    }

    /// A member's share of the key, of what the qualified dealers sent it (DKG-10).
    pub fn share(
        &self,
        dealings: &[Dealing],
        index: Index,
        received: &[DealtShare],
    ) -> Result<Share> {
        self.signature_group()?;
        let values = self.received(dealings, index, received)?;
        Share::present(index, values.into_iter().sum())
    }
}

impl Round for DkgRound {
    fn dealers(&self) -> u16 {
        self.committee_size
    }

    fn members(&self) -> u16 {
        self.committee_size
    }

    fn threshold(&self) -> u16 {
        self.threshold
    }

    fn quorum(&self) -> u16 {
        self.threshold
    }

    /// As many commitments as the threshold says, each a point, and a right proof (DKG-3, DKG-4).
    fn read(&self, dealing: &Dealing) -> Result<Dealt> {
        let group = self.signature_group()?;
        let dealt = Dealt::read(group.other(), dealing, self.threshold.into())?;
        let possession = dealing.possession.as_ref().ok_or(Rule::PossessionInvalid)?;
        let possession = Point::read(group, possession)?;
        let message = self.folded(dealing.dealer, &dealing.commitments[0]).id();
        let proves = bls::signs_under(
            &Tag::of_possession(group),
            group,
            &dealt.commitments[0],
            message.as_bytes(),
            &possession,
        );
        match proves {
            true => Ok(dealt),
            false => Err(Rule::PossessionInvalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Bytes,
        blame::BlameReason,
        committee::Committee,
        small_committee::{self, index, secret},
    };

    fn round() -> DkgRound {
        DkgRound {
            round: coalition::hash("round"),
            scheme: SignatureScheme::BlsAggregateG1,
            committee_size: 4,
            threshold: 2,
        }
    }

    fn deal(dealer: u16) -> Deal {
        let coefficients = [secret(10 * dealer), secret(dealer)];
        round().deal(index(dealer), &coefficients).unwrap()
    }

    fn dealings() -> Vec<Dealing> {
        (1..=4).map(|dealer| deal(dealer).dealing).collect()
    }

    fn complaint(dealer: u16, complainant: u16, revealed: Option<[u8; 32]>) -> Complaint {
        Complaint {
            dealer: index(dealer),
            complainant: index(complainant),
            revealed,
        }
    }

    fn blamed(dealings: &[Dealing], complaints: &[Complaint]) -> Vec<(u16, BlameReason)> {
        let outcome = round().outcome(dealings, complaints).unwrap();
        let blame = |blame: Blame| (blame.dealer.get(), blame.reason);
        outcome.blamed.into_iter().map(blame).collect()
    }

    #[test]
    fn a_round_without_fault() {
        let outcome = round().outcome(&dealings(), &[]).unwrap();
        assert_eq!(outcome.qualified, [1, 2, 3, 4].map(index));
        assert!(outcome.blamed.is_empty());
        let committee = Committee::read(&outcome.committee).unwrap();
        for member in 1..=4 {
            let received = small_committee::received(deal, 1..=4, member);
            let share = round()
                .share(&dealings(), index(member), &received)
                .unwrap();
            let key = bls::public_key(bls::G1, share.value.try_into().unwrap());
            assert_eq!(committee.share_key(index(member)), Ok(key));
        }
    }

    #[test]
    fn parameters() {
        let none = DkgRound {
            threshold: 0,
            ..round()
        };
        let more = DkgRound {
            threshold: 5,
            ..round()
        };
        for wrong in [none, more] {
            let outcome = wrong.outcome(&dealings(), &[]);
            assert_eq!(outcome, Err(Rule::ThresholdOutOfRange));
        }
        let few = round().deal(index(1), &[secret(1)]);
        assert_eq!(few, Err(Rule::WrongDegree));
        let outside = round().deal(index(5), &[secret(1), secret(2)]);
        assert_eq!(outside, Err(Rule::IndexOutOfRange));
    }

    #[test]
    fn shares_are_checked() {
        let Deal { dealing, shares } = deal(1);
        let other = Share {
            index: index(2),
            ..shares[0]
        };
        assert!(round().check_share(&dealing, shares[0]).is_ok());
        let check = |dealing: &Dealing| round().check_share(dealing, shares[0]).err();
        assert_eq!(
            round().check_share(&dealing, other).err(),
            Some(Rule::DealtShareInvalid)
        );
        let unproved = Dealing {
            possession: None,
            ..dealing.clone()
        };
        assert_eq!(check(&unproved), Some(Rule::PossessionInvalid));
        let another = Dealing {
            dealer: index(2),
            ..dealing.clone()
        };
        assert_eq!(check(&another), Some(Rule::PossessionInvalid));
        let shorter = Dealing {
            commitments: dealing.commitments[..1].to_vec(),
            ..dealing
        };
        assert_eq!(check(&shorter), Some(Rule::WrongDegree));
    }

    #[test]
    fn wrong_dealings_are_blamed() {
        let mut wrong = dealings();
        wrong[0].commitments.pop();
        wrong[1].possession = None;
        assert_eq!(
            blamed(&wrong, &[]),
            [
                (1, BlameReason::WrongDegree {}),
                (2, BlameReason::PossessionInvalid {})
            ]
        );
        let mut wrong = dealings();
        wrong[2].commitments[1] = Bytes(vec![]);
        wrong[3].possession = Some(Bytes(vec![]));
        assert_eq!(
            blamed(&wrong, &[]),
            [
                (3, BlameReason::PointInvalid {}),
                (4, BlameReason::PointInvalid {})
            ]
        );
        let mut twice = dealings();
        twice.push(deal(1).dealing);
        assert_eq!(blamed(&twice, &[]), []);
        twice[0].possession = None;
        assert_eq!(blamed(&twice, &[]), [(1, BlameReason::Equivocated {})]);
    }

    #[test]
    fn complaints() {
        let right = deal(1).shares[1].value.to_bytes();
        for (revealed, reason) in [
            (Some(right), None),
            (None, Some(BlameReason::ShareWithheld {})),
            (Some([0; 32]), Some(BlameReason::ShareInvalid {})),
            (Some([0xff; 32]), Some(BlameReason::ShareInvalid {})),
        ] {
            let expected: Vec<_> = reason.map(|reason| (1, reason)).into_iter().collect();
            assert_eq!(blamed(&dealings(), &[complaint(1, 2, revealed)]), expected);
        }
        let answered = deal(1).shares[2].value.to_bytes();
        let both = [
            complaint(1, 2, Some(right)),
            complaint(1, 3, Some(answered)),
        ];
        let expected = [(1, BlameReason::TooManyComplaints {})];
        assert_eq!(blamed(&dealings(), &both), expected);
        let twice = [complaint(1, 2, None), complaint(1, 2, None)];
        let twice = round().outcome(&dealings(), &twice);
        assert_eq!(twice, Err(Rule::DuplicateComplaint));
        let unknown = round().outcome(&dealings()[1..], &[complaint(1, 2, None)]);
        assert_eq!(unknown, Err(Rule::UnknownDealer));
        let few = round().outcome(&dealings()[..1], &[]);
        assert_eq!(few, Err(Rule::TooFewDealers));
    }

    #[test]
    fn what_was_received() {
        let received =
            |dealers: &[u16]| small_committee::received(deal, dealers.iter().copied(), 1);
        let dealings = dealings();
        let share = |dealings: &[Dealing], dealers: &[u16]| {
            round().share(dealings, index(1), &received(dealers)).err()
        };
        assert_eq!(share(&dealings[..2], &[1, 2]), None);
        assert_eq!(share(&dealings[..2], &[1]), Some(Rule::MissingShare));
        assert_eq!(share(&dealings[..2], &[1, 2, 3]), Some(Rule::UnknownDealer));
        assert_eq!(
            share(&dealings[..2], &[1, 2, 2]),
            Some(Rule::DuplicateIndex)
        );
        assert_eq!(share(&dealings[..1], &[1]), Some(Rule::TooFewDealers));
        let twice = [&dealings[..2], &dealings[..1]].concat();
        assert_eq!(share(&twice, &[1, 2]), Some(Rule::DuplicateIndex));
    }
}
