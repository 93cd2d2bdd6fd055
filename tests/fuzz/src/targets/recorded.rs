//! What was recorded of a real Fleet, as seeds: the same files that the crates' own tests read.

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

/// A request.
#[derive(Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(super) body: String,
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

/// All requests.
pub(super) fn requests() -> Vec<Request> {
    lines(include_str!("../../seeds/requests.jsonl"))
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
        assert_eq!(options().len(), files.map(count).iter().sum());
        assert_eq!(
            answers().len(),
            count(include_str!("../../../../crates/fleet-client/tests/client/recorded.jsonl"))
        );
        assert_eq!(requests().len(), count(include_str!("../../seeds/requests.jsonl")));
    }
}
