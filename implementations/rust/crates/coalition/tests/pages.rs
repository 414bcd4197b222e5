//! Pages, and the modules on them.

use coalition::{
    AclComposition, Bytes, COALITION_ROOT_SEED, CoalitionConfig, ContentParams, Fingerprint,
    HandshakePage, Measurements, ModuleConfig, ModuleKind, ModuleSlot, OrganismRef, PageBuild,
    PageCommittee, PageIssuer, PageMeasurements, PageModule, PageModules, PublishedMember,
    RetirementPolicy, Rule, TicketIssuerConfig, UniqueId, hash, page_digest, stable_id,
};
use strict_json::Encode;

const KIND: ModuleKind = ModuleKind::Compute;

fn measurements() -> Measurements {
    Measurements {
        mr_td: [1; 48],
        mr_config_id: None,
        mr_owner: None,
        mr_owner_config: None,
        rtmr0: Some([0; 48]),
        rtmr1: None,
        rtmr2: None,
        rtmr3: None,
    }
}

fn module() -> ModuleConfig {
    ModuleConfig {
        name: "compute".into(),
        content: ContentParams {
            preimage: Bytes(vec![7]),
            measurements: Some(measurements()),
        },
        acl: AclComposition::OPEN,
    }
}

/// A page with one module, in a slot by instance that pins the content hash.
fn page() -> HandshakePage {
    let slot = stable_id("acme.compute").unwrap();
    let config = CoalitionConfig {
        schema_version: 1,
        coalition_seed: COALITION_ROOT_SEED,
        instance_name: "acme".into(),
        lattices: vec![],
        organisms: vec![],
        atlas: None,
        almanac: None,
        chronicle: None,
        compute: Some(OrganismRef {
            role: "compute".into(),
            stable_id: slot,
            content_hash: Some(module().content_hash().unwrap().id()),
        }),
        randomness: None,
        ticket_issuer: Some(TicketIssuerConfig {
            name: "issuer".into(),
            acl: AclComposition::OPEN,
        }),
        retirement_policy: RetirementPolicy::Lenient,
    };
    HandshakePage {
        schema: coalition::HANDSHAKE_PAGE_SCHEMA.into(),
        fingerprint: config.fingerprint().unwrap(),
        config,
        lattices: vec![],
        organisms: vec![],
        modules: PageModules {
            atlas: None,
            almanac: None,
            chronicle: None,
            compute: Some(PageModule {
                config: module(),
                slot: ModuleSlot::ByInstance {
                    instance_name: "acme.compute".into(),
                },
                state_machine_signature: None,
                description: "a module".into(),
            }),
            randomness: None,
        },
        measurements: vec![PageMeasurements {
            stable_id: slot,
            measurements: measurements(),
        }],
        peer_hints: vec![String::new()],
        change_channel: "channel".into(),
        committees: vec![PageCommittee {
            stable_id: slot,
            members: vec![],
        }],
        builds: vec![PageBuild {
            stable_id: slot,
            recipe: [0; 32],
            built_at: 1,
        }],
        issuer: Some(PageIssuer {
            keys: vec![[1; 32], [2; 32]],
            threshold: 2,
        }),
        published_at: 1,
    }
}

fn document(page: &HandshakePage) -> String {
    page.encode().canonical().unwrap()
}

fn slot(page: &mut HandshakePage) -> &mut OrganismRef {
    page.config.compute.as_mut().unwrap()
}

/// The page after a change, its fingerprint that of its configuration.
fn changed(change: impl Fn(&mut HandshakePage)) -> HandshakePage {
    let mut page = page();
    change(&mut page);
    page.fingerprint = page.config.fingerprint().unwrap();
    page
}

#[test]
fn a_page_is_read_as_it_is_written() {
    let page = page();
    assert_eq!(HandshakePage::read(&document(&page)), Ok(page.clone()));
    assert_eq!(page.verify(), Ok(page.fingerprint));
    assert_eq!(page.cross_check(&[]), Ok(vec![]));
}

#[test]
fn a_derived_slot_need_not_pin() {
    let page = changed(|page| {
        let derived = module().fingerprint(KIND).unwrap().id();
        *slot(page) = OrganismRef {
            stable_id: derived,
            content_hash: None,
            ..slot(page).clone()
        };
        page.modules.compute.as_mut().unwrap().slot = ModuleSlot::Derived;
        page.measurements[0].stable_id = derived;
        page.committees.clear();
        page.builds.clear();
    });
    assert_eq!(page.verify(), Ok(page.fingerprint));
}

