//! Questions to the program, and lines that are none.

mod session;

use serde_json::{Value, json};
use session::Session;

fn config(stable_id: &Value) -> Value {
    json!({
        "schema_version": 1,
        "coalition_seed": "bb8eb9bda9e543d8587c1d10516bef9c6b74c27c4631b46f7876a74171fc9746",
        "instance_name": "test",
        "lattices": [],
        "organisms": [{"role": "o", "stable_id": stable_id, "content_hash": null}],
        "atlas": null,
        "almanac": null,
        "chronicle": null,
        "compute": null,
        "randomness": null,
        "ticket_issuer": null,
        "retirement_policy": {"kind": "Lenient"},
    })
}

fn page(config: &Value, root: &Value) -> Value {
    json!({
        "schema": "handshake-page.v1",
        "fingerprint": root,
        "config": config,
        "lattices": [],
        "organisms": [{
            "instance_name": "an.organism",
            "content_hash": null,
            "handshake": "https://example.org",
            "tdx_gated": false,
        }],
        "modules": {"atlas": null, "almanac": null, "chronicle": null, "compute": null, "randomness": null},
        "measurements": [],
        "peer_hints": ["peer.example.org"],
        "change_channel": "https://example.org/changes",
        "committees": [],
        "builds": [],
        "issuer": null,
        "published_at": "1700000000000",
    })
}

#[test]
fn a_session() {
    let mut session = Session::start();
    let description = session.ask(
        "describe",
        &json!({
            "protocol_versions": [1],
            "spec_versions": ["0.1"],
            "harness": {"name": "test", "version": "0"},
        }),
    );
    assert_eq!(description["result"]["name"], "coalition-stdio");
    let features = description["result"]["features"].as_array().unwrap();
    let is_crypto = |feature: &&Value| feature.as_str().unwrap().starts_with("crypto.");
    let crypto = features.iter().filter(is_crypto).count();
    assert!(features.contains(&json!("identity.coalition")));
    assert_eq!(crypto > 0, cfg!(feature = "crypto"));
    let universe = session.value(
        "identity.constant",
        &json!({"constant": {"kind": "Universe"}}),
    );
    assert_eq!(
        universe,
        session.value(
            "substrate.unique_id",
            &json!({"value": {"text": "mosaik.universe"}})
        )
    );
    let int = json!({"type": {"kind": "U16"}, "value": "258"});
    let id = session.value("substrate.unique_id_from_int", &int);
    assert!(id.as_str().is_some_and(|id| id.ends_with("000201")));
    for value in ["65536", "-1", "01", "-0", "+1", ""] {
        let int = json!({"type": {"kind": "U16"}, "value": value});
        let answer = session.ask("substrate.unique_id_from_int", &int);
        assert_eq!(answer["error"]["code"], -32602, "{value}");
    }
    session.finish();
}

