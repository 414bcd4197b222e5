//! Threshold Schnorr signatures in two rounds, by RFC 9591 (FROST).

mod suite;

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU16,
};

use ff::Field;
use group::Group;
use strict_json::{Decode, Encode, Flaw, Json, choice, record};

pub(crate) use suite::{Ed25519, Secp256k1, Suite};

use crate::{
    Bytes, Result, Rule,
    polynomial::{Lagrange, evaluate},
};

/// A ciphersuite (FROST-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FrostSuite {
    /// FROST(secp256k1, SHA-256).
    Secp256k1 {} = 0,
    /// FROST(Ed25519, SHA-512).
    Ed25519 {} = 1,
}

choice!(FrostSuite {
    Secp256k1 {},
    Ed25519 {},
});

/// Calls a function of the suite that a value says.
macro_rules! by {
    ($suite:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $suite {
            FrostSuite::Secp256k1 {} => $function::<Secp256k1>($($argument),*),
            FrostSuite::Ed25519 {} => $function::<Ed25519>($($argument),*),
        }
    };
}

/// A participant, from 1: the share at 0 is the key itself (FROST-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(NonZeroU16);

impl Identifier {
    /// The identifier, unless it is 0 (FROST-6).
    pub fn new(identifier: u16) -> Result<Self> {
        let identifier = NonZeroU16::new(identifier).map(Self);
        identifier.ok_or(Rule::FrostIdentifierZero)
    }

    /// The number.
    pub fn get(self) -> u16 {
        self.0.get()
    }

    /// The identifiers 1 to `size`.
    pub(crate) fn all(size: u16) -> impl Iterator<Item = Self> {
        (1..=size).filter_map(NonZeroU16::new).map(Self)
    }

    /// The identifier as a scalar.
    pub(crate) fn scalar<S: Suite>(self) -> Scalar<S> {
        u64::from(self.get()).into()
    }
}

impl Decode for Identifier {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl Encode for Identifier {
    fn encode(&self) -> Json<'_> {
        Json::Unsigned(self.get().into())
    }
}

/// A member of a group, and its share times the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostMember {
    /// The member.
    pub identifier: Identifier,
    /// Its share times the generator.
    pub verifying_share: Bytes,
}

record!(FrostMember {
    identifier,
    verifying_share,
});

/// What is public of a shared key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostGroup {
    /// The suite.
    pub suite: FrostSuite,
    /// How many sign.
    pub threshold: u16,
    /// The key.
    pub public_key: Bytes,
    /// The members.
    pub members: Vec<FrostMember>,
}

record!(FrostGroup {
    suite,
    threshold,
    public_key,
    members,
});

/// What a dealer gives out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostKeys {
    /// What is public.
    pub group: FrostGroup,
    /// The members' shares, in their order.
    pub shares: Vec<[u8; 32]>,
    /// The secret and the coefficients, times the generator.
    pub commitments: Vec<Bytes>,
}

record!(FrostKeys {
    group,
    shares,
    commitments,
});

/// A signer's two nonces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrostNonces {
    /// The hiding one.
    pub hiding: [u8; 32],
    /// The binding one.
    pub binding: [u8; 32],
}

record!(FrostNonces { hiding, binding });

/// A signer's nonces times the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostCommitment {
    /// The signer.
    pub identifier: Identifier,
    /// The commitment to its hiding nonce.
    pub hiding: Bytes,
    /// The commitment to its binding nonce.
    pub binding: Bytes,
}

record!(FrostCommitment {
    identifier,
    hiding,
    binding,
});

/// A binding factor, and what hashes to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostBinding {
    /// What is hashed.
    pub input: Bytes,
    /// The factor.
    pub factor: [u8; 32],
}

record!(FrostBinding { input, factor });

/// A signer's share of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrostShare {
    /// The signer.
    pub identifier: Identifier,
    /// The share.
    pub share: [u8; 32],
}

record!(FrostShare { identifier, share });

