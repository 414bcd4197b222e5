//! What a quote attests.

use strict_json::record;

use super::reader::Reader;
use crate::Result;

/// A body whose members stand one after another.
macro_rules! body {
    ($($(#[$doc:meta])* $member:ident: $length:literal,)*) => {
        /// The body of a quote, its members in the order of their bytes.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct TdxBody {
            $($(#[$doc])* pub $member: [u8; $length],)*
        }

        record!(TdxBody { $($member),* });

        impl TdxBody {
            /// Reads the members.
            pub(super) fn read(bytes: &mut Reader<'_>) -> Result<Self> {
                Ok(Self { $($member: bytes.array()?),* })
            }

            /// Writes the members.
            pub(super) fn write(&self, out: &mut Vec<u8>) {
                $(out.extend_from_slice(&self.$member);)*
            }
        }
    };
}

body! {
    /// The security versions of the TDX module, its own first, then its major version.
    tee_tcb_svn: 16,
    /// The measurement of the TDX module.
    mr_seam: 48,
    /// Who signed the TDX module.
    mr_signer_seam: 48,
    /// The attributes of the TDX module.
    seam_attributes: 8,
    /// The attributes of the guest.
    td_attributes: 8,
    /// The extended features of the guest.
    xfam: 8,
    /// The measurement of the guest.
    mr_td: 48,
    /// The id of its configuration.
    mr_config_id: 48,
    /// Its owner.
    mr_owner: 48,
    /// Its configuration by the owner.
    mr_owner_config: 48,
    /// What was measured as it ran, first register.
    rtmr0: 48,
    /// Second register.
    rtmr1: 48,
    /// Third register.
    rtmr2: 48,
    /// Fourth register.
    rtmr3: 48,
    /// What the guest binds.
    report_data: 64,
}
