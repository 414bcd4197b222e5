//! A committee that signs on BLS12-381 (TBLS-8 to TBLS-18).

use std::collections::BTreeMap;

use strict_json::record;

use crate::{
    Bytes, Result, Rule, SignatureScheme, UniqueId,
    bls::{self, CurveGroup, Point},
    shamir::{Index, Secret, Share, among, distinct},
};

/// A committee, and what it published of its polynomial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlsCommittee {
    /// The scheme of its signatures.
    pub scheme: SignatureScheme,
    /// How many members it has.
    pub committee_size: u16,
    /// The commitments to the polynomial, as many as the threshold says.
    pub commitments: Vec<Bytes>,
}

record!(BlsCommittee {
    scheme,
    committee_size,
    commitments,
});

impl BlsCommittee {
    /// What a committee publishes of a polynomial to which these points commit, if it can be read.
    pub(crate) fn of(scheme: SignatureScheme, size: u16, points: &[Point]) -> Result<Self> {
        let published = Self {
            scheme,
            committee_size: size,
            commitments: written(points),
        };
        Committee::read(&published)?;
        Ok(published)
    }
}

/// What one member signs with its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialSignature {
    /// The index of the member.
    pub index: Index,
    /// The signature under its share key.
    pub signature: Bytes,
}

record!(PartialSignature { index, signature });

/// A signature of the committee, and who had part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CombinedSignature {
    /// The signature under the committee's key.
    pub signature: Bytes,
    /// Those whose partials it is made of, ascending.
    pub participants: Vec<Index>,
    /// Those whose partials are wrong, ascending.
    pub culprits: Vec<Index>,
}

record!(CombinedSignature {
    signature,
    participants,
    culprits,
});

/// A committee whose commitments are points, and in right number (TBLS-10, TBLS-12).
#[derive(Clone, Debug)]
pub struct Committee {
    group: CurveGroup,
    size: u16,
    commitments: Vec<Point>,
}

impl Committee {
    /// Reads what was published (TBLS-10, TBLS-12).
    pub fn read(published: &BlsCommittee) -> Result<Self> {
        let group = CurveGroup::of_signatures(published.scheme)?;
        let threshold = published.commitments.len();
        if threshold == 0 || threshold > usize::from(published.committee_size) {
            return Err(Rule::ThresholdOutOfRange);
        }
        let read = |bytes: &Bytes| Point::read(group.other(), bytes);
        Ok(Self {
            group,
            size: published.committee_size,
            commitments: published
                .commitments
                .iter()
                .map(read)
                .collect::<Result<_>>()?,
        })
    }

    /// The group of its signatures.
    pub(crate) fn signature_group(&self) -> CurveGroup {
        self.group
    }

    /// How many members it has.
    pub(crate) fn size(&self) -> u16 {
        self.size
    }

    /// How many of them sign.
    pub(crate) fn threshold(&self) -> u16 {
        u16::try_from(self.commitments.len()).expect("it is at most the size")
    }

    /// The commitments to its polynomial.
    pub(crate) fn commitments(&self) -> &[Point] {
        &self.commitments
    }

    /// A member's share, if it is the committee's of now (DKG-16, DKG-18).
    pub(crate) fn own(&self, share: Share) -> Result<Secret> {
        let secret: Secret = share.value.try_into()?;
        match bls::public_key(self.group, secret) == self.share_key(share.index)? {
            true => Ok(secret),
            false => Err(Rule::ShareStale),
        }
    }

    /// The key under which a member's partial verifies (TBLS-12, TBLS-13).
    pub fn share_key(&self, index: Index) -> Result<Point> {
        within(index, self.size)?;
        Point::evaluate(self.group.other(), &self.commitments, index.point()).present()
    }

    /// The share key of a partial that is the message's under it (TBLS-15).
    pub fn verify(&self, message: &[u8], partial: &PartialSignature) -> Result<Point> {
        let share_key = self.share_key(partial.index)?;
        let signature = Point::read(self.group, &partial.signature)?;
        match bls::signs(self.group, &share_key, message, &signature) {
            true => Ok(share_key),
            false => Err(Rule::PartialInvalid),
        }
    }

