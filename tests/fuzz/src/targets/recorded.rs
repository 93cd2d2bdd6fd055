//! What was recorded of a real Fleet, as seeds: the same files that the crates' own tests read.

use std::collections::BTreeSet;

use fleet::UnitOption;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Options that were put.
#[derive(Deserialize)]
struct Put {
    #[serde(alias = "sent")]
    options: Vec<UnitOption>,
}

/// An answer, and the kind of request that it belongs to.
#[derive(Deserialize)]
pub(super) struct Answer {
    pub(super) method: String,
    pub(super) kind: String,
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) body: String,
}

/// A line of the transcripts: a request and its answer, or a pause.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    group: String,
    request: Option<Request>,
}

/// A request.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(super) body: Option<String>,
}

/// All options that were put while it was recorded.
pub(super) fn options() -> Vec<Vec<UnitOption>> {
    let created: Vec<Put> = lines(include_str!("../../../../crates/fleet/tests/fixtures/created.jsonl"));
    let stored: Vec<Put> = lines(include_str!("../../../../crates/fleet/tests/fixtures/stored.jsonl"));
    created.into_iter().chain(stored).map(|put| put.options).collect()
}

/// All answers.
pub(super) fn answers() -> Vec<Answer> {
    lines(include_str!("../../../../crates/fleet-client/tests/client/recorded.jsonl"))
}

/// The requests that tried what a Fleet takes and what not, each once. Long ones are left out: they are about length
/// alone, and most of what is changed in them is padding.
pub(super) fn requests() -> Vec<Request> {
    const LONGEST: usize = 700;
    const GROUPS: [&str; 7] = [
        "routing",
        "options_validation",
        "put_semantics",
        "content_type",
        "injection",
        "templates",
        "machines_patch",
    ];
    let transcripts: Vec<Line> = lines(include_str!("../../../fixtures/fleet-transcripts.jsonl"));
    let chosen = transcripts.into_iter().filter(|line| GROUPS.contains(&line.group.as_str()));
    let short = |request: &Request| request.body.as_ref().is_none_or(|body| body.len() <= LONGEST);
    let requests: BTreeSet<Request> = chosen.filter_map(|line| line.request).filter(short).collect();
    requests.into_iter().collect()
}

/// A line that can't be read is no seed; `lines_are_read` sees to it that there is none.
fn lines<T: DeserializeOwned>(text: &str) -> Vec<T> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let count = |text: &str| text.lines().count();
        let files = [
            include_str!("../../../../crates/fleet/tests/fixtures/created.jsonl"),
            include_str!("../../../../crates/fleet/tests/fixtures/stored.jsonl"),
        ];
        assert_eq!(options().len(), files.map(count).iter().sum::<usize>());
        assert_eq!(
            answers().len(),
            count(include_str!("../../../../crates/fleet-client/tests/client/recorded.jsonl"))
        );
        let transcripts = include_str!("../../../fixtures/fleet-transcripts.jsonl");
        assert_eq!(lines::<Line>(transcripts).len(), count(transcripts));
        assert!(requests().len() > 100, "{}", requests().len());
    }
}