/// What comes of the shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrostOutcome {
    /// A signature that verifies.
    Signature {
        /// The signature.
        signature: Bytes,
    },
    /// None, and whose fault it is.
    Culprits {
        /// Those whose shares are wrong, ascending.
        culprits: Vec<Identifier>,
    },
}

choice!(FrostOutcome {
    Signature { signature },
    Culprits { culprits },
});

type Element<S> = <S as Suite>::Element;
type Scalar<S> = <Element<S> as Group>::Scalar;

/// Shares a key (FROST-7, FROST-8).
pub fn deal(
    suite: FrostSuite,
    secret: &[u8; 32],
    coefficients: &[[u8; 32]],
    size: u16,
) -> Result<FrostKeys> {
    by!(suite, deal_in(suite, secret, coefficients, size))
}

fn deal_in<S: Suite>(
    suite: FrostSuite,
    secret: &[u8; 32],
    coefficients: &[[u8; 32]],
    size: u16,
) -> Result<FrostKeys> {
    let all = std::iter::once(secret).chain(coefficients);
    let polynomial = all.map(S::read_scalar).collect::<Result<Vec<_>>>()?;
    let threshold = threshold(polynomial.len(), usize::from(size))?;
    let commitments = polynomial
        .iter()
        .map(public::<S>)
        .collect::<Result<Vec<_>>>()?;
    let mut members = Vec::new();
    let mut shares = Vec::new();
    for identifier in Identifier::all(size) {
        let share = evaluate(&polynomial, identifier.scalar::<S>(), Scalar::<S>::ZERO);
        members.push(FrostMember {
            identifier,
            verifying_share: public::<S>(&share)?,
        });
        shares.push(S::write_scalar(&share));
    }
    let group = FrostGroup {
        suite,
        threshold,
        public_key: commitments[0].clone(),
        members,
    };
    Ok(FrostKeys {
        group,
        shares,
        commitments,
    })
}

/// A nonce, of fresh randomness and the signer's share (FROST-9).
pub fn nonce(suite: FrostSuite, randomness: &[u8; 32], share: &[u8; 32]) -> Result<[u8; 32]> {
    by!(suite, nonce_in(randomness, share))
}

fn nonce_in<S: Suite>(randomness: &[u8; 32], share: &[u8; 32]) -> Result<[u8; 32]> {
    S::read_scalar(share)?;
    Ok(S::write_scalar(&S::h3(
        &[randomness.as_slice(), share].concat(),
    )))
}

/// The commitment to two nonces (FROST-9).
pub fn commit(
    suite: FrostSuite,
    identifier: Identifier,
    nonces: &FrostNonces,
) -> Result<FrostCommitment> {
    by!(suite, commit_in(identifier, nonces))
}

fn commit_in<S: Suite>(identifier: Identifier, nonces: &FrostNonces) -> Result<FrostCommitment> {
    Ok(FrostCommitment {
        identifier,
        hiding: public::<S>(&S::read_scalar(&nonces.hiding)?)?,
        binding: public::<S>(&S::read_scalar(&nonces.binding)?)?,
    })
}

/// The binding factor of a participant (FROST-10, FROST-11).
pub fn binding(
    suite: FrostSuite,
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
    identifier: Identifier,
) -> Result<FrostBinding> {
    by!(
        suite,
        binding_in(public_key, commitments, message, identifier)
    )
}

fn binding_in<S: Suite>(
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
    identifier: Identifier,
) -> Result<FrostBinding> {
    S::read_element(public_key)?;
    let list = List::<S>::read(commitments)?;
    list.own(identifier)?;
    let input = list.input(public_key, message, identifier);
    Ok(FrostBinding {
        factor: S::write_scalar(&S::h1(&input)),
        input: input.into(),
    })
}

/// The group's commitment (FROST-12).
pub fn group_commitment(
    suite: FrostSuite,
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
) -> Result<Vec<u8>> {
    by!(suite, group_commitment_in(public_key, commitments, message))
}

fn group_commitment_in<S: Suite>(
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
) -> Result<Vec<u8>> {
    S::read_element(public_key)?;
    let round = Round::<S>::of(List::read(commitments)?, public_key, message)?;
    Ok(round.commitment)
}

