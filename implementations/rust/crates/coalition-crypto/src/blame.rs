//! Complaints, and who is blamed (DKG-5 to DKG-8).

use std::collections::{BTreeMap, BTreeSet};

use strict_json::{choice, record};

use crate::{
    Result, Rule,
    bls::Point,
    committee::within,
    dealing::{Dealing, Dealt, Round},
    shamir::{Index, Secret},
};

/// A member says that it holds no right share of a dealer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The dealer.
    pub dealer: Index,
    /// The member.
    pub complainant: Index,
    /// The share that the dealer revealed in answer.
    pub revealed: Option<[u8; 32]>,
}

record!(Complaint {
    dealer,
    complainant,
    revealed,
});

/// Why a dealer is blamed (DKG-6, DKG-7), the first reason first (DKG-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum BlameReason {
    /// It published two dealings.
    Equivocated {} = 0,
    /// Another number of commitments than the threshold.
    WrongDegree {} = 1,
    /// A commitment or proof that is no point.
    PointInvalid {} = 2,
    /// No right proof of possession.
    PossessionInvalid {} = 3,
    /// Another first commitment than the one that is due.
    ConstantInvalid {} = 4,
    /// More complaints than can be lies.
    TooManyComplaints {} = 5,
    /// A complaint without an answer.
    ShareWithheld {} = 6,
    /// An answer that is no right share.
    ShareInvalid {} = 7,
}

choice!(BlameReason {
    Equivocated {},
    WrongDegree {},
    PointInvalid {},
    PossessionInvalid {},
    ConstantInvalid {},
    TooManyComplaints {},
    ShareWithheld {},
    ShareInvalid {},
});

/// A dealer that is left out, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blame {
    /// The dealer.
    pub dealer: Index,
    /// The first reason.
    pub reason: BlameReason,
}

record!(Blame { dealer, reason });

/// What became of the dealings of a round.
pub(crate) struct Verdict {
    /// What those who qualify commit to.
    pub(crate) qualified: BTreeMap<Index, Dealt>,
    /// Those who do not, ascending.
    pub(crate) blamed: Vec<Blame>,
}

impl Verdict {
    /// Who qualifies, and who is blamed; those who qualify are enough (DKG-5 to DKG-9).
    pub(crate) fn of(
        round: &impl Round,
        dealings: &[Dealing],
        complaints: &[Complaint],
    ) -> Result<Self> {
        let published = published(round, dealings, complaints)?;
        let mut qualified = BTreeMap::new();
        let mut blamed = Vec::new();
        for (dealer, dealings) in published {
            let about = complaints
                .iter()
                .filter(|complaint| complaint.dealer == dealer);
            match judge(round, &dealings, &about.collect::<Vec<_>>()) {
                Ok(dealt) => {
                    qualified.insert(dealer, dealt);
                }
                Err(reason) => blamed.push(Blame { dealer, reason }),
            }
        }
        match qualified.len() < usize::from(round.quorum()) {
            true => Err(Rule::TooFewDealers),
            false => Ok(Self { qualified, blamed }),
        }
    }

    /// Those who qualify, and those who are blamed, ascending.
    pub(crate) fn dealers(self) -> (Vec<Index>, Vec<Blame>) {
        (self.qualified.into_keys().collect(), self.blamed)
    }

    /// What each commits to at one place of its polynomial, by ascending dealer.
    pub(crate) fn commitments(&self, at: usize) -> impl Iterator<Item = Point> {
        self.qualified
            .values()
            .map(move |dealt| dealt.commitments[at])
    }
}

/// The dealings of each dealer that differ, if dealers and complaints go together (DKG-5).
fn published<'d>(
    round: &impl Round,
    dealings: &'d [Dealing],
    complaints: &[Complaint],
) -> Result<BTreeMap<Index, Vec<&'d Dealing>>> {
    let mut published: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for dealing in dealings {
        within(dealing.dealer, round.dealers())?;
        let others = published.entry(dealing.dealer).or_default();
        if !others.contains(&dealing) {
            others.push(dealing);
        }
    }
    let mut seen = BTreeSet::new();
    for Complaint {
        dealer,
        complainant,
        ..
    } in complaints
    {
        within(*dealer, round.dealers())?;
        within(*complainant, round.members())?;
        if !published.contains_key(dealer) {
            return Err(Rule::UnknownDealer);
        }
        if !seen.insert((*dealer, *complainant)) {
            return Err(Rule::DuplicateComplaint);
        }
    }
    Ok(published)
}

/// What a dealer commits to, or the first reason to blame it (DKG-6 to DKG-8).
fn judge(
    round: &impl Round,
    dealings: &[&Dealing],
    complaints: &[&Complaint],
) -> Result<Dealt, BlameReason> {
    let [dealing] = dealings else {
        return Err(BlameReason::Equivocated {});
    };
    let dealt = round.read(dealing).map_err(|rule| match rule {
        Rule::WrongDegree => BlameReason::WrongDegree {},
        Rule::PossessionInvalid => BlameReason::PossessionInvalid {},
        Rule::ConstantInvalid => BlameReason::ConstantInvalid {},
        _ => BlameReason::PointInvalid {},
    })?;
    if complaints.len() >= usize::from(round.threshold()) {
        return Err(BlameReason::TooManyComplaints {});
    }
    if complaints
        .iter()
        .any(|complaint| complaint.revealed.is_none())
    {
        return Err(BlameReason::ShareWithheld {});
    }
    for Complaint {
        complainant,
        revealed,
        ..
    } in complaints
    {
        let right = revealed
            .and_then(|bytes| Secret::from_bytes(&bytes).ok())
            .is_some_and(|share| dealt.check(*complainant, share).is_ok());
        if !right {
            return Err(BlameReason::ShareInvalid {});
        }
    }
    Ok(dealt)
}