#[test]
fn a_page_that_does_not_hold_together() {
    type Break = fn(&mut HandshakePage);
    let cases: [(Break, Rule); 16] = [
        (
            |page| page.config.coalition_seed = hash("foreign"),
            Rule::ForeignSeed,
        ),
        (|page| slot(page).content_hash = None, Rule::HiddenRotation),
        (
            |page| slot(page).content_hash = Some(hash("other")),
            Rule::ModuleMismatch,
        ),
        (|page| page.config.compute = None, Rule::ModuleMismatch),
        (
            |page| page.modules.atlas = page.modules.compute.clone(),
            Rule::ModuleMismatch,
        ),
        (|page| page.modules.compute = None, Rule::ModuleMismatch),
        (|page| page.measurements.clear(), Rule::MissingMeasurements),
        (
            |page| page.measurements[0].measurements.rtmr0 = None,
            Rule::MeasurementsMismatch,
        ),
        (
            |page| page.measurements.push(page.measurements[0].clone()),
            Rule::DuplicateMember,
        ),
        (
            |page| page.builds[0].stable_id = hash("nobody"),
            Rule::UnlistedComponent,
        ),
        (|page| page.issuer = None, Rule::IssuerMismatch),
        (
            |page| page.config.ticket_issuer = None,
            Rule::IssuerMismatch,
        ),
        (
            |page| page.issuer.as_mut().unwrap().threshold = 0,
            Rule::IssuerMismatch,
        ),
        (
            |page| page.issuer.as_mut().unwrap().threshold = 3,
            Rule::IssuerMismatch,
        ),
        (
            |page| page.issuer.as_mut().unwrap().keys[1] = [1; 32],
            Rule::IssuerMismatch,
        ),
        (
            |page| page.config.lattices.push(hash("lattice")),
            Rule::ListMismatch,
        ),
    ];
    for (index, (wrong, rule)) in cases.into_iter().enumerate() {
        assert_eq!(changed(wrong).verify(), Err(rule), "case {index}");
    }
}

#[test]
fn a_member_is_what_its_operator_publishes() {
    let published = |content_hash| PublishedMember {
        instance_name: "acme.oracle".into(),
        stable_id: stable_id("acme.oracle").unwrap(),
        content_hash,
    };
    let listing = |on_page, pinned| {
        changed(|page| {
            page.config.organisms.push(OrganismRef {
                role: "oracle".into(),
                stable_id: stable_id("acme.oracle").unwrap(),
                content_hash: pinned,
            });
            page.organisms.push(coalition::PageOrganism {
                instance_name: "acme.oracle".into(),
                content_hash: on_page,
                handshake: String::new(),
                tdx_gated: false,
            });
        })
    };
    let (old, new) = (Some(hash("old")), Some(hash("new")));
    let check = |on_page, pinned, in_force: Option<UniqueId>| {
        listing(on_page, pinned)
            .cross_check(&[published(in_force)])
            .map(drop)
    };
    assert_eq!(check(old, old, old), Ok(()));
    assert_eq!(check(old, None, old), Ok(()));
    assert_eq!(check(None, None, None), Ok(()));
    assert_eq!(check(old, old, new), Err(Rule::MemberDrift));
    assert_eq!(check(new, old, new), Err(Rule::MemberDrift));
    assert_eq!(check(old, None, new), Err(Rule::MemberDrift));
    assert_eq!(
        listing(None, None).cross_check(&[]),
        Err(Rule::MemberUnpublished)
    );
}

#[test]
fn a_digest_is_that_of_canonical_json() {
    let page = page();
    let text = document(&page);
    let digest = page_digest(&text).unwrap();
    assert_eq!(page_digest(&text.replace(',', " ,\n")), Ok(digest.clone()));
    let moved = changed(|page| page.published_at = 2);
    assert_eq!(moved.verify(), page.verify());
    assert_ne!(page_digest(&document(&moved)), Ok(digest));
    let unchecked = changed(|page| page.change_channel = "\0".into());
    assert!(page_digest(&document(&unchecked)).is_ok());
    assert_eq!(unchecked.verify(), Err(Rule::TextHasControl));
}

#[test]
fn a_document_that_is_no_page() {
    let text = document(&page());
    for (from, to, rule) in [
        (
            r#""schema":"handshake-page.v1""#,
            r#""schema":"handshake-page.v2""#,
            Rule::DocumentMalformed,
        ),
        (
            r#""published_at":"1""#,
            r#""published_at":1"#,
            Rule::DocumentMalformed,
        ),
        (
            r#""published_at":"1""#,
            r#""published_at":"01""#,
            Rule::DocumentMalformed,
        ),
        (
            r#""published_at":"1""#,
            r#""published_at":"1","published_at":"1""#,
            Rule::DocumentMalformed,
        ),
        (
            r#""published_at":"1""#,
            r#""published_at":"1","more":"1""#,
            Rule::UnknownField,
        ),
        (
            r#""threshold":2"#,
            r#""threshold":2.0"#,
            Rule::DocumentMalformed,
        ),
        (
            r#""threshold":2"#,
            r#""threshold":2,"x":2"#,
            Rule::UnknownField,
        ),
        (r#","threshold":2"#, "", Rule::MissingField),
        (
            r#""kind":"Lenient""#,
            r#""kind":"Strict""#,
            Rule::DocumentMalformed,
        ),
        (r#","schema":"handshake-page.v1""#, "", Rule::MissingField),
        (
            r#""modules":{"almanac":null,"#,
            r#""modules":{"#,
            Rule::SilentModule,
        ),
        (r#"{"builds""#, r#"[{"builds""#, Rule::DocumentMalformed),
    ] {
        assert!(text.contains(from), "{from}");
        assert_eq!(
            HandshakePage::read(&text.replacen(from, to, 1)),
            Err(rule),
            "{to}"
        );
    }
    assert_eq!(HandshakePage::read("null"), Err(Rule::DocumentMalformed));
    assert_eq!(HandshakePage::read("{}"), Err(Rule::MissingField));
    assert_eq!(HandshakePage::read(""), Err(Rule::DocumentMalformed));
}
