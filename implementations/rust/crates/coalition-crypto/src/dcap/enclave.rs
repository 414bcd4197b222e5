//! What a quoting enclave says of itself.

/// The report of an enclave, by its offsets (TDX-14, TDX-15, TDX-18).
pub(super) struct EnclaveReport<'a>(&'a [u8; 384]);

impl<'a> EnclaveReport<'a> {
    pub(super) fn new(report: &'a [u8; 384]) -> Self {
        Self(report)
    }

    fn array<const N: usize>(&self, at: usize) -> &'a [u8; N] {
        self.0[at..]
            .first_chunk()
            .expect("every part stands within the report")
    }

    pub(super) fn misc_select(&self) -> &'a [u8; 4] {
        self.array(16)
    }

    pub(super) fn attributes(&self) -> &'a [u8; 16] {
        self.array(48)
    }

    pub(super) fn mr_signer(&self) -> &'a [u8; 32] {
        self.array(128)
    }

    pub(super) fn isv_prod_id(&self) -> u16 {
        u16::from_le_bytes(*self.array(256))
    }

    pub(super) fn isv_svn(&self) -> u16 {
        u16::from_le_bytes(*self.array(258))
    }

    pub(super) fn report_data(&self) -> &'a [u8; 64] {
        self.array(320)
    }
}
