//! Deployments: their history, and what people say to those at work.

use gloo_net::http::Method;
use shared::action::ActionView;
use shared::deployment::Command;
use shared::drift::AppDrift;
use shared::{ActionId, ClusterName};

use super::{Answer, clusters, decode, with_body};
use crate::paths::with_query;

/// Which part of the history; empty members ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Only of this app.
    pub app: String,
    /// Only those that stand so, by the word of the state.
    pub state: String,
    /// Only this person's or token's.
    pub actor: String,
    /// Only those that lead to this version.
    pub version: String,
    /// Only those in whose note this stands.
    pub note: String,
    /// Only those that were started at this time or later, in milliseconds since the Unix epoch.
    pub since_ms: Option<u64>,
    /// Only those that were started before this time.
    pub until_ms: Option<u64>,
    /// Only those that stand behind this one: when it was started, in milliseconds since the Unix epoch, and its id.
    pub before: Option<(u64, ActionId)>,
    /// At most so many.
    pub limit: usize,
}

impl HistoryQuery {
    fn path(&self, cluster: &ClusterName) -> String {
        let (before_ms, before_id) = match &self.before {
            Some((before_ms, id)) => (before_ms.to_string(), id.as_str()),
            // There is no page before the first: what is asked for ends there.
            None => (self.until_ms.map(|ms| ms.to_string()).unwrap_or_default(), ""),
        };
        let since_ms = self.since_ms.map(|ms| ms.to_string()).unwrap_or_default();
        let pairs = [
            ("app", self.app.as_str()),
            ("state", &self.state),
            ("actor", &self.actor),
            ("version", &self.version),
            ("note", &self.note),
            ("since_ms", &since_ms),
            ("before_ms", &before_ms),
            ("before_id", before_id),
            ("limit", &self.limit.to_string()),
        ];
        with_query(&format!("{}/deployments", clusters::path(cluster)), &pairs)
    }
}

/// A page of the history, newest first.
pub async fn page(cluster: &ClusterName, query: &HistoryQuery) -> Answer<Vec<ActionView>> {
    super::get(&query.path(cluster)).await
}

/// Where units are not as they were deployed.
pub async fn drift(cluster: &ClusterName) -> Answer<Vec<AppDrift>> {
    super::get(&format!("{}/drift", clusters::path(cluster))).await
}

/// Says something to an action at work.
pub async fn command(cluster: &ClusterName, id: &ActionId, command: &Command) -> Answer<ActionView> {
    let path = format!("{}/actions/{id}/commands", clusters::path(cluster));
    decode(&with_body(Method::POST, &path, command, None).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_stands_in_the_query() {
        let cluster = ClusterName::parse("default").unwrap();
        let query = HistoryQuery {
            app: "a".into(),
            before: Some((7, ActionId::parse("0a").unwrap())),
            limit: 50,
            ..HistoryQuery::default()
        };
        assert_eq!(
            query.path(&cluster),
            "/api/v1/clusters/default/deployments?app=a&before_ms=7&before_id=0a&limit=50"
        );
    }
}
