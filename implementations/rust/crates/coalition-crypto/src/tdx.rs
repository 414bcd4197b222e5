//! The bytes of quotes of Intel TDX, version 4, and what coalitions bind with them (TDX).
//!
//! Nothing is verified here: a quote that anyone signs in software is read like any other.

mod body;
mod reader;

use coalition::{Preimage, UniqueId};
use strict_json::{Decode, Encode, Flaw, Json, record};

pub use self::body::TdxBody;
use self::reader::Reader;
use crate::{Bytes, Result, Rule};

/// The version of quotes.
const VERSION: u16 = 4;
/// The type of an attestation key on P-256.
const ECDSA_P256: u16 = 2;
/// The kind of enclave.
const TDX: u32 = 0x81;
/// The vendor of the quoting enclave.
const VENDOR: [u8; 16] = [
    0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9, 0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07,
];
/// Certification data that hold a report of the quoting enclave.
const QE_REPORT: u16 = 6;
/// Certification data that hold a chain of certificates.
const PCK_CHAIN: u16 = 5;
/// How many bytes of a quote its attestation key signs: header and body.
const SIGNED: usize = 632;

/// The data that authenticate the quoting enclave: as many bytes as their length in two bytes counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QeAuthData(Bytes);

impl QeAuthData {
    /// The data; `None` if there are more than a quote holds.
    pub fn new(data: impl Into<Bytes>) -> Option<Self> {
        let data = data.into();
        u16::try_from(data.len()).is_ok().then_some(Self(data))
    }

    /// How many there are.
    fn length(&self) -> u16 {
        u16::try_from(self.0.len()).unwrap_or(u16::MAX)
    }
}

impl AsRef<[u8]> for QeAuthData {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Decode for QeAuthData {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Self::new(Bytes::decode(json)?).ok_or(Flaw::NotOfType("at most 65535 bytes"))
    }
}

impl Encode for QeAuthData {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}

/// A quote, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TdxQuote {
    /// The four bytes on whose name documents disagree.
    pub reserved: u32,
    /// What the quoting enclave says of the platform.
    pub user_data: [u8; 20],
    /// What is attested.
    pub body: TdxBody,
    /// The signature by the attestation key, r and s.
    pub signature: [u8; 64],
    /// The attestation key, x and y.
    pub attestation_key: [u8; 64],
    /// The report of the quoting enclave.
    pub qe_report: [u8; 384],
    /// The signature by the PCK certificate, r and s.
    pub qe_report_signature: [u8; 64],
    /// What the report's data fold beside the attestation key.
    pub qe_auth_data: QeAuthData,
    /// The certificates as PEM, leaf first, with the zero bytes at their end.
    pub pck_chain: Bytes,
    /// How many zero bytes stand behind the signature data.
    pub trailing: u16,
}

record!(TdxQuote {
    reserved,
    user_data,
    body,
    signature,
    attestation_key,
    qe_report,
    qe_report_signature,
    qe_auth_data,
    pck_chain,
    trailing,
});

impl TdxQuote {
    /// Takes a quote apart (TDX-1 to TDX-3).
    pub fn parse(quote: &[u8]) -> Result<Self> {
        let mut quote = Reader::new(quote);
        quote.expect(VERSION.to_le_bytes(), Rule::TdxVersionUnsupported)?;
        quote.expect(ECDSA_P256.to_le_bytes(), Rule::TdxKeyTypeUnsupported)?;
        quote.expect(TDX.to_le_bytes(), Rule::TdxNotTdx)?;
        let reserved = quote.u32()?;
        quote.expect(VENDOR, Rule::TdxVendorUnknown)?;
        let user_data = quote.array()?;
        let body = TdxBody::read(&mut quote)?;
        let mut data = quote.counted_by_u32()?;
        let signature = data.array()?;
        let attestation_key = data.array()?;
        let mut outer = certification(data, QE_REPORT)?;
        let qe_report = outer.array()?;
        let qe_report_signature = outer.array()?;
        let qe_auth_data = outer.counted_by_u16()?.rest();
        let pck_chain = certification(outer, PCK_CHAIN)?.rest();
        let zeros = quote.rest();
        let trailing = u16::try_from(zeros.len())
            .ok()
            .filter(|_| zeros.iter().all(|byte| *byte == 0))
            .ok_or(Rule::TdxTrailing)?;
        Ok(Self {
            reserved,
            user_data,
            body,
            signature,
            attestation_key,
            qe_report,
            qe_report_signature,
            qe_auth_data: QeAuthData(qe_auth_data.into()),
            pck_chain: pck_chain.into(),
            trailing,
        })
    }