#[test]
fn a_page() {
    let mut session = Session::start();
    let stable_id = session.value(
        "identity.stable_id",
        &json!({"instance_name": "an.organism"}),
    );
    let config = config(&stable_id);
    let root = session.value("identity.coalition_root", &json!({"config": config}));
    let page = page(&config, &root);
    let document = |page: &Value| json!({"document": page.to_string()});
    assert_eq!(
        session.value("handshake.fingerprint", &document(&page)),
        root
    );

    for (pointer, value, error) in [
        ("/schema", json!("handshake-page.v2"), "DocumentMalformed"),
        ("/published_at", json!(1), "DocumentMalformed"),
        ("/config/schema_version", json!(1.0), "DocumentMalformed"),
        (
            "/config/schema_version",
            json!(2),
            "UnsupportedSchemaVersion",
        ),
        (
            "/config/retirement_policy",
            json!({"kind": "Lenient", "more": 1}),
            "UnknownField",
        ),
        (
            "/config/organisms/0",
            json!({"role": "o", "stable_id": stable_id}),
            "MissingField",
        ),
        (
            "/modules",
            json!({"atlas": null, "almanac": null, "chronicle": null, "compute": null}),
            "SilentModule",
        ),
        ("/fingerprint", json!(stable_id), "FingerprintMismatch"),
        ("/organisms", json!([]), "ListMismatch"),
        ("/organisms/0/tdx_gated", json!(true), "MissingMeasurements"),
        ("/organisms/0/handshake", json!("\n"), "TextHasControl"),
        ("/peer_hints", json!([]), "MissingPeerHint"),
        ("/change_channel", json!(""), "MissingChangeChannel"),
        (
            "/issuer",
            json!({"keys": [stable_id], "threshold": 1}),
            "IssuerMismatch",
        ),
        (
            "/committees",
            json!([{"stable_id": root, "members": []}]),
            "UnlistedComponent",
        ),
    ] {
        let mut wrong = page.clone();
        *wrong.pointer_mut(pointer).expect("a member of the page") = value;
        assert_eq!(
            session.error("handshake.fingerprint", &document(&wrong)),
            error,
            "{pointer}"
        );
    }
    for text in ["", "[]", "{", "{\"schema\":1,\"schema\":1}"] {
        let error = session.error("handshake.digest", &json!({"document": text}));
        assert!(
            ["DocumentMalformed", "UnknownField"].contains(&error.as_str()),
            "{text}: {error}"
        );
    }

    let digest = session.value("handshake.digest", &document(&page));
    let spaced = serde_json::to_string_pretty(&page).expect("a page is JSON");
    assert_eq!(
        session.value("handshake.digest", &json!({"document": spaced})),
        digest
    );

    let mut published =
        json!({"instance_name": "an.organism", "stable_id": stable_id, "content_hash": null});
    let check = |published: &Value| json!({"document": page.to_string(), "published": [published]});
    let fingerprints = session.value("handshake.cross_check", &check(&published));
    assert_eq!(fingerprints.as_array().map(Vec::len), Some(1));
    published["content_hash"] = root.clone();
    assert_eq!(
        session.error("handshake.cross_check", &check(&published)),
        "MemberDrift"
    );
    published["stable_id"] = root.clone();
    assert_eq!(
        session.error("handshake.cross_check", &check(&published)),
        "MemberIrreproducible"
    );
    published["instance_name"] = json!("another");
    assert_eq!(
        session.error("handshake.cross_check", &check(&published)),
        "MemberUnpublished"
    );
    session.finish();
}

#[test]
fn ids_that_are_not_there() {
    let mut session = Session::start();
    let zero = "0".repeat(64);
    for (method, params) in [
        ("encoding.present_id", json!({"id": zero})),
        ("identity.private_id", json!({"component_id": zero})),
        (
            "surface.deployment",
            json!({"address": zero, "content_hash": null}),
        ),
    ] {
        assert_eq!(session.error(method, &params), "ZeroId", "{method}");
    }
    session.value("substrate.hashed", &json!({"id": zero}));
    session.finish();
}

#[test]
fn lines_that_are_no_requests() {
    let mut session = Session::start();
    for garbage in [&b"\n"[..], b"{\n", b"\xff\xfe\n", b"null\n"] {
        session.send(garbage);
        let answer = session.receive();
        assert_eq!(answer["id"], Value::Null);
    }
    let constant = json!({"constant": {"kind": "ZeroId"}});
    assert_eq!(
        session.value("identity.constant", &constant),
        "0".repeat(64)
    );
    session.finish();
}

#[test]
fn deep_and_long_lines() {
    let mut session = Session::start();
    let nested = |depth: usize| {
        let open = r#"{"kind":"List","items":["#.repeat(depth);
        let close = "]}".repeat(depth);
        format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"encoding.enc\",\"params\":{{\"value\":{open}{close}}}}}\n"
        )
    };
    session.send(nested(500).as_bytes());
    assert_eq!(
        session.receive()["result"]["value"].as_str().map(str::len),
        Some(64)
    );
    session.send(nested(200_000).as_bytes());
    assert_eq!(session.receive()["error"]["code"], -32602);
    let text = "x".repeat(12 << 20);
    let answer = session.ask("encoding.hash", &json!({"value": {"text": text}}));
    assert_eq!(answer["result"]["value"].as_str().map(str::len), Some(64));
    assert_eq!(answer["result"].get("preimage"), None);
    session.finish();
}
