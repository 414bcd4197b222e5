use k256::Scalar;

use super::{presignature::scalar, *};
use crate::{
    Bytes, Rule,
    frost::{Identifier, Secp256k1, Suite},
};

fn bytes(value: u64) -> [u8; 32] {
    Secp256k1::write_scalar(&Scalar::from(value))
}

fn identifier(value: u16) -> Identifier {
    Identifier::new(value).unwrap()
}

fn dealt() -> EcdsaDealt {
    deal(&bytes(5), &bytes(7), &[bytes(11)], &[bytes(13)], 3).unwrap()
}

fn shares(dealt: &EcdsaDealt, signers: &[u16]) -> Vec<EcdsaShare> {
    let share = |signer: &u16| EcdsaShare {
        identifier: identifier(*signer),
        share: sign(
            &dealt.secrets[usize::from(*signer) - 1],
            &dealt.presignature.nonce,
            b"m",
            &[],
        )
        .unwrap(),
    };
    signers.iter().map(share).collect()
}

#[test]
fn shares_add_up_to_a_signature() {
    let dealt = dealt();
    for signers in [vec![1, 3], vec![2, 1], vec![3, 2, 1]] {
        let participants: Vec<_> = signers.iter().map(|one| identifier(*one)).collect();
        let outcome = combine(
            &dealt.presignature,
            b"m",
            &participants,
            &shares(&dealt, &signers),
        );
        let Ok(EcdsaOutcome::Signature { signature: made }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(
            signature(&dealt.presignature.public_key, b"m", &made),
            Ok(())
        );
        let other = signature(&dealt.presignature.public_key, b"n", &made);
        assert_eq!(other, Err(Rule::EcdsaSignatureInvalid));
        let s = scalar(made[32..].try_into().unwrap()).unwrap();
        let high = [&made[..32], &Secp256k1::write_scalar(&-s)].concat();
        let other = signature(&dealt.presignature.public_key, b"m", &high);
        assert_eq!(other, Err(Rule::EcdsaHighS));
    }
}

#[test]
fn an_abort_names_the_wrong_shares() {
    let dealt = dealt();
    let participants = [3, 1].map(identifier);
    let mut shares = shares(&dealt, &[1, 3]);
    shares[0].share = bytes(1);
    assert_eq!(
        combine(&dealt.presignature, b"m", &participants, &shares),
        Ok(EcdsaOutcome::Abort {
            culprits: vec![identifier(1)]
        })
    );
    let combine = |participants: &[u16], shares: &[EcdsaShare]| {
        let participants: Vec<_> = participants.iter().map(|one| identifier(*one)).collect();
        super::combine(&dealt.presignature, b"m", &participants, shares)
    };
    assert_eq!(combine(&[1], &shares[..1]), Err(Rule::FrostTooFewSigners));
    assert_eq!(combine(&[1, 4], &shares), Err(Rule::FrostSignerUnknown));
    assert_eq!(combine(&[1, 3, 3], &shares), Err(Rule::FrostSignerRepeated));
    assert_eq!(combine(&[1, 2], &shares), Err(Rule::FrostSharesMismatch));
    let keyless = EcdsaPresignature {
        public_key: Bytes(vec![0; 33]),
        ..dealt.presignature.clone()
    };
    let outcome = super::combine(&keyless, b"m", &participants, &shares);
    assert_eq!(outcome, Err(Rule::EcdsaKeyMalformed));
}

#[test]
fn what_is_dealt() {
    let [one, two] = [bytes(1), bytes(2)];
    for (outcome, rule) in [
        (
            deal(&one, &one, &[one], &[], 3),
            Rule::EcdsaCoefficientsMismatch,
        ),
        (deal(&one, &one, &[], &[], 3), Rule::FrostThresholdTooSmall),
        (
            deal(&one, &one, &[two], &[two], 1),
            Rule::FrostGroupTooSmall,
        ),
        (
            deal(&bytes(0), &one, &[two], &[two], 2),
            Rule::FrostIdentityElement,
        ),
        (
            deal(&one, &bytes(0), &[two], &[two], 2),
            Rule::FrostIdentityElement,
        ),
        (
            deal(&one, &two, &[bytes(0)], &[two], 2),
            Rule::FrostIdentityElement,
        ),
        (
            deal(&one, &two, &[two], &[bytes(0)], 2),
            Rule::FrostIdentityElement,
        ),
        (
            deal(&[0xff; 32], &one, &[two], &[two], 2),
            Rule::FrostScalarOutOfRange,
        ),
    ] {
        assert_eq!(outcome, Err(rule));
    }
}

#[test]
fn a_presignature_signs_once() {
    let dealt = dealt();
    let nonce = &dealt.presignature.nonce;
    let again = sign(&dealt.secrets[0], nonce, b"m", std::slice::from_ref(nonce));
    assert_eq!(again, Err(Rule::EcdsaPresignatureReused));
}

#[test]
fn forms_of_a_signature() {
    let dealt = dealt();
    let key = dealt.presignature.public_key;
    let check = |bytes: &[u8]| signature(&key, b"m", bytes);
    assert_eq!(check(&[1; 63]), Err(Rule::EcdsaSignatureMalformed));
    assert_eq!(check(&[0; 64]), Err(Rule::EcdsaScalarOutOfRange));
    assert_eq!(check(&[0xff; 64]), Err(Rule::EcdsaScalarOutOfRange));
    for key in [&[0; 33][..], &[5; 33], &[], &[4; 65]] {
        assert_eq!(signature(key, b"m", &[1; 64]), Err(Rule::EcdsaKeyMalformed));
    }
}

#[test]
fn aborts() {
    let participants = [6, 2, 7].map(identifier);
    assert_eq!(abort(&participants, &[7, 2]).unwrap(), [2, 7]);
    assert_eq!(
        abort(&participants, &[]),
        Err(Rule::EcdsaAbortWithoutCulprit)
    );
    assert_eq!(
        abort(&participants, &[2, 2]),
        Err(Rule::EcdsaCulpritRepeated)
    );
    assert_eq!(abort(&participants, &[3]), Err(Rule::EcdsaCulpritForeign));
    let twice = [6, 6].map(identifier);
    assert_eq!(abort(&twice, &[6]), Err(Rule::FrostSignerRepeated));
}