/// The challenge (FROST-13).
pub fn challenge(
    suite: FrostSuite,
    group_commitment: &[u8],
    public_key: &[u8],
    message: &[u8],
) -> Result<[u8; 32]> {
    by!(suite, challenge_in(group_commitment, public_key, message))
}

fn challenge_in<S: Suite>(
    group_commitment: &[u8],
    public_key: &[u8],
    message: &[u8],
) -> Result<[u8; 32]> {
    S::read_element(group_commitment)?;
    S::read_element(public_key)?;
    Ok(S::write_scalar(&S::h2(
        &[group_commitment, public_key, message].concat(),
    )))
}

/// A signer's part of the second round.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The signer.
    pub identifier: Identifier,
    /// Its share of the key.
    pub share: &'a [u8; 32],
    /// Its nonces.
    pub nonces: &'a FrostNonces,
    /// Its commitments of earlier rounds.
    pub spent: &'a [Bytes],
}

impl Signer<'_> {
    /// The share of a signature (FROST-14 to FROST-16).
    pub fn sign(
        &self,
        group: &FrostGroup,
        message: &[u8],
        commitments: &[FrostCommitment],
    ) -> Result<[u8; 32]> {
        by!(group.suite, sign_in(self, group, message, commitments))
    }
}

fn sign_in<S: Suite>(
    signer: &Signer<'_>,
    group: &FrostGroup,
    message: &[u8],
    commitments: &[FrostCommitment],
) -> Result<[u8; 32]> {
    let members = Members::<S>::read(group)?;
    let share = S::read_scalar(signer.share)?;
    let hiding = S::read_scalar(&signer.nonces.hiding)?;
    let binding = S::read_scalar(&signer.nonces.binding)?;
    let list = List::<S>::read(commitments)?;
    let own = list.own(signer.identifier)?;
    members.sign(&list, group.threshold)?;
    let [hidden, bound] = [hiding, binding].map(|nonce| Element::<S>::generator() * nonce);
    if own.hiding != hidden || own.binding != bound {
        return Err(Rule::FrostCommitmentAltered);
    }
    for own in [&own.hiding, &own.binding] {
        let own = S::write_element(own)?;
        if signer.spent.iter().any(|spent| spent.0 == own) {
            return Err(Rule::FrostNonceReused);
        }
    }
    let round = Round::of(list, &group.public_key, message)?;
    let (factor, coefficient) = round.weights(signer.identifier);
    let share = hiding + binding * factor + coefficient * share * round.challenge;
    Ok(S::write_scalar(&share))
}

/// The signature that the shares add up to, or who is to blame (FROST-17 to FROST-19).
pub fn aggregate(
    group: &FrostGroup,
    message: &[u8],
    commitments: &[FrostCommitment],
    shares: &[FrostShare],
) -> Result<FrostOutcome> {
    by!(
        group.suite,
        aggregate_in(group, message, commitments, shares)
    )
}

fn aggregate_in<S: Suite>(
    group: &FrostGroup,
    message: &[u8],
    commitments: &[FrostCommitment],
    shares: &[FrostShare],
) -> Result<FrostOutcome> {
    let members = Members::<S>::read(group)?;
    let list = List::<S>::read(commitments)?;
    members.sign(&list, group.threshold)?;
    let read = |share: &FrostShare| Ok((share.identifier, S::read_scalar(&share.share)?));
    let shares = shares.iter().map(read).collect::<Result<Vec<_>>>()?;
    let shares = of_each(list.0.keys().copied(), shares)?;
    let round = Round::of(list, &group.public_key, message)?;
    let sum: Scalar<S> = shares.values().sum();
    let base = Element::<S>::generator();
    if base * sum == round.sum + members.public_key * round.challenge {
        let signature = [round.commitment.as_slice(), &S::write_scalar(&sum)].concat();
        return Ok(FrostOutcome::Signature {
            signature: signature.into(),
        });
    }
    let wrong = |(identifier, share): (&Identifier, &Scalar<S>)| {
        let Entry { hiding, binding } = round.list.0[identifier];
        let (factor, coefficient) = round.weights(*identifier);
        let key = members.verifying_shares[identifier];
        let right = hiding + binding * factor + key * (coefficient * round.challenge);
        (base * *share != right).then_some(*identifier)
    };
    Ok(FrostOutcome::Culprits {
        culprits: shares.iter().filter_map(wrong).collect(),
    })
}

