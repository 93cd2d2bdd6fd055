//! How many units were meant to run and ran, when.

use shared::ClusterName;
use shared::history::{AppsHistory, HistoryView, Span, Subject};

use super::{Answer, clusters};
use crate::paths::with_query;

/// The history of one subject.
pub async fn of(cluster: &ClusterName, subject: &Subject, span: Span) -> Answer<HistoryView> {
    let pairs = [("of", subject.to_string()), ("span", span.as_str().to_owned())];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    super::get(&with_query(&format!("{}/history", clusters::path(cluster)), &pairs)).await
}

/// The strips of all apps.
pub async fn apps(cluster: &ClusterName, span: Span) -> Answer<AppsHistory> {
    let path = format!("{}/history/apps", clusters::path(cluster));
    super::get(&with_query(&path, &[("span", span.as_str())])).await
}
