use hmac::{Hmac, Mac};
use p256::ecdsa::signature::Signer;
use sha2::Sha256;

use super::*;
use crate::{ed25519, foreign_json::DEPTH};

const SECRET: [u8; 32] = [1; 32];
const PEER: [u8; 32] = [0xab; 32];
const NOW: u64 = 1_700_000_000;
const HEADER: &str = r#"{"alg":"HS256"}"#;

fn validator() -> JwtValidator {
    JwtValidator {
        keys: vec![JwtKey::Hs256 { secret: SECRET }],
        issuers: vec![],
        audiences: vec![],
        subject: Some("s".into()),
        claims: vec![],
        allow_non_expiring: true,
        max_lifetime_s: None,
        max_age_s: None,
    }
}

fn token(header: &str, payload: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let [header, payload] =
        [header, payload].map(|part| Base64UrlUnpadded::encode_string(part.as_bytes()));
    let message = format!("{header}.{payload}");
    let signature = Base64UrlUnpadded::encode_string(&sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn mac(message: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(&SECRET).unwrap();
    mac.chain_update(message).finalize().into_bytes().to_vec()
}

/// So many lists inside one another.
fn nested(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

/// What a validator says to these claims of a subject `s`.
fn check(validator: &JwtValidator, claims: &str) -> Result<Expiration> {
    let payload = format!("{{\"sub\":\"s\"{claims}}}");
    let token = token(HEADER, &payload, mac);
    validator.validate(token.as_bytes(), &PEER, NOW)
}

fn takes(validator: &JwtValidator, claims: &str) -> bool {
    match check(validator, claims) {
        Ok(_) => true,
        Err(rule) => {
            assert_eq!(rule, Rule::InvalidTicket);
            false
        }
    }
}

#[test]
fn parts() {
    let validate = |token: &str| validator().validate(token.as_bytes(), &PEER, NOW).is_ok();
    let right = token(HEADER, r#"{"sub":"s"}"#, mac);
    assert!(validate(&right));
    for wrong in [
        format!("{right}="),
        format!("{right}."),
        format!(" {right}"),
        right[..right.len() - 1].to_owned(),
        right.replacen('.', "", 1),
        right.replacen('.', "=.", 1),
        token(r#"{"alg":"none"}"#, r#"{"sub":"s"}"#, |_| vec![]),
        token(r#"{"alg":"hs256"}"#, r#"{"sub":"s"}"#, mac),
        token(r#"{"alg":["HS256"]}"#, r#"{"sub":"s"}"#, mac),
        token(r#"["HS256"]"#, r#"{"sub":"s"}"#, mac),
        token(HEADER, r#"["s"]"#, mac),
        token(HEADER, r#"{"sub":"s"} x"#, mac),
        token(HEADER, r#"{"sub":"s"}"#, |message| {
            mac(message)[..31].to_vec()
        }),
        String::new(),
    ] {
        assert!(!validate(&wrong), "{wrong}");
    }
    let others = r#"{"typ":1,"crit":["x"],"alg":"HS256","alg2":null}"#;
    assert!(validate(&token(others, r#"{"sub":"s"}"#, mac)));
    assert!(validator().validate(b"\xff.a.b", &PEER, NOW).is_err());
}

#[test]
fn bits_left_over() {
    assert_eq!(decode("_-8"), Some(vec![0xff, 0xef]));
    for part in ["_-9", "_-8=", "/+8", "_-8\n", "_"] {
        assert_eq!(decode(part), None, "{part}");
    }
}

#[test]
fn curves() {
    let payload = r#"{"sub":"s"}"#;
    let validate = |key: &JwtKey, token: &str| {
        let validator = JwtValidator {
            keys: vec![JwtKey::Hs256 { secret: SECRET }, key.clone()],
            ..validator()
        };
        validator.validate(token.as_bytes(), &PEER, NOW).is_ok()
    };
    let p256 = p256::ecdsa::SigningKey::from_slice(&[1; 32]).unwrap();
    let signature = |message: &[u8]| -> p256::ecdsa::Signature { p256.sign(message) };
    let high = |message: &[u8]| {
        let signature = signature(message);
        let other = p256::ecdsa::Signature::from_scalars(*signature.r(), -*signature.s());
        other.unwrap().to_vec()
    };
    let point = p256.verifying_key().to_encoded_point(true);
    let key = JwtKey::Es256 {
        key: point.as_bytes().try_into().unwrap(),
    };
    let es256 = r#"{"alg":"ES256"}"#;
    assert!(validate(
        &key,
        &token(es256, payload, |message| signature(message).to_vec())
    ));
    assert!(validate(&key, &token(es256, payload, high)));
    assert!(!validate(&key, &token(es256, payload, mac)));
    assert!(!validate(&key, &token(r#"{"alg":"ES384"}"#, payload, high)));
    let mut compact: [u8; 33] = point.as_bytes().try_into().unwrap();
    compact[0] = 5;
    for no_point in [[0; 33], compact].map(|key| JwtKey::Es256 { key }) {
        assert!(!validate(&no_point, &token(es256, payload, high)));
    }

    let p384 = p384::ecdsa::SigningKey::from_slice(&[1; 48]).unwrap();
    let point = p384.verifying_key().to_encoded_point(true);
    let key = JwtKey::Es384 {
        key: point.as_bytes().try_into().unwrap(),
    };
    let sign = |message: &[u8]| -> Vec<u8> {
        let signature: p384::ecdsa::Signature = p384.sign(message);
        signature.to_vec()
    };
    assert!(validate(&key, &token(r#"{"alg":"ES384"}"#, payload, sign)));

    let key = JwtKey::EdDsa {
        key: ed25519::public_key(&SECRET),
    };
    let sign = |message: &[u8]| ed25519::sign(&SECRET, message).to_vec();
    assert!(validate(&key, &token(r#"{"alg":"EdDSA"}"#, payload, sign)));
    assert!(!validate(&key, &token(r#"{"alg":"EdDsa"}"#, payload, sign)));
}

/// RFC 7515, appendix A.4.
#[test]
fn a_published_signature_on_p521() {
    let x =
        "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk";
    let key = JwtKey::Es512 {
        key: [&[2], &decode(x).unwrap()[..]].concat().try_into().unwrap(),
    };
    let mut signature = decode(concat!(
        "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZq",
        "wqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8Kp",
        "EHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
    ))
    .unwrap();
    let message = b"eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA";
    assert!(key.verifies(message, &signature));
    signature[131] ^= 1;
    assert!(!key.verifies(message, &signature));
}

#[test]
fn registered_claims_have_their_types() {
    for right in [
        "",
        r#","jti":"x","exp":null,"nbf":null,"iat":null"#,
        r#","iss":null"#,
        &format!(",\"x\":{}", nested(DEPTH - 1)),
    ] {
        assert!(takes(&validator(), right), "{right}");
    }
    for wrong in [
        r#","jti":1"#,
        r#","aud":["a"]"#,
        r#","iss":1"#,
        r#","iat":"1""#,
        r#","nbf":1.5"#,
        r#","nbf":-1"#,
        r#","nbf":18446744073709551616"#,
        r#","nbf":-0"#,
        r#","x":1e309"#,
        r#","x":"\ud800""#,
        &format!(",\"x\":{}", nested(DEPTH)),
    ] {
        assert!(!takes(&validator(), wrong), "{wrong}");
    }
}

#[test]
fn whom_it_concerns() {
    let list = || vec!["a".to_owned(), "b".to_owned()];
    let issued = JwtValidator {
        issuers: list(),
        ..validator()
    };
    let meant = JwtValidator {
        audiences: list(),
        ..validator()
    };
    for (validator, name) in [(issued, "iss"), (meant, "aud")] {
        assert!(takes(&validator, &format!(",\"{name}\":\"b\"")));
        assert!(!takes(&validator, &format!(",\"{name}\":\"c\"")));
        assert!(!takes(&validator, ""));
    }
    let of_peer = JwtValidator {
        subject: None,
        ..validator()
    };
    assert!(!takes(&of_peer, ""));
    let payload = format!("{{\"sub\":\"{}\"}}", "ab".repeat(32));
    let token = token(HEADER, &payload, mac);
    let validate = |peer| of_peer.validate(token.as_bytes(), peer, NOW).is_ok();
    assert!(validate(&PEER) && !validate(&[0; 32]));
}

#[test]
fn times() {
    let strict = JwtValidator {
        allow_non_expiring: false,
        ..validator()
    };
    for (claims, taken) in [
        ("", false),
        (r#","exp":1700000000"#, false),
        (r#","exp":1700000001"#, true),
        (r#","exp":8210266876799"#, true),
        (r#","exp":8210266876800"#, false),
        (r#","exp":1700000001,"nbf":1700000000"#, true),
        (r#","exp":1700000001,"nbf":1700000001"#, false),
    ] {
        assert_eq!(takes(&strict, claims), taken, "{claims}");
        let lenient = taken || claims.is_empty();
        assert_eq!(takes(&validator(), claims), lenient, "{claims}");
    }
    let at = check(&strict, r#","exp":1700000001"#);
    let unix_ms = 1_700_000_001_000;
    assert_eq!(at, Ok(Expiration::At { unix_ms }));
    assert_eq!(check(&validator(), ""), Ok(Expiration::Never {}));
    let short = JwtValidator {
        max_lifetime_s: Some(10),
        max_age_s: Some(10),
        ..validator()
    };
    for (claims, taken) in [
        (r#","exp":1700000010,"iat":1699999990"#, true),
        (r#","exp":1700000011,"iat":1699999990"#, false),
        (r#","exp":1700000010,"iat":1699999989"#, false),
        (r#","iat":1800000000"#, true),
        (r#","exp":1700000010"#, false),
    ] {
        assert_eq!(takes(&short, claims), taken, "{claims}");
    }
}

fn claim(name: &str, value: ClaimValue) -> JwtClaim {
    JwtClaim {
        name: name.into(),
        value,
    }
}

#[test]
fn claims_have_their_values() {
    let text = ClaimValue::Text { text: "1".into() };
    let claiming = JwtValidator {
        claims: vec![
            claim("b", text.clone()),
            claim("a", ClaimValue::Integer { value: -1 }),
            claim("c", ClaimValue::Flag { value: true }),
        ],
        ..validator()
    };
    assert!(takes(&claiming, r#","a":-1,"b":"1","c":true,"d":0"#));
    for wrong in [
        r#","a":-1,"b":"1""#,
        r#","a":-1,"b":1,"c":true"#,
        r#","a":-1.0,"b":"1","c":true"#,
        r#","a":-1,"b":"1","c":1"#,
    ] {
        assert!(!takes(&claiming, wrong), "{wrong}");
    }
    let twice = JwtValidator {
        claims: vec![claim("b", text.clone()), claim("b", text)],
        ..validator()
    };
    assert_eq!(check(&twice, ""), Err(Rule::DuplicateKey));
    assert_eq!(twice.signature(), Err(Rule::DuplicateKey));
}

/// The example of the chapter.
#[test]
fn the_signature_of_a_validator() {
    let secret = "5911b990631d5d2ff25bd51a0538ba60408060bf61dd176ad7f68d5cf0bd0ebf";
    let validator = JwtValidator {
        keys: vec![JwtKey::Hs256 {
            secret: strict_json::hex::decode_array(secret).unwrap(),
        }],
        issuers: vec!["mosaik.test.jwt.issuer".into()],
        subject: None,
        allow_non_expiring: false,
        ..validator()
    };
    assert_eq!(
        validator.signature().unwrap().id().to_string(),
        "c2d45052a38e9f288700a253197de58cda1f94e7c14cd70b8665fc5aa25fbece"
    );
}

#[test]
fn claims_are_folded_by_name() {
    let [a, b] = ["a", "b"].map(|name| claim(name, ClaimValue::Integer { value: i64::MIN }));
    let signature = |claims: &[&JwtClaim]| {
        let validator = JwtValidator {
            claims: claims.iter().map(|claim| (*claim).clone()).collect(),
            ..validator()
        };
        validator.signature().unwrap().id()
    };
    assert_eq!(signature(&[&a, &b]), signature(&[&b, &a]));
    let before = validator().signature().unwrap().id();
    let folded = before.derive("a").derive("-9223372036854775808");
    assert_eq!(signature(&[&a]), folded);
}
