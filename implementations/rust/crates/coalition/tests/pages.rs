//! Pages, and the modules on them.

use coalition::{
    AclComposition, Bytes, COALITION_ROOT_SEED, CoalitionConfig, ContentParams, FreeText,
    HandshakePage, Measurements, ModuleConfig, ModuleKind, ModuleSlot, Name, OrganismRef,
    PageBuild, PageCommittee, PageIssuer, PageMeasurements, PageModule, PageModules, PresentId,
    PublishedMember, RetirementPolicy, Rule, SchemaVersion, TicketIssuerConfig, page_digest,
};
use strict_json::Encode;

const KIND: ModuleKind = ModuleKind::Compute;

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn free(text: &str) -> FreeText {
    FreeText::new(text).unwrap()
}

fn hash(text: &str) -> PresentId {
    coalition::hash(text).present().unwrap()
}

fn stable_id(instance_name: &str) -> PresentId {
    coalition::stable_id(&name(instance_name))
        .present()
        .unwrap()
}

fn measurements() -> Measurements {
    Measurements {
        rtmr0: Some([0; 48]),
        ..Measurements::of_td([1; 48])
    }
}

fn module() -> ModuleConfig {
    ModuleConfig {
        name: name("compute"),
        content: ContentParams {
            preimage: Bytes(vec![7]),
            measurements: Some(measurements()),
        },
        acl: AclComposition::OPEN,
    }
}

/// A page with one module, in a slot by instance that pins the content hash.
fn page() -> HandshakePage {
    let slot = stable_id("acme.compute");
    let config = CoalitionConfig {
        schema_version: SchemaVersion,
        coalition_seed: COALITION_ROOT_SEED,
        instance_name: name("acme"),
        lattices: vec![],
        organisms: vec![],
        atlas: None,
        almanac: None,
        chronicle: None,
        compute: Some(OrganismRef {
            role: name("compute"),
            stable_id: slot,
            content_hash: Some(module().content_hash().id().present().unwrap()),
        }),
        randomness: None,
        ticket_issuer: Some(TicketIssuerConfig {
            name: name("issuer"),
            acl: AclComposition::OPEN,
        }),
        retirement_policy: RetirementPolicy::Lenient,
    };
    HandshakePage {
        schema: free(coalition::HANDSHAKE_PAGE_SCHEMA),
        fingerprint: config.fingerprint().unwrap().present().unwrap(),
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
                    instance_name: name("acme.compute"),
                },
                state_machine_signature: None,
                description: free("a module"),
            }),
            randomness: None,
        },
        measurements: vec![PageMeasurements {
            stable_id: slot,
            measurements: measurements(),
        }],
        peer_hints: vec![free("peer.example.org")],
        change_channel: free("channel"),
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

fn module_of(page: &mut HandshakePage) -> &mut ModuleConfig {
    &mut page.modules.compute.as_mut().unwrap().config
}

/// The page after a change, its fingerprint that of its configuration.
fn changed(change: impl Fn(&mut HandshakePage)) -> HandshakePage {
    let mut page = page();
    change(&mut page);
    page.fingerprint = page.config.fingerprint().unwrap().present().unwrap();
    page
}

#[test]
fn a_page_is_read_as_it_is_written() {
    let page = page();
    assert_eq!(HandshakePage::read(&document(&page)), Ok(page.clone()));
    assert_eq!(page.verify(), Ok(*page.fingerprint));
    assert_eq!(page.cross_check(&[]), Ok(vec![]));
}

