//! Queries to the proxy's lists: what is answered is what Fleet would answer, and a filter never gets lost.
//!
//! The input is the name of the list, a question mark, and the query.

use anyhow::{Context, Result, ensure};
use fleet::{PageToken, UnitState};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::Deserialize;
use server::proxy::{self, Answer};

use super::cluster::CLUSTER;
use super::write;
use crate::model::query::{Seen, unescaped};
use crate::{Target, Verdict, case};

const WORDS: &[&str] = &[
    "&",
    "=",
    ";",
    "%",
    "%3D",
    "+",
    "unitName",
    "machineID",
    "nextPageToken",
    "alt=json",
    "unit%4eame",
    "ZAACAA==",
    "ZAADAA==",
    "ZAAEAA==",
    "m1",
    "m2",
    "example:1.0.0@7.service",
    "example%3A1.0.0%407.service",
    "%ff",
    "%zz",
];

pub(crate) const TARGET: Target = Target {
    name: "lists",
    about: "the proxy's queries: filters, pages",
    most_cases: u64::MAX,
    seeds: || {
        let seeds = [
            "units?alt=json",
            "units?nextPageToken=ZAACAA==",
            "units?nextPageToken=ZAADAA==",
            "state?unitName=example%3A1.0.0%407.service",
            "state?machineID=m2&nextPageToken=ZAACAA%3D%3D",
            "machines?nextPageToken=ZAD__w==",
            "state?unitName=&machineID=m1",
        ];
        seeds.map(|seed| seed.as_bytes().to_vec()).to_vec()
    },
    words: WORDS,
    grammar,
    check,
};

/// What Fleet looks for in a query.
const KEYS: [&str; 3] = ["unitName", "machineID", "nextPageToken"];

fn grammar() -> BoxedStrategy<Vec<u8>> {
    let key = prop_oneof![
        9 => select(&["nextPageToken", "unitName", "machineID", "alt"][..]),
        1 => select(&["unit%4eame", "machine%49D", "NextPageToken", "", "%zz", "+unitName"][..])
    ];
    let value = prop_oneof![
        2 => select(&["", "m1", "m2", "example:1.0.0@7.service", "example%3a1.0.0%407.service", "ZAACAA==", "ZAABAA%3D%3D"][..]).prop_map(str::to_owned),
        2 => (prop_oneof![4 => Just(100_u16), 1 => any::<u16>()], prop_oneof![4 => 0..5_u16, 1 => any::<u16>()])
            .prop_map(|(limit, page)| PageToken { limit, page }.encode()),
        1 => write::sentence(WORDS, 3)
    ];
    let pair = (key, select(&["=", "=", "=", "=", ""][..]), value)
        .prop_map(|(key, sign, value)| format!("{key}{sign}{value}"));
    let query = vec(pair, 0..4).prop_map(|pairs| pairs.join("&"));
    let list = select(&["units", "state", "state", "machines"][..]);
    write::bytes((list, query).prop_map(|(list, query)| format!("{list}?{query}")))
}

/// A page as a client reads it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    #[serde(default, alias = "units", alias = "states", alias = "machines")]
    items: Vec<Item>,
    #[serde(default)]
    next_page_token: Option<String>,
}

/// What tells items apart.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Item {
    #[serde(default, alias = "id")]
    name: String,
    #[serde(default, rename = "machineID")]
    machine: String,
}

fn check(input: &[u8]) -> Result<Verdict> {
    let text = case::text(input);
    let (list, query) = text.split_once('?').unwrap_or((&text, ""));
    let answer = match list {
        "units" => proxy::units(&CLUSTER, None, query),
        "machines" => proxy::machines(&CLUSTER, query),
        _ => proxy::states(&CLUSTER, None, query),
    };
    let answer = answer.map(|answer| match answer {
        Answer::Page(page) => Answer::Json(page.plain()),
        other => other,
    });
    let seen = Seen::read(query.as_bytes());
    let expected = page_of(list, &seen);
    match answer {
        Ok(Answer::Json(body)) => {
            ensure!(!has_lost_something(&seen), "answered, though Fleet would drop a part of {query}");
            let (items, next) =
                expected.with_context(|| format!("answered, though Fleet refuses {query}"))?;
            let page: Page = serde_json::from_slice(&body).context("no page")?;
            ensure!(page.items == items, "{query} gives {:?}, and Fleet gives {items:?}", page.items);
            ensure!(
                page.next_page_token == next,
                "{query} goes on with {:?}, not {next:?}",
                page.next_page_token
            );
            Ok(Verdict::Taken)
        }
        Ok(answer) => anyhow::bail!("{answer:?} for a list"),
        Err(refused) => {
            ensure!(refused.status == 400, "refused with {}", refused.status);
            let is_text = seen
                .pairs
                .iter()
                .all(|(key, value)| [key, value].into_iter().all(|part| std::str::from_utf8(part).is_ok()));
            ensure!(
                expected.is_none() || !seen.dropped.is_empty() || !is_text,
                "{query} is refused: {refused}"
            );
            Ok(Verdict::Refused)
        }
    }
}

/// Whether Fleet would not see a pair that was meant as a filter or a page.
fn has_lost_something(seen: &Seen) -> bool {
    let is_meant = |pair: &Vec<u8>| {
        let key = pair.split(|byte| *byte == b'=').next().and_then(unescaped);
        KEYS.iter().any(|own| key.as_deref() == Some(own.as_bytes()))
    };
    seen.dropped.iter().any(is_meant)
}

/// The page that Fleet would give: its items, and the token of the next.
fn page_of(list: &str, seen: &Seen) -> Option<(Vec<Item>, Option<String>)> {
    let page = match seen.values("nextPageToken")[..] {
        [] => 1,
        [token] => PageToken::decode(std::str::from_utf8(token).ok()?).ok()?.page,
        _ => return None,
    };
    // The first of repeated values counts, and an empty one is none.
    let filter = |key| seen.values(key).first().copied().filter(|value| !value.is_empty());
    let fits = |key, found: &str| filter(key).is_none_or(|wanted| wanted == found.as_bytes());
    let named = |name: &str| Item { name: name.to_owned(), machine: String::new() };
    let state =
        |state: &UnitState| Item { name: state.name.to_string(), machine: state.machine_id.to_string() };
    let items: Vec<Item> = match list {
        "units" => CLUSTER.units.keys().map(|name| named(name.as_str())).collect(),
        "machines" => CLUSTER.machines.keys().map(|id| named(id.as_str())).collect(),
        _ => {
            let states = CLUSTER.units.values().flat_map(|entry| &entry.states).map(state);
            states.filter(|item| fits("unitName", &item.name) && fits("machineID", &item.machine)).collect()
        }
    };
    let start = (usize::from(page) - 1) * 100;
    let has_next = start + 100 <= items.len();
    let next = has_next.then(|| PageToken { limit: 100, page: page + 1 }.encode());
    Some((items.into_iter().skip(start).take(100).collect(), next))
}
