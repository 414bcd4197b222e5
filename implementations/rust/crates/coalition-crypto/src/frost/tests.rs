use super::*;
use crate::{Bytes, Result, Rule};

const SUITES: [FrostSuite; 2] = [FrostSuite::Secp256k1 {}, FrostSuite::Ed25519 {}];

/// A small number as a scalar of a suite.
fn scalar(suite: FrostSuite, value: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    match suite {
        FrostSuite::Secp256k1 {} => bytes[31] = value,
        FrostSuite::Ed25519 {} => bytes[0] = value,
    }
    bytes
}

fn identifier(value: u16) -> Identifier {
    Identifier::new(value).unwrap()
}

fn keys(suite: FrostSuite) -> FrostKeys {
    deal(suite, &scalar(suite, 5), &[scalar(suite, 7)], 3).unwrap()
}

fn nonces(suite: FrostSuite, signer: u16) -> FrostNonces {
    let byte = signer.to_le_bytes()[0];
    let nonce = |round: u8| {
        nonce(
            suite,
            &[byte, round].repeat(16).try_into().unwrap(),
            &[1; 32],
        )
    };
    FrostNonces {
        hiding: nonce(0).unwrap(),
        binding: nonce(1).unwrap(),
    }
}

fn commitments(suite: FrostSuite, signers: &[u16]) -> Vec<FrostCommitment> {
    let entry = |signer: &u16| commit(suite, identifier(*signer), &nonces(suite, *signer)).unwrap();
    signers.iter().map(entry).collect()
}

fn share(
    keys: &FrostKeys,
    signer: u16,
    commitments: &[FrostCommitment],
    spent: &[Bytes],
) -> Result<[u8; 32]> {
    let nonces = nonces(keys.group.suite, signer);
    let signer = Signer {
        identifier: identifier(signer),
        share: &keys.shares[usize::from(signer) - 1],
        nonces: &nonces,
        spent,
    };
    signer.sign(&keys.group, b"m", commitments)
}

fn shares(keys: &FrostKeys, signers: &[u16]) -> Vec<FrostShare> {
    let commitments = commitments(keys.group.suite, signers);
    let made = |signer: &u16| FrostShare {
        identifier: identifier(*signer),
        share: share(keys, *signer, &commitments, &[]).unwrap(),
    };
    signers.iter().map(made).collect()
}

#[test]
fn enough_signers_make_a_signature() {
    for suite in SUITES {
        let keys = keys(suite);
        for signers in [vec![1, 2], vec![3, 1], vec![2, 3, 1]] {
            let commitments = commitments(suite, &signers);
            let outcome = aggregate(&keys.group, b"m", &commitments, &shares(&keys, &signers));
            let Ok(FrostOutcome::Signature { signature }) = outcome else {
                panic!("{outcome:?}");
            };
            let key = &keys.group.public_key;
            assert_eq!(verify(suite, key, b"m", &signature), Ok(()));
            let other = verify(suite, key, b"n", &signature);
            assert_eq!(other, Err(Rule::FrostSignatureInvalid));
            let short = verify(suite, key, b"m", &signature[1..]);
            assert_eq!(short, Err(Rule::FrostSignatureMalformed));
        }
    }
}

#[test]
fn wrong_shares_are_found() {
    for suite in SUITES {
        let keys = keys(suite);
        let commitments = commitments(suite, &[1, 3]);
        let mut shares = shares(&keys, &[3, 1]);
        shares[0].share = scalar(suite, 1);
        assert_eq!(
            aggregate(&keys.group, b"m", &commitments, &shares),
            Ok(FrostOutcome::Culprits {
                culprits: vec![identifier(3)]
            })
        );
        for wrong in [
            &shares[..1],
            &[shares[0], shares[0]],
            &[shares[0], shares[1], shares[1]],
        ] {
            let outcome = aggregate(&keys.group, b"m", &commitments, wrong);
            assert_eq!(outcome, Err(Rule::FrostSharesMismatch));
        }
    }
}