/// Verifies a signature (FROST-20).
pub fn verify(
    suite: FrostSuite,
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    by!(suite, verify_in(public_key, message, signature))
}

fn verify_in<S: Suite>(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<()> {
    let key = S::read_element(public_key)?;
    if signature.len() != S::ELEMENT + 32 {
        return Err(Rule::FrostSignatureMalformed);
    }
    let (commitment, sum) = signature.split_at(S::ELEMENT);
    let sum = S::read_scalar(sum.try_into().expect("the rest is 32 bytes"))?;
    let challenge = S::h2(&[commitment, public_key, message].concat());
    let rest = S::read_signature_commitment(commitment)? + key * challenge;
    match S::equal_by_cofactor(Element::<S>::generator() * sum, rest) {
        true => Ok(()),
        false => Err(Rule::FrostSignatureInvalid),
    }
}

/// The threshold, if it is from 2 to the number of participants (FROST-7).
pub(crate) fn threshold(threshold: usize, participants: usize) -> Result<u16> {
    if threshold < 2 {
        return Err(Rule::FrostThresholdTooSmall);
    }
    let threshold = u16::try_from(threshold).or(Err(Rule::FrostGroupTooSmall))?;
    match usize::from(threshold) <= participants {
        true => Ok(threshold),
        false => Err(Rule::FrostGroupTooSmall),
    }
}

/// No participant stands twice (FROST-10).
pub(crate) fn distinct(participants: impl IntoIterator<Item = Identifier>) -> Result<()> {
    let mut seen = BTreeSet::new();
    match participants.into_iter().all(|one| seen.insert(one)) {
        true => Ok(()),
        false => Err(Rule::FrostSignerRepeated),
    }
}

/// Enough participants, each of them once and a member (FROST-10, FROST-14).
pub(crate) fn signers(
    mut participants: impl ExactSizeIterator<Item = Identifier> + Clone,
    threshold: u16,
    is_member: impl FnMut(Identifier) -> bool,
) -> Result<()> {
    distinct(participants.clone())?;
    if participants.len() < usize::from(threshold) {
        return Err(Rule::FrostTooFewSigners);
    }
    match participants.all(is_member) {
        true => Ok(()),
        false => Err(Rule::FrostSignerUnknown),
    }
}

/// One share of each participant, and none besides (FROST-18).
pub(crate) fn of_each<T>(
    participants: impl IntoIterator<Item = Identifier>,
    shares: Vec<(Identifier, T)>,
) -> Result<BTreeMap<Identifier, T>> {
    let given = shares.len();
    let shares: BTreeMap<_, _> = shares.into_iter().collect();
    let participants: BTreeSet<_> = participants.into_iter().collect();
    match shares.len() == given && shares.keys().eq(&participants) {
        true => Ok(shares),
        false => Err(Rule::FrostSharesMismatch),
    }
}

/// A scalar times the generator (FROST-4).
fn public<S: Suite>(scalar: &Scalar<S>) -> Result<Bytes> {
    S::write_element(&(Element::<S>::generator() * *scalar)).map(Bytes)
}

/// A group whose parts are elements, each member once, the threshold within (FROST-7, FROST-10).
struct Members<S: Suite> {
    public_key: Element<S>,
    verifying_shares: BTreeMap<Identifier, Element<S>>,
}

impl<S: Suite> Members<S> {
    fn read(group: &FrostGroup) -> Result<Self> {
        threshold(usize::from(group.threshold), group.members.len())?;
        distinct(group.members.iter().map(|member| member.identifier))?;
        let read = |member: &FrostMember| {
            Ok((member.identifier, S::read_element(&member.verifying_share)?))
        };
        Ok(Self {
            public_key: S::read_element(&group.public_key)?,
            verifying_shares: group.members.iter().map(read).collect::<Result<_>>()?,
        })
    }

    /// Enough of them committed, and nobody else (FROST-14).
    fn sign(&self, list: &List<S>, threshold: u16) -> Result<()> {
        let is_member = |one| self.verifying_shares.contains_key(&one);
        signers(list.0.keys().copied(), threshold, is_member)
    }
}

/// A participant's commitments.
#[derive(Clone, Copy)]
struct Entry<E> {
    hiding: E,
    binding: E,
}

/// A list of commitments, in ascending order (FROST-10).
struct List<S: Suite>(BTreeMap<Identifier, Entry<Element<S>>>);

impl<S: Suite> List<S> {
    fn read(commitments: &[FrostCommitment]) -> Result<Self> {
        distinct(commitments.iter().map(|entry| entry.identifier))?;
        let read = |entry: &FrostCommitment| {
            let hiding = S::read_element(&entry.hiding)?;
            let binding = S::read_element(&entry.binding)?;
            Ok((entry.identifier, Entry { hiding, binding }))
        };
        commitments
            .iter()
            .map(read)
            .collect::<Result<_>>()
            .map(Self)
    }

    /// The entry of a participant (FROST-11).
    fn own(&self, identifier: Identifier) -> Result<Entry<Element<S>>> {
        let own = self.0.get(&identifier).copied();
        own.ok_or(Rule::FrostSignerUnlisted)
    }

    /// What all binding factors hash first (FROST-11).
    fn prefix(&self, public_key: &[u8], message: &[u8]) -> Vec<u8> {
        let mut encoded = Vec::new();
        for (identifier, Entry { hiding, binding }) in &self.0 {
            encoded.extend(S::write_scalar(&identifier.scalar::<S>()));
            for element in [hiding, binding] {
                encoded.extend(S::write_element(element).expect("what was read is an element"));
            }
        }
        [public_key, &S::h4(message), &S::h5(&encoded)].concat()
    }

    /// What the binding factor of one participant hashes (FROST-11).
    fn input(&self, public_key: &[u8], message: &[u8], identifier: Identifier) -> Vec<u8> {
        let mut input = self.prefix(public_key, message);
        input.extend(S::write_scalar(&identifier.scalar::<S>()));
        input
    }
}

/// What a round derives for everybody (FROST-11 to FROST-13).
struct Round<S: Suite> {
    list: List<S>,
    /// Of each participant, the binding factor and the Lagrange coefficient at 0.
    weights: BTreeMap<Identifier, (Scalar<S>, Scalar<S>)>,
    sum: Element<S>,
    commitment: Vec<u8>,
    challenge: Scalar<S>,
}

impl<S: Suite> Round<S> {
    fn of(list: List<S>, public_key: &[u8], message: &[u8]) -> Result<Self> {
        let prefix = list.prefix(public_key, message);
        let factor = |one: &Identifier| {
            S::h1(&[prefix.as_slice(), &S::write_scalar(&one.scalar::<S>())].concat())
        };
        let points = list.0.keys().map(|one| one.scalar::<S>()).collect();
        let coefficients = Lagrange::among(points).at(Scalar::<S>::ZERO);
        let weights = list.0.keys().zip(coefficients);
        let weights: BTreeMap<_, _> = weights
            .map(|(one, coefficient)| (*one, (factor(one), coefficient)))
            .collect();
        let terms = list.0.values().zip(weights.values());
        let sum: Element<S> = terms
            .map(|(entry, (factor, _))| entry.hiding + entry.binding * *factor)
            .sum();
        let commitment = S::write_element(&sum)?;
        let challenge = S::h2(&[commitment.as_slice(), public_key, message].concat());
        Ok(Self {
            list,
            weights,
            sum,
            commitment,
            challenge,
        })
    }

    fn weights(&self, identifier: Identifier) -> (Scalar<S>, Scalar<S>) {
        self.weights[&identifier]
    }
}

#[cfg(test)]
mod tests;
