//! What the parts of a quote reach, each by itself.

use super::{
    super::{
        pcs::{QeIdentity, TcbInfo},
        *,
    },
    case::{Case, RIGHT, read},
};

#[test]
fn attributes_of_a_guest() {
    let mut body = TdxQuote::parse(&Case::bond().quote).unwrap().body;
    let mut admit = |attributes: u64| {
        body.td_attributes = attributes.to_le_bytes();
        admit(&body)
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
