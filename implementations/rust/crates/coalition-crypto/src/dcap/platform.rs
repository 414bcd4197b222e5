//! What a PCK certificate says of its platform.

use x509_cert::der::{Decode, Tag, Tagged, asn1::AnyRef};

use super::extension::{EXTENSION, Extension};
use crate::x509::Certificate;

/// Libraries differ on what a greater version of the provisioning enclave is (TDX-17).
const MOST_PCE_SVN: u16 = 0x7fff;

/// A platform, as its certificate names it (TDX-17, TDX-18).
pub(super) struct Platform {
    /// Family, model and stepping.
    pub(super) fmspc: [u8; 6],
    /// Which provisioning enclave certified it.
    pub(super) pce_id: [u8; 2],
    /// The versions of the components of the processor.
    pub(super) cpu_svn: [u8; 16],
    /// The version of the provisioning enclave.
    pub(super) pce_svn: u16,
}

impl Platform {
    /// What the extension of a PCK certificate says, which has every part that it should, once.
    pub(super) fn read(pck: &Certificate) -> Option<Self> {
        let extension = pck.extension(EXTENSION)?;
        let extension = Extension::read(extension.extn_value.as_bytes())?;
        // Nothing compares these two, but every platform has them.
        let _ppid: [u8; 16] = array(extension.part(1)?, Tag::OctetString)?;
        let _kind: [u8; 1] = array(extension.part(5)?, Tag::Enumerated)?;
        Some(Self {
            fmspc: array(extension.part(4)?, Tag::OctetString)?,
            pce_id: array(extension.part(3)?, Tag::OctetString)?,
            cpu_svn: array(extension.version(18)?, Tag::OctetString)?,
            pce_svn: pce_svn(extension.version(17)?)?,
        })
    }
}

/// The bytes of a value of this kind, so many.
fn array<const N: usize>(value: &[u8], kind: Tag) -> Option<[u8; N]> {
    let value = AnyRef::from_der(value).ok()?;
    let bytes = (value.tag() == kind).then(|| value.value())?;
    bytes.try_into().ok()
}

fn pce_svn(value: &[u8]) -> Option<u16> {
    let svn = u16::from_der(value).ok();
    svn.filter(|svn| *svn <= MOST_PCE_SVN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_of_their_kind_and_as_many() {
        let octets = |value| array::<2>(value, Tag::OctetString);
        assert_eq!(octets(&[4, 2, 0, 1]), Some([0, 1]));
        for other in [&[4, 1, 0][..], &[4, 3, 0, 1, 2], &[3, 2, 0, 1], &[4, 2, 0]] {
            assert_eq!(octets(other), None, "{other:?}");
        }
        assert_eq!(array(&[10, 1, 255], Tag::Enumerated), Some([255]));
    }

    #[test]
    fn a_version_is_two_bytes_of_der_at_most() {
        for (value, svn) in [
            (&[2, 1, 0][..], Some(0)),
            (&[2, 1, 0x7f], Some(0x7f)),
            (&[2, 2, 0, 0x80], Some(0x80)),
            (&[2, 2, 0x7f, 0xff], Some(0x7fff)),
            (&[2, 3, 0, 0x80, 0], None),
            (&[2, 1, 0x80], None),
            (&[2, 2, 0x80, 0], None),
            (&[2, 2, 0, 0x7f], None),
            (&[2, 0], None),
            (&[10, 1, 1], None),
        ] {
            assert_eq!(pce_svn(value), svn, "{value:?}");
        }
    }
}
