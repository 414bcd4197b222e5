//! The example of the text, altered.

use strict_json::{Decode, Json, record};

use super::{
    pcs::{QeIdentity, TcbInfo},
    *,
};
use crate::{examples::example, tdx::QeAuthData};

#[derive(Clone)]
struct Case {
    quote: Bytes,
    collateral: TdxCollateral,
    root: Bytes,
    now: u64,
    policy: TdxPolicy,
    binding: TdxBinding,
}

record!(Case {
    quote,
    collateral,
    root,
    now,
    policy,
    binding,
});

impl Case {
    fn bond() -> Self {
        example("tdx", "crypto/tdx-verify/bond")
    }

    fn verify(&self) -> Result<TdxVerdict> {
        let verifier = Verifier {
            collateral: &self.collateral,
            root: &self.root,
            now: self.now,
            policy: &self.policy,
        };
        verifier.verify(&self.quote, &self.binding)
    }

    /// What comes of it when it is altered.
    fn with(&self, alter: impl FnOnce(&mut Self)) -> Result<TcbStatus> {
        let mut case = self.clone();
        alter(&mut case);
        case.verify().map(|verdict| verdict.status)
    }

    /// What comes of it when a part of its quote is.
    fn with_quote(&self, alter: impl FnOnce(&mut TdxQuote)) -> Result<TcbStatus> {
        self.with(|case| {
            let mut quote = TdxQuote::parse(&case.quote).unwrap();
            alter(&mut quote);
            case.quote = quote.write().into();
        })
    }

    /// What comes of it when its chain is that of these of its certificates.
    fn with_chain(&self, chosen: &[usize]) -> Result<TcbStatus> {
        self.with_quote(|quote| quote.pck_chain = choose(&quote.pck_chain, chosen).into())
    }
}

const RIGHT: Result<TcbStatus> = Ok(TcbStatus::UpToDate {});

fn choose(pem: &[u8], chosen: &[usize]) -> Vec<u8> {
    let text = std::str::from_utf8(pem).unwrap();
    let all: Vec<&str> = text
        .split_inclusive("-----END CERTIFICATE-----\n")
        .collect();
    let chosen: Vec<&str> = chosen.iter().map(|at| all[*at]).collect();
    chosen.concat().into_bytes()
}

fn read<T: Decode>(text: &str) -> Option<T> {
    T::decode(&Json::parse(text).ok()?).ok()
}

#[test]
fn the_example_verifies() {
    let case = Case::bond();
    let verdict = case.verify().unwrap();
    let quote = TdxQuote::parse(&case.quote).unwrap();
    assert_eq!(verdict.status, TcbStatus::UpToDate {});
    assert_eq!(verdict.mr_td, quote.body.mr_td);
    assert_eq!(verdict.report_data, quote.body.report_data);
}

#[test]
fn collateral_holds_from_its_first_second_to_its_last() {
    let case = Case::bond();
    let at = |now| case.with(|case| case.now = now);
    assert_eq!(at(1_766_188_799), Err(Rule::DcapCollateralEarly));
    assert_eq!(at(1_766_188_800), RIGHT);
    assert_eq!(at(1_768_867_200), RIGHT);
    assert_eq!(at(1_768_867_201), Err(Rule::DcapCollateralExpired));
}

