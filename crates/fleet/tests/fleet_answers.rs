//! What a real Fleet answered, against what this crate says.
//!
//! `created.jsonl` holds options put under a new name, with the message if Fleet refused them; `stored.jsonl` holds
//! options put, with those that Fleet handed out afterwards. Both were recorded from fleetd on three machines.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

use fleet::{Requirements, UnitOption, guard, unit_file};
use serde::de::DeserializeOwned;

#[derive(serde::Deserialize)]
struct Created {
    id: String,
    options: Vec<UnitOption>,
    refusal: Option<String>,
}

#[derive(serde::Deserialize)]
struct Stored {
    id: String,
    sent: Vec<UnitOption>,
    stored: Vec<UnitOption>,
}

fn cases<T: DeserializeOwned>(text: &str) -> Vec<T> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What Fleet checks when it creates a unit: that the text can be read back, then the requirements.
fn refusal(options: &[UnitOption]) -> Option<String> {
    match unit_file::normalise(options) {
        Err(error) => Some(error.to_string()),
        Ok(_) => Requirements::check_create(options).err().map(|error| error.to_string()),
    }
}

#[test]
fn refuses_what_fleet_refuses_in_its_words() {
    let cases: Vec<Created> = cases(include_str!("fixtures/created.jsonl"));
    assert!(cases.iter().any(|case| case.refusal.is_some()));
    for Created { id, options, refusal: expected } in cases {
        assert_eq!(refusal(&options), expected, "{id}");
    }
}

#[test]
fn reads_back_what_fleet_stores() {
    for Stored { id, sent, stored } in cases(include_str!("fixtures/stored.jsonl")) {
        assert_eq!(unit_file::normalise(&sent).unwrap(), stored, "{id}");
    }
}

#[test]
fn never_sends_what_fleet_stores_as_something_else() {
    for Stored { id, sent, stored } in cases(include_str!("fixtures/stored.jsonl")) {
        if sent != stored {
            assert!(guard::check_options(&sent).is_err(), "{id}");
        }
    }
}

#[test]
fn sends_ordinary_options() {
    let sent: Vec<String> = cases(include_str!("fixtures/stored.jsonl"))
        .into_iter()
        .filter(|case: &Stored| guard::check_options(&case.sent).is_ok())
        .map(|case| case.id)
        .collect();
    for id in ["inj-value-comment-get", "inj-empty-values-get", "inj-equals-in-value-get", "inj-unicode-get"]
    {
        assert!(sent.iter().any(|sent| sent == id), "{id} is not among {sent:?}");
    }
}
