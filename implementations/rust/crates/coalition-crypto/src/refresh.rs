//! New shares of the same key (DKG-14 to DKG-17).

use strict_json::record;

use crate::{
    Result, Rule,
    blame::{Blame, Complaint, Verdict},
    bls::Point,
    committee::{
        BlsCommittee, CombinedSignature, Committee, PartialSignature, commit, within, written,
    },
    dealing::{Deal, Dealing, Dealt, DealtShare, Round},
    shamir::{Index, Polynomial, Secret, Share},
};

/// A committee, and which shares of its key it signs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitteeEpoch {
    /// The committee.
    pub committee: BlsCommittee,
    /// The number of its shares, one more after each refresh.
    pub epoch: u32,
}

record!(CommitteeEpoch { committee, epoch });

/// What comes of a refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshOutcome {
    /// The dealers whose dealings make the new shares, ascending.
    pub qualified: Vec<Index>,
    /// Those whose do not, ascending.
    pub blamed: Vec<Blame>,
    /// The committee with its new shares.
    pub next: CommitteeEpoch,
}

record!(RefreshOutcome {
    qualified,
    blamed,
    next,
});

/// What one member signs, and with which of its shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochPartial {
    /// The epoch of the share.
    pub epoch: u32,
    /// What it signs.
    pub partial: PartialSignature,
}

record!(EpochPartial { epoch, partial });

impl CommitteeEpoch {
    /// Deals shares of zero (DKG-14).
    pub fn deal(&self, dealer: Index, coefficients: &[Secret]) -> Result<Deal> {
        let Refresh { committee, .. } = self.refresh()?;
        within(dealer, committee.size())?;
        if coefficients.len() + 1 != usize::from(committee.threshold()) {
            return Err(Rule::WrongDegree);
        }
        let commitments = commit(self.committee.scheme, coefficients)?;
        Ok(Deal {
            dealing: Dealing {
                dealer,
                commitments: written(&commitments),
                possession: None,
            },
            shares: Polynomial::of_zero(coefficients).shares(committee.size()),
        })
    }

    /// Who qualifies, who is blamed, and the committee with its new shares (DKG-15).
    pub fn outcome(
        &self,
        dealings: &[Dealing],
        complaints: &[Complaint],
    ) -> Result<RefreshOutcome> {
        let refresh = self.refresh()?;
        let verdict = Verdict::of(&refresh, dealings, complaints)?;
        let before = refresh.committee.commitments().iter().enumerate();
        let sum =
            |(at, point): (usize, &Point)| verdict.commitments(at).fold(*point, |sum, of| sum + of);
        let commitments: Vec<_> = before.map(sum).collect();
        let BlsCommittee {
            scheme,
            committee_size,
            ..
        } = self.committee;
        let committee = BlsCommittee::of(scheme, committee_size, &commitments)?;
        let (qualified, blamed) = verdict.dealers();
        Ok(RefreshOutcome {
            qualified,
            blamed,
            next: Self {
                committee,
                epoch: refresh.next,
            },
        })
    }

    /// A member's new share, of its own and what the qualified dealers sent it (DKG-16).
    pub fn share(
        &self,
        dealings: &[Dealing],
        share: Share,
        received: &[DealtShare],
    ) -> Result<Share> {
        let refresh = self.refresh()?;
        let own = refresh.committee.own(share)?;
        let values = refresh.received(dealings, share.index, received)?;
        Share::present(
            share.index,
            values.into_iter().fold(own.0, |sum, of| sum + of),
        )
    }

    /// The committee's signature, of partials of this epoch alone (DKG-17).
    pub fn combine(&self, message: &[u8], partials: &[EpochPartial]) -> Result<CombinedSignature> {
        let committee = Committee::read(&self.committee)?;
        if partials.iter().any(|partial| partial.epoch != self.epoch) {
            return Err(Rule::EpochMismatch);
        }
        let partials: Vec<_> = partials.iter().map(|of| of.partial.clone()).collect();
        committee.combine(message, &partials)
    }

    /// The refresh of these shares, if there is anything to refresh (DKG-14).
    fn refresh(&self) -> Result<Refresh> {
        let committee = Committee::read(&self.committee)?;
        let next = self.epoch.checked_add(1);
        let next = next.filter(|_| committee.threshold() > 1);
        Ok(Refresh {
            committee,
            next: next.ok_or(Rule::NothingToRefresh)?,
        })
    }
}

/// A round in which shares of zero are dealt.
struct Refresh {
    committee: Committee,
    next: u32,
}

impl Round for Refresh {
    fn dealers(&self) -> u16 {
        self.committee.size()
    }

    fn members(&self) -> u16 {
        self.committee.size()
    }

    fn threshold(&self) -> u16 {
        self.committee.threshold()
    }

    fn quorum(&self) -> u16 {
        self.committee.threshold()
    }