#[test]
fn what_cannot_be_read_is_malformed() {
    let case = Case::bond();
    for (there, instead) in [
        ("{\"id\"", "[\"id\""),
        ("\"version\":3", "\"version\":\"3\""),
        ("\"version\":3", "\"version\":3,\"version\":3"),
        ("2025-12-20T00:00:00Z", "2025-12-20T00:00:00"),
        ("2025-12-20T00:00:00Z", "2025-02-30T00:00:00Z"),
        ("2024-03-13T00:00:00Z", "2024-03-13"),
        ("\"B0C06F000000\"", "\"B0C06F0000\""),
        ("\"B0C06F000000\"", "\"B0C06F00000G\""),
        ("\"UpToDate\"", "\"Fine\""),
        ("[{\"svn\":2},", "["),
        ("[{\"svn\":2},", "[{\"svn\":2},{\"svn\":2},"),
        ("[{\"svn\":2},", "[{\"svn\":256},"),
        ("[{\"svn\":5},", "["),
        ("\"pceId\":\"0000\",", ""),
        (
            "\"tdxModuleIdentities\":[",
            "\"tdxModuleIdentities\":null,\"x\":[",
        ),
    ] {
        let altered = case.with(|case| {
            let text = case.collateral.tcb_info.replacen(there, instead, 1);
            assert_ne!(text, case.collateral.tcb_info, "{there}");
            case.collateral.tcb_info = text;
        });
        assert_eq!(altered, Err(Rule::DcapCollateralMalformed), "{instead}");
    }
    let malformed = Err(Rule::DcapCollateralMalformed);
    assert_eq!(case.with(|case| case.root.0.push(0)), malformed);
    assert_eq!(
        case.with(|case| case.collateral.pck_crl.0.push(0)),
        malformed
    );
    assert_eq!(case.with_chain(&[]), malformed);
    let chain = |case: &mut Case| case.collateral.qe_identity_issuer_chain.push('x');
    assert_eq!(case.with(chain), malformed);
}

#[test]
fn a_chain_leads_to_the_root() {
    let case = Case::bond();
    assert_eq!(case.with_chain(&[0, 1]), RIGHT);
    assert_eq!(
        case.with_quote(|quote| quote.pck_chain.0.extend([0; 9])),
        RIGHT
    );
    for chosen in [&[0][..], &[2], &[0, 2], &[0, 1, 1, 2], &[0, 1, 2, 2, 1]] {
        assert_eq!(
            case.with_chain(chosen),
            Err(Rule::DcapChainInvalid),
            "{chosen:?}"
        );
    }
}

#[test]
fn lists_are_those_of_their_issuers() {
    let case = Case::bond();
    let root_list = case.with(|case| case.collateral.root_ca_crl = case.collateral.pck_crl.clone());
    assert_eq!(root_list, Err(Rule::DcapCrlInvalid));
    let pck_list = case.with(|case| case.collateral.pck_crl = case.collateral.root_ca_crl.clone());
    assert_eq!(pck_list, Err(Rule::DcapCrlInvalid));
}

#[test]
fn documents_are_signed_every_byte_as_it_stands() {
    let case = Case::bond();
    let forged = Err(Rule::DcapCollateralForged);
    assert_eq!(case.with(|case| case.collateral.tcb_info.push(' ')), forged);
    assert_eq!(
        case.with(|case| case.collateral.qe_identity.push(' ')),
        forged
    );
    assert_eq!(
        case.with(|case| case.collateral.tcb_info_signature = [0; 64]),
        forged
    );
    let another = |case: &mut Case| {
        let quote = TdxQuote::parse(&case.quote).unwrap();
        case.collateral.tcb_info_issuer_chain = String::from_utf8(quote.pck_chain.0).unwrap();
    };
    assert_eq!(case.with(another), forged);
}

#[test]
fn a_quote_is_made_by_its_enclave() {
    let case = Case::bond();
    let altered = [
        case.with_quote(|quote| quote.qe_report[0] ^= 1),
        case.with_quote(|quote| quote.qe_report_signature[0] ^= 1),
        case.with_quote(|quote| quote.qe_auth_data = QeAuthData::default()),
        case.with_quote(|quote| quote.attestation_key[0] ^= 1),
        case.with_quote(|quote| quote.signature = [0; 64]),
        case.with_quote(|quote| quote.user_data[0] ^= 1),
        case.with_quote(|quote| quote.body.mr_td[0] ^= 1),
    ];
    let rules = [
        Rule::TdxQeReportForged,
        Rule::TdxQeReportForged,
        Rule::TdxAttestationKeyUnbound,
        Rule::TdxAttestationKeyUnbound,
        Rule::TdxQuoteForged,
        Rule::TdxQuoteForged,
        Rule::TdxQuoteForged,
    ];
    assert_eq!(altered, rules.map(Err));
}

