//! All that can be read: every GET of the API's description, so that what is new there is looked at too.

use reqwest::Method;
use serde_json::Value;

use super::{Answer, TestApp};

/// What is no reading of a person's or a script's: streams, the way to a provider, what a display's cookie reads, and the
/// description itself.
const OTHERS: [&str; 6] =
    ["/api/v1/events", "/api/v1/session/oidc", "/api/v1/screens/self", "/pairings/", "openapi", "/export"];

impl TestApp {
    /// The paths of every GET of the description, with these texts in their placeholders: `("{app}", "web")`.
    pub(crate) async fn reads(&self, fill: &[(&str, &str)]) -> Vec<String> {
        let document: Value = self.nobody().get("/api/v1/openapi.json").await.json();
        let items = document["paths"].as_object().unwrap();
        let read = items.iter().filter(|(_, item)| item.get("get").is_some()).map(|(path, _)| path);
        let filled = read.filter(|path| !OTHERS.iter().any(|other| path.contains(other))).map(|path| {
            let filled = fill.iter().fold(path.clone(), |path, (place, text)| path.replace(place, text));
            assert!(!filled.contains('{'), "say how to fill {path}");
            filled
        });
        // Written out whole, it has what the pages of it have.
        let mut paths: Vec<String> = filled.chain(["/api/v1/audit/export".to_owned()]).collect();
        paths.extend(["/metrics", "/healthz", "/readyz"].map(str::to_owned));
        assert!(paths.len() > 25, "{paths:?}");
        paths
    }
}

impl super::Client {
    /// All that these paths answer; none of them with a fault of the server's own.
    pub(crate) async fn read_all(&self, paths: &[String]) -> Vec<(String, Answer)> {
        let mut answers = Vec::new();
        for path in paths {
            let answer = self.send(self.request(Method::GET, path)).await;
            assert!(answer.status() < 500, "{path}: {}", answer.text());
            answers.push((path.clone(), answer));
        }
        answers
    }
}
