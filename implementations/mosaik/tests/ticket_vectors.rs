//! The vectors of the chapter Tickets that the crate itself can answer: JWTs, their validators, several tickets at once.

use std::{fs, time::Duration};

use mosaik::{
    UniqueId,
    discovery::PeerEntry,
    tickets::{
        EdDsa, Es256, Es384, Es512, Expiration, Hs256, Hs384, Hs512, InvalidTicket, Jwt, TicketValidator,
        VerifyingKey,
    },
};
use serde_json::{Value, json};

/// The tests of a file under `vectors/crypto/`.
fn tests(name: &str) -> Vec<Value> {
    let path = format!("{}/../../vectors/crypto/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    file["groups"][0]["tests"].as_array().unwrap().clone()
}

fn bytes(digits: &Value) -> Vec<u8> {
    let digits = digits.as_str().unwrap();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn fixed<const N: usize>(digits: &Value) -> [u8; N] {
    bytes(digits).try_into().unwrap()
}

/// Whether a test has a key that is no point: the crate panics where it makes a validator of one.
fn without_point(test: &Value) -> bool {
    test["id"].as_str().unwrap().contains("/no-point")
}

fn number(decimal: &Value) -> Option<u64> {
    decimal.as_str().map(|decimal| decimal.parse().unwrap())
}

fn key(form: &Value) -> VerifyingKey {
    let (secret, key) = (&form["secret"], &form["key"]);
    match form["kind"].as_str().unwrap() {
        "Hs256" => Hs256::new(fixed(secret)).into(),
        "Hs384" => Hs384::new(fixed(secret)).into(),
        "Hs512" => Hs512::new(fixed(secret)).into(),
        "Es256" => Es256::new(fixed(key)).into(),
        "Es384" => Es384::new(fixed(key)).into(),
        "Es512" => Es512::new(fixed(key)).into(),
        _ => EdDsa::new(fixed(key)).into(),
    }
}

fn validator(form: &Value) -> Jwt {
    let texts = |name: &str| -> Vec<String> {
        form[name].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let mut keys = form["keys"].as_array().unwrap().iter().map(key);
    let first = Jwt::with_key(keys.next().unwrap());
    let mut made = keys.fold(first, Jwt::add_key);
    made = texts("issuers").into_iter().fold(made, Jwt::allow_issuer);
    made = texts("audiences").into_iter().fold(made, Jwt::allow_audience);
    for claim in form["claims"].as_array().unwrap() {
        let (name, value) = (claim["name"].as_str().unwrap(), &claim["value"]);
        made = match value["kind"].as_str().unwrap() {
            "Text" => made.require_claim(name, value["text"].as_str().unwrap()),
            "Integer" => made.require_claim(name, value["value"].as_str().unwrap().parse::<i64>().unwrap()),
            _ => made.require_claim(name, value["value"].as_bool().unwrap()),
        };
    }
    if let Some(subject) = form["subject"].as_str() {
        made = made.require_subject(subject);
    }
    if form["allow_non_expiring"].as_bool().unwrap() {
        made = made.allow_non_expiring();
    }
    if let Some(seconds) = number(&form["max_lifetime_s"]) {
        made = made.max_lifetime(Duration::from_secs(seconds));
    }
    if let Some(seconds) = number(&form["max_age_s"]) {
        made = made.max_age(Duration::from_secs(seconds));
    }
    made
}

/// The entry of a peer, as another peer would decode it.
fn entry(peer: &Value, tickets: &Value) -> PeerEntry {
    let zero = "00".repeat(32);
    let form = json!({
        "protocol": "0.3.18", "network": zero, "version": [0, 0], "address": {"id": peer, "addrs": []},
        "tags": [], "streams": [], "groups": [], "tickets": tickets,
    });
    serde_json::from_value(form).unwrap()
}

fn expiration(found: Expiration) -> Value {
    match found {
        Expiration::Never => json!({"kind": "Never"}),
        Expiration::At(time) => json!({"kind": "At", "unix_ms": time.timestamp_millis().to_string()}),
    }
}

#[test]
fn signatures_of_jwt_validators() {
    let mut seen = 0;
    for test in tests("jwt-validator-signature").iter().filter(|test| test["expect"]["value"].is_string()) {
        if without_point(test) {
            continue;
        }
        let found = validator(&test["input"]["validator"]).signature();
        assert_eq!(found.to_string(), test["expect"]["value"], "{}", test["id"]);
        seen += 1;
    }
    assert!(seen > 15);
}

/// Those whose verdict is the same at the time of the vector and today: edges and random times are not.
#[test]
fn jwts_are_taken_and_refused() {
    let (mut taken, mut refused) = (0, 0);
    for test in tests("jwt-validate") {
        let name = test["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let of_its_time = name.starts_with("edge-") || name.starts_with("random-");
        let verdict = test["expect"]["value"].is_object() || test["expect"]["error"] == "InvalidTicket";
        if of_its_time || !verdict || without_point(&test) {
            continue;
        }
        let input = &test["input"];
        let found = validator(&input["validator"])
            .validate(&bytes(&input["ticket"]), &entry(&input["peer"], &json!({})));
        if test["expect"]["value"].is_object() {
            assert_eq!(found.map(expiration).ok().as_ref(), Some(&test["expect"]["value"]), "{name}");
            taken += 1;
        } else {
            assert!(found.is_err(), "{name}");
            refused += 1;
        }
    }
    assert!(taken > 20 && refused > 60, "{taken} taken, {refused} refused");
}

/// Takes a ticket until the milliseconds that are its data; `never` for ever; refuses any other.
struct Until(UniqueId);

impl TicketValidator for Until {
    fn class(&self) -> UniqueId {
        self.0
    }

    fn signature(&self) -> UniqueId {
        self.0
    }

    fn validate(&self, ticket: &[u8], _: &PeerEntry) -> Result<Expiration, InvalidTicket> {
        match std::str::from_utf8(ticket).unwrap().split('#').next().unwrap() {
            "never" => Ok(Expiration::Never),
            text => {
                Ok(Expiration::At(serde_json::from_str(&format!("\"{text}\"")).map_err(|_| InvalidTicket)?))
            }
        }
    }
}

/// What the crate answers for some tickets: nothing where no validator asks for any.
fn admission(found: Option<Expiration>) -> Value {
    found.map_or(json!({"kind": "Open"}), |found| json!({"kind": "Until", "expiration": expiration(found)}))
}

#[test]
fn several_tickets_at_once() {
    let peer = json!(mosaik::SecretKey::from(UniqueId::from("peer")).public().to_string());
    let mut seen = 0;
    for test in tests("admit") {
        let Some(validators) =
            test["input"]["validators"].as_array().filter(|_| test["expect"].get("invalid_params").is_none())
        else {
            continue;
        };
        if test["id"].as_str().unwrap().contains("/random-") {
            continue;
        }
        let mut tickets = serde_json::Map::new();
        let mut made: Vec<Box<dyn TicketValidator>> = Vec::new();
        for (number, outcomes) in validators.iter().enumerate() {
            let class = UniqueId::from(format!("class {number}").as_str());
            made.push(Box::new(Until(class)));
            for (at, outcome) in outcomes.as_array().unwrap().iter().enumerate() {
                let text = match (outcome["kind"].as_str().unwrap(), outcome["expiration"]["kind"].as_str()) {
                    ("Refused", _) => "refused".to_owned(),
                    (_, Some("Never")) => "never".to_owned(),
                    _ => {
                        let ms = number_of(&outcome["expiration"]["unix_ms"]);
                        format!("1970-01-01T00:00:{:02}.{:03}Z", ms / 1000, ms % 1000)
                    }
                };
                let data = format!("{text}#{at}").into_bytes();
                let id = class.derive(&data);
                tickets.insert(id.to_string(), json!({"class": class.to_string(), "data": data}));
            }
        }
        let found = entry(&peer, &Value::Object(tickets)).validate_tickets(&made);
        match found {
            Ok(found) => assert_eq!(admission(found), test["expect"]["value"], "{}", test["id"]),
            Err(InvalidTicket) => assert_eq!(test["expect"]["error"], "InvalidTicket", "{}", test["id"]),
        }
        seen += 1;
    }
    assert!(seen > 8, "{seen}");
}

fn number_of(decimal: &Value) -> u64 {
    number(decimal).unwrap()
}