    /// The committee's signature, of the first right partials that are enough (TBLS-16 to TBLS-18).
    pub fn combine(
        &self,
        message: &[u8],
        partials: &[PartialSignature],
    ) -> Result<CombinedSignature> {
        distinct(partials.iter().map(|partial| partial.index))?;
        let mut culprits = Vec::new();
        let mut right = Vec::new();
        for PartialSignature { index, signature } in partials {
            let share_key = self.share_key(*index)?;
            match Point::read(self.group, signature) {
                Ok(signature) if bls::signs(self.group, &share_key, message, &signature) => {
                    right.push((*index, signature));
                }
                _ => culprits.push(*index),
            }
        }
        let threshold = self.commitments.len();
        let right = right.get(..threshold).ok_or(Rule::TooFewPartials)?;
        let mut participants: Vec<_> = right.iter().map(|(index, _)| *index).collect();
        let coefficients = among(participants.iter().copied()).at(0.into());
        let terms = right.iter().zip(coefficients);
        let signature = terms.fold(
            Point::identity(self.group),
            |sum, ((_, signature), coefficient)| sum + *signature * coefficient,
        );
        participants.sort_unstable();
        culprits.sort_unstable();
        Ok(CombinedSignature {
            signature: signature.to_bytes().into(),
            participants,
            culprits,
        })
    }
}

/// The threshold of a committee that declares none (TBLS-8).
pub fn default_threshold(committee_size: u16) -> Result<u16> {
    match committee_size {
        0 => Err(Rule::ThresholdOutOfRange),
        size => Ok(size / 2 + 1),
    }
}

/// The index of each provider, in the order given (TBLS-9).
pub fn indices(providers: &[UniqueId]) -> Result<Vec<Index>> {
    let mut ranked: Vec<_> = providers.iter().collect();
    ranked.sort_unstable();
    if ranked.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Rule::DuplicateProvider);
    }
    let all = ranked.into_iter().zip(Index::all(u16::MAX));
    let ranks: BTreeMap<_, _> = all.collect();
    let rank = |provider| ranks.get(provider).copied().ok_or(Rule::IndexOutOfRange);
    providers.iter().map(rank).collect()
}

/// The commitments to a polynomial (TBLS-10, TBLS-11).
pub fn commit(scheme: SignatureScheme, coefficients: &[Secret]) -> Result<Vec<Point>> {
    let group = CurveGroup::of_signatures(scheme)?;
    if coefficients.is_empty() {
        return Err(Rule::ThresholdOutOfRange);
    }
    let commit = |coefficient: &Secret| bls::public_key(group, *coefficient);
    Ok(coefficients.iter().map(commit).collect())
}

/// Points in compressed form (TBLS-1).
pub(crate) fn written(points: &[Point]) -> Vec<Bytes> {
    points.iter().map(|point| point.to_bytes().into()).collect()
}

/// What a member signs with its share (TBLS-10, TBLS-14).
pub fn partial_sign(
    scheme: SignatureScheme,
    share: Share,
    message: &[u8],
) -> Result<PartialSignature> {
    let group = CurveGroup::of_signatures(scheme)?;
    let secret: Secret = share.value.try_into()?;
    Ok(PartialSignature {
        index: share.index,
        signature: bls::sign(group, secret, message).to_bytes().into(),
    })
}