#[test]
fn a_policy_admits_what_it_names() {
    let case = Case::bond();
    let guests = case.with(|case| case.policy.mr_tds.clear());
    assert_eq!(guests, Err(Rule::TdxMeasurementMismatch));
    let statuses = case.with(|case| case.policy.statuses = vec![TcbStatus::OutOfDate {}]);
    assert_eq!(statuses, Err(Rule::DcapTcbUnaccepted));
}

#[test]
fn report_data_bind_all_their_bytes() {
    let case = Case::bond();
    let report_data = case.verify().unwrap().report_data;
    let given = |report_data| case.with(|case| case.binding = TdxBinding::Given { report_data });
    assert_eq!(given(report_data), RIGHT);
    for at in [0, 31, 32, 63] {
        let mut other = report_data;
        other[at] ^= 1;
        assert_eq!(given(other), Err(Rule::TdxReportDataMismatch), "{at}");
    }
    let bond = |used: bool, wrong: u8| {
        case.with(|case| {
            let TdxBinding::Bond { nonce, spent, .. } = &mut case.binding else {
                panic!("the example is a bond");
            };
            nonce[0] ^= wrong;
            if used {
                spent.push(*nonce);
            }
        })
    };
    assert_eq!(bond(false, 0), RIGHT);
    assert_eq!(bond(true, 0), Err(Rule::TdxNonceReused));
    assert_eq!(bond(false, 1), Err(Rule::TdxReportDataMismatch));
}

#[test]
fn attributes_of_a_guest() {
    let case = Case::bond();
    let verifier = Verifier {
        collateral: &case.collateral,
        root: &case.root,
        now: case.now,
        policy: &case.policy,
    };
    let mut body = TdxQuote::parse(&case.quote).unwrap().body;
    let mut admit = |attributes: u64| {
        body.td_attributes = attributes.to_le_bytes();
        verifier.admit(&body)
    };
    for right in [1 << 28, 1 << 28 | 1 << 30 | 1 << 31 | 1 << 63] {
        assert_eq!(admit(right), Ok(()));
    }
    assert_eq!(admit(1 << 28 | 1), Err(Rule::TdxDebug));
    for bit in (1..28).chain([29]).chain(32..63) {
        assert_eq!(
            admit(1 << 28 | 1 << bit),
            Err(Rule::TdxAttributesReserved),
            "{bit}"
        );
    }
    assert_eq!(admit(1 << 30), Err(Rule::TdxSeptVeEnabled));
}

#[test]
fn a_platform_has_the_best_level_that_it_reaches() {
    let text = Case::bond().collateral.tcb_info;
    let info: TcbInfo = read(&text).unwrap();
    let platform = |svn, pce_svn| Platform {
        fmspc: [0; 6],
        pce_id: [0; 2],
        cpu_svn: [svn; 16],
        pce_svn,
    };
    let tee = |svn| {
        let mut tee = [0; 16];
        tee[0] = svn;
        tee
    };
    let status = |svn, pce_svn, tdx| info.platform_status(&platform(svn, pce_svn), &tee(tdx));
    assert_eq!(status(2, 11, 5), Ok(TcbStatus::UpToDate {}));
    assert_eq!(status(2, 11, 4), Ok(TcbStatus::OutOfDate {}));
    assert_eq!(status(2, 10, 5), Ok(TcbStatus::OutOfDate {}));
    assert_eq!(status(1, 11, 5), Ok(TcbStatus::Revoked {}));
    assert_eq!(status(1, 4, 5), Err(Rule::DcapTcbUnlisted));
    assert_eq!(status(0, 11, 5), Err(Rule::DcapTcbUnlisted));
    let mut one_below = platform(2, 11);
    one_below.cpu_svn[15] = 1;
    let status = info.platform_status(&one_below, &tee(5));
    assert_eq!(status, Ok(TcbStatus::Revoked {}));
    // The order in which levels are listed does not matter.
    let (head, levels) = text.rsplit_once("\"tcbLevels\":[").unwrap();
    let levels: Vec<&str> = levels[..levels.len() - 2].split(",{\"tcb\":").collect();
    let [first, others @ ..] = &levels[..] else {
        panic!("there are levels");
    };
    let others: Vec<String> = others
        .iter()
        .map(|level| format!("{{\"tcb\":{level}"))
        .collect();
    let swapped = format!("{head}\"tcbLevels\":[{},{first}]}}", others.join(","));
    let swapped: TcbInfo = read(&swapped).unwrap();
    let status = swapped.platform_status(&platform(2, 11), &tee(5));
    assert_eq!(status, Ok(TcbStatus::UpToDate {}));
}

