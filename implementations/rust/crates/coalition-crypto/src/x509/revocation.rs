//! Lists of revoked certificates.

use x509_cert::{
    crl::TbsCertList,
    der::Decode,
    ext::{Extension, Extensions},
    time::Time,
};

use super::{Certificate, signed::Signed};

/// A list that could be read.
pub(crate) struct RevocationList {
    signed: Signed,
    content: TbsCertList,
}

impl RevocationList {
    /// Reads a list.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let signed = Signed::read(der)?;
        let content = TbsCertList::from_der(&signed.content).ok()?;
        Some(Self { signed, content })
    }

    /// Whether this certificate has issued it. A list with something critical is nobody's, for no
    /// such thing is understood here (RFC 5280, 5.2 and 5.3).
    pub(crate) fn is_issued_by(&self, issuer: &Certificate) -> bool {
        let signed = |key| self.signed.is_by(key, &self.content.signature);
        self.content.issuer == *issuer.subject()
            && issuer.key().is_some_and(signed)
            && issuer.may_revoke()
            && !self.has_critical()
    }

    fn has_critical(&self) -> bool {
        let critical = |extensions: &Option<Extensions>| {
            let mut extensions = extensions.iter().flatten();
            extensions.any(|each: &Extension| each.critical)
        };
        let mut entries = self.content.revoked_certificates.iter().flatten();
        critical(&self.content.crl_extensions)
            || entries.any(|entry| critical(&entry.crl_entry_extensions))
    }

    /// Whether an instant, in seconds since 1970, is between this list and the next.
    pub(crate) fn is_current_at(&self, now: u64) -> bool {
        let seconds = |time: Time| time.to_unix_duration().as_secs();
        let next = self.content.next_update.map(seconds);
        seconds(self.content.this_update) <= now && next.is_some_and(|next| now <= next)
    }

    /// Whether it revokes a certificate of its issuer.
    pub(crate) fn revokes(&self, certificate: &Certificate) -> bool {
        let mut entries = self.content.revoked_certificates.iter().flatten();
        entries.any(|entry| entry.serial_number == *certificate.serial_number())
    }
}
