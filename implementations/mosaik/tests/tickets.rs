//! Signatures of mosaik's own ticket validator, which enter a group id.

use std::time::Duration;

use mosaik::{
    GroupKey, UniqueId,
    tickets::{EdDsa, Hs256, Hs384, Hs512, Jwt, TicketValidator},
};

fn secret() -> [u8; 32] {
    UniqueId::hash(b"mosaik.test.jwt.secret").into()
}

fn jwt() -> Jwt {
    Jwt::with_key(Hs256::new(secret()))
}

#[test]
fn the_upstream_tests_default_validator() {
    let validator = jwt().allow_issuer("mosaik.test.jwt.issuer");
    let signature = "c2d45052a38e9f288700a253197de58cda1f94e7c14cd70b8665fc5aa25fbece";
    assert_eq!(validator.signature().to_string(), signature);
    assert_eq!(validator.class(), UniqueId::from("mosaik.tickets.jwt.v1"));
    assert_eq!(GroupKey::from(&validator).secret().to_string(), signature);
}

#[test]
fn every_part_of_a_validator_is_folded_in_this_order() {
    let validator = jwt()
        .add_key(Hs384::new([1; 48]))
        .add_key(Hs512::new([2; 64]))
        .allow_non_expiring()
        .allow_issuer("i1")
        .allow_issuer("i2")
        .allow_audience("a1")
        .allow_audience("a2")
        .require_subject("s")
        .max_lifetime(Duration::from_secs(7))
        .max_age(Duration::from_secs(9))
        .require_claim("z", 1)
        .require_claim("a", "text");
    let folded = Jwt::CLASS
        .derive("HS256")
        .derive(UniqueId::from("hs256").derive(secret()))
        .derive("HS384")
        .derive(UniqueId::from("hs384").derive([1; 48]))
        .derive("HS512")
        .derive(UniqueId::from("hs512").derive([2; 64]))
        .derive([1])
        .derive("i1,i2")
        .derive("a1,a2")
        .derive("s")
        .derive(7u64.to_le_bytes())
        .derive(9u64.to_le_bytes())
        .derive("a")
        .derive("\"text\"")
        .derive("z")
        .derive("1");
    assert_eq!(validator.signature(), folded);
}

#[test]
fn the_name_of_ed25519_keys() {
    let key: [u8; 32] = mosaik::SecretKey::from(UniqueId::from("k")).public().as_bytes().to_owned();
    let folded = |name: &str| {
        Jwt::CLASS
            .derive(name)
            .derive(UniqueId::from("EdDsa").derive(key))
            .derive([0])
            .derive("")
            .derive("")
            .derive("")
            .derive(0u64.to_le_bytes())
            .derive(0u64.to_le_bytes())
    };
    assert_eq!(Jwt::with_key(EdDsa::new(key)).signature(), folded("EdDSA"));
}

#[test]
fn validators_that_differ_and_sign_alike() {
    assert_eq!(jwt().allow_issuer("a,b").signature(), jwt().allow_issuer("a").allow_issuer("b").signature());
    assert_eq!(jwt().max_age(Duration::ZERO).signature(), jwt().signature());
    assert_eq!(jwt().max_age(Duration::from_millis(999)).signature(), jwt().signature());
    assert_eq!(jwt().require_subject("").signature(), jwt().signature());
}