    /// The bytes that were taken apart (TDX-4).
    ///
    /// # Panics
    ///
    /// Of a chain of four gigabytes, whose length no quote holds.
    pub fn write(&self) -> Vec<u8> {
        let length = |bytes: &[u8]| {
            let length = u32::try_from(bytes.len()).expect("less than four gigabytes");
            length.to_le_bytes()
        };
        let outer = [
            &self.qe_report[..],
            &self.qe_report_signature,
            &self.qe_auth_data.length().to_le_bytes(),
            self.qe_auth_data.as_ref(),
            &PCK_CHAIN.to_le_bytes(),
            &length(&self.pck_chain),
            &self.pck_chain,
        ]
        .concat();
        let data = [
            &self.signature[..],
            &self.attestation_key,
            &QE_REPORT.to_le_bytes(),
            &length(&outer),
            &outer,
        ]
        .concat();
        let trailing = vec![0; usize::from(self.trailing)];
        [&self.signed()[..], &length(&data), &data, &trailing].concat()
    }

    /// Header and body, which the attestation key signs (TDX-16).
    pub(crate) fn signed(&self) -> Vec<u8> {
        let mut signed = Vec::with_capacity(SIGNED);
        signed.extend(VERSION.to_le_bytes());
        signed.extend(ECDSA_P256.to_le_bytes());
        signed.extend(TDX.to_le_bytes());
        signed.extend(self.reserved.to_le_bytes());
        signed.extend(VENDOR);
        signed.extend(self.user_data);
        self.body.write(&mut signed);
        signed
    }
}