#[test]
fn who_signs() {
    for suite in SUITES {
        let keys = keys(suite);
        let both = commitments(suite, &[1, 2]);
        let too_few = share(&keys, 1, &both[..1], &[]);
        assert_eq!(too_few, Err(Rule::FrostTooFewSigners));
        let unlisted = share(&keys, 3, &both, &[]);
        assert_eq!(unlisted, Err(Rule::FrostSignerUnlisted));
        let unknown = share(&keys, 1, &commitments(suite, &[1, 4]), &[]);
        assert_eq!(unknown, Err(Rule::FrostSignerUnknown));
        let repeated = share(&keys, 1, &[both[0].clone(), both[0].clone()], &[]);
        assert_eq!(repeated, Err(Rule::FrostSignerRepeated));
        for spent in [&both[0].hiding, &both[0].binding] {
            let reused = share(&keys, 1, &both, std::slice::from_ref(spent));
            assert_eq!(reused, Err(Rule::FrostNonceReused));
        }
        assert!(share(&keys, 1, &both, &[both[1].hiding.clone()]).is_ok());
        let mut altered = both.clone();
        altered[0].binding = both[1].binding.clone();
        let altered = share(&keys, 1, &altered, &[]);
        assert_eq!(altered, Err(Rule::FrostCommitmentAltered));
    }
}

#[test]
fn thresholds() {
    for suite in SUITES {
        let deal = |coefficients: &[[u8; 32]], size| {
            deal(suite, &scalar(suite, 1), coefficients, size).err()
        };
        assert_eq!(deal(&[], 3), Some(Rule::FrostThresholdTooSmall));
        let two = scalar(suite, 2);
        assert_eq!(deal(&[two; 3], 3), Some(Rule::FrostGroupTooSmall));
        assert_eq!(deal(&[two; 2], 3), None);
        assert_eq!(
            deal(&[scalar(suite, 0)], 3),
            Some(Rule::FrostIdentityElement)
        );
        assert_eq!(deal(&[[0xff; 32]], 3), Some(Rule::FrostScalarOutOfRange));
    }
    assert_eq!(Identifier::new(0), Err(Rule::FrostIdentifierZero));
}

#[test]
fn elements_of_secp256k1() {
    let read = |bytes: &[u8]| Secp256k1::read_element(bytes).err();
    assert_eq!(read(&[0; 33]), Some(Rule::FrostIdentityElement));
    let mut above = [0xff; 33];
    above[0] = 2;
    let mut compact = [0; 33];
    (compact[0], compact[32]) = (5, 1);
    let mut one = compact;
    one[0] = 2;
    assert_eq!(read(&one), None);
    for bytes in [&[0; 32][..], &[0; 34], &[], &above, &compact] {
        assert_eq!(read(bytes), Some(Rule::FrostElementMalformed), "{bytes:x?}");
    }
}

#[test]
fn elements_of_ed25519() {
    let with = |first: u8, rest: u8, last: u8| {
        let mut bytes = [rest; 32];
        (bytes[0], bytes[31]) = (first, last);
        bytes
    };
    let read = |bytes: &[u8]| Ed25519::read_element(bytes).err();
    let lenient = |bytes: &[u8]| Ed25519::read_signature_commitment(bytes).err();
    let identity = with(1, 0, 0);
    assert_eq!(read(&identity), Some(Rule::FrostIdentityElement));
    assert_eq!(lenient(&identity), None);
    let small_order = with(0xec, 0xff, 0x7f);
    assert_eq!(read(&small_order), Some(Rule::FrostElementOrder));
    assert_eq!(lenient(&small_order), None);
    for bytes in [
        &with(1, 0, 0x80)[..],
        &with(0xee, 0xff, 0x7f),
        &with(2, 0, 0),
        &[1; 31],
    ] {
        assert_eq!(read(bytes), Some(Rule::FrostElementMalformed), "{bytes:x?}");
        assert_eq!(
            lenient(bytes),
            Some(Rule::FrostElementMalformed),
            "{bytes:x?}"
        );
    }
}
