//! The example of the text, altered; signed again by others, or not.

use std::time::{Duration, UNIX_EPOCH};

use x509_cert::{
    der::{
        Decode, Encode, Tag,
        asn1::{AnyRef, OctetString},
    },
    ext::{Extension, pkix::BasicConstraints},
    spki::ObjectIdentifier,
    time::Time,
};

use super::{
    super::{extension::EXTENSION, *},
    authority::Authority,
    case::Case,
};

/// The example, altered as it stands.
pub(super) fn given(alter: impl FnOnce(&mut Case)) -> Case {
    let mut case = Case::bond();
    alter(&mut case);
    case
}

/// The example with one byte of its quote altered.
pub(super) fn byte(at: usize) -> Case {
    given(|case| case.quote.0[at] ^= 1)
}

/// The example with its quote altered, and not signed again.
pub(super) fn quoted(alter: impl FnOnce(&mut TdxQuote)) -> Case {
    given(|case| {
        let mut quote = TdxQuote::parse(&case.quote).unwrap();
        alter(&mut quote);
        case.quote = quote.write().into();
    })
}

/// The example altered, and signed again.
pub(super) fn signed(alter: impl FnOnce(&mut Authority)) -> Case {
    let case = Case::bond();
    let mut authority = Authority::of(&case);
    alter(&mut authority);
    authority.sign(&case)
}

pub(super) fn replace(text: &mut String, there: &str, instead: &str) {
    let replaced = text.replacen(there, instead, 1);
    assert_ne!(replaced, *text, "{there}");
    *text = replaced;
}

/// The example with its TCB information altered, and signed again.
pub(super) fn informed(there: &str, instead: &str) -> Case {
    signed(|authority| replace(&mut authority.tcb_info, there, instead))
}

/// The example with its identity altered, and signed again.
pub(super) fn identified(there: &str, instead: &str) -> Case {
    signed(|authority| replace(&mut authority.qe_identity, there, instead))
}

/// The example under whose identity the enclave has this status, which the policy accepts.
pub(super) fn with_enclave(status: TcbStatus) -> Case {
    signed(|authority| {
        let status_is = format!("\"tcbStatus\":\"{}\"", name(status));
        replace(
            &mut authority.qe_identity,
            "\"tcbStatus\":\"UpToDate\"",
            &status_is,
        );
        authority.policy.statuses.push(status);
    })
}

/// A status as Intel writes it.
pub(super) fn name(status: TcbStatus) -> String {
    let name = format!("{status:?}");
    name.trim_end_matches(" {}").to_owned()
}

/// The example with the parts of its certificate's extension altered, and signed again.
pub(super) fn certified(alter: impl FnOnce(&mut Vec<u8>)) -> Case {
    signed(|authority| {
        let mut extensions = authority.pck.extensions.iter_mut().flatten();
        let parts = extensions.find(|each| each.extn_id == EXTENSION).unwrap();
        let sequence = AnyRef::from_der(parts.extn_value.as_bytes()).unwrap();
        let mut content = sequence.value().to_vec();
        alter(&mut content);
        let sequence = AnyRef::new(Tag::Sequence, &content).unwrap();
        parts.extn_value = OctetString::new(sequence.to_der().unwrap()).unwrap();
    })
}

pub(super) fn authority() -> BasicConstraints {
    BasicConstraints {
        ca: true,
        path_len_constraint: None,
    }
}

pub(super) fn extension(id: &str, content: &impl Encode) -> Extension {
    Extension {
        extn_id: ObjectIdentifier::new_unwrap(id),
        critical: true,
        extn_value: OctetString::new(content.to_der().unwrap()).unwrap(),
    }
}

pub(super) fn at(seconds: u64) -> Time {
    Time::try_from(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap()
}

/// Long before the time of the example, and long after.
pub(super) const BEFORE: u64 = 1_766_000_000;
pub(super) const AFTER: u64 = 1_768_500_000;