/// No index is above the size of the committee (TBLS-13).
pub(crate) fn within(index: Index, committee_size: u16) -> Result<()> {
    match index.get() <= committee_size {
        true => Ok(()),
        false => Err(Rule::IndexOutOfRange),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        shamir::{Scalar, split},
        small_committee::{coefficients, index},
    };

    const SCHEME: SignatureScheme = SignatureScheme::BlsAggregateG1;

    fn published(size: u16) -> BlsCommittee {
        BlsCommittee {
            scheme: SCHEME,
            committee_size: size,
            commitments: written(&commit(SCHEME, &coefficients()).unwrap()),
        }
    }

    fn partials(size: u16) -> Vec<PartialSignature> {
        let shares = split(&coefficients(), size).unwrap();
        let sign = |share| partial_sign(SCHEME, share, b"m").unwrap();
        shares.into_iter().map(sign).collect()
    }

    #[test]
    fn thresholds() {
        assert_eq!(default_threshold(0), Err(Rule::ThresholdOutOfRange));
        for (size, threshold) in [(1, 1), (2, 2), (3, 2), (4, 3), (7, 4), (u16::MAX, 32768)] {
            assert_eq!(default_threshold(size), Ok(threshold), "{size}");
        }
    }

    #[test]
    fn providers_are_ranked() {
        let [a, b, c] = [1, 2, 3].map(|byte| UniqueId::from_bytes([byte; 32]));
        assert_eq!(indices(&[b, c, a]).unwrap(), [2, 3, 1].map(index));
        assert_eq!(indices(&[b, a, b]), Err(Rule::DuplicateProvider));
        assert_eq!(indices(&[]), Ok(vec![]));
    }

    #[test]
    fn a_committee_has_a_threshold_within_its_size() {
        for size in [0, 1] {
            let read = Committee::read(&published(size));
            assert_eq!(read.err(), Some(Rule::ThresholdOutOfRange));
        }
        let empty = BlsCommittee {
            commitments: vec![],
            ..published(2)
        };
        assert_eq!(
            Committee::read(&empty).err(),
            Some(Rule::ThresholdOutOfRange)
        );
    }

    #[test]
    fn share_keys() {
        let committee = Committee::read(&published(3)).unwrap();
        let share = split(&coefficients(), 3).unwrap()[1];
        let key = bls::public_key(bls::G1, share.value.try_into().unwrap());
        assert_eq!(committee.share_key(index(2)), Ok(key));
        assert_eq!(committee.share_key(index(4)), Err(Rule::IndexOutOfRange));
    }

    #[test]
    fn a_share_key_at_infinity() {
        let minus_one = Secret(-blstrs::Scalar::from(1));
        let commitments = commit(SCHEME, &[Secret(1.into()), minus_one]).unwrap();
        let published = BlsCommittee {
            commitments: written(&commitments),
            ..published(2)
        };
        let committee = Committee::read(&published).unwrap();
        assert_eq!(committee.share_key(index(1)), Err(Rule::PointIsIdentity));
        let zero = Share {
            index: index(1),
            value: Scalar(0.into()),
        };
        assert_eq!(partial_sign(SCHEME, zero, b""), Err(Rule::ScalarZero));
    }

    #[test]
    fn any_enough_partials_make_the_signature() {
        let committee = Committee::read(&published(3)).unwrap();
        let partials = partials(3);
        let whole = bls::sign(bls::G1, coefficients()[0], b"m").to_bytes();
        for chosen in [[0, 1], [2, 0], [1, 2]] {
            let chosen = chosen.map(|at: usize| partials[at].clone());
            let combined = committee.combine(b"m", &chosen).unwrap();
            assert_eq!(combined.signature.0, whole);
            assert!(combined.participants.is_sorted() && combined.culprits.is_empty());
        }
        assert_eq!(
            committee.combine(b"m", &partials[..1]),
            Err(Rule::TooFewPartials)
        );
        let twice = [partials[0].clone(), partials[0].clone()];
        assert_eq!(committee.combine(b"m", &twice), Err(Rule::DuplicateIndex));
    }

    #[test]
    fn culprits_are_named_even_after_enough() {
        let committee = Committee::read(&published(5)).unwrap();
        let mut partials = partials(5);
        partials[0].signature = Bytes(vec![]);
        partials[4].signature = partials[3].signature.clone();
        assert_eq!(
            committee.verify(b"m", &partials[4]),
            Err(Rule::PartialInvalid)
        );
        assert_eq!(
            committee.verify(b"m", &partials[0]),
            Err(Rule::PointMalformed)
        );
        partials.reverse();
        let combined = committee.combine(b"m", &partials).unwrap();
        assert_eq!(combined.participants, [3, 4].map(index));
        assert_eq!(combined.culprits, [1, 5].map(index));
    }
}