    /// A commitment to each coefficient but the first, which is zero, and no proof (DKG-14).
    fn read(&self, dealing: &Dealing) -> Result<Dealt> {
        let keys = self.committee.signature_group().other();
        let due = usize::from(self.threshold()) - 1;
        let mut dealt = Dealt::read(keys, dealing, due)?;
        dealt.commitments.insert(0, Point::identity(keys));
        match dealing.possession {
            None => Ok(dealt),
            Some(_) => Err(Rule::PossessionInvalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Bytes, SignatureScheme,
        blame::BlameReason,
        bls,
        committee::partial_sign,
        shamir::combine,
        small_committee::{self, committee, index, secret, shares},
    };

    fn current() -> CommitteeEpoch {
        CommitteeEpoch {
            committee: committee(SignatureScheme::BlsAggregateG1),
            epoch: 4,
        }
    }

    fn deal(dealer: u16) -> Deal {
        current().deal(index(dealer), &[secret(dealer)]).unwrap()
    }

    fn dealings() -> Vec<Dealing> {
        (1..=3).map(|dealer| deal(dealer).dealing).collect()
    }

    fn received(member: u16) -> Vec<DealtShare> {
        small_committee::received(deal, 1..=3, member)
    }

    fn refreshed() -> Vec<Share> {
        let share = |old: Share| current().share(&dealings(), old, &received(old.index.get()));
        let new = shares().into_iter().map(share);
        new.collect::<Result<_>>().unwrap()
    }

    #[test]
    fn the_key_stays() {
        let outcome = current().outcome(&dealings(), &[]).unwrap();
        let committee = &outcome.next.committee;
        assert_eq!(committee.commitments[0], current().committee.commitments[0]);
        assert_eq!(outcome.qualified, [1, 2, 3].map(index));
        assert_eq!(outcome.next.epoch, 5);
        let committee = Committee::read(committee).unwrap();
        for (old, new) in shares().into_iter().zip(refreshed()) {
            assert_ne!(old, new);
            assert!(committee.own(new).is_ok());
            assert_eq!(committee.own(old), Err(Rule::ShareStale));
        }
        assert_eq!(combine(2, &refreshed()), Ok(secret(11)));
    }

    #[test]
    fn what_cannot_be_refreshed() {
        let mut alone = current();
        alone.committee.commitments.pop();
        let last = CommitteeEpoch {
            epoch: u32::MAX,
            ..current()
        };
        for epoch in [alone, last] {
            let dealt = epoch.deal(index(1), &[]);
            assert_eq!(dealt, Err(Rule::NothingToRefresh));
            let outcome = epoch.outcome(&dealings(), &[]);
            assert_eq!(outcome, Err(Rule::NothingToRefresh));
            let share = epoch.share(&dealings(), shares()[0], &received(1));
            assert_eq!(share, Err(Rule::NothingToRefresh));
        }
        let before = CommitteeEpoch {
            epoch: u32::MAX - 1,
            ..current()
        };
        let outcome = before.outcome(&dealings(), &[]).unwrap();
        assert_eq!(outcome.next.epoch, u32::MAX);
    }

    #[test]
    fn a_dealing_has_no_constant_and_no_proof() {
        let more = current().deal(index(1), &[secret(1), secret(2)]);
        assert_eq!(more, Err(Rule::WrongDegree));
        let outside = current().deal(index(4), &[secret(1)]);
        assert_eq!(outside, Err(Rule::IndexOutOfRange));
        let mut wrong = dealings();
        wrong[1].possession = Some(Bytes(vec![]));
        let outcome = current().outcome(&wrong, &[]).unwrap();
        assert_eq!(
            outcome.blamed,
            [Blame {
                dealer: index(2),
                reason: BlameReason::PossessionInvalid {}
            }]
        );
        wrong[0].commitments.clear();
        let outcome = current().outcome(&wrong, &[]);
        assert_eq!(outcome, Err(Rule::TooFewDealers));
    }

    #[test]
    fn what_was_received_is_checked() {
        let mut altered = received(1);
        altered[0].value = received(2)[0].value;
        let share = current().share(&dealings(), shares()[0], &altered);
        assert_eq!(share, Err(Rule::DealtShareInvalid));
        let stale = current().share(&dealings(), refreshed()[0], &received(1));
        assert_eq!(stale, Err(Rule::ShareStale));
    }

    #[test]
    fn epochs_do_not_mix() {
        let next = current().outcome(&dealings(), &[]).unwrap().next;
        let sign = |epoch, share| EpochPartial {
            epoch,
            partial: partial_sign(SignatureScheme::BlsAggregateG1, share, b"m").unwrap(),
        };
        let new = refreshed();
        let [a, b, c] = [sign(5, new[0]), sign(5, new[1]), sign(5, shares()[2])];
        let combined = next.combine(b"m", &[c, a.clone(), b]).unwrap();
        let whole = bls::sign(bls::G1, secret(11), b"m").to_bytes();
        assert_eq!(combined.signature.0, whole);
        assert_eq!(combined.culprits, [index(3)]);
        let old = next.combine(b"m", &[a, sign(4, shares()[1])]);
        assert_eq!(old, Err(Rule::EpochMismatch));
    }
}
