//! What Fleet, or whatever stands in its place, answers the client.
//!
//! The input is the call that was made, and the answers to it: each a status, a location if there is one, a newline
//! and the body. The last answer is given again and again.

use std::cell::Cell;
use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use fleet::{DesiredState, Machine, Unit, UnitName, UnitState};
use fleet_client::offline::{self, Heard};
use fleet_client::{DestroyOutcome, FleetError, Listing, PutOutcome};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{recorded, write};
use crate::{Target, Verdict, case};

const WORDS: &[&str] = &[
    "units",
    "states",
    "machines",
    "unit",
    "\x1e200\n",
    "\x1e404\n",
    "\x1e500\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "null",
    "\"name\":\"a.service\"",
    "\"machineID\":\"m1\"",
    "\"nextPageToken\":\"ZAACAA==\"",
    "{\"error\":{\"message\":\"x\"}}",
    "\"units\":",
    "\"states\":",
    "\"options\":",
    "\\ud800",
    "\\u0061",
    "\u{202e}",
    "<b>",
    "\"desiredState\":\"launched\"",
    "1e999",
    "-0",
];

pub(crate) const TARGET: Target = Target {
    name: "answers",
    about: "the client: statuses, pages, envelopes",
    most_cases: u64::MAX,
    seeds,
    words: WORDS,
    grammar,
    check,
};

fn seeds() -> Vec<Vec<u8>> {
    let answers = recorded::answers().into_iter().map(|answer| {
        let call = match (answer.method.as_str(), answer.kind.as_str()) {
            ("PUT", _) => "put",
            ("DELETE", _) => "delete",
            ("PATCH", _) => "patch",
            ("GET", "state") => "states",
            ("GET", kind @ ("units" | "machines")) => kind,
            _ => "unit",
        };
        let location = answer.location.map(|location| format!(" {location}")).unwrap_or_default();
        format!("{call}\x1e{}{location}\n{}\x1e200\n{{}}", answer.status, answer.body).into_bytes()
    });
    answers.collect()
}

fn grammar() -> BoxedStrategy<Vec<u8>> {
    let call = select(&["units", "units", "states", "machines", "unit", "put", "set", "patch", "delete"][..]);
    let status = prop_oneof![6 => Just(200_u16), 2 => select(&[201_u16, 204, 400, 404, 409, 500, 503][..]), 1 => any::<u16>()];
    let answer = (status, body()).prop_map(|(status, body)| format!("\x1e{status}\n{body}"));
    write::bytes((call, vec(answer, 1..5)).prop_map(|(call, answers)| format!("{call}{}", answers.concat())))
}