#[test]
fn a_module_is_the_listed_one() {
    let case = Case::bond();
    let body = TdxQuote::parse(&case.quote).unwrap().body;
    let text = case.collateral.tcb_info;
    let info: TcbInfo = read(&text).unwrap();
    let with = |info: &TcbInfo, alter: fn(&mut TdxBody)| {
        let mut body = body.clone();
        alter(&mut body);
        info.module_status(&body)
    };
    assert_eq!(with(&info, |_| ()), RIGHT);
    let unknown = Err(Rule::TdxModuleUnknown);
    assert_eq!(with(&info, |body| body.tee_tcb_svn[1] = 2), unknown);
    assert_eq!(with(&info, |body| body.mr_signer_seam[0] = 1), unknown);
    assert_eq!(with(&info, |body| body.seam_attributes[7] = 1), unknown);
    let below = with(&info, |body| body.tee_tcb_svn[0] = 2);
    assert_eq!(below, Err(Rule::DcapTcbUnlisted));
    // Without a version it has no status of its own.
    assert_eq!(with(&info, |body| body.tee_tcb_svn = [0; 16]), RIGHT);
    let ten: TcbInfo = read(&text.replace("\"TDX_01\"", "\"TDX_0A\"")).unwrap();
    assert_eq!(with(&ten, |body| body.tee_tcb_svn[1] = 10), RIGHT);
    let none: TcbInfo = read(&text.replace("tdxModuleIdentities", "others")).unwrap();
    assert_eq!(with(&none, |_| ()), unknown);
    assert_eq!(
        with(&none, |body| body.tee_tcb_svn[..2].copy_from_slice(&[9, 0])),
        RIGHT
    );
    let masked = text.replace("\"attributesMask\":\"FF", "\"attributesMask\":\"00");
    let masked: TcbInfo = read(&masked).unwrap();
    assert_eq!(with(&masked, |body| body.seam_attributes[0] = 1), unknown);
}

#[test]
fn an_enclave_is_the_one_of_the_identity() {
    let case = Case::bond();
    let identity: QeIdentity = read(&case.collateral.qe_identity).unwrap();
    let report = TdxQuote::parse(&case.quote).unwrap().qe_report;
    let is_of = |at: usize, bits: u8| {
        let mut report = report;
        report[at] ^= bits;
        identity.is_of(&EnclaveReport::new(&report))
    };
    assert!(is_of(0, 1));
    for (at, bits) in [
        (16, 1),
        (19, 0x80),
        (48, 1),
        (55, 1),
        (128, 1),
        (159, 1),
        (256, 1),
        (257, 1),
    ] {
        assert!(!is_of(at, bits), "{at}");
    }
    // What the mask does not count.
    assert!(is_of(48, 4) && is_of(56, 0xff));
    assert_eq!(identity.status(4), RIGHT);
    assert_eq!(identity.status(3), Ok(TcbStatus::OutOfDate {}));
    assert_eq!(identity.status(0), Err(Rule::DcapTcbUnlisted));
}
