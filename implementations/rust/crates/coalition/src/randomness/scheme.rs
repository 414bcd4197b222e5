//! How a provider proves its rounds.

use strict_json::{Bytes, choice};

use crate::{
    BeaconFamily, Fingerprint, Preimage, Result, Rule, SignatureScheme, encoding::variant,
};

/// One of the two groups of BLS12-381.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CurveGroup {
    /// Points of 48 bytes.
    G1 = 0,
    /// Points of 96 bytes.
    G2 = 1,
}

choice!(CurveGroup { G1 {}, G2 {} });

impl CurveGroup {
    /// The other one: where keys are if signatures are here (TBLS-6).
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::G1 => Self::G2,
            Self::G2 => Self::G1,
        }
    }

    /// The group in which a scheme has its signatures, if it is one of BLS (TBLS-10).
    pub fn of_signatures(scheme: SignatureScheme) -> Result<Self> {
        match scheme {
            SignatureScheme::BlsAggregateG1 => Ok(Self::G1),
            SignatureScheme::BlsAggregateG2 | SignatureScheme::LagrangeBls => Ok(Self::G2),
            _ => Err(Rule::SchemeNotBls),
        }
    }
}

/// How a network of drand signs its rounds (BEACON-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DrandScheme {
    /// In G2, each round over the one before it.
    PedersenBlsChained = 0,
    /// In G2.
    PedersenBlsUnchained = 1,
    /// In G1, hashed under the tag of G2.
    BlsUnchainedOnG1 = 2,
    /// In G1, hashed under its own tag.
    BlsUnchainedG1Rfc9380 = 3,
}

choice!(DrandScheme {
    PedersenBlsChained {},
    PedersenBlsUnchained {},
    BlsUnchainedOnG1 {},
    BlsUnchainedG1Rfc9380 {},
});

impl DrandScheme {
    /// The group that signatures are in (BEACON-1).
    pub fn signature_group(self) -> CurveGroup {
        match self {
            Self::PedersenBlsChained | Self::PedersenBlsUnchained => CurveGroup::G2,
            Self::BlsUnchainedOnG1 | Self::BlsUnchainedG1Rfc9380 => CurveGroup::G1,
        }
    }

    /// Whether a round is signed over the one before it (BEACON-1).
    pub fn is_chained(self) -> bool {
        matches!(self, Self::PedersenBlsChained)
    }
}

/// The one scheme of a provider, with its key (RND-1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the members are those of the table, under the names they have there"
)]
pub enum BeaconScheme {
    /// A committee that signs on BLS12-381.
    ThresholdBls {
        signature_group: CurveGroup,
        public_key: Bytes,
    },
    /// A key of ECVRF.
    Vrf { public_key: [u8; 32] },
    /// A network of drand.
    External {
        network: DrandScheme,
        public_key: Bytes,
    },
    /// What a quote must measure, and the certificate that its platform's leads to.
    TdxAttested { root: Bytes, mr_td: [u8; 48] },
}

choice!(BeaconScheme {
    ThresholdBls {
        signature_group,
        public_key,
    },
    Vrf { public_key },
    External {
        network,
        public_key,
    },
    TdxAttested { root, mr_td },
});

impl BeaconScheme {
    /// The family that has its name.
    pub fn family(&self) -> BeaconFamily {
        match self {
            Self::ThresholdBls { .. } => BeaconFamily::ThresholdBls,
            Self::Vrf { .. } => BeaconFamily::Vrf,
            Self::External { .. } => BeaconFamily::External,
            Self::TdxAttested { .. } => BeaconFamily::TdxAttested,
        }
    }
}

/// The encoded variant (ENC-21).
impl Fingerprint for BeaconScheme {
    fn preimage(&self) -> Preimage {
        let variant = variant(self.family() as u8);
        match self {
            Self::ThresholdBls {
                signature_group,
                public_key,
            } => variant.field([*signature_group as u8]).field(public_key),
            Self::Vrf { public_key } => variant.field(public_key),
            Self::External {
                network,
                public_key,
            } => variant.field([*network as u8]).field(public_key),
            Self::TdxAttested { root, mr_td } => variant.field(root).field(mr_td),
        }
    }
}
