//! What a PCK certificate says of its platform.

use x509_cert::{
    der::{
        self, Decode, FixedTag, Header, Reader, Tag,
        asn1::{AnyRef, OctetStringRef},
    },
    spki::ObjectIdentifier,
};

use crate::x509::Certificate;

/// The extension of SGX; the ids of its parts begin with its own.
const SGX: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113741.1.13.1");
/// The part that has the security versions as its parts.
const TCB: u32 = 2;
const PCE_ID: u32 = 3;
const FMSPC: u32 = 4;
const PCE_SVN: u32 = 17;
const CPU_SVN: u32 = 18;

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
    /// Reads the extension of a PCK certificate.
    pub(super) fn read(pck: &Certificate) -> Option<Self> {
        let extension = pck.extension(SGX)?;
        let parts = Vec::<Part<'_>>::from_der(extension.extn_value.as_bytes()).ok()?;
        let tcb = find(&parts, SGX, TCB)?;
        let svns: Vec<Part<'_>> = tcb.value.decode_as().ok()?;
        Some(Self {
            fmspc: find(&parts, SGX, FMSPC)?.octets()?,
            pce_id: find(&parts, SGX, PCE_ID)?.octets()?,
            cpu_svn: find(&svns, tcb.id, CPU_SVN)?.octets()?,
            pce_svn: find(&svns, tcb.id, PCE_SVN)?.value.decode_as().ok()?,
        })
    }
}

/// One part of the extension: its id, and whatever it is.
struct Part<'a> {
    id: ObjectIdentifier,
    value: AnyRef<'a>,
}

impl Part<'_> {
    fn octets<const N: usize>(&self) -> Option<[u8; N]> {
        let octets: OctetStringRef<'_> = self.value.decode_as().ok()?;
        octets.as_bytes().try_into().ok()
    }
}

impl<'a> der::DecodeValue<'a> for Part<'a> {
    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        reader.read_nested(header.length, |part| {
            Ok(Self {
                id: part.decode()?,
                value: part.decode()?,
            })
        })
    }
}

impl FixedTag for Part<'_> {
    const TAG: Tag = Tag::Sequence;
}

/// The part `arc` of the parts of `whole`.
fn find<'p, 'a>(parts: &'p [Part<'a>], whole: ObjectIdentifier, arc: u32) -> Option<&'p Part<'a>> {
    let id = whole.push_arc(arc).ok()?;
    parts.iter().find(|part| part.id == id)
}