#[test]
fn a_derived_slot_need_not_pin() {
    let page = changed(|page| {
        let derived = module().preimage(KIND).id().present().unwrap();
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
    assert_eq!(page.verify(), Ok(*page.fingerprint));
}

#[test]
fn a_page_that_does_not_hold_together() {
    type Break = fn(&mut HandshakePage);
    let cases: [(Break, Rule); 20] = [
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
        (
            |page| module_of(page).content.measurements = None,
            Rule::ModuleMismatch,
        ),
        (|page| page.peer_hints.clear(), Rule::MissingPeerHint),
        (|page| page.peer_hints.push(free("")), Rule::MissingPeerHint),
        (
            |page| page.change_channel = free(""),
            Rule::MissingChangeChannel,
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
        instance_name: name("acme.oracle"),
        stable_id: stable_id("acme.oracle"),
        content_hash,
    };
    let listing = |on_page, pinned| {
        changed(|page| {
            page.config.organisms.push(OrganismRef {
                role: name("oracle"),
                stable_id: stable_id("acme.oracle"),
                content_hash: pinned,
            });
            page.organisms.push(coalition::PageOrganism {
                instance_name: name("acme.oracle"),
                content_hash: on_page,
                handshake: free(""),
                tdx_gated: false,
            });
        })
    };
    let (old, new) = (Some(hash("old")), Some(hash("new")));
    let check = |on_page, pinned, in_force: Option<PresentId>| {
        listing(on_page, pinned)
            .cross_check(&[published(in_force)])
            .map(drop)
    };
    assert_eq!(check(old, old, old), Ok(()));
    assert_eq!(check(old, None, old), Ok(()));
    assert_eq!(check(None, None, None), Ok(()));
    assert_eq!(check(None, old, old), Err(Rule::MemberDrift));
    assert_eq!(check(None, None, old), Err(Rule::MemberDrift));
    assert_eq!(check(old, None, None), Err(Rule::MemberDrift));
    assert_eq!(check(old, old, None), Err(Rule::MemberDrift));
    assert_eq!(check(old, old, new), Err(Rule::MemberDrift));
    assert_eq!(check(new, old, new), Err(Rule::MemberDrift));
    assert_eq!(check(old, None, new), Err(Rule::MemberDrift));
    assert_eq!(
        listing(None, None).cross_check(&[]),
        Err(Rule::MemberUnpublished)
    );
    let stranger = PublishedMember {
        instance_name: name("stranger"),
        ..published(old)
    };
    let check = |others: &[&PublishedMember]| {
        let others = others.iter().copied().cloned();
        let published: Vec<_> = others.chain([published(None)]).collect();
        listing(None, None).cross_check(&published).map(drop)
    };
    assert_eq!(check(&[&stranger]), Ok(()));
    assert_eq!(check(&[&stranger, &stranger]), Err(Rule::DuplicateMember));
    assert_eq!(check(&[&published(old)]), Err(Rule::DuplicateMember));
}

#[test]
fn a_module_without_measurements_has_no_entry() {
    let ungated = |keep: bool| {
        changed(|page| {
            let module = page.modules.compute.as_mut().unwrap();
            module.config.content.measurements = None;
            let content_hash = module.config.content_hash().id().present().unwrap();
            slot(page).content_hash = Some(content_hash);
            if !keep {
                page.measurements.clear();
            }
        })
        .verify()
        .map(drop)
    };
    assert_eq!(ungated(false), Ok(()));
    assert_eq!(ungated(true), Err(Rule::MeasurementsMismatch));
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
    let unchecked = changed(|page| page.change_channel = free(""));
    assert!(page_digest(&document(&unchecked)).is_ok());
    let broken = document(&page).replace(r#""channel""#, r#""\u0000""#);
    assert_eq!(page_digest(&broken), Err(Rule::TextHasControl));
}

#[test]
fn a_document_that_is_no_page() {
    let text = document(&page());
    assert!(HandshakePage::read(&format!(" \t\r\n{text}\n")).is_ok());
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
        (
            r#"{"builds""#,
            "\u{feff}{\"builds\"",
            Rule::DocumentMalformed,
        ),
        (r#""channel""#, r#""\ud800""#, Rule::DocumentMalformed),
        (r#""channel""#, r#""\u001f""#, Rule::TextHasControl),
        (
            r#""kind":"Lenient""#,
            r#""kind":"Lenient","seq":1"#,
            Rule::UnknownField,
        ),
        (r#"{"kind":"Lenient"}"#, "{}", Rule::MissingField),
        (
            r#""atlas":null,"chronicle""#,
            r#""chronicle""#,
            Rule::MissingField,
        ),
        (
            r#""atlas":null,"chronicle":null,"compute":{"config""#,
            r#""chronicle":null,"compute":{"config""#,
            Rule::SilentModule,
        ),
        (
            r#""lattices":[],"organisms""#,
            r#""lattices":["0000000000000000000000000000000000000000000000000000000000000000"],"organisms""#,
            Rule::ZeroId,
        ),
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
