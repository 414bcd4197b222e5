//! What is accepted here and by dcap-qvl, and which of the two refuses what is refused.

use x509_cert::{ext::pkix::ExtendedKeyUsage, spki::ObjectIdentifier};

use super::{
    super::*,
    altered::{certified, extension, given, name, quoted, signed},
    case::{Case, RIGHT},
    refusals::{Refused, refusals},
};

/// A part of the certificate of which the text asks nothing, of a kind that Intel's is not.
const SEVENTH: [u8; 16] = [
    0x30, 14, 6, 10, 0x2a, 0x86, 0x48, 0x86, 0xf8, 0x4d, 1, 13, 1, 7, 4, 0,
];

#[test]
fn each_refusal_is_of_both_or_of_the_text_alone() {
    let refusals = refusals();
    for (rule, refused, case) in &refusals {
        assert_eq!(case.verify().err(), Some(*rule));
        let second = match case.is_verified_by_second() {
            true => Refused::HereAlone,
            false => Refused::ByBoth,
        };
        assert_eq!(second, *refused, "{rule:?}");
    }
    for rule in Rule::ALL {
        let asked = refusals.iter().any(|(asked, ..)| asked == rule);
        let due = rule.requirement().starts_with("TDX-");
        assert_eq!(asked, due, "{rule:?}");
    }
}

#[test]
fn what_is_accepted_is_accepted_by_both() {
    let accepted = [
        Case::bond(),
        signed(|_| ()),
        quoted(|quote| quote.pck_chain.0.extend([0; 9])),
        quoted(|quote| quote.pck_chain = Case::bond().chosen(&[0, 1]).into()),
        quoted(|quote| quote.trailing = 5),
        given(|case| case.now = 1_768_867_200),
        certified(|parts| parts.extend(SEVENTH)),
    ];
    for case in accepted {
        assert!(case.is_verified_by_second());
        assert_eq!(case.verify().map(|verdict| verdict.status), RIGHT);
    }
}

#[test]
fn whichever_status_a_platform_has() {
    for status in [
        TcbStatus::SWHardeningNeeded {},
        TcbStatus::ConfigurationNeeded {},
        TcbStatus::ConfigurationAndSWHardeningNeeded {},
        TcbStatus::OutOfDate {},
        TcbStatus::OutOfDateConfigurationNeeded {},
    ] {
        let case = signed(|authority| {
            let (modules, levels) = authority.tcb_info.rsplit_once("\"tcbLevels\"").unwrap();
            let levels = levels.replacen("\"UpToDate\"", &format!("\"{}\"", name(status)), 1);
            authority.tcb_info = format!("{modules}\"tcbLevels\"{levels}");
            authority.policy.statuses.push(status);
        });
        assert!(case.is_verified_by_second());
        assert_eq!(case.verify().map(|verdict| verdict.status), Ok(status));
    }
}

/// Where the text leaves open what others do not, dcap-qvl decides.
#[test]
fn what_dcap_qvl_alone_refuses_is_malformed() {
    const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
    let case = signed(|authority| {
        let mut usage = extension("2.5.29.37", &ExtendedKeyUsage(vec![CLIENT_AUTH]));
        usage.critical = false;
        authority.pck.extensions.get_or_insert_default().push(usage);
    });
    assert!(!case.is_verified_by_second());
    assert_eq!(case.verify().err(), Some(Rule::DcapCollateralMalformed));
}