fn body() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "a.service",
        "b.service",
        "a@1.service",
        "\\u0061.service",
        "",
        "..",
        "a.service\\n",
        "a/b.service",
    ];
    let extra = select(
        &[
            "",
            r#","options":[{"section":"S","name":"N"}]"#,
            r#","options":null"#,
            r#","options":[null]"#,
            r#","desiredState":"x""#,
            r#","hash":"zz""#,
        ][..],
    );
    let item = (select(NAMES), select(&["m1", "m2", "", "\\ud800"][..]), extra).prop_map(
        |(name, machine, extra)| {
            format!(r#"{{"name":"{name}","id":"{name}","machineID":"{machine}"{extra}}}"#)
        },
    );
    let item =
        prop_oneof![9 => item, 1 => select(&["null", "1", "[]", "{}", "\"a\""][..]).prop_map(str::to_owned)];
    let token = prop_oneof![
        3 => Just(String::new()),
        2 => (0..4_u8).prop_map(|page| format!(r#","nextPageToken":"page{page}""#)),
        1 => select(&[r#","nextPageToken":null"#, r#","nextPageToken":7"#, r#","nextPageToken":"a&b=c #/..""#, r#","units":[]"#][..]).prop_map(str::to_owned)
    ];
    let page = (select(&["units", "states", "machines"][..]), vec(item, 0..4), token)
        .prop_map(|(member, items, token)| format!(r#"{{"{member}":[{}]{token}}}"#, items.join(",")));
    let envelope = write::hostile(&["unit does not exist", "\\n", "\\u001b", "x", ""])
        .prop_map(|message| format!(r#"{{"error":{{"code":404,"message":"{message}"}}}}"#));
    prop_oneof![
        5 => page,
        2 => envelope,
        1 => Just(r#"{"name":"a.service"}"#.to_owned()),
        1 => select(&["", "{}", "null", "[]", "<html><b>no</b></html>", "{\"x\":1}", "\0"][..]).prop_map(str::to_owned)
    ]
}

fn check(input: &[u8]) -> Result<Verdict> {
    let mut records = input.split(|byte| *byte == case::RECORD as u8);
    let call = records.next().unwrap_or_default();
    let answers: Vec<Heard> = records.map(heard).collect();
    let first = answers.first().cloned().unwrap_or_default();
    let name = UnitName::parse("a.service")?;
    match call {
        b"units" => check_list(
            &answers,
            "units",
            |page| offline::units(page),
            |unit: &Unit| (unit.name.to_string(), String::new()),
        ),
        b"states" => check_list(
            &answers,
            "states",
            |page| offline::states(page),
            |state: &UnitState| (state.name.to_string(), state.machine_id.to_string()),
        ),
        b"machines" => check_list(
            &answers,
            "machines",
            |page| offline::machines(page),
            |machine: &Machine| (machine.id.to_string(), String::new()),
        ),
        b"put" => {
            let status = first.status;
            verdict(offline::created(first), |outcome| {
                ensure!(
                    status == if outcome == PutOutcome::Created { 201 } else { 204 },
                    "{status} is {outcome:?}"
                );
                Ok(())
            })
        }
        b"set" => {
            let status = first.status;
            verdict(offline::desired_set(first), |()| {
                ensure!(matches!(status, 201 | 204), "{status} is a success");
                Ok(())
            })
        }
        b"patch" => {
            let status = first.status;
            verdict(offline::patched(first), |()| {
                ensure!(status == 204, "{status} is a success");
                Ok(())
            })
        }
        b"delete" => {
            let (status, body) = (first.status, first.body.clone());
            verdict(offline::destroyed(first), |outcome| match outcome {
                DestroyOutcome::Destroyed => {
                    ensure!(status == 204, "{status} is a success");
                    Ok(())
                }
                _ => check_absence(status, &body),
            })
        }
        _ => {
            let (status, body) = (first.status, first.body.clone());
            verdict(offline::unit(first, &name), |unit| {
                let Some(unit) = unit else { return check_absence(status, &body) };
                ensure!(unit.name == name && status == 200, "{status} gives {}", unit.name);
                let Some(value) = json(&body).context("a unit from no JSON")? else { return Ok(()) };
                let said = |member: &str| value[member].as_str().filter(|text| !text.is_empty());
                ensure!(
                    said("desiredState") == unit.desired_state.map(DesiredState::as_str),
                    "another desired state"
                );
                ensure!(
                    unit.options.len() == value["options"].as_array().map_or(0, Vec::len),
                    "other options"
                );
                Ok(())
            })
        }
    }
}

fn heard(record: &[u8]) -> Heard {
    let cut = record.iter().position(|byte| *byte == b'\n').unwrap_or(record.len());
    let (head, body) = (case::text(&record[..cut]), record.get(cut + 1..).unwrap_or_default());
    let (status, location) =
        head.split_once(' ').map_or((&*head, None), |(status, location)| (status, Some(location)));
    let status = status.parse::<u16>().unwrap_or(200);
    Heard { status, location: location.map(str::to_owned), body: body.to_vec(), ..Heard::default() }
}

/// What the client makes of a list.
type Listed<T> = Result<Listing<T>, FleetError>;
/// What reads a list, page by page.
type ReadList<T> = fn(&dyn Fn(&str) -> Heard) -> Listed<T>;

/// A list has an end, holds what was said and nothing else, and each thing once.
fn check_list<T>(
    answers: &[Heard],
    member: &str,
    list: ReadList<T>,
    key: fn(&T) -> (String, String),
) -> Result<Verdict> {
    let asked = Cell::new(0_usize);
    let page = |_: &str| {
        let number = asked.replace(asked.get() + 1);
        answers.get(number).or(answers.last()).cloned().unwrap_or_default()
    };
    let listing = list(&page);
    ensure!(asked.get() <= 700, "it asked for {} pages", asked.get());
    verdict(listing, |listing| {
        ensure!(
            listing.pages as usize == asked.get(),
            "{} pages after {} requests",
            listing.pages,
            asked.get()
        );
        let keys: Vec<(String, String)> = listing.items.iter().map(key).collect();
        ensure!(keys.is_sorted_by(|a, b| a < b), "not sorted, or twice the same: {keys:?}");
        let (mut said, mut count) = (BTreeSet::new(), 0);
        for answer in answers
            .iter()
            .chain(std::iter::repeat_n(answers, asked.get()).filter_map(|all| all.last()))
            .take(asked.get())
        {
            ensure!(answer.status == 200, "a list from {}", answer.status);
            // Deeper than this reader goes; the client does not look into what it leaves out.
            let Ok(page) = serde_json::from_slice::<Value>(&answer.body) else { return Ok(()) };
            ensure!(page.is_object(), "a list from {page}");
            for item in page[member].as_array().into_iter().flatten() {
                count += 1;
                let text = |member: &str| item[member].as_str().unwrap_or_default().to_owned();
                said.insert(match member {
                    "units" => (text("name"), String::new()),
                    "states" => (text("name"), text("machineID")),
                    _ => (text("id"), String::new()),
                });
            }
        }
        ensure!(keys.iter().all(|key| said.contains(key)), "{keys:?} of {said:?}");
        ensure!(keys.len() + listing.skipped as usize <= count, "{} items of {count}", keys.len());
        ensure!(
            listing.skipped > 0 || keys.len() == said.len(),
            "{keys:?} of {said:?}, and nothing left out"
        );
        Ok(())
    })
}

/// Absent is what Fleet says is absent, in its own envelope.
fn check_absence(status: u16, body: &[u8]) -> Result<()> {
    let Some(value) = json(body).context("absent, by no JSON")? else { return Ok(()) };
    let words = value["error"]["message"].as_str().unwrap_or_default();
    ensure!(status == 404 && !words.trim().is_empty(), "absent, by {status} and {words:?}");
    Ok(())
}

/// The body as a tree. `None` if it holds what no tree does, such as an endless number or a text that is not UTF-8: it
/// is JSON by its form all the same, and the client passes over members that it has no use for.
fn json(body: &[u8]) -> Result<Option<Value>> {
    match serde_json::from_slice(body) {
        Ok(value) => Ok(Some(value)),
        Err(_) if serde_json::from_slice::<IgnoredAny>(body).is_ok() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Errors are fit to be shown: one line, not too long, no signs that hide or reorder.
pub(super) fn verdict<T>(
    outcome: Result<T, FleetError>,
    check: impl FnOnce(T) -> Result<()>,
) -> Result<Verdict> {
    match outcome {
        Ok(value) => {
            check(value)?;
            Ok(Verdict::Taken)
        }
        Err(error) => {
            let words = error.to_string();
            let is_hidden = |sign: char| {
                sign.is_control() || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            };
            ensure!(!words.contains(is_hidden), "{words:?} is not fit to be shown");
            ensure!(words.chars().count() < 2_000, "the error has {} signs", words.chars().count());
            Ok(Verdict::Refused)
        }
    }
}