/// Certification data of this type, which are all that is left of `data` (TDX-3).
fn certification(mut data: Reader<'_>, kind: u16) -> Result<Reader<'_>> {
    data.expect(kind.to_le_bytes(), Rule::TdxCertificationUnsupported)?;
    let declared = data.u32()? as usize;
    match data.left().cmp(&declared) {
        std::cmp::Ordering::Less => Err(Rule::TdxCertificationTruncated),
        std::cmp::Ordering::Equal => Ok(data),
        std::cmp::Ordering::Greater => Err(Rule::TdxCertificationOverlong),
    }
}

/// What the digest of a bond hashes (TDX-5).
pub fn bond(public_key: &[u8; 32], nonce: &[u8; 32]) -> Preimage {
    Preimage::concat()
        .field("signer-bond|")
        .field(public_key)
        .field(nonce)
}

/// What the digest of a provider's card hashes (TDX-6).
pub fn card(public_key: &[u8; 32], content_hash: &UniqueId, boot_nonce: &[u8; 32]) -> Preimage {
    Preimage::hash_many()
        .field("provider-card")
        .field(public_key)
        .field(content_hash)
        .field(boot_nonce)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A quote whose every part is another byte.
    pub(crate) fn quote() -> TdxQuote {
        let mut body = Reader::new(&[7; 584]);
        TdxQuote {
            reserved: 0x0102_0304,
            user_data: [1; 20],
            body: TdxBody::read(&mut body).unwrap(),
            signature: [2; 64],
            attestation_key: [3; 64],
            qe_report: [4; 384],
            qe_report_signature: [5; 64],
            qe_auth_data: QeAuthData::new(vec![6; 32]).unwrap(),
            pck_chain: Bytes(b"chain\0".to_vec()),
            trailing: 3,
        }
    }

    fn with(alter: impl FnOnce(&mut Vec<u8>)) -> Result<TdxQuote> {
        let mut bytes = quote().write();
        alter(&mut bytes);
        TdxQuote::parse(&bytes)
    }

    #[test]
    fn parts_there_and_back() {
        assert_eq!(with(|_| ()), Ok(quote()));
        assert_eq!(quote().signed().len(), SIGNED);
        assert_eq!(quote().write()[..SIGNED], quote().signed());
        let least = TdxQuote {
            qe_auth_data: QeAuthData::default(),
            pck_chain: Bytes::default(),
            trailing: 0,
            ..quote()
        };
        assert_eq!(TdxQuote::parse(&least.write()), Ok(least));
    }

    #[test]
    fn every_part_stands_at_its_offset() {
        let bytes = quote().write();
        for (at, byte) in [(28, 1), (48, 7), (636, 2), (700, 3), (770, 4), (1154, 5)] {
            assert_ne!(bytes[at - 1], byte, "{at}");
            assert_eq!(bytes[at], byte, "{at}");
        }
        assert_eq!(bytes[1218..1220], [32, 0]);
        assert_eq!(&bytes[1258..], b"chain\0\0\0\0");
    }

    #[test]
    fn a_quote_ends_where_its_parts_end() {
        let whole = quote().write().len() - 3;
        for length in 0..whole {
            let parsed = with(|bytes| bytes.truncate(length));
            assert_eq!(parsed, Err(Rule::TdxTruncated), "{length}");
        }
        assert_eq!(with(|bytes| bytes.truncate(whole)).unwrap().trailing, 0);
        assert_eq!(with(|bytes| bytes.push(1)), Err(Rule::TdxTrailing));
        let most = with(|bytes| bytes.resize(whole + 0xffff, 0));
        assert_eq!(most.unwrap().trailing, 0xffff);
        let more = with(|bytes| bytes.resize(whole + 0x10000, 0));
        assert_eq!(more, Err(Rule::TdxTrailing));
    }

    #[test]
    fn another_header_is_refused_by_its_part() {
        for (at, rule) in [
            (0, Rule::TdxVersionUnsupported),
            (1, Rule::TdxVersionUnsupported),
            (2, Rule::TdxKeyTypeUnsupported),
            (4, Rule::TdxNotTdx),
            (7, Rule::TdxNotTdx),
            (12, Rule::TdxVendorUnknown),
            (27, Rule::TdxVendorUnknown),
            (764, Rule::TdxCertificationUnsupported),
            (1252, Rule::TdxCertificationUnsupported),
        ] {
            assert_eq!(with(|bytes| bytes[at] ^= 1), Err(rule), "{at}");
        }
    }

    #[test]
    fn certification_data_declare_what_there_is() {
        for (at, rule) in [
            (766, Rule::TdxCertificationTruncated),
            (1254, Rule::TdxCertificationTruncated),
        ] {
            assert_eq!(with(|bytes| bytes[at] += 1), Err(rule), "{at}");
            let rule = Rule::TdxCertificationOverlong;
            assert_eq!(with(|bytes| bytes[at] -= 1), Err(rule), "{at}");
        }
        assert_eq!(with(|bytes| bytes[1219] = 1), Err(Rule::TdxTruncated));
    }

    #[test]
    fn authentication_data_are_counted_by_two_bytes() {
        assert!(QeAuthData::new(vec![0; 0xffff]).is_some());
        assert!(QeAuthData::new(vec![0; 0x10000]).is_none());
    }

    #[test]
    fn a_bond_is_no_card() {
        let key = [1; 32];
        let bond = bond(&key, &[2; 32]);
        assert_eq!(bond.bytes().len(), 12 + 64);
        let card = card(&key, &UniqueId::from_bytes([3; 32]), &[2; 32]);
        assert_eq!(card.bytes().len(), 4 * 8 + 13 + 96);
    }
}
