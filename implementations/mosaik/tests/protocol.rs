//! The program itself, over its standard input and output.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Session {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_coalition-mosaik"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output }
    }

    fn send(&mut self, line: &str) {
        self.input.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'));
        serde_json::from_str(&line).unwrap()
    }

    /// The answer to a request whose parameters are given as text.
    fn ask(&mut self, method: &str, params: &str) -> Value {
        self.send(&format!(r#"{{"jsonrpc":"2.0","id":7,"method":"{method}","params":{params}}}"#));
        let answer = self.answer();
        assert_eq!((&answer["jsonrpc"], &answer["id"]), (&json!("2.0"), &json!(7)));
        assert!(answer["result"].is_null() != answer["error"].is_null());
        answer
    }

    fn value(&mut self, method: &str, params: &Value) -> String {
        let answer = self.ask(method, &params.to_string());
        let value = answer["result"]["value"].as_str();
        value.unwrap_or_else(|| panic!("{method}: {answer}")).to_owned()
    }

    fn code(&mut self, method: &str, params: &str) -> i64 {
        self.ask(method, params)["error"]["code"].as_i64().unwrap_or(0)
    }
}

fn digits(byte: &str) -> String {
    byte.repeat(32)
}

fn group() -> Value {
    json!({
        "secret": digits("00"),
        "consensus": {"heartbeat_interval_ms": "500", "heartbeat_jitter_ms": "150", "max_missed_heartbeats": 10},
        "state_machine_signature": digits("01"),
        "state_sync_signature": digits("02"),
        "validators": [digits("03")],
    })
}

const DESCRIBE: &str =
    r#"{"protocol_versions":[1,2],"spec_versions":["0.1"],"harness":{"name":"assay","version":"0.1.0"}}"#;

#[test]
fn it_describes_itself() {
    let mut session = Session::start();
    let result = session.ask("describe", DESCRIBE)["result"].clone();
    assert_eq!(result["name"], "coalition-mosaik");
    assert_eq!(result["features"], json!(["substrate.mosaik-groups", "substrate.mosaik-ids"]));
    assert_eq!((&result["protocol_version"], &result["spec_version"]), (&json!(1), &json!("0.1")));
    for other in [DESCRIBE.replace("[1,2]", "[2]"), DESCRIBE.replace("0.1\"]", "0.2\"]"), "{}".into()] {
        assert_eq!(session.code("describe", &other), -32602, "{other}");
    }
}

#[test]
fn it_leaves_when_its_input_ends() {
    for params in [None, Some(group())] {
        let mut session = Session::start();
        if let Some(params) = params {
            session.value("substrate.group_id", &params); // now with a network to take down
        }
        let Session { mut child, input, .. } = session;
        let began = Instant::now();
        drop(input);
        assert!(child.wait().unwrap().success());
        assert!(began.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn every_operation_of_the_claimed_features_answers() {
    let mut session = Session::start();
    let root = "bb8eb9bda9e543d8587c1d10516bef9c6b74c27c4631b46f7876a74171fc9746";
    let text = json!({"value": {"text": "coalition.root.v1"}});
    for method in ["unique_id", "unique_id_hash", "stream_id", "store_id", "network_id", "group_key"] {
        assert_eq!(session.value(&format!("substrate.{method}"), &text), root);
    }
    let abc = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85";
    let parts = json!({"parts": [{"text": "a"}, {"bytes": "6263"}]});
    assert_eq!(session.value("substrate.unique_id_from_parts", &parts), abc);

    let cases = [
        ("substrate.unique_id", json!({"value": {"text": digits("AB")}}), digits("ab")),
        ("substrate.unique_id", json!({"value": {"bytes": digits("00")}}), zero_hashed()),
        ("substrate.unique_id_bytes", json!({"bytes": digits("cd")}), digits("cd")),
        ("substrate.derive", json!({"id": digits("00"), "info": {"text": ""}}), zero_hashed()),
        ("substrate.derive", json!({"id": digits("00"), "info": {"bytes": ""}}), zero_hashed()),
        ("substrate.hashed", json!({"id": digits("00")}), zero_hashed()),
        ("substrate.group_key", json!({"value": {"bytes": digits("00")}}), zero_hashed()),
        ("substrate.stream_id", json!({"value": {"bytes": digits("00")}}), zero_hashed()),
        ("substrate.ticket_id", json!({"class": digits("00"), "data": {"bytes": ""}}), zero_hashed()),
        (
            "substrate.peer_id",
            json!({"secret": "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"}),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".into(),
        ),
        (
            "substrate.group_id",
            json!({
                "secret": session.value("substrate.unique_id", &json!({"value": {"text": "group1secret"}})),
                "consensus": group()["consensus"],
                "state_machine_signature":
                    session.value("substrate.unique_id", &json!({"value": {"text": "mosaik_noop_state_machine"}})),
                "state_sync_signature": "eaaef1b2c7c7717fda72accddba9b23ba259f2b149ceb20e365253e58f667d64",
                "validators": [],
            }),
            "691fd68d4d081ad30ad716104aeb47f973b86c71223ca21569a8884ce4bb6d43".into(),
        ),
    ];
    for (method, params, value) in cases {
        assert_eq!(session.value(method, &params), value, "{method} {params}");
    }
}

fn zero_hashed() -> String {
    "2ada83c1819a5372dae1238fc1ded123c8104fdaa15862aaee69428a1820fcda".into()
}

#[test]
fn integers_go_up_to_the_ends_of_their_types() {
    let mut session = Session::start();
    for (kind, bits) in [("8", 8), ("16", 16), ("32", 32), ("64", 64), ("128", 128u32)] {
        let max = u128::MAX >> (128 - bits);
        let bytes = "ff".repeat(bits as usize / 8);
        for (kind, value) in [(format!("U{kind}"), max.to_string()), (format!("I{kind}"), "-1".into())] {
            let params = json!({"type": {"kind": kind}, "value": value});
            assert_eq!(session.value("substrate.unique_id_from_int", &params), format!("{bytes:0>64}"));
        }
        let above = max.checked_add(1).map_or(format!("{max}0"), |above| above.to_string());
        let signed_above = (max / 2 + 1).to_string();
        for (kind, value) in [
            (format!("U{kind}"), above),
            (format!("U{kind}"), "-1".into()),
            (format!("I{kind}"), signed_above),
        ] {
            let params = json!({"type": {"kind": kind}, "value": value}).to_string();
            assert_eq!(session.code("substrate.unique_id_from_int", &params), -32602, "{params}");
        }
    }
}

#[test]
fn ill_shaped_parameters_are_refused() {
    let mut session = Session::start();
    let lower = digits("ab");
    let id = |text: &str| format!(r#"{{"id":{text}}}"#);
    let value = |text: &str| format!(r#"{{"value":{text}}}"#);
    let int = |kind: &str, text: &str| format!(r#"{{"type":{kind},"value":{text}}}"#);
    let u8_kind = r#"{"kind":"U8"}"#;
    let cases = [
        ("substrate.hashed", id(&format!("\"{}\"", &lower[2..]))),
        ("substrate.hashed", id(&format!("\"{lower}00\""))),
        ("substrate.hashed", id(&format!("\"{}\"", lower.to_uppercase()))),
        ("substrate.hashed", id(&format!("{{\"bytes\":\"{lower}\"}}"))),
        ("substrate.hashed", id("null")),
        ("substrate.hashed", id("1")),
        ("substrate.hashed", "{}".into()),
        ("substrate.hashed", "null".into()),
        ("substrate.hashed", format!("[\"{lower}\"]")),
        ("substrate.hashed", format!(r#"{{"id":"{lower}","x":null}}"#)),
        ("substrate.hashed", format!(r#"{{"id":"{lower}","id":"{lower}"}}"#)),
        ("substrate.unique_id", value(r#""text""#)),
        ("substrate.unique_id", value("{}")),
        ("substrate.unique_id", value(r#"{"text":"a","bytes":"00"}"#)),
        ("substrate.unique_id", value(r#"{"text":"a","text":"a"}"#)),
        ("substrate.unique_id", value(r#"{"text":1}"#)),
        ("substrate.unique_id", value(r#"{"text":null}"#)),
        ("substrate.unique_id", value(r#"{"bytes":"0"}"#)),
        ("substrate.unique_id", value(r#"{"bytes":"0G"}"#)),
        ("substrate.unique_id", value(r#"{"bytes":"AB"}"#)),
        ("substrate.group_key", value("\"00\"")),
        ("substrate.unique_id_from_parts", r#"{"parts":{}}"#.into()),
        ("substrate.unique_id_from_parts", r#"{"parts":["a"]}"#.into()),
        ("substrate.unique_id_from_int", int(u8_kind, "1")),
        ("substrate.unique_id_from_int", int(u8_kind, "true")),
        ("substrate.unique_id_from_int", int(u8_kind, "\"01\"")),
        ("substrate.unique_id_from_int", int(u8_kind, "\"+1\"")),
        ("substrate.unique_id_from_int", int(u8_kind, "\"\"")),
        ("substrate.unique_id_from_int", int(u8_kind, "\"1.0\"")),
        ("substrate.unique_id_from_int", int(r#"{"kind":"I8"}"#, "\"-0\"")),
        ("substrate.unique_id_from_int", int(r#"{"kind":"Usize"}"#, "\"1\"")),
        ("substrate.unique_id_from_int", int(r#"{"kind":"u8"}"#, "\"1\"")),
        ("substrate.unique_id_from_int", int(r#"{"kind":"U8","x":1}"#, "\"1\"")),
        ("substrate.unique_id_from_int", int(r#"{"kind":"U8","kind":"U8"}"#, "\"1\"")),
        ("substrate.unique_id_from_int", int(r#"{"U8":null}"#, "\"1\"")),
        ("substrate.unique_id_from_int", int("\"U8\"", "\"1\"")),
        (
            "substrate.log_replay_signature",
            r#"{"type_path":"x","batch_size":"0","fetch_timeout_s":"1"}"#.into(),
        ),
    ];
    for (method, params) in cases {
        assert_eq!(session.code(method, &params), -32602, "{method} {params}");
    }
}

#[test]
fn ill_shaped_groups_are_refused() {
    let mut session = Session::start();
    let mut refuse = |change: &dyn Fn(&mut Value)| {
        let mut params = group();
        change(&mut params);
        assert_eq!(session.code("substrate.group_id", &params.to_string()), -32602, "{params}");
    };
    for member in group().as_object().unwrap().keys() {
        refuse(&|params| drop(params.as_object_mut().unwrap().remove(member)));
        refuse(&|params| params[member] = Value::Null);
    }
    for member in group()["consensus"].as_object().unwrap().keys() {
        refuse(&|params| drop(params["consensus"].as_object_mut().unwrap().remove(member)));
        refuse(&|params| params["consensus"][member] = json!(true));
    }
    refuse(&|params| params["extra"] = json!(1));
    refuse(&|params| params["consensus"]["election_timeout_ms"] = json!("1"));
    refuse(&|params| params["consensus"]["heartbeat_interval_ms"] = json!(500));
    refuse(&|params| params["consensus"]["heartbeat_interval_ms"] = json!("18446744073709551616"));
    refuse(&|params| params["consensus"]["max_missed_heartbeats"] = json!("10"));
    refuse(&|params| params["consensus"]["max_missed_heartbeats"] = json!(4_294_967_296u64));
    refuse(&|params| params["consensus"]["max_missed_heartbeats"] = json!(10.0));
    refuse(&|params| params["validators"] = json!([digits("AB")]));
    refuse(&|params| params["validators"] = json!({}));
}

#[test]
fn what_mosaik_hides_is_not_answered() {
    let mut session = Session::start();
    for method in [
        "nothing",
        "substrate.consensus_digest",
        "substrate.collection_signature",
        "substrate.snapshot_sync_signature",
        "crypto.tdx_ticket_report_data",
    ] {
        assert_eq!(session.code(method, "{}"), -32601, "{method}");
    }
    let path = r#"{"type_path":"elsewhere::Machine","batch_size":"2000","fetch_timeout_s":"25"}"#;
    assert_eq!(session.code("substrate.log_replay_signature", path), -32603);
}

#[test]
fn tdx_is_answered_with_its_feature_alone() {
    let empty = r#"{"criteria":{"mrtd":null,"rtmr0":null,"rtmr1":null,"rtmr2":null,"rtmr3":null}}"#;
    let answer = Session::start().ask("crypto.tdx_criteria_signature", empty);
    match cfg!(feature = "tdx") {
        true => assert!(answer["result"]["value"].as_str().unwrap().starts_with("3b000e64")),
        false => assert_eq!(answer["error"]["code"], -32601),
    }
}

#[test]
fn a_line_that_is_no_request_is_answered_without_id() {
    let mut session = Session::start();
    let ok = r#"{"jsonrpc":"2.0","id":1,"method":"m","params":{}}"#;
    let cases = [
        ("", -32700),
        ("{", -32700),
        ("[]", -32700),
        (&format!("[{ok}]"), -32700),
        (&ok.replace("2.0", "1.0"), -32600),
        (&ok.replace(":1,", ":-1,"), -32600),
        (&ok.replace(":1,", ":\"1\","), -32600),
        (&ok.replace(":1,", ":9007199254740992,"), -32600),
        (&ok.replace("}}", "},\"more\":1}"), -32600),
        (&ok.replace("\"id\":1,", ""), -32600),
    ];
    for (line, code) in cases {
        session.send(line);
        let answer = session.answer();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(code)), "{line}");
    }
    // And the session goes on.
    assert_eq!(session.code("nothing", "{}"), -32601);
}

#[test]
fn a_window_of_requests_is_answered_each_once() {
    let mut session = Session::start();
    for id in 0..64 {
        let params = json!({"value": {"text": id.to_string()}});
        session.send(
            &json!({"jsonrpc": "2.0", "id": id, "method": "substrate.unique_id", "params": params})
                .to_string(),
        );
    }
    let mut answered: Vec<u64> = (0..64).map(|_| session.answer()["id"].as_u64().unwrap()).collect();
    answered.sort_unstable();
    assert!(answered.into_iter().eq(0..64));
}
