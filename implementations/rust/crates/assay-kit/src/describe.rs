//! Who answers.

use strict_json::{Decode, Encode, Json, Members, record};

use crate::{Adapter, MAX_LINE, Refusal};

/// The version of the driver protocol.
const PROTOCOL_VERSION: u32 = 1;

/// What the harness offers (PROTO-8).
struct Offer {
    protocol_versions: Vec<u32>,
    spec_versions: Vec<String>,
}

/// Who asks.
#[allow(dead_code, reason = "it is read for its shape alone")]
struct Harness {
    name: String,
    version: String,
}

record!(Harness { name, version });

impl Decode for Offer {
    fn decode(json: &Json<'_>) -> Result<Self, strict_json::Flaw> {
        let names = &["protocol_versions", "spec_versions", "harness"];
        let members = Members::of(json, "describe", names)?;
        members.get::<Harness>("harness")?;
        Ok(Self {
            protocol_versions: members.get("protocol_versions")?,
            spec_versions: members.get("spec_versions")?,
        })
    }
}

/// What the target reads at most, and how long it takes (PROTO-8).
struct Limits {
    window: u32,
    line: u32,
    deadline_ms: u32,
}

record!(Limits {
    window,
    line,
    deadline_ms,
});

/// Who answers (PROTO-8).
struct Description {
    name: String,
    version: String,
    language: String,
    protocol_version: u32,
    spec_version: String,
    features: Vec<String>,
    limits: Limits,
}

record!(Description {
    name,
    version,
    language,
    protocol_version,
    spec_version,
    features,
    limits,
});

/// Writes the result of `describe`, if the versions of the adapter are among those offered.
pub(crate) fn describe(
    adapter: &Adapter,
    params: &Json<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Refusal> {
    let offer = Offer::decode(params)?;
    if !offer.protocol_versions.contains(&PROTOCOL_VERSION) {
        return Err(Refusal::IllShaped("no protocol version in common".into()));
    }
    if !offer
        .spec_versions
        .iter()
        .any(|version| version == adapter.spec_version)
    {
        return Err(Refusal::IllShaped(
            "no specification version in common".into(),
        ));
    }
    let description = Description {
        name: adapter.name.into(),
        version: adapter.version.into(),
        language: "rust".into(),
        protocol_version: PROTOCOL_VERSION,
        spec_version: adapter.spec_version.into(),
        features: adapter.features.iter().map(ToString::to_string).collect(),
        limits: Limits {
            window: 1024,
            line: u32::try_from(MAX_LINE).expect("16 MiB"),
            deadline_ms: 10_000,
        },
    };
    description.encode().write(out);
    Ok(())
}
