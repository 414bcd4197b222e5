//! What is to be seen of threshold ECDSA: a signature, or an abort (FECDSA-1 to FECDSA-5).

use std::collections::BTreeSet;

use k256::ecdsa::{Signature, VerifyingKey, signature::Verifier};

use crate::{
    Result, Rule,
    frost::{Identifier, distinct},
};

/// Checks a signature of the committee (FECDSA-1 to FECDSA-4).
pub fn signature(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<()> {
    let key = key(public_key)?;
    if signature.len() != 64 {
        return Err(Rule::EcdsaSignatureMalformed);
    }
    let signature = Signature::from_slice(signature).or(Err(Rule::EcdsaScalarOutOfRange))?;
    if signature.normalize_s().is_some() {
        return Err(Rule::EcdsaHighS);
    }
    key.verify(message, &signature)
        .or(Err(Rule::EcdsaSignatureInvalid))
}

/// A committee's key: 33 bytes, compressed by SEC 1, and nothing else (FECDSA-1).
pub(super) fn key(public_key: &[u8]) -> Result<VerifyingKey> {
    let compressed = public_key.len() == 33 && matches!(public_key[0], 2 | 3);
    let key = VerifyingKey::from_sec1_bytes(public_key).ok();
    key.filter(|_| compressed).ok_or(Rule::EcdsaKeyMalformed)
}

/// The culprits of an abort, ascending (FECDSA-5).
pub fn abort(participants: &[Identifier], culprits: &[u16]) -> Result<Vec<u16>> {
    distinct(participants.iter().copied())?;
    if culprits.is_empty() {
        return Err(Rule::EcdsaAbortWithoutCulprit);
    }
    let named: BTreeSet<u16> = culprits.iter().copied().collect();
    if named.len() != culprits.len() {
        return Err(Rule::EcdsaCulpritRepeated);
    }
    let took_part = |culprit: &u16| participants.iter().any(|other| other.get() == *culprit);
    match named.iter().all(took_part) {
        true => Ok(named.into_iter().collect()),
        false => Err(Rule::EcdsaCulpritForeign),
    }
}
